// Diagnostics for a person.
#include <algorithm>

#include "grammar/diagnostic.hpp"

namespace pasal {

namespace {

constexpr std::size_t widest = 160;  // columns of a source line that are shown
constexpr std::size_t narrowest = 24;
constexpr std::size_t most_before_caret = 40;
constexpr std::string_view cut = "…";

std::string painted(std::string_view text, std::string_view code, const RenderOptions& options) {
  if (!options.color) return std::string(text);
  return "\033[" + std::string(code) + "m" + std::string(text) + "\033[0m";
}

// One character of a line as it is shown: control characters would disturb the terminal.
struct Shown {
  std::string text;
  std::size_t width = 0;
  std::size_t begin = 0;  // its first byte in the line
};

std::size_t next_character(std::string_view line, std::size_t at) {
  std::size_t end = at + 1;
  while (end < line.size() && end - at < 4 && (static_cast<std::uint8_t>(line[end]) & 0xC0u) == 0x80u) ++end;
  return end;
}

Shown show(std::string_view line, std::size_t begin, std::size_t end) {
  const std::string_view character = line.substr(begin, end - begin);
  if (character == "\t") return {"\t", 1, begin};
  std::string text = printable(character);
  const std::size_t width = display_width(text);
  return {std::move(text), width, begin};
}

// The part of a line around a byte, and where it was cut.
struct Excerpt {
  std::vector<Shown> characters;
  bool cut_before = false;
  bool cut_after = false;
};

// Steps back from `caret` until the line starts or `before_caret` characters lie before it.
std::size_t excerpt_start(std::string_view line, std::size_t caret, std::size_t before_caret) {
  std::size_t start = caret;
  for (std::size_t steps = 0; start > 0 && steps < before_caret; ++steps) {
    --start;
    while (start > 0 && caret - start < 4 * before_caret && (static_cast<std::uint8_t>(line[start]) & 0xC0u) == 0x80u) --start;
  }
  return start;
}

Excerpt excerpt(std::string_view line, std::size_t caret, std::size_t columns) {
  Excerpt result;
  const bool fits = line.size() <= columns || (line.size() <= 4 * columns && display_width(line) <= columns);
  std::size_t at = fits ? 0 : excerpt_start(line, std::min(caret, line.size()), std::min(most_before_caret, columns / 3));
  result.cut_before = at > 0;
  for (std::size_t width = 0; at < line.size();) {
    const std::size_t end = next_character(line, at);
    Shown character = show(line, at, end);
    if (!fits && width + character.width > columns) {
      result.cut_after = true;
      break;
    }
    width += character.width;
    result.characters.push_back(std::move(character));
    at = end;
  }
  return result;
}

// `^~~~` under the bytes [begin, end) of the line; tabs before it stay tabs, so that it stands where they lead.
std::string caret_line(const Excerpt& shown, std::size_t begin, std::size_t end) {
  std::string before(shown.cut_before ? 1 : 0, ' ');
  std::size_t width = 0;
  for (const Shown& character : shown.characters) {
    if (character.begin < begin) {
      before += character.text == "\t" ? "\t" : std::string(character.width, ' ');
    } else if (character.begin < end) {
      width += character.width;
    }
  }
  return before + "^" + std::string(width > 1 ? width - 1 : 0, '~');
}

// What the terminal has beside the line's number and the signs that it was cut.
std::size_t columns_for_source(std::size_t number_width, const RenderOptions& options) {
  const std::size_t taken = 2 + number_width + 3 + 2;
  if (options.width == 0) return widest;
  return std::clamp(options.width, narrowest + taken, widest + taken) - taken;
}

std::string source_lines(const Source& source, Span span, const RenderOptions& options) {
  const std::uint32_t number = source.position(span.begin).line;
  const std::string_view line = source.line_text(number);
  const std::uint32_t start = source.line_start(number);
  const std::size_t begin = span.begin > start ? span.begin - start : 0;
  const std::size_t end = std::max<std::size_t>(begin, span.end > start ? span.end - start : 0);
  const std::string gutter = std::to_string(number);
  const Excerpt shown = excerpt(line, begin, columns_for_source(gutter.size(), options));
  std::string text;
  for (const Shown& character : shown.characters) text += character.text;
  std::string result = "  " + gutter + " | ";
  if (shown.cut_before) result += cut;
  result += text;
  if (shown.cut_after) result += cut;
  while (result.ends_with(' ')) result.pop_back();
  return result + "\n  " + std::string(gutter.size(), ' ') + " | " + painted(caret_line(shown, begin, end), "1;32", options) + "\n";
}

// A message as it goes on behind `used` columns, parted at its spaces where the terminal would part its words.
std::string sentence(std::string_view message, std::size_t used, std::size_t indent, const RenderOptions& options) {
  const std::string text = printable(message);
  if (options.width == 0) return text + "\n";
  std::string result;
  for (const std::string& line : folded(text, std::max(options.width, narrowest) - indent, used > indent ? used - indent : 0)) {
    result += (result.empty() ? std::string() : std::string(indent, ' ')) + line + "\n";
  }
  return result;
}

// `file:line:column: error: message` and the line; `error: message` alone where no source is meant.
std::string place(Span span, std::string_view severity, std::string_view color, const std::string& message, const Sources& sources,
                  const RenderOptions& options) {
  std::string head;
  const bool placed = span.source < sources.size();
  if (placed) {
    const Position position = sources.position(span);
    head = printable(sources.name(span)) + ":" + std::to_string(position.line) + ":" + std::to_string(position.column) + ": ";
  }
  const std::size_t used = display_width(head) + severity.size() + 2;
  const std::string said = sentence(message, used, 4, options);
  head += painted(severity, color, options) + (said.starts_with('\n') ? ":" : ": ") + said;
  const bool has_lines = placed && !sources[span.source].text().empty();
  return has_lines ? head + source_lines(sources[span.source], span, options) : head;
}

std::string fix_lines(const std::string& fix) {
  if (fix.find('\n') == std::string::npos) return "  = try: " + printable(fix) + "\n";
  std::string result = "  = try:\n";
  for (std::size_t at = 0; at < fix.size();) {
    const std::size_t end = std::min(fix.find('\n', at), fix.size());
    if (end > at) result += "      " + printable(fix.substr(at, end - at));
    result += "\n";
    at = end + 1;
  }
  return result;
}

}  // namespace

std::string render(const Diagnostic& diagnostic, const Sources& sources, const RenderOptions& options) {
  const bool error = diagnostic.severity == Severity::error;
  std::string result = place(diagnostic.span, error ? "error" : "warning", error ? "1;31" : "1;35",
                             diagnostic.message + " [" + std::string(row(diagnostic.kind).name) + "]", sources, options);
  for (const Label& label : diagnostic.labels) result += place(label.span, "note", "1;36", label.text, sources, options);
  for (const std::string& note : diagnostic.notes) result += "  = " + sentence(note, 4, 4, options);
  if (diagnostic.fix) result += fix_lines(*diagnostic.fix);
  return result;
}

std::string render(const Diagnostics& diagnostics, const Sources& sources, const RenderOptions& options) {
  std::string result;
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    if (!result.empty()) result += "\n";
    result += render(diagnostic, sources, options);
  }
  if (const std::size_t more = diagnostics.dropped(); more > 0) {
    if (!result.empty()) result += "\n";
    result += "and " + std::to_string(more) + (more == 1 ? " more problem\n" : " more problems\n");
  }
  return result;
}

}  // namespace pasal
