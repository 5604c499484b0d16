#include "grammar/diagnostic.hpp"
#include "grammar/nearest.hpp"

#include <doctest/doctest.h>

using pasal::DiagnosticKind;
using pasal::Diagnostics;
using pasal::nearest;
using pasal::render;
using pasal::Sources;
using pasal::Span;

namespace {

std::string rendered(const std::string& text, std::uint32_t begin, std::uint32_t end) {
  Sources sources;
  const auto id = sources.add("a.pasal", text);
  Diagnostics diagnostics;
  diagnostics.add(DiagnosticKind::not_utf8, Span{id, begin, end});
  return render(diagnostics, sources);
}

const std::string message = "error: this file is not UTF-8 text; save it as UTF-8 [not-utf8]\n";

}  // namespace

TEST_CASE("every row has its own name and code") {
  for (const auto& row : pasal::diagnostic_rows()) {
    CAPTURE(row.name);
    CHECK(&pasal::row(row.kind) == &row);
    CHECK(row.name.find('_') == std::string_view::npos);
    for (const auto& other : pasal::diagnostic_rows()) CHECK((&row == &other || row.code != other.code));
  }
}

TEST_CASE("a problem is shown with its line and a caret") {
  CHECK(rendered("warn\nblock if x", 11, 13) == "a.pasal:2:7: " + message + "  2 | block if x\n    |       ^~\n");
}

TEST_CASE("the caret stands by display width, behind tabs that stay tabs") {
  CHECK(rendered("\t政 x", 5, 6) == "a.pasal:1:4: " + message + "  1 | \t政 x\n    | \t   ^\n");
  CHECK(rendered("政策", 0, 6) == "a.pasal:1:1: " + message + "  1 | 政策\n    | ^~~~\n");
}

TEST_CASE("a caret at the end of the text; an empty text has no line to show") {
  CHECK(rendered("ab", 2, 2) == "a.pasal:1:3: " + message + "  1 | ab\n    |   ^\n");
  CHECK(rendered("", 0, 0) == "a.pasal:1:1: " + message);
}

TEST_CASE("a span over several lines is shown to the end of its first") {
  CHECK(rendered("abc\ndef", 1, 6) == "a.pasal:1:2: " + message + "  1 | abc\n    |  ^~\n");
}

TEST_CASE("a very long line is cut around the caret") {
  const std::string text = rendered(std::string(5000, 'x') + "HERE" + std::string(5000, 'y'), 5000, 5004);
  CHECK(text == "a.pasal:1:5001: " + message + "  1 | …" + std::string(40, 'x') + "HERE" + std::string(116, 'y') + "…\n    | " +
                    std::string(41, ' ') + "^~~~\n");
}

TEST_CASE("in a terminal a line is cut to its width, so that the caret stands under it, and messages are folded") {
  Sources sources;
  const auto id = sources.add("a.pasal", std::string(60, 'x') + "HERE" + std::string(60, 'y'));
  Diagnostics diagnostics;
  diagnostics.add(DiagnosticKind::not_utf8, Span{id, 60, 64}).note("a note that goes on over several lines");
  CHECK(render(diagnostics, sources, {.width = 40}) ==
        "a.pasal:1:61: error: this file is not\n"
        "    UTF-8 text; save it as UTF-8\n"
        "    [not-utf8]\n"
        "  1 | …xxxxxxxxxxHEREyyyyyyyyyyyyyyyyyy…\n"
        "    |            ^~~~\n"
        "  = a note that goes on over several\n"
        "    lines\n");
}

TEST_CASE("control characters do not reach the terminal") {
  CHECK(rendered("a\x1B[31m", 0, 1) == "a.pasal:1:1: " + message + "  1 | a\xEF\xBF\xBD[31m\n    | ^\n");
  CHECK(rendered("a\u202Eb", 0, 1) == "a.pasal:1:1: " + message + "  1 | a\uFFFDb\n    | ^\n");
  CHECK(rendered("caf\xE9", 3, 4) == "a.pasal:1:4: " + message + "  1 | caf\xEF\xBF\xBD\n    |    ^\n");
}

