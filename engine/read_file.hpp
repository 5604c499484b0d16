// Files into memory, never more than a limit of them.
//
// Purpose: the one place that opens files. Input: a path and how many bytes may be read. Output: the text, or what
// stands in the way. Pipes and devices are read like files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pasal {

enum class FileProblem : std::uint8_t { none, missing, folder, unreadable, too_large };

struct FileText {
  FileProblem problem = FileProblem::none;
  std::string text;
  std::string reason;       // why it is unreadable, in the system's words
  std::uintmax_t bytes = 0; // how large it is; of a pipe that is too large, how much was read
};
FileText read_file(const std::string& path, std::size_t most_bytes);

// `; did you mean `tiktok.yaml`?` where a file of the same folder has nearly this name, else nothing.
std::string nearest_file(std::string_view path);

}  // namespace pasal
