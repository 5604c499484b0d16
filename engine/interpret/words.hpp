// The words of an answer: the author's own, and the few that the evaluator adds, in the policy's language.
#pragma once

#include <string>
#include <string_view>

#include "engine/model/program.hpp"

namespace pasal::interpret {

// The author's words in one line, without bullets and comments; empty where the place is not in the sources.
std::string words_at(const Sources& sources, Span span);

std::string choose(Language language, std::string_view english, std::string_view indonesian);

// `over N (1,000) by 4,200`, `under 13 by 1`, `exactly N (1,000)`: where a value lies against what it is compared with.
struct Margin {
  Number value;
  Number other;
  std::string other_words;  // as the author wrote it; empty: its value says it
  bool other_is_literal = false;
  Type type;  // of both
};
std::string margin_text(const Margin& margin, const Program& program);

// `claimed 20, not verified`
std::string claim_note(const std::string& claimed, Language language);
// `in force only from 3 July 2018`
std::string not_in_force(const InForce& dates, Language language);

}  // namespace pasal::interpret
