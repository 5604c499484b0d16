#include "engine/model/law.hpp"

#include <algorithm>
#include <iterator>

namespace pasal {

bool is_in_force(const InForce& dates, Date day) {
  return (!dates.from || *dates.from <= day) && (!dates.until || day <= *dates.until);
}

const ParameterRow* row_in_force(const Parameter& parameter, Date day) {
  const auto later = std::ranges::partition_point(parameter.rows, [&](const ParameterRow& row) { return !row.from || *row.from <= day; });
  return later == parameter.rows.begin() ? nullptr : &*std::prev(later);
}

}  // namespace pasal
