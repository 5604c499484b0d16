// Reads cases (see driver.hpp; behind the seed stand two days) from standard input and holds timelines against deciding
// minute by minute.
//
// In a window of a few days every minute is decided, in a longer one every minute around each change and each quarter of a day.
#include <algorithm>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/interpret/standing.hpp"
#include "tests/property/driver.hpp"

namespace pasal::property {
namespace {

constexpr std::int64_t whole_window = 4 * 24 * 60;  // minutes
constexpr std::int64_t quarter_day = 6 * 60;

struct Case {
  std::string name;
  const Program& program;
  const Sources& sources;
  const Subject& subject;
  Moment from;
  Moment to;
  Report& report;

  bool require(bool holds, const std::string& what) const { return report.require(holds, name, what); }
  std::string written(Moment at) const {
    return display(at, Type{TypeKind::moment}, Language::english, program.zone) + " (" + std::to_string(at.minutes) + ")";
  }
};

std::string written(const std::vector<Standing>& standings) {
  const auto outcome = [](const Outcome& one) { return std::to_string(one.rung) + (one.amount ? "(" + one.amount->plain() + ")" : ""); };
  std::string result;
  for (const Standing& one : standings) {
    result += "[" + outcome(one.measure) + " in " + outcome(one.at_least) + ".." + outcome(one.at_most) + (one.settled ? "" : " open") + "]";
  }
  return result;
}

// The minutes to ask about: all of them, or those around each change and others between.
std::set<Moment> minutes(const Case& of, const std::vector<Moment>& changes) {
  std::set<Moment> result{of.from, of.to};
  const bool is_whole = of.to.minutes - of.from.minutes <= whole_window;
  for (std::int64_t at = of.from.minutes; at <= of.to.minutes; at += is_whole ? 1 : quarter_day) result.insert(Moment{at});
  if (is_whole) return result;
  for (const Moment change : changes) {
    for (const std::int64_t step : {-1, 0, 1}) {
      const Moment at{change.minutes + step};
      if (at >= of.from && at <= of.to) result.insert(at);
    }
  }
  return result;
}

void check_shape(const Case& of, const Timeline& found, const ChangeMoments& changes) {
  of.require(found.complete && changes.complete, "a limit was reached");
  if (!of.require(!found.stretches.empty(), "no stretch")) return;
  of.require(found.stretches.front().from == of.from && found.stretches.back().to == of.to, "the stretches do not fill the window");
  for (std::size_t i = 0; i < found.stretches.size(); ++i) {
    const TimelineStretch& stretch = found.stretches[i];
    of.require(stretch.from <= stretch.to, "a stretch ends before it begins");
    if (i == 0) continue;
    const TimelineStretch& before = found.stretches[i - 1];
    of.require(before.to.minutes + 1 == stretch.from.minutes, "a gap between stretches at " + of.written(stretch.from));
    of.require(std::ranges::binary_search(changes.moments, stretch.from), "no change is said to be at " + of.written(stretch.from));
    of.require(standing_of(before.decision) != standing_of(stretch.decision) || before.decision.outside != stretch.decision.outside,
               "nothing changes at " + of.written(stretch.from));
  }
  of.require(std::ranges::is_sorted(changes.moments) && std::ranges::adjacent_find(changes.moments) == changes.moments.end(),
             "changes are not in order");
  of.require(changes.moments.empty() || (changes.moments.front() > of.from && changes.moments.back() <= of.to),
             "a change lies outside of the window");
}

// What a timeline says of each minute is what is decided then.
void check_decisions(const Case& of) {
  const Timeline found = timeline(of.program, of.sources, of.subject, of.from, of.to);
  const ChangeMoments changes = decision_changes(of.program, of.sources, of.subject, of.from, of.to);
  check_shape(of, found, changes);
  if (found.stretches.empty()) return;
  of.report.counts["stretches"] += found.stretches.size();
  of.report.counts["change moments"] += changes.moments.size();
  auto stretch = found.stretches.begin();
  for (const Moment at : minutes(of, changes.moments)) {
    while (stretch + 1 != found.stretches.end() && stretch->to < at) ++stretch;
    const Decision here = decide_briefly(of.program, of.subject, at, {});
    ++of.report.counts["decisions"];
    if (standing_of(here) == standing_of(stretch->decision) && here.outside == stretch->decision.outside) continue;
    of.require(false, "as of " + of.written(at) + " decided " + written(standing_of(here)) + ", the timeline says " +
                          written(standing_of(stretch->decision)) + " since " + of.written(stretch->from));
    return;
  }
}

// Between two change moments of one condition it has one value.
void check_condition(const Case& of, const Rule& rule) {
  const auto value = [&](Moment at) { return evaluate(of.program, of.sources, of.subject, at, *rule.condition).value; };
  const ChangeMoments changes = value_changes(of.program, of.subject, *rule.condition, of.from, of.to);
  if (!of.require(changes.complete, "a limit was reached in " + rule.name)) return;
  auto next = changes.moments.begin();
  Value now = value(of.from);
  ++of.report.counts["conditions"];
  for (const Moment at : minutes(of, changes.moments)) {
    const Value here = value(at);
    if (next != changes.moments.end() && at >= *next) {
      if (!is_same(now, here)) ++of.report.counts["changes of a condition"];
      now = here;
      while (next != changes.moments.end() && at >= *next) ++next;
    }
    ++of.report.counts["values"];
    if (is_same(now, here)) continue;
    of.require(false, "the condition of " + rule.name + " changes at " + of.written(at) + ", which no change moment says");
    return;
  }
}

void examine(const CaseText& text, Report& report) {
  std::istringstream words(text.heading);
  std::string name;
  std::string from;
  std::string to;
  words >> name >> from >> to;
  const ReadCase read = read_case(name, text, report);
  if (read.subjects.empty()) return;
  const TimeZone& zone = read.program->zone;
  const Case of{name, *read.program, read.sources, read.subjects.front(), zone.start_of(*parse_date(from)), zone.close_of(*parse_date(to)), report};
  check_decisions(of);
  for (const Rule& rule : read.program->rules) {
    if (rule.kind == Rule::Kind::rule && !rule.for_each && rule.condition) check_condition(of, rule);
  }
}

}  // namespace
}  // namespace pasal::property

int main() {
  pasal::property::run_cases(std::cin, std::cout, pasal::property::examine);
  return 0;
}
