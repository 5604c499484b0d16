#include "engine/plan/rows.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/model/decision.hpp"

namespace pasal::plan {
namespace {

class RowFinder {
public:
  RowFinder(const Program& program, Moment as_of) : program_(program), as_of_(as_of), conditions_(program, as_of) {}
  Rows find();

private:
  void reject_what_is_not_planned();
  void reject(const std::optional<ForEach>& for_each, Span span);
  void reject_mixed_amounts(const Rule& rule);
  bool depends_on_facts(const MeasureReference& measure) const;
  std::optional<Outcome> outcome_of(const MeasureReference& measure, Span span);
  std::uint32_t grade_of(const MeasureReference& measure, Span span);
  void find_grades();
  void find_levels(std::size_t ladder);
  std::vector<RuleId> rules_as_they_stand() const;
  void add_rule(RuleId id);
  std::uint32_t amount_of(RuleId id, LadderRows& ladder);
  void add_rows(std::uint32_t grade, RuleId id, Reading reading, std::vector<Row>& rows);
  void add_replacements(RuleId id, LadderRows& ladder);
  std::optional<Alternatives> at_least(const Rule& rule, std::uint32_t grade, Reading reading);
  void find_validity();

  // What rows are found for: an outcome that some measure comes to, rounded, and without an amount where that depends on facts.
  struct Grade {
    Outcome outcome;
    std::uint32_t level = 0;
  };

