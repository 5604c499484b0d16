// The rows of a ladder for a subject of which everything is known: few, which have their gates in a list, and many, which are
// filed, in one tier and in several.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "engine/pasal.hpp"

namespace pasal {
namespace {

// The more a rule asks, the more it fines, so that those which often hold hide nothing; and places lie on thresholds and beside them.
TEST_CASE("however many rules there are, a plan decides what the reference does") {
  const std::vector<std::string> sizes{"width", "height", "depth", "weight"};
  constexpr std::string_view comparisons[] = {"<", "<=", ">", ">=", "=", "!="};
  for (const std::size_t rules : {std::size_t{40}, std::size_t{300}, std::size_t{1500}}) {
    std::mt19937 dice(1);
    const auto any_of = [&](std::size_t count) { return dice() % count; };
    std::string text = "measures, mildest first\n  allow\n  fine: money in EUR\nfacts about a shop\n  open: yes or no\n  kind: one of red, green, blue, grey\n  opened: date\n";
    for (const std::string& size : sizes) text += "  " + size + ": number\n";
    const auto comparison = [&](std::size_t fact) -> std::string {
      if (fact == 4) return any_of(2) == 0 ? "open" : "no open";
      if (fact == 5) return std::string("kind is ") + (any_of(3) == 0 ? "not " : "") + (any_of(2) == 0 ? "green" : "grey");
      if (fact == 6) return std::string("opened is ") + (any_of(2) == 0 ? "before" : "after") + " 2018-01-0" + std::to_string(1 + any_of(9));
      const std::size_t least = any_of(20);
      if (any_of(8) == 0) return sizes[fact] + " is between " + std::to_string(least) + " and " + std::to_string(least + any_of(9));
      return sizes[fact] + " " + std::string(comparisons[any_of(6)]) + " " + std::to_string(least) + (any_of(4) == 0 ? ".5" : "");
    };
    for (std::size_t rule = 0; rule < rules; ++rule) {
      std::vector<std::size_t> facts{0, 1, 2, 3, 4, 5, 6};
      std::ranges::shuffle(facts, dice);
      facts.resize(1 + any_of(facts.size()));
      std::string condition;
      for (const std::size_t fact : facts) condition += (condition.empty() ? "" : " and ") + comparison(fact);
      text += "rule \"" + std::to_string(rule) + "\"\n  fine " + std::to_string(1000 * facts.size() + any_of(1000)) + " EUR if " + condition + "\n";
    }
    Sources sources;
    Diagnostics diagnostics;
    const auto program = load_policy_text("policy.pasal", text, sources, diagnostics);
    INFO(render(diagnostics, sources));
    REQUIRE(program);
    const FactLayout layout(*program);
    FactRow row(layout);
    const Moment as_of{0};
    const Plan plan(*program, as_of);
    REQUIRE(plan.not_planned().empty());
    Plan::Decider decider(plan);
    std::vector<Standing> planned(1);
    for (int round = 0; round < 200; ++round) {
      row.set(*layout.find("open"), any_of(2) == 0);
      row.set(*layout.find("kind"), EnumerationValue{static_cast<std::uint32_t>(any_of(4))});
      row.set(*layout.find("opened"), Date{parse_date("2018-01-01")->days + static_cast<std::int32_t>(any_of(9))});
      for (const std::string& size : sizes) {
        const std::int64_t near = static_cast<std::int64_t>(any_of(21)) - 1;
        const std::int64_t far = any_of(2) == 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
        row.set(*layout.find(size), any_of(20) == 0 ? far : near);
      }
      REQUIRE(row.has_all_places());
      REQUIRE(decider.decide(row, planned));
      CHECK(planned == standing(*program, row.subject(as_of), as_of));
    }
  }
}

}  // namespace
}  // namespace pasal
