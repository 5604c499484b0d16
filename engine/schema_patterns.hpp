// Texts that a facts file may hold, as regular expressions of JSON Schema. Private to the facade.
//
// Purpose: `pasal schema --format json` accepts what `pasal decide` reads. Input: names, keywords, types. Output:
// patterns, each for the whole text.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "engine/model/program.hpp"
#include "grammar/keywords.hpp"

namespace pasal::schema {

std::string date_pattern();
std::string moment_pattern();
std::string question_pattern();

// A key: case does not matter, and a space, `-`, `_` and `.` are the same.
std::string key_pattern(std::string_view name);
// A value of a `one of`, or several; here `.` is a character like any other.
std::string value_pattern(const std::vector<std::string>& values);
// Any spelling of these keywords, in English or the policy's language.
std::string keyword_pattern(std::initializer_list<Keyword> keywords, Language language);
// `yes` and `true`, `no` and `false`.
std::string truth_pattern(Language language);
// A number, an amount, a percent or a period as text: `20 people`, `IDR 10 million`, `80%`, `24 hours`.
std::string quantity_pattern(const Type& type, Language language);

}  // namespace pasal::schema
