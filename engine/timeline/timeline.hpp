// How a decision changes while time goes by: what was decided, and what will be if nothing else happens.
//
// Purpose: replay and forecast. Every answer comes from the reference evaluator, asked as of each moment at which the
// decision may change (see engine/interpret/replay.hpp), so that nothing between them is missed and no day is
// sampled. Input: a program, a subject, a window. Output: stretches of time, each with its decision, and what happened.
#pragma once

#include <cstddef>

#include "engine/interpret/interpret.hpp"
#include "engine/model/timeline.hpp"
#include "engine/what_if/what_if.hpp"

namespace pasal {

// From `from` to `to`, both included. A decision changes where its measure, its bounds or their amounts do, on any ladder.
Timeline timeline(const Program& program, const Sources& sources, const Subject& subject, Moment from, Moment to,
                  const WhatIfLimits& limits = {});

// The first moment of which the facts or the records of measures say something; `as_of` where they say nothing of the past.
Moment first_report(const Program& program, const Subject& subject, Moment as_of);

// Where a forecast ends if nobody says otherwise: a year after the day of `as_of`, at its close.
Moment year_ahead(const Program& program, Moment as_of);

// When, in the window of a timeline, a rung of a ladder or a stricter one is first met, and what would avoid it.
Avoidance avoidance(const Timeline& timeline, const Program& program, const Sources& sources, const Subject& subject,
                    std::uint32_t ladder, std::uint32_t rung, const WhatIfLimits& limits = {});

}  // namespace pasal
