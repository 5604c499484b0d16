// Which known name a misspelt one stands for.
//
// Input: the words as written and the names there are. Output: the names that may have been meant, the likeliest first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pasal {

// The nearest of `candidates` to `written`, best first, at most `most`. A name is near by its letters (`local ofice`), or
// by its words in whatever order (`birth date` for `date of birth`, `office` for `local office`). Case, `-`, `_` and
// spaces count as equal.
std::vector<std::string> nearest(std::string_view written, const std::vector<std::string>& candidates, std::size_t most = 3);

// The same for candidates that are offered one by one. One that cannot be among the best is passed over at a glance, so
// that a policy of thousands of names can have mistakes by the hundred.
class Nearest {
public:
  explicit Nearest(std::string_view written, std::size_t most = 1);
  void offer(const std::string& candidate);
  std::vector<std::string> found() const;

private:
  // How often each letter occurs. Not for what is not ASCII.
  struct Letters {
    std::array<std::uint16_t, 32> counts{};
    std::size_t all = 0;
    std::size_t spaces = 0;  // between words
    bool plain = true;
  };
  struct Found {
    int likeness = 0;
    std::string candidate;
  };
  static Letters count(std::string_view text);
  int most_alike(const Letters& candidate) const;

  std::string written_;
  Letters letters_;
  std::size_t most_;
  std::vector<Found> found_;  // best first
};

// How alike two names are by the same measure, in thousandths: 1000 where they are equal, 0 where they are not near.
int likeness(std::string_view written, std::string_view name);

// The number of edits (insert, delete, replace, swap) between two words, or `limit` + 1 where it is more than that.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace pasal
