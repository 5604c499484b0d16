// The one scalar semantics: what every operator of the program means on values.
//
// Purpose: all evaluators take the meaning of an operator from here and from nowhere else. Input: an operator and its
// operands' values. Output: a value, or a problem, which makes the result unknown and is listed in the decision.
// Unknown operands follow Kleene: `false and unknown` is false, a comparison with an unknown is unknown.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>

#include "engine/model/program.hpp"
#include "engine/model/value.hpp"

namespace pasal {

// What an operator needs beside its operands.
struct OperationSetting {
  const WorkingCalendar& calendar;
  const TimeZone& zone;
  bool* zone_mattered = nullptr;  // set to true where a moment had to be taken as a day, or a day as a moment
};

struct OperationResult {
  Value value;
  std::string problem;  // why there is no value (`division by zero`); then `value` is Unknown
};

// Applies one operator. An operand that is an error comes back as the result of all but `and`, `or`, `not` and
// `shown`, which give truth values. `shown` decides as it is written: doubt counts as no.
OperationResult apply(Operator operation, std::span<const Value> operands, const OperationSetting& setting);

// A condition's value as a truth: none and no are no, an error is unknown.
Truth truth_of(const Value& value);
Value value_of(Truth truth);

// True for `equal` to `greater_or_equal`.
bool is_comparison(Operator operation);
// What a comparison says of two values in this order.
bool holds(Operator comparison, std::strong_ordering order);

// Which of two values comes first; a date and a moment compare as dates. Nothing where the two cannot be ordered:
// unlike durations, none, unknown. Texts, yes/no and values of a `one of` are ordered only to find out equality.
std::optional<std::strong_ordering> order(const Value& a, const Value& b, const OperationSetting& setting);

// The same value, contents of texts included; none is the same as none.
bool same(const Value& a, const Value& b);

// A moment as a day; a day as its first or last minute.
Date day_of(const Value& time, const OperationSetting& setting);
Moment close_of(const Value& time, const OperationSetting& setting);
Moment start_of(const Value& time, const OperationSetting& setting);

}  // namespace pasal
