// The policies that the command line names, read: what `check` and `test` have in common.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/find_policies.hpp"
#include "cli/input.hpp"

namespace pasal::cli {

struct PolicyRead {
  PolicyRead(FoundPolicy from, const Common& common) : found(std::move(from)), reading(common) {}
  FoundPolicy found;
  Reading reading;
  std::optional<Program> program;  // nothing where the policy has an error
};

struct PoliciesRead {
  std::vector<std::unique_ptr<PolicyRead>> policies;
  std::vector<std::string> problems;  // of the folders themselves
};

// Policies in files and folders. One that was found in a folder and that another one uses is read with that one alone: by
// itself it need not make sense.
PoliciesRead read_policies(const std::vector<std::string>& paths, const Common& common);

// The problems of several policies as one list.
struct Problems {
  explicit Problems(const Common& common) : diagnostics(common.most_problems) {}
  Sources sources;
  Diagnostics diagnostics;
};
// Returns where the first source of the reading stands among those of the list.
SourceId add_problems(const Reading& reading, Problems& all);

}  // namespace pasal::cli
