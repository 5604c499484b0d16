// What is asked of the past, and the moments at which an answer may change, held against the policy asked at every minute.
#include <algorithm>
#include <map>

#include "engine/model/operations.hpp"
#include "tests/property/what_if/case.hpp"

namespace pasal::property {
namespace {

using Question = HistoryNode::Question;

constexpr std::int64_t minutes_a_day = 24 * 60;

// In the cases everything happens at a quarter of an hour, so something may change in the first minute of one, in the
// second (`more than 24 hours ago`), and nothing until the last, at which a day is judged.
struct Minutes {
  Moment first;
  std::int64_t count = 1;
};
constexpr std::int64_t quarter = 15;
constexpr std::int64_t longest_fold = 120;  // by which clocks are set back

std::int64_t within_quarter(Moment moment) { return ((moment.minutes % quarter) + quarter) % quarter; }

Minutes minutes_at(Moment moment) {
  const std::int64_t place = within_quarter(moment);
  if (place == 0 || place == quarter - 1) return {moment, 1};
  return {Moment{moment.minutes - place + 1}, quarter - 2};
}
Minutes before(const Minutes& minutes) { return minutes_at(Moment{minutes.first.minutes - 1}); }
Minutes behind(const Minutes& minutes) { return minutes_at(Moment{minutes.first.minutes + minutes.count}); }

bool agree(const Value& a, const Value& b) { return is_open(a) ? is_open(b) : is_same(a, b); }

std::string written(const Value& value) {
  if (const auto* number = std::get_if<Number>(&value)) return number->plain();
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "yes" : "no";
  return is_open(value) ? "unknown" : is_none(value) ? "none" : "a value";
}

class HistoryCheck {
public:
  explicit HistoryCheck(const Case& of) : of_(of) {}

  void past(NodeId id, const HistoryNode& node);
  void then(NodeId id, const AsOfNode& node);
  void changes(NodeId id);
  void changes_of_decision();

private:
  // What the policy says as of a moment of the past by what was known then: an undated fact counts from its `as of`.
  Value at(NodeId node, Moment moment);
  Truth lies(Operator operation, const Duration& period, Moment moment) const;
  Truth is_inside(const Duration& period, Moment moment) const;
  Value of_condition(const HistoryNode& node, const Duration& period);
  Value of_values(const HistoryNode& node, const Duration& period);
  Value now(NodeId node, Moment moment) const { return evaluate(of_.program, of_.sources, of_.subject, moment, node).value; }
  std::string here(NodeId id) const { return std::string(of_.sources.text(of_.program[id].span)) + ": "; }
  template <typename Answer, typename Alike>
  void compare(const std::string& what, const ChangeMoments& found, Moment from, Moment to, Answer answer, Alike alike);

