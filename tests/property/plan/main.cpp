// Reads policies from the standard input and holds what a plan decides to the reference; see tests/property/plan.py.

#include <algorithm>
#include <iostream>
#include <random>
#include <set>

#include "engine/batch/batch.hpp"
#include "engine/interpret/interpret.hpp"
#include "engine/interpret/standing.hpp"
#include "engine/plan/conditions.hpp"
#include "engine/plan/incremental.hpp"
#include "tests/property/driver.hpp"

namespace pasal::property {
namespace {

constexpr std::size_t rows_a_policy = 60;

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

bool depends_on_facts(const MeasureReference& measure, const Program& program) {
  return measure.rung > 0 && measure.amount && !plan::Conditions::facts_of(program, *measure.amount).empty();
}

class PlanCheck {
public:
  PlanCheck(std::string name, const Program& program, Moment as_of, Report& report)
      : name_(std::move(name)), program_(program), as_of_(as_of), report_(report), layout_(program), row_(layout_), plan_(program, as_of), decider_(plan_),
        planned_(program.ladders.size()) {
    for (const Record& record : program.records) {
      auto& values = values_.emplace_back();
      for (const FactDeclaration& fact : record.facts) values.push_back(values_for(program, fact));
    }
  }

  void run(std::uint32_t seed) {
    report_.counts[plan_.not_planned().empty() ? "policies planned" : "policies not planned"] += 1;
    works_out_ = std::ranges::any_of(program_.rules, [&](const Rule& rule) { return rule.measure && depends_on_facts(*rule.measure, program_); });
    if (works_out_) report_.counts[plan_.not_planned().empty() ? "policies planned with amounts that depend on facts" : "policies not planned with such"] += 1;
    for (const NotPlanned& one : plan_.not_planned()) report_.counts["not planned: " + one.what] += 1;
    std::minstd_rand dice(seed);
    for (std::size_t row = 0; row < rows_a_policy; ++row) {
      row_.clear();
      const bool knows_all = dice() % 3 == 0;
      for (std::uint32_t fact = 0; fact < layout_.size(); ++fact) put(row_, 0, fact, dice, knows_all);
      compare();
      rows_.push_back(row_);
    }
    compare_batch(seed);
    compare_changes(dice);
  }

private:
  void put(FactRow& row, std::uint32_t record, std::uint32_t fact, std::minstd_rand& dice, bool knows_all) {
    const FactHandle handle{fact};
    const auto roll = dice() % 16;
    if (row.layout().has_items(handle)) return put_items(row, handle, dice, knows_all);
    const auto& values = values_[record][fact];
    if (values.empty()) return;
    if (!knows_all && roll < 2) return;
    if (!knows_all && roll < 4) return row.set_unknown(handle);
    if (roll < 6 && row.set_none(handle)) return;
    // Where all is to be known, the next value that has a place: one that is refused or has none leaves something open.
    const std::size_t start = dice() % values.size();
    bool is_set = false;
    for (std::size_t tries = 0; tries < (knows_all ? values.size() : 1) && row.state(handle) != FactRow::State::place; ++tries) {
      is_set = row.set(handle, values[(start + tries) % values.size()]) || is_set;
    }
    if (!is_set) report_.counts["facts without a value"] += 1;
    if (is_set && !knows_all && roll < 9) row.set_verified(handle, false);
  }

  void put_items(FactRow& row, FactHandle list, std::minstd_rand& dice, bool knows_all) {
    const auto roll = dice() % 16;
    if (!knows_all && roll < 2) return;
    if (!knows_all && roll == 2) return row.set_unknown(list);
    if (roll == 3 && row.set_none(list)) return;
    const std::size_t count = dice() % 4;
    row.set_items(list, count);
    for (std::size_t index = 0; index < count; ++index) {
      FactRow& item = row.item(list, index);
      const std::uint32_t record = row.layout().declaration(list).type.record;
      for (std::uint32_t fact = 0; fact < item.layout().size(); ++fact) put(item, record, fact, dice, knows_all || dice() % 2 == 0);
    }
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
    if (works_out_ && wanted[0].measure.amount) report_.counts["with such an amount"] += 1;
    if (works_out_ && wanted[0].at_least.rung == wanted[0].at_most.rung && !wanted[0].settled) report_.counts["open, by such an amount"] += 1;
    if (planned_ == wanted || failed_) return;
    failed_ = true;
    report_.require(false, name_, "the plan says " + words(planned_) + ", the reference " + words(wanted) + " of\n" +
                                      facts_text(program_, row_.subject(as_of_), as_of_));
  }

  // One fact of one subject after the other becomes that of the next row.
  void compare_changes(std::minstd_rand& dice) {
    const IncrementalPlan plan(program_, as_of_);
    IncrementalPlan::Decision decision(plan, rows_.front());
    std::vector<Standing> found(program_.ladders.size());
    for (std::size_t next = 1; next < rows_a_policy; ++next) {
      const FactRow& row = rows_[next];
      for (std::uint32_t fact = 0; fact < layout_.size(); ++fact) {
        if (dice() % 3 == 0) continue;
        change(decision, {fact}, row);
        if (dice() % 8 != 0) continue;
        const bool is_planned = decision.standing(found);
        report_.counts[is_planned ? "decided after a change" : "handed over after a change"] += 1;
        if (is_planned && found != standing(program_, decision.row().subject(as_of_), as_of_)) {
          fail("after a change the plan says " + words(found) + " of\n" + facts_text(program_, decision.row().subject(as_of_), as_of_));
        }
      }
    }
  }

