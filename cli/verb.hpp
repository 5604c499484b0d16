// A verb of the command line: its options, and what it does.
//
// Purpose: each verb stands in a file of its own, a thin shell over the facade. Input: the parsed options. Output: a
// status; texts go to the terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/status.hpp"
#include "cli/terminal.hpp"
#include "engine/pasal.hpp"

namespace pasal::cli {

// The command is wrong in a way that only shows when it runs.
class UsageError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

// What many verbs have in common.
struct Common {
  Limits limits;
  std::size_t most_problems = 1000;  // --max-problems
  std::string root;
  std::string color = "auto";
  std::size_t width = 0;
  bool verbose = false;
};

using Action = std::function<Status(Terminal&)>;
using Verbs = std::map<const CLI::App*, Action>;

// Which limits a verb concerns.
enum class Concern : std::uint8_t { policy, facts, rows, evaluation };
using Concerns = std::vector<Concern>;

void add_common(CLI::App& verb, Common& common);
void add_limits(CLI::App& verb, Common& common, const Concerns& concerns);
// `--width N`, for the verbs that fold their answers.
void add_width(CLI::App& verb, Common& common);
// An option that takes one of several words, which its type lists: `text|json`.
CLI::Option* add_choice(CLI::App& verb, const std::string& flag, std::string& choice, const std::string& description,
                        const std::vector<std::string>& choices);
// `--format` with its choices, the first of which is taken when nothing is said.
void add_format(CLI::App& verb, std::string& format, const std::vector<std::string>& choices);

void add_batch(CLI::App& app, Verbs& verbs);
void add_check(CLI::App& app, Verbs& verbs);
void add_completion(CLI::App& app, Verbs& verbs);
void add_decide(CLI::App& app, Verbs& verbs);
void add_explain(CLI::App& app, Verbs& verbs);
void add_fmt(CLI::App& app, Verbs& verbs);
void add_forecast(CLI::App& app, Verbs& verbs);
void add_help(CLI::App& app, Verbs& verbs);
void add_remedy(CLI::App& app, Verbs& verbs);
void add_repl(CLI::App& app, Verbs& verbs);
void add_schema(CLI::App& app, Verbs& verbs);
void add_sweep(CLI::App& app, Verbs& verbs);
void add_test(CLI::App& app, Verbs& verbs);
void add_timeline(CLI::App& app, Verbs& verbs);

}  // namespace pasal::cli
