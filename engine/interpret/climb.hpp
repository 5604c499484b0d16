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
  const TakenRecord* record = nullptr;   // of `measures taken`, which shows that it was taken
  std::optional<Value> taken;            // when it was, or counts as having been
  bool resumed = false;                  // reached before a lapse, and due again since it
  bool counts_as_taken = false;          // nobody reported which measures were taken
};

struct Climb {
  std::optional<Value> broken_since;     // the first day or minute of the breach; nothing where that is not known
  bool after_lapse = false;              // the duty had been met before
  std::vector<Moment> unknown_at;        // when it is not known whether the duty was done, as far back as it matters
  std::vector<StepStanding> steps;       // as many as the obligation has
};

}  // namespace pasal::interpret
