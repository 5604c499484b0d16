// The types of facts and expressions (section 3 of the language).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/model/calendar.hpp"

namespace pasal {

enum class TypeKind : std::uint8_t {
  boolean,      // yes or no
  number,       // with or without a unit
  percent,      // a fraction: 80% is 4/5
  money,        // in one currency
  text,
  enumeration,  // one of A, B, C
  date,
  moment,       // date and time
  duration,
  list,         // of a record
  text_list,    // list of text
  item,         // one item of a list
  unknown,      // of a placeholder, after an error that was already reported: fits everything
};

// The values of a `one of`, in the order of declaration, as the author wrote them.
using EnumerationValues = std::shared_ptr<const std::vector<std::string>>;

// A type. `unit` is a number's unit (`people`, empty for a bare number), a currency (`IDR`) or empty.
struct Type {
  TypeKind kind = TypeKind::unknown;
  std::string unit = {};
  EnumerationValues values = {};                // enumeration
  std::uint32_t record = 0;                     // list, item: the record's index in the program
  DurationKind duration = DurationKind::clock;  // duration, where `fixed_duration`
  bool fixed_duration = false;                  // the duration's kind is known before evaluation
  std::string duration_unit = {};               // duration: the unit a bare number in the facts is read in (`hours`)
  bool year = false;                            // number: the year of a date, written without marks between its digits
  bool literal = false;                         // a bare number as written in the policy: takes the unit it meets

  bool is_numeric() const { return kind == TypeKind::number || kind == TypeKind::percent || kind == TypeKind::money; }
  bool is_time() const { return kind == TypeKind::date || kind == TypeKind::moment; }
};

// How many decimals a currency's minor unit has by ISO 4217: 2 for most, 0 for JPY, 3 for KWD.
int minor_unit_decimals(const std::string& currency);

}  // namespace pasal
