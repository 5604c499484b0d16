// The least that must change: a search over what stands in the way.
//
// As long as nothing changes of all that a reason leans on, the reason stands, and what is open stays open. So the first
// reason that is too strict (or else the first open rule that may become so) is taken, and one after another of the facts that it leans on and that can change is moved to each place where something
// tips; then the same with what stands in the way after that. Depth by depth: the first depth at which the measure is
// reached has the fewest changes.
#include <algorithm>
#include <map>
#include <set>

#include "engine/model/operations.hpp"
#include "engine/what_if/crossing.hpp"
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

// The rule or obligation that a reason comes from: an exception takes the place of one, which leans on more than it.
const std::string& statement_of(const Reason& reason) { return reason.instead_of.empty() ? reason.rule : reason.instead_of; }

// What is looked for: the measure whatever the unknown facts turn out to be, or by what is known.
enum class Goal : std::uint8_t { certain, as_known };

class RemedySearch {
public:
  RemedySearch(const Program& program, const Sources& sources, const Subject& subject, Moment as_of, std::uint32_t ladder, std::uint32_t rung,
               Goal goal, const WhatIfLimits& limits, Moment changed_by)
      : program_(program), sources_(sources), ladder_(ladder), rung_(rung), goal_(goal), changed_by_(changed_by),
        prober_(program, subject, as_of, changeable(program, subject), limits) {
    for (const Variable& variable : variables()) {
      now_.push_back(value_in(variable, program, subject, as_of));
      lines_.push_back(Line::of(variable, program, now_.back(), as_of));
      claimed_.push_back(is_claim(variable, subject, as_of));
    }
    current_ = now_;
  }

  Remedies search();

private:
  struct Step {
    std::size_t variable;
    Value to;
  };

  // A value that a variable is changed to, so that it can be found again.
  struct Place {
    std::size_t variable;
    std::size_t kind;
    Number at;
    friend auto operator<=>(const Place&, const Place&) = default;
  };
  static Place place_of_step(const Step& step);
  bool is_searched();

  const std::vector<Variable>& variables() const { return prober_.variables(); }
  bool is_claim(const Variable& variable, const Subject& subject, Moment as_of) const;
  bool is_known(const Decision& decision) const { return decision.ladders[ladder_].measure.rung <= rung_; }
  bool is_reached(const Decision& decision) const {
    return is_known(decision) && (goal_ == Goal::as_known || decision.ladders[ladder_].at_most.rung <= rung_);
  }
  std::vector<std::string> in_the_way(const Decision& decision) const;
  bool leans_on(const std::string& statement, const interpret::Touched& touched) const;
  std::vector<std::size_t> that_matter(const std::string& rule);
  void deepen(std::size_t changes_left);
  bool is_changed(std::size_t variable) const {
    return std::ranges::any_of(path_, [&](const Step& step) { return step.variable == variable; });
  }
  // `others`: that may be changed after it.
  std::vector<Value> places(std::size_t variable, const std::vector<std::size_t>& others);
  std::vector<Value> places_on_line(std::size_t variable, const std::vector<std::size_t>& others);
  std::optional<Number> highest(std::size_t variable) const;
  void add_crossings(std::size_t variable, const std::vector<std::size_t>& others, std::set<Number>& at);
  Number movement(std::size_t variable, const Value& to) const;
  void keep(const Decision& decision);
  void list_obstacles(const Decision& decision);

  const Program& program_;
  const Sources& sources_;
  std::uint32_t ladder_;
  std::uint32_t rung_;
  Goal goal_;
  Moment changed_by_;
  Prober prober_;
  std::vector<Value> now_;
  std::vector<Value> current_;
  std::vector<std::optional<Line>> lines_;
  std::vector<bool> claimed_;
  std::vector<Step> path_;
  std::set<std::set<Place>> searched_;  // what was changed to what, in whatever order, in the present depth
  std::map<std::vector<std::size_t>, Remedy> found_;  // the least movement for each set of facts
  Remedies result_;
};

