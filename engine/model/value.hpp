// Values: what a fact or an expression is worth. *Unknown*, *none* and *error* are values, not exceptions.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/calendar.hpp"
#include "engine/model/number.hpp"
#include "engine/model/type.hpp"
#include "grammar/keywords.hpp"

namespace pasal {

// Nobody reported it (or `?`, or only claimed where it must be verified).
struct Unknown {
  friend bool operator==(Unknown, Unknown) = default;
};
// Known not to have happened, not to exist.
struct None {
  friend bool operator==(None, None) = default;
};
// Unknown because something could not be worked out (a division by zero, an overflow): counts as unknown, and the
// message is listed in the decision. `index` refers to the evaluation's list of errors.
struct ErrorValue {
  std::uint32_t index = 0;
  friend bool operator==(ErrorValue, ErrorValue) = default;
};
// The place of a value in its `one of`.
struct EnumerationValue {
  std::uint32_t index = 0;
  friend bool operator==(EnumerationValue, EnumerationValue) = default;
};
using Text = std::shared_ptr<const std::string>;
using TextList = std::shared_ptr<const std::vector<std::string>>;

using Value = std::variant<Unknown, ErrorValue, None, bool, Number, Date, Moment, Duration, EnumerationValue, Text, TextList>;

// Unknown or an error.
inline bool is_open(const Value& value) { return value.index() <= 1; }
inline bool is_none(const Value& value) { return std::holds_alternative<None>(value); }
// When a date or a moment begins to count: a day with its first minute.
Moment beginning(const Value& time, const TimeZone& zone);

// Kleene's three truth values.
enum class Truth : std::uint8_t { no, unknown, yes };
inline Truth negate(Truth truth) { return static_cast<Truth>(2 - static_cast<int>(truth)); }
inline Truth both(Truth a, Truth b) { return a < b ? a : b; }    // and
inline Truth either(Truth a, Truth b) { return a < b ? b : a; }  // or




// `5,200`, `no`, `50%`, `10,000,000 IDR`, `3 July 2018`, `24 hours`, `child abuse`, `unknown`, `none`.
std::string display(const Value& value, const Type& type, Language language, const TimeZone& zone);
// `3 July 2018` / `3 Juli 2018`
std::string display(Date date, Language language);
// `3 July 2018, 16:00`; a day's last minute is the day alone
std::string display(Moment moment, Language language, const TimeZone& zone);
// `24 hours`, `1 day`, `5 working days`
std::string display(const Duration& duration, Language language);
// What a period of a kind is counted in: `hours and minutes`.
std::string_view counted_in(DurationKind kind);
// Why periods of two kinds do not compare: `24 hours is not always 1 day`.
std::string_view why_unlike(DurationKind a, DurationKind b);
NumberMarks number_marks(Language language);

}  // namespace pasal
