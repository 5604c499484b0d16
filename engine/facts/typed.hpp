// One written value, read as the declared type says.
//
// Purpose: the same text means what its fact's declaration makes of it: where text is declared, `NO` and `12` are text.
// Input: a declaration and a text. Output: a value, or one diagnostic that says the way out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/model/program.hpp"
#include "grammar/diagnostic.hpp"

namespace pasal::facts {

struct Written {
  std::string_view text;
  bool quoted = false;
  bool json = false;  // a machine wrote it: `1.500` is 1.5
  Span span;
};

// How much of a declaration is insisted on.
enum class Strictness : std::uint8_t {
  declared,
  taken,  // in `measures taken` a bare date is enough
};

class ValueReader {
public:
  ValueReader(const Program& program, Diagnostics& diagnostics) : program_(program), diagnostics_(diagnostics) {}

  std::optional<Value> read(const FactDeclaration& fact, Strictness strictness, const Written& written);
  // A date or a moment, whichever is written. For a message: `as of` is declared `a date, or a date and time`.
  std::optional<Value> read_time(std::string_view what, std::string_view declared, const Written& written);
  // Yes or no in the policy's language or in English; nothing when it is neither.
  std::optional<bool> yes_or_no(std::string_view text) const;

private:
  struct Scaled;

  std::optional<Value> read_typed(const FactDeclaration& fact, Strictness strictness, const Written& written);
  std::optional<Value> read_none(const FactDeclaration& fact, const Written& written);
  std::optional<Value> read_number(const FactDeclaration& fact, const Written& written);
  std::optional<Value> read_percent(const FactDeclaration& fact, const Written& written);
  std::optional<Value> read_money(const FactDeclaration& fact, const Written& written);
  std::optional<Value> read_duration(const FactDeclaration& fact, const Written& written);
  std::optional<Value> read_enumeration(const FactDeclaration& fact, const Written& written);
  std::optional<Value> read_date(const FactDeclaration& fact, const Written& written);
  std::optional<Value> read_moment(const FactDeclaration& fact, Strictness strictness, const Written& written);
  std::optional<Number> read_digits(const FactDeclaration& fact, std::string_view digits, const Written& written);
  Scaled split_scale(std::string_view after) const;
  std::optional<Value> read_scaled(const FactDeclaration& fact, std::string_view digits, std::int64_t factor,
                                   const Written& written);
  std::optional<Moment> in_zone(const CivilTime& time, const Written& written);
  bool is_keyword(std::string_view text, Keyword keyword) const;
  bool within_range(const FactDeclaration& fact, const Value& value, const Written& written);
  std::nullopt_t wrong_type(const FactDeclaration& fact, const Written& written, const std::string& way_out);

  const Program& program_;
  Diagnostics& diagnostics_;
  // The values of each `one of`, by their normalized spelling.
  std::unordered_map<const void*, std::unordered_map<std::string, std::uint32_t>> enumerations_;
};

// `a number of people`, `yes or no`, `a list of complaints`.
std::string describe(const Program& program, const Type& type);
bool same_value(const Value& a, const Value& b);

}  // namespace pasal::facts
