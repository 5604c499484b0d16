// Whole numbers of 256 bits, without a sign: the room a product of two 128-bit numbers needs.
//
// Purpose: exact arithmetic that only overflows where the reduced result does. Input and output: `number.cpp` alone.
// Callers keep every value below 2^255, so that a sum or a doubling never wraps.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace pasal {

__extension__ using UInt128 = unsigned __int128;

struct Wide {
  UInt128 high = 0;
  UInt128 low = 0;
  friend auto operator<=>(const Wide&, const Wide&) = default;
};

inline bool is_zero(const Wide& a) { return a.high == 0 && a.low == 0; }

inline Wide add(const Wide& a, const Wide& b) {
  const UInt128 low = a.low + b.low;
  return {a.high + b.high + (low < a.low ? 1U : 0U), low};
}

// a - b, for a >= b.
inline Wide subtract(const Wide& a, const Wide& b) {
  return {a.high - b.high - (a.low < b.low ? 1U : 0U), a.low - b.low};
}

inline Wide shift_left(const Wide& a, int bits) {
  if (bits == 0) return a;
  if (bits >= 128) return {a.low << (bits - 128), 0};
  return {(a.high << bits) | (a.low >> (128 - bits)), a.low << bits};
}

inline Wide shift_right(const Wide& a, int bits) {
  if (bits == 0) return a;
  if (bits >= 128) return {0, a.high >> (bits - 128)};
  return {a.high >> bits, (a.low >> bits) | (a.high << (128 - bits))};
}

inline Wide multiply(UInt128 a, UInt128 b) {
  constexpr UInt128 half = std::numeric_limits<std::uint64_t>::max();
  const UInt128 low = (a & half) * (b & half);
  const UInt128 middle = (a >> 64) * (b & half) + (low >> 64);  // below 2^128: (2^64-1)^2 + 2^64 - 1
  const UInt128 other = (a & half) * (b >> 64) + (middle & half);
  return {(a >> 64) * (b >> 64) + (middle >> 64) + (other >> 64), (other << 64) | (low & half)};
}

inline int bit_width(UInt128 a) {
  const auto high = static_cast<std::uint64_t>(a >> 64);
  const auto low = static_cast<std::uint64_t>(a);
  if (high != 0) return 128 - __builtin_clzll(high);
  return low == 0 ? 0 : 64 - __builtin_clzll(low);
}

inline int bit_width(const Wide& a) { return a.high == 0 ? bit_width(a.low) : 128 + bit_width(a.high); }

// For a != 0.
inline int trailing_zeros(const Wide& a) {
  const UInt128 half = a.low != 0 ? a.low : a.high;
  const auto low = static_cast<std::uint64_t>(half);
  const int zeros = low != 0 ? __builtin_ctzll(low) : 64 + __builtin_ctzll(static_cast<std::uint64_t>(half >> 64));
  return a.low != 0 ? zeros : 128 + zeros;
}

struct WideQuotient {
  Wide quotient;
  Wide remainder;
};

// For b != 0.
inline WideQuotient divide(Wide a, const Wide& b) {
  // NOLINTNEXTLINE(clang-analyzer-core.DivideZero): it does not see that a common divisor of numbers not 0 is not 0
  if (a.high == 0 && b.high == 0) return {{0, a.low / b.low}, {0, a.low % b.low}};
  Wide quotient;
  for (int shift = bit_width(a) - bit_width(b); shift >= 0; --shift) {
    quotient = shift_left(quotient, 1);
    const Wide part = shift_left(b, shift);
    if (part > a) continue;
    a = subtract(a, part);
    quotient.low |= 1U;
  }
  return {quotient, a};
}

// The greatest common divisor; of 0 and b it is b. By halving, since a 256-bit division is slow.
inline Wide gcd(Wide a, Wide b) {
  if (is_zero(a)) return b;
  if (is_zero(b)) return a;
  const int a_zeros = trailing_zeros(a);
  const int b_zeros = trailing_zeros(b);
  a = shift_right(a, a_zeros);
  for (b = shift_right(b, b_zeros); a != b;) {
    if (a > b) {
      a = subtract(a, b);
      a = shift_right(a, trailing_zeros(a));
    } else {
      b = subtract(b, a);
      b = shift_right(b, trailing_zeros(b));
    }
  }
  return shift_left(a, a_zeros < b_zeros ? a_zeros : b_zeros);
}

}  // namespace pasal
