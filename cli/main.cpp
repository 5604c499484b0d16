// `pasal`: reads the command line, runs one verb, and is the edge at which mistakes of ours are caught.
#include <algorithm>
#include <csignal>
#include <exception>

#include <fmt/format.h>

#include "cli/help_text.hpp"
#include "cli/suggest.hpp"

namespace pasal::cli {
namespace {

Status usage_error(Terminal& terminal, const std::string& message, const CLI::App* verb) {
  const bool general = verb == nullptr || verb->get_name() == "help";
  const std::string help = general ? "pasal help" : "pasal help " + verb->get_name();
  terminal.complain(fmt::format("pasal: {}\n`{}` shows how it is used.\n", printable(message), help));
  return Status::usage;
}

const CLI::App* chosen_verb(const CLI::App& app) {
  const auto verbs = app.get_subcommands();
  return verbs.empty() ? nullptr : verbs.front();
}

bool is_flag(const std::string& word) { return word.size() > 1 && word[0] == '-'; }

std::string before_verb(const std::vector<std::string>& words, const std::string& verb) {
  const auto flag = std::ranges::find_if(words, is_flag);
  return fmt::format("`{}` stands before the verb; write it after `{}`", flag != words.end() ? *flag : words.front(), verb);
}

// A flag or a word that nobody knows is the cause, where there is one; a missing argument may only follow from it.
std::string parse_problem(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App* verb = chosen_verb(app);
  if (const auto before = app.remaining(); verb != nullptr && !before.empty()) return before_verb(before, verb->get_name());
  const auto unknown = verb != nullptr ? verb->remaining() : app.remaining();
  const auto flag = std::ranges::find_if(unknown, is_flag);
  if (flag != unknown.end()) return unknown_flag(verb != nullptr ? *verb : app, *flag);
  if (verb == nullptr && !unknown.empty()) return unknown_verb(app, unknown.front());
  if (verb != nullptr && !unknown.empty()) return fmt::format("`{}` is one argument too many", unknown.front());
  const std::string_view what = error.what();
  const std::string subject(what.substr(0, what.find(what.find(':') == std::string_view::npos ? ' ' : ':')));
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const CLI::Option* option = verb != nullptr ? verb->get_option_no_throw(subject) : nullptr;
    const bool is_repeated = option != nullptr && option->results().size() > 1;
    return fmt::format("`{}` {}", subject, is_repeated ? "is given twice" : "needs a value");
  }
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    const CLI::Option* option = verb != nullptr ? verb->get_option_no_throw(subject) : nullptr;
    return fmt::format("{} is missing{}", subject, option == nullptr ? "" : ": " + option->get_description());
  }
  return what.starts_with("--") ? fmt::format("`{}`{}", subject, what.substr(subject.size())) : std::string(what);
}

void add_verbs(CLI::App& app, Verbs& verbs) {
  add_decide(app, verbs);
  add_batch(app, verbs);
  add_sweep(app, verbs);
  add_remedy(app, verbs);
  add_timeline(app, verbs);
  add_forecast(app, verbs);
  add_repl(app, verbs);
  add_check(app, verbs);
  add_test(app, verbs);
  add_fmt(app, verbs);
  add_schema(app, verbs);
  add_explain(app, verbs);
  add_completion(app, verbs);
  add_help(app, verbs);
}

Status run(int argc, const char* const* argv, Terminal& terminal) {
  CLI::App app("Policies that officials write and a program decides by", "pasal");
  app.set_help_flag("-h,--help", "say how it is used");
  app.set_version_flag("--version", "pasal " PASAL_VERSION, "say which version this is");
  app.require_subcommand(1);
  app.footer("Example:\n  pasal decide platform-access.pasal tiktok.yaml\n\n`pasal help VERB` says more of a verb.");
  Verbs verbs;
  add_verbs(app, verbs);
  if (argc < 2) {
    terminal.complain(help_text(app, terminal.width()));
    return Status::usage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* verb = chosen_verb(app);
    terminal.out(help_text(verb != nullptr ? *verb : app, terminal.width()));
    return Status::done;
  } catch (const CLI::CallForVersion& version) {
    terminal.out(fmt::format("{}\n", version.what()));
    return Status::done;
  } catch (const CLI::ParseError& error) {
    return usage_error(terminal, parse_problem(app, error), chosen_verb(app));
  }
  const CLI::App* verb = chosen_verb(app);
  try {
    return verbs.at(verb)(terminal);
  } catch (const UsageError& error) {
    return usage_error(terminal, error.what(), verb);
  }
}

}  // namespace
}  // namespace pasal::cli

int main(int argc, char** argv) {
  // A reader who went away, and a file that may not grow, are noticed where we write.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  pasal::cli::Terminal::keep_streams_apart();
  pasal::cli::Terminal terminal;
  try {
    const pasal::cli::Status status = pasal::cli::run(argc, argv, terminal);
    return terminal.finish(static_cast<int>(status));
  } catch (const std::exception& error) {
    terminal.complain(fmt::format("internal error: {}\n", error.what()));
  } catch (...) {
    terminal.complain("internal error\n");
  }
  return terminal.finish(static_cast<int>(pasal::cli::Status::internal));
}
