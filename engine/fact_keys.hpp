// The keys that a facts file for a program has, and what stands at each. Private to the facade.
//
// Purpose: the template and the JSON Schema agree on one layout. Input: a record. Output: its keys as a tree: a fact
// `from "financials.turnover"` stands at `turnover` inside `financials`.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/model/program.hpp"

namespace pasal {

struct FactKey {
  std::string key;
  const FactDeclaration* fact = nullptr;  // null where only other keys stand below
  std::vector<FactKey> below;
  std::map<std::string, std::size_t> places;  // of those below, by their names as names are compared
};
std::vector<FactKey> fact_keys(const Record& record);

// The type and the options as the policy declares them: `number of items, at least 0`.
std::string declaration_words(const FactDeclaration& fact, const Program& program);
std::string type_words(const Type& type, const Program& program);
// Of the items of `measures taken`: their `from` may be a date too, and their amount is what the measure has.
bool is_measures_taken(std::uint32_t record, const Program& program);

}  // namespace pasal
