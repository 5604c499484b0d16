// Exceptions, burdens, amounts, obligations, questions and reasons.
#include "engine/interpret/interpret.hpp"

#include <doctest/doctest.h>

#include "tests/unit/program_builder.hpp"

using namespace pasal;

namespace {

constexpr std::uint32_t warn = 1;
constexpr std::uint32_t throttle = 2;
constexpr std::uint32_t block = 3;

std::string reasons(const LadderDecision& decision) {
  std::string text;
  for (const Reason& reason : decision.reasons) text += (text.empty() ? "" : ", ") + reason.rule;
  return text;
}

}  // namespace

TEST_CASE("unless and exceptions") {
  ProgramBuilder b;
  const FactId filters = b.flag("filters");
  const FactId repeated = b.flag("repeated");
  const RuleId rule = b.rule("R", block, std::nullopt);
  SUBCASE("unless") {
    b.unless(rule, b.use(filters));
    CHECK(written(b.ladder()) == "allow..block");
    b.report(filters, true);
    CHECK(written(b.ladder()) == "allow");
  }
  SUBCASE("an exception with a measure, and one to it") {
    const RuleId exception = b.exception("E", rule, b.use(filters), warn);
    b.exception("E2", exception, b.use(repeated));
    CHECK(written(b.ladder()) == "warn..block");
    CHECK(b.ladder().reasons[0].rule == "R");
    b.report(filters, true);
    CHECK(written(b.ladder()) == "warn..block");
    b.report(repeated, false);
    CHECK(written(b.ladder()) == "warn");
    CHECK(b.ladder().reasons[0].rule == "E");
    b.subject.facts[repeated.fact].reports[0].value = true;
    CHECK(written(b.ladder()) == "block");
  }
  SUBCASE("of several the mildest holds") {
    b.exception("E", rule, b.use(filters), warn);
    b.exception("E2", rule, b.use(repeated), throttle, b.percent(50));
    b.report(repeated, true);
    CHECK(written(b.ladder()) == "warn..throttle(0.5)");
    b.report(filters, true);
    CHECK(written(b.ladder()) == "warn");
  }
  SUBCASE("on another ladder: here it falls, there it stands") {
    b.program.ladders.push_back(
        {"measures on advertising", {{"none", {}, false, false, {}}, {"ban", {}, false, false, {}}}, {}});
    const RuleId exception = b.exception("E", rule, b.use(filters), warn);
    b[exception].measure = MeasureReference{1, 1, {}};
    b.report(filters, true);
    CHECK(b.decide().ladders[0].at_most.rung == 0);
    CHECK(b.decide().ladders[1].at_least.rung == 1);
    CHECK(b.decide().ladders[1].settled);
  }
  SUBCASE("outside its dates an exception does nothing") {
    b[b.exception("E", rule, b.value(true))].in_force = {date_value("2018-07-05"), {}};
    CHECK(written(b.ladder()) == "block");
  }
}

TEST_CASE("exceptions that meet again on many ways are judged once") {
  ProgramBuilder b;
  const FactId filters = b.flag("filters");
  RuleId left = b.rule("R", block, b.use(filters));
  RuleId right = left;
  for (int depth = 0; depth < 40; ++depth) {
    const RuleId a = b.exception("A" + std::to_string(depth), left, b.use(filters));
    const RuleId c = b.exception("B" + std::to_string(depth), left, b.use(filters));
    if (left != right) b[right].exceptions = {a, c};
    left = a;
    right = c;
  }
  CHECK(written(b.ladder()) == "allow..block");
  CHECK(b.decide().errors.empty());
}