  const Program& program_;
  Moment as_of_;
  Conditions conditions_;
  std::vector<std::vector<Grade>> grades_;              // by ladder, the mildest first; 0 is nothing
  std::map<std::uint32_t, std::uint32_t> amount_of_rule_;  // in the `amounts` of its ladder
  Rows result_;
};

void RowFinder::reject(const std::optional<ForEach>& for_each, Span span) {
  if (for_each) conditions_.cannot(for_each->periods ? "a statement for each period" : "a statement for each item", span);
}

void RowFinder::reject_what_is_not_planned() {
  for (const Rule& rule : program_.rules) {
    reject(rule.for_each, rule.span);
    for (const RuleId id : rule.exceptions) {
      const Rule& exception = program_.rules[id.index];
      if (rule.measure && exception.measure && exception.measure->ladder != rule.measure->ladder)
        conditions_.cannot("an exception with a measure on another ladder", exception.span);
    }
    reject_mixed_amounts(rule);
  }
  for (const Obligation& obligation : program_.obligations) conditions_.cannot("an obligation", obligation.span);
}

bool RowFinder::depends_on_facts(const MeasureReference& measure) const {
  if (!measure.amount || measure.rung == 0) return false;
  const auto& amount = conditions_.fixed(*measure.amount);
  return !amount || !pasal::plan::amount_of(*amount);
}

// Which of a rule and its exceptions is the mildest, of those of one rung, cannot be said before their amounts are worked out.
void RowFinder::reject_mixed_amounts(const Rule& rule) {
  std::vector<RuleId> with_measure;
  const auto is_of_rung = [&](const MeasureReference& a, const MeasureReference& b) { return a.ladder == b.ladder && a.rung == b.rung; };
  const auto meets = [&](const MeasureReference& a, const std::optional<MeasureReference>& b) {
    return b && is_of_rung(a, *b) && (depends_on_facts(a) || depends_on_facts(*b));
  };
  for (const RuleId id : rule.exceptions) {
    const Rule& exception = program_.rules[id.index];
    if (!exception.measure) continue;
    const bool meets_other = std::ranges::any_of(with_measure, [&](RuleId other) { return meets(*exception.measure, program_.rules[other.index].measure); });
    if (meets_other || meets(*exception.measure, rule.measure)) conditions_.cannot("amounts that depend on facts, of a rule and its exception", exception.span);
    with_measure.push_back(id);
  }
}

// Amounts that add up are for the reference.
std::optional<Outcome> RowFinder::outcome_of(const MeasureReference& measure, Span span) {
  const Measure& declared = program_.ladders[measure.ladder].measures[measure.rung];
  if (measure.rung > 0 && declared.once) conditions_.cannot("a measure that is done once", span);
  if (measure.rung > 0 && declared.added_up) conditions_.cannot("amounts that add up", span);
  Outcome outcome{measure.rung, std::nullopt};
  if (!measure.amount || measure.rung == 0) return outcome;
  if (!depends_on_facts(measure)) {
    outcome.amount = pasal::plan::amount_of(*conditions_.fixed(*measure.amount));
    return outcome;
  }
  if (conditions_.can_compute(*measure.amount)) return outcome;
  conditions_.cannot("this amount", span);
  return std::nullopt;
}

void RowFinder::find_grades() {
  grades_.resize(program_.ladders.size(), {Grade{}});
  for (const Rule& rule : program_.rules) {
    if (!rule.measure || rule.measure->rung == 0) continue;
    const auto outcome = outcome_of(*rule.measure, rule.span);
    // Rounding keeps the order, so that of two amounts the stricter is found as well after it.
    if (outcome) grades_[rule.measure->ladder].push_back({rounded(*outcome, program_.ladders[rule.measure->ladder])});
  }
  for (auto& grades : grades_) {
    std::ranges::stable_sort(grades, [](const Outcome& a, const Outcome& b) { return is_stricter(b, a); }, &Grade::outcome);
    const auto same = std::ranges::unique(grades, {}, &Grade::outcome);
    grades.erase(same.begin(), same.end());
  }
  for (std::size_t ladder = 0; ladder < grades_.size(); ++ladder) find_levels(ladder);
}

void RowFinder::find_levels(std::size_t index) {
  LadderRows& ladder = result_.ladders[index];
  std::vector<bool> is_worked_out(program_.ladders[index].measures.size(), false);  // by rung
  for (const Rule& rule : program_.rules) {
    if (rule.measure && rule.measure->ladder == index && depends_on_facts(*rule.measure)) is_worked_out[rule.measure->rung] = true;
  }
  for (Grade& grade : grades_[index]) {
    const std::uint32_t rung = grade.outcome.rung;
    const bool is_new = rung > 0 && !(is_worked_out[rung] && ladder.outcomes.back().rung == rung);
    if (is_new) {
      ladder.outcomes.push_back(is_worked_out[rung] ? Outcome{rung, std::nullopt} : grade.outcome);
      ladder.worked_out.push_back(is_worked_out[rung]);
    }
    grade.level = static_cast<std::uint32_t>(ladder.outcomes.size() - 1);
  }
}

std::uint32_t RowFinder::grade_of(const MeasureReference& measure, Span span) {
  if (measure.rung == 0) return 0;
  const auto outcome = outcome_of(measure, span);
  if (!outcome) return 0;
  const auto& grades = grades_[measure.ladder];
  const auto is_milder = [](const Outcome& a, const Outcome& b) { return is_stricter(b, a); };
  const auto found = std::ranges::lower_bound(grades, rounded(*outcome, program_.ladders[measure.ladder]), is_milder, &Grade::outcome);
  return static_cast<std::uint32_t>(found - grades.begin());
}

// Whether a rule brings at least that grade: no exception that brings less applies, and its own measure or that of an
// exception is as strict. Of several exceptions that apply the mildest holds.
std::optional<Alternatives> RowFinder::at_least(const Rule& rule, std::uint32_t grade, Reading reading) {
  auto result = conditions_.applies(rule, false, reading);
  std::optional<Alternatives> instead = Alternatives{};
  for (const RuleId id : rule.exceptions) {
    const Rule& exception = program_.rules[id.index];
    const bool is_less = !exception.measure || grade_of(*exception.measure, exception.span) < grade;
    const auto part = conditions_.applies(exception, is_less, reading);
    if (!part || !result || !instead) return std::nullopt;
    if (is_less) result = both(*result, *part);
    else instead = either(std::move(*instead), *part);
  }
  if (result && grade_of(*rule.measure, rule.span) < grade) result = both(*result, *instead);
  if (result && result->size() > 16 * most_alternatives) {
    conditions_.cannot("a rule with as many alternatives as this", rule.span);
    return std::nullopt;
  }
  return result;
}

// Of a rule or an exception with a measure at a level whose amount is worked out.
std::uint32_t RowFinder::amount_of(RuleId id, LadderRows& ladder) {
  const auto [known, is_new] = amount_of_rule_.try_emplace(id.index, static_cast<std::uint32_t>(ladder.amounts.size()));
  if (!is_new) return known->second;
  const Rule& rule = program_.rules[id.index];
  Amount amount{*rule.measure->amount, {}};
  if (depends_on_facts(*rule.measure)) amount.asked = conditions_.applies(rule, false, Reading::bounds).value_or(Alternatives{});
  ladder.amounts.push_back(std::move(amount));
  return known->second;
}

void RowFinder::add_rows(std::uint32_t grade, RuleId id, Reading reading, std::vector<Row>& rows) {
  const Rule& rule = program_.rules[id.index];
  auto alternatives = at_least(rule, grade, reading);
  if (!alternatives) return;
  LadderRows& ladder = result_.ladders[rule.measure->ladder];
  const std::uint32_t level = grades_[rule.measure->ladder][grade].level;
  std::optional<std::uint32_t> amount;
  if (ladder.worked_out[level]) {
    const auto has_grade = [&](RuleId one) {
      const auto& measure = program_.rules[one.index].measure;
      return measure && measure->ladder == rule.measure->ladder && grade_of(*measure, program_.rules[one.index].span) == grade;
    };
    const auto exception = std::ranges::find_if(rule.exceptions, has_grade);
    amount = amount_of(has_grade(id) ? id : *exception, ladder);
  }
  for (Conjunction& one : *alternatives) rows.push_back({level, reading == Reading::bounds, reading == Reading::decided, id, amount, std::move(one)});
}

void RowFinder::add_rule(RuleId id) {
  const Rule& rule = program_.rules[id.index];
  if (rule.kind == Rule::Kind::exception || !rule.measure) return;
  LadderRows& ladder = result_.ladders[rule.measure->ladder];
  std::set<std::uint32_t> grades{grade_of(*rule.measure, rule.span)};
  for (const RuleId exception : rule.exceptions) {
    const auto& measure = program_.rules[exception.index].measure;
    if (measure && measure->ladder == rule.measure->ladder) grades.insert(grade_of(*measure, program_.rules[exception.index].span));
  }
  grades.erase(0);
  for (const std::uint32_t grade : grades) {
    auto& rows = ladder.rows;
    const std::size_t first = rows.size();
    add_rows(grade, id, Reading::bounds, rows);
    const std::size_t second = rows.size();
    add_rows(grade, id, Reading::decided, rows);
    // Most conditions are read alike in both ways.
    bool alike = rows.size() - second == second - first;
    for (std::size_t row = first; alike && row < second; ++row) alike = rows[row].conjunction == rows[row + (second - first)].conjunction;
    if (!alike) continue;
    rows.resize(second);
    for (std::size_t row = first; row < second; ++row) rows[row].decided = true;
  }
  add_replacements(id, ladder);
}

// Where the rule applies, the mildest of its exceptions that surely apply stands in its place, unless a milder one may apply.
void RowFinder::add_replacements(RuleId id, LadderRows& ladder) {
  const Rule& rule = program_.rules[id.index];
  for (const RuleId one : rule.exceptions) {
    const Rule& exception = program_.rules[one.index];
    const auto outcome = exception.measure ? outcome_of(*exception.measure, exception.span) : std::nullopt;
    if (!outcome || outcome->rung == 0) continue;
    auto alternatives = conditions_.applies(exception, false, Reading::decided);
    for (const RuleId other_id : rule.exceptions) {
      const Rule& other = program_.rules[other_id.index];
      const auto of_other = other.measure ? outcome_of(*other.measure, other.span) : std::nullopt;
      if (!of_other || !is_stricter(*outcome, *of_other)) continue;
      const auto part = conditions_.applies(other, true, Reading::decided);
      if (!part || !alternatives) return;
      alternatives = both(*alternatives, *part);
      if (alternatives->size() <= 16 * most_alternatives) continue;
      conditions_.cannot("a rule with as many alternatives as this", rule.span);
      return;
    }
    if (!alternatives) return;
    for (Conjunction& conjunction : *alternatives) ladder.replacements.push_back({id, one, std::move(conjunction)});
  }
}

// ---- which law ------------------------------------------------------------------------------------------------

// The moments at which the same law holds, and for which what the conditions ask of the moment itself is the same.
void RowFinder::find_validity() {
  const Date day = program_.zone.date_of(as_of_);
  Validity& validity = result_.validity;
  const auto starts_at = [&](const std::optional<Date>& date) {
    if (!date) return;
    if (*date <= day && (!validity.first || *validity.first < *date)) validity.first = date;
    if (*date > day && (!validity.last || *validity.last >= *date)) validity.last = Date{date->days - 1};
  };
  const auto holds_in = [&](const InForce& dates) {
    starts_at(dates.from);
    if (dates.until) starts_at(Date{dates.until->days + 1});
  };
  const auto is_of_the_day = [&] { validity.first = validity.last = day; };
  holds_in(program_.in_force);
  for (const Rule& rule : program_.rules) holds_in(rule.in_force);
  for (const Parameter& parameter : program_.parameters) {
    for (const ParameterRow& row : parameter.rows) starts_at(row.from);
  }
  for (const Node& node : program_.nodes) {
    const auto* asked = std::get_if<MomentNode>(&node.content);
    if (asked != nullptr && asked->whole_day) is_of_the_day();
    if (asked != nullptr && !asked->whole_day) validity.only = as_of_;
  }
  if (program_.records.empty()) return;
  for (const FactDeclaration& fact : program_.records.front().facts) {
    if (!fact.if_any || fact.may_lie_ahead) continue;
    if (fact.type.kind == TypeKind::date) is_of_the_day();
    if (fact.type.kind == TypeKind::moment) validity.only = as_of_;
  }
}

// Rows of tables are numbered behind the rules.
std::vector<RuleId> RowFinder::rules_as_they_stand() const {
  std::vector<RuleId> rules;
  for (std::uint32_t rule = 0; rule < program_.rules.size(); ++rule) rules.push_back({rule});
  std::ranges::stable_sort(rules, {}, [&](RuleId id) { return std::pair(program_.rules[id.index].span.source, program_.rules[id.index].span.begin); });
  return rules;
}

Rows RowFinder::find() {
  reject_what_is_not_planned();
  result_.ladders.resize(program_.ladders.size());
  result_.outside = !conditions_.in_force(program_.in_force);
  find_grades();
  for (const RuleId rule : rules_as_they_stand()) add_rule(rule);
  if (program_.applies_if) {
    result_.always_applies = false;
    for (const Reading reading : {Reading::bounds, Reading::decided}) {
      auto applies = conditions_.condition(*program_.applies_if, false, reading);
      if (applies) result_.applies[static_cast<std::size_t>(reading)] = std::move(*applies);
    }
  }
  find_validity();
  result_.inputs = conditions_.inputs();
  result_.fixed = conditions_.all_fixed();
  result_.not_planned = conditions_.take_not_planned();
  return std::move(result_);
}

}  // namespace

Rows find_rows(const Program& program, Moment as_of) { return RowFinder(program, as_of).find(); }

}  // namespace pasal::plan
