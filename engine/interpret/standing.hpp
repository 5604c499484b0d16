// Where a decision stands, without its explanation, and every branch that was taken on the way.
//
// Purpose: to ask the reference evaluator again and again with one fact changed, and to learn from the branches at
// which values it would take another way (see engine/what_if). Input and meaning are those of `decide`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/interpret/interpret.hpp"

namespace pasal {

namespace interpret {

// From when to when a number lies while something is unknown; no number: no limit on that side.
struct Interval {
  std::optional<Number> lowest;
  std::optional<Number> highest;
  bool may_be_none = false;  // then there may be no number at all: a comparison is false, a calculation an error
  bool is_point() const { return lowest && highest && *lowest == *highest && !may_be_none; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

// Two sides that were held against each other, and which way the evaluation took. Sides that are no numbers have no
// limits. For a rounding, `left` is what is rounded, and `right` begins and ends with its step.
struct Branch {
  NodeId node;
  Interval left;
  Interval right;
  std::int64_t outcome = 0;
};

// The branches of one evaluation, in its order. Two evaluations whose outcomes are alike take the same way.
struct BranchRecord {
  const std::vector<bool>* wanted = nullptr;  // by node: those that depend on what is varied
  std::vector<Branch> branches;
};

// What may come out otherwise when some facts or parameters change.
struct Touched {
  std::vector<bool> nodes;        // what they are worth
  std::vector<bool> rules;        // what they may bring, exceptions included
  std::vector<bool> obligations;  // the same, and what has become of the duty
};

}  // namespace interpret

// A decision without reasons, open rules, questions and errors: its measures and their bounds on every ladder.
Decision decide_briefly(const Program& program, const Subject& subject, Moment as_of, const EvaluationLimits& limits);

// Such decisions of one case, again and again while facts and parameters change: what a rule or an obligation brings is
// kept until something changes that it leans on.
class Redecider {
public:
  Redecider(const Program& program, const Subject& subject, Moment as_of, const EvaluationLimits& limits);
  ~Redecider();
  // The program's parameters or the subject are not what they were when it was decided last.
  void changed(const interpret::Touched& touched);
  // Also the branches that depend on `varied`. What does not lean on it leaves none, however much of it is judged now.
  Decision decide(const interpret::Touched& varied, std::vector<interpret::Branch>& branches);

private:
  struct Kept;
  std::unique_ptr<Kept> kept_;
};

}  // namespace pasal
