#include "cli/replace_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace pasal::cli {
namespace {

std::string last_error() { return std::generic_category().message(errno); }

bool write_all(int file, const std::string& text) {
  for (std::size_t written = 0; written < text.size();) {
    const ssize_t bytes = write(file, text.data() + written, text.size() - written);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) return false;
    written += static_cast<std::size_t>(bytes);
  }
  return fsync(file) == 0;
}

}  // namespace

std::string replace_file(const std::string& path, const std::string& text) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  if (error) return error.message();
  struct stat before{};
  if (stat(target.c_str(), &before) != 0) return last_error();
  // What the user may not write is not replaced, even where the folder would allow it.
  if (access(target.c_str(), W_OK) != 0) return last_error();

  std::string beside = target.string() + ".XXXXXX";
  const int file = mkstemp(beside.data());
  if (file < 0) return last_error();
  bool done = write_all(file, text) && fchmod(file, before.st_mode & 07777U) == 0;
  std::string problem = done ? std::string() : last_error();
  if (close(file) != 0 && done) {
    problem = last_error();
    done = false;
  }
  if (done && rename(beside.c_str(), target.c_str()) != 0) {
    problem = last_error();
    done = false;
  }
  if (!done) unlink(beside.c_str());
  return problem;
}

}  // namespace pasal::cli
