// The rows of a ladder for a subject of which everything is known.
//
// Purpose: most decisions. Nearly all of their time goes into finding out that rows do not hold, and a processor that guesses
// wrong whether one does loses as much time as a dozen comparisons take. So comparisons are made without branches: first one of
// each row, its *gate*, which fewest places pass, and then the others of the rows whose gates are passed. A few rows have their
// gates in one list, the strictest first. Many are filed under the fact of their gate, ordered by its threshold, so that the
// rows that a place lets through come first and are counted, or by its value; and each file has a gate for all of its rows.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/plan/conditions.hpp"

namespace pasal::plan {

// The place lies from `from` on and no further than `span` above it, counted round the end of the 64 bits: so the places outside
// of a reach are such a reach too.
struct Comparison {
  std::uint64_t from = 0;
  std::uint64_t span = ~std::uint64_t{0};  // any place
  std::uint32_t fact = 0;

  // 1 or 0: of a truth compilers make branches.
  std::uint64_t holds(const std::int64_t* places) const { return static_cast<std::uint64_t>(places[fact]) - from <= span ? 1 : 0; }
};

// Which of up to 64 hold, a bit for each.
inline std::uint64_t which_hold(const Comparison* comparisons, std::size_t count, const std::int64_t* places) {
  std::uint64_t bits = 0;
  while (count > 0) bits = 2 * bits + comparisons[--count].holds(places);
  return bits;
}

// What is seldom left to ask of a row.
struct Rest {
  struct Asked {
    std::uint32_t input;
    Table table;
  };
  std::vector<Comparison> comparisons;
  std::vector<Asked> tables;
};

// A row behind its gate, in one line of the processor's cache.
struct alignas(64) Candidate {
  std::array<Comparison, 2> next;
  std::uint32_t level = 0;
  std::uint32_t rest = 0;  // in `Candidates::rests`; 0: nothing

  std::uint64_t next_hold(const std::int64_t* places) const { return next[0].holds(places) & next[1].holds(places); }
};

// Candidates of one tier that are filed under one fact. By threshold: a place passes the gates whose keys are not above it; where
// gates are passed by what is small, all bits of key and place are turned. By value: each has its candidates.
struct File {
  std::uint32_t fact = 0;
  bool by_value = false;
  std::int64_t turned = 0;  // or -1
  std::uint32_t first = 0;  // of its keys, or of its values
  std::uint32_t count = 0;
  std::uint32_t first_candidate = 0;
};

// What is done so many times at once, since how often it is needed cannot be guessed.
constexpr std::uint32_t at_once = 8;

// How many of these, which ascend, are not above a place.
inline std::uint32_t count_up_to(const std::int64_t* bounds, std::uint32_t count, std::int64_t place) {
  std::size_t passed = 0;
  while (count > at_once) {
    const std::uint32_t half = count / 2;
    passed += std::size_t{half} & -std::size_t{bounds[passed + half - 1] <= place};
    count -= half;
  }
  const std::int64_t* left = bounds + passed;
  for (std::uint32_t index = 0; index < count; ++index) passed += left[index] <= place ? 1 : 0;
  return static_cast<std::uint32_t>(passed);
}

struct Tier {
  std::uint32_t first_file = 0;
  std::uint32_t files = 0;
  std::uint32_t strictest = 0;  // of its levels
};

struct Candidates {
  std::vector<Candidate> candidates;
  std::vector<Rest> rests{Rest{}};
  std::vector<Comparison> gates;       // of the candidates, the strictest first, where they are few; where they are not:
  std::vector<Tier> tiers;             // the strictest first: the levels of one are above those of the next
  std::vector<File> files;
  std::vector<Comparison> file_gates;  // by file: passed where one of its candidates' gates is
  std::vector<std::int64_t> keys;      // of files by threshold, ascending in each
  std::vector<std::uint32_t> values;   // of files by value: where the candidates of each value begin, and where the last end
};

// A row that brings at least a level where its conjunction holds.
struct LeveledRow {
  std::uint32_t level = 0;
  const Conjunction* conjunction = nullptr;
};

Candidates file_candidates(const std::vector<LeveledRow>& rows, const std::vector<Input>& inputs);

}  // namespace pasal::plan
