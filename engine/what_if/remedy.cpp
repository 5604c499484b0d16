// The least that must change: a search over what stands in the way.
//
// As long as nothing changes of all that a reason leans on, the reason stands, and what is open stays open. So the first
// reason that is too strict (or else the first open rule that may become so) is taken, and one after another of the facts that it leans on and that can change is moved to each place where something
// tips; then the same with what stands in the way after that. Depth by depth: the first depth at which the measure is
// reached has the fewest changes.
#include <algorithm>
#include <map>
#include <set>

#include "engine/interpret/operands.hpp"
#include "engine/model/operations.hpp"
#include "engine/what_if/tipping.hpp"
#include "engine/what_if/what_if.hpp"

namespace pasal {
namespace {

constexpr std::size_t most_changes = 6;
constexpr std::size_t most_variables = 2'000;

std::vector<Variable> changeable(const Program& program, const Subject& subject) {
  std::vector<Variable> variables;
  const Record& own = program.records.front();
  for (std::uint32_t fact = 0; fact < own.facts.size(); ++fact) {
    if (own.facts[fact].changeable) variables.push_back({.kind = Variable::Kind::fact, .fact = {0, fact}, .parameter = {}});
    if (own.facts[fact].type.kind != TypeKind::list || fact >= subject.facts.size() || !subject.facts[fact].items) continue;
    const std::uint32_t record = own.facts[fact].type.record;
    for (std::uint32_t item = 0; item < subject.facts[fact].items->size(); ++item) {
      for (std::uint32_t of_item = 0; of_item < program.records[record].facts.size(); ++of_item) {
        if (!program.records[record].facts[of_item].changeable || variables.size() >= most_variables) continue;
        variables.push_back({Variable::Kind::item_fact, {record, of_item}, fact, item, {}});
      }
    }
  }
  return variables;
}

// The facts that rules and obligations lean on, each with its exceptions and definitions.
class Dependencies {
public:
  explicit Dependencies(const Program& program) : program_(program) {}

  // Of every rule and obligation of that name.
  const std::set<FactId>& of(const std::string& statement) {
    if (const auto known = known_.find(statement); known != known_.end()) return known->second;
    visited_.assign(program_.nodes.size(), false);
    facts_.clear();
    node(program_.applies_if);
    for (const Rule& one : program_.rules) {
      if (one.name == statement) rule(one);
    }
    for (const Obligation& one : program_.obligations) {
      if (one.name == statement) obligation(one);
    }
    rules_.clear();
    return known_[statement] = facts_;
  }

private:
  void node(const std::optional<NodeId>& id) {
    if (id) node(*id);
  }
  void node(NodeId id) {
    if (visited_[id.index]) return;
    visited_[id.index] = true;
    const NodeContent& content = program_[id].content;
    if (const auto* fact = std::get_if<FactNode>(&content)) facts_.insert(fact->fact);
    if (const auto* reported = std::get_if<ReportedNode>(&content)) facts_.insert(reported->fact);
    if (const auto* duty = std::get_if<ObligationNode>(&content)) obligation(program_.obligations[duty->obligation.index]);
    if (const Selection* items = interpret::selection_of(content)) facts_.insert(items->list);
    interpret::for_each_operand(content, [&](NodeId operand) { node(operand); });
  }
  void defeats(const std::vector<Defeat>& unless, const std::vector<RuleId>& exceptions) {
    for (const Defeat& defeat : unless) node(defeat.condition);
    for (const RuleId id : exceptions) rule(program_.rules[id.index]);
  }
  void items(const std::optional<ForEach>& for_each) {
    if (!for_each) return;
    facts_.insert(for_each->items.list);
    node(for_each->items.where);
  }
  void rule(const Rule& rule) {
    if (!rules_.insert(&rule).second) return;
    items(rule.for_each);
    node(rule.condition);
    if (rule.measure) node(rule.measure->amount);
    defeats(rule.unless, rule.exceptions);
  }
  void obligation(const Obligation& obligation) {
    if (!rules_.insert(&obligation).second) return;
    items(obligation.for_each);
    node(obligation.condition);
    node(obligation.duty);
    node(obligation.deadline);
    for (const ObligationStep& step : obligation.steps) {
      node(step.condition);
      node(step.measure.amount);
    }
    defeats(obligation.unless, obligation.exceptions);
  }

