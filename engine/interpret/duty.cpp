// What has become of a duty: pending, kept, late or broken, or several of them while something is unknown.
#include <algorithm>

#include "engine/interpret/evaluator.hpp"

namespace pasal::interpret {

Evaluator::Deadline Evaluator::deadline(const Obligation& obligation) {
  Deadline result;
  if (!obligation.deadline) {  // due at once
    result.passed = Truth::yes;
    return result;
  }
  result.value = value(*obligation.deadline);
  result.none = is_none(result.value);
  if (is_open(result.value) || result.none) return result;
  result.moment = judged_at(result.value);
  result.passed = *result.moment < moment_ ? Truth::yes : Truth::no;
  may_change(Moment{result.moment->minutes + 1});
  record_turn(static_cast<std::int64_t>(result.passed));
  return result;
}

DutyStates Evaluator::duty(const Obligation& obligation, bool with_lifts) {
  DutyStates states;
  const Truth owed = in_force(obligation.in_force) ? truth(obligation.condition) : Truth::no;
  const Deadline due = owed == Truth::no ? Deadline{} : deadline(obligation);
  if (owed == Truth::no || due.none) {
    states.add(DutyState::none);
    return states;
  }
  if (owed == Truth::unknown || is_unknown_start(obligation, due)) states.add(DutyState::none);
  if (due.passed != Truth::yes) {
    const Truth done = truth(obligation.duty);
    if (done != Truth::no) states.add(DutyState::kept);
    if (done != Truth::yes) states.add(DutyState::pending);
  }
  if (due.passed != Truth::no) judge_passed(obligation, due.moment, states);
  if (with_lifts) add_lift(obligation, states);
  return states;
}

// Where the starting date is unknown there may be none.
bool Evaluator::is_unknown_start(const Obligation& obligation, const Deadline& due) {
  return obligation.deadline && is_open(due.value);
}

// Kept or late is the duty as of the deadline; broken is what is not done now.
void Evaluator::judge_passed(const Obligation& obligation, const std::optional<Moment>& deadline, DutyStates& states) {
  const Truth done = truth(obligation.duty);
  if (done != Truth::yes) states.add(DutyState::broken);
  if (done == Truth::no) return;
  Truth in_time = obligation.deadline ? Truth::unknown : Truth::yes;
  if (deadline) {
    const auto then = Within::moment(*this, *deadline);
    in_time = truth(obligation.duty);
  }
  if (in_time != Truth::no) states.add(DutyState::kept);
  if (in_time != Truth::yes) states.add(DutyState::late);
}

Truth Evaluator::lifted(const Obligation& obligation) {
  Truth result = defeated(obligation.unless);
  if (obligation.steps.empty()) return result;
  for (const RuleId id : obligation.exceptions) {
    const Alternatives one = exception(id, obligation.steps.front().measure.ladder);
    // The mildest measure in its place is as good as none; a stricter one leaves the duty standing.
    const auto stricter = std::ranges::count_if(one.effects, [](const Effect& effect) { return effect.rung > 0; });
    const bool may_lift = one.falls || static_cast<std::size_t>(stricter) < one.effects.size();
    if (may_lift) result = either(result, one.inactive || stricter > 0 ? Truth::unknown : Truth::yes);
  }
  return result;
}

void Evaluator::add_lift(const Obligation& obligation, DutyStates& states) {
  const Truth lift = lifted(obligation);
  if (lift == Truth::no) return;
  if (lift == Truth::yes) {
    const bool may_be_none = states.may_be(DutyState::none);
    states = {};
    if (may_be_none) states.add(DutyState::none);
  }
  states.add(DutyState::lifted);
}

}  // namespace pasal::interpret
