// Runs the `test` statements of a policy.
#include <algorithm>

#include "engine/explain/phrases.hpp"
#include "engine/explain/words.hpp"
#include "engine/pasal.hpp"
#include "grammar/keywords.hpp"

namespace pasal {
namespace {

bool is_at_least(const Outcome& outcome, const Expectation& wanted) {
  if (outcome.rung != wanted.rung) return outcome.rung > wanted.rung;
  return !wanted.amount || (outcome.amount && *outcome.amount >= *wanted.amount);
}

bool is_at_most(const LadderDecision& on, const Expectation& wanted) {
  if (on.at_most.rung != wanted.rung) return on.at_most.rung < wanted.rung;
  if (!wanted.amount) return true;
  return !on.amount_unlimited && (!on.at_most.amount || *on.at_most.amount <= *wanted.amount);
}

// A test may name a table for any of its rows, which are named `TABLE, row 3`.
bool is_row_of(const std::string& rule, const std::string& table) {
  return rule.starts_with(table + ", row ") || rule.starts_with(table + ", baris ");
}

// Holds the expectations of one test against what was decided.
class Judge {
public:
  Judge(const Program& program, const Decision& decision) : program_(program), decision_(decision) {}

  // What is wrong with one expectation; empty where it is met.
  std::string problem(const Expectation& wanted) const;

private:
  std::string problem_on(const Expectation& wanted, const LadderDecision& on) const;
  std::string measure_problem(const Expectation& wanted, const LadderDecision& on) const;
  std::string question_problem(const Expectation& wanted, const LadderDecision& on) const;
  std::string words(const Outcome& outcome, const LadderDecision& on) const {
    return measure_words(outcome, program_.ladders[on.ladder], program_);
  }
  // ` on …` where there are several ladders is said by the measure's own name: measures stand on one ladder only.
  std::string wanted_words(const Expectation& wanted, const LadderDecision& on) const {
    return words({wanted.rung, wanted.amount}, on);
  }
  template <typename... Arguments>
  std::string say_it(Phrase phrase, const Arguments&... arguments) const {
    return say(phrase, program_.language, arguments...);
  }

  const Program& program_;
  const Decision& decision_;
};

// `open`, `settled` and `question` speak of the whole decision: of all ladders.
std::string Judge::problem(const Expectation& wanted) const {
  std::string first;
  for (const LadderDecision& on : decision_.ladders) {
    const bool one_ladder = wanted.kind <= Expectation::Kind::at_most;
    if (one_ladder && on.ladder != wanted.ladder) continue;
    std::string problem = problem_on(wanted, on);
    // Being settled is asked of every ladder; the others are met where one ladder meets them.
    const bool of_every = wanted.kind == Expectation::Kind::settled;
    if (problem.empty() != of_every) return problem;
    if (first.empty()) first = std::move(problem);
  }
  return first;
}

std::string Judge::problem_on(const Expectation& wanted, const LadderDecision& on) const {
  switch (wanted.kind) {
    case Expectation::Kind::measure: return measure_problem(wanted, on);
    case Expectation::Kind::at_least:
      if (is_at_least(on.at_least, wanted)) return {};
      return say_it(Phrase::expected_at_least, wanted_words(wanted, on), words(on.at_least, on));
    case Expectation::Kind::at_most:
      if (is_at_most(on, wanted)) return {};
      return say_it(Phrase::expected_at_most, wanted_words(wanted, on), highest_words(on, program_));
    case Expectation::Kind::open:
      return on.settled ? say_it(Phrase::expected_open, words(on.measure, on)) : std::string();
    case Expectation::Kind::settled:
      if (on.settled) return {};
      return say_it(Phrase::expected_settled, words(on.at_least, on), highest_words(on, program_));
    case Expectation::Kind::question: return question_problem(wanted, on);
  }
  return {};
}

std::string Judge::measure_problem(const Expectation& wanted, const LadderDecision& on) const {
  const bool same = on.measure.rung == wanted.rung && (!wanted.amount || on.measure.amount == wanted.amount);
  if (!same) return say_it(Phrase::expected_measure, wanted_words(wanted, on), words(on.measure, on));
  if (wanted.because.empty()) return {};
  const std::string rule = normalized(wanted.because);
  std::vector<std::string> reasons;
  for (const Reason& reason : on.reasons) {
    const std::string given = normalized(reason.rule);
    if (given == rule || is_row_of(given, rule)) return {};
    reasons.push_back("\"" + with_item(reason.rule, reason.item) + "\"");
  }
  const std::string instead =
      reasons.empty() ? say_it(Phrase::no_reasons) : say_it(Phrase::the_reasons, listed(reasons));
  return say_it(Phrase::expected_because, wanted_words(wanted, on), wanted.because, instead);
}

std::string Judge::question_problem(const Expectation& wanted, const LadderDecision& on) const {
  const std::string asked = normalized(wanted.question);
  std::vector<std::string> questions;
  for (const Question& question : on.questions) {
    if (normalized(question.name) == asked) return {};
    questions.push_back("`" + with_item(question.name, question.item) + "`");
  }
  const std::string instead =
      questions.empty() ? say_it(Phrase::no_questions) : say_it(Phrase::the_questions, listed(questions));
  return say_it(Phrase::expected_question, wanted.question, instead);
}

// Holds the guarantees of the policy against what was decided on the facts of a test.
class GuaranteeJudge {
public:
  GuaranteeJudge(const Program& program, const Sources& sources, const Test& test, const Decision& decision,
                 const EvaluationLimits& limits)
      : program_(program), sources_(sources), test_(test), decision_(decision), limits_(limits) {}

