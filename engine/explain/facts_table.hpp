// The facts of a reason as rows: name, value, margin, origin.
#pragma once

#include <string>
#include <vector>

#include "engine/model/decision.hpp"
#include "engine/model/program.hpp"

namespace pasal {

// `item` is the item the whole reason is about: it is not said again with each fact.
std::vector<std::vector<std::string>> fact_rows(const std::vector<FactUse>& facts, const std::string& item,
                                                const Program& program);

}  // namespace pasal
