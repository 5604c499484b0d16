// Any bytes as rows of CSV, NDJSON or YAML, in pieces: split, read, and where a row is taken for a plain one, read both ways.
//
// The first byte says which format and how large the pieces are.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "tests/property/rows/compare.hpp"

namespace {

pasal::FactsLimits small() {
  pasal::FactsLimits limits;
  limits.row_bytes = 1U << 12U;
  limits.value_bytes = 1U << 8U;
  limits.alias_nodes = 1'000;
  limits.list_items = 100;
  return limits;
}

void compare(const pasal::Program& program, pasal::RowFormat format, std::string_view text, std::size_t piece) {
  const pasal::FactsLimits limits = small();
  pasal::RowSplitter splitter(format, limits.row_bytes, 7);
  std::optional<pasal::RowHeader> header;
  std::optional<pasal::property::RowComparison> comparison;
  if (format != pasal::RowFormat::csv) comparison.emplace(program, format, nullptr, limits);
  // False where the columns are wrong.
  const auto take = [&] {
    while (auto block = splitter.next()) {
      for (const pasal::Row& row : block->rows) {
        if (comparison) {
          const std::string difference = comparison->difference(*block, row);
          if (difference.empty()) continue;
          std::cerr << "line " << row.line << ": " << difference << "\n";
          std::abort();
        }
        pasal::Sources sources;
        pasal::Diagnostics problems;
        const pasal::SourceId source = sources.add("rows", block->text.substr(row.begin, row.too_large ? 0 : row.bytes));
        header = read_row_header(program, sources, source, {"owner"}, problems);
        if (!header) return false;
        comparison.emplace(program, format, &*header, limits);
      }
    }
    return true;
  };
  for (std::size_t at = 0; at < text.size(); at += piece) {
    splitter.add(text.substr(at, piece));
    if (!take()) return;
  }
  splitter.finish();
  take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static pasal::Sources sources;
  static pasal::Diagnostics problems;
  static const auto english = pasal::load_policy_text("p.pasal", pasal::property::policy_of_rows(pasal::Language::english), sources, problems);
  static const auto indonesian = pasal::load_policy_text("i.pasal", pasal::property::policy_of_rows(pasal::Language::indonesian), sources, problems);
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr pasal::RowFormat formats[] = {pasal::RowFormat::csv, pasal::RowFormat::ndjson, pasal::RowFormat::yaml};
  const std::size_t piece = data[0] / 6U % 2U == 0 ? std::max<std::size_t>(text.size(), 1) : 1U + data[0] / 12U;
  compare(data[0] / 3U % 2U == 0 ? *english : *indonesian, formats[data[0] % 3U], text, piece);
  return 0;
}
