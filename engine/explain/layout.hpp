// Text laid out in columns of a terminal: folding, a text at the right edge, tables, colour.
//
// Purpose: the shape of an answer for a person. Input: UTF-8 texts and a width. Output: lines, each ended by a line
// break, never trailing spaces. Widths are those a terminal shows, so that wide characters stay in their columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/explain/explain.hpp"

namespace pasal {

enum class Color : std::uint8_t { none, bold, dim, green, yellow, red };

// `text` in a colour, where colours are wanted.
std::string in_color(std::string_view text, Color color, const TextOptions& options);
// The stricter a measure, the more it alarms: green for the mildest of a ladder, red for the strictest.
Color color_of(std::uint32_t rung, std::size_t rungs);

class Layout {
public:
  explicit Layout(const TextOptions& options) : options_(options) {}

  std::string take() { return std::move(text_); }

  void empty_line() { text_ += '\n'; }
  // A paragraph, every line indented; `lead` stands before its first line inside the indent of the others.
  void paragraph(std::string_view text, std::size_t indent, std::string_view lead = {}, Color lead_color = Color::none);
  // A paragraph with a text at the right edge of its first line.
  void with_right(std::string_view text, std::string_view at_right, std::size_t indent, std::string_view lead = {},
                  Color lead_color = Color::none, Color text_color = Color::none);
  // A line as it is, its spaces kept.
  void preformatted(std::string_view text, std::size_t indent);
  // Rows of cells under each other. A row that is too long goes on below, under its second cell, folded.
  void table(std::vector<std::vector<std::string>> rows, std::size_t indent);

private:
  std::string colored(std::string_view text, Color color) const { return in_color(text, color, options_); }
  void line(std::string text);
  void row(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths, std::size_t indent);

  TextOptions options_;
  std::string text_;
};

// `text` with spaces after it up to a width.
std::string padded(std::string_view text, std::size_t width);

}  // namespace pasal
