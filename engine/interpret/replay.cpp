#include "engine/interpret/replay.hpp"

#include <algorithm>
#include <compare>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "engine/interpret/decider.hpp"
#include "engine/interpret/judged.hpp"

namespace pasal {
namespace {

using interpret::Evaluator;
using interpret::Instance;

// One rule or obligation for one item or period.
struct Slot {
  std::size_t statement = 0;
  std::size_t place = 0;  // of the item in its list, or the number of the period
};

// Which reason it is, however its words read at the moment.
struct ReasonKey {
  bool is_obligation = false;
  std::uint32_t index = 0;
  std::int64_t place = 0;  // of the item in its list, or the first day of the period
  std::size_t step = 0;
  friend auto operator<=>(const ReasonKey&, const ReasonKey&) = default;
};

struct ToldReason {
  ReasonName name;
  std::uint32_t ladder = 0;
  Outcome outcome;
};

ReasonKey key_of(const Instance& instance) {
  const std::int64_t place = instance.period ? instance.period->first.days : static_cast<std::int64_t>(instance.place);
  return {instance.is_obligation, instance.index, place, instance.step};
}

}  // namespace

struct Replay::State {
  State(const Program& of, const Sources& from_sources, const Subject& subject, Moment begin, Moment end, const EvaluationLimits& limits)
      : program(of), sources(from_sources), from(begin), to(end), at(begin), evaluator(of, subject, begin, limits),
        statements(interpret::statements_of(of)), standing(statements.size()) {}

  void begin();
  void begin(std::size_t statement);
  // What decides of the whole policy whether it is judged, and of records of measures which count.
  Moment judge_policy();
  void judge(const Slot& slot);
  std::vector<Instance> judge_bound(const Slot& slot);
  void put(const Slot& slot, std::vector<Instance> found);

