// The rules of a program at one moment, as rows: conjunctions of tables, each with the measure that it brings.
//
// Purpose: what every compiled evaluator starts from. Input: a program and a moment. Output: for each ladder the levels that
// its measures come to and the rows that bring them, or what cannot be said so. Time grows with the number of rules and of
// the alternatives in their conditions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/plan/conditions.hpp"
#include "engine/plan/plan.hpp"

namespace pasal::plan {

// A conjunction that brings a measure: at least this level, where it holds.
struct Row {
  std::uint32_t level = 0;
  bool in_bounds = false;  // in the reading in which doubt stays doubt
  bool decided = false;    // in the reading of what is decided
  RuleId rule;             // of which it is one alternative
  std::optional<std::uint32_t> amount;  // where that of its level is worked out: what this row brings, of the ladder's `amounts`
  Conjunction conjunction;
};

// The amount of a measure at a level whose amount is worked out, for each subject.
struct Amount {
  NodeId node;
  Alternatives asked;  // where the reference works it out, and would meet an error in it; empty where it is fixed
};

// A conjunction in which an exception with a measure of its own surely stands in its rule's place, if the rule applies and
// none before it does. The exceptions of a rule are in their order.
struct Replacement {
  RuleId rule;
  RuleId exception;
  Conjunction conjunction;
};

struct LadderRows {
  // By level, rounded, the mildest first; 0 is nothing. Where some measure of a rung has an amount that depends on facts, all of
  // that rung are of one level, without an amount here: it is the largest of those of the rows that hold.
  std::vector<Outcome> outcomes{Outcome{}};
  std::vector<bool> worked_out{false};       // by level: whether its amount is
  std::vector<Amount> amounts;
  std::vector<Row> rows;                     // in the order in which the rules stand
  std::vector<Replacement> replacements;
};

// For which moments the rows are the same: those of the days between two, both included, or only the one asked about.
struct Validity {
  std::optional<Date> first;  // none: as far back as there are days
  std::optional<Date> last;
  std::optional<Moment> only;

  bool includes(Moment moment, const TimeZone& zone) const {
    if (only) return moment == *only;
    const Date day = zone.date_of(moment);
    return (!first || *first <= day) && (!last || day <= *last);
  }
};

struct Rows {
  std::vector<NotPlanned> not_planned;         // where it is not empty, nothing else counts
  std::vector<Input> inputs;
  std::vector<std::optional<Value>> fixed;     // by node: what it is worth whatever the facts are
  bool outside = false;                        // the policy does not apply, whatever the facts are
  bool always_applies = true;
  std::array<Alternatives, 2> applies;         // whether the policy does, by reading
  std::vector<LadderRows> ladders;
  Validity validity;
};

Rows find_rows(const Program& program, Moment as_of);

}  // namespace pasal::plan
