// A program compiled for one moment, to keep decisions up to date while facts change.
//
// Purpose: a known subject of which one fact is reported anew. Input: a program, the moment asked about, facts one by one.
// Output: after each where the decision stands on each ladder, as the reference says it. A change costs time for the
// comparisons whose truth it changes, and for no others. Where an amount depends on facts, asking for the standing costs time for
// the rules of that measure.
//
// What it does not express it says by name, and a subject of which it cannot be sure it hands over, as a `Plan` does.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/plan/plan.hpp"

namespace pasal {

class IncrementalPlan {
public:
  // Refers to the program, which has to outlive it. Time and memory grow with the number of comparisons.
  IncrementalPlan(const Program& program, Moment as_of);
  IncrementalPlan(IncrementalPlan&&) noexcept;
  IncrementalPlan& operator=(IncrementalPlan&&) noexcept;
  ~IncrementalPlan();

  Moment as_of() const;
  // Whether a plan for that moment would be the same one; see `Plan::holds_at`.
  bool holds_at(Moment moment) const;
  // What it cannot express. Where it is not empty, every subject is handed over.
  const std::vector<NotPlanned>& not_planned() const;

  // The decision about one subject. Refers to the plan, and takes some four bytes for each rule and its alternatives. The
  // setters are those of `FactRow`, and refuse what it refuses; they allocate nothing, except for texts.
  class Decision {
  public:
    // What is known of the subject so far.
    Decision(const IncrementalPlan& plan, FactRow row);
    Decision(Decision&&) noexcept;
    ~Decision();

    template <typename T>
    bool set(FactHandle fact, const T& value) {
      return row_.set(fact, value) && changed(fact);
    }
    bool set_none(FactHandle fact) { return row_.set_none(fact) && changed(fact); }
    void set_unknown(FactHandle fact) { row_.set_unknown(fact), changed(fact); }
    void set_verified(FactHandle fact, bool verified) { row_.set_verified(fact, verified), changed(fact); }
    void clear(FactHandle fact) { row_.clear(fact), changed(fact); }

    // A list: `change` is called with the row, to set its items.
    template <typename Change>
    void set_items(FactHandle list, Change change) {
      change(row_);
      changed(list);
    }

    const FactRow& row() const { return row_; }
    // Writes where the decision stands on each ladder. False: the subject is for the reference, as in `Plan::Decider::decide`.
    // `by_ladder` is as long as the program has ladders.
    bool standing(std::span<Standing> by_ladder) const;

  private:
    bool changed(FactHandle fact);  // true

    struct State;
    FactRow row_;
    std::unique_ptr<State> state_;
  };

  struct Compiled;

private:
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace pasal
