// How many rows there were of each kind, in words and as JSON.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/batch_rows.hpp"
#include "cli/terminal.hpp"

namespace pasal::cli {
namespace {

constexpr std::size_t most_rules = 10;

std::string counted_rows(std::uint64_t count) { return grouped(count) + (count == 1 ? " row" : " rows"); }

// The most frequent first, then by name.
std::vector<std::pair<std::string, std::uint64_t>> by_frequency(const RowCounts& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> rules(counts.rules.begin(), counts.rules.end());
  std::ranges::stable_sort(rules, [](const auto& a, const auto& b) { return a.second > b.second; });
  return rules;
}

}  // namespace

std::string summary_text(const RowCounts& counts, const Program& program) {
  std::string text = counted_rows(counts.rows) + ": " + grouped(counts.rows - counts.wrong) + " decided";
  if (counts.wrong > 0) text += fmt::format(", {} in error", grouped(counts.wrong));
  text += "\n";
  for (std::size_t ladder = 0; ladder < counts.measures.size() && counts.rows > counts.wrong; ++ladder) {
    text += fmt::format("  {}:", program.ladders.size() > 1 ? program.ladders[ladder].name : "decided");
    const char* between = " ";
    for (std::size_t rung = 0; rung < counts.measures[ladder].size(); ++rung) {
      if (counts.measures[ladder][rung] == 0) continue;
      text += fmt::format("{}{} {}", between, grouped(counts.measures[ladder][rung]), program.ladders[ladder].measures[rung].name);
      between = ", ";
    }
    text += "\n";
  }
  if (counts.open > 0) text += fmt::format("  open: {}\n", grouped(counts.open));
  if (counts.outside > 0) text += fmt::format("  the policy does not apply: {}\n", grouped(counts.outside));
  if (counts.errors > 0) text += fmt::format("  with an error while deciding: {}\n", grouped(counts.errors));
  const auto rules = by_frequency(counts);
  if (!rules.empty()) text += "  rules that applied, the most frequent first:\n";
  for (std::size_t i = 0; i < std::min(rules.size(), most_rules); ++i) {
    text += fmt::format("    {:>11}  {}\n", grouped(rules[i].second), rules[i].first);
  }
  if (rules.size() > most_rules) text += fmt::format("    and {} more\n", rules.size() - most_rules);
  return text;
}

std::string summary_json(const RowCounts& counts, const Program& program) {
  nlohmann::ordered_json object{{"rows", counts.rows},       {"decided", counts.rows - counts.wrong}, {"in_error", counts.wrong},
                                {"open", counts.open},       {"outside", counts.outside},             {"errors_while_deciding", counts.errors},
                                {"ladders", nlohmann::ordered_json::array()}, {"rules", nlohmann::ordered_json::array()}};
  for (std::size_t ladder = 0; ladder < counts.measures.size(); ++ladder) {
    nlohmann::ordered_json one{{"ladder", program.ladders[ladder].name}, {"measures", nlohmann::ordered_json::array()}};
    for (std::size_t rung = 0; rung < counts.measures[ladder].size(); ++rung) {
      one["measures"].push_back({{"measure", program.ladders[ladder].measures[rung].name}, {"rows", counts.measures[ladder][rung]}});
    }
    object["ladders"].push_back(std::move(one));
  }
  for (const auto& [rule, rows] : by_frequency(counts)) object["rules"].push_back({{"rule", rule}, {"rows", rows}});
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace pasal::cli
