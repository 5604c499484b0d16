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

TEST_CASE("unknown is not no") {
  ProgramBuilder b;
  const FactId office = b.flag("local office");
  const FactId backlog = b.count("backlog");
  b.rule("R", block, b.both(b.no(b.use(office)), b.call(Operator::greater, {b.use(backlog), b.number(1000)})));
  SUBCASE("nothing known") {
    CHECK(written(b.ladder()) == "allow..block");
    CHECK(written(b.ladder().questions) == "local office, backlog");
    CHECK(b.ladder().questions[0].note == "not reported");
  }
  SUBCASE("false and unknown is false") {
    b.report(office, true);
    CHECK(written(b.ladder()) == "allow");
    CHECK(b.ladder().questions.empty());
    CHECK(b.ladder().open.empty());
  }
  SUBCASE("both known") {
    b.report(office, false);
    b.report(backlog, Number(5200));
    CHECK(written(b.ladder()) == "block");
    CHECK(b.ladder().reasons[0].facts[1].margin == "over 1,000 by 4,200");
    b.program.language = Language::indonesian;
    CHECK(b.ladder().reasons[0].facts[1].margin == "di atas 1.000 sebanyak 4.200");
  }
  SUBCASE("known to be unknown") {
    b.declaration(office).assumed = true;
    b.report(office, Unknown{});
    b.report(backlog, Number(5200));
    CHECK(written(b.ladder()) == "allow..block");
    CHECK(b.ladder().questions[0].note == "reported as unknown");
    CHECK(b.decide().assumed.empty());
  }
  SUBCASE("assumed") {
    b.declaration(office).assumed = false;
    b.report(backlog, Number(5200));
    CHECK(written(b.ladder()) == "block");
    CHECK(b.decide().assumed == std::vector<std::string>{"local office"});
    CHECK(b.ladder().reasons[0].facts[0].assumed);
  }
}

TEST_CASE("a report and its day") {
  ProgramBuilder b;
  const FactId backlog = b.count("backlog");
  b.rule("R", block, b.call(Operator::greater, {b.use(backlog), b.number(1000)}));
  b.report(backlog, Number(8000), Value(date_value("2018-07-01")));
  b.report(backlog, Number(500), Value(date_value("2018-07-04")));
  b.report(backlog, Number(9000));
  CHECK(written(b.ladder()) == "allow");
  b.as_of = b.at("2018-07-03 23:59");
  CHECK(written(b.ladder()) == "block");
  b.as_of = b.at("2018-07-04 00:00");
  CHECK(written(b.ladder()) == "allow");
  b.as_of = b.at("2018-06-30 12:00");  // before the first: the undated one, at the moment asked about
  CHECK(written(b.ladder()) == "block");
}

TEST_CASE("claims count only when verified; none needs no verification") {
  ProgramBuilder b;
  const FactId moderators = b.count("moderators");
  b.declaration(moderators).when_verified = true;
  b.declaration(moderators).if_any = true;
  b.rule("R", block, b.call(Operator::less, {b.use(moderators), b.number(20)}));
  b.report(moderators, Number(20));
  CHECK(written(b.ladder()) == "allow..block");
  CHECK(b.ladder().questions[0].claimed == "20");
  CHECK(b.ladder().questions[0].note == "claimed 20, not verified");
  b.subject.facts[moderators.fact].reports[0].provenance.verified = true;
  CHECK(written(b.ladder()) == "allow");
  b.subject.facts[moderators.fact].reports[0] = {None{}, {}, {}};
  CHECK(written(b.ladder()) == "allow");
}

TEST_CASE("a dated happening counts only from its own date on") {
  ProgramBuilder b;
  const FactId answered = b.fact("answered", type_of(TypeKind::date));
  b.declaration(answered).if_any = true;
  b.rule("R", block, b.call(Operator::is_none, {b.use(answered)}));
  b.report(answered, date_value("2018-07-05"));
  CHECK(written(b.ladder()) == "block");
  b.declaration(answered).may_lie_ahead = true;
  CHECK(written(b.ladder()) == "allow");
  b.declaration(answered).may_lie_ahead = false;
  b.as_of = b.at("2018-07-05 00:00");
  CHECK(written(b.ladder()) == "allow");
}

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
    b.program.ladders.push_back({"measures on advertising", {{"none", {}, false, false, {}}, {"ban", {}, false, false, {}}}, {}});
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

