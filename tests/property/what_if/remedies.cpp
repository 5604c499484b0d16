// The least that must change, held against every combination of changes on small ranges.
#include <algorithm>
#include <functional>
#include <set>

#include "engine/interpret/standing.hpp"
#include "tests/property/what_if/case.hpp"

namespace pasal::property {
namespace {

constexpr std::size_t most_decisions = 3'000;  // of one brute force

using Set = std::vector<std::size_t>;  // places in `variables_`, ascending

struct Choice {
  Value to;
  Number movement;
};

class RemedyCheck {
public:
  explicit RemedyCheck(const Case& of);
  void ladder(std::uint32_t ladder, std::uint32_t rung, const Standing& now);

private:
  Number movement(std::size_t variable, const Value& to) const;
  bool is_claimed(const Variable& variable) const;
  void valid(const Remedies& answer, std::uint32_t ladder, std::uint32_t rung) const;
  bool force(std::size_t changes, std::uint32_t ladder, std::uint32_t rung, bool certain);
  bool fits(std::size_t changes) const;
  void compare(const Remedies& answer, std::size_t changes, std::uint32_t ladder, std::uint32_t rung) const;
  Set set_of(const Remedy& remedy) const;
  std::string written(const Remedies& answer, std::uint32_t ladder, std::uint32_t rung) const;
  std::string written(const Set& set) const;

