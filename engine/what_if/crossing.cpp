#include "engine/what_if/crossing.hpp"

#include <algorithm>
#include <set>

namespace pasal {
namespace {

using interpret::Branch;

// Beyond this many lines the crossings are more than can be tried.
constexpr std::size_t most_tips = 16;

// A tipping point of the other variable: where it is now, and how far it moves with the one that is moved.
struct Tip {
  Number at;
  Number slope;
  friend auto operator<=>(const Tip&, const Tip&) = default;
};

// How far the two sides of a branch are apart, where both are known.
std::optional<Number> gap(const Branch& branch) {
  if (!branch.left.is_point() || !branch.right.is_point()) return std::nullopt;
  return subtract(*branch.left.lowest, *branch.right.lowest);
}

// A place beside the one where a variable is.
Number beside(const Axis& axis) {
  const Number next = *add(axis.here, axis.line.step());
  return axis.line.highest() && next > *axis.line.highest() ? *subtract(axis.here, axis.line.step()) : next;
}

// From the gap where both are, with the one moved by `run` and with the other moved by `run_of_other`.
std::optional<Tip> tip_of(const Number& at, const Branch& now, const Branch& moved, const Branch& of_other, const Number& run, const Number& run_of_other) {
  const auto here = gap(now);
  const auto one = gap(moved);
  const auto two = gap(of_other);
  if (!here || !one || !two) return std::nullopt;
  const auto rise = subtract(*two, *here);
  const auto tilt = subtract(*one, *here);
  if (!rise || rise->is_zero() || !tilt) return std::nullopt;
  const auto a_gap = divide(run_of_other, *rise);  // how far the other moves for a gap of 1
  const auto back = a_gap ? multiply(*here, *a_gap) : std::nullopt;
  const auto shift = a_gap ? multiply(*tilt, *a_gap) : std::nullopt;
  const auto tip = back ? subtract(at, *back) : std::nullopt;
  const auto slope = shift ? divide(*shift, run) : std::nullopt;
  if (!tip || !slope) return std::nullopt;
  return Tip{*tip, *negate(*slope)};
}

}  // namespace

std::vector<Number> find_crossings(Prober& prober, const Axis& moved, const Axis& other) {
  const Number next = beside(moved);
  const Number next_of_other = beside(other);
  const auto branches_at = [&](const Number& place, const Number& place_of_other) {
    prober.set(moved.variable, moved.line.value(place));
    prober.set(other.variable, other.line.value(place_of_other));
    return prober.probe(other.variable).branches;
  };
  const auto now = branches_at(moved.here, other.here);
  const auto one = branches_at(next, other.here);
  const auto two = branches_at(moved.here, next_of_other);
  prober.restore(moved.variable);
  prober.restore(other.variable);
  std::set<Tip> tips;
  const std::size_t shared = std::min({now.size(), one.size(), two.size()});
  for (std::size_t index = 0; index < shared && tips.size() < most_tips; ++index) {
    if (now[index].node != one[index].node || now[index].node != two[index].node) break;
    const auto tip = tip_of(other.here, now[index], one[index], two[index], *subtract(next, moved.here), *subtract(next_of_other, other.here));
    if (tip) tips.insert(*tip);
  }
  std::vector<Number> crossings;
  for (auto a = tips.begin(); a != tips.end(); ++a) {
    for (auto b = std::next(a); b != tips.end(); ++b) {
      const auto apart = subtract(b->at, a->at);
      const auto closing = subtract(a->slope, b->slope);
      const auto run = apart && closing && !closing->is_zero() ? divide(*apart, *closing) : std::nullopt;
      const auto place = run ? add(moved.here, *run) : std::nullopt;
      if (place && !is_far(*place)) crossings.push_back(*place);
    }
  }
  return crossings;
}

}  // namespace pasal
