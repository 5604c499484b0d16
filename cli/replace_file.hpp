// A file's new content, all of it or nothing.
#pragma once

#include <string>

namespace pasal::cli {

// Writes beside the file and renames, so that nobody ever reads half of it; its owner and permissions stay, and a symbolic
// link stays one. A file that is no longer `before` is left as it is: somebody else has written it. Empty where it was
// done, else what stood in the way.
std::string replace_file(const std::string& path, const std::string& before, const std::string& after);

}  // namespace pasal::cli
