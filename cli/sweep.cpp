// `pasal sweep POLICY FACTS... FACT [A..B]`: where does it tip?
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "cli/case.hpp"

namespace pasal::cli {
namespace {

struct SweepOptions {
  CaseOptions of_case;
  std::string by;
};

constexpr std::string_view no_fact = "name the fact after the files, as in `pasal sweep policy.pasal facts.yaml 'minimum age' 0..20`";

// The last words of the command are the fact and its range, and stand where files do.
struct Question {
  std::string name;
  std::string range;
};

Question taken_from(std::vector<std::string>& words) {
  Question question;
  if (words.size() > 1 && words.back().find("..") != std::string::npos && !is_policy(words.back())) {
    question.range = words.back();
    words.pop_back();
  }
  if (words.size() < 2) throw UsageError(std::string(no_fact));
  question.name = words.back();
  words.pop_back();
  return question;
}

Status run(const SweepOptions& options, const Question& question, Terminal& terminal) {
  Case asked(options.of_case);
  if (!asked.read_policy(terminal)) return Status::wrong;
  std::error_code error;
  const bool is_file = !find_variable(asked.program(), question.name) && std::filesystem::exists(question.name, error);
  if (is_file) throw UsageError(std::string(no_fact));
  const Variable variable = variable_named(asked.program(), question.name);
  if (!asked.read_facts(terminal)) return Status::wrong;

  Reading reading(options.of_case.common);
  std::optional<SweepRange> range;
  if (!question.range.empty()) {
    range = read_range(asked.program(), variable, question.range, options.by, reading.sources, reading.diagnostics);
    complain(terminal, reading);
    if (!range) return Status::wrong;
  }
  const WhatIfLimits limits{.evaluation = options.of_case.common.limits.evaluation};
  std::vector<Sweep> sweeps;
  std::vector<std::string> names;
  for (std::size_t index = 0; index < asked.subjects().size(); ++index) {
    const Subject& subject = asked.subjects()[index];
    const Moment as_of = asked.as_of(index);
    names.push_back(subject.name.empty() ? std::to_string(index + 1) : subject.name);
    sweeps.push_back(range ? sweep(asked.program(), subject, as_of, variable, *range, limits)
                           : what_if(asked.program(), subject, as_of, variable, limits));
  }
  const bool is_json = options.of_case.is_json();
  const TextOptions layout{terminal.color_of_output(), terminal.width()};
  asked.say_now(terminal);
  if (sweeps.size() > 1) {
    for (std::uint32_t ladder = 0; ladder < asked.program().ladders.size(); ++ladder) {
      const SweepOfMany all = together(sweeps, ladder);
      terminal.out(is_json ? json(all, names, asked.program()) + "\n" : text(all, names, asked.program(), layout));
    }
    return Status::done;
  }
  for (const Sweep& one : sweeps) {
    if (is_json) {
      terminal.out(json(one, asked.program()) + "\n");
      continue;
    }
    const std::string line = bars(one, asked.program(), layout);
    terminal.out(text(one, asked.program(), layout) + (line.empty() ? "" : "\n" + line));
  }
  return Status::done;
}

}  // namespace

void add_sweep(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<SweepOptions>();
  CLI::App& verb = *app.add_subcommand("sweep", "Say how a decision depends on one fact, and where it tips");
  verb.footer(
      "Examples:\n"
      "  pasal sweep platform-access.pasal tiktok.yaml 'negative-content backlog' 0..5000\n"
      "  pasal sweep platform-access.pasal tiktok.yaml 'minimum age' 0..20 --by 1\n"
      "  pasal sweep platform-access.pasal tiktok.yaml 'local office'\n"
      "  pasal sweep platform-access.pasal platforms.yaml N 100..5000\n"
      "\n"
      "After the files stands the fact or parameter, then its range; without one all its values are asked for.\n"
      "Exit status: 0 done; 1 the policy or the facts are wrong; 2 wrong usage.");
  add_case(verb, options->of_case);
  verb.add_option("--by", options->by, "ask for every such step only")->type_name("STEP");
  add_case_limits(verb, options->of_case);
  verbs[&verb] = [options](Terminal& terminal) {
    set_up(terminal, options->of_case.common);
    const Question question = taken_from(options->of_case.files);
    if (question.range.empty() && !options->by.empty()) throw UsageError("`--by` needs a range, as in `0..5000`");
    return run(*options, question, terminal);
  };
}

}  // namespace pasal::cli
