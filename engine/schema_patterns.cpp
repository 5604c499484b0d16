#include "engine/schema_patterns.hpp"

#include <algorithm>
#include <array>

namespace pasal::schema {
namespace {

// `1.500` in quotes can be read in two ways, and is refused.
constexpr const char* two_readings = "(?![-+]?[1-9][0-9]{0,2}\\.[0-9]{3}(?![0-9eE.]))";
constexpr const char* digits = "[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?";

constexpr std::array scales = {Keyword::thousand, Keyword::million, Keyword::billion, Keyword::trillion};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// One character, in either case.
std::string either_case(char c) {
  if (is_letter(c)) return {'[', static_cast<char>(c | 0x20), static_cast<char>(c & ~0x20), ']'};
  if (c == '\'') return "('|\xE2\x80\x99)";
  const bool is_special = std::string_view("\\^$.|?*+()[]{}/").find(c) != std::string_view::npos;
  return is_special ? std::string{'\\', c} : std::string(1, c);
}

// Words in any case with these joints between them.
std::string words_pattern(std::string_view words, const std::string& joint) {
  std::string pattern;
  for (const char c : words) pattern += c == ' ' ? joint : either_case(c);
  return pattern;
}

std::string whole(const std::string& pattern, const std::string& around) {
  return "^" + around + "(" + pattern + ")" + around + "$";
}

void add_choice(std::string& choices, const std::string& choice) { choices += (choices.empty() ? "" : "|") + choice; }

// The spellings of a keyword, as choices.
void add_spellings(std::string& choices, Keyword keyword, Language language) {
  for (const Language of : {Language::english, language}) {
    for (const Spelling& spelling : spellings(of)) {
      if (spelling.keyword == keyword) add_choice(choices, words_pattern(spelling.text, "\\s+"));
    }
    if (language == Language::english) break;
  }
}

// `items` and `item` are one unit.
std::string unit_pattern(std::string_view unit) {
  std::string name = normalized(unit);
  if (name.size() > 2 && name.back() == 's') name.pop_back();
  return words_pattern(name, "[\\s_-]+") + "[sS]?";
}

std::string scale_pattern(Language language) {
  std::string choices;
  for (const Keyword scale : scales) add_spellings(choices, scale, language);
  return "(\\s*(" + choices + ")(?![-\\w]))?";
}

std::string period_pattern(const Type& type, Language language) {
  struct Unit {
    Keyword keyword;
    DurationKind kind;
  };
  constexpr std::array units = {Unit{Keyword::minutes, DurationKind::clock},
                                Unit{Keyword::hours, DurationKind::clock},
                                Unit{Keyword::days, DurationKind::days},
                                Unit{Keyword::weeks, DurationKind::days},
                                Unit{Keyword::months, DurationKind::months},
                                Unit{Keyword::years, DurationKind::months},
                                Unit{Keyword::working_days, DurationKind::working_days}};
  std::string choices;
  for (const Unit& unit : units) {
    if (!type.fixed_duration || unit.kind == type.duration) add_spellings(choices, unit.keyword, language);
  }
  return "(\\s*(" + choices + "))" + (type.duration_unit.empty() ? "" : "?");
}

// A day that there is.
std::string day_pattern() {
  const std::string long_month = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])";
  const std::string short_month = "(0[469]|11)-(0[1-9]|[12][0-9]|30)";
  const std::string february = "02-(0[1-9]|1[0-9]|2[0-8])";
  // Divisible by 4, and by 400 where it ends a century.
  const std::string leap_year = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)";
  return "(?!0000)([0-9]{4}-(" + long_month + "|" + short_month + "|" + february + ")|" + leap_year + "-02-29)";
}

}  // namespace

std::string date_pattern() { return whole(day_pattern(), "\\s*"); }

std::string moment_pattern() {
  const std::string clock = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]+)?)?";
  const std::string offset = "( ?(Z|[-+]([01][0-9]|2[0-3])(:?[0-5][0-9])?))?";
  return whole(day_pattern() + "[ T]" + clock + offset, "\\s*");
}

std::string question_pattern() { return "^\\s*\\?\\s*$"; }

std::string key_pattern(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '.', ' ');
  return whole(words_pattern(normalized(words), "[\\s_.-]+"), "[\\s_.-]*");
}

std::string value_pattern(const std::vector<std::string>& values) {
  std::string choices;
  for (const std::string& value : values) add_choice(choices, words_pattern(normalized(value), "[\\s_-]+"));
  return whole(choices, "[\\s_-]*");
}

std::string keyword_pattern(std::initializer_list<Keyword> keywords, Language language) {
  std::string choices;
  for (const Keyword keyword : keywords) add_spellings(choices, keyword, language);
  return whole(choices, "\\s*");
}

std::string truth_pattern(Language language) {
  std::string choices;
  for (const char* word : {"true", "false", "no"}) add_choice(choices, words_pattern(word, "\\s+"));
  for (const Keyword keyword : {Keyword::yes, Keyword::no_value}) add_spellings(choices, keyword, language);
  return whole(choices, "\\s*");
}

std::string quantity_pattern(const Type& type, Language language) {
  const std::string number = std::string(two_readings) + digits;
  const std::string scaled = number + scale_pattern(language);
  if (type.kind == TypeKind::percent) {
    std::string marks = "%";
    add_spellings(marks, Keyword::percent, language);
    return whole(number + "\\s*(" + marks + ")", "\\s*");
  }
  if (type.kind == TypeKind::money) {
    const std::string currency = words_pattern(normalized(type.unit), "[\\s_-]+");
    return whole(scaled + "(\\s*" + currency + ")?|" + currency + "\\s*" + scaled, "\\s*");
  }
  if (type.kind == TypeKind::duration) return whole(number + period_pattern(type, language), "\\s*");
  return whole(type.unit.empty() ? scaled : scaled + "(\\s*" + unit_pattern(type.unit) + ")?", "\\s*");
}

}  // namespace pasal::schema
