// How the program, or one of its verbs, is used: the text of `pasal help`.
#pragma once

#include <cstddef>
#include <string>

#include "cli/verb.hpp"

namespace pasal::cli {

// Folded to `width` columns, but for the examples.
std::string help_text(const CLI::App& app, std::size_t width);

}  // namespace pasal::cli
