#include "engine/model/number.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <random>

using pasal::Int128;
using pasal::Number;
using pasal::Rounding;

namespace {

constexpr Int128 largest = ((Int128{1} << 126) - 1) * 2 + 1;
const std::string largest_text = "170141183460469231731687303715884105727";

std::string text(const std::optional<Number>& number) { return number ? number->plain() : "nothing"; }

Number number(const std::string& written) {
  const auto slash = written.find('/');
  const auto value = slash == std::string::npos ? Number::parse(written)
                                                : pasal::divide(*Number::parse(written.substr(0, slash)),
                                                                *Number::parse(written.substr(slash + 1)));
  REQUIRE(value.has_value());
  return *value;
}

std::string parsed(std::string_view written) { return text(Number::parse(written)); }
std::string sum(const std::string& a, const std::string& b) { return text(add(number(a), number(b))); }
std::string product(const std::string& a, const std::string& b) { return text(multiply(number(a), number(b))); }

std::string rounded(const std::string& a, const std::string& step, Rounding rounding) {
  return text(round_to(number(a), number(step), rounding));
}

Number power_of_two(int exponent) { return *Number::ratio(Int128{1} << exponent, 1); }

}  // namespace

TEST_CASE("a number is in lowest terms with a positive denominator") {
  CHECK(text(Number::ratio(6, 4)) == "1.5");
  CHECK(text(Number::ratio(6, -4)) == "-1.5");
  CHECK(text(Number::ratio(-6, -4)) == "1.5");
  CHECK(text(Number::ratio(0, -7)) == "0");
  CHECK(Number::ratio(0, -7) == Number{});
  CHECK(text(Number::ratio(-2, 6)) == "-1/3");
  CHECK_FALSE(Number::ratio(1, 0).has_value());
  CHECK_FALSE(Number::ratio(0, 0).has_value());
}

TEST_CASE("the least 128-bit integer has no place of its own") {
  const Int128 least = -largest - 1;
  CHECK_FALSE(Number::ratio(least, 1).has_value());
  CHECK_FALSE(Number::ratio(1, least).has_value());
  CHECK_FALSE(Number::ratio(least, 3).has_value());
  CHECK(text(Number::ratio(least, least)) == "1");
  CHECK(text(Number::ratio(least, 2)) == "-85070591730234615865843651857942052864");
  CHECK(text(Number::ratio(2, least)) == text(negate(*Number::ratio(1, Int128{1} << 126))));
  CHECK(text(negate(*Number::ratio(largest, 1))) == "-" + largest_text);
}

TEST_CASE("parse reads plain decimal text") {
  CHECK(parsed("0") == "0");
  CHECK(parsed("-0") == "0");
  CHECK(parsed("+5200") == "5200");
  CHECK(parsed("-0.125") == "-0.125");
  CHECK(parsed("0005.5000") == "5.5");
  CHECK(parsed("2e3") == "2000");
  CHECK(parsed("2.5E+3") == "2500");
  CHECK(parsed("25e-1") == "2.5");
  CHECK(parsed("1.5e0000000000000000000000003") == "1500");
}

TEST_CASE("parse refuses everything else") {
  for (const char* wrong :
       {"",    "-",     "+",  ".",  ".5",  "5.",    "-.5",  "1,000", "1_000", " 1",  "1 ", "--1",
        "+-1", "1.2.3", "e3", "1e", "1e+", "1e1.5", "0x10", "inf",   "nan",   "1/3", "5%", "\xd9\xa1"}) {
    CAPTURE(wrong);
    CHECK(parsed(wrong) == "nothing");
  }
  CHECK(parsed(std::string_view{"1\0", 2}) == "nothing");
}

TEST_CASE("parse ends at the largest number") {
  CHECK(parsed(largest_text) == largest_text);
  CHECK(parsed("-" + largest_text) == "-" + largest_text);
  CHECK(parsed("170141183460469231731687303715884105728") == "nothing");
  CHECK(parsed("-170141183460469231731687303715884105728") == "nothing");
  CHECK(parsed("1e38") == "1" + std::string(38, '0'));
  CHECK(parsed("2e38") == "nothing");
  CHECK(parsed("1e39") == "nothing");
  CHECK(parsed("1e-38") == "0." + std::string(37, '0') + "1");
  CHECK(parsed("1e-39") == "nothing");
  CHECK(parsed(largest_text + ".5") == "nothing");
}

TEST_CASE("parse is quick with huge exponents and long texts") {
  const auto start = std::chrono::steady_clock::now();
  CHECK(parsed("1e999999999") == "nothing");
  CHECK(parsed("1e-999999999") == "nothing");
  CHECK(parsed("1e99999999999999999999999999999999") == "nothing");
  CHECK(parsed("0e99999999999999999999999999999999") == "0");
  const std::string zeros(1'000'000, '0');
  CHECK(parsed("1." + zeros) == "1");
  CHECK(parsed(zeros + "7") == "7");
  CHECK(parsed("1" + zeros + "e-1000000") == "1");
  CHECK(parsed("0." + zeros + "1e1000001") == "1");
  CHECK(parsed("1" + zeros) == "nothing");
  CHECK(parsed("0." + std::string(1'000'000, '3')) == "nothing");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{2});
}

