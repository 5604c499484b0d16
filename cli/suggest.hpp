// What was probably meant: the nearest verb, the nearest flag.
#pragma once

#include <string>

#include "cli/verb.hpp"

namespace pasal::cli {

std::string unknown_verb(const CLI::App& app, const std::string& word);
std::string unknown_flag(const CLI::App& verb, const std::string& flag);

}  // namespace pasal::cli
