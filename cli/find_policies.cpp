#include "cli/find_policies.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "cli/input.hpp"

namespace pasal::cli {
namespace {

namespace fs = std::filesystem;

class Finder {
public:
  void add(const std::string& path);
  FoundPolicies take() { return std::move(found_); }

private:
  void add_file(const std::string& path, bool named) {
    if (known_.insert(path == standard_input ? path : identity(path)).second) found_.policies.push_back({path, named});
  }
  void add_folder(const std::string& folder);

  FoundPolicies found_;
  std::set<std::string> known_;
};

void Finder::add(const std::string& path) {
  if (path == standard_input) {
    if (known_.contains(path)) throw UsageError("`-` stands twice; standard input can be read once");
    add_file(path, true);
    return;
  }
  std::error_code error;
  if (fs::is_directory(path, error)) {
    add_folder(path);
    return;
  }
  require_policy(path);
  add_file(path, true);
}

void Finder::add_folder(const std::string& folder) {
  std::vector<std::string> policies;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    std::error_code unknown;
    if (entry->is_directory(unknown)) {
      if (name.starts_with('.')) entry.disable_recursion_pending();
    } else if (is_policy(name) && !name.starts_with('.') && entry->is_regular_file(unknown)) {
      policies.push_back(entry->path().lexically_normal().generic_string());
    }
  }
  if (error) {
    found_.problems.push_back(fmt::format("the folder `{}` cannot be read: {}", folder, error.message()));
  } else if (policies.empty()) {
    found_.problems.push_back(fmt::format("there is no policy in the folder `{}`; the file of a policy ends in {}", folder, policy_endings));
  }
  std::ranges::sort(policies);
  for (const std::string& policy : policies) add_file(policy, false);
}

}  // namespace

FoundPolicies find_policies(const std::vector<std::string>& paths) {
  Finder finder;
  for (const std::string& path : paths) finder.add(path);
  return finder.take();
}

std::string identity(const std::string& path) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path : canonical.string();
}

}  // namespace pasal::cli
