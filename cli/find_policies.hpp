// The policies in files and folders.
#pragma once

#include <string>
#include <vector>

namespace pasal::cli {

struct FoundPolicy {
  std::string path;
  bool named = false;  // by the user; else found in a folder
};

struct FoundPolicies {
  std::vector<FoundPolicy> policies;
  std::vector<std::string> problems;  // `there is no policy in the folder `x``: nobody should take that for success
};

// Folders are searched down to their ends, in the order of the names; hidden ones are left out, and a file that is named
// twice is taken once. A file that is no policy throws a UsageError; one that is missing is left to those who read it.
FoundPolicies find_policies(const std::vector<std::string>& paths);

// Which file a path leads to, however it is written.
std::string identity(const std::string& path);

}  // namespace pasal::cli
