// Which law holds on a day.
#pragma once

#include "engine/model/program.hpp"

namespace pasal {

// Both of its days belong to it.
bool is_in_force(const InForce& dates, Date day);
// The row of a parameter that the law knows on that day; null before its first date.
const ParameterRow* row_in_force(const Parameter& parameter, Date day);

}  // namespace pasal
