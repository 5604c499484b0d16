#include "engine/plan/candidates.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

namespace pasal::plan {
namespace {

constexpr std::int64_t lowest_place = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest_place = std::numeric_limits<std::int64_t>::max();
// With more levels than this there is one tier, in which the best so far is kept.
constexpr std::size_t most_tiers = 8;
// A tier of more candidates than this has files.
constexpr std::size_t most_gates = 192;
// Values from 0 on that a file is addressed by.
constexpr std::int64_t most_values = 256;

// Whole places from one to another, both included.
struct Reach {
  std::int64_t from = lowest_place;
  std::int64_t to = highest_place;
};

// The first whole place in a cell or behind it, as far as there is one.
std::int64_t first_in(const Input& input, std::uint32_t cell) {
  if (cell == 0) return lowest_place;
  const std::size_t threshold = (cell - 1) / 2;
  const bool is_point = cell % 2 == 1;
  return is_point || !input.thresholds[threshold].is_whole() ? input.ceilings[threshold] : input.ceilings[threshold] + 1;
}

// Where a table says yes on its line: in one reach, or everywhere but in one.
struct Shape {
  Reach reach;
  bool negated = false;
};
std::optional<Shape> shape_of(const Table& table, const Input& input) {
  if (input.computed || input.may_be_none) return std::nullopt;
  std::vector<Reach> yes;
  std::vector<Reach> no;
  const auto& runs = table.runs();
  for (std::size_t index = 0; index < runs.size() && runs[index].first < input.places(); ++index) {
    const bool is_last = index + 1 == runs.size() || runs[index + 1].first >= input.places();
    const Reach reach{first_in(input, runs[index].first), is_last ? highest_place : first_in(input, runs[index + 1].first) - 1};
    if (reach.from > reach.to) continue;  // no whole place lies there
    (runs[index].second == Truth::yes ? yes : no).push_back(reach);
  }
  if (yes.size() == 1) return Shape{yes.front(), false};
  if (no.size() == 1) return Shape{no.front(), true};
  return std::nullopt;
}

// How many of a million places meet it, if values are spread evenly from the lowest that the policy speaks of to the highest.
std::int64_t share_of(const Shape& shape, const Input& input) {
  constexpr Int128 million = 1'000'000;
  if (input.ceilings.empty()) return static_cast<std::int64_t>(million);
  const Int128 lowest = input.ceilings.front();
  const Int128 highest = input.ceilings.back();
  const Int128 met = std::min<Int128>(highest, shape.reach.to) - std::max<Int128>(lowest, shape.reach.from) + 1;
  return static_cast<std::int64_t>(std::max<Int128>(met, 0) * million / (highest - lowest + 1));
}

// A candidate before it has its place.
struct Filed {
  std::uint32_t tier = 0;
  File::Order order = File::Order::always;
  std::uint32_t fact = 0;
  Candidate candidate;
  Gate gate;
};

class Filing {
public:
  Filing(const std::vector<Input>& inputs) : inputs_(inputs) {}
  Candidates file(const std::vector<LeveledRow>& rows);

private:
  void add(const LeveledRow& row, std::uint32_t tier);
  void put_file(std::size_t first, std::size_t last);

