// Options that several verbs have in common.
#include <algorithm>

#include "cli/verb.hpp"

namespace pasal::cli {
namespace {

const std::map<std::string, ColorMode> color_modes{
    {"auto", ColorMode::automatic}, {"always", ColorMode::always}, {"never", ColorMode::never}};

void add_count(CLI::App& verb, const std::string& flag, std::size_t& limit, const std::string& description) {
  verb.add_option(flag, limit, description)->type_name("N")->capture_default_str()->group("Limits");
}

// A count of bytes may have a unit: `64MiB`.
void add_bytes(CLI::App& verb, const std::string& flag, std::size_t& limit, const std::string& description) {
  CLI::Option* option = verb.add_option(flag, limit, description);
  option->transform(CLI::AsSizeValue(false))->type_name("BYTES")->capture_default_str()->group("Limits");
}

bool concerns(const Concerns& all, Concern one) { return std::ranges::find(all, one) != all.end(); }

void add_policy_limits(CLI::App& verb, Limits& limits) {
  add_bytes(verb, "--max-policy-bytes", limits.syntax.file_bytes, "size of one policy file");
  add_bytes(verb, "--max-policy-total-bytes", limits.policy_bytes_in_all, "size of a policy with all it uses");
  add_count(verb, "--max-nesting", limits.syntax.nesting, "how deep a condition may be nested");
  add_count(verb, "--max-expression-nodes", limits.syntax.nodes, "parts of all conditions together");
  add_count(verb, "--max-name-bytes", limits.syntax.name_bytes, "length of a name");
}

void add_facts_limits(CLI::App& verb, FactsLimits& limits) {
  add_bytes(verb, "--max-facts-bytes", limits.file_bytes, "size of one facts file");
  add_count(verb, "--max-facts-nesting", limits.nesting, "how deep facts may be nested");
  add_bytes(verb, "--max-value-bytes", limits.value_bytes, "size of one value");
  add_count(verb, "--max-alias-nodes", limits.alias_nodes, "values that YAML aliases may stand for");
  add_count(verb, "--max-list-items", limits.list_items, "items in a list");
}

void add_evaluation_limits(CLI::App& verb, EvaluationLimits& limits) {
  verb.add_option("--max-steps", limits.steps, "steps of one decision")
      ->type_name("N")
      ->capture_default_str()
      ->group("Limits");
  add_bytes(verb, "--max-memory", limits.memory_bytes, "memory of one decision");
}

}  // namespace

void add_common(CLI::App& verb, Common& common) {
  verb.add_option("--color", common.color, "auto, always or never; auto is for terminals without NO_COLOR")
      ->transform(CLI::CheckedTransformer(color_modes).description(""))
      ->type_name("WHEN");
  verb.add_flag("--verbose", common.verbose, "say on standard error what is read");
}

void add_limits(CLI::App& verb, Common& common, const Concerns& all) {
  if (concerns(all, Concern::policy)) {
    verb.add_option("--root", common.root, "the folder that `use` may not leave; else that of the policy")
        ->type_name("FOLDER");
    add_policy_limits(verb, common.limits);
  }
  if (concerns(all, Concern::facts)) add_facts_limits(verb, common.limits.facts);
  if (concerns(all, Concern::evaluation)) add_evaluation_limits(verb, common.limits.evaluation);
  add_count(verb, "--max-problems", common.most_problems, "problems that are listed");
}

void add_format(CLI::App& verb, std::string& format, const std::vector<std::string>& choices) {
  format = choices.front();
  std::string listed;
  for (const std::string& choice : choices) {
    if (!listed.empty()) listed += &choice == &choices.back() ? " or " : ", ";
    listed += choice;
  }
  verb.add_option("--format", format, "how to answer: " + listed)->type_name("FORMAT")->check(CLI::IsMember(choices));
}

}  // namespace pasal::cli
