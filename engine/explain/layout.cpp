#include "engine/explain/layout.hpp"

#include <algorithm>

namespace pasal {
namespace {

// Less than this is no column to read in: a text at the right edge then stands on a line of its own.
constexpr std::size_t least_width = 24;

std::string_view escape(Color color) {
  switch (color) {
    case Color::none: return {};
    case Color::bold: return "\x1b[1m";
    case Color::dim: return "\x1b[2m";
    case Color::green: return "\x1b[1;32m";
    case Color::yellow: return "\x1b[1;33m";
    case Color::red: return "\x1b[1;31m";
  }
  return {};
}

std::string spaces(std::size_t count) { return std::string(count, ' '); }

// A name from a facts file must not move the cursor: control characters are shown as one that stands for them.
std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool two_bytes = byte == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    if (two_bytes) ++at;
    if (byte == '\t' || byte == '\n') {
      shown += ' ';
    } else if (byte < 0x20 || byte == 0x7F || two_bytes) {
      shown += "\uFFFD";
    } else {
      shown += text[at];
    }
  }
  return shown;
}

}  // namespace

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t own = display_width(text);
  return std::string(text) + spaces(width > own ? width - own : 0);
}

std::string Layout::colored(std::string_view text, Color color) const {
  if (!options_.color || color == Color::none || text.empty()) return std::string(text);
  return std::string(escape(color)) + std::string(text) + "\x1b[0m";
}

void Layout::line(std::string text) {
  while (text.ends_with(' ')) text.pop_back();
  text_ += text;
  text_ += '\n';
}

// Folds at spaces; a word longer than the line stands alone, whole.
std::vector<std::string> Layout::folded(std::string_view text, std::size_t width) const {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const std::size_t columns = display_width(word);
    if (used != 0 && used + 1 + columns > width) {
      lines.emplace_back();
      used = 0;
    }
    if (used != 0) lines.back() += ' ';
    lines.back() += word;
    used += columns + (used != 0 ? 1 : 0);
  }
  return lines;
}

void Layout::paragraph(std::string_view text, std::size_t indent, std::string_view lead, Color lead_color) {
  with_right(text, {}, indent, lead, lead_color);
}

void Layout::with_right(std::string_view text, std::string_view at_right, std::size_t indent, std::string_view lead,
                        Color lead_color, Color text_color) {
  const std::string right = printable(at_right);
  const std::size_t right_columns = display_width(right);
  const std::size_t taken = indent + (right.empty() ? 0 : right_columns + 2);
  const bool beside = taken + least_width <= options_.width;
  const std::size_t width = beside ? options_.width - taken : std::max(options_.width, indent + least_width) - indent;
  bool first = true;
  for (const std::string& part : folded(printable(text), width)) {
    const std::size_t lead_columns = first ? display_width(lead) : 0;
    std::string shown = first && !lead.empty() ? colored(lead, lead_color) : std::string();
    shown += spaces(indent > lead_columns ? indent - lead_columns : 0) + colored(part, text_color);
    if (first && beside && !right.empty()) {
      const std::size_t used = std::max(indent, lead_columns) + display_width(part) + right_columns;
      shown += spaces(used + 2 <= options_.width ? options_.width - used : 2);  // one long word may be wider than the line
      shown += colored(right, Color::dim);
    }
    line(std::move(shown));
    first = false;
  }
  if (!beside && !right.empty()) line(spaces(indent) + colored(right, Color::dim));
}

void Layout::table(std::vector<std::vector<std::string>> rows, std::size_t indent) {
  std::vector<std::size_t> widths;
  for (auto& cells : rows) {
    for (std::string& cell : cells) cell = printable(cell);
  }
  for (const auto& cells : rows) {
    widths.resize(std::max(widths.size(), cells.size()));
    for (std::size_t column = 0; column < cells.size(); ++column) {
      // One long value must not push everybody's origin out of sight.
      const std::size_t columns = std::min(display_width(cells[column]), options_.width / 2);
      widths[column] = std::max(widths[column], columns);
    }
  }
  for (const auto& cells : rows) row(cells, widths, indent);
}

void Layout::row(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths, std::size_t indent) {
  const std::size_t under_second = indent + (widths.empty() ? 0 : widths.front() + 2);
  std::string shown = spaces(indent);
  std::size_t used = indent;     // the columns that `shown` takes, padding included
  std::size_t pending = 0;       // spaces before the next cell
  for (std::size_t column = 0; column < cells.size(); ++column) {
    if (widths[column] == 0) continue;  // an empty column
    const std::size_t columns = display_width(cells[column]);
    if (column > 1 && !cells[column].empty() && used + pending + columns > options_.width) {
      line(std::move(shown));
      shown = spaces(under_second);
      used = under_second;
      pending = 0;
    }
    shown += spaces(pending) + padded(cells[column], widths[column]);
    used += pending + std::max(columns, widths[column]);
    pending = 2;
  }
  line(std::move(shown));
}

}  // namespace pasal
