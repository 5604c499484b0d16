// What a session says, in the policy's language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "grammar/keywords.hpp"

namespace pasal::repl {

enum class Sentence : std::uint8_t {
#define SENTENCE(name, english, indonesian) name,
#include "repl/sentences.def"
#undef SENTENCE
};

std::string_view pattern(Sentence sentence, Language language);

template <typename... Arguments>
std::string say(Sentence sentence, Language language, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(pattern(sentence, language)), arguments...);
}

}  // namespace pasal::repl
