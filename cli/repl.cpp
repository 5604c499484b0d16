// `pasal repl [POLICY...] [FACTS...]`: a session of questions and changes.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>

#include <fmt/format.h>

#include "cli/input.hpp"
#include "repl/editor/line_editor.hpp"
#include "repl/session.hpp"

namespace pasal::cli {
namespace {

struct ReplOptions {
  Common common;
  std::vector<std::string> files;
  std::vector<std::string> commands;
  std::string as_of;
  bool echo = false;
};

bool is_indented(const std::string& line) { return !line.empty() && (line.front() == ' ' || line.front() == '\t'); }
bool is_blank(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

// $XDG_STATE_HOME/pasal/history, else in the home folder: https://specifications.freedesktop.org/basedir-spec
std::string history_file() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): the program has one thread
    return std::filesystem::path(value == nullptr ? "" : value);
  };
  if (const auto state = variable("XDG_STATE_HOME"); state.is_absolute()) return state / "pasal" / "history";
  const auto home = variable("HOME");
  return home.is_absolute() ? home / ".local" / "state" / "pasal" / "history" : std::filesystem::path();
}

// The prompt of the lines below the first.
std::string below(const std::string& prompt) { return std::string(prompt.size() - 2, '.') + "> "; }

// One line or statement. False where it was wrong.
bool answer(repl::Session& session, const std::string& text, Terminal& terminal, bool& leave) {
  const repl::Answer answer = session.line(text);
  terminal.out(answer.text);
  if (answer.failed()) terminal.complain(answer.problem);
  leave = answer.leave;
  return !answer.failed();
}

// ---- a script: no prompt, and the first mistake ends it --------------------------------------------------------------

// The lines of standard input, one looked at ahead: clauses stand below the statement that they belong to.
class Script {
public:
  struct Part {
    std::string text;
    std::size_t line = 0;
  };
  // The next line or statement that says something.
  std::optional<Part> next(const repl::Session& session) {
    std::string line;
    do {
      if (!take(line)) return std::nullopt;
    } while (is_blank(line) || line.front() == '#');
    Part part{std::move(line), count_};
    if (!session.takes_clauses(part.text)) return part;
    std::size_t blanks = 0;
    while (take(line)) {
      if (is_blank(line)) {
        ++blanks;
      } else if (is_indented(line)) {
        part.text.append(blanks + 1, '\n').append(line);
        blanks = 0;
      } else {
        ahead_ = std::move(line);
        break;
      }
    }
    return part;
  }

private:
  bool take(std::string& line) {
    if (ahead_) {
      line = *std::exchange(ahead_, std::nullopt);
      return true;
    }
    if (!std::getline(std::cin, line)) return false;
    if (line.ends_with('\r')) line.pop_back();
    ++count_;
    return true;
  }

  std::optional<std::string> ahead_;
  std::size_t count_ = 0;
};

// As it would stand on a terminal: behind the prompt, clauses behind dots.
std::string as_typed(const std::string& text, const std::string& prompt) {
  std::string shown = prompt;
  for (const char c : text) {
    shown += c;
    if (c == '\n') shown += below(prompt);
  }
  return shown + "\n";
}

Status run_script(repl::Session& session, bool echo, Terminal& terminal) {
  Script script;
  bool leave = false;
  while (const auto part = script.next(session)) {
    if (echo) terminal.out(as_typed(part->text, session.prompt()));
    if (!answer(session, part->text, terminal, leave)) {
      terminal.complain(fmt::format("stopped at line {}: {}\n", part->line, part->text.substr(0, part->text.find('\n'))));
      return Status::wrong;
    }
    if (leave) break;
  }
  return Status::done;
}

// ---- a person at a terminal ---------------------------------------------------------------------------------------

class Conversation {
public:
  Conversation(repl::Session& session, repl::LineEditor& editor, Terminal& terminal)
      : session_(session), editor_(editor), terminal_(terminal) {}

