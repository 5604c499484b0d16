// What each part costs, for one policy and its facts: `pasal_speed POLICY FACTS.ndjson [options of Google Benchmark]`; see
// bench/speed.py. Each benchmark passes over all records; `items_per_second` counts records.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "engine/pasal.hpp"

namespace {

constexpr pasal::Moment as_of{25'000'000};  // in 2017

[[noreturn]] void fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::exit(1);
}

// What is allocated at the moment.
std::size_t allocated_bytes() {
  const auto all = mallinfo2();
  return all.uordblks + all.hblkhd;
}

pasal::Limits limits() {
  pasal::Limits limits;
  limits.syntax.file_bytes = limits.policy_bytes_in_all = 256U << 20U;
  limits.syntax.nodes = 10'000'000;
  return limits;
}

struct Case {
  explicit Case(std::string policy_path) : path(std::move(policy_path)), program(load()) {}
  pasal::Program load() {
    pasal::Diagnostics problems;
    auto loaded = pasal::load_policy(path, sources, problems, limits());
    if (!loaded) fail(pasal::render(problems, sources));
    return std::move(*loaded);
  }
  void read(const std::string& facts_path) {
    std::ifstream file(facts_path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    pasal::RowSplitter splitter(pasal::RowFormat::ndjson, 1U << 20U);
    splitter.add(text);
    splitter.finish();
    pasal::RowReader reader(program, pasal::RowFormat::ndjson, facts_path, nullptr, {});
    while (auto block = splitter.next()) {
      for (const pasal::Row& row : block->rows) {
        const auto subject = reader.read(*block, row);
        if (!subject) fail(pasal::render(reader.problems(), reader.sources()));
        auto facts = pasal::FactRow::of(layout, *subject);
        if (!facts) fail("a record that a row does not hold");
        rows.push_back(std::move(*facts));
      }
      blocks.push_back(std::move(*block));
    }
  }

  std::string path;
  pasal::Sources sources;
  pasal::Program program;
  pasal::FactLayout layout{program};
  std::vector<pasal::RowBlock> blocks;
  std::vector<pasal::FactRow> rows;
};

void count(benchmark::State& state, std::size_t each) { state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(each)); }

void load(benchmark::State& state, const std::string& path) {
  for (auto _ : state) benchmark::DoNotOptimize(Case(path).program.rules.size());
  count(state, 1);
}

template <typename Compiled>
void compile(benchmark::State& state, const Case& on) {
  const std::size_t before = allocated_bytes();
  auto kept = std::make_unique<Compiled>(on.program, as_of);
  state.counters["bytes"] = static_cast<double>(allocated_bytes() - before);
  for (auto _ : state) benchmark::DoNotOptimize(Compiled(on.program, as_of).not_planned().size());
  count(state, 1);
}

void read_plainly(benchmark::State& state, const Case& on) {
  pasal::PlainRows reader(on.layout, pasal::RowFormat::ndjson);
  pasal::RowReader careful(on.program, pasal::RowFormat::ndjson, "facts", nullptr, {});
  pasal::FactRow row(on.layout);
  for (auto _ : state) {
    for (const pasal::RowBlock& block : on.blocks) {
      for (const pasal::Row& one : block.rows) {
        if (!reader.read(block, one, row)) row = *pasal::FactRow::of(on.layout, *careful.read(block, one));
        benchmark::DoNotOptimize(row);
      }
    }
  }
  count(state, on.rows.size());
}

void decide_by_reference(benchmark::State& state, const Case& on) {
  std::size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(pasal::standing(on.program, on.rows[next].subject(as_of), as_of));
    next = (next + 1) % on.rows.size();
  }
  count(state, 1);
}

// As an embedder does: what is handed over is for the reference.
void decide(benchmark::State& state, const Case& on) {
  const pasal::Plan plan(on.program, as_of);
  pasal::Plan::Decider decider(plan);
  std::vector<pasal::Standing> standing(on.program.ladders.size());
  std::size_t handed_over = 0;
  for (auto _ : state) {
    for (const pasal::FactRow& row : on.rows) {
      if (decider.decide(row, standing)) continue;
      ++handed_over;
      standing = pasal::standing(on.program, row.subject(as_of), as_of);
    }
    benchmark::DoNotOptimize(standing);
  }
  count(state, on.rows.size());
  state.counters["handed_over"] = static_cast<double>(handed_over) / (static_cast<double>(state.iterations()) * static_cast<double>(on.rows.size()));
}

// One fact of one subject after the other becomes that of the next record.
void change(benchmark::State& state, const Case& on) {
  const pasal::IncrementalPlan plan(on.program, as_of);
  pasal::IncrementalPlan::Decision decision(plan, on.rows.front());
  std::vector<pasal::Standing> standing(on.program.ladders.size());
  std::size_t next = 0;
  std::uint32_t fact = 0;
  for (auto _ : state) {
    if (++fact >= on.layout.size()) fact = 0;
    if (fact == 0) next = (next + 1) % on.rows.size();
    const pasal::FactHandle handle{fact};
    if (on.rows[next].state(handle) == pasal::FactRow::State::place) decision.set(handle, on.rows[next].value(handle));
    benchmark::DoNotOptimize(decision.standing(standing));
  }
  count(state, 1);
}

void decide_batch(benchmark::State& state, const Case& on, bool names_rules) {
  const pasal::Batch batch(on.program, as_of);
  std::size_t handed_over = 0;
  for (auto _ : state) {
    const pasal::BatchDecisions decisions = batch.decide(on.rows, {.names_rules = names_rules});
    for (std::size_t subject = 0; subject < on.rows.size(); ++subject) {
      if (!decisions.is_handed_over(subject)) continue;
      ++handed_over;
      benchmark::DoNotOptimize(pasal::standing(on.program, on.rows[subject].subject(as_of), as_of));
    }
  }
  count(state, on.rows.size());
  state.counters["handed_over"] = static_cast<double>(handed_over) / (static_cast<double>(state.iterations()) * static_cast<double>(on.rows.size()));
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) fail("pasal_speed POLICY FACTS.ndjson");
  const std::string policy = arguments[1];
  Case on(policy);
  on.read(arguments[2]);
  benchmark::RegisterBenchmark("compile a plan", compile<pasal::Plan>, std::cref(on))->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("compile a batch", compile<pasal::Batch>, std::cref(on))->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("compile an incremental plan", compile<pasal::IncrementalPlan>, std::cref(on))->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("load the policy", load, policy)->Unit(benchmark::kMillisecond);
  benchmark::RegisterBenchmark("read a record", read_plainly, std::cref(on));
  benchmark::RegisterBenchmark("decide", decide, std::cref(on));
  benchmark::RegisterBenchmark("decide by the reference", decide_by_reference, std::cref(on));
  benchmark::RegisterBenchmark("decide after a change", change, std::cref(on));
  benchmark::RegisterBenchmark("decide in a batch", decide_batch, std::cref(on), false);
  benchmark::RegisterBenchmark("decide in a batch, rules named", decide_batch, std::cref(on), true);
  benchmark::Initialize(&count, arguments);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
