// Gaps and overlaps of tables.
//
// Purpose: facts that fall between the rows of a table, and facts that two rows with different measures both fit.
// Input: a checked program. Output: warnings, each with such facts. Columns may be numbers, yes or no, one of several
// values, dates and moments; a table that asks of anything else, or compares with a parameter, is left alone, and so is
// one that is too large to be looked at from every side.
#pragma once

#include "engine/model/program.hpp"
#include "grammar/diagnostic.hpp"

namespace pasal::checking {

void find_gaps_and_overlaps(const Program& program, Diagnostics& diagnostics);

}  // namespace pasal::checking
