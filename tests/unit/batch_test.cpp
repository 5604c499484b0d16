// Columns and batches: what they refuse, what they hand over, and that blocks and threads change nothing.
#include <doctest/doctest.h>

#include <vector>

#include "engine/pasal.hpp"
#include "tests/unit/loaded_policy.hpp"

namespace pasal {
namespace {

constexpr std::string_view policy = R"(
facts about a platform
  users: number of people, 0 to 1000000
  share: percent
  hours: number
  office: yes or no, when verified
  kind: one of small, large
  opened: date, if any
rule "Many"
  warn if users > 100 and no office
rule "Slow"
  block if hours > 2.5 and share > 10%
exception "Small" to "Many"
  allow if kind is small
)";

TEST_CASE("a column is set whole or not at all") {
  LoadedPolicy on(policy);
  FactColumns columns(on.layout, 3);
  const std::vector<std::int64_t> users{1, 2, 3};
  CHECK_FALSE(columns.set(on.handle("users"), users));
  CHECK(columns.column(on.handle("users")).are_all_places);
  CHECK(columns.set(on.handle("users"), std::vector<std::int64_t>{7, 8, 2'000'000}) == 2);
  CHECK(columns.column(on.handle("users")).places == users);
  CHECK(columns.set(on.handle("office"), std::vector<std::int64_t>{0, 1, 2}) == 2);
  CHECK(columns.set(on.handle("kind"), std::vector<std::int64_t>{0, -1, 1}) == 1);
  CHECK_FALSE(columns.set(on.handle("share"), std::vector<std::int64_t>{10, 20, 30}));
  CHECK_FALSE(columns.set(on.handle("opened"), std::vector<std::int64_t>{17'000, 0, 17'001}, std::vector<std::uint8_t>{1, 0, 1}));
  FactRow row(on.layout);
  columns.read(1, row);
  CHECK(row.value(on.handle("users")) == Value(Number(2)));
  CHECK(row.value(on.handle("share")) == Value(*Number::ratio(1, 5)));
  CHECK(row.state(on.handle("opened")) == FactRow::State::not_reported);
  CHECK(row.state(on.handle("office")) == FactRow::State::not_reported);
}

TEST_CASE("a column holds what a row holds") {
  LoadedPolicy on(policy);
  FactColumns columns(on.layout, 2);
  FactRow row(on.layout);
  row.set(on.handle("hours"), *Number::ratio(5, 2));
  row.set(on.handle("office"), true);
  row.set_verified(on.handle("office"), false);
  row.set_none(on.handle("opened"));
  row.set_unknown(on.handle("users"));
  columns.set(1, row);
  FactRow read(on.layout);
  columns.read(1, read);
  for (const std::string_view fact : {"hours", "office", "opened", "users", "kind"}) {
    CHECK(read.state(on.handle(fact)) == row.state(on.handle(fact)));
    CHECK(read.claimed(on.handle(fact)) == row.claimed(on.handle(fact)));
  }
  CHECK(read.value(on.handle("hours")) == row.value(on.handle("hours")));
}

TEST_CASE("blocks and threads change nothing") {
  LoadedPolicy on(policy);
  const Batch batch(on.program, on.as_of);
  REQUIRE(batch.not_planned().empty());
  std::vector<FactRow> rows;
  for (std::int64_t subject = 0; subject < 2'000; ++subject) {
    FactRow& row = rows.emplace_back(on.layout);
    row.set(on.handle("users"), subject % 200);
    if (subject % 3 != 0) row.set(on.handle("office"), subject % 3 == 1);
    if (subject % 7 != 0) row.set(on.handle("kind"), EnumerationValue{static_cast<std::uint32_t>(subject % 2)});
    row.set(on.handle("hours"), *Number::ratio(subject % 11, 2));
    row.set(on.handle("share"), subject % 20);
  }
  const BatchDecisions decisions = batch.decide(rows);
  for (const unsigned threads : {2U, 3U, 16U}) {
    const BatchDecisions again = batch.decide(rows, {.threads = threads});
    for (std::size_t subject = 0; subject < rows.size(); ++subject) CHECK(again.standing(subject, 0) == decisions.standing(subject, 0));
  }
  for (std::size_t subject = 0; subject < rows.size(); ++subject) {
    REQUIRE_FALSE(decisions.is_handed_over(subject));
    CHECK(decisions.standing(subject, 0) == standing(on.program, rows[subject].subject(on.as_of), on.as_of).front());
  }
}

TEST_CASE("rules are named where they are asked for") {
  LoadedPolicy on(policy);
  const Batch batch(on.program, on.as_of);
  std::vector<FactRow> rows(2, FactRow(on.layout));
  for (FactRow& row : rows) {
    row.set(on.handle("users"), 500);
    row.set(on.handle("office"), false);
    row.set(on.handle("hours"), 3);
    row.set(on.handle("share"), 50);
  }
  rows[0].set(on.handle("kind"), EnumerationValue{1});
  rows[1].set(on.handle("kind"), EnumerationValue{0});
  std::vector<AppliedRule> rules;
  batch.decide(rows).rules(0, 0, rules);
  CHECK(rules.empty());
  const BatchDecisions named = batch.decide(rows, {.names_rules = true});
  named.rules(0, 0, rules);
  REQUIRE(rules.size() == 2);
  CHECK(on.program.rules[rules[0].rule.index].name == "Slow");
  CHECK(on.program.rules[rules[1].rule.index].name == "Many");
  rules.clear();
  named.rules(1, 0, rules);
  REQUIRE(rules.size() == 1);
  CHECK(on.program.rules[rules[0].rule.index].name == "Slow");
  CHECK(named.standing(0, 0).measure.rung == 2);
}

TEST_CASE("rules are named with the amounts that they come to, the largest first") {
  LoadedPolicy on("facts about a shop\n  cost: money in EUR\n  size: number\nmeasures, mildest first\n  allow\n  fine: money in EUR\n  block\n"
            "block if cost > 100 EUR\nrule \"Cost\"\n  fine cost if size > 1\nrule \"Size\"\n  fine size * 1 EUR if size > 2\nrule \"Fixed\"\n  fine 3 EUR if size > 2\n"
            "rule \"Share\"\n  fine (12 EUR / size) if size < 1\n");
  const Batch batch(on.program, on.as_of);
  REQUIRE(batch.not_planned().empty());
  std::vector<FactRow> rows(3, FactRow(on.layout));
  for (FactRow& row : rows) row.set(on.handle("size"), 5);
  rows[0].set(on.handle("cost"), 4);
  rows[1].set(on.handle("cost"), 3);
  const BatchDecisions named = batch.decide(rows, {.names_rules = true});
  const auto words = [&](std::size_t subject) {
    std::vector<AppliedRule> rules;
    named.rules(subject, 0, rules);
    std::string text;
    for (const AppliedRule& rule : rules) text += on.program.rules[rule.rule.index].name + " " + rule.outcome.amount->plain() + " ";
    return text;
  };
  CHECK(words(0) == "Size 5 Cost 4 Fixed 3 ");
  CHECK(words(1) == "Size 5 Cost 3 Fixed 3 ");
  CHECK(named.standing(0, 0).measure.amount == Number(5));
  CHECK(named.is_handed_over(2));  // nobody knows what it costs
  // An error where the amount does not matter is passed over only where nobody asks for rules.
  rows[0].set(on.handle("size"), 0);
  CHECK(batch.decide(rows).is_handed_over(0));
  rows[0].set(on.handle("cost"), 200);
  CHECK_FALSE(batch.decide(rows).is_handed_over(0));
  CHECK(batch.decide(rows, {.names_rules = true}).is_handed_over(0));
}

TEST_CASE("what a batch does not express it hands over") {
  LoadedPolicy on("facts about a shop\n  open: yes or no\nobligation \"Open\"\n  the shop must have open\n  or else warn\n");
  const Batch batch(on.program, on.as_of);
  REQUIRE(batch.not_planned().size() == 1);
  const std::vector<FactRow> rows(3, FactRow(on.layout));
  const BatchDecisions decisions = batch.decide(rows);
  for (std::size_t subject = 0; subject < rows.size(); ++subject) CHECK(decisions.is_handed_over(subject));
  CHECK(batch.decide(std::vector<FactRow>()).size() == 0);
}

TEST_CASE("a batch holds as long as its law") {
  LoadedPolicy on("facts about a shop\n  staff: number\nparameter N: number\n  5 from 2018-01-01\n  9 from 2018-07-03\nwarn if staff > N\n");
  const Batch batch(on.program, on.as_of);
  const auto close_of = [&](std::string_view day) { return on.program.zone.close_of(*parse_date(day)); };
  CHECK(batch.holds_at(close_of("2018-07-03")));
  CHECK(batch.holds_at(close_of("2030-01-01")));
  CHECK_FALSE(batch.holds_at(close_of("2018-07-02")));
  LoadedPolicy daily("facts about a shop\n  opened: date\nwarn if opened is after today\n");
  const Batch of_a_day(daily.program, daily.as_of);
  CHECK(of_a_day.holds_at(daily.program.zone.start_of(*parse_date("2018-07-04"))));
  CHECK_FALSE(of_a_day.holds_at(close_of("2018-07-05")));
}

}  // namespace
}  // namespace pasal