TEST_CASE("shown: doubt counts as no, and in the bounds it stays doubt") {
  ProgramBuilder b;
  const FactId office = b.flag("local office");
  const FactId moderators = b.count("moderators");
  b.declaration(moderators).when_verified = true;
  const RuleId rule = b.rule("Stays blocked", block, b.in_force(block));
  const NodeId enough = b.call(Operator::greater_or_equal, {b.use(moderators), b.number(20)}, "moderators at least 20");
  const NodeId has_office = b.node(FactNode{0, office}, type_of(TypeKind::boolean), 0, "- local office");
  b.unless(rule, b.both(has_office, enough), true);
  b.taken("block", b.at("2018-07-03 16:00"));
  b.report(office, true);
  b.report(moderators, Number(20));
  const LadderDecision decision = b.ladder();
  CHECK(written(decision) == "allow..block");
  CHECK(decision.measure.rung == block);
  CHECK(written(decision.questions) == "moderators");
  CHECK(decision.reasons[0].not_shown == std::vector<std::string>{"moderators at least 20 (claimed 20, not verified)"});
  CHECK(decision.reasons[0].facts[0].name == "block");
  b.subject.facts[moderators.fact].reports[0].provenance.verified = true;
  CHECK(written(b.ladder()) == "allow");
}

