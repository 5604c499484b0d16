#include "grammar/source.hpp"

#include <doctest/doctest.h>

using pasal::display_width;
using pasal::first_invalid_utf8;
using pasal::first_unprintable;
using pasal::folded;
using pasal::printable;
using pasal::Source;
using pasal::Sources;

namespace {

std::string place(const Source& source, std::uint32_t offset) {
  const pasal::Position position = source.position(offset);
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

}  // namespace

TEST_CASE("lines and columns are counted from 1, columns in characters") {
  const Source source("a.pasal", "één\nzwei\r\n\nlast");
  CHECK(place(source, 0) == "1:1");
  CHECK(place(source, 2) == "1:2");
  CHECK(place(source, 5) == "1:4");  // at the line break
  CHECK(place(source, 6) == "2:1");
  CHECK(place(source, 12) == "3:1");
  CHECK(place(source, 13) == "4:1");
  CHECK(place(source, 17) == "4:5");
  CHECK(place(source, 1000) == "4:5");
  CHECK(source.line_count() == 4);
  CHECK(source.line_text(1) == "één");
  CHECK(source.line_text(2) == "zwei");
  CHECK(source.line_text(3).empty());
  CHECK(source.line_text(4) == "last");
  CHECK(source.line(7) == 2);
}

TEST_CASE("an empty text has one empty line") {
  const Source source("a.pasal", "");
  CHECK(source.line_count() == 1);
  CHECK(source.line_text(1).empty());
  CHECK(place(source, 0) == "1:1");
}

TEST_CASE("a line break at the end begins a line") {
  const Source source("a.pasal", "a\n");
  CHECK(source.line_count() == 2);
  CHECK(place(source, 2) == "2:1");
}

TEST_CASE("a byte order mark has no column") {
  const Source source("a.pasal", "\xEF\xBB\xBF" "ab");
  CHECK(place(source, 3) == "1:1");
  CHECK(place(source, 4) == "1:2");
  CHECK(source.line_text(1) == "ab");
}

TEST_CASE("columns of a very long line") {
  std::string text = "x\n";
  for (int i = 0; i < 100'000; ++i) text += "é";
  const Source source("a.json", text);
  for (const std::uint32_t character : {0u, 1u, 2046u, 2047u, 2048u, 2049u, 99'999u}) {
    CHECK(place(source, 2 + 2 * character) == "2:" + std::to_string(character + 1));
  }
}

TEST_CASE("the text of a span") {
  Sources sources;
  const auto id = sources.add("a.pasal", "block if x");
  CHECK(sources.text({id, 6, 8}) == "if");
  CHECK(sources.text({id, 6, 100}) == "if x");
  CHECK(sources.text({id, 100, 200}).empty());
  CHECK(sources.name({id, 0, 0}) == "a.pasal");
}

TEST_CASE("display width") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("é") == 1);
  CHECK(display_width("e\xCC\x81") == 1);  // e and a combining acute
  CHECK(display_width("政策") == 4);
  CHECK(display_width("\xFF\xFE") == 2);   // shown as two replacement characters
}

TEST_CASE("well-formed UTF-8") {
  const auto invalid = [](std::string_view text) { return first_invalid_utf8(text); };
  CHECK(invalid("plain") == 5);
  CHECK(invalid("é政😀") == 9);
  CHECK(invalid("ab\xE9") == 2);             // Latin-1
  CHECK(invalid("a\xC0\x80") == 1);          // an overlong zero
  CHECK(invalid("a\xE0\x9F\xBF") == 1);      // overlong
  CHECK(invalid("a\xED\xA0\x80") == 1);      // a surrogate
  CHECK(invalid("a\xF4\x90\x80\x80") == 1);  // beyond U+10FFFF
  CHECK(invalid("a\xF0\x9F\x98") == 1);      // cut off
  CHECK(invalid("a\x80") == 1);              // nothing to continue
  CHECK(invalid("\xF4\x8F\xBF\xBF") == 4);
  CHECK(invalid("") == 0);
}

TEST_CASE("what would disturb a terminal is shown as U+FFFD") {
  CHECK(printable("caf\u00e9 政") == "caf\u00e9 政");
  CHECK(printable("a\tb\nc") == "a b c");
  CHECK(printable("a\x1B[31m\r\x7F") == "a\uFFFD[31m\uFFFD\uFFFD");
  CHECK(printable("a\u0085\u009B") == "a\uFFFD\uFFFD");        // C1: a terminal may take U+009B for ESC [
  CHECK(printable("a\u202E\u2066\u2028") == "a\uFFFD\uFFFD\uFFFD");
  CHECK(printable("\u200D\u2027\u202F\u2065") == "\u200D\u2027\u202F\u2065");
  CHECK(printable("\xFF\xC3") == "\uFFFD\uFFFD");
  CHECK(printable(std::string_view("\0", 1)) == "\uFFFD");
  CHECK(printable("").empty());
}

TEST_CASE("the first character that is not shown as it is") {
  CHECK(first_unprintable("a\tb\r\nc\n") == 7);
  CHECK(first_unprintable("a\rb") == 1);  // a carriage return alone goes back over the line
  CHECK(first_unprintable("ab\r") == 2);
  CHECK(first_unprintable("é\u202E") == 2);
  CHECK(first_unprintable("") == 0);
  CHECK(pasal::code_point("é\u202E", 2) == "U+202E");
  CHECK(pasal::code_point("\x1B", 0) == "U+001B");
}

TEST_CASE("a text is folded at its spaces") {
  using Lines = std::vector<std::string>;
  CHECK(folded("one two three", 7) == Lines{"one two", "three"});
  CHECK(folded("one two three", 6) == Lines{"one", "two", "three"});
  CHECK(folded("one two", 7, 4) == Lines{"one", "two"});
  CHECK(folded("one two", 7, 5) == Lines{"", "one two"});      // the first line has no room at all
  CHECK(folded("a verylongword b", 4) == Lines{"a", "verylongword", "b"});
  CHECK(folded("政策 政策", 8) == Lines{"政策", "政策"});       // wide characters take two columns
  CHECK(folded("政策 政策", 9) == Lines{"政策 政策"});
  CHECK(folded("  a   b ", 80) == Lines{"a b"});
  CHECK(folded("", 80) == Lines{""});
}
