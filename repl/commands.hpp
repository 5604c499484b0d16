// The commands of a session: their words in each language.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/keywords.hpp"

namespace pasal::repl {

enum class Command : std::uint8_t {
#define COMMAND(name, english, usage, example, help, indonesian, usage_indonesian, example_indonesian, help_indonesian) name,
#include "repl/commands.def"
#undef COMMAND
};

struct CommandRow {
  Command command;
  std::string words;  // the spelling that is shown
  std::string usage;
  std::string example;
  std::string help;
};
const std::vector<CommandRow>& commands(Language language);

// The command a line begins with (the longest, in the session's language or in English), and what follows it.
struct Said {
  Command command;
  std::string_view rest;
};
std::optional<Said> command_at(std::string_view line, Language language);
// All spellings that may begin a line.
std::vector<std::string> command_words(Language language);

}  // namespace pasal::repl
