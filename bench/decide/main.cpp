// Pasal among its rivals: `pasal_decide CASE_DIR` reads a case of bench/rivals/generate.py, checks its decisions and reports
// its times as they do; see docs/bench.md. `--reference`: the reference evaluator in the place of the plan.

#include <string_view>

#include "bench/rivals/harness/harness.hpp"
#include "engine/pasal.hpp"

namespace {

constexpr pasal::Moment as_of{0};

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
  pasal::PlainRows records(layout, pasal::RowFormat::ndjson);
  pasal::FactRow facts(layout);
  const auto& measures = program->ladders.front().measures;
  const auto convert = [&](const std::string& text) -> const pasal::FactRow& {
    if (!records.read(text, facts)) harness::fail("pasal: this record is not plain: " + text);
    return facts;
  };
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
