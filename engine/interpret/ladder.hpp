// From what each rule may bring to what stands on a ladder.
//
// Purpose: lowest and highest outcomes, the strictest of each, and amounts that add up. Input: instances of rules and
// obligations with their alternatives. Output: outcomes, not yet rounded.
#pragma once

#include "engine/interpret/evaluator.hpp"
#include "engine/model/decision.hpp"

namespace pasal::interpret {

// One rule or obligation for one item, with all that it may bring.
struct Instance {
  bool is_obligation = false;
  bool has_item = false;
  std::uint32_t index = 0;  // in the program's rules or obligations
  std::uint32_t level = 0;  // where its item is bound
  std::uint32_t record = 0;
  const Item* item = nullptr;  // null with `has_item`: some item of a list that nobody reported
  std::size_t place = 0;       // the item's place in its list
  std::optional<Period> period;  // in the place of an item
  std::size_t step = 0;        // of an obligation
  StepStanding standing;       // of that step
  Alternatives bounds;
  std::optional<Alternatives> decided;  // nothing: the same as the bounds

  const Alternatives& as_decided() const { return decided ? *decided : bounds; }
  bool may_take_record = false;  // of `measures taken`, which could stand for another instance's measure as well
  bool is_some_item() const { return has_item && item == nullptr && !period; }
};

// The lowest and the highest outcome of one instance on one ladder.
struct Range {
  Outcome lowest;
  Outcome highest;
  bool unlimited = false;  // the highest amount has no limit
  bool is_open() const { return unlimited || !(lowest == highest); }
};
Range range_of(const Alternatives& alternatives, std::uint32_t ladder);
// The exception that surely stands in the rule's place, if one does.
std::optional<RuleId> replacement(const Alternatives& decided);

// What stands on a ladder when every rule is counted.
class LadderTotal {
public:
  LadderTotal(const Ladder& ladder, Evaluator& evaluator) : ladder_(ladder), evaluator_(evaluator) {}
  // `endless`: there may be any number of such instances.
  void add(const Range& range, bool endless);
  Range total() const;

private:
  struct Top {
    Outcome outcome;
    bool unlimited = false;
    std::optional<Number> sum;  // of the amounts at this rung; an amount of which nothing is known adds nothing
    bool too_large = false;     // to hold
  };
  void raise(Top& top, const Outcome& outcome, bool unlimited) const;
  Outcome outcome_of(const Top& top) const;
  bool adds_up(std::uint32_t rung) const { return ladder_.measures[rung].added_up; }

  const Ladder& ladder_;
  Evaluator& evaluator_;  // keeps where one amount overtakes another
  Top low_;
  Top high_;
};

}  // namespace pasal::interpret
