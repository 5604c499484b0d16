// Many subjects in one text, a row each: CSV, NDJSON, or YAML documents one after another.
//
// Purpose: what is too much to be held at once is read row by row. Input: pieces of a text, as they come. Output: blocks
// of whole rows; of each row its subject, or diagnostics. What is held does not grow with the number of rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/facts.hpp"

namespace pasal {

enum class RowFormat : std::uint8_t {
  csv,     // RFC 4180; the first row names the columns
  ndjson,  // a JSON object a line
  yaml,    // documents, each after a line `---`
};

struct Row {
  std::size_t begin = 0;  // in the text of its block
  std::size_t bytes = 0;
  std::uint32_t line = 1;  // of the whole text: where it begins
  bool too_large = false;  // then it is cut off
};

// Rows that follow each other.
struct RowBlock {
  std::string text;
  std::vector<Row> rows;
  std::size_t end = 0;  // how many bytes of the whole text have been read with it
};

// Finds where rows begin and end. Blank lines and empty documents are no rows.
class RowSplitter {
public:
  // A block has at most `block_rows` rows, and a row at most `row_bytes`.
  RowSplitter(RowFormat format, std::size_t row_bytes, std::size_t block_rows = 256);

  void add(std::string_view text);
  void finish() { is_finished_ = true; }  // no more will be added
  // The next block that is full; after `finish` also the last one.
  std::optional<RowBlock> next();

private:
  void split();
  bool skip_mark();
  void take_line(std::size_t end);
  void take_csv(std::size_t begin, std::size_t end, std::uint32_t number);
  void take_yaml(std::size_t begin, std::size_t end, std::uint32_t number);
  void open_row(std::size_t begin, std::uint32_t number);
  void close_row(std::size_t end);
  void close_last();
  void give_up_quote();
  void cut_off();
  std::size_t kept_from() const { return is_open_ ? open_.begin : at_; }
  void forget(std::size_t bytes);

  RowFormat format_;
  std::size_t row_bytes_;
  std::size_t block_rows_;
  std::string text_;              // from the beginning of the block that is being filled
  std::size_t taken_ = 0;         // bytes of the whole text before it
  std::vector<Row> rows_;
  std::size_t at_ = 0;            // where the next line begins
  std::uint32_t line_ = 1;        // its number
  std::size_t searched_ = 0;      // up to where there is no line break
  Row open_;                      // the row that the next line may belong to
  std::size_t first_line_end_ = 0;  // of that row
  bool is_open_ = false;
  bool says_something_ = false;   // of an open document
  bool in_quotes_ = false;        // of an open row: the quote of a cell is not closed yet
  bool is_mid_line_ = false;      // what comes next belongs to a line that was cut off
  bool skips_ = false;            // the same of a document
  bool has_begun_ = false;
  bool is_finished_ = false;
};

// What the columns of a CSV text say.
struct RowHeader {
  enum class Kind : std::uint8_t { fact, name, as_of, ignored };
  struct Column {
    Kind kind = Kind::fact;
    std::vector<std::uint32_t> facts;  // usually one; a name and a path may be the same
  };
  std::vector<Column> columns;
  std::vector<std::string> not_found;  // of the columns to ignore
};
// Reads the first row, which is a source by itself. Nothing where a column is unknown or stands twice. `ignored` are names
// of columns that say nothing.
std::optional<RowHeader> read_row_header(const Program& program, const Sources& sources, SourceId row,
                                         const std::vector<std::string>& ignored, Diagnostics& diagnostics);

// Reads rows one after another; each thread has a reader of its own.
class RowReader {
public:
  // `name` stands for the text in messages. `header` is that of a CSV text, and outlives the reader.
  RowReader(const Program& program, RowFormat format, std::string name, const RowHeader* header, const FactsLimits& limits);
  ~RowReader();
  RowReader(const RowReader&) = delete;
  RowReader& operator=(const RowReader&) = delete;

  // Nothing where the row is wrong: `problems` tell. They and `name` are of the row that was read last.
  std::optional<Subject> read(const RowBlock& block, const Row& row);
  const Diagnostics& problems() const;
  const Sources& sources() const;
  // What the subject is called, as far as the row could be read.
  const std::string& name() const;

private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

}  // namespace pasal
