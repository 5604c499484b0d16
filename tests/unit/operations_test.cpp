#include "engine/model/operations.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace pasal;

namespace {

Date day(std::string_view text) {
  const auto date = parse_date(text);
  REQUIRE(date.has_value());
  return *date;
}

TimeZone jakarta() {
  const auto zone = TimeZone::find("Asia/Jakarta");
  REQUIRE(zone.has_value());
  return *zone;
}

Moment at(std::string_view text) {
  const auto time = parse_civil_time(text);
  REQUIRE(time.has_value());
  const auto moment = jakarta().moment(*time);
  REQUIRE(moment.has_value());
  return *moment;
}

Value text(std::string_view words) { return std::make_shared<const std::string>(words); }
Value list(std::vector<std::string> texts) {
  return std::make_shared<const std::vector<std::string>>(std::move(texts));
}
Value number(std::string_view written) {
  const auto result = Number::parse(written);
  REQUIRE(result.has_value());
  return *result;
}
Value hours(std::int64_t count) { return Duration{DurationKind::clock, count * 60}; }
Value days(std::int64_t count) { return Duration{DurationKind::days, count}; }
Value months(std::int64_t count) { return Duration{DurationKind::months, count}; }
Value working_days(std::int64_t count) { return Duration{DurationKind::working_days, count}; }

const Value open = Unknown{};
const Value none = None{};

WorkingCalendar calendar_of_2022() {
  WorkingCalendar calendar;
  calendar.holidays[2022] = {day("2022-05-02"), day("2022-05-03"), day("2022-12-25")};
  return calendar;
}

OperationResult result_of(Operator operation, const std::vector<Value>& operands) {
  static const WorkingCalendar calendar = calendar_of_2022();
  static const TimeZone zone = jakarta();
  return apply(operation, operands, {calendar, zone});
}

// The result as an English answer would show it, or its problem.
std::string shown(Operator operation, const std::vector<Value>& operands) {
  const OperationResult result = result_of(operation, operands);
  if (!result.problem.empty()) return "problem: " + result.problem;
  return display(result.value, {}, Language::english, jakarta());
}

}  // namespace

TEST_CASE("and, or, not: Kleene's tables") {
  const Value values[] = {false, open, true};
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) {
      CHECK(same(result_of(Operator::and_, {values[a], values[b]}).value, values[std::min(a, b)]));
      CHECK(same(result_of(Operator::or_, {values[a], values[b]}).value, values[std::max(a, b)]));
    }
    CHECK(same(result_of(Operator::not_, {values[a]}).value, values[2 - a]));
  }
  CHECK(shown(Operator::and_, {false, ErrorValue{0}}) == "no");
  CHECK(shown(Operator::or_, {true, ErrorValue{0}}) == "yes");
  CHECK(shown(Operator::and_, {true, none}) == "no");
  CHECK(shown(Operator::shown, {open}) == "no");
  CHECK(shown(Operator::shown, {true}) == "yes");
}

TEST_CASE("comparisons") {
  CHECK(shown(Operator::less, {number("0.3"), number("1")}) == "yes");
  CHECK(shown(Operator::greater_or_equal, {number("1"), number("1")}) == "yes");
  CHECK(shown(Operator::equal, {text("a"), text("a")}) == "yes");
  CHECK(shown(Operator::equal, {text("a"), text("A")}) == "no");
  CHECK(shown(Operator::equal, {list({"a", "b"}), list({"a", "b"})}) == "yes");
  CHECK(shown(Operator::equal, {EnumerationValue{1}, EnumerationValue{2}}) == "no");
  CHECK(shown(Operator::less, {open, number("1")}) == "unknown");
  CHECK(shown(Operator::between, {number("5"), number("1"), number("5")}) == "yes");
  CHECK(shown(Operator::between, {number("5"), number("6"), open}) == "no");
  CHECK(shown(Operator::between, {number("5"), number("1"), open}) == "unknown");
  CHECK(std::holds_alternative<ErrorValue>(result_of(Operator::less, {open, ErrorValue{3}}).value));
}

