// A file that is complete or absent: it is written beside its place, and renamed when all of it is there.
#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>
#include <string_view>

namespace pasal::cli {

class OutputFile {
public:
  // What stands at `path` keeps its owner and permissions, a symbolic link stays one, and what is no ordinary file (a pipe,
  // a terminal) is written to as it is. `problem` tells where it cannot be written.
  explicit OutputFile(std::string path);
  ~OutputFile();  // without `commit`, nothing was written
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  bool write(std::string_view text);
  // Puts the file in its place.
  bool commit();
  const std::string& problem() const { return problem_; }

private:
  bool fail();
  void open_beside();

  std::string target_;
  std::string beside_;  // empty: written to as it is
  std::optional<struct stat> before_;  // what it takes the place of
  int file_ = -1;
  std::string problem_;
};

}  // namespace pasal::cli
