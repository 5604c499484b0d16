// The pieces of a range: cuts, and what is decided between them.
#include <algorithm>
#include <map>
#include <set>

#include "engine/model/operands.hpp"
#include "engine/model/operations.hpp"
#include "engine/what_if/tipping.hpp"
#include "engine/what_if/what_if.hpp"

namespace pasal {
namespace {

constexpr std::size_t the_variable = 0;

bool same_but_amounts(const std::vector<Standing>& a, const std::vector<Standing>& b) {
  return std::ranges::equal(a, b, [](const Standing& x, const Standing& y) {
    return x.measure.rung == y.measure.rung && x.at_least.rung == y.at_least.rung && x.at_most.rung == y.at_most.rung &&
           x.amount_unlimited == y.amount_unlimited && x.settled == y.settled;
  });
}

class Sweeper {
public:
  Sweeper(const Program& program, const Subject& subject, Moment as_of, const Variable& variable, const WhatIfLimits& limits)
      : program_(program), variable_(variable), prober_(program, subject, as_of, {variable}, limits) {
    result_.variable = variable;
    result_.now = value_in(variable, program, subject, as_of);
    line_ = Line::of(variable, program, result_.now, as_of);
  }

  Sweep everything();
  Sweep between(const SweepRange& range);

private:
  void pieces(const std::optional<Number>& from, const std::optional<Number>& to);
  void whole_pieces(const std::optional<Number>& from, const std::optional<Number>& to, const std::vector<Cut>& cuts);
  void point(const Number& place);
  void gap(const std::optional<Number>& from, bool from_included, const std::optional<Number>& to, bool to_included);
  std::optional<Number> whole_before_change(const Number& from, const Number& to);
  void steps(const Number& from, const Number& to, const Number& step);
  void put(Piece piece);
  void single(const Value& value);
  void single_values();
  void texts();
  bool holds(const Piece& piece) const;
  Sweep take();
  std::vector<Standing> standing_at(const Value& value) {
    prober_.set(the_variable, value);
    return prober_.probe(the_variable).standing;
  }
  std::vector<Standing> standing_at(const Number& place) { return standing_at(line_->value(place)); }
  RangeEnd end(const std::optional<Number>& place, bool included) const {
    return place ? RangeEnd{line_->value(*place), included} : RangeEnd{};
  }

