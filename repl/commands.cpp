#include "repl/commands.hpp"

namespace pasal::repl {
namespace {

struct Spelled {
  Command command;
  std::string text;
};

void add_spellings(Command command, std::string_view all, std::vector<Spelled>& into) {
  while (true) {
    const std::size_t bar = all.find('|');
    into.push_back({command, std::string(all.substr(0, bar))});
    if (bar == std::string_view::npos) return;
    all.remove_prefix(bar + 1);
  }
}

std::vector<Spelled> spelled(Language language) {
  std::vector<Spelled> all;
#define COMMAND(name, words, usage, example, help, words_indonesian, usage_indonesian, example_indonesian, help_indonesian) \
  if (language == Language::indonesian) add_spellings(Command::name, words_indonesian, all); \
  add_spellings(Command::name, words, all);
#include "repl/commands.def"
#undef COMMAND
  return all;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// How many bytes of the line the words take, any case and any white space between them; 0 where it begins otherwise.
std::size_t match(std::string_view line, std::string_view words) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == ' ') {
      if (at == line.size() || !is_space(line[at])) return 0;
      while (at < line.size() && is_space(line[at])) ++at;
    } else if (at < line.size() && lower(line[at]) == words[i]) {
      ++at;
    } else {
      return 0;
    }
  }
  return at == line.size() || is_space(line[at]) ? at : 0;
}

}  // namespace

const std::vector<CommandRow>& commands(Language language) {
  static const auto rows = [](bool in_indonesian) {
    std::vector<CommandRow> all;
#define COMMAND(name, words, usage, example, help, words_indonesian, usage_indonesian, example_indonesian, help_indonesian) \
  {                                                                                                                         \
    const std::string_view spellings = in_indonesian ? words_indonesian : words;                                            \
    all.push_back({Command::name, std::string(spellings.substr(0, spellings.find('|'))),                                    \
                   in_indonesian ? usage_indonesian : usage, in_indonesian ? example_indonesian : example,                  \
                   in_indonesian ? help_indonesian : help});                                                                \
  }
#include "repl/commands.def"
#undef COMMAND
    return all;
  };
  static const std::vector<CommandRow> english = rows(false);
  static const std::vector<CommandRow> indonesian = rows(true);
  return language == Language::indonesian ? indonesian : english;
}

std::optional<Said> command_at(std::string_view line, Language language) {
  std::optional<Said> best;
  std::size_t longest = 0;
  for (const Spelled& one : spelled(language)) {
    const std::size_t bytes = match(line, one.text);
    if (bytes <= longest) continue;
    longest = bytes;
    best = {one.command, trimmed(line.substr(bytes))};
  }
  return best;
}

std::vector<std::string> command_words(Language language) {
  std::vector<std::string> words;
  for (Spelled& one : spelled(language)) words.push_back(std::move(one.text));
  return words;
}

}  // namespace pasal::repl
