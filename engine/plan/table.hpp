// What a condition on one input says, for every place that the input may have.
//
// Purpose: a comparison of one fact with values that are known beforehand needs no evaluation: it is looked up. The line of
// a fact's values is cut at every value that the policy compares it with; the *cells* are these values and the gaps between
// them, in order, then `none`, `unknown` and `not reported`.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/model/value.hpp"

namespace pasal::plan {

// A truth for each cell, as runs of equal ones: where each begins, ascending, the first at 0.
class Table {
public:
  // A run begins where its truth is not that of the one before.
  void begin_run(std::uint32_t cell, Truth truth);

  Truth at(std::uint32_t cell) const;
  // Every truth changed alike.
  template <typename Change>
  Table changed(Change change) const {
    Table result;
    for (const auto& [cell, truth] : runs_) result.begin_run(cell, change(truth));
    return result;
  }
  bool is_always(Truth truth) const { return runs_.size() == 1 && runs_.front().second == truth; }
  const std::vector<std::pair<std::uint32_t, Truth>>& runs() const { return runs_; }
  friend bool operator==(const Table&, const Table&) = default;
  // Both must hold, cell by cell.
  friend Table both(const Table& a, const Table& b);

private:
  std::vector<std::pair<std::uint32_t, Truth>> runs_;
};

// What must hold together: a table for each input that it asks of, ascending by input.
using Conjunction = std::vector<std::pair<std::uint32_t, Table>>;
// One of them must hold. None: it never does. An empty one: it always does.
using Alternatives = std::vector<Conjunction>;

// Kleene's `and` and `or` of whole formulas: distributing them keeps every truth value, unknown included.
Alternatives both(const Alternatives& a, const Alternatives& b);
Alternatives either(Alternatives a, const Alternatives& b);

}  // namespace pasal::plan
