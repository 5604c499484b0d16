#include "engine/plan/table.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace pasal::plan {

void Table::begin_run(std::uint32_t cell, Truth truth) {
  if (runs_.empty() || runs_.back().second != truth) runs_.emplace_back(cell, truth);
}

Truth Table::at(std::uint32_t cell) const {
  const auto behind = std::ranges::upper_bound(runs_, cell, {}, &std::pair<std::uint32_t, Truth>::first);
  return std::prev(behind)->second;
}

Table both(const Table& a, const Table& b) {
  Table result;
  auto of_a = a.runs_.begin();
  auto of_b = b.runs_.begin();
  Truth truth_a = of_a->second;
  Truth truth_b = of_b->second;
  while (of_a != a.runs_.end() || of_b != b.runs_.end()) {
    const bool takes_a = of_b == b.runs_.end() || (of_a != a.runs_.end() && of_a->first <= of_b->first);
    const bool takes_b = of_a == a.runs_.end() || (of_b != b.runs_.end() && of_b->first <= of_a->first);
    const std::uint32_t cell = takes_a ? of_a->first : of_b->first;
    if (takes_a) truth_a = (of_a++)->second;
    if (takes_b) truth_b = (of_b++)->second;
    result.begin_run(cell, pasal::both(truth_a, truth_b));
  }
  return result;
}

namespace {

// Nothing where it never holds, whatever the inputs are.
std::optional<Conjunction> joined(const Conjunction& a, const Conjunction& b) {
  Conjunction result;
  auto of_a = a.begin();
  auto of_b = b.begin();
  while (of_a != a.end() || of_b != b.end()) {
    if (of_b == b.end() || (of_a != a.end() && of_a->first < of_b->first)) {
      result.push_back(*of_a++);
    } else if (of_a == a.end() || of_b->first < of_a->first) {
      result.push_back(*of_b++);
    } else {
      Table table = both((of_a++)->second, of_b->second);
      if (table.is_always(Truth::no)) return std::nullopt;
      result.emplace_back((of_b++)->first, std::move(table));
    }
  }
  return result;
}

}  // namespace

Alternatives both(const Alternatives& a, const Alternatives& b) {
  Alternatives result;
  for (const Conjunction& one : a) {
    for (const Conjunction& other : b) {
      if (auto together = joined(one, other)) result.push_back(std::move(*together));
    }
  }
  return result;
}

Alternatives either(Alternatives a, const Alternatives& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace pasal::plan
