// Exact rational numbers.
//
// Purpose: every number a policy or a facts file mentions. `0.1 + 0.2` is `0.3` and `1/3 * 3` is `1`; there is no
// floating point. Input: decimal text or integers. Output: numbers in lowest terms, or nothing where the result
// does not fit a 128-bit numerator and denominator (the caller makes that an error value, never a rounding).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pasal {

__extension__ using Int128 = __int128;

// How `rounded [up | down] to STEP` rounds. `half_up` rounds halves away from zero (commercial rounding).
enum class Rounding { half_up, up, down };

// Which marks a language writes in a number: English `1,000.5`, Indonesian `1.000,5`.
struct NumberMarks {
  char group = ',';
  char decimal = '.';
};

// A rational number in lowest terms with a positive denominator. Cheap to copy; all operations are O(128) at worst.
class Number {
public:
  constexpr Number() = default;
  constexpr Number(std::int64_t whole) : numerator_(whole) {}  // NOLINT(google-explicit-constructor): a literal is a number

  // numerator / denominator in lowest terms. Nothing when the denominator is 0.
  static std::optional<Number> ratio(Int128 numerator, Int128 denominator);

  // Reads plain decimal text: optional `-` or `+`, digits, optionally `.` and digits, optionally an exponent
  // `e3`. No grouping. Nothing when the text is not such a number or does not fit.
  static std::optional<Number> parse(std::string_view text);

  Int128 numerator() const { return numerator_; }
  Int128 denominator() const { return denominator_; }
  bool is_whole() const { return denominator_ == 1; }
  bool is_zero() const { return numerator_ == 0; }
  bool is_negative() const { return numerator_ < 0; }

  // The number as a 64-bit integer, when it is whole and fits.
  std::optional<std::int64_t> whole() const;

  // Plain decimal text, as a facts file would write it: `5200`, `-0.125`. A number whose decimals never end is
  // written as a fraction, `1/3`.
  std::string plain() const;

  // Decimal text for a person, grouped in threes: `5,200`, `1,000.5` (four digits are grouped too). A number whose
  // decimals never end is written as a fraction, `1/3`.
  std::string grouped(NumberMarks marks = {}) const;

  // True when at most 15 significant decimal digits write the number exactly (so that a JSON reader's double holds it).
  bool fits_15_digits() const;

  friend bool operator==(const Number&, const Number&) = default;
  friend std::strong_ordering operator<=>(const Number& a, const Number& b);  // exact even where a cross product would overflow

private:
  Int128 numerator_ = 0;
  Int128 denominator_ = 1;
};

// Exact arithmetic; nothing when the result does not fit. `divide` is also nothing when `b` is 0: ask `b.is_zero()`.
std::optional<Number> add(const Number& a, const Number& b);
std::optional<Number> subtract(const Number& a, const Number& b);
std::optional<Number> multiply(const Number& a, const Number& b);
std::optional<Number> divide(const Number& a, const Number& b);
std::optional<Number> negate(const Number& a);

// The multiple of `step` (which is positive) that `rounding` chooses; `up` is towards plus infinity, `down` towards minus infinity.
std::optional<Number> round_to(const Number& a, const Number& step, Rounding rounding);

// The largest whole number not above `a`.
Number floor(const Number& a);

}  // namespace pasal