  const Case& of_;
  std::vector<Variable> variables_;
  std::vector<Value> now_;
  std::vector<std::vector<Choice>> choices_;
  std::map<Set, Number> least_;  // what brute force found: the least movement for each set of facts
  std::map<Set, std::string> how_;
};

RemedyCheck::RemedyCheck(const Case& of) : of_(of) {
  for (const Variable& variable : variables(of.program, of.subject, false)) {
    const FactDeclaration& fact = *declaration_of(variable, of.program);
    if (!fact.changeable || fact.type.kind == TypeKind::text) continue;
    variables_.push_back(variable);
    now_.push_back(value_in(variable, of.program, of.subject, of.as_of));
    choices_.emplace_back();
    auto values = values_of(of, variable, Grid::coarse);
    if (is_claimed(variable)) values.push_back(now_.back());
    for (const Value& value : values) {
      if (is_same(value, now_.back()) && !is_claimed(variable)) continue;
      choices_.back().push_back({value, movement(variables_.size() - 1, value)});
    }
  }
}

bool RemedyCheck::is_claimed(const Variable& variable) const {
  if (!declaration_of(variable, of_.program)->when_verified) return false;
  const FactReports& reports = variable.kind == Variable::Kind::fact ? of_.subject.facts[variable.fact.fact]
                                                                     : (*of_.subject.facts[variable.list].items)[variable.item].facts[variable.fact.fact];
  return !reports.reports.empty() && !reports.reports.back().provenance.verified && !is_none(reports.reports.back().value) &&
         !is_open(reports.reports.back().value);
}

// Of a number the part by which it moves, of anything else 1, of a claim that is only to be verified 0.
Number RemedyCheck::movement(std::size_t variable, const Value& to) const {
  const auto* from = std::get_if<Number>(&now_[variable]);
  const auto* number = std::get_if<Number>(&to);
  if (is_claimed(variables_[variable]) && is_same(now_[variable], to)) return 0;
  if (from == nullptr || number == nullptr) return 1;
  const auto size = [](const Number& one) { return one < Number(0) ? *negate(one) : one; };
  return *divide(size(*subtract(*number, *from)), std::max(size(*number), size(*from)));
}

Set RemedyCheck::set_of(const Remedy& remedy) const {
  Set set;
  for (const Change& change : remedy.changes) {
    const auto found = std::ranges::find(variables_, change.variable);
    if (found != variables_.end()) set.push_back(static_cast<std::size_t>(found - variables_.begin()));
  }
  return set;
}

std::string RemedyCheck::written(const Set& set) const {
  std::string result;
  for (const std::size_t index : set) result += (result.empty() ? "" : " + ") + name_of(variables_[index], of_.program);
  return result;
}

std::string RemedyCheck::written(const Remedies& answer, std::uint32_t ladder, std::uint32_t rung) const {
  std::string result = "\n    ladder " + std::to_string(ladder) + " to rung " + std::to_string(rung) + (answer.complete ? "" : ", not complete");
  for (const Remedy& remedy : answer.remedies) {
    result += "\n    " + remedy.movement.plain() + ":";
    for (const Change& change : remedy.changes) result += " " + assignment(of_.program, change.variable, change.to) + ";";
  }
  for (const auto& [set, least] : least_) result += "\n    by force " + least.plain() + ": " + how_.at(set);
  return result;
}

// Each leads to the measure, changes what may be changed and nothing in vain, and says what it moves.
void RemedyCheck::valid(const Remedies& answer, std::uint32_t ladder, std::uint32_t rung) const {
  const std::string all = written(answer, ladder, rung);
  for (const Remedy& remedy : answer.remedies) {
    Subject subject = of_.subject;
    Number moved;
    of_.require(set_of(remedy).size() == remedy.changes.size(), "a fact is proposed that the subject cannot change, or twice" + all);
    for (std::size_t index = 0; index < remedy.changes.size() && set_of(remedy).size() == remedy.changes.size(); ++index) {
      const Change& change = remedy.changes[index];
      put_value(of_.program, subject, change.variable, change.to);
      of_.require(is_allowed(of_.program, change.variable, change.to), "a value outside the declared range" + all);
      moved = *add(moved, movement(set_of(remedy)[index], change.to));
    }
    const auto standing = decided(of_, of_.program, subject);
    of_.require(standing[ladder].measure.rung <= rung, "it does not lead to the measure" + all);
    of_.require(standing[ladder] == remedy.reached, "it says another standing than is reached" + all);
    of_.require(moved == remedy.movement, "the movement is " + moved.plain() + all);
  }
  of_.require(std::ranges::is_sorted(answer.remedies, {}, &Remedy::movement), "not the least movement first" + all);
}

// Whether all ways to change so many facts are few enough to try.
bool RemedyCheck::fits(std::size_t changes) const {
  std::vector<std::size_t> ways(changes + 1);
  ways[0] = 1;
  for (const auto& choices : choices_) {
    for (std::size_t index = changes; index > 0; --index) ways[index] += ways[index - 1] * choices.size();
  }
  return ways[changes] <= most_decisions;
}

// Tries every way to change so many facts.
bool RemedyCheck::force(std::size_t changes, std::uint32_t ladder, std::uint32_t rung, bool certain) {
  least_.clear();
  how_.clear();
  Set set;
  const std::function<void(std::size_t, const Subject&, const Number&, const std::string&)> change =
      [&](std::size_t first, const Subject& subject, const Number& moved, const std::string& how) {
        if (set.size() == changes) {
          ++of_.report.counts["combinations"];
          const Decision decision = decide_briefly(of_.program, subject, of_.as_of, {});
          const LadderDecision& on = decision.ladders[ladder];
          if (on.measure.rung > rung || (certain && on.at_most.rung > rung)) return;
          const auto [known, is_new] = least_.try_emplace(set, moved);
          if (is_new || moved < known->second) how_[set] = how;
          known->second = std::min(known->second, moved);
          return;
        }
        for (std::size_t index = first; index < variables_.size(); ++index) {
          set.push_back(index);
          Subject changed = subject;
          for (const Choice& choice : choices_[index]) {
            put_value(of_.program, changed, variables_[index], choice.to);
            change(index + 1, changed, *add(moved, choice.movement), how + " " + assignment(of_.program, variables_[index], choice.to) + ";");
          }
          set.pop_back();
        }
      };
  change(0, of_.subject, Number(0), "");
  return !least_.empty();
}

// Brute force found remedies of so many changes: the answer's are as few, and none moves more than need be.
void RemedyCheck::compare(const Remedies& answer, std::size_t changes, std::uint32_t ladder, std::uint32_t rung) const {
  const std::string all = written(answer, ladder, rung);
  if (!of_.require(!answer.remedies.empty(), "a remedy was not found" + all)) return;
  if (!of_.require(answer.remedies.front().changes.size() <= changes, "fewer changes would do" + all)) return;
  if (answer.remedies.front().changes.size() < changes) return;
  const bool is_full = answer.remedies.size() == most_remedies;
  for (const auto& [set, least] : least_) {
    const auto is_same_set = [&, &wanted = set](const Remedy& remedy) { return set_of(remedy) == wanted; };
    const auto found = std::ranges::find_if(answer.remedies, is_same_set);
    if (found == answer.remedies.end()) {
      of_.require(is_full && least >= answer.remedies.back().movement, "not found: " + written(set) + all);
    } else {
      of_.require(found->movement <= least, "less movement would do: " + written(set) + all);
    }
  }
}

// A certain way, where there is one, else one by what is known.
void RemedyCheck::ladder(std::uint32_t ladder, std::uint32_t rung, const Standing& now) {
  const Remedies answer = remedies(of_.program, of_.sources, of_.subject, of_.as_of, ladder, rung);
  const bool already = now.measure.rung <= rung;
  ++of_.report.counts["remedies asked"];
  least_.clear();
  valid(answer, ladder, rung);
  of_.require(answer.complete, "not complete");
  of_.require(answer.now == now, "it says another standing than there is");
  of_.require(answer.already == already, "reached already, or not");
  of_.require(already ? answer.in_the_way.empty() : answer.remedies.empty() != answer.in_the_way.empty(),
              "either remedies or what is in the way" + written(answer, ladder, rung));
  if (already && now.at_most.rung <= rung) {
    of_.require(answer.remedies.empty(), "a remedy for what is certain already");
    return;
  }
  for (const bool certain : {true, false}) {
    if (!certain && already) return;
    for (std::size_t changes = 1; changes <= variables_.size(); ++changes) {
      if (!fits(changes)) return;
      const bool is_found = force(changes, ladder, rung, certain);
      of_.report.counts[certain ? "certain remedies found by force" : "remedies found by force"] += is_found ? 1U : 0U;
      if (is_found) return compare(answer, changes, ladder, rung);
      if (!certain && changes == variables_.size()) ++of_.report.counts["remedies there are not"];
    }
  }
}

}  // namespace

void check_remedies(const Case& of) {
  RemedyCheck check(of);
  const auto now = decided(of, of.program, of.subject);
  for (std::uint32_t ladder = 0; ladder < now.size(); ++ladder) {
    for (std::uint32_t rung = 0; rung <= now[ladder].measure.rung; ++rung) check.ladder(ladder, rung, now[ladder]);
  }
}

}  // namespace pasal::property
