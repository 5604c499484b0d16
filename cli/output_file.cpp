#include "cli/output_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace pasal::cli {
namespace {

mode_t mode_of_new_files() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666U & ~mask;
}

// Another's file, written by one who may write it, stays the other's where the system allows that.
bool take_after(int file, const struct stat& model) {
  if (fchown(file, model.st_uid, model.st_gid) != 0 && fchown(file, static_cast<uid_t>(-1), model.st_gid) != 0) {
    return fchmod(file, model.st_mode & 0777U) == 0;
  }
  return fchmod(file, model.st_mode & 07777U) == 0;
}

}  // namespace

OutputFile::OutputFile(std::string path) : target_(std::move(path)) {
  struct stat status{};
  if (stat(target_.c_str(), &status) != 0) {
    if (errno == ENOENT) open_beside();
    else fail();
    return;
  }
  if (!S_ISREG(status.st_mode)) {
    file_ = open(target_.c_str(), O_WRONLY | O_CLOEXEC);
    if (file_ < 0) fail();
    return;
  }
  // What the user may not write is not replaced, even where the folder would allow it.
  if (access(target_.c_str(), W_OK) != 0) {
    fail();
    return;
  }
  std::error_code error;
  target_ = std::filesystem::canonical(target_, error).string();
  if (error) problem_ = error.message();
  before_ = status;
  if (!error) open_beside();
}

void OutputFile::open_beside() {
  beside_ = target_ + ".XXXXXX";
  file_ = mkostemp(beside_.data(), O_CLOEXEC);
  if (file_ >= 0) return;
  beside_.clear();
  fail();
}

OutputFile::~OutputFile() {
  if (file_ >= 0) close(file_);
  if (!beside_.empty()) unlink(beside_.c_str());
}

bool OutputFile::fail() {
  if (problem_.empty()) problem_ = std::generic_category().message(errno);
  return false;
}

bool OutputFile::write(std::string_view text) {
  while (problem_.empty() && !text.empty()) {
    const ssize_t bytes = ::write(file_, text.data(), text.size());
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) return fail();
    text.remove_prefix(static_cast<std::size_t>(bytes));
  }
  return problem_.empty();
}

bool OutputFile::commit() {
  if (!problem_.empty()) return false;
  if (beside_.empty()) return true;
  const bool is_readable = before_ ? take_after(file_, *before_) : fchmod(file_, mode_of_new_files()) == 0;
  if (!is_readable || fsync(file_) != 0) return fail();
  if (rename(beside_.c_str(), target_.c_str()) != 0) return fail();
  beside_.clear();
  return true;
}

}  // namespace pasal::cli
