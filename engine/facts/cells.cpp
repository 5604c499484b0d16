// The one place where libcsv is called.
#include "engine/facts/cells.hpp"

#include <csv.h>

#include <algorithm>
#include <new>

namespace pasal::facts {
namespace {

class Parser {
public:
  Parser() {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  csv_parser& operator*() { return parser_; }

private:
  csv_parser parser_{};
};

}  // namespace

void Cells::put(const void* text, std::size_t bytes) {
  cells_.push_back({text_.size(), bytes, {}});
  text_.append(static_cast<const char*>(text), bytes);
}

bool Cells::read(std::string_view row, SourceId source, Diagnostics& diagnostics) {
  source_ = source;
  text_.clear();
  cells_.clear();
  Parser parser;
  return feed(*parser, row, diagnostics);
}

// Piece by piece, each up to a comma: where a cell comes out, it ended there.
bool Cells::feed(csv_parser& parser, std::string_view row, Diagnostics& diagnostics) {
  const auto put_cell = [](void* text, std::size_t bytes, void* cells) { static_cast<Cells*>(cells)->put(text, bytes); };
  const auto end_row = [](int, void*) {};
  const auto place = [&](std::size_t begin, std::size_t end) {
    while (begin + 1 < end && (row[begin] == ' ' || row[begin] == '\t')) ++begin;
    return Span{source_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  };
  std::size_t cell = 0;  // where it begins
  for (std::size_t at = 0; at < row.size();) {
    const std::size_t end = std::min(row.find(',', at), row.size() - 1) + 1;
    const std::size_t before = cells_.size();
    const std::size_t taken = csv_parse(&parser, row.data() + at, end - at, put_cell, end_row, this);
    if (taken < end - at) {
      if (csv_error(&parser) == CSV_ENOMEM) throw std::bad_alloc();
      const std::size_t wrong = std::min(at + taken, row.size() - 1);
      diagnostics.add(DiagnosticKind::facts_not_csv, place(wrong, wrong + 1),
                      "a cell that has a `\"` in it stands in quotes as a whole, with each `\"` inside written twice");
      return false;
    }
    if (cells_.size() > before) {
      cells_.back().span = place(cell, end - 1);
      cell = end;
    }
    at = end;
  }
  const std::size_t before = cells_.size();
  if (csv_fini(&parser, put_cell, end_row, this) != 0) {
    const std::size_t quote = std::min(row.find('"', cell), row.size() - 1);
    diagnostics.add(DiagnosticKind::facts_not_csv, place(quote, quote + 1), "this quote is not closed; put a `\"` where the cell ends");
    return false;
  }
  if (cells_.size() == before) put("", 0);  // the row ends in a comma
  cells_.back().span = place(cell, row.size());
  return true;
}

}  // namespace pasal::facts
