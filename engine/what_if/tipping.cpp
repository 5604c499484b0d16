#include "engine/what_if/tipping.hpp"

#include <algorithm>
#include <array>

namespace pasal {
namespace {

using interpret::Branch;
using Probes = std::array<std::vector<Branch>, 3>;

// Beyond this a search over whole numbers looks for nothing.
const Number far_away(1'000'000'000'000'000);

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

class Search {
public:
  Search(Prober& prober, std::size_t variable, const Line& line) : prober_(prober), variable_(variable), line_(line) {}

  void stretch(const std::optional<Number>& from, const std::optional<Number>& to);
  void whole_numbers(const Number& from, const Number& to);
  Cuts take() {
    std::ranges::sort(found_.cuts);
    found_.cuts.erase(std::unique(found_.cuts.begin(), found_.cuts.end()), found_.cuts.end());
    return std::move(found_);
  }

private:
  std::vector<Branch> branches_at(const Number& place) {
    prober_.set(variable_, line_.value(place));
    return prober_.probe().branches;
  }
  bool compare(const Probes& probes, const std::vector<Number>& places, std::vector<Number>& meetings) const;
  bool meet(const Side& left, const Side& right, const std::vector<Number>& places, std::vector<Number>& meetings) const;
  static bool take_same_way(const std::vector<Branch>& a, const std::vector<Branch>& b);

  Prober& prober_;
  std::size_t variable_;
  const Line& line_;
  Cuts found_;
};

bool Search::take_same_way(const std::vector<Branch>& a, const std::vector<Branch>& b) {
  return std::ranges::equal(a, b, [](const Branch& x, const Branch& y) { return x.node == y.node && x.outcome == y.outcome; });
}

// Adds where two sides meet. False where one of them is no straight line.
bool Search::meet(const Side& left, const Side& right, const std::vector<Number>& places, std::vector<Number>& meetings) const {
  if (!is_known(left) || !is_known(right)) return true;
  if (!is_straight(left, places) || !is_straight(right, places)) return false;
  if (const auto place = meeting(left, right, places)) meetings.push_back(*place);
  return true;
}

// Goes along the branches as long as all three evaluations take the same way. False where something was met that is no
// straight line, or where the ways part and nothing tells where.
bool Search::compare(const Probes& probes, const std::vector<Number>& places, std::vector<Number>& meetings) const {
  bool straight = true;
  const Program& program = prober_.varied().program();
  const std::size_t shared = std::min({probes[0].size(), probes[1].size(), probes[2].size()});
  for (std::size_t index = 0; index < shared; ++index) {
    const std::array<const Branch*, 3> here{&probes[0][index], &probes[1][index], &probes[2][index]};
    const auto side = [&](auto get) { return Side{get(*here[0]), get(*here[1]), get(*here[2])}; };
    const auto fixed = [](const std::optional<Number>& value) { return Side{value, value, value}; };
    const Side low = side([](const Branch& branch) { return branch.left.lowest; });
    const Side high = side([](const Branch& branch) { return branch.left.highest; });
    const bool rounds = is_rounding(program, *here[0]);
    const Side right_low = rounds ? fixed(here[0]->right.lowest) : side([](const Branch& branch) { return branch.right.lowest; });
    const Side right_high = rounds ? fixed(here[0]->right.highest) : side([](const Branch& branch) { return branch.right.highest; });
    straight = meet(high, right_low, places, meetings) && straight;
    straight = meet(low, right_high, places, meetings) && straight;
    const auto is_here = [&](const Branch* branch) { return branch->node == here[0]->node && branch->outcome == here[0]->outcome; };
    if (!std::ranges::all_of(here, is_here)) return straight && !meetings.empty();
  }
  return straight && probes[0].size() == shared && probes[1].size() == shared && probes[2].size() == shared;
}

void Search::stretch(const std::optional<Number>& from, const std::optional<Number>& to) {
  if (prober_.stopped()) return;
  const auto inside = places_inside(line_, from, to);
  if (inside.size() < 3) return;
  const Probes probes{branches_at(inside[0]), branches_at(inside[1]), branches_at(inside[2])};
  std::vector<Number> meetings;
  const bool straight = compare(probes, inside, meetings);
  std::erase_if(meetings, [&](const Number& place) { return (from && place <= *from) || (to && place >= *to); });
  if (meetings.empty()) {
    const bool same = take_same_way(probes[0], probes[1]) && take_same_way(probes[0], probes[2]);
    if (straight && same) return;
    found_.exact = false;
    const auto first = from ? add(floor(*from), Number(1)) : negate(far_away);
    const auto last = to ? negate(*add(floor(*negate(*to)), Number(1))) : std::optional(far_away);
    if (first && last && *first < *last) whole_numbers(*first, *last);
    return;
  }
  std::ranges::sort(meetings);
  meetings.erase(std::unique(meetings.begin(), meetings.end()), meetings.end());
  for (const Number& place : meetings) found_.cuts.push_back({place, false});
  std::optional<Number> begin = from;
  for (const Number& place : meetings) {
    stretch(begin, place);
    begin = place;
  }
  stretch(begin, to);
}

// Halves a stretch of whole numbers as long as its ends and its middle take different ways. What grows or falls without
// turning, as all arithmetic of dates does, cannot hide a change between ends that come out alike.
void Search::whole_numbers(const Number& from, const Number& to) {
  struct Part {
    Number from;
    Number to;
    std::vector<Branch> at_from;
    std::vector<Branch> at_to;
  };
  std::vector<Part> parts{{from, to, branches_at(from), branches_at(to)}};
  while (!parts.empty() && !prober_.stopped()) {
    Part part = std::move(parts.back());
    parts.pop_back();
    const bool is_adjacent = *subtract(part.to, part.from) <= Number(1);
    if (is_adjacent) {
      if (!take_same_way(part.at_from, part.at_to)) found_.cuts.push_back({part.from, true});
      continue;
    }
    const Number middle = floor(*divide(*add(part.from, part.to), Number(2)));
    auto at_middle = branches_at(middle);
    if (take_same_way(part.at_from, at_middle) && take_same_way(part.at_to, at_middle)) continue;
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

Prober::Probe Prober::probe() {
  Probe result;
  if (stopped()) return result;
  ++decisions_;
  interpret::BranchRecord record{&varied_.dependent_nodes(), {}};
  const Decision decision = decide_briefly(varied_.program(), varied_.subject(), as_of_, limits_.evaluation, &record);
  for (const LadderDecision& on : decision.ladders) {
    result.standing.push_back({on.measure, on.at_least, on.at_most, on.amount_unlimited, on.settled});
  }
  result.branches = std::move(record.branches);
  return result;
}

Decision Prober::decide(const Sources& sources) {
  ++decisions_;
  return pasal::decide(varied_.program(), sources, varied_.subject(), as_of_, limits_.evaluation);
}

bool Prober::stopped() {
  const bool interrupted = limits_.interrupted != nullptr && limits_.interrupted->load(std::memory_order_relaxed);
  stopped_ = stopped_ || interrupted || decisions_ >= limits_.decisions;
  return stopped_;
}

Cuts find_cuts(Prober& prober, std::size_t variable, const Line& line, const std::optional<Number>& from,
               const std::optional<Number>& to) {
  Search search(prober, variable, line);
  if (line.is_continuous()) {
    search.stretch(from, to);
    return search.take();
  }
  const Number last = to.value_or(far_away);
  const Number length(line.part(prober.varied()));
  for (Number begin = from.value_or(Number(0)); begin < last && !prober.stopped();) {
    const Number end = std::min(*add(begin, length), last);
    search.whole_numbers(begin, end);
    begin = end;
  }
  return search.take();
}

}  // namespace pasal
