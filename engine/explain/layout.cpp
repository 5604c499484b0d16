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

}  // namespace

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t own = display_width(text);
  return std::string(text) + spaces(width > own ? width - own : 0);
}

std::string in_color(std::string_view text, Color color, const TextOptions& options) {
  if (!options.color || color == Color::none || text.empty()) return std::string(text);
  return std::string(escape(color)) + std::string(text) + "\x1b[0m";
}

Color color_of(std::uint32_t rung, std::size_t rungs) {
  if (rung == 0) return Color::green;
  return rung + 1 == rungs ? Color::red : Color::yellow;
}

void Layout::line(std::string text) {
  while (text.ends_with(' ')) text.pop_back();
  text_ += text;
  text_ += '\n';
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
  if (beside || right.empty()) return;
  // At the left where it belongs, or as far to the left as it needs.
  const std::size_t room = options_.width > right_columns ? options_.width - right_columns : 0;
  line(spaces(std::min(indent, room)) + colored(right, Color::dim));
}

void Layout::preformatted(std::string_view text, std::size_t indent) { line(spaces(indent) + printable(text)); }

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
  const auto fits = [&](const std::vector<std::string>& cells) {
    std::size_t end = indent;
    for (std::size_t column = 0; column < cells.size(); ++column) {
      if (!cells[column].empty() && end + display_width(cells[column]) > options_.width) return false;
      end += widths[column] == 0 ? 0 : widths[column] + 2;
    }
    return true;
  };
  // Where they would not fit, all cells after the second follow each other closely.
  if (!std::ranges::all_of(rows, fits)) {
    for (std::size_t column = 2; column < widths.size(); ++column) widths[column] = 0;
  }
  for (const auto& cells : rows) row(cells, widths, indent);
}

// A cell that does not fit behind the others goes on below, under the second.
void Layout::row(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths, std::size_t indent) {
  const std::size_t second = indent + (widths.empty() ? 0 : widths.front() + 2);
  const bool is_column = !widths.empty() && display_width(cells.front()) <= widths.front();
  const std::size_t below = is_column && second + least_width <= options_.width ? second : indent + 2;
  std::string shown;
  std::size_t start = indent;  // of the column
  for (std::size_t column = 0; column < cells.size(); ++column) {
    const std::string& cell = cells[column];
    if (!cell.empty() && start + display_width(cell) <= options_.width) {
      shown = padded(shown, start) + cell;
    } else if (!cell.empty()) {
      const std::size_t left = column == 0 ? indent : below;
      for (const std::string& part : folded(cell, std::max(options_.width, left + least_width) - left)) {
        if (!shown.empty()) line(std::move(shown));
        shown = spaces(left) + part;
      }
    }
    const std::size_t end = widths[column] == 0 ? 0 : start + widths[column] + 2;
    start = std::max({start, end, cell.empty() ? 0 : display_width(shown) + 2});
  }
  line(std::move(shown));
}

}  // namespace pasal
