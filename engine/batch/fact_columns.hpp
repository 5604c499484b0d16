// The facts of many subjects, one fact beside the other: for a `Batch`.
//
// Purpose: facts that lie in columns already, as in a table of a data base. Input: whole columns, or rows. Output: for each
// fact its places and which of them count, which a batch reads as they are.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/model/fact_row.hpp"

namespace pasal {

class FactColumns {
public:
  // Everything starts as not reported.
  FactColumns(const FactLayout& layout, std::size_t subjects);

  const FactLayout& layout() const { return *layout_; }
  std::size_t size() const { return subjects_; }

  // A fact of all subjects, a value for each: a whole number in the fact's own unit, of a percent so many percent; 1 and 0 for
  // yes and no; the place of a value in `one of`; the days of a date and the minutes of a moment since 1970. Returns the
  // first subject whose value a row would refuse, and then sets none.
  std::optional<std::size_t> set(FactHandle fact, std::span<const std::int64_t> values);
  // The same, but of some subjects nothing is reported: those at which `reported` is 0.
  std::optional<std::size_t> set(FactHandle fact, std::span<const std::int64_t> values, std::span<const std::uint8_t> reported);
  // All facts of one subject; of the row's layout.
  void set(std::size_t subject, const FactRow& row);

  // The facts of one subject.
  void read(std::size_t subject, FactRow& into) const;

  // One fact, by subject. Where `are_all_places` every subject has a place that counts as verified.
  struct Column {
    std::vector<std::int64_t> places;
    std::vector<FactRow::State> states;
    std::vector<std::uint8_t> claimed;
    bool are_all_places = false;
  };
  const Column& column(FactHandle fact) const { return columns_[fact.fact]; }
  // Of a fact whose state is `value`.
  const Value& value(FactHandle fact, std::size_t subject) const { return values_.at({fact.fact, subject}); }

private:
  const FactLayout* layout_;
  std::size_t subjects_;
  std::vector<Column> columns_;
  std::map<std::pair<std::uint32_t, std::size_t>, Value> values_;  // those that have no place
  std::map<std::size_t, FactRow> with_lists_;                      // subjects of which items are reported, as they were set
};

}  // namespace pasal
