// Until when what was evaluated stays as it is.
//
// By induction over the steps of an evaluation: as long as every report, date, parameter and comparison that it looked at
// comes out as before, it takes the same way to the same result. Each of them notes the first moment at which it may come
// out otherwise. What is counted from the clock drifts; a comparison of it works out when its own truth changes, by
// halving a stretch in which the drift only grows or only falls.
#include <algorithm>

#include "engine/interpret/evaluator.hpp"

namespace pasal::interpret {
namespace {

constexpr std::int64_t minutes_a_day = 24 * 60;
// A year without a list of holidays is an error that lasts longer than this.
constexpr std::int64_t days_between_errors = 28;
// Longer chains of calls are not worked out again.
constexpr std::uint16_t most_calls = 64;

bool counts_working_days(std::span<const Value> operands, Operator operation) {
  return operation == Operator::working_days_between || std::ranges::any_of(operands, [](const Value& operand) {
           const auto* duration = std::get_if<Duration>(&operand);
           return duration != nullptr && duration->kind == DurationKind::working_days;
         });
}

bool compares_distance(Operator operation) {
  return operation >= Operator::later_by_less && operation <= Operator::later_by_exactly;
}

// Where one side of a comparison lies, as a number that grows or falls with that side.
constexpr std::int64_t at_none = -2;
constexpr std::int64_t without_order = 3;
std::int64_t place_beside(const Value& a, const Value& b, const OperationSetting& setting) {
  if (is_none(a) || is_none(b)) return at_none;
  const auto found = order(a, b, setting);
  if (!found) return without_order;
  return *found < 0 ? -1 : *found > 0 ? 1 : 0;
}

std::int64_t place_by_distance(std::span<const Value> operands, const OperationSetting& setting) {
  if (std::ranges::any_of(operands, is_none)) return at_none;
  if (order(operands[0], operands[2], setting) == std::strong_ordering::less) return at_none;
  std::int64_t place = -1;
  for (const Operator operation : {Operator::later_by_less, Operator::later_by_exactly, Operator::later_by_more}) {
    const OperationResult result = apply(operation, operands, setting);
    if (!result.problem.empty()) return without_order;
    if (truth_of(result.value) == Truth::yes) return place;
    ++place;
  }
  return without_order;
}

}  // namespace

bool Evaluator::is_remembered(const Memo<Until>& memo, NodeId id, const MemoKey& key) {
  if (!is_watched()) return true;
  const Until* until = memo.find(id, key);
  if (until != nullptr) until_.add(*until);
  return until != nullptr;
}

// When it will be known otherwise whether `date` has come. Clocks that are set back over midnight bring a day back.
void Evaluator::note_day(Date date) {
  if (!is_watched()) return;
  const Date today = program_.zone.date_of(moment_);
  if (today == date) {
    const auto change = program_.zone.next_change(moment_);
    if (change && program_.zone.date_of(*change) < date) may_change(*change);
  }
  if (today >= date) return;
  const Moment start = program_.zone.start_of(date);
  may_change(start > moment_ ? start : program_.zone.next_day_after(moment_));
}

// A parameter changes with time where the law is that of the present moment.
void Evaluator::note_law(const Parameter& parameter, const ParameterRow* row) {
  if (!is_watched() || law_ != moment_) return;
  if (row != nullptr && row->from) note_day(*row->from);
  const std::size_t next = row == nullptr ? 0 : static_cast<std::size_t>(row - parameter.rows.data()) + 1;
  if (next < parameter.rows.size() && parameter.rows[next].from) note_day(*parameter.rows[next].from);
}

// The first moment behind what can be looked at as one stretch.
Moment Evaluator::steady_end(bool counts_working_days) const {
  Moment end{watched_to_->minutes + 1};
  if (const auto change = program_.zone.next_change(moment_)) end = std::min(end, *change);
  if (counts_working_days) end = std::min(end, Moment{moment_.minutes + days_between_errors * minutes_a_day});
  return std::max(end, Moment{moment_.minutes + 1});
}

// ---- drift ----------------------------------------------------------------------------------------------------

// What becomes of the drift of its operands in a call.
void Evaluator::note_drift(const CallNode& call, std::span<const Value> operands, const Value& result, NodeId id) {
  until_.counts_working_days = until_.counts_working_days || counts_working_days(operands, call.operation);
  if (++until_.calls > most_calls) until_.steady = false;
  const bool in_circles = call.operation == Operator::month_of || call.operation == Operator::day_of;
  if (in_circles) until_.steady = false;
  if (program_[id].type.kind != TypeKind::boolean) return;
  if (!until_.steady) return;
  const bool is_known = !is_open(result) && std::ranges::none_of(operands, is_open);
  if (is_known) absorb(call);
  else if (is_open(result) && stays_open(call, operands)) until_ = Until{.event = until_.event};
}

// What is held against a side of which nothing is known stays unknown, wherever the clock stands: unless it is the clock
// that leaves it unknown.
bool Evaluator::stays_open(const CallNode& call, std::span<const Value> operands) {
  for (std::size_t index = 0; index < operands.size(); ++index) {
    const NodeId operand = call.operands[index];
    if (!is_open(operands[index])) continue;
    const Until* until = until_when_[memo_index(operand)].find(operand, key(program_[operand].level));
    if (until != nullptr && until->drifts()) continue;
    const Until noted = until_;
    const Interval side = interval(operand, Ranges::structure);
    until_ = noted;
    if (!side.lowest && !side.highest) return true;
  }
  return false;
}

// A comparison changes when its sides come to lie otherwise, not with every step of the clock.
void Evaluator::absorb(const CallNode& call) {
  const auto here = place_at_clock(call, moment_);
  if (!here) return;
  const Moment end = std::min(until_.event, steady_end(until_.counts_working_days));
  const auto differs = [&](Moment clock) { return place_at_clock(call, clock) != here; };
  Moment low = moment_;
  Moment high = end;
  if (high.minutes - low.minutes > 1 && differs(Moment{high.minutes - 1})) {
    high.minutes -= 1;
    while (high.minutes - low.minutes > 1) {
      const Moment middle{low.minutes + (high.minutes - low.minutes) / 2};
      (differs(middle) ? high : low) = middle;
    }
  }
  until_ = Until{.event = high};
}

// How the sides of a comparison would lie if the clock alone went on. Nothing where that cannot be said.
std::optional<std::int64_t> Evaluator::place_at_clock(const CallNode& call, Moment clock) {
  std::array<Value, 3> operands;
  const std::size_t count = std::min(call.operands.size(), operands.size());
  for (std::size_t index = 0; index < count; ++index) {
    auto value = value_at_clock(call.operands[index], clock);
    if (!value) return std::nullopt;
    operands[index] = std::move(*value);
  }
  if (std::ranges::any_of(std::span(operands).first(count), is_open)) return without_order;
  if (compares_distance(call.operation)) return place_by_distance(std::span(operands).first(count), setting());
  if (call.operation == Operator::is_none || call.operation == Operator::is_present) return is_none(operands[0]) ? 1 : 0;
  if (call.operation == Operator::between) {
    return place_beside(operands[0], operands[1], setting()) * 8 + place_beside(operands[0], operands[2], setting());
  }
  if (!is_comparison(call.operation)) return std::nullopt;
  return place_beside(operands[0], operands[1], setting());
}

// Everything but what is counted from the clock is as it is at the moment.
std::optional<Value> Evaluator::value_at_clock(NodeId id, Moment clock) {
  const Node& node = program_[id];
  const Until noted = until_;
  const Value known = value(id);
  until_ = noted;
  const Until* until = until_when_[memo_index(id)].find(id, key(node.level));
  if (until == nullptr || !until->drifts()) return known;
  if (const auto* moment = std::get_if<MomentNode>(&node.content)) {
    return moment->whole_day ? Value(program_.zone.date_of(clock)) : Value(clock);
  }
  if (const auto* history = std::get_if<HistoryNode>(&node.content)) return average_at_clock(*history, id, clock);
  const auto* call = std::get_if<CallNode>(&node.content);
  if (call == nullptr) return std::nullopt;
  std::array<Value, 3> operands;
  const std::size_t count = std::min(call->operands.size(), operands.size());
  for (std::size_t index = 0; index < count; ++index) {
    auto value = value_at_clock(call->operands[index], clock);
    if (!value) return std::nullopt;
    operands[index] = std::move(*value);
  }
  return apply(call->operation, std::span(operands).first(count), setting()).value;
}

}  // namespace pasal::interpret