TEST_CASE("none: every comparison is false but `is not`") {
  for (const auto operation :
       {Operator::equal, Operator::less, Operator::less_or_equal, Operator::greater, Operator::greater_or_equal}) {
    CHECK(shown(operation, {none, number("1")}) == "no");
    CHECK(shown(operation, {none, none}) == "no");
  }
  CHECK(shown(Operator::not_equal, {none, number("1")}) == "yes");
  CHECK(shown(Operator::equal, {none, open}) == "unknown");
  CHECK(shown(Operator::is_none, {none}) == "yes");
  CHECK(shown(Operator::is_none, {list({})}) == "yes");
  CHECK(shown(Operator::is_present, {number("0")}) == "yes");
  CHECK(shown(Operator::is_present, {open}) == "unknown");
  CHECK(shown(Operator::add, {none, number("1")}) == "problem: one cannot calculate with none");
}

TEST_CASE("arithmetic is exact, and what does not fit is a problem") {
  CHECK(shown(Operator::add, {number("0.1"), number("0.2")}) == "0.3");
  CHECK(shown(Operator::divide, {number("1"), number("0")}) == "problem: division by zero");
  CHECK(shown(Operator::divide, {open, number("0")}) == "unknown");
  const Value huge = number("100000000000000000000000000000");
  CHECK(shown(Operator::multiply, {huge, huge}) == "problem: the result is too large to hold");
  CHECK(shown(Operator::larger, {number("2"), number("3")}) == "3");
  CHECK(shown(Operator::smaller, {number("2"), number("3")}) == "2");
  CHECK(shown(Operator::round_half_up, {number("1500"), number("1000")}) == "2,000");
  CHECK(shown(Operator::round_down, {number("1999"), number("1000")}) == "1,000");
  CHECK(shown(Operator::round_up, {number("1001"), number("0")}).starts_with("problem: "));
  CHECK(shown(Operator::negate, {number("5")}) == "-5");
}

TEST_CASE("durations: like with like") {
  CHECK(shown(Operator::add, {hours(24), hours(1)}) == "25 hours");
  CHECK(shown(Operator::subtract, {days(3), days(2)}) == "1 day");
  CHECK(shown(Operator::multiply, {number("2"), months(6)}) == "1 year");
  CHECK(shown(Operator::divide, {hours(24), number("16")}) == "90 minutes");
  CHECK(shown(Operator::divide, {days(1), number("2")}).starts_with("problem: "));
  CHECK(shown(Operator::greater, {hours(25), hours(24)}) == "yes");
  CHECK(shown(Operator::equal, {hours(24), days(1)}) ==
        "problem: 24 hours and 1 day are unlike periods and cannot be compared or added");
  CHECK(shown(Operator::larger, {day("2022-01-01"), day("2022-01-02")}) == "2 January 2022");
}

TEST_CASE("text") {
  CHECK(shown(Operator::contains, {text("child abuse"), text("abuse")}) == "yes");
  CHECK(shown(Operator::contains, {list({"a", "b"}), text("b")}) == "yes");
  CHECK(shown(Operator::contains, {list({"ab"}), text("b")}) == "no");
  CHECK(shown(Operator::matches, {text("Video.Example.com"), text("*.example.COM")}) == "yes");
  CHECK(shown(Operator::matches, {text("example.com"), text("*.example.com")}) == "no");
  CHECK(shown(Operator::matches, {text("caf\xC3\xA9"), text("caf?")}) == "yes");
  CHECK(shown(Operator::matches, {text(""), text("**")}) == "yes");
  CHECK(shown(Operator::matches, {text(std::string(3000, 'a')), text("*a*a*a*a*b")}) == "no");
}

TEST_CASE("deadlines") {
  CHECK(shown(Operator::after, {days(3), day("2022-01-31")}) == "3 February 2022");
  CHECK(shown(Operator::after, {months(1), day("2022-01-31")}) == "28 February 2022");
  CHECK(shown(Operator::after, {hours(24), at("2022-01-31 16:00")}) == "1 February 2022, 16:00");
  CHECK(shown(Operator::after, {days(1), at("2022-01-31 16:00")}) == "1 February 2022");
  CHECK(shown(Operator::after, {hours(24), day("2022-01-31")}) == "1 February 2022");
  CHECK(shown(Operator::before_by, {days(3), day("2022-02-03")}) == "31 January 2022");
  CHECK(shown(Operator::starting_on, {months(1), day("2022-07-01")}) == "31 July 2022");
  CHECK(shown(Operator::starting_on, {days(0), day("2022-07-01")}) == "problem: a period of 0 days has no last day");
  CHECK(shown(Operator::after, {working_days(1), day("2022-04-29")}) == "4 May 2022");
  CHECK(shown(Operator::after, {working_days(5), day("2022-12-29")}) ==
        "problem: the public holidays of 2023 are not listed (`holidays for 2023`)");
  CHECK(shown(Operator::after, {days(1), day("9999-12-31")}).starts_with("problem: the date lies outside"));
  CHECK(shown(Operator::after, {Duration{DurationKind::clock, INT64_MAX}, at("2022-01-31 16:00")})
            .starts_with("problem: "));
  CHECK(shown(Operator::after, {days(3), none}) == "none");
}

