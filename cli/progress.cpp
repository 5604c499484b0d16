#include "cli/progress.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pasal::cli {
namespace {

constexpr std::chrono::milliseconds between_lines{200};

}  // namespace

std::string progress_line(std::uint64_t rows, std::uint64_t bytes, std::uint64_t bytes_in_all, double seconds, std::size_t width) {
  const double rate = seconds > 0 ? static_cast<double>(rows) / seconds : 0;
  std::string line = fmt::format("{} rows  {} rows/s", grouped(rows), grouped(static_cast<std::uint64_t>(rate)));
  if (bytes_in_all == 0 || bytes == 0) return line.substr(0, width);
  const double part = std::min(1.0, static_cast<double>(bytes) / static_cast<double>(bytes_in_all));
  const auto left = static_cast<std::uint64_t>(seconds * (1 - part) / part + 0.5);
  line = fmt::format("{:3.0f}%  {}  {}:{:02} left", 100 * part, line, left / 60, left % 60);
  constexpr std::size_t bar = 20;
  const auto filled = static_cast<std::size_t>(part * bar);
  if (line.size() + bar + 3 <= width) line = fmt::format("[{:#>{}}{:>{}}] {}", "", filled, "", bar - filled, line);
  return line.substr(0, width);
}

Progress::Progress(Terminal& terminal, std::uint64_t bytes_in_all)
    : terminal_(terminal), bytes_in_all_(bytes_in_all), width_(terminal.width_of_errors()) {}

void Progress::show(std::uint64_t rows, std::uint64_t bytes) {
  const Clock::time_point now = Clock::now();
  if (width_ == 0 || now - last_ < between_lines) return;
  last_ = now;
  const double seconds = std::chrono::duration<double>(now - begin_).count();
  terminal_.complain("\r" + progress_line(rows, bytes, bytes_in_all_, seconds, width_ - 1) + "\x1b[K");
  is_shown_ = true;
}

void Progress::clear() {
  if (is_shown_) terminal_.complain("\r\x1b[K");
  is_shown_ = false;
}

}  // namespace pasal::cli
