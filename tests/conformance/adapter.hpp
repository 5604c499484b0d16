// What every evaluator of policies must do to be held by the cases.
//
// Purpose: one interface, one adapter an evaluator, so that the same cases hold all of them. Input: a checked program, a
// subject and a moment. Output: a decision, or why the evaluator cannot express the case: such cases are listed by
// name, never skipped in silence.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/pasal.hpp"

namespace pasal::conformance {

struct CannotExpress {
  std::string reason;
};

class Adapter {
public:
  virtual ~Adapter() = default;
  virtual std::string_view name() const = 0;
  // False: its decisions are measures and bounds alone.
  virtual bool explains() const { return true; }
  virtual std::variant<Decision, CannotExpress> decide(const Program& program, const Sources& sources,
                                                       const Subject& subject, Moment as_of) const = 0;
};

// Every evaluator there is.
std::vector<std::unique_ptr<Adapter>> adapters();

}  // namespace pasal::conformance
