// The reference evaluator: this code is the specification.
//
// Purpose: a program, one subject's facts and a moment to a decision, with its explanation recorded on the way.
// Clear before fast. Input is never changed; no clock, no randomness, no locale, no floating point.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/decision.hpp"
#include "engine/model/program.hpp"
#include "grammar/source.hpp"

namespace pasal {

struct EvaluationLimits {
  std::uint64_t steps = 10'000'000;       // --max-steps: nodes evaluated, counted, never timed
  std::size_t memory_bytes = 256u << 20;  // --max-memory
  const std::atomic<bool>* interrupted = nullptr;  // set by a signal or another thread: it stops, as at a limit
  bool stopped() const { return interrupted != nullptr && interrupted->load(std::memory_order_relaxed); }
};

// Decides. `sources` gives the author's words for the explanation. When a limit is reached the decision has the
// error in `errors`, and every ladder is open from its mildest to its strictest rung: never a wrong answer.
Decision decide(const Program& program, const Sources& sources, const Subject& subject, Moment as_of,
                const EvaluationLimits& limits = {});

// The same for those who decide many: measures and bounds, errors, and of each reason its rule, item, step and measure
// alone. Nothing is said of open rules, questions and facts.
Decision decide_naming_rules(const Program& program, const Subject& subject, Moment as_of, const EvaluationLimits& limits = {});

// Why a rule (or exception, obligation, row or table) named `rule` is or is not among the reasons; one entry an
// instance.
std::vector<WhyNot> why_not(const Program& program, const Sources& sources, const Subject& subject, Moment as_of,
                            std::string_view rule, const EvaluationLimits& limits = {});

// Whether each rule and obligation applies, in the order of the policy, rules first.
struct RuleStanding {
  std::string name;
  Truth applies = Truth::no;
};
struct RuleStandings {
  std::vector<RuleStanding> rules;
  std::string not_all = {};  // which limit was reached, where one was: the rules after it are missing
};
RuleStandings rule_standings(const Program& program, const Sources& sources, const Subject& subject, Moment as_of,
                             const EvaluationLimits& limits = {});

// What one expression of a program is worth, and the facts it is worked out from. `node` depends on no item.
struct Evaluation {
  Value value;
  Type type;
  std::vector<FactUse> facts;
  std::vector<EvaluationError> errors;
};
Evaluation evaluate(const Program& program, const Sources& sources, const Subject& subject, Moment as_of, NodeId node,
                    const EvaluationLimits& limits = {});

}  // namespace pasal
