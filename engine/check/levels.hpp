// The levels of items that a node speaks of: 0 is the subject, 1 the item of the outermost list, and so on.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "grammar/syntax.hpp"

namespace pasal::checking {

class Levels {
public:
  Levels() = default;
  explicit Levels(std::uint32_t level) { words_[level / bits] = std::uint64_t{1} << level % bits; }

  bool contains(std::uint32_t level) const { return (words_[level / bits] >> level % bits & 1) != 0; }
  Levels without(std::uint32_t level) const {
    Levels result = *this;
    result.words_[level / bits] &= ~(std::uint64_t{1} << level % bits);
    return result;
  }
  void add(const Levels& others) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= others.words_[i];
  }
  // 0 where there is none.
  std::uint32_t deepest() const {
    for (auto i = static_cast<std::uint32_t>(words_.size()); i-- > 0;) {
      if (words_[i] != 0) return i * bits + static_cast<std::uint32_t>(std::bit_width(words_[i])) - 1;
    }
    return 0;
  }

private:
  static constexpr std::uint32_t bits = 64;
  // Lists nest no deeper than conditions; a `for each` and the subject come on top.
  std::array<std::uint64_t, (SyntaxLimits::deepest_nesting + 2) / bits + 1> words_{};
};

}  // namespace pasal::checking
