// Rows of facts and plans: what they refuse, what they hand over, and that deciding allocates nothing.
#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

#include "engine/pasal.hpp"
#include "tests/unit/loaded_policy.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

}  // namespace

// Counts for the whole program; every other form of `new` comes here. Out of line, or the compiler sees memory of `new` given
// to `free` and warns. (Sanitizers have an own one that does not throw.)
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(bytes == 0 ? 1 : bytes);
}
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  if (void* memory = operator new(bytes, std::nothrow)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace pasal {
namespace {

constexpr std::string_view policy = R"(
facts about a platform
  users: number of people, 0 to 1000000
  share: percent
  fine: money in EUR
  office: yes or no, when verified
  kind: one of small, large
  opened: date, if any
  parts: list of part
facts about a part
  weight: number
parameter N: number
  100 from 2018-01-01
  200 from 2018-07-03
rule "Many"
  warn if users > N and no office
rule "Young"
  block if opened is after 2018-07-01 and users + 1 > 500
exception "Small" to "Young"
  warn if kind is small
)";

TEST_CASE("a row refuses what a facts file would be refused for") {
  LoadedPolicy on(policy);
  CHECK(on.row.set(on.handle("users"), 5200));
  CHECK_FALSE(on.row.set(on.handle("users"), 2'000'000));
  CHECK_FALSE(on.row.set(on.handle("users"), true));
  CHECK_FALSE(on.row.set(on.handle("office"), 1));
  CHECK_FALSE(on.row.set(on.handle("users"), *parse_date("2018-07-04")));
  CHECK_FALSE(on.row.set(on.handle("kind"), EnumerationValue{2}));
  CHECK_FALSE(on.row.set_none(on.handle("users")));
  CHECK(on.row.set_none(on.handle("OPENED")));
  CHECK(on.row.value(on.handle("users")) == Value(Number(5200)));
  CHECK_FALSE(on.layout.find("parts"));
  CHECK_FALSE(on.layout.find("turnover"));
  CHECK_FALSE(on.layout.member(on.handle("kind"), "huge"));
  CHECK(on.layout.member(on.handle("kind"), "Large") == EnumerationValue{1});
}

TEST_CASE("what a row holds is what was set") {
  LoadedPolicy on(policy);
  CHECK(on.row.set(on.handle("share"), 80));
  CHECK(on.row.value(on.handle("share")) == Value(*Number::ratio(4, 5)));
  CHECK(on.row.set(on.handle("share"), *Number::ratio(1, 3)));
  CHECK(on.row.value(on.handle("share")) == Value(*Number::ratio(1, 3)));
  CHECK(on.row.set(on.handle("fine"), *Number::ratio(1, 2)));
  CHECK(on.row.place(on.handle("fine")) == 50);
  on.row.set_unknown(on.handle("users"));
  CHECK(on.row.state(on.handle("users")) == FactRow::State::unknown);
  on.row.clear();
  CHECK(on.row.state(on.handle("fine")) == FactRow::State::not_reported);
}

TEST_CASE("a row is copied and moved with all that it holds") {
  LoadedPolicy on(policy);
  const FactHandle users = on.handle("users");
  const FactHandle share = on.handle("share");
  const FactHandle office = on.handle("office");
  CHECK(on.row.set(users, 7));
  CHECK(on.row.set(office, true));
  on.row.set_verified(office, false);
  FactRow copy = on.row;  // of a row in which every value has a place
  CHECK(copy.set(share, *Number::ratio(1, 3)));
  CHECK(on.row.state(share) == FactRow::State::not_reported);
  CHECK(on.row.set(users, 8));
  FactRow moved = std::move(copy);
  copy = on.row;
  CHECK(copy.value(users) == Value(Number(8)));
  CHECK(moved.value(users) == Value(Number(7)));
  CHECK(moved.state(share) == FactRow::State::value);
  CHECK(moved.value(share) == Value(*Number::ratio(1, 3)));
  CHECK(moved.claimed(office));
  CHECK(moved.state(office) == FactRow::State::place);
  moved.set_verified(office, true);
  CHECK_FALSE(moved.claimed(office));
}

TEST_CASE("a row knows whether every fact has a place") {
  LoadedPolicy on("facts about a shop\n  open: yes or no, when verified\n  size: number\n  parts: list of part\nfacts about a part\n  weight: number\nblock if open\n");
  CHECK_FALSE(on.row.has_all_places());
  CHECK(on.row.set(on.handle("open"), true));
  CHECK(on.row.set(on.handle("size"), 3));
  CHECK(on.row.has_all_places());
  on.row.set_verified(on.handle("open"), false);
  CHECK_FALSE(on.row.has_all_places());
  CHECK(on.row.set(on.handle("open"), false));
  CHECK(on.row.set(on.handle("size"), *Number::ratio(1, 3)));
  CHECK_FALSE(on.row.has_all_places());
  CHECK(on.row.set(on.handle("size"), 3));
  CHECK(on.row.has_all_places());
  on.row.clear(on.handle("size"));
  CHECK_FALSE(on.row.has_all_places());
  on.row.clear();
  CHECK_FALSE(on.row.has_all_places());
}

TEST_CASE("a plan has the law of its moment") {
  LoadedPolicy on(policy);
  const auto measure_at = [&](std::string_view day) {
    const Plan plan(on.program, on.program.zone.close_of(*parse_date(day)));
    std::vector<Standing> standing(1);
    REQUIRE(Plan::Decider(plan).decide(on.row, standing));
    return on.program.ladders[0].measures[standing[0].measure.rung].name;
  };
  on.row.set(on.handle("users"), 150);
  on.row.set(on.handle("office"), false);
  on.row.set_none(on.handle("opened"));
  CHECK(measure_at("2018-07-02") == "warn");
  CHECK(measure_at("2018-07-04") == "allow");
}

TEST_CASE("what a plan does not express it names") {
  LoadedPolicy on("facts about a shop\n  open: yes or no\nobligation \"Open\"\n  the shop must have open\n  or else warn\n");
  const Plan plan(on.program, on.as_of);
  REQUIRE(plan.not_planned().size() == 1);
  CHECK(plan.not_planned()[0].what == "an obligation");
  std::vector<Standing> standing(1);
  CHECK_FALSE(Plan::Decider(plan).decide(on.row, standing));
}

constexpr std::string_view fines = R"(
facts about a platform
  turnover: money in EUR
  users: number of people
  small: yes or no
measures, mildest first
  allow
  warn
  fine: money in EUR
  block
rule "Share"
  fine 2% of turnover if users > 10
rule "Each"
  fine (100 EUR / users) if users < 50
rule "Fixed"
  fine 3 EUR if users > 20
exception "Small" to "Share"
  warn if small
)";

TEST_CASE("of the amounts of the rules that apply the largest stands") {
  LoadedPolicy on(fines);
  const Plan plan(on.program, on.as_of);
  REQUIRE(plan.not_planned().empty());
  Plan::Decider decider(plan);
  std::vector<Standing> standing(1);
  const auto decide = [&] {
    REQUIRE(decider.decide(on.row, standing));
    CHECK(standing == pasal::standing(on.program, on.row.subject(on.as_of), on.as_of));
  };
  on.row.set(on.handle("turnover"), *Number::ratio(101'25, 100));
  on.row.set(on.handle("small"), false);
  on.row.set(on.handle("users"), 40);
  decide();
  CHECK(standing[0].measure.amount == Number(3));
  on.row.set(on.handle("users"), 12);
  decide();
  CHECK(standing[0].measure.amount == *Number::ratio(8'33, 100));
  on.row.set(on.handle("turnover"), *Number::ratio(1012'25, 100));
  decide();
  CHECK(standing[0].measure.amount == *Number::ratio(20'25, 100));  // 20.245, rounded half up
  on.row.set_unknown(on.handle("small"));
  decide();
  CHECK_FALSE(standing[0].settled);
  CHECK(standing[0].at_least.amount == *Number::ratio(8'33, 100));
  CHECK(standing[0].at_most.amount == *Number::ratio(20'25, 100));
}

TEST_CASE("a row is handed over where an amount that decides is open") {
  LoadedPolicy on(fines);
  const Plan plan(on.program, on.as_of);
  Plan::Decider decider(plan);
  std::vector<Standing> standing(1);
  on.row.set(on.handle("small"), true);
  on.row.set(on.handle("users"), 60);
  CHECK(decider.decide(on.row, standing));  // the fine is a fixed one, and the share is not asked for
  CHECK(standing[0].measure.amount == Number(3));
  on.row.set(on.handle("small"), false);
  CHECK_FALSE(decider.decide(on.row, standing));
  on.row.set(on.handle("turnover"), 5);
  CHECK(decider.decide(on.row, standing));
  on.row.set(on.handle("users"), 0);  // by which nothing can be divided
  CHECK_FALSE(decider.decide(on.row, standing));
}

TEST_CASE("amounts of a rule and its exception are not planned where one depends on facts") {
  LoadedPolicy on("facts about a shop\n  cost: money in EUR\n  open: yes or no\nmeasures, mildest first\n  allow\n  fine: money in EUR\n"
            "rule \"Cost\"\n  fine cost if open\nexception \"Less\" to \"Cost\"\n  fine 2 EUR if cost > 5 EUR\n");
  const Plan plan(on.program, on.as_of);
  REQUIRE(plan.not_planned().size() == 1);
  CHECK(plan.not_planned()[0].what == "amounts that depend on facts, of a rule and its exception");
}

TEST_CASE("working out an amount allocates nothing") {
  LoadedPolicy on(fines);
  const Plan plan(on.program, on.as_of);
  Plan::Decider decider(plan);
  std::vector<Standing> standing(1);
  const FactHandle users = on.handle("users");
  const FactHandle small = on.handle("small");
  const FactHandle turnover = on.handle("turnover");
  std::size_t decided = 0;
  const std::size_t before = allocations;
  for (int round = 0; round < 1000; ++round) {
    on.row.clear();
    on.row.set(users, 1 + round % 70);
    on.row.set(turnover, 17 * round);
    if (round % 3 != 0) on.row.set(small, round % 2 == 0);
    decided += decider.decide(on.row, standing) ? 1U : 0U;
  }
  CHECK(allocations == before);
  CHECK(decided > 900);
}

TEST_CASE("deciding allocates nothing, whatever is known") {
  LoadedPolicy on(policy);
  const Plan plan(on.program, on.as_of);
  REQUIRE(plan.not_planned().empty());
  Plan::Decider decider(plan);
  std::vector<Standing> standing(1);
  const FactHandle users = on.handle("users");
  const FactHandle opened = on.handle("opened");
  const FactHandle office = on.handle("office");
  const FactHandle kind = on.handle("kind");
  decider.decide(on.row, standing);
  const std::size_t before = allocations;
  for (int round = 0; round < 1000; ++round) {
    on.row.clear();
    on.row.set(users, round);
    if (round % 2 == 0) on.row.set(office, round % 3 == 0);
    if (round % 5 != 0) on.row.set(opened, Date{17'710 + round % 20});
    if (round % 7 == 0) on.row.set_verified(office, false);
    on.row.set(kind, EnumerationValue{static_cast<std::uint32_t>(round % 2)});
    decider.decide(on.row, standing);
  }
  CHECK(allocations == before);
}

TEST_CASE("reading a plain line allocates nothing") {
  LoadedPolicy on(policy);
  PlainRows lines(on.layout, RowFormat::ndjson);
  const std::string line = R"({"users": 5200, "share": "12.5%", "fine": 12.50, "office": true, "kind": "large", "opened": "2018-07-03", "as of": "2018-07-04"})";
  REQUIRE(lines.read(line, on.row));
  const std::size_t before = allocations;
  for (int round = 0; round < 1000; ++round) lines.read(line, on.row);
  CHECK(allocations == before);
}

}  // namespace
}  // namespace pasal