  const Program& program_;
  std::map<std::string, std::set<FactId>> known_;
  std::vector<bool> visited_;
  std::set<const void*> rules_;
  std::set<FactId> facts_;
};

// What is looked for: the measure whatever the unknown facts turn out to be, or by what is known.
enum class Goal : std::uint8_t { certain, as_known };

class RemedySearch {
public:
  RemedySearch(const Program& program, const Sources& sources, const Subject& subject, Moment as_of, std::uint32_t ladder, std::uint32_t rung,
               Goal goal, const WhatIfLimits& limits)
      : program_(program), sources_(sources), ladder_(ladder), rung_(rung), goal_(goal), dependencies_(program),
        prober_(program, subject, as_of, changeable(program, subject), limits) {
    for (const Variable& variable : variables()) {
      now_.push_back(value_in(variable, program, subject, as_of));
      lines_.push_back(Line::of(variable, program, now_.back(), as_of));
      claimed_.push_back(is_claim(variable, subject));
    }
    current_ = now_;
  }

  Remedies search();

private:
  struct Step {
    std::size_t variable;
    Value to;
  };

  const std::vector<Variable>& variables() const { return prober_.varied().variables(); }
  bool is_claim(const Variable& variable, const Subject& subject) const;
  bool is_known(const Decision& decision) const { return decision.ladders[ladder_].measure.rung <= rung_; }
  bool is_reached(const Decision& decision) const {
    return is_known(decision) && (goal_ == Goal::as_known || decision.ladders[ladder_].at_most.rung <= rung_);
  }
  std::vector<std::string> in_the_way(const Decision& decision) const;
  std::vector<std::size_t> that_matter(const std::string& rule);
  void deepen(std::size_t changes_left);
  std::vector<Value> places(std::size_t variable);
  std::vector<Value> places_on_line(std::size_t variable);
  Number movement(std::size_t variable, const Value& to) const;
  void keep(const Decision& decision);
  void list_obstacles(const Decision& decision);