  const Program& program;
  const Sources& sources;
  const Moment from;
  const Moment to;
  Moment at;
  Evaluator evaluator;
  std::vector<interpret::JudgedStatement> statements;
  std::vector<std::map<std::size_t, std::vector<Instance>>> standing;  // by statement: what may bring something, by place
  std::map<Moment, std::vector<Slot>> agenda;                         // what is judged again, and when
  Moment policy_until = interpret::never;
  bool has_begun = false;
  bool has_changed = true;
  std::optional<interpret::Decider> decider;  // of the last decision
  std::map<ReasonKey, ToldReason> told;  // with the last reasons
};

void Replay::State::begin() {
  has_begun = true;
  policy_until = judge_policy();
  for (std::size_t statement = 0; statement < statements.size() && !evaluator.exhausted(); ++statement) begin(statement);
}

// Also of periods that begin later: they say so themselves.
void Replay::State::begin(std::size_t statement) {
  const auto& for_each = interpret::for_each_of(program, statements[statement]);
  if (!for_each) return judge({statement, 0});
  if (!for_each->periods) {
    const std::vector<Item>* items = evaluator.list(for_each->items.list_level, for_each->items.list).items;
    const std::size_t count = items != nullptr ? items->size() : 1;
    for (std::size_t place = 0; place < count && !evaluator.exhausted(); ++place) judge({statement, place});
    return;
  }
  for (std::int64_t number = 0; !evaluator.exhausted(); ++number) {
    const auto period = Evaluator::period_of(*for_each->periods, number);
    if (!period || period->first > program.zone.date_of(to)) break;
    judge({statement, static_cast<std::size_t>(number)});
  }
}

Moment Replay::State::judge_policy() {
  const auto now = Evaluator::Within::asked(evaluator, at);
  const Evaluator::Watch watch(evaluator, to);
  evaluator.count_anew();
  evaluator.in_force(program.in_force);
  evaluator.truth(program.applies_if);
  for (const interpret::TakenRecord& record : evaluator.taken()) evaluator.has_started(record.from);  // of measures `once`
  return evaluator.next_change();
}

// What is judged of one item depends on no other, so each has a time of its own until which it stays.
void Replay::State::judge(const Slot& slot) {
  const auto now = Evaluator::Within::asked(evaluator, at);
  const Evaluator::Watch watch(evaluator, to);
  evaluator.count_anew();
  evaluator.now_evaluates(statements[slot.statement].span);
  std::vector<Instance> found = judge_bound(slot);
  const Moment until = evaluator.next_change();
  if (until <= to) agenda[until].push_back(slot);
  put(slot, std::move(found));
}

std::vector<Instance> Replay::State::judge_bound(const Slot& slot) {
  const interpret::JudgedStatement& statement = statements[slot.statement];
  const auto& for_each = interpret::for_each_of(program, statement);
  std::optional<Evaluator::Bound> bound;
  if (for_each && for_each->periods) {
    const auto period = Evaluator::period_of(*for_each->periods, static_cast<std::int64_t>(slot.place));
    if (!evaluator.has_started(period->first)) return {};
    bound.emplace(evaluator, for_each->items.level, *period);
  } else if (for_each) {
    const std::vector<Item>* items = evaluator.list(for_each->items.list_level, for_each->items.list).items;
    const Item* item = items != nullptr ? &(*items)[slot.place] : nullptr;
    bound.emplace(evaluator, for_each->items.level, program[for_each->items.list].type.record, item, slot.place);
  }
  return interpret::judge_instance(evaluator, statement);
}

void Replay::State::put(const Slot& slot, std::vector<Instance> found) {
  auto& places = standing[slot.statement];
  const auto before = places.find(slot.place);
  if (before == places.end()) {
    if (found.empty()) return;
    for (const Instance& instance : found) evaluator.charge(interpret::bytes_of(instance));
    places.emplace(slot.place, std::move(found));
    has_changed = true;
    return;
  }
  if (!std::ranges::equal(before->second, found, [](const Instance& a, const Instance& b) { return interpret::is_same(a, b); })) has_changed = true;
  if (found.empty()) places.erase(before);
  else before->second = std::move(found);
}

Replay::Replay(const Program& program, const Sources& sources, const Subject& subject, Moment from, Moment to,
               const EvaluationLimits& limits)
    : state_(std::make_unique<State>(program, sources, subject, from, to, limits)) {}
Replay::~Replay() = default;

Moment Replay::at() const { return state_->at; }
bool Replay::complete() const { return !state_->evaluator.exhausted(); }

bool Replay::next() {
  State& state = *state_;
  state.decider.reset();
  if (!state.has_begun) {
    if (state.from > state.to) return false;
    state.begin();
    return true;
  }
  for (state.has_changed = false; !state.has_changed && complete();) {
    const Moment next = std::min(state.policy_until, state.agenda.empty() ? interpret::never : state.agenda.begin()->first);
    if (next > state.to) return false;
    state.at = next;
    if (state.policy_until == next) {
      state.policy_until = state.judge_policy();
      state.has_changed = true;
    }
    if (state.agenda.empty() || state.agenda.begin()->first > next) continue;
    const auto due = state.agenda.extract(state.agenda.begin());
    for (const Slot& slot : due.mapped()) {
      if (state.evaluator.exhausted()) break;
      state.judge(slot);
    }
  }
  return complete();
}

// What was charged for a decision is gone with it.
Decision Replay::decide() {
  State& state = *state_;
  const auto now = Evaluator::Within::asked(state.evaluator, state.at);
  state.evaluator.count_anew();
  const std::size_t charged = state.evaluator.charged();
  state.decider.emplace(state.evaluator);
  Decision decision = state.decider->decide([&state] {
    std::vector<Instance*> all;
    for (auto& places : state.standing) {
      for (auto& [place, instances] : places) {
        std::ranges::transform(instances, std::back_inserter(all), [](Instance& instance) { return &instance; });
      }
    }
    return all;
  });
  state.evaluator.give_back(state.evaluator.charged() - charged);
  return decision;
}

// Those of one ladder with the strictest first, as in a decision.
Replay::Reasons Replay::reasons() {
  State& state = *state_;
  Reasons result;
  std::map<ReasonKey, ToldReason> present;
  const auto now = Evaluator::Within::asked(state.evaluator, state.at);
  const auto within = Evaluator::Within::mode(state.evaluator, interpret::Mode::decided);
  state.evaluator.count_anew();
  interpret::Explainer explainer(state.evaluator, state.sources);
  for (std::uint32_t ladder = 0; ladder < state.program.ladders.size(); ++ladder) {
    std::vector<Reason>& newly = result.newly.emplace_back();
    state.decider->for_reasons(ladder, [&](const Instance& instance) {
      const ReasonKey key = key_of(instance);
      if (const auto known = state.told.find(key); known != state.told.end()) {
        present.insert(*known);
        return;
      }
      Reason reason = state.decider->with(instance, [&](const auto& statement) { return explainer.reason(statement, instance, ladder); });
      state.evaluator.charge(interpret::bytes_of(reason));
      present.emplace(key, ToldReason{{reason.rule, reason.item, reason.step}, ladder, reason.outcome});
      newly.push_back(std::move(reason));
    });
    std::ranges::stable_sort(newly, [](const Reason& a, const Reason& b) { return is_stricter(a.outcome, b.outcome); });
  }
  std::vector<ToldReason> gone;
  for (const auto& [key, told] : state.told) {
    if (!present.contains(key)) gone.push_back(told);
  }
  std::ranges::stable_sort(gone, [](const ToldReason& a, const ToldReason& b) {
    return a.ladder != b.ladder ? a.ladder < b.ladder : is_stricter(a.outcome, b.outcome);
  });
  std::ranges::transform(gone, std::back_inserter(result.no_longer), &ToldReason::name);
  state.told = std::move(present);
  return result;
}

}  // namespace pasal
