// Numbers as a policy writes them, where facts are said beside a policy: `5,200` in an English one, `5.200` and `1,5` in an
// Indonesian one.
#pragma once

#include <string>
#include <string_view>

#include "grammar/keywords.hpp"

namespace pasal {

// The text with the number it begins with as a facts file writes it, `5200`, `1.5`; as it is where it begins with no number
// grouped by threes in that language.
std::string as_in_facts(std::string_view written, Language language);

}  // namespace pasal
