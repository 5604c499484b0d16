#include "cli/replace_file.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "cli/output_file.hpp"

namespace pasal::cli {
namespace {

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

bool holds(const std::string& path, const std::string& text) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {}) == text;
}

}  // namespace

std::string replace_file(const std::string& path, const std::string& before, const std::string& after) {
  std::error_code error;
  const std::string target = std::filesystem::canonical(path, error).string();
  if (error) return error.message();
  const Uninterrupted uninterrupted;
  OutputFile file(target);
  if (!file.write(after)) return file.problem();
  if (!holds(target, before)) return "it was changed meanwhile";
  file.commit();
  return file.problem();
}

}  // namespace pasal::cli
