// Options that several verbs have in common.
#include <algorithm>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "cli/verb.hpp"
#include "grammar/nearest.hpp"

namespace pasal::cli {
namespace {

// A whole number of at most 15 digits.
std::optional<std::uint64_t> whole_number(std::string_view text) {
  constexpr std::size_t most_digits = 15;
  const bool only_digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  if (text.empty() || text.size() > most_digits || !only_digits) return std::nullopt;
  std::uint64_t number = 0;
  for (const char digit : text) number = 10 * number + static_cast<std::uint64_t>(digit - '0');
  return number;
}

template <typename Count>
CLI::Option* add_count(CLI::App& verb, const std::string& flag, Count& count, const std::string& description) {
  const auto is_count = [](const std::string& text) {
    return whole_number(text) ? std::string() : fmt::format("`{}` is not a whole number", text);
  };
  return verb.add_option(flag, count, description)->type_name("N")->check(CLI::Validator(is_count, ""));
}

template <typename Count>
void add_limit(CLI::App& verb, const std::string& flag, Count& limit, const std::string& description) {
  add_count(verb, flag, limit, fmt::format("{}: {}", description, grouped(limit)))->group("Limits");
}

constexpr std::uint64_t kib = 1U << 10U;
constexpr std::uint64_t mib = 1U << 20U;

// `1048576`, `1024 KiB` or `1 MiB`.
std::optional<std::uint64_t> bytes_in(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = whole_number(text.substr(0, end));
  std::string_view unit = text.substr(end);
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  const std::uint64_t bytes = unit == "MiB" ? mib : unit == "KiB" ? kib : 1;
  if (!number || (bytes == 1 && !unit.empty())) return std::nullopt;
  if (*number > std::numeric_limits<std::uint64_t>::max() / bytes) return std::nullopt;
  return *number * bytes;
}

void add_bytes(CLI::App& verb, const std::string& flag, std::size_t& limit, const std::string& description) {
  const std::string words = limit % mib == 0 ? fmt::format("{} MiB", limit / mib) : fmt::format("{} KiB", limit / kib);
  const auto to_bytes = [](std::string& text) {
    const auto bytes = bytes_in(text);
    if (!bytes) return fmt::format("`{}` is not a number of bytes; write one, as in `1048576` or `1MiB`", text);
    text = std::to_string(*bytes);
    return std::string();
  };
  verb.add_option(flag, limit, fmt::format("{}: {}", description, words))
      ->transform(CLI::Validator(to_bytes, ""))
      ->type_name("BYTES")
      ->group("Limits");
}

std::string alternatives(const std::vector<std::string>& choices) {
  std::string listed;
  for (const std::string& choice : choices) {
    if (!listed.empty()) listed += &choice == &choices.back() ? " or " : ", ";
    listed += choice;
  }
  return listed;
}

bool concerns(const Concerns& all, Concern one) { return std::ranges::find(all, one) != all.end(); }

void add_policy_limits(CLI::App& verb, Limits& limits) {
  add_bytes(verb, "--max-policy-bytes", limits.syntax.file_bytes, "size of one policy file");
  add_bytes(verb, "--max-policy-total-bytes", limits.policy_bytes_in_all, "size of a policy with all it uses");
  add_limit(verb, "--max-nesting", limits.syntax.nesting, "how deep a condition may be nested");
  add_limit(verb, "--max-expression-nodes", limits.syntax.nodes, "parts of all conditions together");
  add_limit(verb, "--max-name-bytes", limits.syntax.name_bytes, "length of a name");
}

void add_facts_limits(CLI::App& verb, FactsLimits& limits) {
  add_bytes(verb, "--max-facts-bytes", limits.file_bytes, "size of one facts file");
  add_limit(verb, "--max-facts-nesting", limits.nesting, "how deep facts may be nested");
  add_bytes(verb, "--max-value-bytes", limits.value_bytes, "size of one value");
  add_limit(verb, "--max-alias-nodes", limits.alias_nodes, "values that YAML aliases may stand for");
  add_limit(verb, "--max-list-items", limits.list_items, "items in a list");
}

void add_rows_limits(CLI::App& verb, FactsLimits& limits) { add_bytes(verb, "--max-row-bytes", limits.row_bytes, "size of one row"); }

void add_evaluation_limits(CLI::App& verb, EvaluationLimits& limits) {
  add_limit(verb, "--max-steps", limits.steps, "steps of one decision");
  add_bytes(verb, "--max-memory", limits.memory_bytes, "memory of one decision");
}

}  // namespace

void add_width(CLI::App& verb, Common& common) { add_count(verb, "--width", common.width, "columns to fold the text to"); }

void add_common(CLI::App& verb, Common& common) {
  add_choice(verb, "--color", common.color, "colours; auto: on a terminal", {"auto", "always", "never"});
  verb.add_flag("--verbose", common.verbose, "say on standard error what is read");
}

void add_limits(CLI::App& verb, Common& common, const Concerns& all) {
  if (concerns(all, Concern::policy)) {
    verb.add_option("--root", common.root, "the folder that `use` may not leave; else that of the policy")
        ->type_name("FOLDER");
    add_policy_limits(verb, common.limits);
  }
  if (concerns(all, Concern::facts)) add_facts_limits(verb, common.limits.facts);
  if (concerns(all, Concern::rows)) add_rows_limits(verb, common.limits.facts);
  if (concerns(all, Concern::evaluation)) add_evaluation_limits(verb, common.limits.evaluation);
  add_limit(verb, "--max-problems", common.most_problems, "problems that are listed");
}

CLI::Option* add_choice(CLI::App& verb, const std::string& flag, std::string& choice, const std::string& description,
                        const std::vector<std::string>& choices) {
  const auto is_known = [choices](const std::string& word) {
    if (std::ranges::find(choices, word) != choices.end()) return std::string();
    const auto near = nearest(word, choices, 1);
    return fmt::format("`{}` is not {}{}", word, alternatives(choices),
                       near.empty() ? std::string() : "; did you mean `" + near.front() + "`?");
  };
  return verb.add_option(flag, choice, description)
      ->type_name(fmt::format("{}", fmt::join(choices, "|")))
      ->check(CLI::Validator(is_known, ""));
}

void add_format(CLI::App& verb, std::string& format, const std::vector<std::string>& choices) {
  format = choices.front();
  add_choice(verb, "--format", format, "how to answer", choices);
}

}  // namespace pasal::cli
