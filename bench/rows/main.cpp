// How fast rows are found and read: `pasal_rows POLICY FACTS.csv`, or `.ndjson`, in processor time.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/pasal.hpp"

namespace {

constexpr int rounds = 15;

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// The best of several rounds: what else runs on the machine only adds.
template <typename Pass>
double seconds_of(Pass pass) {
  double best = std::numeric_limits<double>::max();
  for (int round = 0; round < rounds; ++round) {
    const double began = processor_seconds();
    pass();
    best = std::min(best, processor_seconds() - began);
  }
  return best;
}

std::vector<pasal::RowBlock> blocks_of(const std::string& text, pasal::RowFormat format) {
  constexpr std::size_t piece = 1U << 16U;
  pasal::RowSplitter splitter(format, pasal::FactsLimits().row_bytes);
  std::vector<pasal::RowBlock> blocks;
  const auto take = [&] {
    while (auto block = splitter.next()) blocks.push_back(std::move(*block));
  };
  for (std::size_t at = 0; at < text.size(); at += piece) {
    splitter.add(std::string_view(text).substr(at, piece));
    take();
  }
  splitter.finish();
  take();
  return blocks;
}

int measure(const pasal::Program& program, const std::string& path, pasal::RowFormat format) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::vector<pasal::RowBlock> blocks;
  const double splitting = seconds_of([&] { blocks = blocks_of(text, format); });
  std::optional<pasal::RowHeader> header;
  if (format == pasal::RowFormat::csv) {
    pasal::Sources sources;
    pasal::Diagnostics problems;
    const pasal::Row first = blocks.front().rows.front();
    blocks.front().rows.erase(blocks.front().rows.begin());
    header = pasal::read_row_header(program, sources, sources.add(path, blocks.front().text.substr(first.begin, first.bytes)), {}, problems);
    if (!header) return 1;
  }
  const pasal::FactLayout layout(program);
  pasal::PlainRows plain(layout, format, header ? &*header : nullptr);
  pasal::RowReader reader(program, format, path, header ? &*header : nullptr, {});
  pasal::FactRow facts(layout);
  std::size_t rows = 0;
  std::size_t taken = 0;
  const double reading = seconds_of([&] {
    rows = taken = 0;
    for (const pasal::RowBlock& block : blocks) {
      for (const pasal::Row& row : block.rows) taken += plain.read(block, row, facts) ? 1U : 0U;
      rows += block.rows.size();
    }
  });
  const double slowly = seconds_of([&] {
    for (const pasal::RowBlock& block : {blocks.front()}) {
      for (const pasal::Row& row : block.rows) taken += reader.read(block, row) ? 0U : 1U;
    }
  });
  const auto each = [](double seconds, std::size_t count) { return 1e9 * seconds / static_cast<double>(count); };
  std::printf("%s: %zu rows, %zu plain; splitting %.0f ns a row (%.2f GB/s), reading %.0f ns a row, by RowReader %.0f ns\n", path.c_str(), rows, taken,
              each(splitting, rows), 1e-9 * static_cast<double>(text.size()) / splitting, each(reading, rows), each(slowly, blocks.front().rows.size()));
  return taken == rows ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return std::fprintf(stderr, "pasal_rows POLICY FACTS\n"), 2;
  pasal::Sources sources;
  pasal::Diagnostics problems;
  const auto program = pasal::load_policy(arguments[1], sources, problems);
  if (!program) return std::fprintf(stderr, "%s", pasal::render(problems, sources).c_str()), 1;
  const std::string path = arguments[2];
  return measure(*program, path, path.ends_with(".csv") ? pasal::RowFormat::csv : pasal::RowFormat::ndjson);
}