TEST_CASE("is reported asks of the report; in the bounds it may still come") {
  ProgramBuilder b;
  const FactId users = b.count("users");
  b.rule("R", block, b.no(b.reported(users)));
  CHECK(written(b.ladder()) == "allow..block");
  CHECK(b.ladder().measure.rung == block);
  CHECK(written(b.ladder().questions) == "users");
  b.report(users, Number(1));
  CHECK(written(b.ladder()) == "allow");
}

TEST_CASE("none: comparisons false, arithmetic an error that is listed") {
  ProgramBuilder b;
  const FactId income = b.count("income");
  b.declaration(income).if_any = true;
  b.report(income, None{});
  b.rule("R", block, b.call(Operator::greater, {b.use(income), b.number(1)}));
  CHECK(written(b.ladder()) == "allow");
  b.rule("R2", warn, b.call(Operator::greater, {b.call(Operator::add, {b.use(income), b.number(1)}), b.number(1)}));
  CHECK(written(b.ladder()) == "allow..warn");
  CHECK(b.decide().errors[0].message == "one cannot calculate with none");
}

TEST_CASE("an error neither fires a rule nor hides that it might have, and only one that matters is listed") {
  ProgramBuilder b;
  const FactId big = b.flag("big");
  const NodeId wrong = b.call(Operator::greater, {b.call(Operator::divide, {b.number(1), b.number(0)}), b.number(3)});
  b.rule("R", block, b.both(b.use(big), wrong));
  b.rule("R2", block, b.both(wrong, b.use(big)));
  b.report(big, false);
  CHECK(written(b.ladder()) == "allow");
  CHECK(b.decide().errors.empty());
  b.subject.facts[big.fact].reports[0].value = true;
  CHECK(written(b.ladder()) == "allow..block");
  REQUIRE(b.decide().errors.size() == 1);
  CHECK(b.decide().errors[0].message == "division by zero");
  CHECK(b.ladder().questions.empty());
}

TEST_CASE("lists: counts lie between what is sure and what is possible") {
  ProgramBuilder b;
  const std::uint32_t complaint = b.record("complaint");
  const FactId grave = b.flag("grave", complaint);
  const FactId fee = b.count("fee", complaint);
  const FactId complaints = b.list("complaints", complaint);
  const NodeId count = b.aggregate(Summary::count, complaints, b.use(grave, 1));
  const NodeId sum = b.aggregate(Summary::sum, complaints, b.use(grave, 1), b.use(fee, 1));
  b.rule("more than 1", warn, b.call(Operator::greater, {count, b.number(1)}));
  b.rule("more than 3", block, b.call(Operator::greater, {count, b.number(3)}));
  SUBCASE("not reported") {
    CHECK(written(b.ladder()) == "allow..block");
    CHECK(written(b.ladder().questions) == "complaints");
  }
  SUBCASE("two are grave, of one it is unknown") {
    b.item(complaints, "A", {{grave, true}, {fee, Number(1)}});
    b.item(complaints, "B", {{grave, true}, {fee, Number(2)}});
    b.item(complaints, {}, {{fee, Number(4)}});
    CHECK(written(b.ladder()) == "warn");
    b.rule("all three", block, b.call(Operator::equal, {count, b.number(3)}));
    CHECK(written(b.ladder()) == "warn..block");
    CHECK(written(b.ladder().questions) == "grave of complaint 3");
    b.rule("fees", throttle, b.call(Operator::greater_or_equal, {sum, b.number(3)}), b.percent(5));
    CHECK(written(b.ladder()) == "throttle(0.05)..block");
  }
  SUBCASE("empty") {
    b.subject.facts.resize(complaints.fact + 1);
    b.subject.facts[complaints.fact].items.emplace();
    CHECK(written(b.ladder()) == "allow");
    b.rule("none of them", throttle, b.call(Operator::equal, {sum, b.number(0)}), b.percent(5));
    CHECK(written(b.ladder()) == "throttle(0.05)");
    b.rule("average", block, b.call(Operator::greater, {b.aggregate(Summary::average, complaints, {}, b.use(fee, 1)), b.number(0)}));
    CHECK(written(b.ladder()) == "throttle(0.05)..block");
    CHECK(b.decide().errors[0].message == "there is nothing to take the average of");
  }
}

