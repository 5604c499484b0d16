#pragma once

#include <string>
#include <vector>

#include "bench/rivals/harness/harness.hpp"
#include "engine/pasal.hpp"

namespace bench {

// The facts of a case, in the order of its records.
struct Facts {
  enum class Kind { number, flag, enumeration };
  struct Fact {
    std::string key;
    pasal::FactHandle handle;
    Kind kind;
  };
  Facts(const nlohmann::json& policy, const pasal::FactLayout& of) : layout(of) {
    for (const auto& fact : policy["facts"]) {
      const std::string type = fact["type"];
      facts.push_back({fact["name"], *layout.find(std::string(fact["name"])), type == "flag" ? Kind::flag : type == "number" ? Kind::number : Kind::enumeration});
    }
  }
  pasal::FactRow row(const std::string& text) const {
    const auto record = nlohmann::json::parse(text);
    pasal::FactRow row(layout);
    for (const Fact& fact : facts) {
      const auto& value = record[fact.key];
      bool fits = false;
      if (fact.kind == Kind::flag) fits = row.set(fact.handle, value.get<bool>());
      else if (fact.kind == Kind::number) fits = row.set(fact.handle, value.get<std::int64_t>());
      else if (const auto member = layout.member(fact.handle, value.get_ref<const std::string&>())) fits = row.set(fact.handle, *member);
      if (!fits) harness::fail("pasal: " + fact.key + " is not " + value.dump());
    }
    return row;
  }
  const pasal::FactLayout& layout;
  std::vector<Fact> facts;
};

}  // namespace bench
