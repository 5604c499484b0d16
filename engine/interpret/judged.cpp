#include "engine/interpret/judged.hpp"

#include <algorithm>
#include <utility>

namespace pasal::interpret {
namespace {

bool is_same(const Interval& a, const Interval& b) {
  return a.lowest == b.lowest && a.highest == b.highest && a.may_be_none == b.may_be_none;
}

bool is_same(const Effect& a, const Effect& b) {
  if (a.ladder != b.ladder || a.rung != b.rung || a.exception != b.exception || a.several != b.several) return false;
  if (a.amount == nullptr || b.amount == nullptr) return a.amount == b.amount;
  return is_same(*a.amount, *b.amount);
}

bool is_same(const Alternatives& a, const Alternatives& b) {
  return a.inactive == b.inactive && a.falls == b.falls &&
         std::ranges::equal(a.effects, b.effects, [](const Effect& x, const Effect& y) { return is_same(x, y); });
}

bool leans_on(const JudgedStatement& statement, const Touched& touched) {
  return statement.is_obligation ? touched.obligations[statement.index] : touched.rules[statement.index];
}

// Only what may bring something is kept; of an obligation, each step by itself.
template <typename S>
void judge_instance(Evaluator& evaluator, const S& content, const Instance& instance, std::vector<Instance>& into) {
  const auto in_mode = [&](Mode mode) {
    const auto within = Evaluator::Within::mode(evaluator, mode);
    Truth applies = evaluator.truth(evaluator.program().applies_if);
    if (instance.is_some_item()) applies = both(applies, Truth::unknown);
    if (content.for_each) applies = both(applies, evaluator.selected(content.for_each->items));
    return evaluator.outcomes(content, applies);
  };
  std::vector<StepOutcome> bounds = in_mode(Mode::bounds);
  const auto brings = [](const StepOutcome& one) { return !one.alternatives.effects.empty(); };
  if (std::ranges::none_of(bounds, brings)) return;
  std::vector<StepOutcome> decided = in_mode(Mode::decided);
  for (std::size_t step = 0; step < bounds.size(); ++step) {
    if (!brings(bounds[step])) continue;
    Instance one = instance;
    one.step = step;
    one.standing = bounds[step].standing;
    one.bounds = std::move(bounds[step].alternatives);
    if (!is_same(one.bounds, decided[step].alternatives)) one.decided = std::move(decided[step].alternatives);
    evaluator.charge(sizeof(Instance) + one.bounds.effects.size() * (sizeof(Effect) + sizeof(Interval)));
    into.push_back(std::move(one));
  }
}

template <typename S>
void judge_statement(Evaluator& evaluator, const S& content, JudgedStatement& statement) {
  statement.instances.clear();
  evaluator.now_evaluates(statement.span);
  evaluator.for_instances(content.for_each, [&] {
    Instance instance;
    instance.is_obligation = statement.is_obligation;
    instance.index = statement.index;
    const Binding* item = content.for_each ? evaluator.binding(content.for_each->items.level) : nullptr;
    if (item != nullptr) {
      instance.has_item = true;
      instance.level = content.for_each->items.level;
      instance.record = item->record;
      instance.item = item->item;
      instance.place = item->index;
      instance.period = item->period;
    }
    judge_instance(evaluator, content, instance, statement.instances);
  });
  statement.is_stale = false;
}

}  // namespace

Judged::Judged(const Program& program) {
  for (std::uint32_t index = 0; index < program.rules.size(); ++index) {
    const Rule& rule = program.rules[index];
    if (rule.kind != Rule::Kind::exception) statements_.push_back({.is_obligation = false, .index = index, .span = rule.span, .instances = {}});
  }
  for (std::uint32_t index = 0; index < program.obligations.size(); ++index) {
    statements_.push_back({.is_obligation = true, .index = index, .span = program.obligations[index].span, .instances = {}});
  }
  const auto place = [](const JudgedStatement& statement) { return std::pair(statement.span.source, statement.span.begin); };
  std::ranges::stable_sort(statements_, {}, place);
}

void Judged::judge(Evaluator& evaluator, const Touched* but) {
  const Program& program = evaluator.program();
  for (JudgedStatement& statement : statements_) {
    if (!statement.is_stale || (but != nullptr && leans_on(statement, *but))) continue;
    if (statement.is_obligation) {
      judge_statement(evaluator, program.obligations[statement.index], statement);
    } else {
      judge_statement(evaluator, program.rules[statement.index], statement);
    }
  }
}

void Judged::make_stale(const Touched& touched) {
  for (JudgedStatement& statement : statements_) statement.is_stale = statement.is_stale || leans_on(statement, touched);
}

void Judged::make_all_stale() {
  for (JudgedStatement& statement : statements_) statement.is_stale = true;
}

}  // namespace pasal::interpret