TEST_CASE("amounts have bounds") {
  ProgramBuilder b;
  Type gbp = type_of(TypeKind::money, "GBP");
  b.program.ladders[0].measures[throttle].amount = gbp;
  const FactId revenue = b.fact("revenue", gbp);
  b.declaration(revenue).lowest = Number(0);
  const NodeId tenth = b.call(Operator::multiply, {b.percent(10), b.use(revenue)});
  const NodeId fine = b.call(Operator::larger, {b.value(Number(18'000'000), gbp), tenth});
  b.rule("R", throttle, std::nullopt, fine);
  CHECK(written(b.ladder()) == "throttle(18000000)..throttle(unlimited)");
  CHECK(written(b.ladder().questions) == "revenue");
  b.declaration(revenue).highest = Number(300'000'000);
  CHECK(written(b.ladder()) == "throttle(18000000)..throttle(30000000)");
  b.report(revenue, *Number::ratio(1'000'000'001, 3));
  CHECK(written(b.ladder()) == "throttle(33333333.37)");
}

TEST_CASE("amounts that add up, and the larger of those that do not") {
  ProgramBuilder b;
  b.program.ladders[0].measures[throttle].amount = type_of(TypeKind::money, "TRY");
  const FactId late = b.flag("late");
  b.rule("A", throttle, std::nullopt, b.number(10));
  b.rule("B", throttle, b.use(late), b.number(30));
  CHECK(written(b.ladder()) == "throttle(10)..throttle(30)");
  b.program.ladders[0].measures[throttle].added_up = true;
  CHECK(written(b.ladder()) == "throttle(10)..throttle(40)");
  CHECK(written(b.ladder().questions) == "late");
  b.report(late, true);
  CHECK(written(b.ladder()) == "throttle(40)");
  b.rule("less than nothing", throttle, std::nullopt, b.number(-5));
  CHECK(written(b.ladder()) == "throttle(40)");
  b.rule("unknown", throttle, std::nullopt, b.use(b.count("revenue")));
  CHECK(written(b.ladder()) == "throttle(40)..throttle(unlimited)");
}

TEST_CASE("once: what was taken counts no more, and each record once") {
  ProgramBuilder b;
  Measure& fine = b.program.ladders[0].measures[throttle];
  fine = {"fine", type_of(TypeKind::money, "TRY"), true, true, {}};
  b.rule("A", throttle, std::nullopt, b.number(10));
  b.rule("B", throttle, std::nullopt, b.number(10));
  CHECK(b.decide().assumed == std::vector<std::string>{"measures taken"});
  CHECK(written(b.ladder()) == "throttle(20)");
  b.taken("fine", date_value("2018-07-01"), None{}, text_value("b"), Number(10));
  CHECK(written(b.ladder()) == "throttle(10)");
  REQUIRE(b.ladder().done.size() == 1);
  CHECK(b.ladder().done[0].rule == "B");
  CHECK(b.ladder().done[0].from == Value(date_value("2018-07-01")));
  b.taken("fine", date_value("2018-07-05"));  // not yet
  CHECK(written(b.ladder()) == "throttle(10)");
  b.taken("fine", date_value("2018-07-02"), None{}, None{}, Number(11));  // another amount
  CHECK(written(b.ladder()) == "throttle(10)");
  b.taken("Fine", date_value("2018-07-02"));
  CHECK(written(b.ladder()) == "allow");
}

TEST_CASE("a measure in force, and when it ends") {
  ProgramBuilder b;
  b.rule("R", block, b.in_force(block));
  CHECK(written(b.ladder()) == "allow");
  CHECK(b.decide().assumed == std::vector<std::string>{"measures taken"});
  b.taken("block", date_value("2018-07-01"), date_value("2018-07-03"));
  CHECK(written(b.ladder()) == "allow");
  b.taken("block", date_value("2018-07-02"), date_value("2018-07-04"));
  CHECK(written(b.ladder()) == "block");
  b.taken("block", b.at("2018-07-04 10:00"));
  b.taken("allow", b.at("2018-07-04 09:00"));
  CHECK(written(b.ladder()) == "block");
  b.taken("allow", b.at("2018-07-04 11:00"));
  CHECK(written(b.ladder()) == "allow");
  b.rule("last taken", warn,
         b.call(Operator::equal, {b.taken_on(block), b.value(b.at("2018-07-04 10:00"), type_of(TypeKind::moment))}));
  CHECK(written(b.ladder()) == "warn");
}

TEST_CASE("for each item an instance") {
  ProgramBuilder b;
  const std::uint32_t order = b.record("order");
  const FactId late = b.flag("late", order);
  const FactId orders = b.list("orders", order);
  const RuleId rule = b.rule("R", block, b.use(late, 1));
  b[rule].for_each = ForEach{b.selection(orders)};
  b.exception("E", rule,
              b.call(Operator::equal, {b.use(b.fact("kind", type_of(TypeKind::text), order), 1),
                                       b.value(text_value("old"), type_of(TypeKind::text))}));
  const FactId kind{order, 1};
  CHECK(written(b.ladder()) == "allow..block");
  CHECK(written(b.ladder().questions) == "orders");
  b.item(orders, "A", {{late, true}, {kind, text_value("old")}});
  b.item(orders, "B", {{late, true}, {kind, text_value("new")}});
  b.item(orders, "C", {{kind, text_value("new")}});
  CHECK(written(b.ladder()) == "block");
  REQUIRE(b.ladder().reasons.size() == 1);
  CHECK(b.ladder().reasons[0].item == "B");
  b.subject.facts[orders.fact].items->erase(b.subject.facts[orders.fact].items->begin() + 1);
  CHECK(written(b.ladder()) == "allow..block");
  CHECK(b.ladder().open[0].item == "C");
  CHECK(written(b.ladder().questions) == "late of C");
}

TEST_CASE("an obligation: pending, kept, broken, and with doubt open") {
  ProgramBuilder b;
  const FactId office = b.flag("local office");
  const FactId due = b.fact("due", type_of(TypeKind::date));
  b.declaration(due).if_any = true;
  const ObligationId promise = b.obligation("Promise", b.use(office), b.use(due), block);
  SUBCASE("no starting date") {
    b.report(due, None{});
    CHECK(written(b.ladder()) == "allow");
  }
  SUBCASE("before its last day is over nothing is broken") {
    b.declaration(due).may_lie_ahead = true;
    b.report(due, date_value("2018-07-04"));
    b.report(office, false);
    CHECK(written(b.ladder()) == "allow");
    b.as_of = b.at("2018-07-05 00:00");
    CHECK(written(b.ladder()) == "block");
    CHECK(b.ladder().reasons[0].because == "must local office; due 4 July 2018");
  }
  SUBCASE("after it") {
    b.report(due, date_value("2018-07-02"));
    CHECK(written(b.ladder()) == "allow..block");
    CHECK(written(b.ladder().questions) == "local office");
    b.report(office, true);
    CHECK(written(b.ladder()) == "allow");
    b.subject.facts[office.fact].reports[0].value = false;
    CHECK(written(b.ladder()) == "block");
    b.program.obligations[0].condition = b.value(false, type_of(TypeKind::boolean));
    CHECK(written(b.ladder()) == "allow");
  }
  SUBCASE("must have shown: doubt counts as not done") {
    b.report(due, date_value("2018-07-02"));
    b.program.obligations[0].duty = b.shown(b.use(office));
    b.program.obligations[0].shown = true;
    CHECK(b.ladder().measure.rung == block);
    CHECK(written(b.ladder()) == "allow..block");
    CHECK(b.ladder().reasons[0].not_shown == std::vector<std::string>{"local office"});
  }
  SUBCASE("lifted") {
    b.report(due, date_value("2018-07-02"));
    b.report(office, false);
    b.program.obligations[0].unless.push_back({b.use(b.flag("war")), false, {}});
    CHECK(written(b.ladder()) == "allow..block");
    b.rule("Q", warn, b.broken(promise));
    b.report({0, static_cast<std::uint32_t>(b.program.records[0].facts.size() - 1)}, true);
    CHECK(written(b.ladder()) == "allow");
  }
  SUBCASE("is broken, as a condition") {
    b.program.obligations[0].steps[0].measure.rung = warn;
    b.rule("Q", block, b.broken(promise));
    b.report(due, date_value("2018-07-02"));
    CHECK(written(b.ladder()) == "allow..block");
    CHECK(written(b.ladder().questions) == "local office");
    b.report(office, false);
    CHECK(reasons(b.ladder()) == "Q, Promise");
  }
}

TEST_CASE("kept or late is the duty as of the deadline") {
  ProgramBuilder b;
  const FactId office = b.flag("local office");
  const NodeId deadline = b.value(date_value("2018-07-02"), type_of(TypeKind::date));
  const ObligationId promise = b.obligation("Promise", b.use(office), deadline, warn);
  ObligationNode kept;
  kept.obligation = promise;
  kept.kept = true;
  b.rule("not kept", block, b.no(b.node(kept, type_of(TypeKind::boolean), 0)));
  b.report(office, true);
  CHECK(written(b.ladder()) == "allow..block");  // an undated report says nothing of 2 July
  CHECK(b.ladder().questions[0].note == "not reported for 2 July 2018");
  b.subject.facts[office.fact].reports.front().since = b.at("2018-07-01 12:00");
  CHECK(written(b.ladder()) == "allow");
  b.subject.facts[office.fact].reports = {{false, Value(date_value("2018-07-01")), {}},
                                          {true, Value(date_value("2018-07-03")), {}}};
  CHECK(written(b.ladder()) == "block");
  CHECK(reasons(b.ladder()) == "not kept");
}

TEST_CASE("obligations for each item: any is broken, this item's is, a share is kept") {
  ProgramBuilder b;
  const std::uint32_t order = b.record("order");
  const FactId done = b.flag("done", order);
  const FactId orders = b.list("orders", order);
  const ObligationId remove = b.obligation("Remove", b.use(done, 1), std::nullopt, warn);
  b.program.obligations[0].for_each = ForEach{b.selection(orders)};
  ObligationNode share;
  share.obligation = remove;
  share.kept = true;
  share.share = b.percent(50);
  b.rule("few", block, b.node(share, type_of(TypeKind::boolean), 0));
  ObligationNode same;
  same.obligation = remove;
  same.same_item = true;
  const RuleId own = b.rule("own", throttle, b.node(same, type_of(TypeKind::boolean), 1), b.percent(5));
  b[own].for_each = ForEach{b.selection(orders)};
  b.item(orders, "A", {{done, true}});
  b.item(orders, "B", {});
  CHECK(written(b.ladder()) == "allow..throttle(0.05)");
  b.item(orders, "C", {{done, false}});
  CHECK(written(b.ladder()) == "throttle(0.05)..block");
  CHECK(written(b.ladder().questions) == "done of B");
  CHECK(b.ladder().reasons[0].item == "C");
}

TEST_CASE("outside the policy's dates and scope") {
  ProgramBuilder b;
  b.rule("R", block, std::nullopt);
  const FactId domestic = b.flag("domestic");
  b.program.applies_if = b.use(domestic);
  CHECK(written(b.ladder()) == "allow..block");
  CHECK(written(b.ladder().questions) == "domestic");
  b.report(domestic, false);
  CHECK(written(b.ladder()) == "allow");
  CHECK(b.decide().outside == "outside the policy");
  b.program.in_force.from = date_value("2018-07-05");
  CHECK(b.decide().outside == "in force only from 5 July 2018");
  b.program.language = Language::indonesian;
  CHECK(b.decide().outside == "hanya berlaku sejak 5 Juli 2018");
}

TEST_CASE("questions: the strictest first, then what most rules ask") {
  ProgramBuilder b;
  const FactId a = b.flag("a");
  const FactId c = b.flag("c");
  const FactId d = b.flag("d");
  b.rule("1", warn, b.both(b.use(c), b.use(a)));
  b.rule("2", warn, b.use(c));
  b.rule("3", block, b.use(d));
  CHECK(written(b.ladder().questions) == "d, c, a");
  b.report(d, true);
  CHECK(b.ladder().questions.empty());
}

TEST_CASE("because, and the rule's own words") {
  ProgramBuilder b;
  const FactId age = b.count("minimum age");
  b.report(age, Number(12));
  const RuleId rule = b.rule(
      "Too young", warn, b.call(Operator::less, {b.use(age), b.number(13)}, "minimum age\n    # a comment\n    < 13"));
  CHECK(b.ladder().reasons[0].because == "warn if minimum age < 13");
  CHECK(b.ladder().reasons[0].facts[0].margin == "under 13 by 1");
  b[rule].because = {std::string("The minimum age is "), b.use(age), std::string(".")};
  CHECK(b.ladder().reasons[0].because == "The minimum age is 12.");
}

TEST_CASE("why not") {
  ProgramBuilder b;
  const FactId office = b.flag("local office");
  const FactId backlog = b.count("backlog");
  const NodeId few = b.call(Operator::greater, {b.use(backlog), b.number(1000)}, "backlog > 1,000");
  const NodeId none = b.call(Operator::not_, {b.use(office)}, "no local office");
  const RuleId rule = b.rule("Backlog without office", block, b.both(none, few));
  b.exception("Filtered", rule, b.use(b.flag("filters")));
  b.report(office, false);
  b.report(backlog, Number(900));
  const auto answers = why_not(b.program, b.sources, b.subject, b.as_of, "BACKLOG_without-office");
  REQUIRE(answers.size() == 1);
  CHECK(answers[0].applies == Truth::no);
  REQUIRE(answers[0].condition.parts.size() == 2);
  CHECK(!answers[0].condition.parts[0].stands_in_the_way);
  CHECK(answers[0].condition.parts[1].text == "backlog > 1,000");
  CHECK(answers[0].condition.parts[1].stands_in_the_way);
  CHECK(answers[0].condition.parts[1].facts[0].margin == "under 1,000 by 100");
  REQUIRE(answers[0].defeated_by.size() == 1);
  CHECK(answers[0].defeated_by[0].text == "Filtered");
  CHECK(answers[0].defeated_by[0].truth == Truth::unknown);
  CHECK(why_not(b.program, b.sources, b.subject, b.as_of, "nothing").empty());
  // An exception that does not apply is not in the way, nor is any part of it.
  b.exception("Filtered and staffed", rule, b.both(b.use(office), b.use(b.flag("staffed"))));
  const auto again = why_not(b.program, b.sources, b.subject, b.as_of, "backlog without office");
  REQUIRE(again[0].defeated_by.size() == 2);
  const ConditionPart& exception = again[0].defeated_by[1];
  CHECK(exception.truth == Truth::no);
  CHECK(exception.parts[0].parts[1].truth == Truth::unknown);
  CHECK(!exception.parts[0].parts[1].stands_in_the_way);
}