TEST_CASE("any, every and no") {
  ProgramBuilder b;
  const std::uint32_t officer = b.record("officer");
  const FactId resident = b.flag("resident", officer);
  const FactId officers = b.list("officers", officer);
  b.rule("any", block, b.quantifier(Quantity::any, officers, b.use(resident, 1)));
  b.rule("every", throttle, b.quantifier(Quantity::every, officers, {}, b.use(resident, 1)), b.percent(1));
  b.rule("no", warn, b.quantifier(Quantity::none, officers, b.use(resident, 1)));
  b.item(officers, "A", {{resident, false}});
  b.item(officers, "B", {});
  CHECK(written(b.ladder()) == "allow..block");
  CHECK(written(b.ladder().questions) == "resident of B");
  b.item(officers, "C", {{resident, true}});
  CHECK(written(b.ladder()) == "block");
  CHECK(reasons(b.ladder()) == "any");
  CHECK(b.ladder().reasons[0].facts[0].item == "C");
  b.subject.facts[officers.fact].items->clear();
  CHECK(reasons(b.ladder()) == "every, no");
}

TEST_CASE("a share is compared without division") {
  ProgramBuilder b;
  const std::uint32_t complaint = b.record("complaint");
  const FactId answered = b.flag("answered", complaint);
  const FactId complaints = b.list("complaints", complaint);
  const ShareNode share{Operator::less, b.percent(80), b.selection(complaints), b.use(answered, 1)};
  b.rule("R", block, b.node(share, type_of(TypeKind::boolean), 0));
  b.subject.facts.resize(complaints.fact + 1);
  b.subject.facts[complaints.fact].items.emplace();
  CHECK(written(b.ladder()) == "allow");
  for (int item = 0; item < 3; ++item) b.item(complaints, {}, {{answered, true}});
  b.item(complaints, {}, {});
  CHECK(written(b.ladder()) == "allow..block");
  b.item(complaints, {}, {{answered, true}});  // 4 of 5 at least
  CHECK(written(b.ladder()) == "allow");
  b.item(complaints, {}, {{answered, false}});
  b.item(complaints, {}, {{answered, false}});  // 5 of 7 at most
  CHECK(written(b.ladder()) == "block");
  CHECK(display(b.ladder().reasons[0].facts[0].value, {}, Language::english, {}) == "4 of 7");
}

TEST_CASE("definitions by cases") {
  ProgramBuilder b;
  const FactId grave = b.flag("grave");
  const FactId hours = b.count("hours");
  const auto choice = [&](std::int64_t first, std::int64_t second) {
    return b.node(ChoiceNode{{{b.use(grave), b.number(first)}}, b.number(second), "limit"}, type_of(TypeKind::number), 0);
  };
  b.report(hours, Number(10));
  b.rule("differ", block, b.call(Operator::greater, {b.use(hours), choice(4, 24)}));
  CHECK(written(b.ladder()) == "allow..block");
  CHECK(written(b.ladder().questions) == "grave");
  b.rule("agree", warn, b.call(Operator::greater, {b.use(hours), choice(4, 4)}));
  b.rule("both below", throttle, b.call(Operator::greater, {b.use(hours), choice(4, 5)}), b.percent(1));
  CHECK(written(b.ladder()) == "throttle(0.01)..block");
  b.report(grave, false);
  const ChoiceNode incomplete{{{b.use(grave), b.number(1)}}, {}, "time allowed"};
  b.rule("none fits", block, b.call(Operator::greater, {b.node(incomplete, type_of(TypeKind::number), 0), b.number(0)}));
  CHECK(b.decide().errors[0].message == "no line of `time allowed` fits");
}

