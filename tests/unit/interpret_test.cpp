// Facts, conditions, lists, definitions and limits.
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
    b.rule("average", block,
           b.call(Operator::greater, {b.aggregate(Summary::average, complaints, {}, b.use(fee, 1)), b.number(0)}));
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
    return b.node(ChoiceNode{{{b.use(grave), b.number(first)}}, b.number(second), "limit"}, type_of(TypeKind::number),
                  0);
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
  b.rule("none fits", block,
         b.call(Operator::greater, {b.node(incomplete, type_of(TypeKind::number), 0), b.number(0)}));
  CHECK(b.decide().errors[0].message == "no line of `time allowed` fits");
}

TEST_CASE("parameters have dates, and the law is not applied backwards") {
  ProgramBuilder b;
  const FactId backlog = b.count("backlog");
  const FactId notified = b.fact("notified", type_of(TypeKind::date));
  b.program.parameters.push_back(
      {"N",
       type_of(TypeKind::number),
       {{Number(1000), date_value("2018-07-03"), {}, {}}, {Number(500), date_value("2018-07-04"), "MR 5/2020", {}}},
       {}});
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
  for (int depth = 0; depth < 200; ++depth)
    node = b.call(Operator::larger, {node, b.call(Operator::smaller, {node, node})});
  b.rule("R", warn, b.call(Operator::greater, {node, b.number(1)}));
  CHECK(written(b.ladder()) == "allow..warn");
  CHECK(b.decide().errors.empty());
  b.report(a, Number(2));
  CHECK(written(b.ladder()) == "warn");
}

TEST_CASE("definitions in definitions do not overflow the stack") {
  ProgramBuilder b;
  const FactId flag = b.flag("a");
  const FactId count = b.count("n");
  NodeId truth = b.use(flag);
  NodeId number = b.use(count);
  NodeId chosen = number;
  NodeId item = number;
  const std::uint32_t record = b.record("thing");
  const FactId things = b.list("things", record);
  b.item(things, {}, {});
  for (int depth = 0; depth < 20'000; ++depth) {
    truth = b.no(truth);
    number = b.call(Operator::larger, {b.number(1), number});
    chosen = b.node(ChoiceNode{{{truth, chosen}}, b.number(3), "c"}, type_of(TypeKind::number), 0);
    item = b.aggregate(Summary::sum, things, std::nullopt, item);
  }
  const auto decided = [&](NodeId node) {
    b.program.rules.clear();
    b.rule("R", warn, node);
    CHECK(b.decide().errors.empty());
    return written(b.ladder());
  };
  const NodeId less_than_1 = b.call(Operator::less, {number, b.number(1)});
  const NodeId less_than_2 = b.call(Operator::less, {number, b.number(2)});
  const NodeId chosen_less_than_2 = b.call(Operator::less, {chosen, b.number(2)});
  const NodeId item_less_than_2 = b.call(Operator::less, {item, b.number(2)});
  CHECK(decided(truth) == "allow..warn");
  CHECK(decided(less_than_1) == "allow");
  CHECK(decided(less_than_2) == "allow..warn");
  CHECK(decided(chosen_less_than_2) == "allow..warn");
  CHECK(decided(item_less_than_2) == "allow..warn");
  CHECK(written(b.ladder().questions) == "n");
  b.report(flag, true);
  b.report(count, Number(1));
  CHECK(decided(truth) == "warn");
  CHECK(decided(less_than_2) == "warn");
  CHECK(decided(chosen_less_than_2) == "allow");  // the second line from the end is not true
  CHECK(decided(item_less_than_2) == "warn");
  CHECK(b.ladder().reasons.front().facts.size() == 1);
}

TEST_CASE("lists in lists without end do not overflow the stack") {
  ProgramBuilder b;
  const std::uint32_t record = b.record("thing");
  const FactId things = b.list("things", record);
  b.item(things, {}, {});
  NodeId item = b.number(1);
  constexpr std::uint32_t levels = 5'000;
  for (std::uint32_t level = levels; level > 0; --level) {
    const Selection all{0, things, level, std::nullopt};
    item = b.node(AggregateNode{Summary::sum, all, item}, type_of(TypeKind::number), level - 1);
  }
  b.rule("R", warn, b.call(Operator::less, {item, b.number(2)}));
  CHECK(b.decide().errors[0].message == "lists and definitions stand in one another too deep to be evaluated");
}