TEST_CASE("labels, notes and a fix follow in order; problems are sorted and set apart") {
  Sources sources;
  const auto id = sources.add("a.pasal", "one\ntwo\n");
  Diagnostics diagnostics;
  diagnostics.add(DiagnosticKind::not_utf8, Span{id, 4, 7}).label({id, 0, 3}, "here too").note("a note").suggest("two lines\nof text");
  diagnostics.add(DiagnosticKind::not_utf8, Span{id, 0, 3}).suggest("one line");
  CHECK(render(diagnostics, sources) ==
        "a.pasal:1:1: " + message + "  1 | one\n    | ^~~\n  = try: one line\n"
        "\n"
        "a.pasal:2:1: " + message + "  2 | two\n    | ^~~\n"
        "a.pasal:1:1: note: here too\n  1 | one\n    | ^~~\n"
        "  = a note\n  = try:\n      two lines\n      of text\n");
}

TEST_CASE("a problem without a source has its message alone") {
  Diagnostics diagnostics;
  diagnostics.add(DiagnosticKind::not_utf8, Span{7, 0, 0});
  CHECK(render(diagnostics, Sources{}) == message);
}

TEST_CASE("the same problem at the same place is kept once; its labels stay as they are") {
  Diagnostics diagnostics;
  diagnostics.add(DiagnosticKind::not_utf8, Span{0, 1, 2}).note("first");
  diagnostics.add(DiagnosticKind::not_utf8, Span{0, 1, 2}).note("second");
  CHECK(diagnostics.error_count() == 1);
  CHECK(diagnostics.sorted().front().notes == std::vector<std::string>{"first"});
}

TEST_CASE("only so many problems are kept; the rest are counted") {
  Sources sources;
  const auto id = sources.add("a.pasal", "abc");
  Diagnostics diagnostics(1);
  for (std::uint32_t i = 0; i < 3; ++i) diagnostics.add(DiagnosticKind::not_utf8, Span{id, i, i + 1}).note("aside");
  CHECK(diagnostics.size() == 1);
  CHECK(diagnostics.dropped() == 2);
  CHECK(diagnostics.error_count() == 3);
  CHECK(render(diagnostics, sources).ends_with("  = aside\n\nand 2 more problems\n"));
}

TEST_CASE("edits: insert, delete, replace, swap") {
  CHECK(pasal::edit_distance("office", "office", 3) == 0);
  CHECK(pasal::edit_distance("office", "ofice", 3) == 1);
  CHECK(pasal::edit_distance("office", "offfice", 3) == 1);
  CHECK(pasal::edit_distance("office", "orfice", 3) == 1);
  CHECK(pasal::edit_distance("office", "ofifce", 3) == 1);
  CHECK(pasal::edit_distance("office", "offiéc", 3) == 2);
  CHECK(pasal::edit_distance("abc", "xyz", 1) == 2);
  CHECK(pasal::edit_distance("", "abcdef", 2) == 3);
}

TEST_CASE("the nearest name") {
  const std::vector<std::string> names = {"local office", "minimum age", "minimum wage", "filters content"};
  CHECK(nearest("local_ofice", names) == std::vector<std::string>{"local office"});
  CHECK(nearest("Minimum-Age", names) == std::vector<std::string>{"minimum age", "minimum wage"});
  CHECK(nearest("minimum age", names, 1) == std::vector<std::string>{"minimum age"});
  CHECK(nearest("turnover", names).empty());
  CHECK(nearest("", names).empty());
}

TEST_CASE("the nearest name, by its words") {
  const std::vector<std::string> names = {"date of birth", "average response time", "response limit", "block access", "block advertising", "received"};
  CHECK(nearest("birth date", names, 1) == std::vector<std::string>{"date of birth"});
  CHECK(nearest("birthdate", names, 1) == std::vector<std::string>{"date of birth"});
  CHECK(nearest("response time", names, 1) == std::vector<std::string>{"average response time"});
  CHECK(nearest("block adverts", names, 1) == std::vector<std::string>{"block advertising"});
  CHECK(nearest("complaints received", names).empty());  // says more than `received`
}

TEST_CASE("how alike two names are") {
  CHECK(pasal::likeness("Local_Office", "local office") == 1000);
  CHECK(pasal::likeness("local ofice", "local office") > pasal::likeness("office", "local office"));
  CHECK(pasal::likeness("office", "turnover") == 0);
  CHECK(pasal::likeness("", "") == 0);
}