  void run() {
    for (bool leave = false; !leave;) {
      const auto text = next();
      if (!text) break;
      session_.resize(terminal_.width(), terminal_.height());
      const repl::Answer said = session_.line(*text);
      leave = said.leave;
      bool was_stopped = editor_.interrupted().exchange(false);
      was_stopped = !show(said.text) || was_stopped;
      if (said.failed()) terminal_.complain(said.problem);
      terminal_.finish(0);
      // Who stops an answer does not want those of the lines pasted after it.
      const std::size_t dropped = (said.failed() || was_stopped) && !leave ? editor_.drop_pasted() : 0;
      if (dropped != 0) terminal_.complain(in_indonesian() ? fmt::format("{} baris tempelan sesudahnya tidak dijalankan\n", dropped)
                                                           : fmt::format("{} pasted lines after it were not run\n", dropped));
    }
  }

private:
  // A line at a time, so that Ctrl-C stops a long one. False where it did.
  bool show(std::string_view text) {
    while (!text.empty() && !editor_.interrupted()) {
      const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
      terminal_.out(text.substr(0, end));
      text.remove_prefix(end);
    }
    if (text.empty()) return true;
    terminal_.out(in_indonesian() ? "Ini belum semuanya: dihentikan.\n" : "This is not all: it was stopped.\n");
    editor_.interrupted() = false;
    return false;
  }
  // One line, or a statement with its clauses; nothing when the person leaves.
  std::optional<std::string> next() {
    std::string text;
    for (bool first = true;; first = false) {
      repl::EditedLine line = editor_.read(first ? session_.prompt() : below(session_.prompt()));
      if (line.end == repl::LineEnd::cancelled) return next_after_cancel();
      if (line.end == repl::LineEnd::left) {
        terminal_.out("\n");
        return std::nullopt;
      }
      editor_.remember(line.text);
      if (!first && is_blank(line.text)) return text;
      text += (first ? "" : "\n") + line.text;
      if (const std::string* pasted = editor_.pasted()) {
        // What is below is known: only an indented line belongs to it.
        if (session_.takes_clauses(text) && is_indented(*pasted)) continue;
        return text;
      }
      if (!session_.may_go_on(text)) return text;
    }
  }
  std::optional<std::string> next_after_cancel() {
    editor_.drop_pasted();
    return next();
  }
  bool in_indonesian() const { return session_.language() == Language::indonesian; }

  repl::Session& session_;
  repl::LineEditor& editor_;
  Terminal& terminal_;
};

Status run(const ReplOptions& options, Terminal& terminal) {
  const bool at_terminal = options.commands.empty() && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
  std::unique_ptr<repl::LineEditor> editor;
  repl::Session* asked = nullptr;
  if (at_terminal) {
    repl::EditorOptions keys{.history_file = history_file(), .color = terminal.color_of_output()};
    keys.complete = [&asked](std::string_view text) {
      auto found = asked->complete(text);
      return repl::Completions{found.begin, std::move(found.words)};
    };
    editor = std::make_unique<repl::LineEditor>(std::move(keys));
  }
  repl::SessionOptions settings;
  settings.limits = options.common.limits;
  settings.root = options.common.root;
  settings.now = present_minute();
  settings.text = {terminal.color_of_output(), terminal.width()};
  settings.messages = {.color = terminal.color_of_output(), .width = terminal.width_of_errors()};
  if (editor) settings.limits.evaluation.interrupted = &editor->interrupted();
  settings.what_if.evaluation = settings.limits.evaluation;
  repl::Session session(std::move(settings));
  asked = &session;

  std::vector<std::string> policies;
  std::vector<std::string> facts;
  for (const std::string& file : options.files) (is_policy(file) ? policies : facts).push_back(file);
  const repl::Answer opened = session.open(policies, facts);
  if (opened.failed()) {
    terminal.complain(opened.problem);
    return Status::wrong;
  }
  bool leave = false;
  if (!options.as_of.empty()) {
    if (const repl::Answer moment = session.line("as of " + options.as_of); moment.failed()) throw UsageError(moment.problem.substr(0, moment.problem.find('\n')));
  }
  for (const std::string& command : options.commands) {
    if (!answer(session, command, terminal, leave)) return Status::wrong;
  }
  if (!options.commands.empty()) return Status::done;
  if (!editor) return run_script(session, options.echo, terminal);
  terminal.out(opened.text);
  terminal.finish(0);
  Conversation(session, *editor, terminal).run();
  return Status::done;
}

}  // namespace

void add_repl(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<ReplOptions>();
  CLI::App& verb = *app.add_subcommand("repl", "Ask and change, line by line: what if, why not, how to");
  verb.footer(
      "Examples:\n"
      "  pasal repl platform-access.pasal tiktok.yaml\n"
      "  pasal repl platform-access.pasal tiktok.yaml -c 'what if local office = yes'\n"
      "  pasal repl platform-access.pasal tiktok.yaml < questions.txt\n"
      "\n"
      "`help` in a session lists its commands. Where standard input is not a terminal its lines are a script: the first\n"
      "mistake ends it.\n"
      "Exit status: 0 done; 1 the policy, the facts or a line of a script is wrong; 2 wrong usage.");
  verb.add_option("FILES", options->files, "policies (.pasal, .pasal.md) and facts, which are\nread together")->type_name("");
  verb.add_option("-c,--command", options->commands, "one question or change, then leave; may be said again")
      ->type_name("LINE")
      ->take_all()
      ->allow_extra_args(false);
  verb.add_flag("--echo", options->echo, "show the lines of a script before their answers, as a record");
  verb.add_option("--as-of", options->as_of, "the moment asked about: 2018-07-04 (its close) or '2018-07-04 16:00'")
      ->type_name("MOMENT");
  add_width(verb, options->common);
  add_common(verb, options->common);
  add_limits(verb, options->common, {Concern::policy, Concern::facts, Concern::evaluation});
  verbs[&verb] = [options](Terminal& terminal) {
    set_up(terminal, options->common);
    for (const std::string& file : options->files) {
      if (file == standard_input) throw UsageError("`-` cannot stand here: standard input is the session's lines");
    }
    return run(*options, terminal);
  };
}

}  // namespace pasal::cli
