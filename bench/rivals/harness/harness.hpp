// What every rival in C++ does alike: read the case, check the decisions, time them, report.
// docs/bench.md says how the times are taken; the harnesses of the other languages do the same.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace harness {

inline constexpr double check_seconds = 10;
inline constexpr double round_seconds = 0.2;
inline constexpr int rounds = 5;
inline constexpr std::size_t fewest = 50;  // records of a pass, however slow the rival is

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

[[noreturn]] inline void fail(const std::string& message) {
  std::fprintf(stderr, "%s\n", message.c_str());
  std::exit(1);
}

inline std::vector<std::string> read_lines(const std::string& path) {
  std::ifstream file(path);
  if (!file) fail("cannot read " + path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

struct Case {
  nlohmann::json policy;
  std::vector<std::string> facts;  // a JSON object each
  std::vector<std::string> expected;

  explicit Case(const std::string& folder) {
    std::ifstream file(folder + "/policy.json");
    if (!file) fail("cannot read " + folder + "/policy.json");
    policy = nlohmann::json::parse(file);
    facts = read_lines(folder + "/facts.ndjson");
    expected = read_lines(folder + "/expected.csv");
    expected.erase(expected.begin());  // the heading
  }
};

// The median of several rounds, each of as many passes over the records as fill its time, after one that warms up.
template <typename Pass>
double median_nanoseconds(std::size_t records, Pass pass) {
  std::vector<double> times;
  for (int round = 0; round <= rounds; ++round) {
    const auto began = Clock::now();
    std::size_t passes = 0;
    double elapsed = 0;
    for (; elapsed < round_seconds; elapsed = seconds_since(began), ++passes) pass();
    if (round > 0) times.push_back(1e9 * elapsed / static_cast<double>(passes * records));
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

// convert: the text of a record to what the rival decides over; decide: that to the name of the measure.
template <typename Convert, typename Decide>
void report(const std::string& rival, const std::string& version, const Case& input, double load_ms, Convert convert, Decide decide) {
  using Native = std::decay_t<std::invoke_result_t<Convert, const std::string&>>;
  std::vector<Native> natives;
  const auto began = Clock::now();
  for (std::size_t i = 0; i < input.facts.size() && seconds_since(began) < check_seconds; ++i) {
    natives.push_back(convert(input.facts[i]));
    const std::string decided = decide(natives.back());
    if (decided != input.expected[i])
      fail(rival + ": record " + std::to_string(i) + ": decided " + decided + ", expected " + input.expected[i]);
  }
  const std::size_t checked = natives.size();
  const double each = seconds_since(began) / static_cast<double>(checked);
  const std::size_t timed = std::min(checked, std::max(fewest, static_cast<std::size_t>(round_seconds / each)));

  std::size_t sum = 0;  // so that nothing is optimised away
  const double decision = median_nanoseconds(timed, [&] {
    for (std::size_t i = 0; i < timed; ++i) sum += static_cast<std::size_t>(decide(natives[i])[0]);
  });
  const double conversion = median_nanoseconds(timed, [&] {
    for (std::size_t i = 0; i < timed; ++i) sum += static_cast<std::size_t>(decide(convert(input.facts[i]))[0]);
  });
  [[maybe_unused]] static volatile std::size_t sink;
  sink = sum;

  const nlohmann::ordered_json line = {
    {"rival", rival}, {"version", version}, {"rules", input.policy["rules"].size()}, {"ns_per_decision", decision},
    {"ns_with_conversion", conversion}, {"load_ms", load_ms}, {"checked", checked}, {"timed", timed}};
  std::printf("%s\n", line.dump().c_str());
}

}  // namespace harness
