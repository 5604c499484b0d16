#include "engine/interpret/change_moments.hpp"

#include <algorithm>

#include "engine/interpret/evaluator.hpp"

namespace pasal {
namespace interpret {
namespace {

class ChangeSearch {
public:
  ChangeSearch(const Program& program, const Subject& subject, Moment from, Moment to, const EvaluationLimits& limits)
      : program_(program), evaluator_(program, subject, from, limits), from_(from), to_(to) {}

  void expression(NodeId node) {
    through([&] { evaluator_.value(node); });
  }
  void decision();
  ChangeMoments take();

private:
  template <typename Evaluate>
  void through(Evaluate evaluate);
  template <typename Statement>
  void statement(const Statement& statement);
  template <typename Judge>
  void periods(const ForEach& for_each, Judge judge);

  const Program& program_;
  Evaluator evaluator_;
  Moment from_;
  Moment to_;
  ChangeMoments result_;
};

// Evaluates once in each piece, both as it is decided and with doubt left doubt.
template <typename Evaluate>
void ChangeSearch::through(Evaluate evaluate) {
  for (Moment at = from_; at <= to_ && result_.complete;) {
    const auto now = Evaluator::Within::asked(evaluator_, at);
    const Evaluator::Watch watch(evaluator_, to_);
    evaluator_.count_anew();
    for (const Mode mode : {Mode::bounds, Mode::decided}) {
      const auto within = Evaluator::Within::mode(evaluator_, mode);
      evaluate();
    }
    result_.complete = !evaluator_.exhausted();
    at = evaluator_.next_change();
    if (result_.complete && at <= to_) result_.moments.push_back(at);
  }
}

// What is judged of one item depends on no other, so each has pieces of its own.
template <typename S>
void ChangeSearch::statement(const S& statement) {
  evaluator_.now_evaluates(statement.span);
  const auto judge = [&] {
    const Truth applies = statement.for_each ? evaluator_.selected(statement.for_each->items) : Truth::yes;
    evaluator_.outcomes(statement, applies);
  };
  if (!statement.for_each) return through(judge);
  if (statement.for_each->periods) return periods(*statement.for_each, judge);
  const Selection& items = statement.for_each->items;
  const std::uint32_t record = program_[items.list].type.record;
  const std::vector<Item>* known = evaluator_.list(items.list_level, items.list).items;
  const std::size_t count = known != nullptr ? known->size() : 1;
  for (std::size_t index = 0; index < count && result_.complete; ++index) {
    const Item* item = known != nullptr ? &(*known)[index] : nullptr;
    through([&] {
      const Evaluator::Bound bound(evaluator_, items.level, record, item, index);
      judge();
    });
  }
}

// One that has not begun is not asked for yet.
template <typename Judge>
void ChangeSearch::periods(const ForEach& for_each, Judge judge) {
  for (std::int64_t number = 0; result_.complete; ++number) {
    const auto period = Evaluator::period_of(*for_each.periods, number);
    if (!period || period->first > program_.zone.date_of(to_)) break;
    through([&] {
      if (!evaluator_.has_started(period->first)) return;
      const Evaluator::Bound bound(evaluator_, for_each.items.level, *period);
      judge();
    });
  }
}

void ChangeSearch::decision() {
  through([&] {
    evaluator_.in_force(program_.in_force);
    evaluator_.truth(program_.applies_if);
    for (const TakenRecord& record : evaluator_.taken()) evaluator_.has_started(record.from);  // of measures `once`
  });
  for (const Rule& rule : program_.rules) {
    if (rule.kind != Rule::Kind::exception) statement(rule);
  }
  for (const Obligation& obligation : program_.obligations) statement(obligation);
}

// Where a limit was reached, what lies behind the first place that was left out is not known.
ChangeMoments ChangeSearch::take() {
  std::ranges::sort(result_.moments);
  result_.moments.erase(std::unique(result_.moments.begin(), result_.moments.end()), result_.moments.end());
  if (!result_.complete) result_.moments.clear();
  return std::move(result_);
}

}  // namespace
}  // namespace interpret

ChangeMoments change_moments(const Program& program, const Subject& subject, Moment from, Moment to,
                             const EvaluationLimits& limits) {
  interpret::ChangeSearch search(program, subject, from, to, limits);
  search.decision();
  return search.take();
}

ChangeMoments change_moments(const Program& program, const Subject& subject, NodeId node, Moment from, Moment to,
                             const EvaluationLimits& limits) {
  interpret::ChangeSearch search(program, subject, from, to, limits);
  search.expression(node);
  return search.take();
}

}  // namespace pasal
