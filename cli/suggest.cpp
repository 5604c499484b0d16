#include "cli/suggest.hpp"

#include <fmt/format.h>

#include "cli/input.hpp"
#include "grammar/nearest.hpp"

namespace pasal::cli {
namespace {

std::string without_dashes(const std::string& flag) {
  const std::size_t begin = flag.find_first_not_of('-');
  return begin == std::string::npos ? std::string() : flag.substr(begin);
}

}  // namespace

std::string unknown_verb(const CLI::App& app, const std::string& word) {
  if (is_policy(word)) return fmt::format("`{}` is not a verb; did you mean `pasal decide {}`?", word, word);
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(verb->get_name());
  }
  const auto near = nearest(word, names, 1);
  return fmt::format("there is no verb `{}`{}", word, near.empty() ? "" : "; did you mean `" + near.front() + "`?");
}

std::string unknown_flag(const CLI::App& verb, const std::string& flag) {
  const std::string name = flag.substr(0, flag.find('='));
  std::vector<std::string> names;
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& known : option->get_lnames()) names.push_back(known);
  }
  const auto near = nearest(without_dashes(name), names, 1);
  return fmt::format("there is no flag `{}`{}", name, near.empty() ? "" : "; did you mean `--" + near.front() + "`?");
}

}  // namespace pasal::cli
