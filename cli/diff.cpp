#include "cli/diff.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace pasal::cli {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t context = 3;
// Above this many comparisons the differing middle is shown as replaced whole: right, only longer.
constexpr std::size_t most_comparisons = 16'000'000;

Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// One line of the result: ' ' in both, '-' before, '+' after.
struct Edit {
  char kind = ' ';
  std::string_view line;
};

// The shortest way from one text to the other between `begin` and the ends, by longest common subsequence.
void edit_middle(const Lines& before, std::size_t before_end, const Lines& after, std::size_t after_end,
                 std::size_t begin, std::vector<Edit>& edits) {
  const std::size_t rows = before_end - begin;
  const std::size_t columns = after_end - begin;
  std::size_t row = 0;
  std::size_t column = 0;
  if (rows != 0 && columns != 0 && rows <= most_comparisons / columns) {
    std::vector<std::uint32_t> length((rows + 1) * (columns + 1));
    const auto at = [&](std::size_t r, std::size_t c) -> std::uint32_t& { return length[r * (columns + 1) + c]; };
    for (std::size_t r = rows; r-- > 0;) {
      for (std::size_t c = columns; c-- > 0;) {
        const bool same = before[begin + r] == after[begin + c];
        at(r, c) = same ? at(r + 1, c + 1) + 1 : std::max(at(r + 1, c), at(r, c + 1));
      }
    }
    while (row < rows && column < columns) {
      if (before[begin + row] == after[begin + column]) {
        edits.push_back({' ', before[begin + row]});
        ++row;
        ++column;
      } else if (at(row + 1, column) >= at(row, column + 1)) {
        edits.push_back({'-', before[begin + row++]});
      } else {
        edits.push_back({'+', after[begin + column++]});
      }
    }
  }
  for (; row < rows; ++row) edits.push_back({'-', before[begin + row]});
  for (; column < columns; ++column) edits.push_back({'+', after[begin + column]});
}

std::vector<Edit> edits_between(const Lines& before, const Lines& after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t begin = 0;
  while (begin < shorter && before[begin] == after[begin]) ++begin;
  std::size_t tail = 0;
  while (tail < shorter - begin && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;

  std::vector<Edit> edits;
  for (std::size_t line = 0; line < begin; ++line) edits.push_back({' ', before[line]});
  edit_middle(before, before.size() - tail, after, after.size() - tail, begin, edits);
  for (std::size_t line = before.size() - tail; line < before.size(); ++line) edits.push_back({' ', before[line]});
  return edits;
}

// A hunk begins and ends with up to three lines that are the same; hunks that would touch are one.
std::vector<std::pair<std::size_t, std::size_t>> hunks_of(const std::vector<Edit>& edits) {
  std::vector<std::pair<std::size_t, std::size_t>> hunks;
  for (std::size_t at = 0; at < edits.size(); ++at) {
    if (edits[at].kind == ' ') continue;
    const std::size_t begin = at < context ? 0 : at - context;
    const std::size_t end = std::min(at + context + 1, edits.size());
    if (!hunks.empty() && begin <= hunks.back().second) {
      hunks.back().second = end;
    } else {
      hunks.emplace_back(begin, end);
    }
  }
  return hunks;
}

std::size_t one_if(bool yes) { return yes ? 1U : 0U; }

std::string range(std::size_t first, std::size_t count) {
  // An empty range names the line before it.
  return count == 1 ? std::to_string(first + 1) : fmt::format("{},{}", count == 0 ? first : first + 1, count);
}

}  // namespace

std::string unified_diff(const std::string& name, const std::string& before, const std::string& after) {
  if (before == after) return {};
  const std::vector<Edit> edits = edits_between(split(before), split(after));
  std::string text = fmt::format("--- {}\n+++ {}\n", name, name);
  std::size_t old_line = 0;
  std::size_t new_line = 0;
  std::size_t at = 0;
  for (const auto& [begin, end] : hunks_of(edits)) {
    for (; at < begin; ++at) {
      old_line += one_if(edits[at].kind != '+');
      new_line += one_if(edits[at].kind != '-');
    }
    std::string lines;
    std::size_t old_count = 0;
    std::size_t new_count = 0;
    for (; at < end; ++at) {
      old_count += one_if(edits[at].kind != '+');
      new_count += one_if(edits[at].kind != '-');
      lines += edits[at].kind;
      lines += edits[at].line;
      if (!lines.ends_with('\n')) lines += "\n\\ No newline at end of file\n";
    }
    text += fmt::format("@@ -{} +{} @@\n{}", range(old_line, old_count), range(new_line, new_count), lines);
    old_line += old_count;
    new_line += new_count;
  }
  return text;
}

}  // namespace pasal::cli
