// What may come out otherwise when variables change.
#pragma once

#include <vector>

#include "engine/interpret/standing.hpp"
#include "engine/model/what_if.hpp"

namespace pasal {

// Of one item of a list the same as of any: what is touched ranges over the list.
interpret::Touched touched_by(const Program& program, const Variable& variable);

}  // namespace pasal
