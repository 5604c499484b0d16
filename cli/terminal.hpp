// What the program writes and where: standard output and standard error, colour, width.
//
// Purpose: the one place that prints. A disk that is full is noticed; a reader who went away is no error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pasal::cli {

// 1,000,000
std::string grouped(std::uint64_t count);

enum class ColorMode : std::uint8_t { automatic, always, never };

class Terminal {
public:
  // A standard stream that is closed would be the first file that is opened: a message would go into a policy. What is
  // put in its place here can be neither read nor written, as a closed one.
  static void keep_streams_apart();

  void out(std::string_view text);
  void complain(std::string_view text);
  // Nobody reads on, or the disk is full: there is no use in writing more.
  bool has_failed() const { return failed_; }
  // Writes all that is pending. Returns `status`, or that of a failure where something could not be written.
  int finish(int status);

  void set_color(ColorMode mode) { color_ = mode; }
  void set_width(std::size_t width) { width_ = width; }
  bool color_of_output() const;
  bool color_of_errors() const;
  // As said, else as COLUMNS says, else the terminal's (but no lines that are tiring to read), else 100.
  std::size_t width() const;
  // The terminal's; 0 where standard error is none.
  std::size_t width_of_errors() const;
  // The terminal's lines; 0 where standard output is none.
  std::size_t height() const;

private:
  bool wants_color(int file) const;

  ColorMode color_ = ColorMode::automatic;
  std::size_t width_ = 0;  // 0: nothing was said
  bool failed_ = false;
  int error_ = 0;
};

}  // namespace pasal::cli
