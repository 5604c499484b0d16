#include "engine/plan/rows.hpp"

#include <algorithm>
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
  std::optional<Outcome> outcome_of(const MeasureReference& measure, Span span);
  std::uint32_t level_of(const MeasureReference& measure, Span span);
  void find_levels();
  std::vector<RuleId> rules_as_they_stand() const;
  void add_rule(RuleId id);
  void add_rows(std::uint32_t level, RuleId id, Reading reading, std::vector<Row>& rows);
  void add_replacements(RuleId id, LadderRows& ladder);
  std::optional<Alternatives> at_least(const Rule& rule, std::uint32_t level, Reading reading);
  void find_validity();

  const Program& program_;
  Moment as_of_;
  Conditions conditions_;
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
  }
  for (const Obligation& obligation : program_.obligations) conditions_.cannot("an obligation", obligation.span);
}

// Amounts that depend on facts, and those that add up, are for the reference.
std::optional<Outcome> RowFinder::outcome_of(const MeasureReference& measure, Span span) {
  const Measure& declared = program_.ladders[measure.ladder].measures[measure.rung];
  if (measure.rung > 0 && declared.once) conditions_.cannot("a measure that is done once", span);
  if (measure.rung > 0 && declared.added_up) conditions_.cannot("amounts that add up", span);
  Outcome outcome{measure.rung, std::nullopt};
  if (!measure.amount || measure.rung == 0) return outcome;
  const auto& amount = conditions_.fixed(*measure.amount);
  const auto* number = amount ? std::get_if<Number>(&*amount) : nullptr;
  const auto* period = amount ? std::get_if<Duration>(&*amount) : nullptr;
  if (number == nullptr && period == nullptr) {
    conditions_.cannot("an amount that depends on facts", span);
    return std::nullopt;
  }
  outcome.amount = std::max(number != nullptr ? *number : Number(period->count), Number(0));
  return outcome;
}

void RowFinder::find_levels() {
  for (const Rule& rule : program_.rules) {
    if (!rule.measure || rule.measure->rung == 0) continue;
    const auto outcome = outcome_of(*rule.measure, rule.span);
    // Rounding keeps the order, so that of two amounts the stricter is found as well after it.
    if (outcome) result_.ladders[rule.measure->ladder].outcomes.push_back(rounded(*outcome, program_.ladders[rule.measure->ladder]));
  }
  for (LadderRows& ladder : result_.ladders) {
    std::ranges::stable_sort(ladder.outcomes, [](const Outcome& a, const Outcome& b) { return is_stricter(b, a); });
    ladder.outcomes.erase(std::unique(ladder.outcomes.begin(), ladder.outcomes.end()), ladder.outcomes.end());
  }
}

std::uint32_t RowFinder::level_of(const MeasureReference& measure, Span span) {
  if (measure.rung == 0) return 0;
  const auto outcome = outcome_of(measure, span);
  if (!outcome) return 0;
  const auto& outcomes = result_.ladders[measure.ladder].outcomes;
  const auto found = std::ranges::lower_bound(outcomes, rounded(*outcome, program_.ladders[measure.ladder]), [](const Outcome& a, const Outcome& b) { return is_stricter(b, a); });
  return static_cast<std::uint32_t>(found - outcomes.begin());
}

// Whether a rule brings at least that level: no exception that brings less applies, and its own measure or that of an
// exception is as strict. Of several exceptions that apply the mildest holds.
std::optional<Alternatives> RowFinder::at_least(const Rule& rule, std::uint32_t level, Reading reading) {
  auto result = conditions_.applies(rule, false, reading);
  std::optional<Alternatives> instead = Alternatives{};
  for (const RuleId id : rule.exceptions) {
    const Rule& exception = program_.rules[id.index];
    const bool is_less = !exception.measure || level_of(*exception.measure, exception.span) < level;
    const auto part = conditions_.applies(exception, is_less, reading);
    if (!part || !result || !instead) return std::nullopt;
    if (is_less) result = both(*result, *part);
    else instead = either(std::move(*instead), *part);
  }
  if (result && level_of(*rule.measure, rule.span) < level) result = both(*result, *instead);
  if (result && result->size() > 16 * most_alternatives) {
    conditions_.cannot("a rule with as many alternatives as this", rule.span);
    return std::nullopt;
  }
  return result;
}

void RowFinder::add_rows(std::uint32_t level, RuleId id, Reading reading, std::vector<Row>& rows) {
  auto alternatives = at_least(program_.rules[id.index], level, reading);
  if (!alternatives) return;
  for (Conjunction& one : *alternatives) rows.push_back({level, reading == Reading::bounds, reading == Reading::decided, id, std::move(one)});
}

void RowFinder::add_rule(RuleId id) {
  const Rule& rule = program_.rules[id.index];
  if (rule.kind == Rule::Kind::exception || !rule.measure) return;
  LadderRows& ladder = result_.ladders[rule.measure->ladder];
  std::set<std::uint32_t> levels{level_of(*rule.measure, rule.span)};
  for (const RuleId exception : rule.exceptions) {
    const auto& measure = program_.rules[exception.index].measure;
    if (measure && measure->ladder == rule.measure->ladder) levels.insert(level_of(*measure, program_.rules[exception.index].span));
  }
  levels.erase(0);
  for (const std::uint32_t level : levels) {
    auto& rows = ladder.rows;
    const std::size_t first = rows.size();
    add_rows(level, id, Reading::bounds, rows);
    const std::size_t second = rows.size();
    add_rows(level, id, Reading::decided, rows);
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
  find_levels();
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
