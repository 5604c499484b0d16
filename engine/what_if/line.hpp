// The values of an ordered type as numbers on a line: a number itself, a date's day, a moment's minute, a period's count.
#pragma once

#include <optional>

#include "engine/what_if/touched.hpp"

namespace pasal {

// Whether a number is so far from 0 (over 30 digits) that what lies between it and another may be too large to hold: such
// places are not looked for.
bool is_far(const Number& place);

class Line {
public:
  // Nothing where the type has no order (yes or no, texts, lists).
  static std::optional<Line> of(const Variable& variable, const Program& program, const Value& now, Moment as_of);

  // Between two whole numbers there are values.
  bool is_continuous() const { return continuous_; }
  // What is counted in between two values that are proposed or narrowed down to: 1, of percent 1%. "Whole numbers" are
  // its multiples.
  Number step() const;
  Number whole_at_or_below(const Number& place) const { return *round_to(place, step(), Rounding::down); }
  Number whole_above(const Number& place) const { return *add(whole_at_or_below(place), step()); }
  Number whole_below(const Number& place) const { return *subtract(*round_to(place, step(), Rounding::up), step()); }
  Value value(const Number& place) const;
  std::optional<Number> place(const Value& value) const;
  // How long a stretch of whole numbers is looked at as one: within it the arithmetic of the policy only grows or falls.
  // A month of days, since holidays, ends of months and time zones make no more than one turn in it; a single day where
  // the policy asks for the day or the month itself.
  std::int64_t part(const Program& program, const interpret::Touched& touched) const;
  // By the declaration of the fact, where that is not far; of a time ten years around the moment asked about and the value now.
  const std::optional<Number>& lowest() const { return lowest_; }
  const std::optional<Number>& highest() const { return highest_; }

private:
  TypeKind kind_ = TypeKind::number;
  DurationKind period_ = DurationKind::clock;
  bool continuous_ = false;
  std::optional<Number> lowest_;
  std::optional<Number> highest_;
};

}  // namespace pasal
