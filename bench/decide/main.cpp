// Pasal among its rivals: `pasal_decide [--reference | --batch] CASE_DIR` reads a case of bench/rivals/generate.py, checks its decisions and reports
// its times as they do; see docs/bench.md. `--reference`: the reference evaluator in the place of the plan. `--batch`: all
// records at once, from columns and from rows.

#include <string_view>

#include "bench/rivals/harness/harness.hpp"
#include "engine/pasal.hpp"

namespace {

constexpr pasal::Moment as_of{0};
// As many as DuckDB has: the records of a case, over and over.
constexpr std::size_t fewest_subjects = 300'000;

void report_batch(const char* name, const harness::Case& input, double load_ms, std::size_t subjects, const pasal::Program& program, auto decide) {
  const auto& measures = program.ladders.front().measures;
  const pasal::BatchDecisions decisions = decide();
  for (std::size_t subject = 0; subject < subjects; ++subject) {
    const std::string& expected = input.expected[subject % input.expected.size()];
    if (decisions.is_handed_over(subject) || measures[decisions.standing(subject, 0).measure.rung].name != expected) {
      harness::fail(std::string(name) + ": record " + std::to_string(subject) + " is decided otherwise than expected");
    }
  }
  std::size_t sum = 0;
  const double time = harness::median_nanoseconds(subjects, [&] { sum += decide().is_handed_over(0) ? 1U : 0U; });
  const nlohmann::ordered_json line = {
    {"rival", name}, {"version", PASAL_VERSION}, {"rules", input.policy["rules"].size()}, {"ns_per_decision", time},
    {"ns_with_conversion", nullptr}, {"load_ms", load_ms}, {"checked", subjects + sum}, {"timed", subjects}};
  std::printf("%s\n", line.dump().c_str());
}

// Everything at once.
void decide_batch(const harness::Case& input, double load_ms, const pasal::Program& program, const pasal::FactLayout& layout) {
  const pasal::Batch batch(program, as_of);
  pasal::PlainRows records(layout, pasal::RowFormat::ndjson);
  std::vector<pasal::FactRow> rows(input.facts.size(), pasal::FactRow(layout));
  for (std::size_t record = 0; record < rows.size(); ++record) {
    if (!records.read(input.facts[record], rows[record])) harness::fail("pasal: this record is not plain: " + input.facts[record]);
  }
  const std::size_t subjects = rows.size() * std::max<std::size_t>(1, fewest_subjects / rows.size());
  pasal::FactColumns columns(layout, subjects);
  for (const auto& fact : input.policy["facts"]) {
    const pasal::FactHandle handle = *layout.find(fact["name"].get<std::string>());
    std::vector<std::int64_t> values;
    for (std::size_t subject = 0; subject < subjects; ++subject) values.push_back(rows[subject % rows.size()].place(handle));
    if (columns.set(handle, values)) harness::fail("pasal: a column is refused");
  }
  report_batch("pasal, batch of columns, 1 thread", input, load_ms, subjects, program, [&] { return batch.decide(columns); });
  report_batch("pasal, batch of columns, 2 threads", input, load_ms, subjects, program, [&] { return batch.decide(columns, {.threads = 2}); });
  report_batch("pasal, batch of rows, 1 thread", input, load_ms, rows.size(), program, [&] { return batch.decide(rows); });
  report_batch("pasal, batch of rows, 1 thread, rules named", input, load_ms, rows.size(), program, [&] { return batch.decide(rows, {.names_rules = true}); });
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) harness::fail("pasal_decide [--reference | --batch] CASE_DIR");
  const std::string folder = arguments[count - 1];
  const std::string_view way = count > 2 ? arguments[1] : "";
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
  if (way == "--batch") {
    decide_batch(input, load_ms, *program, layout);
    return 0;
  }
  pasal::PlainRows records(layout, pasal::RowFormat::ndjson);
  pasal::FactRow facts(layout);
  const auto& measures = program->ladders.front().measures;
  const auto convert = [&](const std::string& text) -> const pasal::FactRow& {
    if (!records.read(text, facts)) harness::fail("pasal: this record is not plain: " + text);
    return facts;
  };
  if (way == "--reference") {
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
