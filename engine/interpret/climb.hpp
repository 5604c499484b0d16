// The course of a duty that was not met: since when, and which of its steps are due.
//
// Purpose: obligations that climb (section 6 of the language). Input: an obligation, its item bound, the moment it is
// asked about. Output: for each step whether it applies, since when it is due and what its wait was counted from.
#pragma once

#include <optional>
#include <vector>

#include "engine/model/program.hpp"

namespace pasal::interpret {

struct TakenRecord;

// One step. Times are dates or moments: a date from its first minute.
struct StepStanding {
  Truth applies = Truth::no;
  std::optional<Value> breach;           // the first day or minute on which the breach it follows may have begun
  std::optional<Value> due;              // since when, or from when; nothing: the step before was not taken, or it is not known
  std::optional<Value> waited;           // when its wait was over, where its `if` did not hold on that day
  bool since_is_open = false;            // it is not known whether its `if` held before it was due
  const TakenRecord* record = nullptr;   // of `measures taken`, which shows that it was taken
  std::optional<Value> taken;            // when it was, or counts as having been
  bool resumed = false;                  // reached before a lapse, and due again since it
  bool counts_as_taken = false;          // nobody reported which measures were taken
};

// A record of a step's measure that counts for no step.
struct UnusedRecord {
  enum class Why : std::uint8_t { older, other_amount, taken_already };
  const TakenRecord* record = nullptr;
  std::size_t step = 0;  // the first that has its measure
  Why why = Why::older;
};

// When it is not known whether a step's `if` held, as far as its course hangs on it.
struct UnknownCondition {
  std::size_t step = 0;
  Moment at;
};

struct Climb {
  std::optional<Value> broken_since;     // the first day or minute of the breach; nothing where that is not known
  bool after_lapse = false;              // the duty had been met before
  std::vector<Moment> unknown_at;        // when it is not known whether the duty was done, as far back as it matters
  std::vector<UnknownCondition> unknown_conditions;
  std::vector<UnusedRecord> unused;
  std::vector<StepStanding> steps;       // as many as the obligation has
};

}  // namespace pasal::interpret
