// What a rule may bring: its own measure, that of an exception, or nothing.
#include <algorithm>
#include <iterator>

#include "engine/interpret/evaluator.hpp"
#include "engine/model/law.hpp"

namespace pasal::interpret {
namespace {

// How strict an effect is for a ladder. One on another ladder makes the measure on this one fall, so it is milder
// than any measure here; among those the rung decides.
struct Severity {
  std::uint32_t rung = 0;
  std::uint32_t rung_elsewhere = 0;
  auto operator<=>(const Severity&) const = default;
};

Severity severity(const Effect& effect, std::uint32_t ladder) {
  return effect.ladder == ladder ? Severity{effect.rung, 0} : Severity{0, effect.rung};
}

// Whether `effect` may be milder than `limit`, over all that is unknown of their amounts.
bool may_be_milder(const Effect& effect, const Effect& limit, std::uint32_t ladder) {
  const Severity a = severity(effect, ladder);
  const Severity b = severity(limit, ladder);
  if (a != b) return a < b;
  if (effect.amount == nullptr || limit.amount == nullptr) return false;
  return !effect.amount->lowest || !limit.amount->highest || *effect.amount->lowest < *limit.amount->highest;
}

// Whether the strictest that `a` may be is milder than the strictest that `b` may be.
bool reaches_less(const Effect& a, const Effect& b, std::uint32_t ladder) {
  const Severity of_a = severity(a, ladder);
  const Severity of_b = severity(b, ladder);
  if (of_a != of_b) return of_a < of_b;
  if (a.amount == nullptr || b.amount == nullptr || !a.amount->highest) return false;
  return !b.amount->highest || *a.amount->highest < *b.amount->highest;
}

// The strictest that an exception may bring; null where its target may only fall.
const Effect* strictest(const Alternatives& alternatives, std::uint32_t ladder) {
  const Effect* found = nullptr;
  for (const Effect& effect : alternatives.effects) {
    if (found == nullptr || reaches_less(*found, effect, ladder)) found = &effect;
  }
  return found;
}

bool is_same(const Effect& a, const Effect& b) {
  return a.ladder == b.ladder && a.rung == b.rung && a.exception == b.exception;
}

bool is_same_amount(const Effect& a, const Effect& b) {
  if (a.amount == nullptr || b.amount == nullptr) return a.amount == b.amount;
  return a.amount->lowest == b.amount->lowest && a.amount->highest == b.amount->highest;
}

// Beyond this many effects those of one measure are taken together, perhaps wider than each.
constexpr std::size_t most_effects = 32;

}  // namespace

bool Evaluator::in_force(const InForce& dates) {
  if (dates.from) note_day(*dates.from);
  if (dates.until) note_day(Date{dates.until->days + 1});
  return is_in_force(dates, program_.zone.date_of(moment_));
}

Truth Evaluator::defeated(const std::vector<Defeat>& unless) {
  Truth result = Truth::no;
  for (const Defeat& defeat : unless) result = either(result, truth(defeat.condition));
  return result;
}

// An amount is never below nothing: a fine that works out at less is a fine of 0.
Effect Evaluator::effect_of(const MeasureReference& measure, std::optional<RuleId> exception) {
  Effect effect{measure.ladder, measure.rung, exception, nullptr};
  if (!measure.amount) return effect;
  Interval amount = interval(*measure.amount, Ranges::declared);
  record_ends(amount, point(Number(0)));
  if (amount.lowest) amount.lowest = std::max(*amount.lowest, Number(0));
  if (amount.highest) amount.highest = std::max(*amount.highest, Number(0));
  effect.amount = std::make_shared<const Interval>(amount);
  return effect;
}

std::vector<StepOutcome> Evaluator::outcomes(const Rule& rule, Truth applies) { return {{outcome(rule, applies), {}}}; }

Alternatives Evaluator::outcome(const Rule& rule, Truth applies) {
  if (!step() || applies == Truth::no || !in_force(rule.in_force) || !rule.measure) return {true, false, {}};
  applies = both(applies, truth(rule.condition));
  if (applies != Truth::no) applies = both(applies, pasal::negate(defeated(rule.unless)));
  if (applies == Truth::no) return {true, false, {}};
  return with_exceptions(applies, effect_of(*rule.measure, std::nullopt), rule.exceptions, rule.measure->ladder);
}

std::vector<StepOutcome> Evaluator::outcomes(const Obligation& obligation, Truth applies) {
  std::vector<StepOutcome> judged(obligation.steps.size());
  for (StepOutcome& one : judged) one.alternatives.inactive = true;
  if (judged.empty() || applies == Truth::no || !step()) return judged;
  const Climb course = climb(obligation);
  for (std::size_t i = 0; i < judged.size(); ++i) {
    judged[i].standing = course.steps[i];
    const Truth step_applies = both(applies, course.steps[i].applies);
    if (step_applies != Truth::no) judged[i].alternatives = outcome(obligation, obligation.steps[i].measure, step_applies);
  }
  return judged;
}

Alternatives Evaluator::outcome(const Obligation& obligation, const MeasureReference& measure, Truth applies) {
  applies = both(applies, pasal::negate(defeated(obligation.unless)));
  if (applies == Truth::no) return {true, false, {}};
  return with_exceptions(applies, effect_of(measure, std::nullopt), obligation.exceptions, measure.ladder);
}

// The same measure from many exceptions is one effect, unless `measures taken` has to tell them apart.
void Evaluator::put_effect(const Effect& effect, std::vector<Effect>& into) const {
  const bool once = program_.ladders[effect.ladder].measures[effect.rung].once;
  for (Effect& other : into) {
    if (other.ladder != effect.ladder || other.rung != effect.rung) continue;
    if (other.exception == effect.exception) return;
    const bool is_alike = is_same_amount(other, effect);
    if (once || (!is_alike && into.size() < most_effects)) continue;
    if (!is_alike && other.amount != nullptr && effect.amount != nullptr) {
      other.amount = std::make_shared<const Interval>(hull(*other.amount, *effect.amount));
    }
    other.several = true;
    return;
  }
  into.push_back(effect);
}

// Which of several amounts counts may turn where one overtakes another.
void Evaluator::record_overtaking(const std::vector<Alternatives>& exceptions, const std::vector<Effect>& own) {
  if (record_ == nullptr || exceptions.empty()) return;
  std::vector<const Interval*> amounts;
  const auto add = [&](const std::vector<Effect>& effects) {
    for (const Effect& effect : effects) {
      if (effect.amount != nullptr) amounts.push_back(effect.amount.get());
    }
  };
  for (const Alternatives& one : exceptions) add(one.effects);
  add(own);
  for (std::size_t a = 0; a < amounts.size(); ++a) {
    for (std::size_t b = a + 1; b < amounts.size(); ++b) {
      record_ends(*amounts[a], *amounts[b]);
      record_amounts(amounts[a]->lowest, amounts[b]->highest);
      record_amounts(amounts[a]->highest, amounts[b]->lowest);
    }
  }
}

// Of several exceptions that apply the mildest result holds: of those that surely apply one sets the limit, and of the
// others only what may be milder counts. `own` is what stands where no exception applies; without it a measure falls.
Alternatives Evaluator::with_exceptions(Truth applies, const std::optional<Effect>& own,
                                        const std::vector<RuleId>& exceptions, std::uint32_t ladder) {
  Alternatives result{applies != Truth::yes, false, {}};
  std::vector<Alternatives> found;
  bool surely_falls = false;
  std::optional<Effect> limit;
  for (const RuleId id : exceptions) {
    Alternatives one = exception(id, ladder);
    if (one.brings_nothing()) continue;
    const Effect* worst = strictest(one, ladder);
    if (!one.inactive && worst == nullptr) surely_falls = true;
    if (!one.inactive && worst != nullptr && (!limit || reaches_less(*worst, *limit, ladder))) limit = *worst;
    found.push_back(std::move(one));
  }
  const auto counts = [&](const Effect& effect) {
    return !surely_falls && (!limit || is_same(effect, *limit) || may_be_milder(effect, *limit, ladder));
  };
  for (const Alternatives& one : found) {
    result.inactive = result.inactive || one.falls;
    for (const Effect& effect : one.effects) {
      if (counts(effect)) put_effect(effect, result.effects);
    }
  }
  if (!limit && !surely_falls && own) result.effects.push_back(*own);
  result.falls = !limit && !surely_falls && !own;
  record_overtaking(found, result.effects);
  return result;
}

const Alternatives* Evaluator::judged_exception(RuleId id, std::uint32_t ladder) {
  const auto found = exceptions_.find({id, ladder, mode_});
  if (found == exceptions_.end() || found->second.key != key(1)) return nullptr;
  if (is_watched() && !found->second.until) return nullptr;
  if (is_watched()) until_.add(*found->second.until);
  return &found->second.alternatives;
}

// Remembered where exceptions have exceptions, since these may meet again on many ways. Those to an exception are
// judged before it, so that a chain of thousands of them is no deep recursion.
Alternatives Evaluator::exception(RuleId id, std::uint32_t ladder) {
  if (program_.rules[id.index].exceptions.empty()) return judge_exception(id, ladder);
  std::vector<RuleId> waiting{id};
  while (!waiting.empty() && !is_interrupted()) {
    const RuleId next = waiting.back();
    if (judged_exception(next, ladder) != nullptr) {
      waiting.pop_back();
      continue;
    }
    const std::size_t before = waiting.size();
    const Rule& rule = program_.rules[next.index];
    if (exception_applies(rule) != Truth::no) {
      std::ranges::copy_if(rule.exceptions, std::back_inserter(waiting), [&](RuleId other) {
        return !program_.rules[other.index].exceptions.empty() && judged_exception(other, ladder) == nullptr;
      });
    }
    if (waiting.size() > before) continue;
    const Part part(*this);
    Alternatives alternatives = judge_exception(next, ladder);
    if (is_interrupted()) return {true, false, {}};
    const std::size_t bytes = sizeof(JudgedException) + alternatives.effects.size() * sizeof(Effect);
    JudgedException judged{key(1), std::move(alternatives), std::nullopt};
    if (is_watched()) judged.until = until_;
    if (exceptions_.insert_or_assign({next, ladder, mode_}, judged).second) charge(bytes);
  }
  const Alternatives* known = judged_exception(id, ladder);
  return known != nullptr ? *known : Alternatives{true, false, {}};
}

Truth Evaluator::exception_applies(const Rule& rule) {
  if (!step() || !in_force(rule.in_force)) return Truth::no;
  const Truth applies = truth(rule.condition);
  return applies == Truth::no ? applies : both(applies, pasal::negate(defeated(rule.unless)));
}

Alternatives Evaluator::judge_exception(RuleId id, std::uint32_t ladder) {
  const Rule& rule = program_.rules[id.index];
  const Truth applies = exception_applies(rule);
  if (applies == Truth::no) return {true, false, {}};
  std::optional<Effect> own;
  if (rule.measure) own = effect_of(*rule.measure, id);
  return with_exceptions(applies, own, rule.exceptions, ladder);
}

}  // namespace pasal::interpret
