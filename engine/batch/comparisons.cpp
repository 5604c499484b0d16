#include "engine/batch/comparisons.hpp"

#include <algorithm>
#include <limits>

namespace pasal::batch {

// Below the first threshold and above the last one a place more or less changes nothing.
Coding coding_of(const plan::Input& input) {
  Coding coding;
  if (!input.ceilings.empty()) {
    coding.lowest = input.ceilings.front() - 1;
    coding.highest = input.ceilings.back() + 1;
  }
  const std::uint64_t last = coding.none();
  coding.width = last <= UINT8_MAX ? Width::one : last <= UINT16_MAX ? Width::two : last <= UINT32_MAX ? Width::four : Width::eight;
  return coding;
}

Comparisons::Comparisons(const std::vector<plan::Input>& inputs) : inputs_(inputs) {
  for (const plan::Input& input : inputs) codings_.push_back(coding_of(input));
}

std::vector<Comparisons::Run> Comparisons::runs_by_place(std::uint32_t index, const plan::Table& table) const {
  const plan::Input& input = inputs_[index];
  const Coding& coding = codings_[index];
  std::vector<Run> runs;
  const auto code_of = [&](std::int64_t place) {
    return static_cast<std::uint64_t>(std::clamp(place, coding.lowest, coding.highest)) - static_cast<std::uint64_t>(coding.lowest);
  };
  const auto& of_table = table.runs();
  for (std::size_t run = 0; run < of_table.size() && of_table[run].first < input.places(); ++run) {
    const bool is_last = run + 1 == of_table.size() || of_table[run + 1].first >= input.places();
    const std::int64_t from = of_table[run].first == 0 ? coding.lowest : input.first_place(of_table[run].first);
    const std::int64_t behind = is_last ? 0 : input.first_place(of_table[run + 1].first);
    if (is_last) runs.push_back({code_of(from), coding.places() - 1, of_table[run].second});
    else if (from < behind) runs.push_back({code_of(from), code_of(behind - 1), of_table[run].second});
  }
  return runs;
}

void Comparisons::add_without_place(std::uint32_t index, const plan::Table& table, std::vector<Run>& runs) const {
  const plan::Input& input = inputs_[index];
  const Coding& coding = codings_[index];
  runs.push_back({coding.unknown(), coding.unknown(), table.at(input.unknown())});
  runs.push_back({coding.not_reported(), coding.not_reported(), table.at(input.not_reported())});
  if (input.may_be_none) runs.push_back({coding.none(), coding.none(), table.at(input.none())});
}

std::vector<Comparisons::Run> Comparisons::runs_by_cell(std::uint32_t index, const plan::Table& table) const {
  const std::uint32_t cells = inputs_[index].cells();
  std::vector<Run> runs;
  const auto& of_table = table.runs();
  for (std::size_t run = 0; run < of_table.size() && of_table[run].first < cells; ++run) {
    const std::uint32_t behind = run + 1 < of_table.size() ? std::min(of_table[run + 1].first, cells) : cells;
    runs.push_back({of_table[run].first, behind - 1, of_table[run].second});
  }
  return runs;
}

// Codes that do not occur lie between no runs, so that all others are those of the other runs.
CodeSet Comparisons::set_of(const std::vector<Run>& runs, bool may) {
  const auto intervals_where = [&](bool wanted) {
    std::vector<Interval> intervals;
    for (const Run& run : runs) {
      const bool holds = run.truth == Truth::yes || (may && run.truth == Truth::unknown);
      if (holds != wanted) continue;
      const std::uint64_t behind = intervals.empty() ? 0 : intervals.back().from + intervals.back().span + 1;
      if (!intervals.empty() && behind == run.from) intervals.back().span += run.to - run.from + 1;
      else intervals.push_back({run.from, run.to - run.from});
    }
    return intervals;
  };
  auto in = intervals_where(true);
  auto out = intervals_where(false);
  const bool others = out.size() < in.size();
  const auto& chosen = others ? out : in;
  const CodeSet set{static_cast<std::uint32_t>(intervals_.size()), static_cast<std::uint32_t>(chosen.size()), others};
  intervals_.insert(intervals_.end(), chosen.begin(), chosen.end());
  return set;
}

std::uint32_t Comparisons::add(std::uint32_t input, const plan::Table& table) {
  const auto [known, is_new] = known_.try_emplace({input, table.runs()}, static_cast<std::uint32_t>(comparisons_.size()));
  if (!is_new) return known->second;
  Comparison comparison;
  comparison.input = input;
  std::array<std::vector<Run>, codings> runs;
  runs[static_cast<std::size_t>(CodedBy::cell)] = runs_by_cell(input, table);
  if (!inputs_[input].computed) {
    auto& by_place = runs[static_cast<std::size_t>(CodedBy::place)];
    by_place = runs_by_place(input, table);
    auto& or_none = runs[static_cast<std::size_t>(CodedBy::place_or_none)];
    or_none = by_place;
    add_without_place(input, table, or_none);
  }
  for (std::size_t by = 0; by < codings; ++by) {
    comparison.holds[by] = set_of(runs[by], false);
    comparison.may_hold[by] = set_of(runs[by], true);
  }
  comparisons_.push_back(comparison);
  return known->second;
}

}  // namespace pasal::batch
