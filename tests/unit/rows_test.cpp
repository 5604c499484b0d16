// Where rows begin and end, however the text comes.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/facts/rows.hpp"

using namespace pasal;

namespace {

struct Found {
  std::string text;
  std::uint32_t line = 1;
  bool too_large = false;
  friend bool operator==(const Found&, const Found&) = default;
};

struct Splitting {
  RowFormat format = RowFormat::csv;
  std::size_t row_bytes = 1000;
  std::size_t block_rows = 3;
};

// The rows of a text that comes in pieces of so many bytes.
std::vector<Found> rows_of(const std::string& text, const Splitting& how, std::size_t piece) {
  RowSplitter splitter(how.format, how.row_bytes, how.block_rows);
  std::vector<Found> found;
  const auto take = [&] {
    while (const auto block = splitter.next()) {
      CHECK(block->rows.size() <= how.block_rows);
      for (const Row& row : block->rows) {
        found.push_back({row.too_large ? std::string() : block->text.substr(row.begin, row.bytes), row.line, row.too_large});
      }
    }
  };
  for (std::size_t at = 0; at < text.size(); at += piece) {
    splitter.add(text.substr(at, piece));
    take();
  }
  splitter.finish();
  take();
  return found;
}

void check_rows(const std::string& text, const Splitting& how, const std::vector<Found>& wanted) {
  CAPTURE(text);
  for (const std::size_t piece : std::vector<std::size_t>{1, 2, 3, 5, 7, 1000}) {
    CAPTURE(piece);
    CHECK(rows_of(text, how, piece) == wanted);
  }
}

}  // namespace

TEST_CASE("rows of CSV end with their line, or with that of their last quote") {
  const Splitting csv;
  check_rows("", csv, {});
  check_rows("\xEF\xBB\xBF" "a,b\r\n1,2\r\n\r\n  \n3,4", csv, {{"a,b", 1, false}, {"1,2", 2, false}, {"3,4", 5, false}});
  check_rows("a\n\"b\nc\",d\n\"e\"\"\n\"\"f\"\ng\n", csv, {{"a", 1, false}, {"\"b\nc\",d", 2, false}, {"\"e\"\"\n\"\"f\"", 4, false}, {"g", 6, false}});
  check_rows("a, \"b\n\",c\nd\n", csv, {{"a, \"b\n\",c", 1, false}, {"d", 3, false}});
  check_rows("5\" pipe\nb\n", csv, {{"5\" pipe", 1, false}, {"b", 2, false}});  // a quote inside a cell opens nothing
}

TEST_CASE("a quote that nothing closes is a mistake of its line") {
  check_rows("a\n\"b\nc\nd", {}, {{"a", 1, false}, {"\"b", 2, false}, {"c", 3, false}, {"d", 4, false}});
  check_rows("\"b\nccccc\nd\ne\n", {RowFormat::csv, 8, 3}, {{"\"b", 1, false}, {"ccccc", 2, false}, {"d", 3, false}, {"e", 4, false}});
}

TEST_CASE("a line that is too long is one row, and what follows it is read") {
  const std::string longest(20, 'x');
  for (const RowFormat format : {RowFormat::csv, RowFormat::ndjson}) {
    check_rows("a\n" + longest + "\nb\n", {format, 20, 3}, {{"a", 1, false}, {longest, 2, false}, {"b", 3, false}});
    check_rows("a\n" + longest + "x\nb\n", {format, 20, 3}, {{"a", 1, false}, {"", 2, true}, {"b", 3, false}});
    check_rows("a\n" + longest + longest + longest, {format, 20, 3}, {{"a", 1, false}, {"", 2, true}});
  }
}

TEST_CASE("documents begin with their mark, and empty ones are none") {
  const Splitting yaml{RowFormat::yaml, 1000, 3};
  check_rows("a: 1\n---\nb: 1\nc: 2\n--- {d: 1}\n", yaml, {{"a: 1", 1, false}, {"---\nb: 1\nc: 2", 2, false}, {"--- {d: 1}", 5, false}});
  check_rows("# nothing\n---\n\n---\n...\n---\na: ---\n---x: 1\n", yaml, {{"---\na: ---\n---x: 1", 6, false}});
  check_rows("---\na: 1\nb: 222222222\n---\nc: 1\n", {RowFormat::yaml, 12, 3}, {{"", 1, true}, {"---\nc: 1", 4, false}});
  check_rows("a: 2222222222222222222222\n--- c\n---\nd: 1\n", {RowFormat::yaml, 12, 3}, {{"", 1, true}, {"--- c", 2, false}, {"---\nd: 1", 3, false}});
}