  const Program& program_;
  const Sources& sources_;
  std::uint32_t ladder_;
  std::uint32_t rung_;
  Goal goal_;
  Dependencies dependencies_;
  Prober prober_;
  std::vector<Value> now_;
  std::vector<Value> current_;
  std::vector<std::optional<Line>> lines_;
  std::vector<bool> claimed_;
  std::vector<Step> path_;
  std::map<std::vector<std::size_t>, Remedy> found_;  // the least movement for each set of facts
  Remedies result_;
};

bool RemedySearch::is_claim(const Variable& variable, const Subject& subject) const {
  const FactDeclaration& fact = program_[variable.fact];
  const FactReports& reports = variable.kind == Variable::Kind::fact ? subject.facts[variable.fact.fact]
                                                                     : (*subject.facts[variable.list].items)[variable.item].facts[variable.fact.fact];
  return fact.when_verified && !reports.reports.empty() && !reports.reports.back().provenance.verified && !is_none(reports.reports.back().value);
}

// The rules that are too strict; then those that may become so, where the measure is to be certain.
std::vector<std::string> RemedySearch::in_the_way(const Decision& decision) const {
  const LadderDecision& on = decision.ladders[ladder_];
  std::vector<std::string> rules;
  for (const Reason& reason : on.reasons) {
    if (reason.outcome.rung > rung_) rules.push_back(reason.rule);
  }
  for (const OpenRule& open : on.open) {
    if (goal_ == Goal::certain && open.at_most.rung > rung_) rules.push_back(open.rule);
  }
  return rules;
}

std::vector<std::size_t> RemedySearch::that_matter(const std::string& rule) {
  const auto& facts = dependencies_.of(rule);
  std::vector<std::size_t> result;
  for (std::size_t index = 0; index < variables().size(); ++index) {
    if (facts.contains(variables()[index].fact)) result.push_back(index);
  }
  return result;
}

// Each place where something tips and the whole numbers next to it; between two without a whole number, their middle.
std::vector<Value> RemedySearch::places_on_line(std::size_t variable) {
  const Line& line = *lines_[variable];
  const Cuts cuts = find_cuts(prober_, variable, line, line.lowest(), line.highest());
  std::set<Number> at;
  std::optional<Number> before = line.lowest();
  for (const Cut& cut : cuts.cuts) {
    if (line.is_continuous()) at.insert(cut.at);
    if (!line.is_continuous() || cut.after) at.insert(line.whole_at_or_below(cut.at));
    at.insert(line.whole_above(cut.at));
    if (!cut.after) at.insert(line.whole_below(cut.at));
    if (line.is_continuous() && before && line.whole_above(*before) >= cut.at) at.insert(*divide(*add(*before, cut.at), Number(2)));
    before = cut.at;
  }
  if (line.is_continuous() && before && line.highest() && line.whole_above(*before) >= *line.highest()) {
    at.insert(*divide(*add(*before, *line.highest()), Number(2)));
  }
  if (line.lowest()) at.insert(*line.lowest());
  if (line.highest()) at.insert(*line.highest());
  if (at.empty()) at.insert(Number(0));
  std::vector<Value> result;
  for (const Number& place : at) {
    if ((line.lowest() && place < *line.lowest()) || (line.highest() && place > *line.highest())) continue;
    result.push_back(line.value(place));
  }
  return result;
}

std::vector<Value> RemedySearch::places(std::size_t variable) {
  const Type& type = type_of(variables()[variable], program_);
  std::vector<Value> result;
  if (claimed_[variable]) result.push_back(now_[variable]);
  if (lines_[variable]) {
    for (Value& value : places_on_line(variable)) result.push_back(std::move(value));
    prober_.set(variable, current_[variable]);
  }
  if (type.kind == TypeKind::boolean) result.insert(result.end(), {Value(true), Value(false)});
  if (type.kind == TypeKind::enumeration && type.values != nullptr) {
    for (std::uint32_t index = 0; index < type.values->size(); ++index) result.emplace_back(EnumerationValue{index});
  }
  if (program_[variables()[variable].fact].if_any || type.kind == TypeKind::list) result.emplace_back(None{});
  std::erase_if(result, [&](const Value& value) { return !claimed_[variable] && same(value, now_[variable]); });
  return result;
}

Number RemedySearch::movement(std::size_t variable, const Value& to) const {
  if (claimed_[variable] && same(to, now_[variable])) return Number(0);
  const auto& line = lines_[variable];
  const auto from = line && line->is_continuous() ? line->place(now_[variable]) : std::nullopt;
  const auto target = from ? line->place(to) : std::nullopt;
  if (!target) return Number(1);
  const auto size = [](const Number& number) { return number.is_negative() ? *negate(number) : number; };
  const Number whole = std::max(size(*from), size(*target));
  const auto distance = subtract(*target, *from);
  const auto part = distance && !whole.is_zero() ? divide(size(*distance), whole) : std::nullopt;
  return part.value_or(Number(1));
}

void RemedySearch::keep(const Decision& decision) {
  Remedy remedy;
  std::vector<Step> steps = path_;
  std::ranges::sort(steps, {}, &Step::variable);
  std::vector<std::size_t> set;
  for (const Step& step : steps) {
    set.push_back(step.variable);
    const bool claimed = claimed_[step.variable] && same(step.to, now_[step.variable]);
    remedy.changes.push_back({variables()[step.variable], now_[step.variable], step.to, claimed});
    remedy.movement = add(remedy.movement, movement(step.variable, step.to)).value_or(remedy.movement);
  }
  const LadderDecision& on = decision.ladders[ladder_];
  remedy.reached = {on.measure, on.at_least, on.at_most, on.amount_unlimited, on.settled};
  const auto [known, is_new] = found_.try_emplace(set, remedy);
  // Of equal movement the one that settles more.
  const auto rank = [](const Remedy& one) { return std::tuple(one.movement, one.reached.at_most.rung); };
  if (!is_new && rank(remedy) < rank(known->second)) known->second = std::move(remedy);
}

void RemedySearch::deepen(std::size_t changes_left) {
  if (prober_.stopped()) return;
  const Decision decision = prober_.decide(sources_);
  if (prober_.interrupted()) return;
  if (is_reached(decision)) return keep(decision);
  const auto rules = in_the_way(decision);
  if (rules.empty() || changes_left == 0) return;
  for (const std::size_t variable : that_matter(rules.front())) {
    const bool is_changed = std::ranges::any_of(path_, [&](const Step& step) { return step.variable == variable; });
    if (is_changed) continue;
    for (Value& value : places(variable)) {
      prober_.set(variable, value);
      current_[variable] = value;
      path_.push_back({variable, value});
      deepen(changes_left - 1);
      path_.pop_back();
    }
    current_[variable] = now_[variable];
    prober_.restore(variable);
  }
}

// What stands whatever the subject changes.
void RemedySearch::list_obstacles(const Decision& decision) {
  const auto& reasons = decision.ladders[ladder_].reasons;
  for (const Reason& reason : reasons) {
    if (reason.outcome.rung > rung_ && that_matter(reason.rule).empty()) result_.in_the_way.push_back(reason);
  }
  if (!result_.in_the_way.empty()) return;
  std::ranges::copy_if(reasons, std::back_inserter(result_.in_the_way), [&](const Reason& reason) { return reason.outcome.rung > rung_; });
}

Remedies RemedySearch::search() {
  const Decision decision = prober_.decide(sources_);
  if (prober_.interrupted()) {
    result_.complete = false;
    return std::move(result_);
  }
  const LadderDecision& on = decision.ladders[ladder_];
  result_.now = {on.measure, on.at_least, on.at_most, on.amount_unlimited, on.settled};
  result_.already = is_known(decision);
  if (is_reached(decision)) return std::move(result_);
  const std::size_t most = std::min(most_changes, variables().size());
  const bool hopeless = std::ranges::any_of(in_the_way(decision), [&](const std::string& rule) { return that_matter(rule).empty(); });
  for (std::size_t changes = 1; changes <= most && found_.empty() && !hopeless && !prober_.stopped(); ++changes) deepen(changes);
  for (auto& [set, remedy] : found_) result_.remedies.push_back(std::move(remedy));
  std::ranges::stable_sort(result_.remedies, {}, &Remedy::movement);
  if (result_.remedies.size() > most_remedies) result_.remedies.resize(most_remedies);
  result_.complete = prober_.found_all();
  // Of a search that was stopped nobody knows that nothing leads there.
  if (result_.remedies.empty() && !result_.already && !prober_.stopped()) list_obstacles(decision);
  return std::move(result_);
}

}  // namespace

Remedies remedies(const Program& program, const Sources& sources, const Subject& subject, Moment as_of, std::uint32_t ladder,
                  std::uint32_t rung, const WhatIfLimits& limits) {
  Remedies certain = RemedySearch(program, sources, subject, as_of, ladder, rung, Goal::certain, limits).search();
  if (certain.already || !certain.remedies.empty()) return certain;
  Remedies as_known = RemedySearch(program, sources, subject, as_of, ladder, rung, Goal::as_known, limits).search();
  as_known.complete = as_known.complete && certain.complete;
  return as_known;
}

}  // namespace pasal
