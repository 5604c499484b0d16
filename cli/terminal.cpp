#include "cli/terminal.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include <fmt/format.h>

#include "cli/status.hpp"

namespace pasal::cli {
namespace {

constexpr std::size_t default_width = 100;
constexpr std::size_t widest_comfortable = 120;
constexpr std::size_t narrowest = 40;
constexpr std::size_t widest = 1000;

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): the program has one thread
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::size_t columns_said() {
  const std::string_view text = environment("COLUMNS");
  std::size_t columns = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), columns);
  return problem == std::errc() && end == text.data() + text.size() ? columns : 0;
}

}  // namespace

std::string grouped(std::uint64_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

void Terminal::keep_streams_apart() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);  // the lowest that is free: the stream itself
  }
}

void Terminal::out(std::string_view text) {
  if (failed_ || text.empty()) return;
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return;
  failed_ = true;
  error_ = errno;
}

void Terminal::complain(std::string_view text) {
  // What was said before stands before it.
  if (!failed_ && std::fflush(stdout) != 0) {
    failed_ = true;
    error_ = errno;
  }
  std::fwrite(text.data(), 1, text.size(), stderr);
}

int Terminal::finish(int status) {
  if (!failed_ && std::fflush(stdout) != 0) {
    failed_ = true;
    error_ = errno;
  }
  if (!failed_ || error_ == EPIPE) return status;
  complain(fmt::format("pasal: the answer could not be written: {}\n", std::generic_category().message(error_)));
  return static_cast<int>(Status::wrong);
}

bool Terminal::wants_color(int file) const {
  switch (color_) {
    case ColorMode::always: return true;
    case ColorMode::never: return false;
    case ColorMode::automatic: break;
  }
  // https://no-color.org and https://bixense.com/clicolors
  if (!environment("NO_COLOR").empty()) return false;
  if (const std::string_view force = environment("CLICOLOR_FORCE"); !force.empty() && force != "0") return true;
  return environment("CLICOLOR") != "0" && environment("TERM") != "dumb" && isatty(file) == 1;
}

bool Terminal::color_of_output() const { return wants_color(STDOUT_FILENO); }
bool Terminal::color_of_errors() const { return wants_color(STDERR_FILENO); }

std::size_t Terminal::width_of_errors() const {
  winsize size{};
  const bool is_terminal = isatty(STDERR_FILENO) == 1 && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0;
  return is_terminal ? std::max<std::size_t>(size.ws_col, narrowest) : 0;
}

std::size_t Terminal::height() const {
  winsize size{};
  return isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

std::size_t Terminal::width() const {
  if (width_ != 0) return std::clamp(width_, narrowest, widest);
  if (const std::size_t said = columns_said(); said != 0) return std::clamp(said, narrowest, widest);
  winsize size{};
  if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) {
    return std::clamp<std::size_t>(size.ws_col, narrowest, widest_comfortable);
  }
  return default_width;
}

}  // namespace pasal::cli
