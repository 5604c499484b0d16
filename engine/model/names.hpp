// How names are compared.
#pragma once

#include <string>
#include <string_view>

namespace pasal {

// The form in which two names are the same: case does not count, and `-`, `_` and white space are one space.
std::string comparable_name(std::string_view name);

}  // namespace pasal
