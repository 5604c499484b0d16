// What was reported of which moment: facts, measures taken, and the law's own dates.
#pragma once

#include <vector>

#include "engine/model/timeline.hpp"

namespace pasal {

// Inside the window, ascending.
std::vector<TimelineMoment> happenings(const Program& program, const Subject& subject, Moment from, Moment to);

}  // namespace pasal
