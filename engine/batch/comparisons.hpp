// The comparisons of a program, over codes in place of facts.
//
// Purpose: what a batch knows before it sees any facts. Input: inputs and tables (see engine/plan). Output: for each input how
// its values become codes, and for each comparison the intervals of codes in which it holds or may hold.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "engine/batch/kernels.hpp"
#include "engine/plan/conditions.hpp"

namespace pasal::batch {

// Which codes a column has. All are about the same input.
enum class CodedBy : std::uint8_t {
  place,            // how far it lies above the lowest place that matters: every subject has one
  place_or_none,    // the same, and codes for those who have none
  cell,             // which cell it lies in: also for values between two places, and for what is worked out
};
constexpr std::size_t codings = 3;

// How the places of an input become codes. Behind those of places are those of `unknown`, `not reported` and `none`.
struct Coding {
  std::int64_t lowest = 0;   // places beyond these two meet the same comparisons as they do
  std::int64_t highest = 0;
  Width width = Width::one;

  std::uint64_t places() const { return static_cast<std::uint64_t>(highest) - static_cast<std::uint64_t>(lowest) + 1; }
  std::uint64_t unknown() const { return places(); }
  std::uint64_t not_reported() const { return places() + 1; }
  std::uint64_t none() const { return places() + 2; }
};

Coding coding_of(const plan::Input& input);

struct Interval {
  std::uint64_t from = 0;
  std::uint64_t span = 0;
};

// The codes in some intervals, or all others.
struct CodeSet {
  std::uint32_t first = 0;  // of its intervals
  std::uint32_t count = 0;
  bool others = false;
};

struct Comparison {
  std::uint32_t input = 0;
  std::array<CodeSet, codings> holds;  // by `CodedBy`
  std::array<CodeSet, codings> may_hold;
};

// Every comparison once.
class Comparisons {
public:
  explicit Comparisons(const std::vector<plan::Input>& inputs);

  std::uint32_t add(std::uint32_t input, const plan::Table& table);

  const Coding& coding(std::uint32_t input) const { return codings_[input]; }
  const Comparison& operator[](std::uint32_t comparison) const { return comparisons_[comparison]; }
  std::span<const Interval> intervals(const CodeSet& set) const { return std::span(intervals_).subspan(set.first, set.count); }
  // Once all are added.
  void forget_tables() { known_.clear(); }

private:
  struct Run {
    std::uint64_t from;
    std::uint64_t to;
    Truth truth;
  };
  std::vector<Run> runs_by_place(std::uint32_t input, const plan::Table& table) const;
  void add_without_place(std::uint32_t input, const plan::Table& table, std::vector<Run>& runs) const;
  std::vector<Run> runs_by_cell(std::uint32_t input, const plan::Table& table) const;
  CodeSet set_of(const std::vector<Run>& runs, bool may);

  const std::vector<plan::Input>& inputs_;
  std::vector<Coding> codings_;
  std::vector<Comparison> comparisons_;
  std::vector<Interval> intervals_;
  std::map<std::pair<std::uint32_t, std::vector<std::pair<std::uint32_t, Truth>>>, std::uint32_t> known_;
};

}  // namespace pasal::batch