TEST_CASE("parameters have dates, and the law is not applied backwards") {
  ProgramBuilder b;
  const FactId backlog = b.count("backlog");
  const FactId notified = b.fact("notified", type_of(TypeKind::date));
  b.program.parameters.push_back({"N", type_of(TypeKind::number), {{Number(1000), date_value("2018-07-03"), {}, {}}, {Number(500), date_value("2018-07-04"), "MR 5/2020", {}}}, {}});
  const NodeId n = b.node(ParameterNode{{0}}, type_of(TypeKind::number), 0, "N");
  const NodeId n_then = b.node(LawOnNode{n, b.use(notified)}, type_of(TypeKind::number), 0);
  b.rule("now", warn, b.call(Operator::greater, {b.use(backlog), n}));
  b.rule("then", block, b.call(Operator::greater, {b.use(backlog), n_then}));
  b.report(backlog, Number(700));
  b.report(notified, date_value("2018-07-03"));
  CHECK(written(b.ladder()) == "warn");
  CHECK(b.ladder().reasons[0].facts[0].margin == "over N (500) by 200");
  CHECK(b.ladder().reasons[0].cites == std::vector<std::string>{"MR 5/2020"});
  b.subject.facts[notified.fact].reports[0].value = date_value("2018-07-01");
  CHECK(written(b.ladder()) == "warn..block");
  CHECK(b.decide().errors[0].message == "`N` has no value before 3 July 2018");
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
  b.rule("last taken", warn, b.call(Operator::equal, {b.taken_on(block), b.value(b.at("2018-07-04 10:00"), type_of(TypeKind::moment))}));
  CHECK(written(b.ladder()) == "warn");
}

TEST_CASE("for each item an instance") {
  ProgramBuilder b;
  const std::uint32_t order = b.record("order");
  const FactId late = b.flag("late", order);
  const FactId orders = b.list("orders", order);
  const RuleId rule = b.rule("R", block, b.use(late, 1));
  b[rule].for_each = ForEach{b.selection(orders)};
  b.exception("E", rule, b.call(Operator::equal, {b.use(b.fact("kind", type_of(TypeKind::text), order), 1), b.value(text_value("old"), type_of(TypeKind::text))}));
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
  b.subject.as_of = b.at("2018-07-01 12:00");
  CHECK(written(b.ladder()) == "allow");
  b.subject.facts[office.fact].reports = {{false, Value(date_value("2018-07-01")), {}}, {true, Value(date_value("2018-07-03")), {}}};
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
  CHECK(b.decide().outside == "not in force: in force from 5 July 2018");
  b.program.language = Language::indonesian;
  CHECK(b.decide().outside == "tidak berlaku: berlaku sejak 5 Juli 2018");
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
  const RuleId rule = b.rule("Too young", warn, b.call(Operator::less, {b.use(age), b.number(13)}, "minimum age\n    # a comment\n    < 13"));
  CHECK(b.ladder().reasons[0].because == "warn if minimum age < 13");
  CHECK(b.ladder().reasons[0].facts[0].margin == "under 13 by 1");
  b[rule].because = {std::string("The minimum age is "), b.use(age), std::string(".")};
  CHECK(b.ladder().reasons[0].because == "The minimum age is 12.");
}

TEST_CASE("limits: every ladder open, and the error says which") {
  ProgramBuilder b;
  const FactId a = b.flag("a");
  b.report(a, true);
  for (int index = 0; index < 100; ++index) b.rule("R", warn, b.use(a));
  CHECK(written(b.ladder()) == "warn");
  EvaluationLimits limits;
  limits.steps = 50;
  const Decision decision = b.decide(limits);
  CHECK(written(decision.ladders[0]) == "allow..block");
  CHECK(decision.ladders[0].measure.rung == 0);
  CHECK(decision.errors[0].message == "the evaluation takes more than 50 steps (`--max-steps`)");
  limits = {};
  limits.memory_bytes = 100;
  CHECK(b.decide(limits).errors[0].message == "the evaluation needs more than 100 bytes of memory (`--max-memory`)");
}

TEST_CASE("definitions that are used twice at every step are evaluated once") {
  ProgramBuilder b;
  const FactId a = b.count("a");
  NodeId node = b.use(a);
  for (int depth = 0; depth < 200; ++depth) node = b.call(Operator::larger, {node, b.call(Operator::smaller, {node, node})});
  b.rule("R", warn, b.call(Operator::greater, {node, b.number(1)}));
  CHECK(written(b.ladder()) == "allow..warn");
  CHECK(b.decide().errors.empty());
  b.report(a, Number(2));
  CHECK(written(b.ladder()) == "warn");
}

