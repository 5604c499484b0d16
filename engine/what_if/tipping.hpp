// Where on a line a decision takes another way.
//
// Purpose: the tipping points of one variable. The reference evaluator is asked at three places of a stretch. As long
// as it takes the same way at all of them, each side of each branch is a straight line there (a sum, a product with
// what is fixed), so where two sides meet is worked out exactly; the stretch is cut there, and each part is asked again.
// A stretch without such a place holds one decision: by induction over the branches, in their order, none can come out
// otherwise in it. Sides that are no straight lines (one varied value times another, a rounding with many steps) are narrowed
// down to whole numbers, and the answer says that it is not exact.
#pragma once

#include <optional>
#include <vector>

#include "engine/interpret/standing.hpp"
#include "engine/what_if/line.hpp"
#include "engine/what_if/varied.hpp"
#include "engine/what_if/what_if.hpp"

namespace pasal {

// The evaluator, asked with other values; counts how often.
class Prober {
public:
  Prober(const Program& program, const Subject& subject, Moment as_of, std::vector<Variable> variables, const WhatIfLimits& limits)
      : varied_(program, subject, std::move(variables)),
        redecider_(varied_.program(), varied_.subject(), as_of, limits.evaluation), as_of_(as_of), limits_(limits) {}
  Prober(const Prober&) = delete;
  Prober& operator=(const Prober&) = delete;

  struct Probe {
    std::vector<Standing> standing;
    std::vector<interpret::Branch> branches;
  };
  void set(std::size_t variable, const Value& value) {
    varied_.set(variable, value);
    redecider_.changed(varied_.touched(variable));
  }
  void restore(std::size_t variable) {
    varied_.restore(variable);
    redecider_.changed(varied_.touched(variable));
  }
  // Where the decision stands now, and the branches that depend on the variable.
  Probe probe(std::size_t variable);
  Decision decide(const Sources& sources);
  // A limit was reached or the answer is not wanted any more: from then on nothing is asked.
  bool stopped();
  // What was asked last is worth nothing then.
  bool interrupted() const { return limits_.evaluation.stopped(); }
  // A place that is too far is not looked for: what is found is not all.
  void overlook() { overlooked_ = true; }
  bool found_all() { return !stopped() && !overlooked_; }
  const Program& program() const { return varied_.program(); }
  const std::vector<Variable>& variables() const { return varied_.variables(); }
  const interpret::Touched& touched(std::size_t variable) { return varied_.touched(variable); }

private:
  Varied varied_;
  Redecider redecider_;
  Moment as_of_;
  const WhatIfLimits& limits_;
  std::size_t decisions_ = 0;
  bool stopped_ = false;
  bool overlooked_ = false;
};

// A place on the line where the decision may change.
struct Cut {
  Number at;
  bool after = false;  // the change lies between `at` and the next whole number; otherwise at `at` itself
  friend auto operator<=>(const Cut&, const Cut&) = default;
};

struct Cuts {
  std::vector<Cut> cuts;  // ascending
  bool exact = true;
};

// The cuts between two places (none: no end), for the variable with this index.
Cuts find_cuts(Prober& prober, std::size_t variable, const Line& line, const std::optional<Number>& from,
               const std::optional<Number>& to);

// Three places inside a stretch; for a line of whole numbers fewer where there are no more.
std::vector<Number> places_inside(const Line& line, const std::optional<Number>& from, const std::optional<Number>& to);

}  // namespace pasal
