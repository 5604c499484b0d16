#include "cli/replace_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace pasal::cli {
namespace {

std::string last_error() { return std::generic_category().message(errno); }

// A run that is interrupted (Ctrl-C) ends when the file is whole, and leaves nothing beside it.
class Uninterrupted {
public:
  Uninterrupted() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&held, signal);
    sigprocmask(SIG_BLOCK, &held, &before_);
  }
  ~Uninterrupted() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
  Uninterrupted(const Uninterrupted&) = delete;
  Uninterrupted& operator=(const Uninterrupted&) = delete;

private:
  sigset_t before_{};
};

bool write_all(int file, const std::string& text) {
  for (std::size_t written = 0; written < text.size();) {
    const ssize_t bytes = write(file, text.data() + written, text.size() - written);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) return false;
    written += static_cast<std::size_t>(bytes);
  }
  return fsync(file) == 0;
}

bool holds(const std::string& path, const std::string& text) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {}) == text;
}

// Another's file, written by one who may write it, stays the other's where the system allows that.
bool take_after(int file, const struct stat& model) {
  if (fchown(file, model.st_uid, model.st_gid) != 0 && fchown(file, static_cast<uid_t>(-1), model.st_gid) != 0) {
    return fchmod(file, model.st_mode & 0777U) == 0;
  }
  return fchmod(file, model.st_mode & 07777U) == 0;
}

}  // namespace

std::string replace_file(const std::string& path, const std::string& before, const std::string& after) {
  std::error_code error;
  const std::string target = std::filesystem::canonical(path, error).string();
  if (error) return error.message();
  struct stat status{};
  if (stat(target.c_str(), &status) != 0) return last_error();
  // What the user may not write is not replaced, even where the folder would allow it.
  if (access(target.c_str(), W_OK) != 0) return last_error();

  const Uninterrupted uninterrupted;
  std::string beside = target + ".XXXXXX";
  const int file = mkstemp(beside.data());
  if (file < 0) return last_error();
  std::string problem;
  if (!write_all(file, after) || !take_after(file, status)) problem = last_error();
  if (close(file) != 0 && problem.empty()) problem = last_error();
  if (problem.empty() && !holds(target, before)) problem = "it was changed meanwhile";
  if (problem.empty() && rename(beside.c_str(), target.c_str()) != 0) problem = last_error();
  if (!problem.empty()) unlink(beside.c_str());
  return problem;
}

}  // namespace pasal::cli
