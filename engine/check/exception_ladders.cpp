// An exception's own measure takes the place of its rule's, so it stands on the same ladder.
#include "engine/check/checker.hpp"

namespace pasal::checking {

void Checker::check_exception_ladders() {
  const auto check = [&](const MeasureReference& replaced, Span declared, const std::vector<RuleId>& exceptions) {
    const auto& measures = program_.ladders[replaced.ladder].measures;
    for (const RuleId id : exceptions) {
      const Rule& exception = program_.rules[id.index];
      if (!exception.measure || exception.measure->ladder == replaced.ladder) continue;
      const std::string& own = program_.ladders[exception.measure->ladder].measures[exception.measure->rung].name;
      std::string way_out = "name one of ";
      for (const Measure& measure : measures) way_out += (&measure == &measures.front() ? "`" : ", `") + measure.name + "`";
      diagnostics_.add(DiagnosticKind::wrong_ladder, exception.words, own, measures[replaced.rung].name, way_out)
          .label(declared, "the measure that it would replace");
    }
  };
  for (const Rule& rule : program_.rules) {
    if (rule.measure) check(*rule.measure, rule.words, rule.exceptions);
  }
  for (const Obligation& obligation : program_.obligations) {
    for (const ObligationStep& step : obligation.steps) check(step.measure, step.span, obligation.exceptions);
  }
}

}  // namespace pasal::checking
