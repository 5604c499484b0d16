// What a what-if answers: how a decision depends on one fact, and which changes lead to a measure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/decision.hpp"
#include "engine/model/program.hpp"

namespace pasal {

// What is varied: a fact of the subject, a fact of one item of one of its lists, or a parameter.
struct Variable {
  enum class Kind : std::uint8_t { fact, item_fact, parameter };
  Kind kind = Kind::fact;
  FactId fact;               // fact: one of the subject's (record 0); item_fact: one of the item's record
  std::uint32_t list = 0;    // item_fact: which fact of the subject is the list
  std::uint32_t item = 0;    // item_fact: the item's place in it
  ParameterId parameter;
  friend bool operator==(const Variable&, const Variable&) = default;
};

const std::string& name_of(const Variable& variable, const Program& program);
const Type& type_of(const Variable& variable, const Program& program);
// The declaration of the fact; null for a parameter.
const FactDeclaration* declaration_of(const Variable& variable, const Program& program);

// A value of an ordered type as a number: itself, a date's day, a moment's minute, a period's count. Nothing for others.
std::optional<Number> place_of(const Value& value);

// ---- how a decision depends on a variable ---------------------------------------------------------------------------

// Where a decision stands on one ladder.
struct Standing {
  Outcome measure;
  Outcome at_least;
  Outcome at_most;
  bool amount_unlimited = false;
  bool settled = false;
  friend bool operator==(const Standing&, const Standing&) = default;
};

Standing standing_of(const LadderDecision& on);
std::vector<Standing> standing_of(const Decision& decision);  // by ladder

// An end of a range of values.
struct RangeEnd {
  std::optional<Value> value;  // none: without end
  bool included = false;
};

// Values between which the decision is the same, but for amounts, which may vary (and meet within a unit of money).
struct Piece {
  std::optional<Value> value;          // a single value: `yes`, one of an enumeration, `none`, `?` (Unknown)
  RangeEnd from;                       // otherwise a range
  RangeEnd to;
  std::vector<Standing> standing;      // by ladder; where an amount varies, that at `from` (or nearest to it)
  std::vector<Standing> standing_to;   // where an amount varies, that at `to`; otherwise empty
  bool any_other = false;              // every text that the policy does not name
  Value sample;                        // a value of the piece, for explaining it
  bool holds_now = false;              // the value in the facts lies in it
};

struct Sweep {
  Variable variable;
  Value now;                           // as reported
  std::vector<Piece> pieces;           // ascending; then single values in their order of declaration
  // False: an end is known to the next whole number (of percent, whole per cent) only, and no more than a guess where a
  // product turns; of texts, those that hold a text or fit a pattern may be decided otherwise than `any_other`.
  bool exact = true;
  bool complete = true;                // false: a limit was reached, or it was interrupted
};

// The same for many subjects at once: between which values each of them meets which measure.
struct SweepOfMany {
  struct Part {
    RangeEnd from;
    RangeEnd to;
    std::vector<std::uint32_t> rungs;  // by subject: of the measure that is decided
  };
  Variable variable;
  std::uint32_t ladder = 0;
  std::vector<Part> parts;             // ascending; two that follow each other differ for some subject
  bool exact = true;
  bool complete = true;
};

// ---- the least that must change ---------------------------------------------------------------------------------

struct Change {
  Variable variable;
  Value from;                          // as reported; Unknown where nothing is
  Value to;
  bool claimed = false;                // the value is what was claimed: it only has to be verified
};
// Changes that together lead to the measure. `movement` orders those of equal number: of a number the part by which it
// moves, of anything else 1, of a claim that only has to be verified 0.
struct Remedy {
  std::vector<Change> changes;         // in the order of declaration
  Number movement;
  Standing reached;                    // where the decision then stands
};
struct Remedies {
  Standing now;
  bool already = false;                // the measure is reached as things are; `remedies` would make it certain
  std::vector<Remedy> remedies;        // the fewest changes, then the least movement first; at most `most_remedies`
  // Where there is none: the reasons that stand whatever the subject changes; where each could be lifted by itself and
  // not all together, all that stand now.
  std::vector<Reason> in_the_way;
  bool complete = true;                // false: a limit was reached, or it was interrupted
};
constexpr std::size_t most_remedies = 5;
}  // namespace pasal
