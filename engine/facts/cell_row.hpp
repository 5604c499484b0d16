// A row of CSV, read as the facts of one subject.
//
// Purpose: a cell means what its text would mean in a facts file, beside the name that its column has. Input: a header
// and cells. Output: a draft of the subject; every problem goes to the diagnostics.
#pragma once

#include "engine/facts/cells.hpp"
#include "engine/facts/record.hpp"
#include "engine/facts/rows.hpp"

namespace pasal::facts {

// What the name of a column, or the key of a line, speaks of: in the form in which names are compared. Nothing where it is
// neither a fact nor what may stand beside facts.
std::optional<RowHeader::Column> column_named(const Program& program, const RecordNames& names, const std::string& name);

class CellRowReader {
public:
  CellRowReader(const Program& program, const RowHeader& header, const FactsLimits& limits, Diagnostics& diagnostics)
      : program_(program), header_(header), limits_(limits), diagnostics_(diagnostics), values_(program, diagnostics) {}

  SubjectDraft read(const Cells& cells, const Source& source);

private:
  void read_cell(const RowHeader::Column& column, const Written& cell, const Provenance& provenance, SubjectDraft& subject);
  void read_as_of(const Written& cell, SubjectDraft& subject);
  void read_fact(std::uint32_t fact, const Written& cell, const Provenance& provenance, SubjectDraft& subject);
  void read_list(std::uint32_t fact, const Written& cell, const Provenance& provenance, SubjectDraft& subject);

  const Program& program_;
  const RowHeader& header_;
  const FactsLimits& limits_;
  Diagnostics& diagnostics_;
  ValueReader values_;
};

}  // namespace pasal::facts
