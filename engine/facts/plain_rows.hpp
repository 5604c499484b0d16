// Rows of a table, and records in JSON, straight into a `FactRow`.
//
// Purpose: a million rows in the time that it takes to look at each of their bytes a few times. Input: rows of CSV, or lines
// of NDJSON. Output: the facts of each by handle, where the row is plain: names or columns, each with a single value that fits
// its fact. A row that is not plain is for `RowReader`, which knows lists, groups, origins and history, and says what is wrong.
//
// A row that is taken here is one that `RowReader` takes too, and the facts are those that `FactRow::of` makes of its subject.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "engine/facts/rows.hpp"
#include "engine/model/fact_row.hpp"

namespace pasal {

// Remembers how names and values were spelt, since the next row spells them alike; each thread has a reader of its own.
class PlainRows {
public:
  // `layout` and `header`, which is that of a CSV text, outlive the reader. A row of YAML is never plain.
  PlainRows(const FactLayout& layout, RowFormat format, const RowHeader* header = nullptr, const FactsLimits& limits = {});
  ~PlainRows();
  PlainRows(PlainRows&&) noexcept;
  PlainRows& operator=(PlainRows&&) noexcept;

  // Fills a row of the layout, whatever it held. False where the row is not plain; then what `into`, `name` and `as_of` hold
  // counts for nothing. Time grows with the bytes of the row. Nothing is allocated for what is spelt as usual, except texts.
  bool read(const RowBlock& block, const Row& row, FactRow& into);
  // The same of a row by itself: the cells of CSV or an object in JSON, without a line break behind them.
  bool read(std::string_view row, FactRow& into);

  // Of the row that was read last, as long as its text is there: what the subject is called, and when its facts are asked about.
  // Empty where it does not say.
  std::string_view name() const;
  std::optional<Moment> as_of() const;

private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

}  // namespace pasal
