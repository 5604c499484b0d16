#include "engine/interpret/judged.hpp"

#include <algorithm>
#include <iterator>
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

bool is_same(const StepStanding& a, const StepStanding& b) {
  return a.applies == b.applies && a.breach == b.breach && a.due == b.due && a.record == b.record && a.taken == b.taken &&
         a.resumed == b.resumed && a.counts_as_taken == b.counts_as_taken;
}

bool is_same(const Alternatives& a, const Alternatives& b) {
  return a.inactive == b.inactive && a.falls == b.falls &&
         std::ranges::equal(a.effects, b.effects, [](const Effect& x, const Effect& y) { return is_same(x, y); });
}

bool leans_on(const JudgedStatement& statement, const Touched& touched) {
  return statement.is_obligation ? touched.obligations[statement.index] : touched.rules[statement.index];
}

template <typename S>
std::vector<Instance> judge_instance(Evaluator& evaluator, const S& content, const Instance& instance) {
  const auto in_mode = [&](Mode mode) {
    const auto within = Evaluator::Within::mode(evaluator, mode);
    Truth applies = evaluator.truth(evaluator.program().applies_if);
    if (instance.is_some_item()) applies = both(applies, Truth::unknown);
    if (content.for_each) applies = both(applies, evaluator.selected(content.for_each->items));
    return evaluator.outcomes(content, applies);
  };
  std::vector<Instance> found;
  std::vector<StepOutcome> bounds = in_mode(Mode::bounds);
  const auto brings = [](const StepOutcome& one) { return !one.alternatives.effects.empty(); };
  if (std::ranges::none_of(bounds, brings)) return found;
  std::vector<StepOutcome> decided = in_mode(Mode::decided);
  for (std::size_t step = 0; step < bounds.size(); ++step) {
    if (!brings(bounds[step])) continue;
    Instance& one = found.emplace_back(instance);
    one.step = step;
    one.standing = bounds[step].standing;
    one.bounds = std::move(bounds[step].alternatives);
    if (!is_same(one.bounds, decided[step].alternatives)) one.decided = std::move(decided[step].alternatives);
  }
  return found;
}

template <typename S>
Instance bound_instance(const Evaluator& evaluator, const S& content, const JudgedStatement& statement) {
  Instance instance;
  instance.is_obligation = statement.is_obligation;
  instance.index = statement.index;
  const Binding* item = content.for_each ? evaluator.binding(content.for_each->items.level) : nullptr;
  if (item == nullptr) return instance;
  instance.has_item = true;
  instance.level = content.for_each->items.level;
  instance.record = item->record;
  instance.item = item->item;
  instance.place = item->index;
  instance.period = item->period;
  return instance;
}

void judge_statement(Evaluator& evaluator, JudgedStatement& statement) {
  statement.instances.clear();
  evaluator.now_evaluates(statement.span);
  evaluator.for_instances(for_each_of(evaluator.program(), statement), [&] {
    std::vector<Instance> found = judge_instance(evaluator, statement);
    for (const Instance& one : found) evaluator.charge(bytes_of(one));
    std::ranges::move(found, std::back_inserter(statement.instances));
  });
  statement.is_stale = false;
}

}  // namespace

std::vector<JudgedStatement> statements_of(const Program& program) {
  std::vector<JudgedStatement> statements;
  for (std::uint32_t index = 0; index < program.rules.size(); ++index) {
    const Rule& rule = program.rules[index];
    if (rule.kind != Rule::Kind::exception) statements.push_back({.is_obligation = false, .index = index, .span = rule.span, .instances = {}});
  }
  for (std::uint32_t index = 0; index < program.obligations.size(); ++index) {
    statements.push_back({.is_obligation = true, .index = index, .span = program.obligations[index].span, .instances = {}});
  }
  const auto place = [](const JudgedStatement& statement) { return std::pair(statement.span.source, statement.span.begin); };
  std::ranges::stable_sort(statements, {}, place);
  return statements;
}

const std::optional<ForEach>& for_each_of(const Program& program, const JudgedStatement& statement) {
  return statement.is_obligation ? program.obligations[statement.index].for_each : program.rules[statement.index].for_each;
}

std::size_t bytes_of(const Instance& instance) {
  return sizeof(Instance) + instance.bounds.effects.size() * (sizeof(Effect) + sizeof(Interval));
}

bool is_same(const Instance& a, const Instance& b) {
  return a.step == b.step && is_same(a.bounds, b.bounds) && is_same(a.as_decided(), b.as_decided()) && is_same(a.standing, b.standing);
}

std::vector<Instance> judge_instance(Evaluator& evaluator, const JudgedStatement& statement) {
  const auto judge = [&](const auto& content) {
    return judge_instance(evaluator, content, bound_instance(evaluator, content, statement));
  };
  const Program& program = evaluator.program();
  return statement.is_obligation ? judge(program.obligations[statement.index]) : judge(program.rules[statement.index]);
}

void Judged::judge(Evaluator& evaluator, const Touched* but) {
  for (JudgedStatement& statement : statements_) {
    if (statement.is_stale && (but == nullptr || !leans_on(statement, *but))) judge_statement(evaluator, statement);
  }
}

std::vector<Instance*> Judged::instances(Evaluator& evaluator) {
  judge(evaluator);
  std::vector<Instance*> all;
  for (JudgedStatement& statement : statements_) {
    for (Instance& instance : statement.instances) all.push_back(&instance);
  }
  return all;
}

void Judged::make_stale(const Touched& touched) {
  for (JudgedStatement& statement : statements_) statement.is_stale = statement.is_stale || leans_on(statement, touched);
}

void Judged::make_all_stale() {
  for (JudgedStatement& statement : statements_) statement.is_stale = true;
}

}  // namespace pasal::interpret
