// One case of a what-if held against brute force: a policy, one subject, and the evaluator asked at every value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/property/driver.hpp"

namespace pasal::property {

struct Case {
  std::string name;
  const Program& program;
  const Sources& sources;
  const Subject& subject;
  Moment as_of;
  Report& report;

  bool require(bool holds, const std::string& what) const { return report.require(holds, name, what); }
};

// The subject and the policy with other values. Written without the engine's own `Varied`.
struct Changed {
  Subject subject;
  std::optional<Program> program;  // only where a parameter has another value
};
Changed with_value(const Case& of, const Subject& subject, const Variable& variable, const Value& value);
void put_value(const Program& program, Subject& subject, const Variable& variable, const Value& value);

// Where the whole decision stands, by ladder.
std::vector<Standing> decided(const Case& of, const Program& program, const Subject& subject);
bool same_but_amounts(const std::vector<Standing>& a, const std::vector<Standing>& b);

// Every fact of the subject and of its items that is no list, and where asked for every parameter.
std::vector<Variable> variables(const Program& program, const Subject& subject, bool parameters);

// How fine the values of a range are looked at.
enum class Grid : std::uint8_t { fine, coarse };
// The values to try: of a range all of a grid, of others all that there are. `none` where it may be; never Unknown.
std::vector<Value> values_of(const Case& of, const Variable& variable, Grid grid);
// Of an ordered type, the value at a place on its line.
Value value_at(const Type& type, const Number& place);
// A part of the range that these values span, by the throw of dice; nothing where they are too few or have no order.
std::optional<SweepRange> part_of(const std::vector<Value>& values, std::uint32_t dice);
// Whether a fact may be worth this, by its declaration.
bool is_allowed(const Program& program, const Variable& variable, const Value& value);

// `size = 3`: a variable and a value as messages and `set_fact` know them.
std::string assignment(const Program& program, const Variable& variable, const Value& value);
std::string written(const std::vector<Standing>& standing);

void check_sweeps(const Case& of, std::uint32_t dice);
// The sweeps of several subjects of one policy, put together.
void check_together(const std::vector<Case>& of, std::uint32_t dice);
void check_remedies(const Case& of);
void check_questions(const Case& of, std::uint32_t dice);
void check_history(const Case& of);

}  // namespace pasal::property
