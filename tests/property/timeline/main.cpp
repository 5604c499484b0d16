// Reads cases from standard input and holds timelines against deciding minute by minute; prints what did not agree and the
// counts of what was compared. A case is a policy, a line `=== facts SEED FROM TO` with two days, facts, and a line `=== end`.
//
// In a window of a few days every minute is decided, in a longer one every minute around each change and each quarter of a day.
#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/interpret/change_moments.hpp"
#include "engine/interpret/standing.hpp"
#include "engine/pasal.hpp"

namespace pasal::property {
namespace {

constexpr char end_of_failure = '\x1e';
constexpr std::int64_t whole_window = 4 * 24 * 60;  // minutes
constexpr std::int64_t quarter_day = 6 * 60;

struct Report {
  std::map<std::string, std::uint64_t> counts;
  std::vector<std::string> failures;
};

struct Case {
  std::string name;
  const Program& program;
  const Sources& sources;
  const Subject& subject;
  Moment from;
  Moment to;
  Report& report;

  bool require(bool holds, const std::string& what) const {
    if (!holds) report.failures.push_back(name + ": " + what);
    return holds;
  }
  std::string written(Moment at) const {
    return display(at, Type{TypeKind::moment}, Language::english, program.zone) + " (" + std::to_string(at.minutes) + ")";
  }
};

std::vector<Standing> standings(const Decision& decision) {
  std::vector<Standing> result;
  for (const LadderDecision& on : decision.ladders) {
    result.push_back({on.measure, on.at_least, on.at_most, on.amount_unlimited, on.settled});
  }
  return result;
}

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
    of.require(standings(before.decision) != standings(stretch.decision) || before.decision.outside != stretch.decision.outside,
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
  const ChangeMoments changes = change_moments(of.program, of.subject, of.from, of.to);
  check_shape(of, found, changes);
  if (found.stretches.empty()) return;
  of.report.counts["stretches"] += found.stretches.size();
  of.report.counts["change moments"] += changes.moments.size();
  auto stretch = found.stretches.begin();
  for (const Moment at : minutes(of, changes.moments)) {
    while (stretch + 1 != found.stretches.end() && stretch->to < at) ++stretch;
    const Decision here = decide_briefly(of.program, of.subject, at, {});
    ++of.report.counts["decisions"];
    if (standings(here) == standings(stretch->decision) && here.outside == stretch->decision.outside) continue;
    of.require(false, "as of " + of.written(at) + " decided " + written(standings(here)) + ", the timeline says " +
                          written(standings(stretch->decision)) + " since " + of.written(stretch->from));
    return;
  }
}

bool is_same(const Value& a, const Value& b) {
  const auto* text = std::get_if<Text>(&a);
  const auto* other = std::get_if<Text>(&b);
  if (text != nullptr && other != nullptr) return **text == **other;
  return a.index() == b.index() && (is_open(a) || a == b);
}

// Between two change moments of one condition it has one value.
void check_condition(const Case& of, const Rule& rule) {
  const auto value = [&](Moment at) { return evaluate(of.program, of.sources, of.subject, at, *rule.condition).value; };
  const ChangeMoments changes = change_moments(of.program, of.subject, *rule.condition, of.from, of.to);
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

void examine(const std::string& head, const std::string& policy, const std::string& facts, Report& report) {
  std::istringstream words(head);
  std::string name;
  std::string from;
  std::string to;
  words >> name >> from >> to;
  Sources sources;
  Diagnostics diagnostics;
  const auto program = load_policy_text("policy.pasal", policy, sources, diagnostics);
  const auto subjects = program ? load_facts_text(*program, "facts.yaml", facts, sources, diagnostics) : std::vector<Subject>{};
  if (subjects.empty()) {
    report.failures.push_back(name + ": cannot be read\n" + render(diagnostics, sources));
    return;
  }
  ++report.counts["cases"];
  const TimeZone& zone = program->zone;
  const Case of{name, *program, sources, subjects.front(), zone.start_of(*parse_date(from)), zone.close_of(*parse_date(to)), report};
  check_decisions(of);
  for (const Rule& rule : program->rules) {
    if (rule.kind == Rule::Kind::rule && !rule.for_each && rule.condition) check_condition(of, rule);
  }
}

void run(std::istream& in, std::ostream& out) {
  Report report;
  std::string head;
  std::string policy;
  std::string facts;
  std::string* text = &policy;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== facts ")) {
      head = line.substr(10);
      text = &facts;
    } else if (line == "=== end") {
      examine(head, policy, facts, report);
      policy.clear();
      facts.clear();
      text = &policy;
    } else {
      *text += line + "\n";
    }
  }
  for (const std::string& failure : report.failures) out << "seed " << failure << end_of_failure;
  for (const auto& [what, count] : report.counts) out << "count " << count << " " << what << "\n";
}

}  // namespace
}  // namespace pasal::property

int main() {
  pasal::property::run(std::cin, std::cout);
  return 0;
}
