// Where two amounts can fit each other at once.
//
// Purpose: `x + y is 7 and x - y is 1` has an answer that moving one of the two to where something tips does not find. As x
// moves, the places where y tips move too, each along a straight line; where two of these lines cross, both tip at once.
// Input: two variables as they stand. Output: places of the first, to be tried.
#pragma once

#include <vector>

#include "engine/what_if/tipping.hpp"

namespace pasal {

// A variable with its line and where it is on it.
struct Axis {
  std::size_t variable = 0;
  const Line& line;
  Number here;
};

// Leaves both variables as the subject has them. What is bent, or comes up only elsewhere, is not looked for.
std::vector<Number> find_crossings(Prober& prober, const Axis& moved, const Axis& other);

}  // namespace pasal