// Of a fact with a history the report of that day counts; the facts of items have none.
bool RemedySearch::is_claim(const Variable& variable, const Subject& subject, Moment as_of) const {
  if (variable.kind == Variable::Kind::fact) return report_in(variable, program_, subject, as_of).claimed;
  const FactDeclaration& fact = program_[variable.fact];
  const FactReports& reports = (*subject.facts[variable.list].items)[variable.item].facts[variable.fact.fact];
  return fact.when_verified && !reports.reports.empty() && !reports.reports.back().provenance.verified && !is_none(reports.reports.back().value);
}

// The rules that are too strict; then those that may become so, where the measure is to be certain.
std::vector<std::string> RemedySearch::in_the_way(const Decision& decision) const {
  const LadderDecision& on = decision.ladders[ladder_];
  std::vector<std::string> rules;
  for (const Reason& reason : on.reasons) {
    if (reason.outcome.rung > rung_) rules.push_back(statement_of(reason));
  }
  for (const OpenRule& open : on.open) {
    if (goal_ == Goal::certain && open.at_most.rung > rung_) rules.push_back(open.rule);
  }
  return rules;
}

// Every rule and obligation of that name.
bool RemedySearch::leans_on(const std::string& statement, const interpret::Touched& touched) const {
  for (std::size_t index = 0; index < program_.rules.size(); ++index) {
    if (touched.rules[index] && program_.rules[index].name == statement) return true;
  }
  for (std::size_t index = 0; index < program_.obligations.size(); ++index) {
    if (touched.obligations[index] && program_.obligations[index].name == statement) return true;
  }
  return false;
}

std::vector<std::size_t> RemedySearch::that_matter(const std::string& rule) {
  std::vector<std::size_t> result;
  for (std::size_t index = 0; index < variables().size(); ++index) {
    if (leans_on(rule, prober_.touched(index))) result.push_back(index);
  }
  return result;
}

// Where it fits another of these facts, both moved at once, and the whole numbers next to it.
void RemedySearch::add_crossings(std::size_t variable, const std::vector<std::size_t>& others, std::set<Number>& at) {
  const auto axis_of = [&](std::size_t index) {
    const Line& line = *lines_[index];
    return Axis{index, line, line.place(now_[index]).value_or(line.lowest().value_or(Number(0)))};
  };
  const Line& line = *lines_[variable];
  for (const std::size_t other : others) {
    if (other == variable || is_changed(other) || !lines_[other]) continue;
    for (const Number& place : find_crossings(prober_, axis_of(variable), axis_of(other))) {
      if (line.is_continuous()) at.insert(place);
      at.insert({line.whole_at_or_below(place), line.whole_above(place), line.whole_below(place)});
    }
  }
}

// The last place that is proposed: of a date that has come, no later than the change itself.
std::optional<Number> RemedySearch::highest(std::size_t variable) const {
  const Line& line = *lines_[variable];
  const Type& type = type_of(variables()[variable], program_);
  const FactDeclaration& fact = program_[variables()[variable].fact];
  if (!type.is_time() || !fact.if_any || fact.may_lie_ahead) return line.highest();
  const Value last = type.kind == TypeKind::date ? Value(program_.zone.date_of(changed_by_)) : Value(changed_by_);
  return std::min(*line.highest(), *line.place(last));
}

