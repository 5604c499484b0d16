#include "engine/model/number.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/model/wide.hpp"

namespace pasal {
namespace {

// Magnitudes stay below 2^127, so that negation never overflows.
constexpr UInt128 largest = (UInt128{1} << 127) - 1;
// No 128-bit denominator needs more decimals (1/2^126), no whole number more digits.
constexpr std::int64_t most_decimals = 126;
constexpr std::int64_t most_digits = 39;

UInt128 magnitude(Int128 a) { return a < 0 ? -static_cast<UInt128>(a) : static_cast<UInt128>(a); }

UInt128 greatest_common_divisor(UInt128 a, UInt128 b) {
  constexpr UInt128 half = std::numeric_limits<std::uint64_t>::max();
  while (b != 0) {
    if (a <= half && b <= half) {  // the usual case, and far cheaper
      return std::gcd(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b));
    }
    a %= b;
    std::swap(a, b);
  }
  return a;
}

// For a numerator and denominator that have no common divisor.
std::optional<Number> from_reduced(bool negative, const Wide& numerator, const Wide& denominator) {
  const Wide limit{0, largest};
  if (numerator > limit || denominator > limit) return std::nullopt;
  const auto value = static_cast<Int128>(numerator.low);
  return Number::ratio(negative ? -value : value, static_cast<Int128>(denominator.low));
}

std::optional<Number> reduce(bool negative, const Wide& numerator, const Wide& denominator) {
  const Wide common = gcd(numerator, denominator);
  return from_reduced(negative, divide(numerator, common).quotient, divide(denominator, common).quotient);
}

// a + b where a cross product does not fit 128 bits, though the sum may: 2^126/3 - (2^126 - 1)/4.
std::optional<Number> add_wide(const Number& a, const Number& b) {
  const auto a_denominator = magnitude(a.denominator());
  const auto b_denominator = magnitude(b.denominator());
  const Wide left = multiply(magnitude(a.numerator()), b_denominator);
  const Wide right = multiply(magnitude(b.numerator()), a_denominator);
  const Wide denominator = multiply(a_denominator, b_denominator);
  if (a.is_negative() == b.is_negative()) {
    return reduce(a.is_negative(), add(left, right), denominator);
  }
  if (left >= right) return reduce(a.is_negative(), subtract(left, right), denominator);
  return reduce(b.is_negative(), subtract(right, left), denominator);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(digits.size());
  return digits;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// A sign: true for `-`.
bool take_sign(std::string_view& text) {
  if (take(text, '-')) return true;
  take(text, '+');
  return false;
}

// Decimal digits times a power of ten.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
};

// Holds for digits of any length: a longer exponent than any text could balance stays at that bound.
std::int64_t exponent_of(std::string_view digits, bool negative) {
  constexpr std::int64_t bound = std::int64_t{1} << 56;
  std::int64_t exponent = 0;
  for (const char c : digits) exponent = std::min(bound, exponent * 10 + (c - '0'));
  return negative ? -exponent : exponent;
}

std::optional<Decimal> read_decimal(std::string_view text) {
  Decimal read;
  read.negative = take_sign(text);
  const auto whole = take_digits(text);
  if (whole.empty()) return std::nullopt;
  std::string_view fraction;
  if (take(text, '.')) {
    fraction = take_digits(text);
    if (fraction.empty()) return std::nullopt;
  }
  if (take(text, 'e') || take(text, 'E')) {
    const bool negative = take_sign(text);
    const auto exponent = take_digits(text);
    if (exponent.empty()) return std::nullopt;
    read.exponent = exponent_of(exponent, negative);
  }
  if (!text.empty()) return std::nullopt;
  read.digits.append(whole).append(fraction);
  read.exponent -= static_cast<std::int64_t>(fraction.size());
  return read;
}

// Without zeros at either end, so that the size of the number can be told before it is computed.
void trim(Decimal& decimal) {
  const auto last = decimal.digits.find_last_not_of('0');
  const auto kept = last == std::string::npos ? 0 : last + 1;
  decimal.exponent += static_cast<std::int64_t>(decimal.digits.size() - kept);
  decimal.digits.resize(kept);
  decimal.digits.erase(0, std::min(decimal.digits.find_first_not_of('0'), kept));
}

std::optional<Number> whole_of(std::string_view digits) {
  UInt128 value = 0;
  for (const char c : digits) {
    if (__builtin_mul_overflow(value, UInt128{10}, &value) ||
        __builtin_add_overflow(value, static_cast<UInt128>(c - '0'), &value)) {
      return std::nullopt;
    }
  }
  return from_reduced(false, {0, value}, {0, 1});
}

// `digits` behind the point. From the last digit to the first every step's denominator divides the result's, so a
// result that fits never overflows on the way: 1/2^126 has 88 digits that are no 128-bit number themselves.
std::optional<Number> fraction_of(std::string_view digits) {
  Number tail;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    const auto denominator = magnitude(tail.denominator());
    const auto front = multiply(denominator, static_cast<UInt128>(*digit - '0'));
    const auto next = reduce(false, add(front, {0, magnitude(tail.numerator())}), multiply(denominator, 10));
    if (!next) return std::nullopt;
    tail = *next;
  }
  return tail;
}

