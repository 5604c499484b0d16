// Rows that are read the quick way: which are plain, and what they hold.
#include <doctest/doctest.h>

#include <string>

#include "engine/pasal.hpp"

namespace pasal {
namespace {

constexpr const char* policy = R"(policy "Rows"
  time zone Asia/Jakarta

facts about a platform
  local office: yes or no
  negative-content backlog: number of items, at least 0
  turnover: money in EUR, from "financials.turnover"
  share: percent
  kind: one of shop, video game
  founded: date, if any
  owner: text
  moderators: number of people, when verified
  complaints: list of complaint

facts about a complaint
  answered: yes or no

block if no local office
)";

const Program& program() {
  static Sources sources;
  static Diagnostics problems;
  static const auto loaded = load_policy_text("p.pasal", policy, sources, problems);
  return *loaded;
}

struct Lines {
  FactLayout layout{program()};
  PlainRows rows{layout, RowFormat::ndjson};
  FactRow row{layout};

  bool read(std::string_view line) { return rows.read(line, row); }
  Value value(std::string_view fact) const { return row.value(*layout.find(fact)); }
  FactRow::State state(std::string_view fact) const { return row.state(*layout.find(fact)); }
};

}  // namespace

TEST_CASE("a plain line of NDJSON holds what it says") {
  Lines lines;
  REQUIRE(lines.read(R"({"platform": "Tik Tok", "as of": "2018-07-04", "local office": false, "negative_content_BACKLOG": 5200,
    "financials.turnover": 12.50, "share": "80%", "kind": "video-game", "founded": "none", "owner": "?", "moderators": 20})"));
  CHECK(lines.rows.name() == "Tik Tok");
  CHECK(lines.rows.as_of() == program().zone.close_of(*parse_date("2018-07-04")));
  CHECK(lines.value("local office") == Value(false));
  CHECK(lines.value("negative-content backlog") == Value(Number(5200)));
  CHECK(lines.value("turnover") == Value(*Number::ratio(25, 2)));
  CHECK(lines.value("share") == Value(*Number::ratio(4, 5)));
  CHECK(lines.value("kind") == Value(EnumerationValue{1}));
  CHECK(lines.state("founded") == FactRow::State::none);
  CHECK(lines.state("owner") == FactRow::State::unknown);
  CHECK(lines.row.claimed(*lines.layout.find("moderators")));
  CHECK(!lines.row.claimed(*lines.layout.find("share")));
  // The next row begins anew, whatever its keys and their order.
  REQUIRE(lines.read(R"({"kind":"shop","local office":null})"));
  CHECK(lines.rows.name().empty());
  CHECK(!lines.rows.as_of());
  CHECK(lines.value("kind") == Value(EnumerationValue{0}));
  CHECK(lines.state("local office") == FactRow::State::not_reported);
  CHECK(lines.state("share") == FactRow::State::not_reported);
  CHECK(lines.read("{}"));
}

TEST_CASE("what is not plain is left to others") {
  Lines lines;
  for (const char* line : {
           R"({"local office": "perhaps"})", R"({"negative-content backlog": -1})", R"({"share": 80})", R"({"kind": "shops"})",  // wrong
           R"({"locl office": true})", R"({"local office": true, "Local-Office": true})", R"({"local office": null, "local office": true})",
           R"({"turnover": 1, "financials.turnover": 1})", R"({"complaints": []})", R"({"moderators": {"value": 20, "verified": true}})",
           R"({"history": {}})", R"({"owner": "a \"b\""})", R"({"turnover": 1e3})", R"({"turnover": 012})", R"({"turnover": 1234567890123456789})",
           R"({"local office": true)", R"({"local office": true,})", R"({"local office": true} x)", R"({"local office": truer})",
           R"(["local office"])", "", "12", "{\"owner\": \"a\tb\"}", "{\"owner\": \"\xFF\"}",
       }) {
    CAPTURE(line);
    CHECK(!lines.read(line));
  }
  FactsLimits limits;
  limits.value_bytes = 4;
  PlainRows limited(lines.layout, RowFormat::ndjson, nullptr, limits);
  CHECK(limited.read(R"({"kind": "shop"})", lines.row));
  CHECK(!limited.read(R"({"owner": "Smith"})", lines.row));
  PlainRows documents(lines.layout, RowFormat::yaml);
  CHECK(!documents.read("kind: shop", lines.row));
}

TEST_CASE("cells are cut at commas, and libcsv knows those in quotes") {
  Lines lines;
  Sources sources;
  Diagnostics problems;
  const SourceId first = sources.add("rows.csv", "platform,turnover,kind,remark");
  const auto header = read_row_header(program(), sources, first, {"remark"}, problems);
  REQUIRE(header);
  PlainRows rows(lines.layout, RowFormat::csv, &*header);
  REQUIRE(rows.read(" Tik Tok ,1.25,\tshop,a remark", lines.row));
  CHECK(rows.name() == "Tik Tok");
  CHECK(lines.value("turnover") == Value(*Number::ratio(5, 4)));
  CHECK(lines.value("kind") == Value(EnumerationValue{0}));
  REQUIRE(rows.read("\"Tik, Tok\",,\"video game\",", lines.row));
  CHECK(rows.name() == "Tik, Tok");
  CHECK(lines.state("turnover") == FactRow::State::not_reported);
  CHECK(lines.value("kind") == Value(EnumerationValue{1}));
  for (const char* row : {"a,1.250,shop,", "a,1,shop", "a,1,shop,b,c", "a,1,'shop',", "\"a,1,shop,", "a,1 USD,shop,", ""}) {
    CAPTURE(row);
    CHECK(!rows.read(row, lines.row));
  }
}

}  // namespace pasal
