#include "engine/what_if/tipping.hpp"

#include <algorithm>
#include <array>

namespace pasal {
namespace {

using interpret::Branch;
using Probes = std::array<std::vector<Branch>, 3>;

// Beyond this a search over whole numbers looks for nothing.
const Number far_away(1'000'000'000'000'000);

// Beyond this a rounding is not cut at each of its steps.
const Number most_steps(200);

// The values of one side at three places.
using Side = std::array<std::optional<Number>, 3>;

bool is_known(const Side& side) { return side[0] && side[1] && side[2]; }

// Whether three values lie on a straight line over their places.
bool is_straight(const Side& side, const std::vector<Number>& places) {
  const auto rise = [&](std::size_t i) { return subtract(*side[i], *side[0]); };
  const auto run = [&](std::size_t i) { return subtract(places[i], places[0]); };
  const auto one = rise(1) && run(2) ? multiply(*rise(1), *run(2)) : std::nullopt;
  const auto other = rise(2) && run(1) ? multiply(*rise(2), *run(1)) : std::nullopt;
  return one && other && *one == *other;
}

// Where two straight lines meet; nothing where they never do, or always.
std::optional<Number> meeting(const Side& left, const Side& right, const std::vector<Number>& places) {
  const auto first = subtract(*left[0], *right[0]);
  const auto last = subtract(*left[2], *right[2]);
  const auto run = subtract(places[2], places[0]);
  const auto rise = first && last ? subtract(*last, *first) : std::nullopt;
  if (!rise || rise->is_zero() || !run) return std::nullopt;
  const auto part = divide(*first, *rise);
  const auto shift = part ? multiply(*part, *run) : std::nullopt;
  return shift ? subtract(places[0], *shift) : std::nullopt;
}

bool is_rounding(const Program& program, const Branch& branch) {
  const auto* call = std::get_if<CallNode>(&program[branch.node].content);
  return call != nullptr && call->operation >= Operator::round_half_up && call->operation <= Operator::round_down;
}

// A part of a line without its ends; no number: no end.
struct Stretch {
  std::optional<Number> from;
  std::optional<Number> to;
};

class Search {
public:
  Search(Prober& prober, std::size_t variable, const Line& line) : prober_(prober), variable_(variable), line_(line) {}

  void numbers(const Stretch& all);
  void whole_numbers(const Number& from, const Number& to);
  Cuts take() {
    std::ranges::sort(found_.cuts);
    found_.cuts.erase(std::unique(found_.cuts.begin(), found_.cuts.end()), found_.cuts.end());
    return std::move(found_);
  }

private:
  std::vector<Branch> branches_at(const Number& place) {
    prober_.set(variable_, line_.value(place));
    return prober_.probe(variable_).branches;
  }
  std::vector<Branch> way_at(const Number& place);
  std::vector<Number> meetings_in(const Stretch& stretch);
  bool compare(const Probes& probes, const Stretch& stretch, const std::vector<Number>& places, std::vector<Number>& meetings) const;
  bool meet(const Side& left, const Side& right, const std::vector<Number>& places, std::vector<Number>& meetings) const;
  void narrow(const Stretch& stretch);
  void narrow_wholes(const Number& from, const Number& to);
  void change_after(const Number& place) { found_.cuts.push_back({place, true}); }
  static bool take_same_way(const std::vector<Branch>& a, const std::vector<Branch>& b);

  Prober& prober_;
  std::size_t variable_;
  const Line& line_;
  Cuts found_;
};

bool Search::take_same_way(const std::vector<Branch>& a, const std::vector<Branch>& b) {
  return std::ranges::equal(a, b, [](const Branch& x, const Branch& y) { return x.node == y.node && x.outcome == y.outcome; });
}

// Without roundings: what is rounded only matters by what is then compared.
std::vector<Branch> Search::way_at(const Number& place) {
  auto branches = branches_at(place);
  std::erase_if(branches, [&](const Branch& branch) { return is_rounding(prober_.program(), branch); });
  return branches;
}

// Adds where two sides meet. False where one of them is no straight line.
bool Search::meet(const Side& left, const Side& right, const std::vector<Number>& places, std::vector<Number>& meetings) const {
  if (!is_known(left) || !is_known(right) || left == right) return true;
  if (!is_straight(left, places) || !is_straight(right, places)) return false;
  if (const auto place = meeting(left, right, places)) meetings.push_back(*place);
  return true;
}

// Whether what is rounded goes through more steps in a stretch than are worth cutting at.
bool has_many_steps(const Branch& first, const Branch& last, const Stretch& stretch) {
  if (first.left == last.left || !first.right.lowest || !first.right.highest) return false;
  if (!stretch.from || !stretch.to) return true;
  const auto rise = subtract(*last.left.lowest, *first.left.lowest);
  const auto step = subtract(*first.right.highest, *first.right.lowest);
  const auto steps = rise && step ? divide(*rise, *step) : std::nullopt;
  return !steps || *steps > most_steps || *steps < *negate(most_steps);
}

// Goes along the branches as long as all three evaluations take the same way. False where something was met that is no
// straight line, or where the ways part and nothing tells where.
bool Search::compare(const Probes& probes, const Stretch& stretch, const std::vector<Number>& places, std::vector<Number>& meetings) const {
  bool straight = true;
  const Program& program = prober_.program();
  const std::size_t shared = std::min({probes[0].size(), probes[1].size(), probes[2].size()});
  for (std::size_t index = 0; index < shared; ++index) {
    const std::array<const Branch*, 3> here{&probes[0][index], &probes[1][index], &probes[2][index]};
    const bool rounds = is_rounding(program, *here[0]);
    if (rounds && is_rounding(program, *here[2]) && has_many_steps(*here[0], *here[2], stretch)) {
      straight = false;
      continue;
    }
    const auto side = [&](auto get) { return Side{get(*here[0]), get(*here[1]), get(*here[2])}; };
    const auto fixed = [](const std::optional<Number>& value) { return Side{value, value, value}; };
    const Side low = side([](const Branch& branch) { return branch.left.lowest; });
    const Side high = side([](const Branch& branch) { return branch.left.highest; });
    const Side right_low = rounds ? fixed(here[0]->right.lowest) : side([](const Branch& branch) { return branch.right.lowest; });
    const Side right_high = rounds ? fixed(here[0]->right.highest) : side([](const Branch& branch) { return branch.right.highest; });
    straight = meet(high, right_low, places, meetings) && straight;
    straight = meet(low, right_high, places, meetings) && straight;
    const auto is_here = [&](const Branch* branch) { return branch->node == here[0]->node && branch->outcome == here[0]->outcome; };
    if (!std::ranges::all_of(here, is_here)) return straight && !meetings.empty();
  }
  return straight && probes[0].size() == shared && probes[1].size() == shared && probes[2].size() == shared;
}

// Cuts at every place where two sides meet, then looks at the parts.
void Search::numbers(const Stretch& all) {
  std::vector<Stretch> left{all};
  while (!left.empty() && !prober_.stopped()) {
    const Stretch stretch = left.back();
    left.pop_back();
    if (stretch.from && stretch.to && *stretch.from >= *stretch.to) continue;
    const auto meetings = meetings_in(stretch);
    std::optional<Number> begin = stretch.from;
    for (const Number& place : meetings) {
      found_.cuts.push_back({place, false});
      left.push_back({begin, place});
      begin = place;
    }
    if (!meetings.empty()) left.push_back({begin, stretch.to});
  }
}

// The places inside a stretch where sides meet, ascending. Where there are none and yet the ways may part, they are
// narrowed down to whole numbers.
std::vector<Number> Search::meetings_in(const Stretch& stretch) {
  const auto places = places_inside(line_, stretch.from, stretch.to);
  if (places.size() < 3) return {};
  const Probes probes{branches_at(places[0]), branches_at(places[1]), branches_at(places[2])};
  std::vector<Number> meetings;
  const bool straight = compare(probes, stretch, places, meetings);
  std::erase_if(meetings, [&](const Number& place) {
    return (stretch.from && place <= *stretch.from) || (stretch.to && place >= *stretch.to);
  });
  if (std::erase_if(meetings, is_far) != 0) prober_.overlook();
  std::ranges::sort(meetings);
  meetings.erase(std::unique(meetings.begin(), meetings.end()), meetings.end());
  const bool same = take_same_way(probes[0], probes[1]) && take_same_way(probes[0], probes[2]);
  if (meetings.empty() && !(straight && same)) narrow(stretch);
  return meetings;
}

// Compares the whole numbers of a stretch with each other, and the first and the last with what lies right inside the ends.
void Search::narrow(const Stretch& stretch) {
  found_.exact = false;
  const auto& [from, to] = stretch;
  const Number first = from ? line_.whole_above(*from) : *negate(far_away);
  const Number last = to ? line_.whole_below(*to) : far_away;
  const auto right_beside = [](const Number& end, const Number& other) {
    return *add(end, *divide(*subtract(other, end), Number(1'000)));
  };
  if (first > last) {
    if (from && to && !take_same_way(way_at(right_beside(*from, *to)), way_at(right_beside(*to, *from)))) change_after(*from);
    return;
  }
  if (from && !take_same_way(way_at(right_beside(*from, first)), way_at(first))) change_after(*from);
  if (to && !take_same_way(way_at(last), way_at(right_beside(*to, last)))) change_after(last);
  narrow_wholes(first, last);
}

// What is no straight line may turn, mostly where things are small: in parts that double with the distance from 0.
void Search::narrow_wholes(const Number& from, const Number& to) {
  std::vector<Number> bounds{from, to};
  for (Number distance = line_.step(); distance < far_away; distance = *multiply(distance, Number(2))) {
    for (const Number& bound : {distance, *negate(distance), Number(0)}) {
      if (from < bound && bound < to) bounds.push_back(bound);
    }
  }
  std::ranges::sort(bounds);
  for (std::size_t index = 0; index + 1 < bounds.size(); ++index) whole_numbers(bounds[index], bounds[index + 1]);
}

// Halves a stretch of whole numbers as long as its ends and its middle take different ways, or as long as it is short and
// may turn. What grows or falls without turning, as all arithmetic of dates does, cannot hide a change between ends that
// come out alike.
void Search::whole_numbers(const Number& from, const Number& to) {
  struct Part {
    Number from;
    Number to;
    std::vector<Branch> at_from;
    std::vector<Branch> at_to;
  };
  const Number step = line_.step();
  const Number is_short = line_.is_continuous() ? *multiply(step, Number(16)) : step;
  std::vector<Part> parts{{from, to, way_at(from), way_at(to)}};
  while (!parts.empty() && !prober_.stopped()) {
    Part part = std::move(parts.back());
    parts.pop_back();
    const Number length = *subtract(part.to, part.from);
    if (length <= step) {
      if (!take_same_way(part.at_from, part.at_to)) change_after(part.from);
      continue;
    }
    const Number middle = line_.whole_at_or_below(*divide(*add(part.from, part.to), Number(2)));
    auto at_middle = way_at(middle);
    const bool same = take_same_way(part.at_from, at_middle) && take_same_way(part.at_to, at_middle);
    if (same && length > is_short) continue;
    parts.push_back({part.from, middle, part.at_from, at_middle});
    parts.push_back({middle, part.to, std::move(at_middle), std::move(part.at_to)});
  }
}

}  // namespace

std::vector<Number> places_inside(const Line& line, const std::optional<Number>& from, const std::optional<Number>& to) {
  std::vector<Number> places;
  if (!line.is_continuous()) return places;
  for (const int quarter : {1, 2, 3}) {
    std::optional<Number> place;
    if (from && to) {
      const auto part = multiply(*subtract(*to, *from), *Number::ratio(quarter, 4));
      place = part ? add(*from, *part) : std::nullopt;
    } else if (from || to) {
      place = from ? add(*from, Number(quarter)) : subtract(*to, Number(4 - quarter));
    } else {
      place = Number(quarter);
    }
    if (place) places.push_back(*place);
  }
  return places;
}

Prober::Probe Prober::probe(std::size_t variable) {
  Probe result;
  if (stopped()) return result;
  ++decisions_;
  Decision decision = redecider_.decide(varied_.touched(variable), result.branches);
  if (interrupted()) return {};  // whatever was decided, it was not thought through
  result.standing = standing_of(decision);
  return result;
}

Decision Prober::decide(const Sources& sources) {
  ++decisions_;
  return pasal::decide(varied_.program(), sources, varied_.subject(), as_of_, limits_.evaluation);
}

bool Prober::stopped() {
  stopped_ = stopped_ || interrupted() || decisions_ >= limits_.decisions;
  return stopped_;
}

Cuts find_cuts(Prober& prober, std::size_t variable, const Line& line, const std::optional<Number>& from,
               const std::optional<Number>& to) {
  Search search(prober, variable, line);
  if (line.is_continuous()) {
    search.numbers({from, to});
    return search.take();
  }
  const Number last = to.value_or(far_away);
  const Number length(line.part(prober.program(), prober.touched(variable)));
  for (Number begin = from.value_or(Number(0)); begin < last && !prober.stopped();) {
    const Number end = std::min(*add(begin, length), last);
    search.whole_numbers(begin, end);
    begin = end;
  }
  return search.take();
}

}  // namespace pasal
