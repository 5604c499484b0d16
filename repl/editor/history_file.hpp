// The lines of earlier sessions, in a file that only its owner can read. Private to repl/editor/.
//
// Several sessions may write at once: each adds its lines at the end. The file is cut to size when it is read.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace pasal::repl {

// The last `most` lines, oldest first; none where there is no file.
std::vector<std::string> read_history(const std::string& path, std::size_t most);
void add_to_history(const std::string& path, const std::string& line);

}  // namespace pasal::repl
