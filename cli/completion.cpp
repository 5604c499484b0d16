// `pasal completion SHELL`: lets a shell complete verbs, flags and their values.
#include <memory>

#include <fmt/format.h>

#include "cli/verb.hpp"

namespace pasal::cli {
namespace {

using Words = std::vector<std::string>;

Words verbs_of(const CLI::App& app) {
  Words names;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) names.push_back(verb->get_name());
  return names;
}

Words flags_of(const CLI::App& verb) {
  Words flags;
  for (const CLI::Option* option : verb.get_options()) {
    for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
  }
  return flags;
}

// The words that an option takes: its type lists them, as in `text|json`.
Words choices_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type.find('|') == std::string::npos ? Words() : CLI::detail::split(type, '|');
}

// What may stand behind a verb that takes no file.
Words arguments_of(const CLI::App& app, const CLI::App& verb) {
  Words words;
  if (verb.get_name() == "help") words = verbs_of(app);
  if (verb.get_name() == "explain") {
    for (const DiagnosticRow& row : diagnostic_rows()) words.emplace_back(row.name);
  }
  for (const CLI::Option* option : verb.get_options()) {
    if (option->get_positional() && words.empty()) words = choices_of(*option);
  }
  return words;
}

std::string bash(const CLI::App& app) {
  std::string values;
  std::string flags;
  std::string arguments;
  for (const std::string& name : verbs_of(app)) {
    const CLI::App& verb = *app.get_subcommand(name);
    for (const CLI::Option* option : verb.get_options()) {
      const Words choices = choices_of(*option);
      if (choices.empty() || option->get_positional()) continue;
      values += fmt::format("    {}\\ {}) words='{}' ;;\n", name, option->get_name(), fmt::join(choices, " "));
    }
    flags += fmt::format("    {}\\ -*) words='{}' ;;\n", name, fmt::join(flags_of(verb), " "));
    const Words words = arguments_of(app, verb);
    if (!words.empty()) arguments += fmt::format("    {}\\ *) words='{}' ;;\n", name, fmt::join(words, " "));
  }
  return fmt::format(
      "_pasal() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} verb=${{COMP_WORDS[1]}} words=\n"
      "  ((COMP_CWORD > 1)) || verb=\n"
      "  case \"$verb $before\" in\n"
      "{}"
      "    *) case \"$verb $word\" in\n"
      "    \\ -*) words='{}' ;;\n"
      "    \\ *) words='{}' ;;\n"
      "{}{}"
      "    esac ;;\n"
      "  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "}}\n"
      "complete -o default -F _pasal pasal  # where no word fits, files\n",
      values, fmt::join(flags_of(app), " "), fmt::join(verbs_of(app), " "), flags, arguments);
}

std::string zsh(const CLI::App& app) { return "autoload -U +X bashcompinit && bashcompinit\n" + bash(app); }

std::string quoted(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return "'" + result + "'";
}

std::string fish(const CLI::App& app) {
  std::string text;
  for (const std::string& flag : flags_of(app)) text += fmt::format("complete -c pasal -n __fish_use_subcommand -l {}\n", flag.substr(2));
  for (const std::string& name : verbs_of(app)) {
    const CLI::App& verb = *app.get_subcommand(name);
    text += fmt::format("complete -c pasal -n __fish_use_subcommand -f -a {} -d {}\n", name, quoted(verb.get_description()));
    const std::string behind = fmt::format("complete -c pasal -n '__fish_seen_subcommand_from {}'", name);
    for (const CLI::Option* option : verb.get_options()) {
      if (option->get_positional()) continue;
      for (const std::string& flag : option->get_lnames()) text += fmt::format("{} -l {}", behind, flag);
      for (const std::string& letter : option->get_snames()) text += " -s " + letter;
      if (!option->get_type_name().empty()) text += option->get_type_name() == "FOLDER" ? " -r" : " -x";
      if (const Words choices = choices_of(*option); !choices.empty()) text += fmt::format(" -a '{}'", fmt::join(choices, " "));
      text += fmt::format(" -d {}\n", quoted(option->get_description()));
    }
    const Words words = arguments_of(app, verb);
    if (!words.empty()) text += fmt::format("{} -f -a '{}'\n", behind, fmt::join(words, " "));
  }
  return text;
}

}  // namespace

void add_completion(CLI::App& app, Verbs& verbs) {
  const auto shell = std::make_shared<std::string>();
  CLI::App& verb = *app.add_subcommand("completion", "Write what lets a shell complete verbs and flags");
  verb.footer(
      "Examples:\n"
      "  pasal completion bash > ~/.local/share/bash-completion/completions/pasal\n"
      "  pasal completion fish > ~/.config/fish/completions/pasal.fish\n"
      "  echo 'source <(pasal completion zsh)' >> ~/.zshrc    # after compinit");
  add_choice(verb, "SHELL", *shell, "bash, zsh or fish", {"bash", "zsh", "fish"})->required();
  verbs[&verb] = [shell, &app](Terminal& terminal) {
    if (*shell == "bash") terminal.out(bash(app));
    if (*shell == "zsh") terminal.out(zsh(app));
    if (*shell == "fish") terminal.out(fish(app));
    return Status::done;
  };
}

}  // namespace pasal::cli