  // What breaks a promise; empty where it is kept, or where it is not known to be broken.
  std::string problem(const Guarantee& guarantee, const Guarantee::Promise& promise) const;

private:
  Evaluation evaluated(NodeId node) const {
    return evaluate(program_, sources_, test_.subject, test_.as_of, node, limits_);
  }
  bool is_hit(const Outcome& outcome, const Guarantee::Promise& promise) const;
  const Outcome* hit(const Guarantee::Promise& promise) const;

  const Program& program_;
  const Sources& sources_;
  const Test& test_;
  const Decision& decision_;
  const EvaluationLimits& limits_;
};

bool GuaranteeJudge::is_hit(const Outcome& outcome, const Guarantee::Promise& promise) const {
  if (outcome.rung != promise.measure.rung) return false;
  if (!promise.measure.amount) return true;
  const Value limit = evaluated(*promise.measure.amount).value;
  const auto* number = std::get_if<Number>(&limit);
  return number != nullptr && outcome.amount && *outcome.amount >= *number;
}

// What was decided against the promise. Where it names a rule, that is what this rule brings, whatever else is decided.
const Outcome* GuaranteeJudge::hit(const Guarantee::Promise& promise) const {
  if (!decision_.outside.empty()) return nullptr;
  for (const LadderDecision& on : decision_.ladders) {
    if (on.ladder != promise.measure.ladder) continue;
    if (promise.because.empty()) return is_hit(on.measure, promise) ? &on.measure : nullptr;
    const std::string rule = normalized(promise.because);
    for (const Reason& reason : on.reasons) {
      const std::string given = normalized(reason.rule);
      if ((given == rule || is_row_of(given, rule)) && is_hit(reason.outcome, promise)) return &reason.outcome;
    }
  }
  return nullptr;
}

std::string GuaranteeJudge::problem(const Guarantee& guarantee, const Guarantee::Promise& promise) const {
  const Outcome* outcome = hit(promise);
  if (outcome == nullptr) return {};
  std::vector<std::string> facts;
  if (promise.condition) {
    const Evaluation condition = evaluated(*promise.condition);
    const auto* holds = std::get_if<bool>(&condition.value);
    if (holds == nullptr || !*holds) return {};
    for (const FactUse& use : condition.facts) {
      facts.push_back(say(Phrase::fact_is, program_.language, with_item(use.name, use.item),
                          display(use.value, use.type, program_.language, program_.zone)));
    }
  }
  std::string decided = measure_words(*outcome, program_.ladders[promise.measure.ladder], program_);
  if (!promise.because.empty()) decided += say(Phrase::because_of, program_.language, promise.because);
  const std::string where = facts.empty() ? std::string() : say(Phrase::broken_where, program_.language, listed(facts));
  return say(Phrase::broken_guarantee, program_.language, guarantee.name, decided, where);
}

}  // namespace

std::vector<TestResult> run_tests(const Program& program, const Sources& sources, const EvaluationLimits& limits) {
  std::vector<TestResult> results;
  results.reserve(program.tests.size());
  for (const Test& test : program.tests) {
    TestResult result{test.name, test.span, false, {}, decide(program, sources, test.subject, test.as_of, limits)};
    if (limits.stopped()) break;
    const Judge judge(program, result.decision);
    for (const Expectation& wanted : test.expectations) {
      if (std::string problem = judge.problem(wanted); !problem.empty()) result.problems.push_back(std::move(problem));
    }
    const GuaranteeJudge promised(program, sources, test, result.decision, limits);
    for (const Guarantee& guarantee : program.guarantees) {
      for (const Guarantee::Promise& promise : guarantee.never) {
        if (std::string problem = promised.problem(guarantee, promise); !problem.empty()) result.problems.push_back(std::move(problem));
      }
    }
    result.passed = result.problems.empty();
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace pasal