TEST_CASE("how much later") {
  const Value asked = at("2022-03-10 12:00");
  CHECK(shown(Operator::later_by_more, {asked, hours(24), at("2022-03-09 12:00")}) == "no");
  CHECK(shown(Operator::later_by_more, {asked, hours(24), at("2022-03-09 11:59")}) == "yes");
  CHECK(shown(Operator::later_by_at_least, {asked, hours(24), at("2022-03-09 12:00")}) == "yes");
  CHECK(shown(Operator::later_by_exactly, {asked, hours(24), at("2022-03-09 12:00")}) == "yes");
  CHECK(shown(Operator::later_by_at_most, {asked, hours(24), at("2022-03-09 12:00")}) == "yes");
  CHECK(shown(Operator::later_by_less, {asked, hours(0), asked}) == "no");
  CHECK(shown(Operator::later_by_at_most, {asked, hours(0), asked}) == "yes");
  CHECK(shown(Operator::later_by_less, {asked, hours(24), at("2022-03-11 12:00")}) == "no");
  CHECK(shown(Operator::later_by_at_most, {asked, days(1), day("2022-03-11")}) == "no");
  CHECK(shown(Operator::later_by_more, {day("2022-03-01"), months(1), day("2022-01-31")}) == "yes");
  CHECK(shown(Operator::later_by_more, {day("2022-02-28"), months(1), day("2022-01-31")}) == "no");
  CHECK(shown(Operator::later_by_more, {asked, days(3), none}) == "no");
  CHECK(shown(Operator::later_by_more, {asked, days(3), open}) == "unknown");
}

TEST_CASE("working days later: only the years that matter must be listed") {
  const Value friday = day("2022-12-30");
  const Value saturday = day("2022-12-31");
  CHECK(shown(Operator::later_by_at_most, {saturday, working_days(1), friday}) == "yes");
  CHECK(shown(Operator::later_by_more, {saturday, working_days(1), friday}) == "no");
  CHECK(shown(Operator::later_by_more, {day("2023-01-05"), working_days(1), friday})
            .starts_with("problem: the public holidays of 2023"));
  CHECK(shown(Operator::later_by_more, {day("2023-01-05"), working_days(1), day("2022-12-01")}) == "yes");
  // 2 and 3 May are holidays: the first working day after Friday is Wednesday 4 May.
  CHECK(shown(Operator::later_by_exactly, {day("2022-05-04"), working_days(1), day("2022-04-29")}) == "yes");
  CHECK(shown(Operator::later_by_less, {day("2022-05-03"), working_days(1), day("2022-04-29")}) == "yes");
}

TEST_CASE("working days later agrees with the deadline, day by day") {
  const Date start = day("2022-04-20");
  for (std::int64_t count = 0; count <= 6; ++count) {
    const OperationResult deadline = result_of(Operator::after, {working_days(count), start});
    for (std::int32_t later = 0; later <= 20; ++later) {
      const Value asked = Date{start.days + later};
      CAPTURE(count);
      CAPTURE(later);
      for (const auto& [distance, comparison] : {std::pair{Operator::later_by_more, Operator::greater},
                                                 std::pair{Operator::later_by_at_least, Operator::greater_or_equal},
                                                 std::pair{Operator::later_by_less, Operator::less},
                                                 std::pair{Operator::later_by_at_most, Operator::less_or_equal},
                                                 std::pair{Operator::later_by_exactly, Operator::equal}}) {
        CHECK(shown(distance, {asked, working_days(count), start}) == shown(comparison, {asked, deadline.value}));
      }
    }
  }
}