TEST_CASE("decimals are written however many there are, and read back") {
  const auto smallest = Number::ratio(1, Int128{1} << 126);
  REQUIRE(smallest.has_value());
  const auto written = smallest->plain();
  CHECK(written.size() == 128);
  CHECK(written.substr(written.size() - 4) == "5625");
  CHECK(Number::parse(written) == smallest);
  const auto nearly_one = Number::ratio((Int128{1} << 126) - 1, Int128{1} << 126);
  CHECK(Number::parse(nearly_one->plain()) == nearly_one);
  const auto fifths = Number::ratio(largest, 5);
  CHECK(Number::parse(fifths->plain()) == fifths);
}

TEST_CASE("arithmetic is exact") {
  CHECK(sum("0.1", "0.2") == "0.3");
  CHECK(product("1/3", "3") == "1");
  CHECK(sum("1/3", "-1/3") == "0");
  CHECK(sum("1/6", "1/10") == "4/15");
  CHECK(text(subtract(number("1"), number("0.9"))) == "0.1");
  CHECK(text(divide(number("10"), number("-4"))) == "-2.5");
  CHECK(text(divide(number("0"), number("-4"))) == "0");
  CHECK(text(divide(number("1"), number("0"))) == "nothing");
  CHECK(text(negate(number("-7"))) == "7");
}

TEST_CASE("arithmetic overflows only where the result does") {
  CHECK(sum(largest_text, "1") == "nothing");
  CHECK(sum(largest_text, "-1") == "170141183460469231731687303715884105726");
  CHECK(sum("-" + largest_text, "-1") == "nothing");
  CHECK(product(largest_text, "2") == "nothing");
  CHECK(product(largest_text, "1/2") == "85070591730234615865843651857942052863.5");

  const auto big = power_of_two(100);
  CHECK(multiply(*divide(big, number("3")), *divide(number("3"), big)) == Number{1});
  CHECK(multiply(power_of_two(63), power_of_two(63)) == power_of_two(126));
  CHECK_FALSE(multiply(power_of_two(63), power_of_two(64)).has_value());
  CHECK_FALSE(multiply(power_of_two(64), *negate(power_of_two(63))).has_value());  // -2^127

  // 2^126/3 - (2^126 - 1)/4 = (2^126 + 3)/12: the cross products need 128 bits and more.
  const auto left = Number::ratio(Int128{1} << 126, 3);
  const auto right = Number::ratio((Int128{1} << 126) - 1, 4);
  CHECK(subtract(*left, *right) == Number::ratio((Int128{1} << 126) + 3, 12));
  CHECK(subtract(*right, *left) == negate(*Number::ratio((Int128{1} << 126) + 3, 12)));
  CHECK_FALSE(add(*left, *right).has_value());

  // Denominators whose product overflows but cancels in the sum.
  const Int128 prime = 1'000'003;
  const auto half = Number::ratio(1, prime * (Int128{1} << 100));
  CHECK(add(*half, *Number::ratio(prime - 1, prime * (Int128{1} << 100))) == Number::ratio(1, Int128{1} << 100));
}

TEST_CASE("comparison is exact even where cross products overflow") {
  CHECK(number("1/3") < number("0.34"));
  CHECK(number("-1/3") > number("-0.34"));
  CHECK(number("-1") < number("0.5"));
  CHECK((number("2") <=> number("2.0")) == std::strong_ordering::equal);

  // n/(n+1) < (n+1)/(n+2), as close as 128 bits allow.
  const auto below = *Number::ratio(largest - 2, largest - 1);
  const auto above = *Number::ratio(largest - 1, largest);
  CHECK(below < above);
  CHECK(above > below);
  CHECK(*negate(below) > *negate(above));
  CHECK(above < Number{1});
  CHECK(*Number::ratio(1, largest) > Number{0});
  CHECK(*Number::ratio(-1, largest) < Number{0});
}

TEST_CASE("whole is a 64-bit integer") {
  using Limits = std::numeric_limits<std::int64_t>;
  CHECK(number("12").whole() == 12);
  CHECK_FALSE(number("1.5").whole().has_value());
  CHECK(number("9223372036854775807").whole() == Limits::max());
  CHECK_FALSE(number("9223372036854775808").whole().has_value());
  CHECK(number("-9223372036854775808").whole() == Limits::min());
  CHECK_FALSE(number("-9223372036854775809").whole().has_value());
  CHECK(Number{Limits::min()}.whole() == Limits::min());
}

TEST_CASE("grouped writes for a person") {
  CHECK(number("0").grouped() == "0");
  CHECK(number("999").grouped() == "999");
  CHECK(number("5200").grouped() == "5,200");
  CHECK(number("-1000000").grouped() == "-1,000,000");
  CHECK(number("-123456.25").grouped() == "-123,456.25");
  CHECK(number("1000.5").grouped({'.', ','}) == "1.000,5");
  CHECK(number("0.0001234").grouped() == "0.0001234");
  CHECK(number("1/3").grouped() == "1/3");
  CHECK(number("-10000/3").grouped() == "-10,000/3");
  CHECK(number("1/3000").grouped({'.', ','}) == "1/3.000");
}