  const std::vector<Input>& inputs_;
  std::vector<Filed> filed_;
  Candidates result_;
};

void Filing::add(const LeveledRow& row, std::uint32_t tier) {
  std::vector<std::optional<Shape>> shapes;
  std::optional<std::size_t> best;
  std::int64_t best_share = std::numeric_limits<std::int64_t>::max();
  for (std::size_t index = 0; index < row.conjunction->size(); ++index) {
    const auto& [input, table] = (*row.conjunction)[index];
    shapes.push_back(shape_of(table, inputs_[input]));
    if (!shapes.back() || shapes.back()->negated) continue;
    const std::int64_t share = share_of(*shapes.back(), inputs_[input]);
    if (share < best_share) std::tie(best, best_share) = std::tuple(index, share);
  }
  Filed filed{tier, File::Order::always, 0, {0, row.level, static_cast<std::uint32_t>(result_.comparisons.size()), 0}, {}};
  std::optional<Shape> rest;  // of the filed comparison
  if (best) {
    const Input& input = inputs_[(*row.conjunction)[*best].first];
    const Reach reach = shapes[*best]->reach;
    filed.fact = input.fact;
    filed.gate = {reach.from, static_cast<std::uint64_t>(reach.to) - static_cast<std::uint64_t>(reach.from), input.fact};
    const bool is_value = reach.from == reach.to && reach.from >= 0 && reach.from < most_values;
    filed.order = is_value ? File::Order::value : reach.from != lowest_place ? File::Order::from : File::Order::up_to;
    filed.candidate.key = filed.order == File::Order::up_to ? reach.to : reach.from;
    if (!is_value && reach.from != lowest_place && reach.to != highest_place) rest = *shapes[*best];
    if (reach.from == lowest_place && reach.to == highest_place) filed.order = File::Order::always;
  }
  for (std::size_t index = 0; index < row.conjunction->size(); ++index) {
    if (index == best && !rest) continue;
    const auto& [input, table] = (*row.conjunction)[index];
    Comparison comparison;
    comparison.fact = inputs_[input].fact;
    if (const auto& shape = index == best ? rest : shapes[index]) {
      comparison.from = shape->reach.from;
      comparison.span = static_cast<std::uint64_t>(shape->reach.to) - static_cast<std::uint64_t>(shape->reach.from);
      comparison.negated = shape->negated;
    } else {
      comparison.table = static_cast<std::uint32_t>(result_.tables.size());
      result_.tables.push_back({input, table});
    }
    result_.comparisons.push_back(comparison);
    ++filed.candidate.count;
  }
  filed_.push_back(filed);
}

void Filing::put_file(std::size_t first, std::size_t last) {
  const Filed& one = filed_[first];
  File file{one.fact, one.order, static_cast<std::uint32_t>(result_.candidates.size()), static_cast<std::uint32_t>(last - first)};
  if (one.order == File::Order::value) {
    const std::int64_t highest = filed_[last - 1].candidate.key;
    file.first = static_cast<std::uint32_t>(result_.values.size());
    file.count = static_cast<std::uint32_t>(highest + 1);
    std::size_t at = first;
    for (std::int64_t value = 0; value <= highest + 1; ++value) {
      while (at < last && filed_[at].candidate.key < value) ++at;
      result_.values.push_back(static_cast<std::uint32_t>(result_.candidates.size() + (at - first)));
    }
  }
  for (std::size_t index = first; index < last; ++index) result_.candidates.push_back(filed_[index].candidate);
  result_.files.push_back(file);
}

Candidates Filing::file(const std::vector<LeveledRow>& rows) {
  std::set<std::uint32_t, std::greater<>> levels;
  for (const LeveledRow& row : rows) levels.insert(row.level);
  const bool tiered = levels.size() <= most_tiers;
  std::map<std::uint32_t, std::uint32_t> tier_of;
  for (const std::uint32_t level : levels) tier_of.emplace(level, tiered ? static_cast<std::uint32_t>(tier_of.size()) : 0);
  for (const LeveledRow& row : rows) add(row, tier_of.at(row.level));
  std::ranges::stable_sort(filed_, [](const Filed& a, const Filed& b) {
    if (std::tie(a.tier, a.fact, a.order) != std::tie(b.tier, b.fact, b.order)) return std::tie(a.tier, a.fact, a.order) < std::tie(b.tier, b.fact, b.order);
    return a.order == File::Order::up_to ? a.candidate.key > b.candidate.key : a.candidate.key < b.candidate.key;
  });
  const std::size_t tiers = rows.empty() ? 0 : tiered ? levels.size() : 1;
  std::size_t at = 0;
  for (std::size_t tier = 0; tier < tiers; ++tier) {
    Tier next;
    next.first_file = static_cast<std::uint32_t>(result_.files.size());
    next.one_level = tiered;
    const auto behind = static_cast<std::size_t>(std::ranges::upper_bound(filed_, tier, {}, &Filed::tier) - filed_.begin());
    if (behind - at <= most_gates) {
      next.first_gate = static_cast<std::uint32_t>(result_.gates.size());
      next.first_candidate = static_cast<std::uint32_t>(result_.candidates.size());
      next.gates = static_cast<std::uint32_t>(behind - at);
      for (; at < behind; ++at) {
        result_.gates.push_back(filed_[at].gate);
        result_.candidates.push_back(filed_[at].candidate);
      }
    }
    while (at < behind) {
      std::size_t end = at;
      while (end < behind && std::tie(filed_[end].tier, filed_[end].fact, filed_[end].order) == std::tie(filed_[at].tier, filed_[at].fact, filed_[at].order)) ++end;
      put_file(at, end);
      at = end;
    }
    next.files = static_cast<std::uint32_t>(result_.files.size()) - next.first_file;
    result_.tiers.push_back(next);
  }
  return std::move(result_);
}

}  // namespace

Candidates file_candidates(const std::vector<LeveledRow>& rows, const std::vector<Input>& inputs) { return Filing(inputs).file(rows); }

}  // namespace pasal::plan
