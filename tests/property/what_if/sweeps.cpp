// How a decision depends on one fact: the pieces, held against a decision at every value.
#include <algorithm>

#include "tests/property/what_if/case.hpp"

namespace pasal::property {
namespace {

bool is_range(const Piece& piece) { return !piece.value; }
std::optional<Number> place(const RangeEnd& end) { return end.value ? place_of(*end.value) : std::nullopt; }

bool contains(const Piece& piece, const Value& value) {
  const auto here = place_of(value);
  if (!is_range(piece)) return is_same(*piece.value, value);
  if (!here) return false;
  const auto from = place(piece.from);
  const auto to = place(piece.to);
  return (!from || *from < *here || (piece.from.included && *from == *here)) && (!to || *here < *to || (piece.to.included && *here == *to));
}

// Amounts are rounded to the cent in the decision: those that meet within one may be settled or not.
bool is_within_a_cent(const std::vector<Standing>& said, std::vector<Standing> standing) {
  for (std::size_t ladder = 0; ladder < said.size(); ++ladder) {
    const auto low = standing[ladder].at_least.amount;
    const auto high = standing[ladder].at_most.amount;
    if (low && high && *subtract(*high, *low) <= *Number::ratio(1, 100)) standing[ladder].settled = said[ladder].settled;
  }
  return same_but_amounts(said, standing);
}

class SweepCheck {
public:
  SweepCheck(const Case& of, const Variable& variable, const Sweep& sweep) : of_(of), variable_(variable), sweep_(sweep) {
    is_continuous_ = type_of(variable, of.program).is_numeric();
  }

  void pieces();
  void values(std::vector<Value> values);
  void steps(const SweepRange& range);
  void stands_now();
  void wants_set();

private:
  std::string here(const Value& value) const { return assignment(of_.program, variable_, value); }
  std::string written() const;
  bool adjoin(const Piece& a, const Piece& b) const;
  void add_ends(std::vector<Value>& values) const;
  void value(const Value& value);
  bool is_whole(const Value& value) const;

