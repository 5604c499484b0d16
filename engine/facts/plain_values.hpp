// One written value put into a row.
//
// Purpose: the spellings that machines write take a few nanoseconds, and every other one means what `ValueReader` makes of
// it. Input: a fact and a text. Output: the value in a row of facts, or word that somebody else has to look at it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/facts/typed.hpp"
#include "engine/model/fact_row.hpp"

namespace pasal::facts {

// `1250`, `-3`, `12.50`: its digits as one whole number, and how many of them stand behind the point.
struct PlainNumber {
  std::int64_t digits = 0;
  std::ptrdiff_t decimals = 0;
};
// Takes a number from `at` on. Nothing where there is none, where it has zeros in front, or where it is so long that somebody
// else has to look at it. What is taken is a number in JSON too.
inline std::optional<PlainNumber> take_number(const char*& at, const char* end) {
  constexpr std::ptrdiff_t longest = 19;  // with its sign or its point; 18 digits fit
  const char* const begin = at;
  std::uint64_t digits = 0;
  const auto take_digits = [&digits, end](const char* from) {
    for (; from != end && *from >= '0' && *from <= '9'; ++from) digits = 10 * digits + static_cast<std::uint64_t>(*from - '0');
    return from;
  };
  const bool is_negative = at != end && *at == '-';
  const char* const whole = is_negative ? at + 1 : at;
  const char* const whole_end = take_digits(whole);
  at = whole_end;
  if (whole_end == whole || (*whole == '0' && whole_end != whole + 1)) return std::nullopt;
  std::ptrdiff_t decimals = 0;
  if (at != end && *at == '.') {
    at = take_digits(whole_end + 1);
    decimals = at - (whole_end + 1);
    if (decimals == 0) return std::nullopt;
  }
  if (at - begin > longest - (is_negative || decimals > 0 ? 0 : 1)) return std::nullopt;
  const auto magnitude = static_cast<std::int64_t>(digits);
  return PlainNumber{is_negative ? -magnitude : magnitude, decimals};
}

// What spellings stand for. They are learned where they are met, and found without a copy.
class Spellings {
public:
  std::optional<std::uint32_t> find(std::string_view text) const {
    const auto found = known_.find(text);
    return found == known_.end() ? std::nullopt : std::optional(found->second);
  }
  // False where there are very many already: they are not all remembered.
  bool learn(std::string_view text, std::uint32_t meaning) {
    constexpr std::size_t most = 4096;
    constexpr std::size_t longest = 256;
    return known_.size() < most && text.size() <= longest && known_.emplace(text, meaning).second;
  }

private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> known_;
};

// Of one layout. Remembers spellings, so each thread has its own.
class PlainValues {
public:
  explicit PlainValues(const FactLayout& layout);

  // False where the value is wrong or no row holds such a one.
  bool put(FactHandle fact, const Written& written, FactRow& into);
  // The same of what is known to be a number.
  bool put(FactHandle fact, const PlainNumber& number, const Written& written, FactRow& into);
  // The moment that `as of` says; nothing where it says none.
  std::optional<Moment> read_as_of(const Written& written);

private:
  bool put_number(FactHandle fact, const PlainNumber& number, const Written& written, FactRow& into) const;
  bool put_spelling(FactHandle fact, const Written& written, FactRow& into) const;
  bool put_usual(FactHandle fact, const Written& written, FactRow& into) const;
  bool put_any(FactHandle fact, const Written& written, FactRow& into);
  void note_claim(FactHandle fact, FactRow& into) const;

  // What has to be known of a fact for its usual spellings.
  struct Usual {
    TypeKind kind = TypeKind::unknown;
    bool when_verified = false;
    bool has_range = false;
    std::int64_t scale = 1;
    Spellings spellings = {};  // of `yes or no` and of `one of`
  };

  const FactLayout& layout_;
  std::vector<Usual> usual_;          // by fact
  Diagnostics problems_{0};           // only counted: who says what is wrong reads the row again
  ValueReader values_;
  std::string as_of_text_;            // read last, since it is often the same
  std::optional<Moment> as_of_;
};

}  // namespace pasal::facts