TEST_CASE("distances and parts of a date") {
  CHECK(shown(Operator::days_between, {day("2022-01-01"), day("2022-03-01")}) == "59");
  CHECK(shown(Operator::days_between, {day("2022-03-01"), day("2022-01-01")}) == "none");
  CHECK(shown(Operator::weeks_between, {day("2022-01-01"), day("2022-01-14")}) == "1");
  CHECK(shown(Operator::months_between, {day("2022-01-31"), day("2022-02-28")}) == "1");
  CHECK(shown(Operator::years_between, {day("2004-02-29"), day("2022-02-28")}) == "18");
  CHECK(shown(Operator::hours_between, {at("2022-01-01 00:00"), at("2022-01-01 01:59")}) == "1");
  CHECK(shown(Operator::minutes_between, {at("2022-01-01 00:00"), at("2022-01-01 01:59")}) == "119");
  CHECK(shown(Operator::working_days_between, {day("2022-04-29"), day("2022-05-05")}) == "2");
  CHECK(shown(Operator::days_between, {none, day("2022-03-01")}) == "none");
  CHECK(shown(Operator::year_of, {day("2022-03-01")}) == "2,022");
  CHECK(shown(Operator::month_of, {day("2022-03-01")}) == "3");
  CHECK(shown(Operator::day_of, {at("2022-03-01 00:30")}) == "1");
  CHECK(shown(Operator::date_of, {at("2022-03-01 00:30")}) == "1 March 2022");
}

TEST_CASE("a date and a moment compare as dates") {
  bool zone_mattered = false;
  const WorkingCalendar calendar;
  const TimeZone zone = jakarta();
  const Value operands[] = {day("2022-03-01"), at("2022-03-01 00:30")};
  CHECK(same(apply(Operator::equal, operands, {calendar, zone, &zone_mattered}).value, true));
  CHECK(zone_mattered);
  CHECK(shown(Operator::less, {day("2022-03-01"), at("2022-03-02 00:00")}) == "yes");
}

TEST_CASE("values as an answer shows them") {
  const auto in = [](const Value& value, const Type& type, Language language) {
    return display(value, type, language, jakarta());
  };
  Type money;
  money.kind = TypeKind::money;
  money.unit = "IDR";
  Type percent;
  percent.kind = TypeKind::percent;
  Type choice;
  choice.kind = TypeKind::enumeration;
  choice.values = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"child abuse", "hoax"});
  CHECK(in(number("10000000"), money, Language::english) == "10,000,000 IDR");
  CHECK(in(number("10000000"), money, Language::indonesian) == "10.000.000 IDR");
  CHECK(in(number("0.5"), percent, Language::english) == "50%");
  CHECK(in(number("0.125"), percent, Language::indonesian) == "12,5%");
  CHECK(in(EnumerationValue{1}, choice, Language::english) == "hoax");
  CHECK(in(list({"a", "b"}), {}, Language::english) == "a, b");
  CHECK(in(true, {}, Language::english) == "yes");
  CHECK(in(false, {}, Language::indonesian) == "tidak");
  CHECK(in(open, {}, Language::indonesian) == "tidak diketahui");
  CHECK(in(none, {}, Language::indonesian) == "tidak ada");
  CHECK(in(day("2018-07-03"), {}, Language::indonesian) == "3 Juli 2018");
  CHECK(in(at("2018-07-03 16:05"), {}, Language::english) == "3 July 2018, 16:05");
  CHECK(in(at("2018-07-03 23:59"), {}, Language::english) == "3 July 2018");
  CHECK(in(hours(24), {}, Language::indonesian) == "24 jam");
  CHECK(in(hours(1), {}, Language::english) == "1 hour");
  CHECK(in(working_days(5), {}, Language::english) == "5 working days");
  CHECK(in(working_days(5), {}, Language::indonesian) == "5 hari kerja");
  CHECK(in(months(24), {}, Language::english) == "2 years");
  CHECK(in(months(3), {}, Language::indonesian) == "3 bulan");
  CHECK(in(days(1), {}, Language::english) == "1 day");
}

TEST_CASE("minor units of currencies") {
  CHECK(minor_unit_decimals("IDR") == 2);
  CHECK(minor_unit_decimals("JPY") == 0);
  CHECK(minor_unit_decimals("KWD") == 3);
}
