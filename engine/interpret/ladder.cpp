#include "engine/interpret/ladder.hpp"

namespace pasal::interpret {
namespace {

Outcome lowest_of(const Effect& effect) {
  Outcome outcome{effect.rung, std::nullopt};
  if (effect.amount != nullptr && effect.rung > 0) outcome.amount = effect.amount->lowest;
  return outcome;
}
Outcome highest_of(const Effect& effect) {
  Outcome outcome{effect.rung, std::nullopt};
  if (effect.amount != nullptr && effect.rung > 0) outcome.amount = effect.amount->highest;
  return outcome;
}

}  // namespace

std::optional<RuleId> replacement(const Alternatives& decided) {
  return decided.effects.size() == 1 && !decided.effects.front().several ? decided.effects.front().exception : std::nullopt;
}

Range range_of(const Alternatives& alternatives, std::uint32_t ladder) {
  Range range;
  bool may_be_nothing = alternatives.inactive || alternatives.falls;
  bool is_first = true;
  for (const Effect& effect : alternatives.effects) {
    if (effect.ladder != ladder) {
      may_be_nothing = true;
      continue;
    }
    const Outcome low = lowest_of(effect);
    const Outcome high = highest_of(effect);
    const bool unlimited = effect.amount != nullptr && effect.rung > 0 && !high.amount;
    if (is_first || is_stricter(range.lowest, low)) range.lowest = low;
    const bool is_top = is_first || high.rung > range.highest.rung;
    if (is_top) range.unlimited = unlimited;
    if (!is_top && high.rung == range.highest.rung) range.unlimited = range.unlimited || unlimited;
    if (is_top || is_stricter(high, range.highest)) range.highest = high;
    is_first = false;
  }
  if (may_be_nothing) range.lowest = {};
  if (range.unlimited) range.highest.amount.reset();
  return range;
}

void LadderTotal::raise(Top& top, const Outcome& outcome, bool unlimited) const {
  if (outcome.rung < top.outcome.rung || outcome.rung == 0) return;
  if (outcome.rung > top.outcome.rung) {
    top = {outcome, unlimited, outcome.amount, false};
    return;
  }
  top.unlimited = top.unlimited || unlimited;
  if (outcome.amount) {
    top.sum = pasal::add(top.sum.value_or(Number(0)), *outcome.amount);
    top.too_large = top.too_large || !top.sum;
  }
  if (!adds_up(outcome.rung)) evaluator_.record_amounts(outcome.amount, top.outcome.amount);
  if (is_stricter(outcome, top.outcome)) top.outcome = outcome;
}

void LadderTotal::add(const Range& range, bool endless) {
  raise(low_, range.lowest, false);
  const bool may_pile_up = endless && range.highest.amount && adds_up(range.highest.rung);
  raise(high_, range.highest, range.unlimited || may_pile_up);
}

Outcome LadderTotal::outcome_of(const Top& top) const {
  if (top.outcome.rung > 0 && adds_up(top.outcome.rung)) {
    return {top.outcome.rung, top.too_large ? std::nullopt : top.sum};
  }
  return top.outcome;
}

Range LadderTotal::total() const {
  Range result{outcome_of(low_), outcome_of(high_), high_.unlimited};
  if (result.lowest.rung == result.highest.rung) evaluator_.record_amounts(result.lowest.amount, result.highest.amount);
  const bool has_amount = ladder_.measures[result.highest.rung].amount.has_value();
  // A sum too large to hold is no limit.
  result.unlimited = result.highest.rung > 0 && has_amount && (result.unlimited || !result.highest.amount);
  if (result.unlimited) result.highest.amount.reset();
  return result;
}

}  // namespace pasal::interpret