  static void change(IncrementalPlan::Decision& decision, FactHandle fact, const FactRow& to) {
    switch (to.state(fact)) {
      case FactRow::State::not_reported: decision.clear(fact); break;
      case FactRow::State::unknown: decision.set_unknown(fact); break;
      case FactRow::State::none: decision.set_none(fact); break;
      case FactRow::State::items:
        decision.set_items(fact, [&](FactRow& row) {
          row.set_items(fact, to.items(fact).size());
          for (std::size_t index = 0; index < to.items(fact).size(); ++index) row.item(fact, index) = to.items(fact)[index];
        });
        break;
      case FactRow::State::value:
      case FactRow::State::place: decision.set(fact, to.value(fact)); break;
    }
    if (to.claimed(fact)) decision.set_verified(fact, false);
  }

  // In several blocks if there are many, by any number of threads, from rows and from columns.
  void compare_batch(std::uint32_t seed) {
    const Batch batch(program_, as_of_);
    report_.require(batch.not_planned().size() == plan_.not_planned().size(), name_, "the batch and the plan cannot do different things");
    if (seed % 8 == 0) {
      for (std::size_t row = 0; rows_.size() < 1'300; ++row) rows_.push_back(rows_[row]);
    }
    FactColumns columns(layout_, rows_.size());
    for (std::size_t row = 0; row < rows_.size(); ++row) columns.set(row, rows_[row]);
    const BatchDecisions decisions = batch.decide(rows_, {.names_rules = true, .threads = 1 + seed % 3});
    const BatchDecisions of_columns = batch.decide(columns, {.names_rules = true, .threads = 1 + seed % 2});
    const BatchDecisions nameless = batch.decide(rows_);
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const bool is_handed_over = decisions.is_handed_over(row);
      report_.counts[is_handed_over ? "handed over by the batch" : "decided by the batch"] += 1;
      if (is_handed_over != of_columns.is_handed_over(row)) fail("rows are handed over that columns are not, or the other way round");
      // Where no rules are named less has to be looked at.
      if (nameless.is_handed_over(row) && !is_handed_over) fail("rows are handed over that need not be where rules are named");
      for (std::size_t ladder = 0; ladder < program_.ladders.size() && !is_handed_over; ++ladder) {
        if (nameless.standing(row, ladder) != decisions.standing(row, ladder)) fail("where no rules are named the decision is another one");
      }
      if (is_handed_over || row >= rows_a_policy) {
        if (!is_handed_over) compare_alike(decisions, row, row % rows_a_policy);
        continue;
      }
      std::vector<Standing> found;
      for (std::size_t ladder = 0; ladder < program_.ladders.size(); ++ladder) {
        found.push_back(decisions.standing(row, ladder));
        if (of_columns.standing(row, ladder) != found.back()) fail("of columns the batch says otherwise than of rows");
      }
      const Subject subject = rows_[row].subject(as_of_);
      const Decision wanted = decide_naming_rules(program_, subject, as_of_);
      if (found != standing_of(wanted)) {
        fail("the batch says " + words(found) + ", the reference " + words(standing_of(wanted)) + " of\n" + facts_text(program_, subject, as_of_));
      }
      if (decisions.is_outside(row) != !wanted.outside.empty()) fail("the batch and the reference differ in whether the policy applies");
      if (!wanted.errors.empty()) fail("the batch decides what has an error: " + wanted.errors.front().message);
      if (!wanted.outside.empty()) continue;
      for (std::size_t ladder = 0; ladder < program_.ladders.size(); ++ladder) {
        const std::string of_batch = rule_words(decisions, row, ladder);
        std::string of_reference;
        for (const Reason& reason : wanted.ladders[ladder].reasons) of_reference += reason.rule + " (" + outcome_words(reason.outcome, ladder) + ") ";
        if (of_batch != of_reference) {
          fail("the batch names " + of_batch + ", the reference " + of_reference + " of\n" + facts_text(program_, subject, as_of_));
        }
        if (!of_batch.empty()) report_.counts["with rules named"] += 1;
      }
    }
  }

  void compare_alike(const BatchDecisions& decisions, std::size_t row, std::size_t first) {
    for (std::size_t ladder = 0; ladder < program_.ladders.size(); ++ladder) {
      const bool is_alike = decisions.standing(row, ladder) == decisions.standing(first, ladder) && rule_words(decisions, row, ladder) == rule_words(decisions, first, ladder);
      if (!is_alike) fail("the same row is decided otherwise in another block");
    }
  }

  void fail(const std::string& what) {
    if (!failed_) report_.require(false, name_, what);
    failed_ = true;
  }

  std::string rule_words(const BatchDecisions& decisions, std::size_t row, std::size_t ladder) const {
    std::vector<AppliedRule> rules;
    decisions.rules(row, ladder, rules);
    std::string text;
    for (const AppliedRule& rule : rules) text += program_.rules[rule.rule.index].name + " (" + outcome_words(rule.outcome, ladder) + ") ";
    return text;
  }

  std::string outcome_words(const Outcome& one, std::size_t ladder) const {
    return program_.ladders[ladder].measures[one.rung].name + (one.amount ? " " + one.amount->plain() : "");
  }

  std::string words(const std::vector<Standing>& standings) const {
    std::string text;
    for (std::size_t ladder = 0; ladder < standings.size(); ++ladder) {
      const auto outcome = [&](const Outcome& one) { return outcome_words(one, ladder); };
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
  std::vector<FactRow> rows_;
  Plan plan_;
  Plan::Decider decider_;
  std::vector<Standing> planned_;
  std::vector<std::vector<std::vector<Value>>> values_;  // by record and fact
  bool works_out_ = false;  // an amount that depends on facts
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