TEST_CASE("definitions without end do not overflow the stack") {
  ProgramBuilder b;
  const FactId a = b.flag("a");
  NodeId node = b.use(a);
  for (int depth = 0; depth < 100'000; ++depth) node = b.no(node);
  b.rule("R", warn, node);
  CHECK(b.decide().errors[0].message.starts_with("definitions stand in definitions"));
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
}

// ---- soundness, by trying everything ----------------------------------------------------------------------------

namespace {

// A generator that gives the same numbers everywhere.
struct Dice {
  std::uint64_t state;
  std::uint32_t roll(std::uint32_t sides) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>(state >> 33) % sides;
  }
};

// A policy of random conditions over four yes/no facts, a number from 0 to 3, and a list of two items.
struct RandomPolicy {
  ProgramBuilder b;
  Dice dice;
  std::vector<FactId> flags;
  FactId number;
  FactId items;
  FactId quality;

  explicit RandomPolicy(std::uint64_t seed) : dice{seed * 977 + 13} {
    for (const char* name : {"a", "c", "d", "e"}) flags.push_back(b.flag(name));
    number = b.count("n");
    b.declaration(number).lowest = Number(0);
    b.declaration(number).highest = Number(3);
    const std::uint32_t record = b.record("thing");
    quality = b.flag("q", record);
    items = b.list("things", record);
    b.item(items, "X", {});
    b.item(items, "Y", {});
    b.program.ladders[0].measures[throttle].added_up = dice.roll(2) == 0;
    std::vector<RuleId> targets;
    for (std::uint32_t index = 0; index < 3; ++index) targets.push_back(b.rule("R" + std::to_string(index), 1 + dice.roll(3), condition(2), amount()));
    for (std::uint32_t index = 0; index < 3; ++index) {
      const RuleId target = targets[dice.roll(static_cast<std::uint32_t>(targets.size()))];
      const bool falls = dice.roll(2) == 0;
      targets.push_back(b.exception("E" + std::to_string(index), target, condition(1), falls ? std::nullopt : std::optional(dice.roll(4)), amount()));
    }
    if (dice.roll(2) == 0) b.unless(targets[dice.roll(3)], condition(1), dice.roll(2) == 0);
    if (dice.roll(2) == 0) b.program.rules[0].for_each = ForEach{b.selection(items, b.use(quality, 1))};
    const ObligationId duty = b.obligation("O", condition(1), std::nullopt, 1 + dice.roll(3));
    b.program.obligations[0].steps[0].measure.amount = amount();
    if (dice.roll(3) == 0) b.rule("Q", block, b.both(b.broken(duty), condition(1)));
    for (Rule& rule : b.program.rules) {
      if (rule.measure && rule.measure->rung != throttle) rule.measure->amount.reset();
    }
    if (b.program.obligations[0].steps[0].measure.rung != throttle) b.program.obligations[0].steps[0].measure.amount.reset();
  }

  NodeId amount() {
    const NodeId n = b.use(number);
    if (dice.roll(3) == 0) return b.call(Operator::add, {n, by_cases()});
    if (dice.roll(3) == 0) return b.aggregate(dice.roll(2) == 0 ? Summary::sum : Summary::count, items, b.use(quality, 1), n);
    return b.call(Operator::larger, {b.call(Operator::subtract, {b.number(3), n}), b.number(2)});
  }
  NodeId by_cases() {
    ChoiceNode choice{{{b.use(flags[dice.roll(4)]), b.number(dice.roll(3))}, {b.use(flags[dice.roll(4)]), b.use(number)}}, {}, "limit"};
    choice.otherwise = b.number(dice.roll(3));
    return b.node(choice, type_of(TypeKind::number), 0);
  }
  NodeId leaf() {
    const NodeId quality_of_item = b.use(quality, 1);
    if (dice.roll(3) != 0) return b.use(flags[dice.roll(4)]);
    if (dice.roll(6) == 0) return b.reported(flags[dice.roll(4)]);
    if (dice.roll(3) == 0) return b.call(Operator::greater, {b.use(number), by_cases()});
    if (dice.roll(3) == 0) {
      const NodeId count = b.aggregate(Summary::count, items, quality_of_item);
      return b.call(dice.roll(2) == 0 ? Operator::less : Operator::equal, {count, b.number(dice.roll(3))});
    }
    if (dice.roll(3) == 0) {
      const ShareNode share{Operator::less, b.percent(50), b.selection(items, quality_of_item), b.either(quality_of_item, b.use(flags[dice.roll(4)]))};
      return b.node(share, type_of(TypeKind::boolean), 0);
    }
    return b.quantifier(static_cast<Quantity>(dice.roll(3)), items, quality_of_item, b.use(flags[dice.roll(4)]));
  }
  NodeId condition(int depth) {
    if (depth == 0) return leaf();
    switch (dice.roll(6)) {
      case 0: return b.no(condition(depth - 1));
      case 1: return b.shown(condition(depth - 1));
      case 2:
      case 3: return b.both(condition(depth - 1), condition(depth - 1));
      default: return b.either(condition(depth - 1), condition(depth - 1));
    }
  }

  // The facts that may be known or not: 4 flags, the number, the quality of 2 items, and the list as a whole.
  static constexpr std::size_t facts = 7;
  static constexpr std::size_t list_itself = 7;
  static std::uint32_t choices(std::size_t fact) { return fact == 4 ? 4 : fact == list_itself ? 3 : 2; }
  static std::string name(std::size_t fact) {
    static const char* const names[] = {"a", "c", "d", "e", "n", "q of X", "q of Y", "things"};
    return names[fact];
  }
  void set(std::size_t fact, std::optional<std::uint32_t> choice) {
    if (fact == list_itself) {
      FactReports& reports = ProgramBuilder::slot(b.subject.facts, items);
      reports.items.reset();
      if (choice) reports.items.emplace();
      for (std::uint32_t index = 0; choice && index < *choice; ++index) b.item(items, {}, {{quality, index == 0}});
      return;
    }
    std::vector<Report> reports;
    if (choice) reports.push_back({fact == 4 ? Value(Number(*choice)) : Value(*choice == 1), {}, {}});
    if (fact < 5) {
      ProgramBuilder::slot(b.subject.facts, fact == 4 ? number : flags[fact]).reports = std::move(reports);
    } else {
      ProgramBuilder::slot((*b.subject.facts[items.fact].items)[fact - 5].facts, quality).reports = std::move(reports);
    }
  }
};

bool is_at_most(const Outcome& a, const Outcome& b, bool unlimited) {
  if (a.rung != b.rung || unlimited || !a.amount) return a.rung <= b.rung;
  return b.amount && *a.amount <= *b.amount;
}

// Calls `visit` with every way to fill in the facts of `open`.
template <typename Visit>
void for_each_filling(RandomPolicy& policy, const std::vector<std::size_t>& open, std::size_t at, Visit visit) {
  if (at == open.size()) {
    visit();
    return;
  }
  for (std::uint32_t choice = 0; choice < RandomPolicy::choices(open[at]); ++choice) {
    policy.set(open[at], choice);
    for_each_filling(policy, open, at + 1, visit);
  }
  policy.set(open[at], std::nullopt);
}

}  // namespace

