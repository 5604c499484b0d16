// The policies in files and folders.
#pragma once

#include <string>
#include <vector>

namespace pasal::cli {

struct FoundPolicy {
  std::string path;
  bool named = false;  // by the user; else found in a folder
};
// Folders are searched down to their ends, in the order of the names; hidden ones are left out.
std::vector<FoundPolicy> find_policies(const std::vector<std::string>& paths);

}  // namespace pasal::cli
