// Bounds and questions hold, by trying everything: random small policies, every way to fill in what is unknown.
#include "engine/interpret/interpret.hpp"

#include <doctest/doctest.h>

#include "tests/unit/program_builder.hpp"

using namespace pasal;

namespace {

constexpr std::uint32_t throttle = 2;
constexpr std::uint32_t block = 3;

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
    for (std::uint32_t index = 0; index < 3; ++index) {  // one roll a statement: arguments are evaluated in any order
      const std::uint32_t rung = 1 + dice.roll(3);
      const NodeId applies = condition(2);
      targets.push_back(b.rule("R" + std::to_string(index), rung, applies, amount()));
    }
    for (std::uint32_t index = 0; index < 3; ++index) {
      const RuleId target = targets[dice.roll(static_cast<std::uint32_t>(targets.size()))];
      std::optional<std::uint32_t> rung;
      if (dice.roll(2) == 0) rung = dice.roll(4);
      const NodeId applies = condition(1);
      targets.push_back(b.exception("E" + std::to_string(index), target, applies, rung, amount()));
    }
    if (dice.roll(2) == 0) {
      const RuleId target = targets[dice.roll(3)];
      const bool is_shown = dice.roll(2) == 0;
      b.unless(target, condition(1), is_shown);
    }
    if (dice.roll(2) == 0) b.program.rules[0].for_each = ForEach{b.selection(items, b.use(quality, 1))};
    const NodeId done = condition(1);
    const ObligationId duty = b.obligation("O", done, std::nullopt, 1 + dice.roll(3));
    b.program.obligations[0].steps[0].measure.amount = amount();
    if (dice.roll(3) == 0) b.rule("Q", block, b.both(b.broken(duty), condition(1)));
    for (Rule& rule : b.program.rules) {
      if (rule.measure && rule.measure->rung != throttle) rule.measure->amount.reset();
    }
    if (b.program.obligations[0].steps[0].measure.rung != throttle)
      b.program.obligations[0].steps[0].measure.amount.reset();
  }

  NodeId amount() {
    const NodeId n = b.use(number);
    if (dice.roll(3) == 0) return b.call(Operator::add, {n, by_cases()});
    if (dice.roll(3) == 0)
      return b.aggregate(Summary::sum, items, b.use(quality, 1), n);
    return b.call(Operator::larger, {b.call(Operator::subtract, {b.number(3), n}), b.number(2)});
  }
  NodeId by_cases() {
    ChoiceNode choice{
        {{b.use(flags[dice.roll(4)]), b.number(dice.roll(3))}, {b.use(flags[dice.roll(4)]), b.use(number)}},
        {},
        "limit"};
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
      const Operator comparison = dice.roll(2) == 0 ? Operator::less : Operator::equal;
      return b.call(comparison, {count, b.number(dice.roll(3))});
    }
    if (dice.roll(3) == 0) {
      const ShareNode share{Operator::less, b.percent(50), b.selection(items, quality_of_item),
                            b.either(quality_of_item, b.use(flags[dice.roll(4)]))};
      return b.node(share, type_of(TypeKind::boolean), 0);
    }
    const auto quantity = static_cast<Quantity>(dice.roll(3));
    return b.quantifier(quantity, items, quality_of_item, b.use(flags[dice.roll(4)]));
  }
  NodeId condition(int depth) {
    if (depth == 0) return leaf();
    switch (dice.roll(6)) {
      case 0: return b.no(condition(depth - 1));
      case 1: return b.shown(condition(depth - 1));
      case 2:
      case 3: return b.call(Operator::and_, {condition(depth - 1), condition(depth - 1)});  // braces keep the order
      default: return b.call(Operator::or_, {condition(depth - 1), condition(depth - 1)});
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
