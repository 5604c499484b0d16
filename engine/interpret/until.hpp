// Until when a result stays as it is.
//
// Purpose: what an evaluation notes while it is watched (see watch.cpp). A result that was worked out at a moment holds
// until the first *event*: a report that starts, a parameter that changes, a deadline that passes. Beside it there is
// *drift*: what is counted from the clock (`today`, `days since D`, an average) changes with every day or minute by
// itself. A comparison takes the drift of its sides away: it knows at which moment its own truth changes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "engine/model/calendar.hpp"

namespace pasal::interpret {

constexpr Moment never{std::numeric_limits<std::int64_t>::max()};
// Before the year 1, wherever one is.
constexpr Moment first_moment{-719'164 * std::int64_t{24 * 60}};

struct Until {
  Moment event = never;
  Moment drift = never;
  // Of a drift: it only grows or only falls until the next event, since one clock alone is counted from, through calls
  // that are not too many to be worked out again (`calls`).
  bool steady = true;
  bool counts_working_days = false;  // where no list of holidays is, it is an error in between
  std::uint16_t calls = 0;

  bool drifts() const { return drift != never; }
  Moment next() const { return std::min(event, drift); }
  void add(const Until& part) {
    if (drifts() && part.drifts()) steady = false;
    steady = steady && part.steady;
    counts_working_days = counts_working_days || part.counts_working_days;
    calls = std::max(calls, part.calls);
    event = std::min(event, part.event);
    drift = std::min(drift, part.drift);
  }
  // What follows from it holds until it changes in any way.
  void settle() { *this = Until{.event = next()}; }
};

}  // namespace pasal::interpret