// Each place where something tips and the whole numbers next to it; between two without a whole number, their middle.
std::vector<Value> RemedySearch::places_on_line(std::size_t variable, const std::vector<std::size_t>& others) {
  const Line& line = *lines_[variable];
  const std::optional<Number> last = highest(variable);
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
  if (last) at.insert(*last);
  add_crossings(variable, others, at);
  if (at.empty()) at.insert(Number(0));
  std::vector<Number> in_order(at.begin(), at.end());
  // Of several days that would do the first one tried is proposed: the nearest to now, not one of ten years ago.
  if (type_of(variables()[variable], program_).is_time()) {
    const Number middle = *divide(*add(*line.lowest(), *line.highest()), Number(2));
    const Number from = line.place(now_[variable]).value_or(middle);
    std::ranges::stable_sort(in_order, {}, [&](const Number& place) { return place < from ? *subtract(from, place) : *subtract(place, from); });
  }
  std::vector<Value> result;
  for (const Number& place : in_order) {
    if ((line.lowest() && place < *line.lowest()) || (last && place > *last)) continue;
    result.push_back(line.value(place));
  }
  return result;
}

std::vector<Value> RemedySearch::places(std::size_t variable, const std::vector<std::size_t>& others) {
  const Type& type = type_of(variables()[variable], program_);
  std::vector<Value> result;
  if (claimed_[variable]) result.push_back(now_[variable]);
  if (lines_[variable]) {
    for (Value& value : places_on_line(variable, others)) result.push_back(std::move(value));
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
  remedy.reached = standing_of(decision)[ladder_];
  const auto [known, is_new] = found_.try_emplace(set, remedy);
  // Of equal movement the one that settles more.
  const auto rank = [](const Remedy& one) { return std::tuple(one.movement, one.reached.at_most.rung); };
  if (!is_new && rank(remedy) < rank(known->second)) known->second = std::move(remedy);
}

RemedySearch::Place RemedySearch::place_of_step(const Step& step) {
  const auto* truth = std::get_if<bool>(&step.to);
  const auto* member = std::get_if<EnumerationValue>(&step.to);
  const Number other = truth != nullptr ? Number(*truth ? 1 : 0) : member != nullptr ? Number(member->index) : Number(0);
  return {step.variable, step.to.index(), place_of(step.to).value_or(other)};
}

bool RemedySearch::is_searched() {
  std::set<Place> places;
  for (const Step& step : path_) places.insert(place_of_step(step));
  return !searched_.insert(std::move(places)).second;
}

void RemedySearch::deepen(std::size_t changes_left) {
  if (prober_.stopped() || is_searched()) return;
  const Decision decision = prober_.decide(sources_);
  if (prober_.interrupted()) return;
  if (is_reached(decision)) return keep(decision);
  const auto rules = in_the_way(decision);
  if (rules.empty() || changes_left == 0) return;
  const auto matter = that_matter(rules.front());
  const std::vector<std::size_t> none;
  for (const std::size_t variable : matter) {
    if (is_changed(variable)) continue;
    for (Value& value : places(variable, changes_left > 1 ? matter : none)) {
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
    if (reason.outcome.rung > rung_ && that_matter(statement_of(reason)).empty()) result_.in_the_way.push_back(reason);
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
  result_.now = standing_of(decision)[ladder_];
  result_.already = is_known(decision);
  if (is_reached(decision)) return std::move(result_);
  const std::size_t most = std::min(most_changes, variables().size());
  const bool hopeless = std::ranges::any_of(in_the_way(decision), [&](const std::string& rule) { return that_matter(rule).empty(); });
  for (std::size_t changes = 1; changes <= most && found_.empty() && !hopeless && !prober_.stopped(); ++changes) {
    searched_.clear();
    deepen(changes);
  }
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
                  std::uint32_t rung, const WhatIfLimits& limits, std::optional<Moment> changed_by) {
  const Moment by = changed_by.value_or(as_of);
  Remedies certain = RemedySearch(program, sources, subject, as_of, ladder, rung, Goal::certain, limits, by).search();
  if (certain.already || !certain.remedies.empty()) return certain;
  Remedies as_known = RemedySearch(program, sources, subject, as_of, ladder, rung, Goal::as_known, limits, by).search();
  as_known.complete = as_known.complete && certain.complete;
  return as_known;
}

}  // namespace pasal
