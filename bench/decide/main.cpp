// Pasal among its rivals: `pasal_decide CASE_DIR` reads a case of bench/rivals/generate.py, checks its decisions and reports
// its times as they do; see docs/bench.md. `--reference`: the reference evaluator in the place of the plan.

#include <string_view>

#include "bench/rivals/harness/harness.hpp"
#include "engine/pasal.hpp"

namespace {

constexpr pasal::Moment as_of{0};

// The facts of a case, in the order of its records.
struct Facts {
  enum class Kind { number, flag, enumeration };
  struct Fact {
    std::string key;
    pasal::FactHandle handle;
    Kind kind;
  };
  Facts(const nlohmann::json& policy, const pasal::FactLayout& of) : layout(of) {
    for (const auto& fact : policy["facts"]) {
      const std::string type = fact["type"];
      facts.push_back({fact["name"], *layout.find(std::string(fact["name"])), type == "flag" ? Kind::flag : type == "number" ? Kind::number : Kind::enumeration});
    }
  }
  pasal::FactRow row(const std::string& text) const {
    const auto record = nlohmann::json::parse(text);
    pasal::FactRow row(layout);
    for (const Fact& fact : facts) {
      const auto& value = record[fact.key];
      bool fits = false;
      if (fact.kind == Kind::flag) fits = row.set(fact.handle, value.get<bool>());
      else if (fact.kind == Kind::number) fits = row.set(fact.handle, value.get<std::int64_t>());
      else if (const auto member = layout.member(fact.handle, value.get_ref<const std::string&>())) fits = row.set(fact.handle, *member);
      if (!fits) harness::fail("pasal: " + fact.key + " is not " + value.dump());
    }
    return row;
  }
  const pasal::FactLayout& layout;
  std::vector<Fact> facts;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) harness::fail("pasal_decide CASE_DIR [--reference]");
  const std::string folder = arguments[1];
  const bool by_reference = count > 2 && std::string_view(arguments[2]) == "--reference";
  const harness::Case input(folder);

  const auto began = harness::Clock::now();
  pasal::Sources sources;
  pasal::Diagnostics diagnostics;
  const auto program = pasal::load_policy(folder + "/policy.pasal", sources, diagnostics);
  if (!program) harness::fail(pasal::render(diagnostics, sources));
  const pasal::Plan plan(*program, as_of);
  if (!plan.not_planned().empty()) harness::fail("pasal: not planned: " + plan.not_planned().front().what);
  const double load_ms = 1e3 * harness::seconds_since(began);

  const pasal::FactLayout layout(*program);
  const Facts facts(input.policy, layout);
  const auto& measures = program->ladders.front().measures;
  const auto convert = [&](const std::string& text) { return facts.row(text); };
  if (by_reference) {
    harness::report("pasal, by the reference", PASAL_VERSION, input, load_ms, convert, [&](const pasal::FactRow& row) -> const std::string& {
      return measures[pasal::standing(*program, row.subject(as_of), as_of).front().measure.rung].name;
    });
    return 0;
  }
  pasal::Plan::Decider decider(plan);
  std::vector<pasal::Standing> standing(program->ladders.size());
  harness::report("pasal", PASAL_VERSION, input, load_ms, convert, [&](const pasal::FactRow& row) -> const std::string& {
    if (!decider.decide(row, standing)) harness::fail("pasal: a row was handed over");
    return measures[standing.front().measure.rung].name;
  });
}