  const Program& program_;
  Variable variable_;
  Prober prober_;
  std::optional<Line> line_;
  Sweep result_;
};

// Joins a piece to the one before it where nothing changes between them.
void Sweeper::put(Piece piece) {
  if (piece.standing.empty()) return;  // nothing is asked any more
  if (!result_.pieces.empty() && !piece.value && !result_.pieces.back().value) {
    Piece& last = result_.pieces.back();
    const bool last_varies = !last.standing_to.empty();
    const bool varies = !piece.standing_to.empty();
    const bool is_point = piece.from.value && piece.to.value && same(*piece.from.value, *piece.to.value);
    const bool last_is_point = last.from.value && last.to.value && same(*last.from.value, *last.to.value);
    const bool joins = last_varies || varies ? same_but_amounts(last.standing, piece.standing) && (last_varies || last_is_point) && (varies || is_point)
                                             : last.standing == piece.standing;
    if (joins) {
      if (last_varies || varies) last.standing_to = varies ? piece.standing_to : piece.standing;
      if (last_is_point && !is_point) last.sample = piece.sample;
      last.to = piece.to;
      return;
    }
  }
  result_.pieces.push_back(std::move(piece));
}

void Sweeper::point(const Number& place) {
  Piece piece{.value = {}, .from = end(place, true), .to = end(place, true), .standing = standing_at(place), .standing_to = {}, .sample = line_->value(place)};
  put(std::move(piece));
}

// Amounts of rules can overtake each other, and then something else is open or settled; no branch tells where. The last
// whole number before that happens, where the two ends differ and there are whole numbers between them.
std::optional<Number> Sweeper::whole_before_change(const Number& from, const Number& to) {
  Number low = line_->whole_at_or_below(from) == from ? from : line_->whole_above(from);
  Number high = line_->whole_at_or_below(to);
  if (low >= high) return std::nullopt;
  const auto at_low = standing_at(low);
  while (line_->whole_above(low) < high && !prober_.stopped()) {
    const Number middle = line_->whole_at_or_below(*divide(*add(low, high), Number(2)));
    (same_but_amounts(standing_at(middle), at_low) ? low : high) = middle;
  }
  return low;
}

// What is decided between two cuts; the amounts are those at its ends, or at the whole numbers next to them inside.
void Sweeper::gap(const std::optional<Number>& from, bool from_included, const std::optional<Number>& to, bool to_included) {
  if (from && to && *from >= *to) {
    if (*from == *to && from_included && to_included) point(*from);
    return;
  }
  const auto inside = places_inside(*line_, from, to);
  if (inside.size() < 3) return;
  const Number& middle = inside[1];
  const Number first = from_included ? *from : from && line_->whole_above(*from) < middle ? line_->whole_above(*from) : inside[0];
  const Number last = to_included ? *to : to && line_->whole_below(*to) > middle ? line_->whole_below(*to) : inside[2];
  const auto at_middle = standing_at(middle);
  auto at_first = standing_at(first);
  auto at_last = standing_at(last);
  if (at_middle.empty() || at_first.empty() || at_last.empty()) return;  // nothing is asked any more
  const bool first_differs = !same_but_amounts(at_first, at_middle);
  if (first_differs || !same_but_amounts(at_middle, at_last)) {
    result_.exact = false;
    const auto change = first_differs ? whole_before_change(first, middle) : whole_before_change(middle, last);
    if (change && (!from || *from < *change) && (!to || line_->whole_above(*change) < *to)) {
      gap(from, from_included, *change, true);
      return gap(line_->whole_above(*change), true, to, to_included);
    }
  }
  const bool varies = !(at_first == at_middle && at_last == at_middle);
  if (varies && !to) {
    for (Standing& standing : at_last) standing.measure.amount.reset();
  }
  Piece piece{.value = {}, .from = end(from, from_included), .to = end(to, to_included), .standing = varies ? std::move(at_first) : at_middle,
              .standing_to = varies ? std::move(at_last) : std::vector<Standing>{}, .sample = line_->value(first)};
  put(std::move(piece));
}

// Days, minutes and counts: each stretch begins behind the one before it.
void Sweeper::whole_pieces(const std::optional<Number>& from, const std::optional<Number>& to, const std::vector<Cut>& cuts) {
  std::optional<Number> begin = from;
  const auto stretch = [&](const std::optional<Number>& last) {
    const Number sample = begin ? *begin : last ? *last : Number(0);
    put({.value = {}, .from = end(begin, true), .to = end(last, true), .standing = standing_at(sample), .standing_to = {}, .sample = line_->value(sample)});
  };
  for (const Cut& cut : cuts) {
    stretch(cut.at);
    begin = add(cut.at, Number(1));
  }
  stretch(to);
}

void Sweeper::pieces(const std::optional<Number>& from, const std::optional<Number>& to) {
  const Cuts cuts = find_cuts(prober_, the_variable, *line_, from, to);
  result_.exact = cuts.exact;
  if (!line_->is_continuous()) return whole_pieces(from, to, cuts.cuts);
  std::optional<Number> begin = from;
  bool included = false;
  if (from) point(*from);
  for (std::size_t index = 0; index < cuts.cuts.size(); ++index) {
    const Cut& cut = cuts.cuts[index];
    gap(begin, included, cut.at, cut.after);
    if (!cut.after) point(cut.at);
    const auto next = index + 1 < cuts.cuts.size() ? std::optional(cuts.cuts[index + 1].at) : to;
    const Number whole = line_->whole_above(cut.at);
    begin = !cut.after ? cut.at : next && *next < whole ? *next : whole;
    included = cut.after;
  }
  if (from && to && *from == *to) return;
  gap(begin, included, to, false);
  if (to) point(*to);
}

void Sweeper::steps(const Number& from, const Number& to, const Number& step) {
  for (std::optional<Number> place = from; place && *place <= to && !prober_.stopped(); place = add(*place, step)) point(*place);
}

void Sweeper::single(const Value& value) {
  put({.value = value, .from = {}, .to = {}, .standing = standing_at(value), .standing_to = {}, .sample = value});
}

// A text matters by the texts of the policy that it is held against; one more stands for all others. Of what only holds
// a text or fits a pattern there may be others that are decided otherwise.
void Sweeper::texts() {
  std::set<std::string> known;
  std::string other = "x";
  for (std::size_t index = 0; index < program_.nodes.size(); ++index) {
    const auto* call = std::get_if<CallNode>(&program_.nodes[index].content);
    if (call == nullptr || !prober_.touched(the_variable).nodes[index]) continue;
    for (const NodeId operand : call->operands) {
      const auto* constant = std::get_if<ConstantNode>(&program_[operand].content);
      const auto* text = constant != nullptr ? std::get_if<Text>(&constant->value) : nullptr;
      if (text == nullptr) continue;
      known.insert(**text);
      if (call->operation == Operator::contains || call->operation == Operator::matches) result_.exact = false;
      other += "x" + std::string((*text)->size(), 'x');
    }
  }
  for (const std::string& text : known) single(std::make_shared<const std::string>(text));
  single(std::make_shared<const std::string>(other));
  result_.pieces.back().any_other = true;
}

void Sweeper::single_values() {
  const Type& type = type_of(variable_, program_);
  if (type.kind == TypeKind::boolean) {
    single(true);
    single(false);
  }
  if (type.kind == TypeKind::enumeration && type.values != nullptr) {
    for (std::uint32_t index = 0; index < type.values->size(); ++index) single(EnumerationValue{index});
  }
  if (type.kind == TypeKind::text) texts();
  const FactDeclaration* fact = declaration_of(variable_, program_);
  if (fact == nullptr) return;
  if (fact->if_any || type.kind == TypeKind::list) single(None{});
  single(Unknown{});
}

Sweep Sweeper::take() {
  result_.complete = prober_.found_all();
  for (Piece& piece : result_.pieces) {
    if (piece.any_other) {
      const auto is_here = [](const Piece& one) { return one.holds_now; };
      piece.holds_now = std::holds_alternative<Text>(result_.now) && std::ranges::none_of(result_.pieces, is_here);
    } else if (piece.value) {
      piece.holds_now = same(*piece.value, result_.now) || (is_open(*piece.value) && is_open(result_.now));
    } else {
      piece.holds_now = holds(piece);
    }
  }
  return std::move(result_);
}

bool Sweeper::holds(const Piece& piece) const {
  const auto now = line_ ? line_->place(result_.now) : std::nullopt;
  const auto from = piece.from.value ? line_->place(*piece.from.value) : std::nullopt;
  const auto to = piece.to.value ? line_->place(*piece.to.value) : std::nullopt;
  return now && (!from || *from < *now || (piece.from.included && *from == *now)) &&
         (!to || *now < *to || (piece.to.included && *to == *now));
}

Sweep Sweeper::everything() {
  if (line_) pieces(line_->lowest(), line_->highest());
  single_values();
  return take();
}

Sweep Sweeper::between(const SweepRange& range) {
  const auto from = line_ ? line_->place(range.from) : std::nullopt;
  const auto to = line_ ? line_->place(range.to) : std::nullopt;
  if (!from || !to || *to < *from) return take();
  if (range.step) {
    steps(*from, *to, *range.step);
  } else {
    pieces(from, to);
  }
  return take();
}

}  // namespace

Sweep what_if(const Program& program, const Subject& subject, Moment as_of, const Variable& variable, const WhatIfLimits& limits) {
  return Sweeper(program, subject, as_of, variable, limits).everything();
}

Sweep sweep(const Program& program, const Subject& subject, Moment as_of, const Variable& variable, const SweepRange& range,
            const WhatIfLimits& limits) {
  return Sweeper(program, subject, as_of, variable, limits).between(range);
}

namespace {

// Where a part begins: at a value, or right behind it. No value: before all others.
struct Begin {
  std::optional<Number> place;
  bool behind = false;
  friend auto operator<=>(const Begin&, const Begin&) = default;
};

Begin begin_of(const RangeEnd& end) { return {end.value ? place_of(*end.value) : std::nullopt, end.value && !end.included}; }

}  // namespace

SweepOfMany together(const std::vector<Sweep>& sweeps, std::uint32_t ladder) {
  SweepOfMany result;
  result.ladder = ladder;
  std::map<Begin, RangeEnd> begins;
  for (const Sweep& sweep : sweeps) {
    result.variable = sweep.variable;
    result.exact = result.exact && sweep.exact;
    result.complete = result.complete && sweep.complete;
    for (const Piece& piece : sweep.pieces) {
      if (!piece.value) begins.try_emplace(begin_of(piece.from), piece.from);
    }
  }
  std::vector<std::size_t> at(sweeps.size(), 0);
  for (const auto& [begin, from] : begins) {
    SweepOfMany::Part part{from, {}, {}};
    for (std::size_t index = 0; index < sweeps.size(); ++index) {
      const auto& pieces = sweeps[index].pieces;
      while (at[index] + 1 < pieces.size() && !pieces[at[index] + 1].value && begin_of(pieces[at[index] + 1].from) <= begin) ++at[index];
      if (pieces.empty() || pieces[at[index]].value) continue;
      part.rungs.push_back(pieces[at[index]].standing[ladder].measure.rung);
      part.to = pieces[at[index]].to;
    }
    if (!result.parts.empty() && result.parts.back().rungs == part.rungs) {
      result.parts.back().to = part.to;
      continue;
    }
    if (!result.parts.empty()) result.parts.back().to = {from.value, !from.included};
    result.parts.push_back(std::move(part));
  }
  return result;
}

std::vector<Standing> standing(const Program& program, const Subject& subject, Moment as_of, const EvaluationLimits& limits) {
  return standing_of(decide_briefly(program, subject, as_of, limits));
}

}  // namespace pasal
