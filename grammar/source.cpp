#include "grammar/source.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <utility>

namespace pasal {

namespace {

constexpr std::uint32_t block_bytes = 4096;

std::uint8_t byte_at(std::string_view text, std::size_t index) { return static_cast<std::uint8_t>(text[index]); }

bool is_continuation(char c) { return (static_cast<std::uint8_t>(c) & 0xC0u) == 0x80u; }

std::uint32_t count_characters(std::string_view text) {
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

// The bytes of the well-formed character at `index`, or 0. (Unicode 15, table 3-7: no overlong forms, no surrogates.)
std::size_t character_bytes(std::string_view text, std::size_t index) {
  const std::uint8_t lead = byte_at(text, index);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t bytes = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() - index < bytes) return 0;
  std::uint8_t lowest = 0x80;
  std::uint8_t highest = 0xBF;
  if (lead == 0xE0) lowest = 0xA0;
  if (lead == 0xED) highest = 0x9F;
  if (lead == 0xF0) lowest = 0x90;
  if (lead == 0xF4) highest = 0x8F;
  const std::uint8_t second = byte_at(text, index + 1);
  if (second < lowest || second > highest) return 0;
  for (std::size_t i = 2; i < bytes; ++i) {
    if (!is_continuation(text[index + i])) return 0;
  }
  return bytes;
}

// Control characters, line separators, and the marks by which a text can be shown in another order than it is read.
bool disturbs_terminal(std::string_view character) {
  const std::uint8_t lead = byte_at(character, 0);
  const bool is_control = lead < 0x20 || lead == 0x7F || (lead == 0xC2 && byte_at(character, 1) < 0xA0);
  const bool separates_or_turns = character >= "\u2028" && character <= "\u202E";
  const bool isolates = character >= "\u2066" && character <= "\u2069";
  return is_control || separates_or_turns || isolates;
}

}  // namespace

Source::Source(std::string name, std::string text, std::uint32_t first_line)
    : name_(std::move(name)), text_(std::move(text)), first_line_(first_line) {
  const std::string_view all = text_;
  // A byte order mark is not part of the first line: its columns are counted after it.
  line_starts_.push_back(all.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  for (std::size_t end = all.find('\n'); end != std::string_view::npos; end = all.find('\n', end + 1)) {
    line_starts_.push_back(static_cast<std::uint32_t>(end + 1));
  }
  std::uint32_t characters = 0;
  for (std::size_t block = 0; block <= all.size(); block += block_bytes) {
    characters_.push_back(characters);
    characters += count_characters(all.substr(block, block_bytes));
  }
}

std::uint32_t Source::characters_before(std::uint32_t offset) const {
  const std::uint32_t block = offset / block_bytes;
  const std::uint32_t start = block * block_bytes;
  return characters_[block] + count_characters(std::string_view(text_).substr(start, offset - start));
}

std::uint32_t Source::line(std::uint32_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  return first_line_ - 1 + std::max<std::uint32_t>(1, static_cast<std::uint32_t>(after - line_starts_.begin()));
}

Position Source::position(std::uint32_t offset) const {
  const std::uint32_t place = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  const std::uint32_t number = line(place);
  const std::uint32_t start = line_start(number);
  if (place <= start) return {number, 1};
  return {number, characters_before(place) - characters_before(start) + 1};
}

std::string_view Source::line_text(std::uint32_t line) const {
  const std::uint32_t start = line_start(line);
  const std::uint32_t next = line - first_line_ + 1;
  const std::size_t end = next < line_count() ? line_starts_[next] - 1 : text_.size();
  std::string_view text = std::string_view(text_).substr(start, end - start);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::uint32_t Source::line_start(std::uint32_t line) const { return line_starts_[line - first_line_]; }

SourceId Sources::add(std::string name, std::string text, std::uint32_t first_line) {
  sources_.emplace_back(std::move(name), std::move(text), first_line);
  return static_cast<SourceId>(sources_.size() - 1);
}

std::string_view Sources::text(Span span) const {
  const std::string_view all = sources_[span.source].text();
  const std::size_t begin = std::min<std::size_t>(span.begin, all.size());
  return all.substr(begin, std::max(span.begin, span.end) - span.begin);
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t bytes = character_bytes(text, i);
    utf8proc_int32_t character = 0xFFFD;
    if (bytes > 0) utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i), static_cast<utf8proc_ssize_t>(bytes), &character);
    width += static_cast<std::size_t>(std::max(0, utf8proc_charwidth(character)));
    i += std::max<std::size_t>(1, bytes);
  }
  return width;
}

std::size_t first_invalid_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t bytes = character_bytes(text, i);
    if (bytes == 0) return i;
    i += bytes;
  }
  return text.size();
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t bytes = character_bytes(text, i);
    const std::string_view character = text.substr(i, std::max<std::size_t>(1, bytes));
    i += character.size();
    if (character == "\t" || character == "\n") {
      shown += ' ';
    } else if (bytes == 0 || disturbs_terminal(character)) {
      shown += "\uFFFD";
    } else {
      shown += character;
    }
  }
  return shown;
}

std::size_t first_unprintable(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t bytes = character_bytes(text, i);
    const std::string_view character = text.substr(i, bytes);
    const bool breaks_line = character == "\t" || character == "\n" || text.substr(i, 2) == "\r\n";
    if (bytes == 0 || (!breaks_line && disturbs_terminal(character))) return i;
    i += bytes;
  }
  return text.size();
}

std::string code_point(std::string_view text, std::size_t at) {
  utf8proc_int32_t character = 0;
  utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at), static_cast<utf8proc_ssize_t>(text.size() - at), &character);
  return fmt::format("U+{:04X}", character);
}

std::vector<std::string> folded(std::string_view text, std::size_t width, std::size_t used) {
  std::vector<std::string> lines(1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const std::size_t columns = display_width(word);
    const std::size_t space = lines.back().empty() ? 0 : 1;
    if (used + space != 0 && used + space + columns > width) {
      lines.emplace_back();
      used = 0;
    } else if (space != 0) {
      lines.back() += ' ';
      ++used;
    }
    lines.back() += word;
    used += columns;
  }
  return lines;
}

}  // namespace pasal
