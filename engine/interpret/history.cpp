// What is asked of the past: `C for at least 30 days`, `C in the last 90 days`, `highest F in the last 6 months`.
//
// The window is cut into stretches in which the condition or the value is the same (`for_stretches`), and each is evaluated
// once, as of its first moment. What was unknown in the past leaves the answer unknown only where it could change it.
#include <algorithm>

#include "engine/interpret/evaluator.hpp"

namespace pasal::interpret {
namespace {

bool is_of_condition(const HistoryNode& node) { return node.question <= HistoryNode::Question::at_some_moment; }
bool is_throughout(const HistoryNode& node) { return node.question <= HistoryNode::Question::throughout_more; }

std::int64_t minutes_in(Moment from, Moment to) { return to.minutes - from.minutes + 1; }

}  // namespace

// ---- how far back ---------------------------------------------------------------------------------------------

Evaluator::Window Evaluator::window(const HistoryNode& node) {
  const Value period = value(node.period);
  const auto* known = std::get_if<Duration>(&period);
  const bool by_days = known != nullptr && known->kind != DurationKind::clock;
  // In another zone it might be another day.
  if (by_days && moment_ != program_.zone.close_of(program_.zone.date_of(moment_))) zone_mattered_ = true;
  return window_at(node, period, moment_);
}

Evaluator::Window Evaluator::window_at(const HistoryNode& node, const Value& period, Moment end) {
  Window result{{end, end}, period, {}};
  const auto* known = std::get_if<Duration>(&period);
  if (known == nullptr || known->count < 0) return result;
  const bool strictly = node.question == HistoryNode::Question::throughout_more;
  if (known->kind == DurationKind::clock) {
    std::int64_t from = 0;
    const bool fits = !__builtin_sub_overflow(end.minutes, known->count, &from) && from > first_moment.minutes;
    result.time.from = fits ? Moment{from - (strictly ? 1 : 0)} : first_moment;
    return result;
  }
  const Date today = program_.zone.date_of(end);
  const Date last = strictly ? Date{today.days - 1} : today;
  const DateResult first = is_throughout(node) ? last_day_before(*known, last, program_.calendar)
                                               : first_day_within(*known, last, program_.calendar);
  if (!first.date) {
    const std::string year = std::to_string(first.year_without_holidays.value_or(0));
    result.problem = first.year_without_holidays
                         ? "the public holidays of " + year + " are not listed (`holidays for " + year + "`)"
                         : "the date lies outside the years 1 to 9999";
    return result;
  }
  const Moment from = is_throughout(node) ? program_.zone.close_of(*first.date) : program_.zone.start_of(*first.date);
  result.time.from = std::min(from, end);
  return result;
}

// When the window will have left `boundary` behind, and when what follows it begins.
void Evaluator::note_window(const HistoryNode& node, const Window& window, Moment boundary, Moment next) {
  if (!is_watched()) return;
  may_change(next);
  const auto* period = std::get_if<Duration>(&window.period);
  if (period == nullptr || boundary == never) return;
  const Moment end = steady_end(period->kind == DurationKind::working_days);
  const auto is_behind = [&](Moment clock) {
    const Window later = window_at(node, window.period, clock);
    return !later.is_known() || later.time.from >= boundary;
  };
  Moment low = moment_;
  Moment high = end;
  if (!is_behind(Moment{high.minutes - 1})) return may_change(end);
  while (high.minutes - low.minutes > 1) {
    const Moment middle{low.minutes + (high.minutes - low.minutes) / 2};
    (is_behind(middle) ? high : low) = middle;
  }
  may_change(high);
}

// ---- conditions -----------------------------------------------------------------------------------------------

Value Evaluator::evaluate(const HistoryNode& node, NodeId id) {
  const Window asked = window(node);
  if (!asked.problem.empty()) {
    if (is_watched()) may_change(program_.zone.next_day_after(moment_));
    return fail(asked.problem, program_[id].span);
  }
  // A window that has only begun holds the present moment alone, where undated facts count; a minute later it has a past.
  if (asked.time.from == asked.time.to) may_change(Moment{moment_.minutes + 1});
  if (is_of_condition(node)) return of_condition(node, asked);
  if (is_none(asked.period)) return fail("one cannot calculate with none", program_[node.period].span);
  if (!asked.is_known()) return asked.period;
  if (node.question == HistoryNode::Question::average) return average(node, asked, id);
  return of_values(node, asked, id);
}

// One stretch in which it did not hold is enough to say no, one in which it did to say that it did once.
Value Evaluator::of_condition(const HistoryNode& node, const Window& asked) {
  if (is_none(asked.period)) return false;
  const Truth decisive = is_throughout(node) ? Truth::no : Truth::yes;
  Truth result = pasal::negate(decisive);
  Value open = Unknown{};
  Moment first_end = never;  // where the window's first stretch ends, or the decisive one
  const Moment next = for_stretches(node.of, asked.time, [&](const Stretch& stretch) {
    const Value here = value(node.of);
    const Truth truth = truth_of(here);
    if (std::holds_alternative<ErrorValue>(here)) open = here;
    if (first_end == never || truth == decisive) first_end = Moment{stretch.to.minutes + 1};
    result = is_throughout(node) ? both(result, truth) : either(result, truth);
    return truth != decisive;
  });
  if (is_interrupted()) return Unknown{};
  note_window(node, asked, first_end, result == decisive && first_end <= moment_ ? never : next);
  if (result == decisive) return value_of(result);
  if (!asked.is_known()) return asked.period;
  return result == Truth::unknown ? open : value_of(result);
}

// ---- values ---------------------------------------------------------------------------------------------------

// What is none is neither the highest nor the lowest.
Value Evaluator::of_values(const HistoryNode& node, const Window& asked, NodeId id) {
  const bool highest = node.question == HistoryNode::Question::highest;
  std::optional<Value> best;
  Value open = None{};
  Moment first_end = never;
  const Moment next = for_stretches(node.of, asked.time, [&](const Stretch& stretch) {
    if (first_end == never) first_end = Moment{stretch.to.minutes + 1};
    const Value here = value(node.of);
    if (is_open(here) && !is_open(open)) open = here;
    if (is_open(here) || is_none(here)) return true;
    if (best) {
      const Value sides[] = {*best, here};
      record_choice(id, *best, here);
      best = apply_or_fail(highest ? Operator::larger : Operator::smaller, sides, program_[id].span);
    } else {
      best = here;
    }
    return true;
  });
  if (is_interrupted()) return Unknown{};
  note_window(node, asked, first_end, next);
  if (is_open(open)) return open;
  return best ? *best : Value(None{});
}

// Weighted by time: every minute of the window counts as much.
Value Evaluator::average(const HistoryNode& node, const Window& asked, NodeId id) {
  Average total{Number(0), Number(0), Number(0), asked.time.from};
  std::optional<Value> open;
  Moment first_end = never;
  bool is_level = true;
  const Moment next = for_stretches(node.of, asked.time, [&](const Stretch& stretch) {
    const Value here = value(node.of);
    const auto* number = std::get_if<Number>(&here);
    if (number == nullptr) {
      if (first_end == never) first_end = Moment{stretch.to.minutes + 1};
      if (!open) open = is_none(here) ? fail("one cannot calculate with none", program_[node.of].span) : here;
      return true;
    }
    const auto part = multiply(*number, Number(minutes_in(stretch.from, stretch.to)));
    const auto sum = part ? add(total.sum, *part) : std::nullopt;
    if (!sum && !open) open = fail("the result is too large to hold", program_[id].span);
    if (sum) total.sum = *sum;
    if (first_end == never) {
      first_end = Moment{stretch.to.minutes + 1};
      total.first = *number;
    }
    is_level = is_level && *number == total.first;
    total.last = *number;
    return true;
  });
  if (is_interrupted()) return Unknown{};
  note_window(node, asked, first_end, next);
  if (open) return *open;
  if (is_watched() && !is_level) {
    charge(averages_[memo_index(id)].store(id, key(program_[id].level), total, program_.nodes.size()));
    if (std::get<Duration>(asked.period).kind != DurationKind::clock) may_change(program_.zone.next_day_after(moment_));
    until_.steady = !until_.drifts();
    until_.drift = Moment{moment_.minutes + 1};
  }
  const auto result = divide(total.sum, Number(minutes_in(asked.time.from, asked.time.to)));
  return result ? Value(*result) : fail("the result is too large to hold", program_[id].span);
}

// As long as no other stretch comes into the window and its first one does not leave it, it gains of the last value what it
// loses of the first.
std::optional<Value> Evaluator::average_at_clock(const HistoryNode& node, NodeId id, Moment clock) {
  const Average* known = averages_[memo_index(id)].find(id, key(program_[id].level));
  const Window later = window_at(node, value(node.period), clock);
  if (known == nullptr || !later.is_known()) return std::nullopt;
  const auto lost = multiply(known->first, Number(later.time.from.minutes - known->from.minutes));
  const auto gained = multiply(known->last, Number(clock.minutes - moment_.minutes));
  const auto sum = lost && gained ? subtract(*gained, *lost) : std::nullopt;
  const auto whole = sum ? add(known->sum, *sum) : std::nullopt;
  const auto result = whole ? divide(*whole, Number(minutes_in(later.time.from, clock))) : std::nullopt;
  return result ? std::optional<Value>(*result) : std::nullopt;
}

// ---- between which numbers it lies ------------------------------------------------------------------------------

Interval Evaluator::history_interval(const HistoryNode& node, Ranges ranges) {
  const Window asked = window(node);
  if (is_of_condition(node) || !asked.is_known()) return {};
  const bool averages = node.question == HistoryNode::Question::average;
  const Operator choice = node.question == HistoryNode::Question::highest ? Operator::larger : Operator::smaller;
  std::optional<Interval> best;   // of the stretches that surely count
  std::optional<Interval> total;  // of all minutes together
  std::optional<Interval> all;
  for_stretches(node.of, asked.time, [&](const Stretch& stretch) {
    const Interval one = interval(node.of, ranges);
    const Interval bare{one.lowest, one.highest, false};
    const Interval minutes = point(Number(minutes_in(stretch.from, stretch.to)));
    const Interval part = calculated(Operator::multiply, one.may_be_none ? Interval{} : one, minutes);
    total = total ? calculated(Operator::add, *total, part) : part;
    if (!averages && is_none(value(node.of))) return true;
    all = all ? hull(*all, bare) : bare;
    if (!one.may_be_none) best = best ? calculated(choice, *best, bare) : bare;
    return true;
  });
  if (is_interrupted() || !total) return {};
  if (averages) {
    return calculated(Operator::divide, *total, point(Number(minutes_in(asked.time.from, asked.time.to))));
  }
  if (!best) return {all ? all->lowest : std::nullopt, all ? all->highest : std::nullopt, true};
  const bool highest = choice == Operator::larger;
  return highest ? Interval{best->lowest, all->highest, false} : Interval{all->lowest, best->highest, false};
}

}  // namespace pasal::interpret
