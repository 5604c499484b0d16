// `pasal decide POLICY FACTS...`: what is the decision, and why?
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "cli/case.hpp"
#include "grammar/keywords.hpp"
#include "grammar/nearest.hpp"

namespace pasal::cli {
namespace {

struct DecideOptions {
  CaseOptions of_case;
  std::optional<std::string> why_not;
  bool exit_code = false;
};

// `; its rules are "A" and "B"`
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 10;
  if (names.empty()) return "; the policy has no rules";
  std::vector<std::string> quoted;
  for (std::size_t index = 0; index < std::min(names.size(), most); ++index) quoted.push_back('"' + names[index] + '"');
  if (names.size() > most) quoted.push_back(fmt::format("{} more", names.size() - most));
  const std::string last = std::move(quoted.back());
  quoted.pop_back();
  if (quoted.empty()) return "; its only rule is " + last;
  return fmt::format("; its rules are {} and {}", fmt::join(quoted, ", "), last);
}

class Decide {
public:
  Decide(const DecideOptions& options, Terminal& terminal) : options_(options), terminal_(terminal), case_(options.of_case) {}

  Status run();

private:
  void find_rule() const;
  void answer(const Subject& subject, Moment as_of, bool first);
  void answer_why_not(const Subject& subject, Moment as_of);
  Status status() const;
  bool is_json() const { return options_.of_case.is_json(); }
  const EvaluationLimits& limits() const { return options_.of_case.common.limits.evaluation; }
  TextOptions text_options() const { return {terminal_.color_of_output(), terminal_.width()}; }

  const DecideOptions& options_;
  Terminal& terminal_;
  Case case_;
  bool some_open_ = false;
  bool some_stricter_ = false;
};

Status Decide::run() {
  if (!case_.read_policy(terminal_)) return Status::wrong;
  find_rule();
  if (!case_.read_facts(terminal_)) return Status::wrong;
  case_.say_now(terminal_);
  for (std::size_t index = 0; index < case_.subjects().size(); ++index) answer(case_.subjects()[index], case_.as_of(index), index == 0);
  return status();
}

// A rule that nobody declared is a wrong command, not an answer.
void Decide::find_rule() const {
  if (!options_.why_not) return;
  std::vector<std::string> names;
  for (const Rule& rule : case_.program().rules) {
    names.push_back(rule.name);
    if (!rule.table.empty() && std::ranges::find(names, rule.table) == names.end()) names.push_back(rule.table);
  }
  for (const Obligation& obligation : case_.program().obligations) names.push_back(obligation.name);
  const std::string wanted = normalized(*options_.why_not);
  if (std::ranges::any_of(names, [&](const std::string& name) { return normalized(name) == wanted; })) return;
  const auto near = nearest(*options_.why_not, names, 1);
  std::erase_if(names, [&](const std::string& name) {
    return std::ranges::any_of(case_.program().rules, [&](const Rule& rule) { return !rule.table.empty() && rule.name == name; });
  });
  throw UsageError(fmt::format("there is no rule \"{}\"{}", *options_.why_not,
                               near.empty() ? listed(names) : fmt::format("; did you mean \"{}\"?", near.front())));
}

void Decide::answer(const Subject& subject, Moment as_of, bool first) {
  if (!first && !is_json()) terminal_.out("\n");
  const Decision decision = decide(case_.program(), case_.sources(), subject, as_of, limits());
  for (const LadderDecision& on : decision.ladders) {
    some_open_ = some_open_ || !on.settled;
    some_stricter_ = some_stricter_ || on.measure.rung > 0;
  }
  if (options_.why_not) {
    answer_why_not(subject, as_of);
    return;
  }
  terminal_.out(is_json() ? json(decision, case_.program(), case_.sources()) + "\n"
                          : text(decision, case_.program(), case_.sources(), text_options()));
}

void Decide::answer_why_not(const Subject& subject, Moment as_of) {
  const auto why = why_not(case_.program(), case_.sources(), subject, as_of, *options_.why_not,
                           limits());
  if (is_json()) {
    terminal_.out(json(why, case_.program(), case_.sources()) + "\n");
    return;
  }
  const std::string when = display(as_of, case_.program().language, case_.program().zone);
  terminal_.out(subject.name.empty() ? when + "\n\n" : fmt::format("{}, {}\n\n", subject.name, when));
  terminal_.out(text(why, *options_.why_not, case_.program(), case_.sources(), text_options()));
}

Status Decide::status() const {
  if (!options_.exit_code) return Status::done;
  if (some_open_) return Status::open;
  return some_stricter_ ? Status::stricter : Status::done;
}

}  // namespace

void add_decide(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<DecideOptions>();
  CLI::App& verb = *app.add_subcommand("decide", "Say what a policy decides on facts, and why");
  verb.footer(
      "Examples:\n"
      "  pasal decide platform-access.pasal tiktok.yaml\n"
      "  pasal decide platform-access.pasal tiktok.yaml --as-of 2018-07-10 --set 'local office = yes'\n"
      "  pasal decide platform-access.pasal tiktok.yaml --why-not 'Too young'\n"
      "  pasal decide platform-access.pasal - --format json < tiktok.yaml\n"
      "\n"
      "Exit status: 0 every subject was decided; 1 the policy or the facts are wrong; 2 wrong usage.\n"
      "With --exit-code: 3 some decision is open, else 4 some measure is stricter than the mildest.");
  add_case(verb, options->of_case);
  verb.add_option("--why-not", options->why_not, "say why this rule is, or is not, among the reasons")->type_name("RULE");
  verb.add_flag("--exit-code", options->exit_code, "let the exit status tell the decision");
  add_case_limits(verb, options->of_case);
  verbs[&verb] = [options](Terminal& terminal) {
    set_up(terminal, options->of_case.common);
    return Decide(*options, terminal).run();
  };
}

}  // namespace pasal::cli
