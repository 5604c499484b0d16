// A program compiled for one moment, to decide many subjects at once.
//
// Purpose: every registered platform overnight. Input: a program, the moment asked about, rows or columns of facts. Output:
// for each subject where the decision stands on each ladder, as the reference says it, and if asked the rules that apply.
//
// How: subjects are taken in blocks. The places of a fact become a column of codes as narrow as the values that the policy
// compares it with allow, and every comparison is one loop over the column without a branch, which processors do for many
// subjects at a time (see kernels.hpp). Where something is unknown, a second pass finds what may hold. So the time for a
// subject grows with the number of comparisons in the policy, but each costs a small part of a nanosecond. Amounts that depend on
// facts are worked out one by one for the subjects to whom their rules may apply, which costs far more.
//
// What it does not express it says by name, and a subject of which it cannot be sure it hands over: it never approximates.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/batch/fact_columns.hpp"
#include "engine/plan/plan.hpp"

namespace pasal {

class Batch;

// A rule that applies to a subject, or the exception that stands in its place, and what it brings.
struct AppliedRule {
  RuleId rule;
  Outcome outcome;
};

// What a batch decided, subject by subject, in their order. Refers to the batch.
class BatchDecisions {
public:
  BatchDecisions(const Batch& batch, std::size_t subjects);

  std::size_t size() const { return subjects_; }
  // This subject is for the reference, and whatever else is said of it here counts for nothing: something has to be worked out
  // of what is unknown or is an error, or a value has no place among those that the policy speaks of.
  bool is_handed_over(std::size_t subject) const { return handed_over_[subject] != 0; }
  // The policy does not apply to it.
  bool is_outside(std::size_t subject) const { return outside_[subject] != 0; }
  Standing standing(std::size_t subject, std::size_t ladder) const;
  // Only where they were asked for: the strictest first, then in the order of the policy. Appends to `into`.
  void rules(std::size_t subject, std::size_t ladder, std::vector<AppliedRule>& into) const;

private:
  friend class Batch;
  // A rule that applies to a subject of a block on a ladder.
  struct Applied {
    std::uint32_t place = 0;  // which subject and ladder of the block
    std::uint32_t level = 0;
    RuleId rule;
    RuleId named;             // the rule, or the exception in its place
  };
  struct BlockRules {
    std::vector<Applied> applied;         // by place
    std::vector<std::uint32_t> first;     // by place: where its rules begin; and where the last end
  };

  const Outcome& outcome(std::size_t subject, std::size_t ladder, std::uint32_t level) const;
  static BlockRules by_place(std::vector<Applied>& applied, const std::vector<Applied>& replaced, std::size_t places);

  const Batch* batch_;
  std::size_t subjects_;
  std::size_t ladders_;
  // By ladder and subject: a level, or behind all of the ladder's levels an outcome that was worked out.
  std::vector<std::uint32_t> measure_;
  std::vector<std::uint32_t> at_least_;
  std::vector<std::uint32_t> at_most_;
  std::vector<std::uint8_t> handed_over_;
  std::vector<std::uint8_t> outside_;
  std::vector<BlockRules> rules_;         // by block
  std::vector<std::vector<Outcome>> worked_out_;  // by block
};

class Batch {
public:
  // Refers to the program, which has to outlive it. Time and memory grow with the number of comparisons.
  Batch(const Program& program, Moment as_of);
  Batch(Batch&&) noexcept;
  Batch& operator=(Batch&&) noexcept;
  ~Batch();

  Moment as_of() const;
  // Whether a batch for that moment would be the same one; see `Plan::holds_at`.
  bool holds_at(Moment moment) const;
  // What it cannot express. Where it is not empty, every subject is handed over.
  const std::vector<NotPlanned>& not_planned() const;

  struct Options {
    bool names_rules = false;
    unsigned threads = 1;  // at most so many; what is decided does not depend on it
  };
  // The rows are of one layout of the program.
  BatchDecisions decide(std::span<const FactRow> rows, const Options& options) const;
  BatchDecisions decide(const FactColumns& columns, const Options& options) const;
  BatchDecisions decide(std::span<const FactRow> rows) const { return decide(rows, Options{}); }
  BatchDecisions decide(const FactColumns& columns) const { return decide(columns, Options{}); }

  struct Compiled;

private:
  friend class BatchDecisions;
  template <typename Facts>
  BatchDecisions decide_all(const Facts& facts, std::size_t subjects, const Options& options) const;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace pasal