std::optional<Number> value_of(Decimal decimal) {
  trim(decimal);
  if (decimal.digits.empty()) return Number{};
  const auto size = static_cast<std::int64_t>(decimal.digits.size());
  if (decimal.exponent < -most_decimals || decimal.exponent > most_digits) return std::nullopt;
  if (size + decimal.exponent > most_digits) return std::nullopt;
  if (decimal.exponent >= 0) {
    decimal.digits.append(static_cast<std::size_t>(decimal.exponent), '0');
    return whole_of(decimal.digits);
  }
  const auto decimals = -decimal.exponent;
  if (size < decimals) decimal.digits.insert(0, static_cast<std::size_t>(decimals - size), '0');
  const auto point = decimal.digits.size() - static_cast<std::size_t>(decimals);
  const auto whole = whole_of(std::string_view{decimal.digits}.substr(0, point));
  const auto fraction = fraction_of(std::string_view{decimal.digits}.substr(point));
  if (!whole || !fraction) return std::nullopt;
  return add(*whole, *fraction);
}

std::string digits_of(UInt128 value) {
  std::string text;
  do {
    text.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::reverse(text.begin(), text.end());
  return text;
}

std::string group(const std::string& digits, char mark) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text.push_back(mark);
    text.push_back(digits[i]);
  }
  return text;
}

bool terminates(UInt128 denominator) {
  while (denominator % 2 == 0) denominator /= 2;
  while (denominator % 5 == 0) denominator /= 5;
  return denominator == 1;
}

// The digits behind the point of a number whose decimals end.
std::string decimals_of(UInt128 remainder, UInt128 denominator) {
  std::string text;
  while (remainder != 0) {
    const auto next = divide(multiply(remainder, 10), {0, denominator});
    text.push_back(static_cast<char>('0' + static_cast<int>(next.quotient.low)));
    remainder = next.remainder.low;
  }
  return text;
}

// `group_mark` 0 writes whole numbers without grouping.
std::string write(const Number& number, char group_mark, char decimal_mark) {
  const auto whole_text = [group_mark](UInt128 value) {
    return group_mark == 0 ? digits_of(value) : group(digits_of(value), group_mark);
  };
  const auto numerator = magnitude(number.numerator());
  const auto denominator = magnitude(number.denominator());
  std::string text = number.is_negative() ? "-" : "";
  if (!terminates(denominator)) return text + whole_text(numerator) + "/" + whole_text(denominator);
  text += whole_text(numerator / denominator);
  if (number.is_whole()) return text;
  return text + decimal_mark + decimals_of(numerator % denominator, denominator);
}

// Away from zero by one step, given the remainder of |a| / step?
bool rounds_away(Rounding rounding, bool negative, const Wide& remainder, const Wide& divisor) {
  switch (rounding) {
    case Rounding::up: return !negative;
    case Rounding::down: return negative;
    case Rounding::half_up: return shift_left(remainder, 1) >= divisor;
  }
  return false;
}

}  // namespace

std::optional<Number> Number::ratio(Int128 numerator, Int128 denominator) {
  if (denominator == 0) return std::nullopt;
  UInt128 above = magnitude(numerator);
  UInt128 below = magnitude(denominator);
  if (below != 1) {
    const auto common = greatest_common_divisor(above, below);
    above /= common;  // NOLINT(clang-analyzer-core.DivideZero): no divisor of `below` is 0
    below /= common;
  }
  if (above > largest || below > largest) return std::nullopt;
  Number result;
  result.numerator_ = static_cast<Int128>(above);
  if ((numerator < 0) != (denominator < 0)) result.numerator_ = -result.numerator_;
  result.denominator_ = static_cast<Int128>(below);
  return result;
}

std::optional<Number> Number::parse(std::string_view text) {
  auto decimal = read_decimal(text);
  if (!decimal) return std::nullopt;
  const bool negative = decimal->negative;
  const auto value = value_of(std::move(*decimal));
  return value && negative ? negate(*value) : value;
}

