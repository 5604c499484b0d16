#include "cli/read_policies.hpp"

#include <map>
#include <set>

namespace pasal::cli {
namespace {

// The files that a policy uses, at any depth. The policy itself is the first that is read.
std::vector<std::string> used_files(const Reading& reading) {
  std::vector<std::string> used;
  for (SourceId id = 1; id < reading.sources.size(); ++id) used.push_back(identity(reading.sources[id].name()));
  return used;
}

}  // namespace

PoliciesRead read_policies(const std::vector<std::string>& paths, const Common& common) {
  FoundPolicies found = find_policies(paths);
  PoliciesRead result;
  result.problems = std::move(found.problems);
  std::map<std::string, std::size_t> users;  // of each file, how many of the policies
  for (const FoundPolicy& one : found.policies) {
    auto policy = std::make_unique<PolicyRead>(one, common);
    policy->program = read_policy(one.path, policy->reading);
    log_sources(policy->reading);
    for (const std::string& file : used_files(policy->reading)) ++users[file];
    result.policies.push_back(std::move(policy));
  }
  std::erase_if(result.policies, [&](const auto& policy) {
    if (policy->found.named || users[identity(policy->found.path)] == 0) return false;
    for (const std::string& file : used_files(policy->reading)) --users[file];  // of two that use each other, one is kept
    return true;
  });
  return result;
}

SourceId add_problems(const Reading& reading, Problems& all) {
  const auto first = static_cast<SourceId>(all.sources.size());
  const Sources& own = reading.sources;
  for (SourceId id = 0; id < own.size(); ++id) all.sources.add(own[id].name(), own[id].text());
  const auto moved = [&](Span span) {
    return span.source < own.size() ? Span{span.source + first, span.begin, span.end} : span;
  };
  for (const Diagnostic& one : reading.diagnostics.sorted()) {
    Diagnostic& copy = all.diagnostics.add_formatted(one.kind, moved(one.span), one.message);
    for (const Label& label : one.labels) copy.label(moved(label.span), label.text);
    copy.notes = one.notes;
    copy.fix = one.fix;
  }
  return first;
}

}  // namespace pasal::cli
