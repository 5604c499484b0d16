// A policy's program with the layout of its facts and an empty row of them.
#pragma once

#include <string>
#include <string_view>

#include "engine/pasal.hpp"

namespace pasal {

struct LoadedPolicy {
  explicit LoadedPolicy(std::string_view text) : program(*load_policy_text("policy.pasal", std::string(text), sources, diagnostics)) {}
  FactHandle handle(std::string_view name) const { return *layout.find(name); }

  Sources sources;
  Diagnostics diagnostics;
  Program program;
  Moment as_of = program.zone.close_of(*parse_date("2018-07-04"));
  FactLayout layout{program};
  FactRow row{layout};
};

}  // namespace pasal
