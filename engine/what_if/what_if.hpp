// What if: how a decision changes with one fact, where exactly it tips, and the least that must change.
//
// Purpose: the questions of an analyst. Every answer comes from the reference evaluator, asked again with other facts:
// nothing here has a meaning of its own. Input: a program, a subject, a moment. Output: pieces of the range of a fact,
// each with the decision that holds in it; or sets of changes that lead to a measure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/interpret/interpret.hpp"
#include "engine/model/what_if.hpp"

namespace pasal {

struct WhatIfLimits {
  EvaluationLimits evaluation;      // of each decision; one that is interrupted makes the answer incomplete
  std::size_t decisions = 100'000;  // --max-decisions: how often the evaluator is asked for one answer
};

// The variable that a name stands for: a fact of the subject, else a parameter. Case, `-`, `_` and spaces are the same.
std::optional<Variable> find_variable(const Program& program, std::string_view name);
// The variable that a question asks for, where it can be varied: lists can be none, and nothing else in one word.
std::optional<Variable> variable_of(const Question& question, const Program& program, const Subject& subject);

// The measure that a name stands for.
struct MeasurePlace {
  std::uint32_t ladder = 0;
  std::uint32_t rung = 0;
};
std::optional<MeasurePlace> find_measure(const Program& program, std::string_view name);
// Of all ladders, mildest first.
std::vector<std::string> measure_names(const Program& program);

// What the variable is worth in the facts as they stand: its report at the moment (a claim included), else what is
// assumed; Unknown where nothing is reported. A parameter has the value in force.
Value value_in(const Variable& variable, const Program& program, const Subject& subject, Moment as_of);
// The report that a fact of the subject has that value from, and whether it is a mere claim; no report of a list, of what
// is not reported, of a parameter.
struct Reported {
  const Report* report = nullptr;
  bool claimed = false;
};
Reported report_in(const Variable& variable, const Program& program, const Subject& subject, Moment as_of);

// How the decision depends on a variable over all values it may have, by its declaration.
Sweep what_if(const Program& program, const Subject& subject, Moment as_of, const Variable& variable, const WhatIfLimits& limits = {});

// The same from one value to another, both included. With a step only the values from, from + step, … are asked for.
struct SweepRange {
  Value from;
  Value to;
  std::optional<Number> step;          // in the unit of the fact; of dates in days, of moments and clock time in minutes
};
Sweep sweep(const Program& program, const Subject& subject, Moment as_of, const Variable& variable, const SweepRange& range,
            const WhatIfLimits& limits = {});

// The sweeps of several subjects over one range, put together for one ladder.
SweepOfMany together(const std::vector<Sweep>& sweeps, std::uint32_t ladder);

// Where a decision stands, by ladder.
std::vector<Standing> standing(const Program& program, const Subject& subject, Moment as_of, const EvaluationLimits& limits = {});

// What a subject can change (facts declared `changeable`, of its items too) to stand on a rung of a ladder or a milder one:
// whatever the unknown facts turn out to be where that can be had, else by what is known. What is a date that has come
// (`date, if any`) is proposed for no later than `changed_by`; nothing: than `as_of`.
Remedies remedies(const Program& program, const Sources& sources, const Subject& subject, Moment as_of, std::uint32_t ladder,
                  std::uint32_t rung, const WhatIfLimits& limits = {}, std::optional<Moment> changed_by = std::nullopt);

}  // namespace pasal