TEST_CASE("bounds hold whatever the unknown facts are, and facts that are not asked for do not matter") {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    RandomPolicy policy(seed);
    std::vector<std::size_t> open;
    for (std::size_t fact = 0; fact < RandomPolicy::facts; ++fact) {
      const bool known = policy.dice.roll(3) == 0;
      if (known) policy.set(fact, policy.dice.roll(RandomPolicy::choices(fact)));
      if (!known) open.push_back(fact);
    }
    if (policy.dice.roll(3) == 0) {  // nothing is known of the list, not even how many items it has
      policy.set(RandomPolicy::list_itself, std::nullopt);
      std::erase_if(open, [](std::size_t fact) { return fact >= 5; });
      open.push_back(RandomPolicy::list_itself);
    }
    const LadderDecision before = policy.b.ladder();
    REQUIRE(is_at_most(before.at_least, before.measure, false));
    REQUIRE(is_at_most(before.measure, before.at_most, before.amount_unlimited));
    const std::string questions = ", " + written(before.questions) + ",";
    std::vector<std::size_t> asked;
    std::vector<std::size_t> others;
    for (const std::size_t fact : open) {
      (questions.find(", " + RandomPolicy::name(fact) + ",") != std::string::npos ? asked : others).push_back(fact);
    }
    REQUIRE(asked.size() == before.questions.size());
    for_each_filling(policy, asked, 0, [&] {
      std::optional<Outcome> settled;
      for_each_filling(policy, others, 0, [&] {
        const LadderDecision after = policy.b.ladder();
        REQUIRE(after.settled);
        REQUIRE(is_at_most(before.at_least, after.at_least, false));
        REQUIRE(is_at_most(after.at_least, before.at_most, before.amount_unlimited));
        if (!settled) settled = after.at_least;
        REQUIRE(*settled == after.at_least);
      });
    });
  }
}
