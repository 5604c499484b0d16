// What an evaluator answers: the decision on each ladder with its bounds, reasons, open rules and questions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/program.hpp"

namespace pasal {

// A rung of a ladder and its amount; no amount where the measure has none or nothing limits it.
struct Outcome {
  std::uint32_t rung = 0;
  std::optional<Number> amount;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// True where `a` is stricter than `b`: a higher rung, or more of the same. No amount is less than any.
bool is_stricter(const Outcome& a, const Outcome& b);
// Money is rounded once, in the decision: half up to the currency's minor unit.
Outcome rounded(const Outcome& outcome, const Ladder& ladder);

// A fact that a reason leans on.
struct FactUse {
  std::string name;                  // as declared
  std::string item;                  // the item's name where it is a fact of an item; else empty
  Value value;
  Type type;
  std::string margin;                // `over N (1,000) by 4,200`; empty where there is none
  bool assumed = false;
  std::string claimed;               // the claimed value as text, where it is not verified
  Provenance provenance;             // line 0 where it was not reported
};

struct Reason {
  std::string rule;
  std::string item;                  // of a `for each`; else empty
  Outcome outcome;
  std::string because;               // the author's text filled in, else the rule's own sentence
  std::uint32_t step = 0;            // of a duty that climbs: which step brings it, from 1; else 0
  std::string course;                // of a duty that climbs: which step, due since when, counted from what; else empty
  std::vector<std::string> cites;
  std::vector<FactUse> facts;
  std::vector<std::string> not_shown;  // `moderators at least 20 (claimed 20, not verified)`
  std::string instead_of;            // the rule whose place this exception takes
  std::vector<std::string> or_else;  // exceptions that may take its place, so that its measure is only the least
  Span span;
};

struct OpenRule {
  std::string rule;
  std::string item;
  Outcome at_least;
  Outcome at_most;
  Span span;
};

struct Question {
  std::string name;                  // the fact's name as declared
  std::string item;
  std::string claimed;               // `20`: claimed and not verified; else empty
  std::string note;                  // `claimed 20, not verified`; `not reported`; `reported as unknown`
  Type type;
};

// A measure declared `once` that was taken already.
struct DoneMeasure {
  std::string rule;
  std::string item;
  Outcome outcome;
  Value from;                        // the date or moment it was taken
};

struct LadderDecision {
  std::uint32_t ladder = 0;
  Outcome measure;                   // what is decided
  Outcome at_least;                  // the mildest it can still be
  Outcome at_most;                   // the strictest it can still be
  bool amount_unlimited = false;     // at_most's amount has no limit
  bool settled = false;
  std::vector<Reason> reasons;       // strictest first, then in the order of the policy
  std::vector<OpenRule> open;
  std::vector<Question> questions;   // most decisive first
  std::vector<DoneMeasure> done;
};

// An error met while evaluating: it made something unknown.
struct EvaluationError {
  std::string message;
  Span span;
};

struct Decision {
  std::string subject;
  Moment as_of;
  // Why nothing was judged (`outside the policy`, `in force only from 3 July 2018`); empty otherwise. It is then the one
  // reason of every ladder, without a rule.
  std::string outside;
  std::vector<LadderDecision> ladders;
  std::vector<std::string> assumed;  // the assumed facts that the answer leans on, by name, sorted
  std::vector<EvaluationError> errors;
  bool zone_mattered = false;
};

// A condition as a tree, each part with its truth: for `why not`.
struct ConditionPart {
  std::string text;                  // the author's words
  Truth truth = Truth::unknown;
  std::vector<FactUse> facts;        // of a part that has no parts of its own
  std::vector<ConditionPart> parts;
  bool stands_in_the_way = false;
};
struct WhyNot {
  std::string rule;
  std::string item;
  Truth applies = Truth::unknown;
  ConditionPart condition;
  std::vector<ConditionPart> defeated_by;  // `unless` and exceptions, those that hold or may hold first
  Span span;
  std::vector<std::string> duty = {};      // of an obligation: what has become of it, then its steps, a line each
};

}  // namespace pasal
