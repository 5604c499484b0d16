#include "engine/facts/yaml_problems.hpp"

#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <array>

namespace pasal::facts {

std::string excerpt(std::string_view text) {
  std::string result;
  std::size_t characters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0u) != 0x80u && ++characters > 60) return result + "…";
    result += byte < 0x20 || byte == 0x7F ? ' ' : c;
  }
  return result;
}

namespace {

struct Explanation {
  std::string_view problem;  // what yaml-cpp says begins with this
  std::string_view text;
};

constexpr std::string_view in_quotes = "if it belongs to a text, put the whole text in quotes";

const std::array explanations = {
    Explanation{YAML::ErrorMsg::MAP_KEY, "a `?` cannot stand here; if it belongs to a text, put the text in quotes"},
    Explanation{YAML::ErrorMsg::END_OF_MAP,
                "this line does not line up with those above, or it has no `:`; write a name, a colon and a value, and indent names that "
                "belong together alike"},
    Explanation{YAML::ErrorMsg::END_OF_SEQ, "this line does not line up with the items above; begin each item with `- `, indented alike"},
    Explanation{YAML::ErrorMsg::END_OF_MAP_FLOW, "a `{` is not closed, or a comma is missing; put `,` between two facts and `}` after the last"},
    Explanation{YAML::ErrorMsg::END_OF_SEQ_FLOW, "a `[` is not closed, or a comma is missing; put `,` between two items and `]` after the last"},
    Explanation{YAML::ErrorMsg::FLOW_END, "this bracket closes nothing that is open; take it out, or put the text it belongs to in quotes"},
    Explanation{YAML::ErrorMsg::BLOCK_ENTRY, "a list item cannot begin here; put each item on a line of its own, below the list's name"},
    Explanation{YAML::ErrorMsg::DOC_IN_SCALAR, "a line `---` stands inside a quoted text; close the quote above it"},
    Explanation{YAML::ErrorMsg::TAB_IN_INDENTATION, "this line is indented with a tab; use spaces"},
    Explanation{YAML::ErrorMsg::UNKNOWN_ANCHOR, "a `*` repeats what a `&` of the same name has marked above, and nothing has; if it belongs "
                                                "to a text, put the text in quotes"},
    Explanation{YAML::ErrorMsg::INVALID_ESCAPE,
                "in double quotes a `\\` begins a special character, and this is none; use single quotes, or write `\\\\`"},
    Explanation{YAML::ErrorMsg::INVALID_HEX,
                "in double quotes a `\\` begins a special character, and this is none; use single quotes, or write `\\\\`"},
    Explanation{YAML::ErrorMsg::INVALID_UNICODE,
                "in double quotes a `\\` begins a special character, and this is none; use single quotes, or write `\\\\`"},
    Explanation{YAML::ErrorMsg::CHAR_IN_BLOCK, "after `|` or `>` the text begins on the next line"},
};

std::size_t line_begin(std::string_view text, std::size_t offset) {
  const std::size_t end = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  return end == std::string_view::npos ? 0 : end + 1;
}

// The tab that the line at `offset` is indented with.
std::optional<std::size_t> tab_in_indentation(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return std::nullopt;
  const std::size_t begin = line_begin(text, offset);
  const std::size_t first = text.find_first_not_of(" \t", begin);
  const std::size_t tab = text.substr(0, first).find('\t', begin);
  if (first == std::string_view::npos || tab == std::string_view::npos) return std::nullopt;
  return tab;
}

std::string first_character(std::string_view text, std::size_t offset) {
  std::size_t end = std::min(offset + 1, text.size());
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) ++end;
  return std::string(text.substr(offset, end - offset));
}

// What to say of a problem, and where.
struct Complaint {
  std::string text;
  std::size_t at = 0;
};

// A `:` where none can stand: a second one on its line, one below a line that has none, or one that is indented too far.
Complaint misplaced_colon(std::string_view text, std::size_t offset) {
  const std::size_t begin = line_begin(text, offset);
  const std::size_t first = std::min(text.find_first_not_of(' ', begin), offset);
  if (first < offset && text[first] == '[') return {"a list in brackets is no name; write a name before the `:`", first};
  if (text.substr(begin, offset - begin).find(':') != std::string_view::npos) {
    return {"this is the second `:` on its line; if the colon belongs to a text, put the text in quotes", offset};
  }
  const std::size_t above = begin == 0 ? 0 : line_begin(text, begin - 1);
  if (begin > 0 && text.substr(above, begin - above).find(':') == std::string_view::npos) {
    return {"this line has no `:`; write a name, a colon and a value", std::min(text.find_first_not_of(' ', above), begin - 1)};
  }
  return {"this line is indented more than those it belongs to; indent names that belong together alike", first};
}

Complaint explain(const std::string& problem, std::string_view text, std::size_t offset) {
  if (const auto tab = tab_in_indentation(text, offset)) return {"this line is indented with a tab; use spaces", *tab};
  for (const Explanation& explanation : explanations) {
    if (problem.starts_with(explanation.problem)) return {std::string(explanation.text), offset};
  }
  if (problem == YAML::ErrorMsg::MAP_VALUE) return misplaced_colon(text, offset);
  if (problem == YAML::ErrorMsg::UNKNOWN_TOKEN && offset < text.size()) {
    return {"a value cannot begin with `" + first_character(text, offset) + "`; " + std::string(in_quotes), offset};
  }
  return {"the reader of YAML says \"" + excerpt(problem) + "\"; " + std::string(in_quotes), offset};
}

// A text without its closing quote goes on to the end of the file: what helps is where it began.
std::optional<std::uint32_t> find_unclosed_quote(const std::string& problem, const YamlPlace& place) {
  if (const auto quote = place.unclosed_quote()) return quote;
  if (problem != YAML::ErrorMsg::EOF_IN_SCALAR) return std::nullopt;
  const std::size_t quote = place.text.find_first_of("\"'", std::min<std::size_t>(place.last_end(), place.text.size()));
  if (quote == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint32_t>(quote);
}

}  // namespace

void report_yaml_problem(const std::string& problem, std::uint32_t offset, const YamlPlace& place, Diagnostics& diagnostics) {
  const auto size = static_cast<std::uint32_t>(place.text.size());
  const std::uint32_t begin = std::min(offset, size);
  if (const auto quote = find_unclosed_quote(problem, place)) {
    diagnostics.add(DiagnosticKind::facts_not_yaml, Span{place.source, *quote, *quote + 1},
                    "this quote is not closed; put the same mark where the text ends");
    return;
  }
  const Complaint complaint = explain(problem, place.text, begin);
  const auto at = static_cast<std::uint32_t>(complaint.at);
  Diagnostic& diagnostic =
      diagnostics.add(DiagnosticKind::facts_not_yaml, Span{place.source, at, std::min(at + 1, size)}, complaint.text);
  const auto opened = place.open_place();
  const bool bracket = problem == YAML::ErrorMsg::END_OF_MAP_FLOW || problem == YAML::ErrorMsg::END_OF_SEQ_FLOW;
  if (bracket && opened) diagnostic.label({place.source, *opened, *opened + 1}, "it was opened here");
}

}  // namespace pasal::facts
