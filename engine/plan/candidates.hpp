// The rows of a ladder for a subject of which everything is known.
//
// Purpose: most decisions. Each row is filed under the one of its comparisons that fewest places meet: by threshold, so that
// those met by a place come first, or by value. Only rows whose filed comparison is met are looked at any further, and the
// first tier, the strictest, that has one that holds decides.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/plan/conditions.hpp"

namespace pasal::plan {

// A comparison that is left to make: the place lies from `from` on and no further than `span` above it; or, negated, does not.
// Where it has a table, the table is asked instead.
struct Comparison {
  std::int64_t from = 0;
  std::uint64_t span = 0;
  std::uint32_t fact = 0;
  bool negated = false;
  std::optional<std::uint32_t> table;  // in `Candidates::tables`

  bool holds(std::int64_t place) const { return (static_cast<std::uint64_t>(place) - static_cast<std::uint64_t>(from) <= span) != negated; }
};

struct Candidate {
  std::int64_t key = 0;    // the first place that meets it, or the last, or the only one
  std::uint32_t level = 0;
  std::uint32_t first = 0;  // of its other comparisons
  std::uint32_t count = 0;
};

// Candidates of one tier that are filed under one fact, ordered so that those that are met come first.
struct File {
  enum class Order : std::uint8_t { from, up_to, value, always };
  std::uint32_t fact = 0;
  Order order = Order::always;
  std::uint32_t first = 0;  // of its candidates; of its values where ordered by value
  std::uint32_t count = 0;
};

// The filed comparison of a candidate, where there are so few that all are made without a branch.
struct Gate {
  std::int64_t from = 0;
  std::uint64_t span = ~std::uint64_t{0};
  std::uint32_t fact = 0;
};

struct Tier {
  std::uint32_t first_file = 0;
  std::uint32_t files = 0;
  std::uint32_t first_gate = 0;  // of its gates, and its candidates in the same order; then it has no files
  std::uint32_t first_candidate = 0;
  std::uint32_t gates = 0;
  bool one_level = true;         // the first that holds decides
};

struct Candidates {
  struct AskedTable {
    std::uint32_t input;
    Table table;
  };
  std::vector<Tier> tiers;  // the strictest first
  std::vector<File> files;
  std::vector<Gate> gates;
  std::vector<Candidate> candidates;
  std::vector<std::uint32_t> values;  // of files by value: where the candidates of each value begin, and where the last end
  std::vector<Comparison> comparisons;
  std::vector<AskedTable> tables;
};

// A row that brings at least a level where its conjunction holds.
struct LeveledRow {
  std::uint32_t level = 0;
  const Conjunction* conjunction = nullptr;
};

Candidates file_candidates(const std::vector<LeveledRow>& rows, const std::vector<Input>& inputs);

}  // namespace pasal::plan
