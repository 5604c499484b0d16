// A program compiled for one moment, to decide one row of facts after another.
//
// Purpose: decisions in a request path, at the cost of some look-ups. Input: a program, the moment asked about, rows of facts.
// Output: where the decision stands on each ladder, as the reference says it, without an explanation: that is asked of the
// reference, from the same facts.
//
// What is worked out beforehand: every comparison of a fact with a value is a table over the places that the fact may have;
// conditions are brought into alternatives of conjunctions of such tables; and these are cut into blocks of rows, the
// strictest measure first. A fact's place then gives at once which rows of a block it allows, as a mask of bits, and the rows
// that hold are what is left when the masks of all facts are and-ed. The first block that leaves one decides. Where nothing is
// unknown, less has to be looked at: each row is filed under the one of its comparisons that fewest values meet, and only rows
// whose filed comparison is met are tried (see candidates.hpp).
//
// An amount that depends on facts (`fine 2% of turnover`) is worked out only where its measure decides: then it is the largest
// of the amounts of the rows that hold.
//
// What it does not express it says by name, and a row of which it cannot be sure it hands over: it never approximates.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/model/fact_row.hpp"
#include "engine/model/program.hpp"
#include "engine/model/what_if.hpp"

namespace pasal {

// What a plan cannot express, and where it stands.
struct NotPlanned {
  std::string what;  // `a rule for each item`
  Span span;
};

class Plan {
public:
  // Refers to the program, which has to outlive it. The moment counts: parameters have the value that the law knew then, and
  // `today` is its day. Time and memory grow with the number of rules times that of the facts each 512 of them ask of.
  Plan(const Program& program, Moment as_of);
  Plan(Plan&&) noexcept;
  Plan& operator=(Plan&&) noexcept;
  ~Plan();

  Moment as_of() const;
  // Whether a plan for that moment would be the same one: no law changes between the two, and no condition asks of the day or
  // the minute itself.
  bool holds_at(Moment moment) const;
  // What it cannot express. Where it is not empty, no row is decided.
  const std::vector<NotPlanned>& not_planned() const;

  // Decides rows, one after another, without allocating, unless something is worked out that is an error. Each thread has its own;
  // it refers to the plan.
  class Decider {
  public:
    explicit Decider(const Plan& plan);
    Decider(Decider&&) noexcept;
    ~Decider();
    // Writes where the decision stands on each ladder. False: this row is for the reference, since something has to be worked
    // out of what is unknown or is an error; then what is written counts for nothing. `by_ladder` is as long as the program has ladders.
    bool decide(const FactRow& row, std::span<Standing> by_ladder);

  private:
    struct State;
    std::unique_ptr<State> state_;
  };

  struct Compiled;

private:
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace pasal
