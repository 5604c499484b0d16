#include "engine/facts/guard.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace pasal::facts {

void ReadableText::replace(std::size_t begin, std::size_t end, std::string_view replacement) {
  const std::size_t done = source_.size() - pending_.size();
  copy_ += pending_.substr(0, begin - done);
  pending_ = source_.substr(end);
  const auto shift = [this](std::size_t source) {
    shifts_.push_back({static_cast<std::uint32_t>(copy_.size()), static_cast<std::uint32_t>(source)});
  };
  const bool moves = replacement.size() != end - begin;
  if (moves) shift(begin);
  copy_ += replacement;
  if (moves) shift(end);
  changed_ = true;
}

void ReadableText::finish() {
  if (changed_) copy_ += pending_;
}

std::uint32_t ReadableText::to_source(std::size_t offset) const {
  const auto after = std::upper_bound(shifts_.begin(), shifts_.end(), offset,
                                      [](std::size_t wanted, const Shift& shift) { return wanted < shift.from; });
  if (after == shifts_.begin()) return static_cast<std::uint32_t>(offset);
  const Shift& shift = *(after - 1);
  std::size_t place = shift.source + (offset - shift.from);
  // Inside a replacement every byte stands for the place where it begins.
  if (after != shifts_.end()) place = std::min<std::size_t>(place, after->source);
  return static_cast<std::uint32_t>(std::min(place, source_.size()));
}

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_break(char c) { return c == '\n' || c == '\r'; }

Span at(SourceId id, std::size_t begin, std::size_t bytes) {
  return {id, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + bytes)};
}

// The first control character that is no white space; a carriage return belongs before a line feed.
std::size_t first_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != 0x7F) continue;
    if (byte == '\t' || byte == '\n') continue;
    if (byte == '\r' && (i + 1 == text.size() || text[i + 1] == '\n')) continue;
    return i;
  }
  return text.size();
}

std::string control_name(char c) {
  if (c == '\0') return "a zero byte";
  if (c == '\r') return "a carriage return without a line feed";
  return fmt::format("the control character {}", static_cast<int>(static_cast<unsigned char>(c)));
}

// A `?` that is a whole value: after `: `, and before the end of the line, a comment, or a flow mark. Where it stands
// inside quotes the reader puts it back.
bool is_bare_question(std::string_view text, std::size_t place) {
  std::size_t before = place;
  while (before > 0 && is_blank(text[before - 1])) --before;
  if (before == place || before == 0 || text[before - 1] != ':') return false;
  std::size_t after = place + 1;
  while (after < text.size() && is_blank(text[after])) ++after;
  if (after == text.size() || is_break(text[after])) return true;
  if (text[after] == '#') return after > place + 1;
  return text[after] == ',' || text[after] == '}' || text[after] == ']';
}

// The value of `\uXXXX` at `place`, where a backslash that is not itself escaped begins it.
std::optional<std::uint32_t> unicode_escape(std::string_view text, std::size_t place) {
  if (text.size() - place < 6 || text[place + 1] != 'u') return std::nullopt;
  std::uint32_t value = 0;
  const char* const end = text.data() + place + 6;
  const auto [stop, error] = std::from_chars(text.data() + place + 2, end, value, 16);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

std::string utf8(std::uint32_t character) {
  const auto byte = [](std::uint32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
  return {byte(0xF0u | (character >> 18u)), byte(0x80u | ((character >> 12u) & 0x3Fu)), byte(0x80u | ((character >> 6u) & 0x3Fu)),
          byte(0x80u | (character & 0x3Fu))};
}

// JSON writes a character beyond U+FFFF as two escapes, which yaml-cpp refuses. Returns where to go on.
std::size_t join_surrogates(ReadableText& readable, std::string_view text, std::size_t place) {
  const auto high = unicode_escape(text, place);
  if (!high || *high < 0xD800 || *high > 0xDBFF || place + 12 > text.size() || text[place + 6] != '\\') return place + 2;
  const auto low = unicode_escape(text, place + 6);
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return place + 2;
  readable.replace(place, place + 12, utf8(0x10000 + ((*high - 0xD800) << 10u) + (*low - 0xDC00)));
  return place + 12;
}

// Where a file that is one JSON value begins it. yaml-cpp takes a bracket at the start of a line for a possible name
// and keeps everything up to its end in memory; after `--- ` it does not.
std::optional<std::size_t> json_start(std::string_view text, std::size_t begin) {
  std::size_t place = begin;
  while (place < text.size()) {
    if (is_blank(text[place]) || is_break(text[place])) {
      ++place;
    } else if (text[place] == '#') {
      place = std::min(text.find('\n', place), text.size());
    } else {
      break;
    }
  }
  if (place == text.size() || (text[place] != '{' && text[place] != '[')) return std::nullopt;
  return place;
}

// JSON quotes its names; YAML written by hand in brackets seldom does.
bool quotes_names(std::string_view text, std::size_t start) {
  const std::size_t first = text.find_first_not_of("{[ \t\r\n", start);
  return first != std::string_view::npos && text[first] == '"';
}

void rewrite(ReadableText& readable) {
  const std::string_view text = readable.source();
  const std::size_t begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  if (begin > 0) readable.replace(0, begin, "");
  std::size_t place = begin;
  if (const auto start = json_start(text, begin)) {
    if (quotes_names(text, *start)) readable.set_json();
    std::size_t line = *start;
    while (line > begin && !is_break(text[line - 1])) --line;
    readable.replace(line, *start, "--- ");
    place = *start;
  }
  while ((place = text.find_first_of("?\\", place)) != std::string_view::npos) {
    if (text[place] == '\\') {
      place = join_surrogates(readable, text, place);
      continue;
    }
    if (is_bare_question(text, place)) readable.replace(place, place + 1, std::string_view(&bare_question, 1));
    ++place;
  }
  readable.finish();
}

}  // namespace

bool is_text(std::string_view text) {
  // Most texts are of these alone, and a loop without a branch tells many bytes at a time.
  std::uint8_t others = 0;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    const bool is_control = (byte < 0x20) & (byte != '\t') & (byte != '\n');
    others = static_cast<std::uint8_t>(others | is_control | (byte >= 0x7F));
  }
  return others == 0 || (first_invalid_utf8(text) == text.size() && first_control(text) == text.size());
}

bool is_text(const Sources& sources, SourceId id, Diagnostics& diagnostics) {
  const std::string_view text = sources[id].text();
  if (is_text(text)) return true;
  if (const std::size_t invalid = first_invalid_utf8(text); invalid != text.size()) {
    diagnostics.add(DiagnosticKind::not_utf8, at(id, invalid, 1));
    return false;
  }
  const std::size_t control = first_control(text);
  diagnostics.add(DiagnosticKind::facts_control_character, at(id, control, 1), control_name(text[control]));
  return false;
}

std::optional<ReadableText> make_readable(const Sources& sources, SourceId id, const FactsLimits& limits, Diagnostics& diagnostics) {
  const std::string_view text = sources[id].text();
  if (text.size() > limits.file_bytes) {
    diagnostics.add(DiagnosticKind::facts_too_large, Span{id, 0, 0}, text.size(),
                    fmt::format("a facts file has at most {} (--max-facts-bytes)", limits.file_bytes));
    return std::nullopt;
  }
  if (!is_text(sources, id, diagnostics)) return std::nullopt;
  ReadableText readable(text);
  rewrite(readable);
  return readable;
}

}  // namespace pasal::facts
