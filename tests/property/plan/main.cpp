// Reads policies from the standard input and holds what a plan decides to the reference; see tests/property/plan.py.

#include <algorithm>
#include <iostream>
#include <random>
#include <set>

#include "engine/interpret/standing.hpp"
#include "tests/property/driver.hpp"

namespace pasal::property {
namespace {

constexpr int rows_a_policy = 60;

// Every value of that type that a policy speaks of, and what lies beside it.
std::vector<Value> values_for(const Program& program, const FactDeclaration& fact) {
  std::vector<Value> values;
  const auto add = [&](const Value& value) {
    if (std::ranges::find(values, value) == values.end()) values.push_back(value);
  };
  const auto add_number = [&](const Number& number) {
    for (const Number& by : {Number(0), Number(1), Number(-1), *Number::ratio(1, 3), *Number::ratio(-1, 200)}) {
      if (const auto near = pasal::add(number, by)) add(*near);
    }
  };
  const auto add_value = [&](const Value& value) {
    const auto* number = std::get_if<Number>(&value);
    const auto* date = std::get_if<Date>(&value);
    const auto* moment = std::get_if<Moment>(&value);
    if (number != nullptr && fact.type.is_numeric()) add_number(*number);
    if (date != nullptr && fact.type.kind == TypeKind::date) {
      for (const int by : {-40, -1, 0, 1, 30}) add(Date{date->days + by});
    }
    if (moment != nullptr && fact.type.kind == TypeKind::moment) {
      for (const int by : {-1500, -1, 0, 1}) add(Moment{moment->minutes + by});
    }
    if (std::holds_alternative<Text>(value) && fact.type.kind == TypeKind::text) values.push_back(value);
  };
  for (const Node& node : program.nodes) {
    if (const auto* constant = std::get_if<ConstantNode>(&node.content)) add_value(constant->value);
  }
  for (const Parameter& parameter : program.parameters) {
    for (const ParameterRow& row : parameter.rows) add_value(row.value);
  }
  if (fact.type.is_numeric()) add_number(Number(fact.type.kind == TypeKind::percent ? 1 : 3));
  if (fact.type.kind == TypeKind::boolean) values.insert(values.end(), {Value(true), Value(false)});
  if (fact.type.kind == TypeKind::enumeration) {
    for (std::uint32_t index = 0; index < fact.type.values->size(); ++index) values.emplace_back(EnumerationValue{index});
  }
  if (fact.type.kind == TypeKind::duration) values.emplace_back(Duration{DurationKind::clock, 300});
  if (fact.type.kind == TypeKind::text) values.emplace_back(Text(std::make_shared<const std::string>("cab")));
  return values;
}

class PlanCheck {
public:
  PlanCheck(std::string name, const Program& program, Moment as_of, Report& report)
      : name_(std::move(name)), program_(program), as_of_(as_of), report_(report), layout_(program), row_(layout_), plan_(program, as_of), decider_(plan_),
        planned_(program.ladders.size()) {
    for (const FactDeclaration& fact : program.records.front().facts) values_.push_back(values_for(program, fact));
  }

  void run(std::uint32_t seed) {
    report_.counts[plan_.not_planned().empty() ? "policies planned" : "policies not planned"] += 1;
    for (const NotPlanned& one : plan_.not_planned()) report_.counts["not planned: " + one.what] += 1;
    std::minstd_rand dice(seed);
    for (int row = 0; row < rows_a_policy; ++row) {
      row_.clear();
      const bool knows_all = dice() % 3 == 0;
      for (std::uint32_t fact = 0; fact < values_.size(); ++fact) put(fact, dice, knows_all);
      compare();
    }
  }

private:
  void put(std::uint32_t fact, std::minstd_rand& dice, bool knows_all) {
    const FactHandle handle{fact};
    if (values_[fact].empty() || program_.records.front().facts[fact].type.kind == TypeKind::list) return;
    const auto roll = dice() % 16;
    if (!knows_all && roll < 2) return;
    if (!knows_all && roll < 4) return row_.set_unknown(handle);
    if (roll < 6 && row_.set_none(handle)) return;
    // Where all is to be known, the next value that has a place: one that is refused or has none leaves something open.
    const std::size_t start = dice() % values_[fact].size();
    bool is_set = false;
    for (std::size_t tries = 0; tries < (knows_all ? values_[fact].size() : 1) && row_.state(handle) != FactRow::State::place; ++tries) {
      is_set = row_.set(handle, values_[fact][(start + tries) % values_[fact].size()]) || is_set;
    }
    if (!is_set) report_.counts["facts without a value"] += 1;
    if (is_set && !knows_all && roll < 9) row_.set_verified(handle, false);
  }

  void compare() {
    if (!decider_.decide(row_, planned_)) {
      report_.counts[plan_.not_planned().empty() ? "rows handed over" : "rows of policies not planned"] += 1;
      return;
    }
    report_.counts["rows planned"] += 1;
    const std::vector<Standing> wanted = standing(program_, row_.subject(as_of_), as_of_);
    if (wanted[0].measure.rung > 0) report_.counts["with a measure"] += 1;
    if (!wanted[0].settled) report_.counts["open"] += 1;
    if (planned_ == wanted || failed_) return;
    failed_ = true;
    report_.require(false, name_, "the plan says " + words(planned_) + ", the reference " + words(wanted) + " of\n" +
                                      facts_text(program_, row_.subject(as_of_), as_of_));
  }

  std::string words(const std::vector<Standing>& standings) const {
    std::string text;
    for (std::size_t ladder = 0; ladder < standings.size(); ++ladder) {
      const auto outcome = [&](const Outcome& one) {
        return program_.ladders[ladder].measures[one.rung].name + (one.amount ? " " + one.amount->plain() : "");
      };
      text += outcome(standings[ladder].measure) + " (" + outcome(standings[ladder].at_least) + " to " + outcome(standings[ladder].at_most) + ") ";
    }
    return text;
  }

  std::string name_;
  const Program& program_;
  Moment as_of_;
  Report& report_;
  FactLayout layout_;
  FactRow row_;
  Plan plan_;
  Plan::Decider decider_;
  std::vector<Standing> planned_;
  std::vector<std::vector<Value>> values_;
  bool failed_ = false;
};

void examine(const CaseText& text, Report& report) {
  const std::string& name = text.heading;
  const ReadCase read = read_case(name, text, report);
  if (read.subjects.empty()) return;
  PlanCheck(name, *read.program, *read.subjects.front().as_of, report).run(static_cast<std::uint32_t>(std::stoul(text.heading)));
}

}  // namespace
}  // namespace pasal::property

int main() { pasal::property::run_cases(std::cin, std::cout, pasal::property::examine); }
