// `pasal remedy POLICY FACTS... --to MEASURE`: what is the least that must change?
#include <memory>

#include <fmt/format.h>

#include "cli/case.hpp"

namespace pasal::cli {
namespace {

struct RemedyOptions {
  CaseOptions of_case;
  std::string to;
};

Status run(const RemedyOptions& options, Terminal& terminal) {
  Case asked(options.of_case);
  if (!asked.read_policy(terminal)) return Status::wrong;
  const MeasurePlace to = measure_named(asked.program(), options.to);
  if (!asked.read_facts(terminal)) return Status::wrong;
  const bool is_json = options.of_case.is_json();
  asked.say_now(terminal);
  const WhatIfLimits limits{.evaluation = options.of_case.common.limits.evaluation};
  for (std::size_t index = 0; index < asked.subjects().size(); ++index) {
    const Subject& subject = asked.subjects()[index];
    const Remedies found = remedies(asked.program(), asked.sources(), subject, asked.as_of(index), to.ladder, to.rung, limits);
    if (is_json) {
      terminal.out(json(found, to.ladder, to.rung, asked.program(), asked.sources()) + "\n");
      continue;
    }
    if (asked.subjects().size() > 1) terminal.out(fmt::format("{}{}:\n", index == 0 ? "" : "\n", subject.name));
    terminal.out(text(found, to.ladder, to.rung, asked.program(), asked.sources(), {terminal.color_of_output(), terminal.width()}));
  }
  return Status::done;
}

}  // namespace

void add_remedy(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<RemedyOptions>();
  CLI::App& verb = *app.add_subcommand("remedy", "Say the least that must change to reach a measure");
  verb.footer(
      "Example:\n"
      "  pasal remedy platform-access.pasal tiktok.yaml --to allow\n"
      "\n"
      "Only facts that the policy declares `changeable` are changed: the fewest of them, then by the least.\n"
      "Exit status: 0 done; 1 the policy or the facts are wrong; 2 wrong usage.");
  add_case(verb, options->of_case);
  verb.add_option("--to", options->to, "the measure to reach, or a milder one")->required()->type_name("MEASURE");
  add_case_limits(verb, options->of_case);
  verbs[&verb] = [options](Terminal& terminal) {
    set_up(terminal, options->of_case.common);
    return run(*options, terminal);
  };
}

}  // namespace pasal::cli
