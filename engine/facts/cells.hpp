// The cells of one row of CSV.
//
// Purpose: libcsv says what a cell holds, and not where it stands; a message needs both. Input: a row without its line
// break. Output: its cells with their places, or a diagnostic.
#pragma once

#include <cstdint>
#include <string_view>
#include <string>
#include <vector>

#include "grammar/diagnostic.hpp"

struct csv_parser;

namespace pasal::facts {

struct Cell {
  std::size_t begin = 0;  // of what it holds, in the cells' text
  std::size_t bytes = 0;
  Span span;
};

class Cells {
public:
  // False where the row cannot be read.
  bool read(std::string_view row, SourceId source, Diagnostics& diagnostics);
  std::size_t size() const { return cells_.size(); }
  std::string_view text(std::size_t cell) const { return std::string_view(text_).substr(cells_[cell].begin, cells_[cell].bytes); }
  Span span(std::size_t cell) const { return cells_[cell].span; }

private:
  void put(const void* text, std::size_t bytes);
  bool feed(csv_parser& parser, std::string_view row, Diagnostics& diagnostics);

  SourceId source_ = 0;
  std::string text_;
  std::vector<Cell> cells_;
};

}  // namespace pasal::facts
