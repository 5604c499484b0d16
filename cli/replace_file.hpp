// A file's new content, all of it or nothing.
#pragma once

#include <string>

namespace pasal::cli {

// Writes beside the file and renames, so that nobody ever reads half of it; its permissions stay, and a symbolic link
// stays one. Empty where it was done, else what stood in the way.
std::string replace_file(const std::string& path, const std::string& text);

}  // namespace pasal::cli
