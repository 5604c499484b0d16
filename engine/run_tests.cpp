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
    result.passed = result.problems.empty();
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace pasal