  const Case& of_;
  std::map<std::pair<std::uint32_t, Moment>, Value> known_;
};

Value HistoryCheck::at(NodeId node, Moment moment) {
  const auto [place, is_new] = known_.try_emplace({node.index, moment});
  if (!is_new) return place->second;
  Subject subject = of_.subject;
  for (FactReports& fact : subject.facts) {
    std::erase_if(fact.reports, [&](const pasal::Report& report) {
      return moment != of_.as_of && !report.from && !(report.since && *report.since <= moment);
    });
  }
  place->second = evaluate(of_.program, of_.sources, subject, moment, node).value;
  return place->second;
}

// Unknown where the holidays of a year are not listed.
Truth HistoryCheck::lies(Operator operation, const Duration& period, Moment moment) const {
  const TimeZone& zone = of_.program.zone;
  const bool by_clock = period.kind == DurationKind::clock;
  const Value end = by_clock ? Value(of_.as_of) : Value(zone.date_of(of_.as_of));
  const Value begin = by_clock ? Value(moment) : Value(zone.date_of(moment));
  const Value operands[] = {end, period, begin};
  const OperationResult result = apply(operation, operands, {of_.program.calendar, zone, nullptr});
  return result.problem.empty() ? truth_of(result.value) : Truth::unknown;
}

// A window has no hole: where clocks are set back over midnight, what lies between two of its minutes is inside too.
Truth HistoryCheck::is_inside(const Duration& period, Moment moment) const {
  const Truth here = lies(Operator::later_by_at_most, period, moment);
  if (here != Truth::no) return here;
  return lies(Operator::later_by_at_most, period, Moment{moment.minutes - longest_fold});
}

// Without a break since a moment at least so long ago; at one moment at most so long ago.
Value HistoryCheck::of_condition(const HistoryNode& node, const Duration& period) {
  Truth result = node.question == Question::at_some_moment ? Truth::no : Truth::yes;
  const Operator enough = node.question == Question::throughout ? Operator::later_by_at_least : Operator::later_by_more;
  for (Minutes minutes = minutes_at(of_.as_of);; minutes = before(minutes)) {
    const bool at_some_moment = node.question == Question::at_some_moment;
    const Truth counts = at_some_moment ? is_inside(period, minutes.first) : lies(enough, period, minutes.first);
    if (counts == Truth::unknown) return Unknown{};
    if (at_some_moment && counts == Truth::no) break;
    const Truth truth = truth_of(at(node.of, minutes.first));
    result = at_some_moment ? either(result, truth) : both(result, truth);
    if (!at_some_moment && counts == Truth::yes) break;
  }
  return value_of(result);
}

Value HistoryCheck::of_values(const HistoryNode& node, const Duration& period) {
  std::optional<Number> best;
  Number sum;
  std::int64_t count = 0;
  for (Minutes minutes = minutes_at(of_.as_of);; minutes = before(minutes)) {
    const Truth counts = is_inside(period, minutes.first);
    if (counts == Truth::unknown) return Unknown{};
    if (counts == Truth::no) break;
    const Value here = at(node.of, minutes.first);
    if (is_open(here)) return here;
    if (is_none(here) && node.question == Question::average) return Unknown{};
    if (is_none(here)) continue;
    const Number number = std::get<Number>(here);
    if (!best || (node.question == Question::highest ? number > *best : number < *best)) best = number;
    sum = *add(sum, *multiply(number, Number(minutes.count)));
    count += minutes.count;
  }
  if (node.question == Question::average) return *divide(sum, Number(count));
  return best ? Value(*best) : Value(None{});
}

void HistoryCheck::past(NodeId id, const HistoryNode& node) {
  const Value period = at(node.period, of_.as_of);
  const auto* known = std::get_if<Duration>(&period);
  if (known == nullptr) return;
  const bool of_condition = node.question <= Question::at_some_moment;
  const Value expected = of_condition ? this->of_condition(node, *known) : of_values(node, *known);
  const Value found = now(id, of_.as_of);
  of_.require(agree(found, expected), here(id) + "is " + written(found) + ", and by every minute " + written(expected));
  of_.report.counts[is_open(expected) ? "unknown of the past" : "known of the past"] += 1;
}

void HistoryCheck::then(NodeId id, const AsOfNode& node) {
  const Value time = at(node.moment, of_.as_of);
  if (is_open(time) || is_none(time)) return;
  const TimeZone& zone = of_.program.zone;
  const auto* date = std::get_if<Date>(&time);
  const Moment moment = date != nullptr ? zone.close_of(*date) : std::get<Moment>(time);
  if (moment > of_.as_of) return;
  const Value expected = at(node.value, moment);
  const Value found = now(id, of_.as_of);
  of_.require(agree(found, expected), here(id) + "is " + written(found) + ", and as of then " + written(expected));
  of_.report.counts["as of another day"] += 1;
}

// Between two moments that are listed one after the other nothing changes.
template <typename Answer, typename Alike>
void HistoryCheck::compare(const std::string& what, const ChangeMoments& found, Moment from, Moment to, Answer answer, Alike alike) {
  if (!of_.require(found.complete, what + "not complete")) return;
  of_.report.counts["moments"] += found.moments.size();
  of_.report.counts["windows"] += 1;
  auto next = found.moments.begin();
  auto last = answer(from);
  for (Minutes minutes = behind(minutes_at(from)); minutes.first <= to; minutes = behind(minutes)) {
    auto here = answer(minutes.first);
    bool is_listed = false;
    for (; next != found.moments.end() && *next <= minutes.first; ++next) is_listed = true;
    if (!alike(last, here)) of_.report.counts["changes"] += 1;
    const std::string when = plain(minutes.first, of_.program.zone);
    if (!of_.require(is_listed || alike(last, here), what + "changes at " + when + ", which is not listed")) return;
    last = std::move(here);
  }
}

void HistoryCheck::changes(NodeId id) {
  const Moment from{of_.as_of.minutes - 4 * minutes_a_day};
  const Moment to{of_.as_of.minutes + 3 * minutes_a_day};
  const auto answer = [&](Moment moment) { return now(id, moment); };
  compare(here(id), value_changes(of_.program, of_.subject, id, from, to), from, to, answer, agree);
}

void HistoryCheck::changes_of_decision() {
  const Moment from{of_.as_of.minutes - 4 * minutes_a_day};
  const Moment to{of_.as_of.minutes + 3 * minutes_a_day};
  const auto answer = [&](Moment moment) { return standing(of_.program, of_.subject, moment); };
  const auto alike = [](const std::vector<Standing>& a, const std::vector<Standing>& b) { return a == b; };
  compare("the decision: ", decision_changes(of_.program, of_.sources, of_.subject, from, to), from, to, answer, alike);
}

}  // namespace

void check_history(const Case& of) {
  HistoryCheck check(of);
  for (std::uint32_t index = 0; index < of.program.nodes.size(); ++index) {
    const Node& node = of.program.nodes[index];
    if (node.level > 0) continue;
    if (const auto* history = std::get_if<HistoryNode>(&node.content)) check.past({index}, *history);
    if (const auto* then = std::get_if<AsOfNode>(&node.content)) check.then({index}, *then);
  }
  for (const Rule& rule : of.program.rules) {
    if (rule.condition && !rule.for_each) check.changes(*rule.condition);
  }
  check.changes_of_decision();
}

}  // namespace pasal::property
