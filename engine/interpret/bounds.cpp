// Between which numbers an expression lies while something in it is unknown.
//
// Never too narrow, perhaps too wide: an unknown fact has no limits, or its declared ones; an error has none.
#include <algorithm>
#include <array>

#include "engine/interpret/evaluator.hpp"

namespace pasal::interpret {
namespace {

// A number or an end without limit.
struct Limit {
  int infinite = 0;  // -1, 0, 1
  Number number;
  int sign() const { return infinite != 0 ? infinite : number.is_zero() ? 0 : number.is_negative() ? -1 : 1; }
};
bool operator<(const Limit& a, const Limit& b) {
  return a.infinite != b.infinite ? a.infinite < b.infinite : a.infinite == 0 && a.number < b.number;
}

Limit low_limit(const Interval& interval) { return interval.lowest ? Limit{0, *interval.lowest} : Limit{-1, {}}; }
Limit high_limit(const Interval& interval) { return interval.highest ? Limit{0, *interval.highest} : Limit{1, {}}; }
// An end that grew out of what a number holds is no end.
Interval interval_of(const Limit& low, const Limit& high) {
  Interval result;
  if (low.infinite == 0) result.lowest = low.number;
  if (high.infinite == 0) result.highest = high.number;
  return result;
}

// What may be none has no limits in a calculation: with none it is an error.
Interval as_number(const Interval& interval) { return interval.may_be_none ? Interval{} : interval; }

Limit sum(const Limit& a, const Limit& b) {
  if (a.infinite != 0 || b.infinite != 0) return {a.infinite != 0 ? a.infinite : b.infinite, {}};
  const auto result = add(a.number, b.number);
  return result ? Limit{0, *result} : Limit{a.number.is_negative() ? -1 : 1, {}};
}

Limit product(const Limit& a, const Limit& b) {
  const int sign = a.sign() * b.sign();
  if (sign == 0) return {};
  if (a.infinite != 0 || b.infinite != 0) return {sign, {}};
  const auto result = multiply(a.number, b.number);
  return result ? Limit{0, *result} : Limit{sign, {}};
}

Interval negated(const Interval& a) {
  const auto flip = [](const Limit& limit) {
    const auto number = pasal::negate(limit.number);
    return number ? Limit{-limit.infinite, *number} : Limit{limit.sign() < 0 ? 1 : -1, {}};
  };
  return interval_of(flip(high_limit(a)), flip(low_limit(a)));
}

Interval multiplied(const Interval& a, const Interval& b) {
  const std::array corners = {product(low_limit(a), low_limit(b)), product(low_limit(a), high_limit(b)),
                              product(high_limit(a), low_limit(b)), product(high_limit(a), high_limit(b))};
  const auto [low, high] = std::minmax_element(corners.begin(), corners.end());
  return interval_of(*low, *high);
}

// Around 0 there is no telling.
Interval divided(const Interval& a, const Interval& b) {
  const bool is_above = b.lowest && low_limit(b).sign() > 0;
  const bool is_below = b.highest && high_limit(b).sign() < 0;
  if (!is_above && !is_below) return {};
  const auto inverse = [](const Limit& limit) {
    const auto number = limit.infinite != 0 ? Number(0) : divide(Number(1), limit.number);
    return number ? Limit{0, *number} : Limit{limit.sign(), {}};
  };
  return multiplied(a, interval_of(inverse(high_limit(b)), inverse(low_limit(b))));
}

Interval rounded(const Interval& a, const Interval& step, Operator operation) {
  if (!step.is_point() || low_limit(step).sign() <= 0) return {};
  const Rounding rounding = operation == Operator::round_up     ? Rounding::up
                            : operation == Operator::round_down ? Rounding::down
                                                                : Rounding::half_up;
  Interval result;
  if (a.lowest) result.lowest = round_to(*a.lowest, *step.lowest, rounding);
  if (a.highest) result.highest = round_to(*a.highest, *step.lowest, rounding);
  return result;
}

Interval larger(const Interval& a, const Interval& b) {
  return interval_of(std::max(low_limit(a), low_limit(b)), std::max(high_limit(a), high_limit(b)));
}
Interval smaller(const Interval& a, const Interval& b) {
  return interval_of(std::min(low_limit(a), low_limit(b)), std::min(high_limit(a), high_limit(b)));
}

Interval calculated_of(Operator operation, const Interval& a, const Interval& b) {
  if (operation == Operator::add)
    return interval_of(sum(low_limit(a), low_limit(b)), sum(high_limit(a), high_limit(b)));
  if (operation == Operator::subtract) return calculated_of(Operator::add, a, negated(b));
  if (operation == Operator::multiply) return multiplied(a, b);
  if (operation == Operator::divide) return divided(a, b);
  if (operation == Operator::larger) return larger(a, b);
  if (operation == Operator::smaller) return smaller(a, b);
  return rounded(a, b, operation);
}

Truth compare_numbers(Operator comparison, const Interval& a, const Interval& b) {
  const bool is_below = high_limit(a) < low_limit(b);
  const bool is_above = high_limit(b) < low_limit(a);
  const bool never_above = !(low_limit(b) < high_limit(a)) && a.highest && b.lowest;
  const bool never_below = !(low_limit(a) < high_limit(b)) && a.lowest && b.highest;
  const auto decided = [](bool yes, bool no) { return yes ? Truth::yes : no ? Truth::no : Truth::unknown; };
  if (comparison == Operator::less) return decided(is_below, never_below);
  if (comparison == Operator::less_or_equal) return decided(never_above, is_above);
  if (comparison == Operator::greater) return decided(is_above, never_above);
  if (comparison == Operator::greater_or_equal) return decided(never_below, is_below);
  const Truth equal = decided(never_above && never_below, is_below || is_above);
  return comparison == Operator::equal ? equal : negate(equal);
}

}  // namespace

Interval calculated(Operator operation, const Interval& a, const Interval& b) {
  return calculated_of(operation, a, b);
}

Interval point(const Number& number) { return {number, number, false}; }

Interval hull(const Interval& a, const Interval& b) {
  Interval result = interval_of(std::min(low_limit(a), low_limit(b)), std::max(high_limit(a), high_limit(b)));
  result.may_be_none = a.may_be_none || b.may_be_none;
  return result;
}

Truth compare(Operator comparison, const Interval& a, const Interval& b) {
  const Truth truth = compare_numbers(comparison, a, b);
  if (!a.may_be_none && !b.may_be_none) return truth;
  const Truth with_none = comparison == Operator::not_equal ? Truth::yes : Truth::no;
  return truth == with_none ? truth : Truth::unknown;
}

Interval point_of(const Value& value) {
  if (const auto* number = std::get_if<Number>(&value)) return point(*number);
  if (const auto* date = std::get_if<Date>(&value)) return point(Number(date->days));
  if (const auto* moment = std::get_if<Moment>(&value)) return point(Number(moment->minutes));
  if (const auto* period = std::get_if<Duration>(&value)) return point(Number(period->count));
  return {};
}

Interval Evaluator::side(NodeId id, const Value& value) {
  const Interval known = point_of(value);
  if (known.is_point()) return known;
  return program_[id].type.is_numeric() ? interval(id, Ranges::structure) : Interval{};
}

namespace {

// Whether the left side lies below the right one, or above it; 0 where they meet or overlap.
std::int64_t direction(const Interval& left, const Interval& right) {
  if (high_limit(left) < low_limit(right)) return 1;
  return high_limit(right) < low_limit(left) ? 2 : 0;
}

std::int64_t combined(const Value& result, std::int64_t direction) {
  return static_cast<std::int64_t>(truth_of(result)) * 3 + direction;
}

// Where the step begins and ends that the sides of a rounding lie in: the value is rounded alike between them.
Interval step_around(Operator rounding, const Number& value, const Number& step) {
  const auto shifted = rounding == Operator::round_half_up ? pasal::add(value, *divide(step, Number(2))) : std::optional(value);
  const auto below = shifted ? round_to(*shifted, step, Rounding::down) : std::nullopt;
  const auto begin = below && rounding == Operator::round_half_up ? subtract(*below, *divide(step, Number(2))) : below;
  return {begin, begin ? pasal::add(*begin, step) : std::nullopt, false};
}

}  // namespace

// Which of two values is chosen as the larger or the smaller one.
void Evaluator::record_choice(NodeId id, const Value& a, const Value& b) {
  if (records(id)) record_->branches.push_back({id, point_of(a), point_of(b), direction(point_of(a), point_of(b))});
}

void Evaluator::record_call(const CallNode& call, std::span<const Value> operands, NodeId id, const Value& result) {
  const Operator operation = call.operation;
  if (operands.size() < 2 || operation == Operator::contains || operation == Operator::matches) return record_turn(static_cast<std::int64_t>(truth_of(result)));
  const Interval left = side(call.operands[0], operands[0]);
  const Interval right = side(call.operands[1], operands[1]);
  const auto put = [&](const Interval& a, const Interval& b) {
    const bool chooses = operation == Operator::larger || operation == Operator::smaller;
    record_->branches.push_back({id, a, b, chooses ? direction(a, b) : combined(result, direction(a, b))});
  };
  if (operation == Operator::between) {
    put(left, right);
    put(left, side(call.operands[2], operands[2]));
  } else if (operation >= Operator::later_by_less && operation <= Operator::later_by_exactly) {
    put(left, side(call.operands[2], operands[2]));
  } else if (is_comparison(operation) || operation == Operator::larger || operation == Operator::smaller) {
    put(left, right);
  } else if (operation == Operator::divide) {
    record_->branches.push_back({id, right, point(Number(0)), direction(right, point(Number(0)))});
  } else if (operation >= Operator::round_half_up && operation <= Operator::round_down) {
    if (!left.is_point() || !right.is_point() || *right.lowest <= Number(0)) return;
    const Interval step = step_around(operation, *left.lowest, *right.lowest);
    const auto* rounded_value = std::get_if<Number>(&result);
    const auto whole = rounded_value != nullptr ? rounded_value->whole() : std::nullopt;
    record_->branches.push_back({id, left, step, whole.value_or(0)});
  } else if (operation >= Operator::days_between && operation <= Operator::working_days_between) {
    record_turn(is_none(result) ? 0 : 1);
  }
}

void Evaluator::record_amounts(const std::optional<Number>& a, const std::optional<Number>& b) {
  if (record_ == nullptr || !a || !b) return;
  record_->branches.push_back({{}, point(*a), point(*b), direction(point(*a), point(*b))});
}

void Evaluator::record_ends(const Interval& a, const Interval& b) {
  record_amounts(a.lowest, b.lowest);
  record_amounts(a.highest, b.highest);
}

Truth Evaluator::compare_by_intervals(const CallNode& call) {
  for (const NodeId operand : call.operands) {
    if (!program_[operand].type.is_numeric()) return Truth::unknown;
  }
  const Interval a = interval(call.operands[0], Ranges::structure);
  const Interval b = interval(call.operands[1], Ranges::structure);
  if (call.operation != Operator::between) return compare(call.operation, a, b);
  const Interval c = interval(call.operands[2], Ranges::structure);
  return both(compare(Operator::greater_or_equal, a, b), compare(Operator::less_or_equal, a, c));
}

Interval Evaluator::interval(NodeId id, Ranges ranges) {
  const Value known = value(id);
  if (const auto* number = std::get_if<Number>(&known)) return point(*number);
  // Periods of amounts are of one kind; in conditions they may not be, so there they are not compared by their counts.
  const auto* period = std::get_if<Duration>(&known);
  if (period != nullptr && ranges == Ranges::declared) return point(Number(period->count));
  if (is_none(known)) return {std::nullopt, std::nullopt, true};
  if (!is_open(known) || is_interrupted()) return {};
  const Node& node = program_[id];
  const std::size_t place = memo_index(id) * 2 + (ranges == Ranges::declared ? 1 : 0);
  Memo<Interval>& memo = intervals_[place];
  Memo<Until>& until = until_when_interval_[place];
  const MemoKey here = key(node.level);
  if (const Interval* found = memo.find(id, here); found != nullptr && is_remembered(until, id, here)) return *found;
  if (!is_driven_) {
    const Until noted = until_;
    drive({id, ranges});
    until_ = noted;
    const Interval* found = memo.find(id, here);
    return found != nullptr && is_remembered(until, id, here) && !exhausted() ? *found : Interval{};
  }
  if (puts_off({id, ranges})) return {};
  const Deeper deeper(*this, id);
  if (!step()) return {};
  const Part part(*this);
  const Interval result = open_interval(node.content, ranges);
  if (is_interrupted()) return {};
  charge(memo.store(id, here, result, program_.nodes.size()));
  if (is_watched()) charge(until.store(id, here, until_, program_.nodes.size()));
  return result;
}

Interval Evaluator::open_interval(const NodeContent& content, Ranges ranges) {
  if (const auto* fact = std::get_if<FactNode>(&content)) {
    const FactDeclaration& declaration = program_[fact->fact];
    if (ranges == Ranges::structure) return {std::nullopt, std::nullopt, declaration.if_any};
    return {declaration.lowest, declaration.highest, declaration.if_any};
  }
  if (const auto* call = std::get_if<CallNode>(&content)) return call_interval(*call, ranges);
  if (const auto* choice = std::get_if<ChoiceNode>(&content)) return choice_interval(*choice, ranges);
  if (const auto* aggregate = std::get_if<AggregateNode>(&content)) return aggregate_interval(*aggregate, ranges);
  if (const auto* law = std::get_if<LawOnNode>(&content)) {
    const Value day = value(law->moment);
    if (is_open(day) || is_none(day)) return {};
    const auto within = Within::law(*this, judged_at(day));
    return interval(law->value, ranges);
  }
  if (const auto* history = std::get_if<HistoryNode>(&content)) return history_interval(*history, ranges);
  if (const auto* then = std::get_if<AsOfNode>(&content)) {
    const Value time = value(then->moment);
    if (is_open(time) || is_none(time)) return {};
    const auto within = Within::moment(*this, judged_at(time));
    return interval(then->value, ranges);
  }
  return {};
}

Interval Evaluator::call_interval(const CallNode& call, Ranges ranges) {
  if (call.operation < Operator::add || call.operation > Operator::round_down) return {};
  const Interval a = as_number(interval(call.operands[0], ranges));
  if (call.operation == Operator::negate) return negated(a);
  const Interval b = as_number(interval(call.operands[1], ranges));
  if (call.operation == Operator::larger || call.operation == Operator::smaller) record_ends(a, b);
  if (call.operation == Operator::multiply || call.operation == Operator::divide) {  // its ends trade places where a sign turns
    record_ends(a, point(Number(0)));
    record_ends(b, point(Number(0)));
  }
  return calculated(call.operation, a, b);
}

Interval Evaluator::choice_interval(const ChoiceNode& choice, Ranges ranges) {
  std::optional<Interval> result;
  const auto may_be = [&](NodeId node) {
    const Interval one = interval(node, ranges);
    if (result) record_ends(*result, one);
    result = result ? hull(*result, one) : one;
  };
  for (const auto& line : choice.cases) {
    const Truth fits = truth(line.condition);
    if (fits == Truth::no) continue;
    may_be(line.value);
    if (fits == Truth::yes) return *result;
  }
  if (!choice.otherwise) return {};
  may_be(*choice.otherwise);
  return *result;
}

Interval Evaluator::count_interval(const Selection& items) {
  std::int64_t sure = 0;
  std::int64_t possible = 0;
  const bool known = for_items(items, [&] {
    const Truth chosen = selected(items);
    sure += chosen == Truth::yes ? 1 : 0;
    possible += chosen != Truth::no ? 1 : 0;
    return true;
  });
  if (!known) return {Number(0), std::nullopt, false};
  return {Number(sure), Number(possible), false};
}

Interval Evaluator::aggregate_interval(const AggregateNode& aggregate, Ranges ranges) {
  if (aggregate.summary == Summary::count || !aggregate.of) return count_interval(aggregate.items);
  Interval total = point(Number(0));  // of a sum
  std::optional<Interval> all;        // around every item that may count
  std::optional<Interval> best;       // of the items that surely count, for the highest and the lowest
  const bool highest = aggregate.summary == Summary::highest;
  const bool adds = aggregate.summary == Summary::sum || aggregate.summary == Summary::average;
  const bool known = for_items(aggregate.items, [&] {
    const Truth chosen = selected(aggregate.items);
    if (chosen == Truth::no) return true;
    if (!adds && is_none(value(*aggregate.of))) return true;  // neither the highest nor the lowest
    const Interval one = interval(*aggregate.of, ranges);
    const Interval part = as_number(one);
    total = calculated(Operator::add, total, chosen == Truth::yes ? part : hull(part, point(Number(0))));
    const Interval bare = adds ? part : Interval{one.lowest, one.highest, false};
    all = all ? hull(*all, bare) : bare;
    if (chosen != Truth::yes || (!adds && one.may_be_none)) return true;
    best = !best ? bare : highest ? larger(*best, bare) : smaller(*best, bare);
    return true;
  });
  if (!known) return {std::nullopt, std::nullopt, !adds};
  if (aggregate.summary == Summary::sum) return total;
  if (aggregate.summary == Summary::average) return best ? *all : Interval{};
  if (!all) return {std::nullopt, std::nullopt, true};
  if (!best) return {all->lowest, all->highest, true};
  return highest ? Interval{best->lowest, all->highest, false} : Interval{all->lowest, best->highest, false};
}

}  // namespace pasal::interpret
