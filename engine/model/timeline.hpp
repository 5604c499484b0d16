// What a timeline answers: how a decision changes while time goes by, and what happened when it did.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/decision.hpp"
#include "engine/model/what_if.hpp"

namespace pasal {

// What was reported of a moment. What nobody reported, the passing of a day or of a deadline, is no happening.
struct Happening {
  enum class Kind : std::uint8_t { reported, taken, law };
  Kind kind = Kind::reported;
  std::string name;               // of the fact, the parameter, or the measure with its amount
  std::string item;               // of a fact of an item: its name; of a measure: the rule it was taken under; else empty
  std::optional<Value> before;    // nothing where nothing was reported before
  Value after;                    // of a measure Unknown
  Type type;
  Provenance provenance;          // line 0 where it was not reported
  std::string about = {};         // of a measure: the item it was taken about; else empty
  bool claimed = false;           // `after` counts when it is verified, and nobody verified it
  bool claimed_before = false;
};

// Which reason it is: two with the same name say the same thing.
struct ReasonName {
  std::string rule;
  std::string item;
  std::uint32_t step = 0;  // of a duty that climbs
  friend auto operator<=>(const ReasonName&, const ReasonName&) = default;
};

// A time in which the decision stays the same.
struct TimelineStretch {
  Moment from;
  Moment to;                      // its last minute
  Decision decision;              // as of `from`: its measures and their bounds alone
  std::vector<std::vector<Reason>> newly;  // by ladder: reasons that the stretch before did not have, as they read at `from`
  std::vector<ReasonName> no_longer;  // reasons that only the stretch before had
};

// A moment of which something was reported, whether or not the decision changed.
struct TimelineMoment {
  Moment at;
  std::vector<Happening> happenings;
};

struct Timeline {
  std::string subject;
  Moment from;
  Moment to;                              // both included
  std::vector<TimelineStretch> stretches;  // from `from` without a gap, where complete to `to`
  std::vector<TimelineMoment> moments;     // ascending, inside the window
  bool complete = true;                    // false: a limit was reached, and the answer ends early
};

// By when something has to change so that a measure is not met, within the window of a forecast.
struct Avoidance {
  std::optional<Moment> met_at;   // when the measure is first met; nothing: it is not
  bool now = false;               // it is met at the beginning already
  bool surely = false;            // whatever the unknown facts turn out to be; otherwise it may be
  Remedies remedies;              // that avoid it at that moment, where they are made the minute before
};

}  // namespace pasal
