// What differs between two texts, as `diff -u` shows it.
#pragma once

#include <string>

namespace pasal::cli {

// Empty where they are the same.
std::string unified_diff(const std::string& name, const std::string& before, const std::string& after);

}  // namespace pasal::cli