TEST_CASE("fits_15_digits counts significant digits") {
  CHECK(number("0").fits_15_digits());
  CHECK(number("123456789012345").fits_15_digits());
  CHECK_FALSE(number("1234567890123456").fits_15_digits());
  CHECK(number("-0.000123456789012345").fits_15_digits());
  CHECK(number("1e38").fits_15_digits());
  CHECK_FALSE(number("100000000000000.5").fits_15_digits());
  CHECK_FALSE(number("1/3").fits_15_digits());
}

TEST_CASE("round_to chooses a multiple of the step") {
  CHECK(rounded("1234", "1000", Rounding::half_up) == "1000");
  CHECK(rounded("1500", "1000", Rounding::half_up) == "2000");
  CHECK(rounded("-1500", "1000", Rounding::half_up) == "-2000");
  CHECK(rounded("-1499.9", "1000", Rounding::half_up) == "-1000");
  CHECK(rounded("1001", "1000", Rounding::up) == "2000");
  CHECK(rounded("-1001", "1000", Rounding::up) == "-1000");
  CHECK(rounded("1999", "1000", Rounding::down) == "1000");
  CHECK(rounded("-1001", "1000", Rounding::down) == "-2000");
  CHECK(rounded("-400", "1000", Rounding::half_up) == "0");
  CHECK(rounded("2.675", "0.01", Rounding::half_up) == "2.68");
  CHECK(rounded("1/3", "0.25", Rounding::up) == "0.5");
  CHECK(rounded("1", "1/3", Rounding::down) == "1");
  CHECK(rounded("7", "2/3", Rounding::down) == "20/3");
}

TEST_CASE("round_to keeps what is representable") {
  CHECK(rounded("1", "0", Rounding::up) == "nothing");
  CHECK(rounded("1", "-1", Rounding::up) == "nothing");
  CHECK(rounded(largest_text, "1000", Rounding::down) == "170141183460469231731687303715884105000");
  CHECK(rounded(largest_text, "1000", Rounding::up) == "nothing");
  // 2^120 is 2^140 steps of 1/2^20: a count beyond 128 bits of a result within.
  CHECK(round_to(power_of_two(120), *Number::ratio(1, Int128{1} << 20), Rounding::up) == power_of_two(120));
  const auto third = Number::ratio((Int128{1} << 100) * 3 + 1, 3);  // 2^100 + 1/3
  CHECK(round_to(*third, *Number::ratio(1, Int128{1} << 20), Rounding::half_up) ==
        add(power_of_two(100), *Number::ratio(349'525, Int128{1} << 20)));
  CHECK_FALSE(round_to(*third, *Number::ratio(1, Int128{1} << 30), Rounding::half_up).has_value());
}

TEST_CASE("floor goes towards minus infinity") {
  CHECK(floor(number("2.5")) == Number{2});
  CHECK(floor(number("-2.5")) == Number{-3});
  CHECK(floor(number("-3")) == Number{-3});
  CHECK(floor(*Number::ratio(-1, largest)) == Number{-1});
  CHECK(floor(*Number::ratio(-largest, 2)).plain() == "-85070591730234615865843651857942052864");
}

TEST_CASE("laws of arithmetic hold for numbers of every size") {
  std::mt19937_64 random{20180703};
  const auto any = [&random] {
    const auto part = [&random] {
      const int bits = static_cast<int>(random() % 127);
      const auto high = static_cast<Int128>(random() >> 1);
      return ((high << 64) | static_cast<Int128>(random())) >> (126 - bits);
    };
    const auto denominator = part();
    const auto value = Number::ratio(random() % 2 == 0 ? part() : -part(), denominator == 0 ? 1 : denominator);
    REQUIRE(value.has_value());
    return *value;
  };
  for (int i = 0; i < 20'000; ++i) {
    const auto a = any();
    const auto b = any();
    CAPTURE(a.plain());
    CAPTURE(b.plain());
    const auto total = add(a, b);
    CHECK(total == add(b, a));
    if (total) CHECK(subtract(*total, b) == a);  // exact, so nothing is lost on the way back
    if (total) CHECK((*total < a) == b.is_negative());
    const auto area = multiply(a, b);
    if (area && !b.is_zero()) CHECK(divide(*area, b) == a);
    CHECK((a < b) == (*negate(a) > *negate(b)));
    if (a.plain().find('/') == std::string::npos) CHECK(Number::parse(a.plain()) == a);
    const auto down = round_to(a, Number{7}, Rounding::down);
    if (down) CHECK(*down <= a);
    if (const auto gap = down ? subtract(a, *down) : std::nullopt) CHECK(*gap < Number{7});
    CHECK(floor(a) <= a);
  }
}
