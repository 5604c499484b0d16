// The questions of an open decision: no other unknown fact changes it.
#include <algorithm>
#include <random>
#include <set>

#include "tests/property/what_if/case.hpp"

namespace pasal::property {
namespace {

constexpr int rounds = 4;    // ways to answer the questions
constexpr int fillings = 8;  // of the other unknown facts, for each

class QuestionCheck {
public:
  QuestionCheck(const Case& of, std::uint32_t dice) : of_(of), dice_(dice) {
    for (const Variable& variable : variables(of.program, of.subject, false)) {
      const Value now = value_in(variable, of.program, of.subject, of.as_of);
      const auto& reports = reports_of(variable).reports;
      const bool is_claim = declaration_of(variable, of.program)->when_verified && !reports.empty() && !reports.back().provenance.verified;
      if ((is_open(now) || is_claim) && !is_none(now)) unknown_.push_back({variable, values_of(of, variable, Grid::coarse)});
    }
  }

  void ladder(const LadderDecision& decision);

private:
  struct Open {
    Variable variable;
    std::vector<Value> values;
  };

  const FactReports& reports_of(const Variable& variable) const {
    if (variable.kind == Variable::Kind::fact) return of_.subject.facts[variable.fact.fact];
    return (*of_.subject.facts[variable.list].items)[variable.item].facts[variable.fact.fact];
  }
  Subject filled(Subject subject, const std::vector<const Open*>& facts) {
    for (const Open* fact : facts) put_value(of_.program, subject, fact->variable, fact->values[dice_() % fact->values.size()]);
    return subject;
  }
  Standing standing(const Subject& subject, std::uint32_t ladder) const { return decided(of_, of_.program, subject)[ladder]; }

  const Case& of_;
  std::minstd_rand dice_;
  std::vector<Open> unknown_;
};

void QuestionCheck::ladder(const LadderDecision& decision) {
  std::vector<Variable> asked;
  for (const Question& question : decision.questions) {
    if (const auto variable = variable_of(question, of_.program, of_.subject)) asked.push_back(*variable);
  }
  std::vector<const Open*> questions;
  std::vector<const Open*> others;
  for (const Open& fact : unknown_) {
    const bool is_asked = std::ranges::find(asked, fact.variable) != asked.end();
    (is_asked ? questions : others).push_back(&fact);
  }
  std::set<std::string> decisions;
  for (int round = 0; round < rounds; ++round) {
    const Subject answered = round == 0 ? of_.subject : filled(of_.subject, questions);
    const Standing before = standing(answered, decision.ladder);
    decisions.insert(written({before}));
    for (int filling = 0; filling < fillings && !others.empty(); ++filling) {
      const Subject subject = filled(answered, others);
      const Standing after = standing(subject, decision.ladder);
      decisions.insert(written({after}));
      std::string facts;
      for (const Open& fact : unknown_) facts += "\n    " + assignment(of_.program, fact.variable, value_in(fact.variable, of_.program, subject, of_.as_of));
      of_.require(before == after, "a fact that is no question changes " + written({before}) + " to " + written({after}) + facts);
    }
  }
  if (!decision.settled && decision.questions.size() == questions.size()) {
    ++of_.report.counts["open"];
    of_.report.counts["open and changing"] += decisions.size() > 1 ? 1U : 0U;
  }
}

}  // namespace

void check_questions(const Case& of, std::uint32_t dice) {
  QuestionCheck check(of, dice);
  for (const LadderDecision& decision : decide(of.program, of.sources, of.subject, of.as_of).ladders) check.ladder(decision);
}

}  // namespace pasal::property