std::optional<std::int64_t> Number::whole() const {
  using Limits = std::numeric_limits<std::int64_t>;
  if (!is_whole() || numerator_ < Limits::min() || numerator_ > Limits::max()) return std::nullopt;
  return static_cast<std::int64_t>(numerator_);
}

std::string Number::plain() const { return write(*this, 0, '.'); }

std::string Number::grouped(NumberMarks marks) const { return write(*this, marks.group, marks.decimal); }

bool Number::fits_15_digits() const {
  if (!terminates(magnitude(denominator_))) return false;
  std::string digits = plain();
  std::erase_if(digits, [](char c) { return !is_digit(c); });
  const auto first = digits.find_first_not_of('0');
  if (first == std::string::npos) return true;
  return digits.find_last_not_of('0') - first < 15;
}

std::strong_ordering operator<=>(const Number& a, const Number& b) {
  if (a.denominator_ == b.denominator_) return a.numerator_ <=> b.numerator_;
  if (a.is_negative() != b.is_negative()) {
    return a.is_negative() ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  const Wide left = multiply(magnitude(a.numerator_), magnitude(b.denominator_));
  const Wide right = multiply(magnitude(b.numerator_), magnitude(a.denominator_));
  return a.is_negative() ? right <=> left : left <=> right;
}

std::optional<Number> add(const Number& a, const Number& b) {
  const Int128 common = static_cast<Int128>(
      a.is_whole() || b.is_whole() ? 1
                                   : greatest_common_divisor(magnitude(a.denominator()), magnitude(b.denominator())));
  const Int128 a_factor = b.denominator() / common;
  const Int128 b_factor = a.denominator() / common;
  Int128 left = 0;
  Int128 right = 0;
  Int128 sum = 0;
  Int128 denominator = 0;
  if (__builtin_mul_overflow(a.numerator(), a_factor, &left) ||
      __builtin_mul_overflow(b.numerator(), b_factor, &right) || __builtin_add_overflow(left, right, &sum) ||
      __builtin_mul_overflow(a.denominator(), a_factor, &denominator)) {
    return add_wide(a, b);
  }
  return Number::ratio(sum, denominator);
}

std::optional<Number> subtract(const Number& a, const Number& b) {
  const auto negative = negate(b);
  return negative ? add(a, *negative) : std::nullopt;
}

std::optional<Number> multiply(const Number& a, const Number& b) {
  // Crosswise reduction first: the products are then in lowest terms and overflow only where the result does.
  const auto left = static_cast<Int128>(greatest_common_divisor(magnitude(a.numerator()), magnitude(b.denominator())));
  const auto right = static_cast<Int128>(greatest_common_divisor(magnitude(b.numerator()), magnitude(a.denominator())));
  Int128 numerator = 0;
  Int128 denominator = 0;
  if (__builtin_mul_overflow(a.numerator() / left, b.numerator() / right, &numerator) ||
      __builtin_mul_overflow(a.denominator() / right, b.denominator() / left, &denominator)) {
    return std::nullopt;
  }
  return Number::ratio(numerator, denominator);
}

std::optional<Number> divide(const Number& a, const Number& b) {
  const auto inverse = Number::ratio(b.denominator(), b.numerator());
  return inverse ? multiply(a, *inverse) : std::nullopt;
}

std::optional<Number> negate(const Number& a) { return Number::ratio(-a.numerator(), a.denominator()); }

std::optional<Number> round_to(const Number& a, const Number& step, Rounding rounding) {
  if (step.is_zero() || step.is_negative()) return std::nullopt;
  const auto step_above = magnitude(step.numerator());
  const auto step_below = magnitude(step.denominator());
  const Wide divisor = multiply(magnitude(a.denominator()), step_above);
  const auto [steps, remainder] = divide(multiply(magnitude(a.numerator()), step_below), divisor);
  if (is_zero(remainder)) return a;
  const bool away = rounds_away(rounding, a.is_negative(), remainder, divisor);
  const Wide count = away ? add(steps, {0, 1}) : steps;

  // count * step, reduced before it is multiplied: the count alone may be more than 128 bits.
  const Wide common = gcd(count, {0, step_below});
  const Wide factor = divide(count, common).quotient;
  if (factor.high != 0) return std::nullopt;
  const Wide denominator = divide({0, step_below}, common).quotient;
  return from_reduced(a.is_negative(), multiply(factor.low, step_above), denominator);
}

Number floor(const Number& a) {
  if (a.is_whole()) return a;
  const Int128 towards_zero = a.numerator() / a.denominator();
  return Number::ratio(a.is_negative() ? towards_zero - 1 : towards_zero, 1).value_or(a);
}

}  // namespace pasal
