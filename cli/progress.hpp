// How far a long run has come, in a line of the terminal that is written over.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "cli/terminal.hpp"

namespace pasal::cli {

class Progress {
public:
  // `bytes_in_all`: 0 where nobody knows. Where standard error is no terminal, nothing is shown.
  Progress(Terminal& terminal, std::uint64_t bytes_in_all);
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(std::uint64_t rows, std::uint64_t bytes);
  // Takes the line away, so that something else can be said.
  void clear();

private:
  using Clock = std::chrono::steady_clock;

  Terminal& terminal_;
  std::uint64_t bytes_in_all_;
  std::size_t width_;
  bool is_shown_ = false;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_ = begin_;
};

// `[#####     ] 50%  12,000 rows  4,000 rows/s  0:03 left`
std::string progress_line(std::uint64_t rows, std::uint64_t bytes, std::uint64_t bytes_in_all, double seconds, std::size_t width);

}  // namespace pasal::cli
