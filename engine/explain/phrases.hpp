// The sentences that an answer is made of, in the policy's language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "grammar/keywords.hpp"

namespace pasal {

enum class Phrase : std::uint8_t {
#define PHRASE(name, english, indonesian) name,
#include "engine/explain/phrases.def"
#undef PHRASE
};

std::string_view pattern(Phrase phrase, Language language);

// A phrase with its `{}` filled.
template <typename... Arguments>
std::string say(Phrase phrase, Language language, const Arguments&... arguments) {
  return fmt::format(fmt::runtime(pattern(phrase, language)), arguments...);
}

}  // namespace pasal
