// The names that every policy has without declaring them: the ladder taken when none is declared, `measures taken`.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "grammar/keywords.hpp"

namespace pasal {

enum class BuiltIn : std::uint8_t {
#define BUILT_IN(name, english, indonesian) name,
#include "grammar/built_in_names.def"
#undef BUILT_IN
};

constexpr std::string_view built_in(BuiltIn name, Language language) {
  constexpr std::array english_names = {
#define BUILT_IN(name, english, indonesian) std::string_view(english),
#include "grammar/built_in_names.def"
#undef BUILT_IN
  };
  constexpr std::array indonesian_names = {
#define BUILT_IN(name, english, indonesian) std::string_view(indonesian),
#include "grammar/built_in_names.def"
#undef BUILT_IN
  };
  const auto index = static_cast<std::size_t>(name);
  return language == Language::english ? english_names[index] : indonesian_names[index];
}

// Mildest first.
inline constexpr std::array default_ladder = {BuiltIn::allow, BuiltIn::warn, BuiltIn::block};
// The facts of a record of `measures taken`.
inline constexpr std::array taken_facts = {BuiltIn::measure, BuiltIn::amount, BuiltIn::from, BuiltIn::until, BuiltIn::under, BuiltIn::about};

}  // namespace pasal
