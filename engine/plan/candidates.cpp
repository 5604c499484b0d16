#include "engine/plan/candidates.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>

namespace pasal::plan {
namespace {

constexpr std::int64_t lowest_place = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest_place = std::numeric_limits<std::int64_t>::max();
// More rows than this are filed: then looking into every file takes no longer than making every gate.
constexpr std::size_t most_gates = 256;
// A tier has at least so many rows, as far as there are any: each costs a look into all of its files.
constexpr std::size_t fewest_of_tier = 1'024;
// Values from 0 on that a file is addressed by.
constexpr std::int64_t most_values = 256;

// Whole places from one to another, both included.
struct Reach {
  std::int64_t from = lowest_place;
  std::int64_t to = highest_place;
  bool is_all() const { return from == lowest_place && to == highest_place; }
};

// The first whole place in a cell or behind it, as far as there is one.
std::int64_t first_in(const Input& input, std::uint32_t cell) { return cell == 0 ? lowest_place : input.first_place(cell); }

// Where a table says yes on its line: in one reach, or everywhere but in one.
struct Shape {
  Reach reach;
  bool negated = false;
  bool is_never() const { return negated && reach.is_all(); }
  Comparison comparison(std::uint32_t fact) const {
    const auto from = static_cast<std::uint64_t>(reach.from);
    const std::uint64_t span = static_cast<std::uint64_t>(reach.to) - from;
    if (negated) return {from + span + 1, ~span - 1, fact};  // the places behind the reach, and on to those before it
    return {from, span, fact};
  }
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
  std::size_t tier = 0;
  bool by_value = false;
  std::uint32_t fact = 0;
  std::int64_t turned = 0;
  std::int64_t key = lowest_place;
  Comparison gate;
  Candidate candidate;
  auto file() const { return std::tie(tier, by_value, fact, turned); }
};

class Filing {
public:
  Filing(const std::vector<Input>& inputs) : inputs_(inputs) {}
  Candidates file(std::vector<LeveledRow> rows);

private:
  void add(const LeveledRow& row, bool gated);
  static bool put_gate(const Shape& shape, Filed& filed);
  void cut_into_tiers();
  void put_file(std::size_t first, std::size_t last);

  const std::vector<Input>& inputs_;
  std::vector<Filed> filed_;
  Candidates result_;
};

// Whether being filed says all that the gate does.
bool Filing::put_gate(const Shape& shape, Filed& filed) {
  const Reach& reach = shape.reach;
  filed.by_value = reach.from == reach.to && reach.from >= 0 && reach.from < most_values;
  const bool up_to = !filed.by_value && reach.from == lowest_place;
  filed.turned = up_to ? -1 : 0;
  filed.key = up_to ? ~reach.to : reach.from;
  return filed.by_value || up_to || reach.to == highest_place;
}

void Filing::add(const LeveledRow& row, bool gated) {
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
  Filed filed;
  filed.candidate.level = row.level;
  bool is_gate_enough = true;
  if (best) {
    filed.fact = inputs_[(*row.conjunction)[*best].first].fact;
    filed.gate = shapes[*best]->comparison(filed.fact);
    is_gate_enough = put_gate(*shapes[*best], filed) || gated;
  }
  Rest rest;
  std::size_t next = 0;
  for (std::size_t index = 0; index < row.conjunction->size(); ++index) {
    if (index == best && is_gate_enough) continue;
    const auto& [input, table] = (*row.conjunction)[index];
    const auto& shape = shapes[index];
    if (!shape) {
      rest.tables.push_back({input, table});
      continue;
    }
    if (shape->is_never()) return;
    const Comparison comparison = shape->comparison(inputs_[input].fact);
    if (next < filed.candidate.next.size()) filed.candidate.next[next++] = comparison;
    else rest.comparisons.push_back(comparison);
  }
  if (!rest.comparisons.empty() || !rest.tables.empty()) {
    filed.candidate.rest = static_cast<std::uint32_t>(result_.rests.size());
    result_.rests.push_back(std::move(rest));
  }
  filed_.push_back(filed);
}

void Filing::cut_into_tiers() {
  std::size_t first = 0;  // of the tier
  for (std::size_t index = 0; index < filed_.size(); ++index) {
    const bool is_new = index == 0 || (filed_[index].candidate.level != filed_[index - 1].candidate.level && index - first >= fewest_of_tier);
    if (is_new) {
      first = index;
      result_.tiers.push_back({0, 0, filed_[index].candidate.level});
    }
    filed_[index].tier = result_.tiers.size() - 1;
  }
}

void Filing::put_file(std::size_t first, std::size_t last) {
  const Filed& one = filed_[first];
  const auto at = static_cast<std::uint32_t>(result_.candidates.size());
  File file{one.fact, one.by_value, one.turned, 0, static_cast<std::uint32_t>(last - first), at};
  Shape gate;
  if (one.by_value) {
    const std::int64_t highest = filed_[last - 1].key;
    file.first = static_cast<std::uint32_t>(result_.values.size());
    file.count = static_cast<std::uint32_t>(highest + 1);
    gate.reach = {0, highest};
    std::size_t next = first;
    for (std::int64_t value = 0; value <= highest + 1; ++value) {
      while (next < last && filed_[next].key < value) ++next;
      result_.values.push_back(at + static_cast<std::uint32_t>(next - first));
    }
  } else {
    file.first = static_cast<std::uint32_t>(result_.keys.size());
    for (std::size_t index = first; index < last; ++index) result_.keys.push_back(filed_[index].key);
    (one.turned != 0 ? gate.reach.to : gate.reach.from) = one.key ^ one.turned;
  }
  for (std::size_t index = first; index < last; ++index) result_.candidates.push_back(filed_[index].candidate);
  result_.files.push_back(file);
  result_.file_gates.push_back(gate.comparison(one.fact));
}

Candidates Filing::file(std::vector<LeveledRow> rows) {
  std::ranges::stable_sort(rows, std::ranges::greater{}, &LeveledRow::level);
  const bool gated = rows.size() <= most_gates;
  for (const LeveledRow& row : rows) add(row, gated);
  if (gated) {
    for (const Filed& filed : filed_) {
      result_.gates.push_back(filed.gate);
      result_.candidates.push_back(filed.candidate);
    }
    return std::move(result_);
  }
  cut_into_tiers();
  std::ranges::stable_sort(filed_, [](const Filed& a, const Filed& b) { return std::tuple_cat(a.file(), std::tie(a.key)) < std::tuple_cat(b.file(), std::tie(b.key)); });
  for (std::size_t first = 0, end = 0; first < filed_.size(); first = end) {
    end = first;
    while (end < filed_.size() && filed_[end].file() == filed_[first].file()) ++end;
    Tier& tier = result_.tiers[filed_[first].tier];
    if (tier.files == 0) tier.first_file = static_cast<std::uint32_t>(result_.files.size());
    ++tier.files;
    put_file(first, end);
  }
  return std::move(result_);
}

}  // namespace

Candidates file_candidates(const std::vector<LeveledRow>& rows, const std::vector<Input>& inputs) { return Filing(inputs).file(rows); }

}  // namespace pasal::plan
