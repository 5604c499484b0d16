#include "grammar/keywords.hpp"

#include <algorithm>
#include <array>

namespace pasal {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

struct Row {
  Keyword keyword;
  std::string_view english;
  std::string_view indonesian;
  KeywordRole role;
};

constexpr KeywordRole head = KeywordRole::head;
constexpr KeywordRole clause = KeywordRole::clause;
constexpr KeywordRole operator_role = KeywordRole::operator_;
constexpr KeywordRole value = KeywordRole::value;
constexpr KeywordRole type = KeywordRole::type;

constexpr std::array rows = {
#define operator operator_role
#define KEYWORD(keyword, english, indonesian, role) Row{Keyword::keyword, english, indonesian, role},
#include "grammar/keywords.def"
#undef KEYWORD
#undef operator
};

// No roles: they are those of the keyword.
constexpr std::array wrong_rows = {
#define WRITTEN_FOR(keyword, english, indonesian) Row{Keyword::keyword, english, indonesian, KeywordRole::clause},
#include "grammar/wrong_words.def"
#undef WRITTEN_FOR
};

std::vector<std::string> split_spellings(std::string_view text) {
  std::vector<std::string> result;
  while (true) {
    const std::size_t bar = text.find('|');
    result.emplace_back(text.substr(0, bar));
    if (bar == std::string_view::npos) return result;
    text.remove_prefix(bar + 1);
  }
}

struct Table {
  std::vector<Spelling> all;                          // longest first
  std::vector<std::vector<std::string>> by_keyword;   // canonical first
};

void longest_first(std::vector<Spelling>& all) {
  std::stable_sort(all.begin(), all.end(), [](const Spelling& a, const Spelling& b) { return a.text.size() > b.text.size(); });
}

Table make_table(Language language) {
  Table table;
  table.by_keyword.resize(rows.size());
  for (const Row& row : rows) {
    auto texts = split_spellings(language == Language::english ? row.english : row.indonesian);
    for (const std::string& text : texts) table.all.push_back({row.keyword, row.role, text});
    table.by_keyword[static_cast<std::size_t>(row.keyword)] = std::move(texts);
  }
  longest_first(table.all);
  return table;
}

const Table& table_of(Language language) {
  static const Table english = make_table(Language::english);
  static const Table indonesian = make_table(Language::indonesian);
  return language == Language::english ? english : indonesian;
}

std::vector<Spelling> make_wrong_words(Language language) {
  std::vector<Spelling> all;
  for (const Row& row : wrong_rows) {
    for (const std::string& text : split_spellings(language == Language::english ? row.english : row.indonesian)) {
      all.push_back({row.keyword, role_of(row.keyword), text});
    }
  }
  longest_first(all);
  return all;
}

std::size_t match_spelling(std::string_view text, std::string_view words) {
  std::size_t at = 0;
  for (const char c : words) {
    if (c == ' ') {
      if (at >= text.size() || !is_space(text[at])) return 0;
      while (at < text.size() && is_space(text[at])) ++at;
      continue;
    }
    if (at >= text.size() || lower(text[at]) != lower(c)) return 0;
    ++at;
  }
  const bool word = at > 0 && text[at - 1] != '-' && is_word_character(text[at - 1]);  // a symbol may be followed by anything
  return word && at < text.size() && is_word_character(text[at]) ? 0 : at;
}

}  // namespace

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '\'' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

const std::vector<Spelling>& spellings(Language language) { return table_of(language).all; }

const std::vector<std::string>& spellings(Keyword keyword, Language language) {
  return table_of(language).by_keyword[static_cast<std::size_t>(keyword)];
}

const std::string& spelling(Keyword keyword, Language language) { return spellings(keyword, language).front(); }

const std::vector<Spelling>& wrong_words(Language language) {
  static const std::vector<Spelling> english = make_wrong_words(Language::english);
  static const std::vector<Spelling> indonesian = make_wrong_words(Language::indonesian);
  return language == Language::english ? english : indonesian;
}

std::size_t match_words(std::string_view text, std::string_view words) { return match_spelling(text, words); }

KeywordRole role_of(Keyword keyword) { return rows[static_cast<std::size_t>(keyword)].role; }

std::size_t match_keyword(std::string_view text, Keyword keyword, Language language) {
  std::size_t longest = 0;
  for (const std::string& words : table_of(language).by_keyword[static_cast<std::size_t>(keyword)]) {
    longest = std::max(longest, match_spelling(text, words));
  }
  return longest;
}

KeywordMatch match_role(std::string_view text, KeywordRole role, Language language) {
  if (text.empty() || !is_word_character(text.front())) return {};
  for (const Spelling& candidate : table_of(language).all) {
    if (candidate.role != role || lower(candidate.text.front()) != lower(text.front())) continue;
    if (const std::size_t bytes = match_spelling(text, candidate.text)) return {candidate.keyword, bytes};
  }
  return {};
}

std::string normalized(std::string_view name) {
  std::string result;
  bool gap = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (is_space(c) || c == '-' || c == '_') {
      gap = !result.empty();
      continue;
    }
    if (gap) result += ' ';
    gap = false;
    // A curly apostrophe (U+2019) is an apostrophe.
    if (name.substr(i, 3) == "\xE2\x80\x99") {
      result += '\'';
      i += 2;
    } else {
      result += lower(c);
    }
  }
  return result;
}

NumberStyle number_style(Language language) {
  return language == Language::english ? NumberStyle{',', '.'} : NumberStyle{'.', ','};
}

}  // namespace pasal