  const Case& of_;
  const Variable& variable_;
  const Sweep& sweep_;
  bool is_continuous_ = false;
};

std::string SweepCheck::written() const {
  std::string result;
  for (const Piece& piece : sweep_.pieces) {
    const auto end = [](const RangeEnd& one) { return (place(one) ? place(one)->plain() : std::string("none")) + (one.included ? " included" : ""); };
    result += "\n    " + (piece.value ? here(*piece.value) : end(piece.from) + " .. " + end(piece.to)) + ": " + property::written(piece.standing) +
              (piece.standing_to.empty() ? "" : " to " + property::written(piece.standing_to)) + (piece.any_other ? " any other" : "");
  }
  return result + (sweep_.exact ? "" : "\n    not exact") + (sweep_.complete ? "" : "\n    not complete");
}

// One begins where the other ends: a place between values belongs to one of the two; days and minutes count on.
bool SweepCheck::adjoin(const Piece& a, const Piece& b) const {
  const auto end = place(a.to);
  const auto begin = place(b.from);
  if (!end || !begin) return false;
  const Number step = type_of(variable_, of_.program).kind == TypeKind::percent ? *Number::ratio(1, 100) : Number(1);
  const bool is_near = !sweep_.exact && *end < *begin && *begin <= *add(*end, step) && a.to.included && b.from.included;
  if (is_continuous_) return (*end == *begin && a.to.included != b.from.included) || is_near;
  return a.to.included && b.from.included && *add(*end, Number(1)) == *begin;
}

void SweepCheck::pieces() {
  const std::string name = name_of(variable_, of_.program) + ": ";
  of_.require(sweep_.complete, name + "not complete");
  of_.report.counts["pieces"] += sweep_.pieces.size();
  of_.report.counts["sweeps"] += 1;
  of_.report.counts["not exact"] += sweep_.exact ? 0U : 1U;
  for (std::size_t index = 0; index + 1 < sweep_.pieces.size(); ++index) {
    const Piece& one = sweep_.pieces[index];
    const Piece& next = sweep_.pieces[index + 1];
    if (!is_range(one) || !is_range(next)) continue;
    if (!of_.require(adjoin(one, next), name + "there is a gap or an overlap" + written())) return;
    const bool differ = !one.standing_to.empty() || !next.standing_to.empty() || one.standing != next.standing;
    if (!of_.require(differ, name + "two neighbours say the same" + written())) return;
  }
}

// Whether a value stands for itself even where ends are known to the next whole number only.
bool SweepCheck::is_whole(const Value& value) const {
  if (std::holds_alternative<Text>(value)) {
    return std::ranges::any_of(sweep_.pieces, [&](const Piece& piece) { return piece.value && !piece.any_other && is_same(*piece.value, value); });
  }
  const auto* number = std::get_if<Number>(&value);
  if (number == nullptr) return true;
  return type_of(variable_, of_.program).kind == TypeKind::percent ? multiply(*number, Number(100))->is_whole() : number->is_whole();
}

// The ends of the pieces, and what lies right beside them.
void SweepCheck::add_ends(std::vector<Value>& values) const {
  const Type& type = type_of(variable_, of_.program);
  const Number beside = is_continuous_ ? *Number::ratio(1, 100'003) : Number(1);
  std::vector<Number> places;
  for (const Piece& piece : sweep_.pieces) {
    for (const RangeEnd* end : {&piece.from, &piece.to}) {
      if (const auto at = place(*end)) places.insert(places.end(), {*at, *subtract(*at, beside), *add(*at, beside)});
    }
  }
  const FactDeclaration* fact = declaration_of(variable_, of_.program);
  const auto [lowest, highest] = std::ranges::minmax(places.empty() ? std::vector<Number>{0} : places);
  for (const Number& at : places) {
    if (type.is_time() && (at == lowest || at == highest)) continue;  // beyond the ten years around
    if (fact != nullptr && ((fact->lowest && at < *fact->lowest) || (fact->highest && at > *fact->highest))) continue;
    if (type.kind == TypeKind::duration && at < Number(0)) continue;
    values.push_back(value_at(type, at));
  }
}

void SweepCheck::value(const Value& value) {
  const Changed changed = with_value(of_, of_.subject, variable_, value);
  const auto standing = decided(of_, changed.program ? *changed.program : of_.program, changed.subject);
  std::vector<const Piece*> found;
  for (const Piece& piece : sweep_.pieces) {
    if (contains(piece, value)) found.push_back(&piece);
  }
  if (found.empty() && std::holds_alternative<Text>(value)) {
    for (const Piece& piece : sweep_.pieces) {
      if (piece.any_other) found.push_back(&piece);
    }
  }
  if (!of_.require(found.size() == 1, here(value) + ": " + std::to_string(found.size()) + " pieces hold it" + written())) return;
  const Piece& piece = *found.front();
  const bool varies = !piece.standing_to.empty();
  bool agrees = varies ? same_but_amounts(piece.standing, standing) || is_within_a_cent(piece.standing, standing) : piece.standing == standing;
  const auto at = place_of(value);
  if (varies && piece.from.included && place(piece.from) == at) agrees = agrees && piece.standing == standing;
  if (varies && piece.to.included && place(piece.to) == at) agrees = agrees && piece.standing_to == standing;
  of_.require(agrees, here(value) + ": decided " + property::written(standing) + written());
}

void SweepCheck::values(std::vector<Value> values) {
  add_ends(values);
  for (const Value& one : values) {
    if (sweep_.exact || is_whole(one)) value(one);
  }
}

// Only the steps are said; two of them are one piece where they are the same.
void SweepCheck::steps(const SweepRange& range) {
  const std::string name = name_of(variable_, of_.program) + " by " + range.step->plain() + ": ";
  of_.require(sweep_.complete && sweep_.exact, name + "not complete, or not exact");
  for (Number at = *place_of(range.from); at <= *place_of(range.to); at = *add(at, *range.step)) {
    ++of_.report.counts["steps"];
    value(value_at(type_of(variable_, of_.program), at));
  }
  const auto is_alike = [](const Piece& a, const Piece& b) { return a.standing == b.standing; };
  of_.require(std::ranges::adjacent_find(sweep_.pieces, is_alike) == sweep_.pieces.end(), name + "two neighbours say the same" + written());
}

// `what if F = V` is the decision on the facts with F = V.
void SweepCheck::wants_set() {
  if (variable_.kind != Variable::Kind::fact) return;
  for (const Piece& piece : sweep_.pieces) {
    const Type& type = type_of(variable_, of_.program);
    const auto* number = std::get_if<Number>(&piece.sample);
    const bool can_be_written = number != nullptr ? number->plain().find('/') == std::string::npos && type.kind != TypeKind::percent
                                                  : !std::holds_alternative<Moment>(piece.sample) && !std::holds_alternative<Duration>(piece.sample);
    if (!can_be_written || type.kind == TypeKind::text) continue;
    Subject subject = of_.subject;
    Sources sources;
    Diagnostics diagnostics;
    const bool is_set = set_fact(of_.program, subject, here(piece.sample), sources, diagnostics);
    if (!of_.require(is_set, "cannot set " + here(piece.sample) + "\n" + render(diagnostics, sources))) continue;
    const auto standing = decided(of_, of_.program, subject);
    if (type_of(variable_, of_.program).kind != TypeKind::list && declaration_of(variable_, of_.program)->when_verified) continue;
    of_.require(same_but_amounts(piece.standing, standing) && (!piece.standing_to.empty() || piece.standing == standing),
                "--set " + here(piece.sample) + ": " + property::written(standing) + written());
  }
}

// The piece that is marked holds the value of now.
void SweepCheck::stands_now() {
  const Value now = value_in(variable_, of_.program, of_.subject, of_.as_of);
  for (const Piece& piece : sweep_.pieces) {
    const bool is_here = contains(piece, is_open(now) ? Value(Unknown{}) : now);
    if (!piece.any_other) of_.require(piece.holds_now == is_here, here(now) + ": the wrong piece holds now" + written());
  }
}

// A part of the range.
void check_range(const Case& of, const Variable& variable, const SweepRange& range) {
  const Sweep part = sweep(of.program, of.subject, of.as_of, variable, range);
  SweepCheck check(of, variable, part);
  check.pieces();
  for (const Piece& piece : part.pieces) of.require(is_range(piece), "a range has single values");
  const bool spans = !part.pieces.empty() && place(part.pieces.front().from) == place_of(range.from) && part.pieces.front().from.included &&
                     place(part.pieces.back().to) == place_of(range.to) && part.pieces.back().to.included;
  of.require(spans, name_of(variable, of.program) + ": the pieces do not span the range that was asked for");
}

// Some values of a part of the range.
void check_steps(const Case& of, const Variable& variable, SweepRange range, std::uint32_t dice) {
  const Type& type = type_of(variable, of.program);
  const std::int64_t parts = type.kind == TypeKind::percent ? 100 : 4;
  const bool is_in_minutes = type.kind == TypeKind::moment || type.kind == TypeKind::duration;
  const std::int64_t count = dice % 7 + 1;
  range.step = type.is_numeric() ? *Number::ratio(count, parts) : Number(is_in_minutes ? count * 37 : count);
  const Sweep some = sweep(of.program, of.subject, of.as_of, variable, range);
  SweepCheck(of, variable, some).steps(range);
}

}  // namespace

void check_sweeps(const Case& of, std::uint32_t dice) {
  for (const Variable& variable : variables(of.program, of.subject, true)) {
    const Sweep answer = what_if(of.program, of.subject, of.as_of, variable);
    auto values = values_of(of, variable, Grid::fine);
    if (const auto range = part_of(values, dice++)) {
      check_range(of, variable, *range);
      check_steps(of, variable, *range, dice);
    }
    SweepCheck check(of, variable, answer);
    check.pieces();
    if (declaration_of(variable, of.program) != nullptr) values.emplace_back(Unknown{});
    check.values(std::move(values));
    check.stands_now();
    check.wants_set();
  }
}

}  // namespace pasal::property
