#include "cli/find_policies.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "cli/input.hpp"

namespace pasal::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> policies_in(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    std::error_code unknown;
    if (entry->is_directory(unknown)) {
      if (name.starts_with('.')) entry.disable_recursion_pending();
    } else if (is_policy(name) && !name.starts_with('.')) {
      found.push_back(entry->path().lexically_normal().generic_string());
    }
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace

std::vector<FoundPolicy> find_policies(const std::vector<std::string>& paths) {
  std::vector<FoundPolicy> found;
  const auto add = [&found](const std::string& path, bool named) {
    const bool known = std::ranges::find(found, path, &FoundPolicy::path) != found.end();
    if (!known) found.push_back({path, named});
  };
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      add(path, true);
      continue;
    }
    for (const std::string& policy : policies_in(path)) add(policy, false);
  }
  return found;
}

}  // namespace pasal::cli
