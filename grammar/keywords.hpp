// The keyword table: which words stand for which keyword in which language.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pasal {

// The language a policy's keywords and numbers are written in.
enum class Language : std::uint8_t { english, indonesian };

enum class Keyword : std::uint8_t {
#define KEYWORD(keyword, english, indonesian, role) keyword,
#include "grammar/keywords.def"
#undef KEYWORD
  none_of_them
};

enum class KeywordRole : std::uint8_t { head, clause, operator_, value, type };

// One way to write a keyword: its words in lower case.
struct Spelling {
  Keyword keyword = Keyword::none_of_them;
  KeywordRole role = KeywordRole::clause;
  std::string text;  // as in the table
};

// All spellings of one language, the longest first.
const std::vector<Spelling>& spellings(Language language);
// The canonical spelling, and all of them, the canonical one first.
const std::string& spelling(Keyword keyword, Language language);
const std::vector<std::string>& spellings(Keyword keyword, Language language);

// The words that are often written in place of a keyword (`when` for `if`), the longest first: no keywords themselves.
const std::vector<Spelling>& wrong_words(Language language);

// A word's characters: letters (all that is not ASCII counts as one), digits, `_`, `-` and `'`.
bool is_word_character(char c);
bool is_space(char c);
// `text` without the white space around it.
std::string_view trimmed(std::string_view text);

// How many bytes of `text` the keyword takes at its start in that language, or 0: any of its spellings, any case, any
// white space between its words, and a free-standing word (`over-limit` never begins with `over`).
std::size_t match_keyword(std::string_view text, Keyword keyword, Language language);
// How many bytes of `text` some words take at its start, or 0; case and white space as for keywords.
std::size_t match_words(std::string_view text, std::string_view words);
KeywordRole role_of(Keyword keyword);
// The longest keyword of a role at the start of `text`, if any, and its bytes.
struct KeywordMatch {
  Keyword keyword = Keyword::none_of_them;
  std::size_t bytes = 0;
};
KeywordMatch match_role(std::string_view text, KeywordRole role, Language language);

// A name in the form in which names are compared: lower case, words joined by single spaces, curly apostrophes plain.
std::string normalized(std::string_view name);

// Which marks a language writes in a number: English `1,000.5`, Indonesian `1.000,5`.
struct NumberStyle {
  char group;
  char decimal;
};
NumberStyle number_style(Language language);

}  // namespace pasal
