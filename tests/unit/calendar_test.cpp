#include "engine/model/calendar.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <limits>

#include "engine/model/zone_rule.hpp"

using namespace pasal;

namespace {

constexpr auto huge = std::numeric_limits<std::int64_t>::max();
constexpr auto tiny = std::numeric_limits<std::int64_t>::min();

Date day(std::string_view written) {
  const auto date = parse_date(written);
  REQUIRE(date.has_value());
  return *date;
}

std::string text(const std::optional<Date>& date) { return date ? iso(*date) : "nothing"; }

std::string text(const DateResult& result) {
  if (result.date) return iso(*result.date);
  return result.year_without_holidays ? "no holidays for " + std::to_string(*result.year_without_holidays) : "nothing";
}

TimeZone zone(std::string_view name) {
  const auto found = TimeZone::find(name);
  REQUIRE(found.has_value());
  return *found;
}

// World time of a local time, as text.
std::string world(const TimeZone& zone, std::string_view written) {
  const auto civil = parse_civil_time(written);
  REQUIRE(civil.has_value());
  const auto moment = zone.moment(*civil);
  return moment ? plain(*moment, TimeZone{}) : "nothing";
}

std::string civil_text(std::string_view written) {
  const auto time = parse_civil_time(written);
  if (!time) return "nothing";
  auto result = iso(time->date).append(" ").append(std::to_string(time->minute_of_day));
  if (time->offset_minutes) result.append(" ").append(std::to_string(*time->offset_minutes));
  return result;
}

WorkingCalendar indonesian_2022() {
  WorkingCalendar calendar;
  calendar.holidays[2021] = {};
  calendar.holidays[2022] = {day("2022-05-02"), day("2022-05-03"), day("2022-08-17"), day("2022-12-25")};
  return calendar;
}

}  // namespace

TEST_CASE("dates run from 0001-01-01 to 9999-12-31") {
  CHECK(make_date(1970, 1, 1) == Date{0});
  CHECK(text(make_date(2000, 2, 29)) == "2000-02-29");
  CHECK(text(make_date(1, 1, 1)) == "0001-01-01");
  CHECK(text(make_date(9999, 12, 31)) == "9999-12-31");
  CHECK_FALSE(make_date(0, 12, 31).has_value());
  CHECK_FALSE(make_date(10000, 1, 1).has_value());
  CHECK_FALSE(make_date(1900, 2, 29).has_value());
  CHECK_FALSE(make_date(2018, 2, 30).has_value());
  CHECK_FALSE(make_date(2018, 0, 1).has_value());
  CHECK_FALSE(make_date(2018, 13, 1).has_value());
  CHECK_FALSE(make_date(2018, 257, 1).has_value());  // 257 is 1 in eight bits
  CHECK_FALSE(make_date(2018, 1, 0).has_value());
  CHECK_FALSE(make_date(2018, 1, 257).has_value());
  CHECK_FALSE(make_date(-2018, -1, -1).has_value());
}

TEST_CASE("civil and weekday") {
  const auto parts = civil(day("2018-07-03"));
  CHECK(parts.year == 2018);
  CHECK(parts.month == 7);
  CHECK(parts.day == 3);
  CHECK(year_of(day("0001-01-01")) == 1);
  CHECK(weekday(day("2018-07-03")) == Weekday::tuesday);
  CHECK(weekday(day("1970-01-01")) == Weekday::thursday);
  CHECK(weekday(day("0001-01-01")) == Weekday::monday);
  CHECK(weekday(day("9999-12-31")) == Weekday::friday);
  CHECK(weekday(day("2022-05-01")) == Weekday::sunday);
}

TEST_CASE("parse_date is strict") {
  for (const char* wrong :
       {"", "2018", "2018-7-3", "18-07-03", "2018/07/03", "20180703", "2018-07-03 ", " 2018-07-03", "2018-07-3x",
        "2018-07-031", "+018-07-03", "-018-07-03", "2018-02-30", "0000-01-01", "2018-07-03T16:00", "2018--7-03"}) {
    CAPTURE(wrong);
    CHECK(text(parse_date(wrong)) == "nothing");
  }
  CHECK(text(parse_date("2018-07-03")) == "2018-07-03");
}

TEST_CASE("parse_civil_time reads a date, a time and perhaps an offset") {
  CHECK(civil_text("2018-07-03 16:00") == "2018-07-03 960");
  CHECK(civil_text("2018-07-03T23:59:59") == "2018-07-03 1439");
  CHECK(civil_text("2018-07-03T16:00Z") == "2018-07-03 960 0");
  CHECK(civil_text("2018-07-03T16:00:30+07:00") == "2018-07-03 960 420");
  CHECK(civil_text("2018-07-03 16:00-0330") == "2018-07-03 960 -210");
  CHECK(civil_text("2018-07-03 16:00+07") == "2018-07-03 960 420");
  CHECK(civil_text("2018-07-03 16:00:30 -03:30") == "2018-07-03 960 -210");
  for (const char* wrong :
       {"2018-07-03", "2018-07-03 ", "2018-07-03 24:00", "2018-07-03 16:60", "2018-07-03 16:00:60", "2018-07-03 4:00",
        "2018-07-03 1600", "2018-07-03  16:00", "2018-07-03t16:00", "2018-07-03 16:00 ",
        "2018-07-03 16:00:", "2018-07-03 16:00z", "2018-07-03 16:00+7", "2018-07-03 16:00+07:", "2018-07-03 16:00+07:60",
        "2018-07-03 16:00  Z",
        "2018-07-03 16:00+24:00", "2018-07-03 16:00+07:00x", "2018-07-03 16:00Z+07:00", "2018-02-30 16:00"}) {
    CAPTURE(wrong);
    CHECK(civil_text(wrong) == "nothing");
  }
}

TEST_CASE("add_days and add_months stay within the calendar") {
  const auto start = day("2018-07-03");
  CHECK(text(add_days(start, 30)) == "2018-08-02");
  CHECK(text(add_days(start, -3)) == "2018-06-30");
  CHECK(text(add_days(start, huge)) == "nothing");
  CHECK(text(add_days(start, tiny)) == "nothing");
  CHECK(text(add_days(day("9999-12-31"), 1)) == "nothing");
  CHECK(text(add_days(day("0001-01-01"), -1)) == "nothing");
  CHECK(text(add_days(day("0001-01-01"), 3'652'058)) == "9999-12-31");

  CHECK(text(add_months(day("2018-01-31"), 1)) == "2018-02-28");
  CHECK(text(add_months(day("2020-01-31"), 1)) == "2020-02-29");
  CHECK(text(add_months(day("2018-03-31"), -1)) == "2018-02-28");
  CHECK(text(add_months(day("2018-01-15"), -1)) == "2017-12-15");
  CHECK(text(add_months(day("2020-02-29"), 12)) == "2021-02-28");
  CHECK(text(add_months(day("2018-01-31"), 0)) == "2018-01-31");
  CHECK(text(add_months(day("9999-12-31"), 1)) == "nothing");
  CHECK(text(add_months(day("0001-01-01"), -1)) == "nothing");
  CHECK(text(add_months(start, huge)) == "nothing");
  CHECK(text(add_months(start, tiny)) == "nothing");
}

TEST_CASE("working days skip the weekend and the holidays listed") {
  const auto calendar = indonesian_2022();
  CHECK(text(add_working_days(day("2022-07-01"), 5, calendar)) == "2022-07-08");  // a Friday: the weekend is skipped
  CHECK(text(add_working_days(day("2022-07-02"), 5, calendar)) == "2022-07-08");  // from a Saturday the same
  CHECK(text(add_working_days(day("2022-04-29"), 1, calendar)) == "2022-05-04");  // over 2 and 3 May
  CHECK(text(add_working_days(day("2022-05-04"), -1, calendar)) == "2022-04-29");
  CHECK(text(add_working_days(day("2022-07-03"), 0, calendar)) == "2022-07-03");  // 0 is the day itself, worked or not
  CHECK(text(add_working_days(day("2022-01-03"), -1, calendar)) == "2021-12-31");
  CHECK(text(add_working_days(day("2021-12-31"), 257, calendar)) ==
        "2022-12-30");  // all of 2022: 260 weekdays, 3 of them holidays
  CHECK_FALSE(is_working_day(day("2022-08-17"), calendar));
  CHECK_FALSE(is_working_day(day("2022-07-02"), calendar));
  CHECK(is_working_day(day("2022-08-18"), calendar));
  CHECK(is_working_day(day("2019-08-16"), calendar));  // nothing is listed for 2019

  WorkingCalendar sunday_to_thursday = calendar;
  sunday_to_thursday.week = {Weekday::sunday, Weekday::monday, Weekday::tuesday, Weekday::wednesday, Weekday::thursday};
  CHECK(text(add_working_days(day("2022-07-07"), 1, sunday_to_thursday)) == "2022-07-10");
}

TEST_CASE("working days need the holidays of every year passed through") {
  const auto calendar = indonesian_2022();
  CHECK(text(add_working_days(day("2022-12-30"), 1, calendar)) == "no holidays for 2023");
  CHECK(text(add_working_days(day("2021-01-01"), -1, calendar)) == "no holidays for 2020");
  CHECK(text(add_working_days(day("2019-07-01"), 1000, calendar)) == "no holidays for 2019");
  CHECK(text(add_working_days(day("2022-07-01"), 1000, calendar)) == "no holidays for 2023");
  CHECK(text(add_working_days(day("2020-12-31"), 1, calendar)) == "2021-01-01");  // no day of 2020 is asked about
  CHECK(text(add_working_days(day("2022-07-01"), 1, WorkingCalendar{})) == "no holidays for 2022");
  CHECK(text(add_working_days(day("2022-07-01"), 0, WorkingCalendar{})) == "2022-07-01");
}

TEST_CASE("working days that never come are nothing, quickly") {
  auto calendar = indonesian_2022();
  for (int year = 1; year <= 9999; ++year) calendar.holidays[year];
  const auto start = std::chrono::steady_clock::now();
  CHECK(text(add_working_days(day("2022-07-01"), 10'000'000, calendar)) == "nothing");
  CHECK(text(add_working_days(day("2022-07-01"), huge, calendar)) == "nothing");
  CHECK(text(add_working_days(day("2022-07-01"), tiny, calendar)) == "nothing");
  CHECK(text(add_working_days(day("0001-01-01"), 3'000'000, calendar)) == "nothing");
  CHECK(text(add_working_days(day("9999-12-31"), 1, calendar)) == "nothing");
  CHECK(text(add_working_days(day("0001-01-01"), -1, calendar)) == "nothing");
  CHECK(text(add_working_days(day("0001-01-01"), 2'608'611, calendar)).substr(0, 4) == "9999");
  calendar.week = {};
  CHECK(text(add_working_days(day("2022-07-01"), 1, calendar)) == "nothing");
  CHECK(text(add_working_days(day("2022-07-01"), -1, calendar)) == "nothing");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{5});
}

TEST_CASE("a period that counts its first day") {
  const auto calendar = indonesian_2022();
  const auto last = [&calendar](std::string_view first, DurationKind kind, std::int64_t count) {
    return text(last_day_starting_on(day(first), {kind, count}, calendar));
  };
  CHECK(last("2022-07-01", DurationKind::months, 1) == "2022-07-31");
  CHECK(last("2022-07-15", DurationKind::months, 1) == "2022-08-14");
  CHECK(last("2022-01-31", DurationKind::months, 1) == "2022-02-28");
  CHECK(last("2022-01-29", DurationKind::months, 1) == "2022-02-28");
  CHECK(last("2022-02-01", DurationKind::months, 1) == "2022-02-28");
  CHECK(last("2020-02-29", DurationKind::months, 12) == "2021-02-28");
  CHECK(last("9999-12-01", DurationKind::months, 1) == "9999-12-31");
  CHECK(last("9999-12-02", DurationKind::months, 1) == "nothing");
  CHECK(last("2022-01-01", DurationKind::months, huge) == "nothing");
  CHECK(last("2022-07-01", DurationKind::days, 1) == "2022-07-01");
  CHECK(last("2022-07-01", DurationKind::days, 7) == "2022-07-07");
  CHECK(last("2022-07-01", DurationKind::days, huge) == "nothing");
  CHECK(last("2022-07-04", DurationKind::working_days, 5) == "2022-07-08");
  CHECK(last("2022-07-02", DurationKind::working_days, 1) == "2022-07-04");  // a Saturday counts for nothing
  CHECK(last("2022-07-04", DurationKind::working_days, huge) == "nothing");
  CHECK(last("2023-01-02", DurationKind::working_days, 1) == "no holidays for 2023");
  CHECK(last("2022-07-01", DurationKind::days, 0) == "nothing");
  CHECK(last("2022-07-01", DurationKind::clock, 1) == "nothing");
}

TEST_CASE("add takes every kind of calendar period") {
  const auto calendar = indonesian_2022();
  const auto start = day("2022-07-01");
  CHECK(text(add(start, {DurationKind::days, 14}, calendar)) == "2022-07-15");
  CHECK(text(add(start, {DurationKind::months, -1}, calendar)) == "2022-06-01");
  CHECK(text(add(start, {DurationKind::working_days, 5}, calendar)) == "2022-07-08");
  CHECK(text(add(start, {DurationKind::working_days, 1}, WorkingCalendar{})) == "no holidays for 2022");
  CHECK(text(add(start, {DurationKind::clock, 60}, calendar)) == "nothing");
}

TEST_CASE("periods counted back lie as periods counted forward do") {
  WorkingCalendar calendar;
  for (const int year : {2019, 2020}) calendar.holidays[year] = {*make_date(year, 1, 1), *make_date(year, 3, 25)};
  for (const DurationKind kind : {DurationKind::days, DurationKind::months, DurationKind::working_days}) {
    for (std::int64_t count = 0; count <= 5; ++count) {
      const Duration period{kind, count};
      for (Date date = day("2020-01-28"); date <= day("2020-04-30"); ++date.days) {
        CAPTURE(iso(date));
        const auto reach = [&](Date from) { return *add(from, period, calendar).date; };
        const Date first = *first_day_within(period, date, calendar).date;
        const Date last = *last_day_before(period, date, calendar).date;
        CHECK(reach(first) >= date);
        CHECK(reach({first.days - 1}) < date);
        CHECK(reach(last) <= date);
        CHECK(reach({last.days + 1}) > date);
      }
    }
  }
  CHECK(text(first_day_within({DurationKind::months, 1}, day("2018-03-31"), calendar)) == "2018-03-01");
  CHECK(text(last_day_before({DurationKind::months, 1}, day("2018-02-28"), calendar)) == "2018-01-31");
  CHECK(text(last_day_before({DurationKind::working_days, 1}, day("2020-01-06"), calendar)) == "2020-01-05");
  CHECK(text(first_day_within({DurationKind::working_days, 3}, day("2021-01-02"), calendar)) == "no holidays for 2021");
}

TEST_CASE("whole months and years completed") {
  const auto months = [](std::string_view from, std::string_view to) {
    return whole_months_between(day(from), day(to));
  };
  const auto years = [](std::string_view from, std::string_view to) { return whole_years_between(day(from), day(to)); };
  CHECK(months("2018-01-31", "2018-02-27") == 0);
  CHECK(months("2018-01-31", "2018-02-28") == 1);
  CHECK(months("2020-01-31", "2020-02-28") == 0);
  CHECK(months("2018-07-03", "2018-07-03") == 0);
  CHECK(months("2018-07-03", "2019-07-02") == 11);
  CHECK(months("2018-07-03", "2019-07-03") == 12);
  CHECK(months("0001-01-01", "9999-12-31") == 119'987);
  CHECK(years("2004-02-29", "2022-02-27") == 17);
  CHECK(years("2004-02-29", "2022-02-28") == 18);
  CHECK(years("2004-03-01", "2022-02-28") == 17);
}

TEST_CASE("UTC needs no zone data") {
  const TimeZone utc;
  CHECK(utc.name() == "UTC");
  CHECK(TimeZone::find("UTC") == utc);
  CHECK(utc.moment(Date{0}, 1) == Moment{1});
  CHECK(utc.start_of(Date{1}) == Moment{1440});
  CHECK(utc.close_of(Date{1}) == Moment{2879});
  CHECK(utc.date_of(Moment{-1}) == Date{-1});
  CHECK(utc.minute_of_day(Moment{-1}) == 1439);
  CHECK(utc.offset_minutes(Moment{}) == 0);
  CHECK(iso(Moment{}, utc) == "1970-01-01T00:00:00+00:00");
}

TEST_CASE("a zone is found by its exact name") {
  CHECK(zone("Asia/Jakarta").name() == "Asia/Jakarta");
  CHECK(TimeZone::find("Etc/GMT+7").has_value());
  for (const std::string& wrong :
       {std::string{}, std::string{"asia/jakarta"}, std::string{"Jakarta"}, std::string{"Asia"}, std::string{"Asia/"},
        std::string{"../../etc/passwd"}, std::string{"/usr/share/zoneinfo/Asia/Jakarta"},
        std::string{"Asia/../Asia/Jakarta"}, std::string{"localtime"}, std::string{"posixrules"},
        std::string{"zone.tab"}, std::string{"Asia/Jakarta\0", 13}, std::string{" Asia/Jakarta"},
        std::string(1'000'000, 'A')}) {
    CHECK_FALSE(TimeZone::find(wrong).has_value());
  }
}

TEST_CASE("the nearest zones, for a message") {
  CHECK(TimeZone::nearest("Asia/Djakarta", 1) == std::vector<std::string>{"Asia/Jakarta"});
  CHECK(TimeZone::nearest("asia/jakarta", 1) == std::vector<std::string>{"Asia/Jakarta"});
  CHECK(TimeZone::nearest("Jakarta", 1) == std::vector<std::string>{"Asia/Jakarta"});
  CHECK(TimeZone::nearest("new york", 1) == std::vector<std::string>{"America/New_York"});
  CHECK(TimeZone::nearest("Asia/Tokyo", 3).size() == 3);
  CHECK(TimeZone::nearest("x", 0).empty());
  CHECK(TimeZone::nearest("", 2).size() == 2);
  CHECK(TimeZone::nearest(std::string(1'000'000, 'A'), 1).size() == 1);
  for (const auto& name : TimeZone::nearest("localtime", 1000)) {
    CAPTURE(name);
    CHECK(TimeZone::find(name).has_value());
  }
}

TEST_CASE("the release of the zone data is known") {
  const auto version = TimeZone::data_version();
  REQUIRE(version.size() >= 5);
  CHECK(version.substr(0, 2) == "20");
}

TEST_CASE("local time in Jakarta") {
  const auto jakarta = zone("Asia/Jakarta");
  CHECK(world(jakarta, "2018-07-03 16:00") == "2018-07-03 09:00");
  CHECK(world(jakarta, "2018-07-03 16:00Z") == "2018-07-03 16:00");
  CHECK(world(jakarta, "2018-07-03T16:00:00-03:30") == "2018-07-03 19:30");
  const auto moment = jakarta.moment(day("2018-07-03"), 16 * 60);
  REQUIRE(moment.has_value());
  CHECK(iso(*moment, jakarta) == "2018-07-03T16:00:00+07:00");
  CHECK(plain(*moment, jakarta) == "2018-07-03 16:00");
  CHECK(jakarta.offset_minutes(*moment) == 420);
  CHECK(iso(jakarta.close_of(day("2018-07-03")), jakarta) == "2018-07-03T23:59:59+07:00");
  CHECK(iso(jakarta.start_of(day("2018-07-03")), jakarta) == "2018-07-03T00:00:00+07:00");
  CHECK(jakarta.date_of(Moment{0}) == Date{0});
  CHECK(jakarta.date_of(*TimeZone{}.moment(day("2018-07-03"), 17 * 60)) == day("2018-07-04"));
  CHECK(iso(*TimeZone::find("America/St_Johns")->moment(day("2018-01-03"), 0), *TimeZone::find("America/St_Johns")) ==
        "2018-01-03T00:00:00-03:30");
}

TEST_CASE("daylight saving: nothing in the gap, the earlier moment in the overlap") {
  const auto york = zone("America/New_York");
  CHECK(world(york, "2024-03-10 01:59") == "2024-03-10 06:59");
  CHECK(world(york, "2024-03-10 02:00") == "nothing");
  CHECK(world(york, "2024-03-10 02:59") == "nothing");
  CHECK(world(york, "2024-03-10 03:00") == "2024-03-10 07:00");
  CHECK(world(york, "2024-11-03 00:59") == "2024-11-03 04:59");
  CHECK(world(york, "2024-11-03 01:00") == "2024-11-03 05:00");
  CHECK(world(york, "2024-11-03 01:59") == "2024-11-03 05:59");
  CHECK(world(york, "2024-11-03 02:00") == "2024-11-03 07:00");
}

TEST_CASE("daylight saving goes on after the years a zone's file lists") {
  const auto york = zone("America/New_York");
  CHECK(world(york, "2037-07-01 12:00") == "2037-07-01 16:00");
  CHECK(world(york, "2038-07-01 12:00") == "2038-07-01 16:00");
  CHECK(world(york, "2100-01-01 12:00") == "2100-01-01 17:00");
  CHECK(world(york, "2100-03-14 02:30") == "nothing");
  CHECK(world(york, "2100-03-14 03:00") == "2100-03-14 07:00");
  CHECK(world(york, "9999-07-01 12:00") == "9999-07-01 16:00");
  CHECK(world(zone("Europe/Dublin"), "2050-07-01 12:00") == "2050-07-01 11:00");
  CHECK(world(zone("Europe/Dublin"), "2050-01-01 12:00") == "2050-01-01 12:00");
  CHECK(world(zone("Australia/Sydney"), "2050-01-01 12:00") == "2050-01-01 01:00");
}

TEST_CASE("days whose midnight or whole is missing, or comes twice") {
  const auto cairo = zone("Africa/Cairo");  // 2024-04-26 began at 01:00
  CHECK(plain(cairo.start_of(day("2024-04-26")), cairo) == "2024-04-26 01:00");
  CHECK(plain(cairo.close_of(day("2024-04-25")), cairo) == "2024-04-25 23:59");
  CHECK(cairo.close_of(day("2024-04-25")).minutes + 1 == cairo.start_of(day("2024-04-26")).minutes);
  // 31 October 2024 had 25 hours: its last one came twice.
  CHECK(cairo.close_of(day("2024-10-31")).minutes - cairo.start_of(day("2024-10-31")).minutes == 25 * 60 - 1);
  CHECK(iso(cairo.close_of(day("2024-10-31")), cairo) == "2024-10-31T23:59:59+02:00");
  CHECK(iso(*cairo.moment(day("2024-10-31"), 1439), cairo) == "2024-10-31T23:59:00+03:00");

  const auto apia = zone("Pacific/Apia");  // there was no 30 December 2011
  CHECK(world(apia, "2011-12-30 12:00") == "nothing");
  CHECK(plain(apia.start_of(day("2011-12-30")), apia) == "2011-12-31 00:00");
  CHECK(plain(apia.close_of(day("2011-12-30")), apia) == "2011-12-29 23:59");
}

TEST_CASE("the next change of a zone, and the next day") {
  const auto berlin = zone("Europe/Berlin");
  const auto in_march = *berlin.moment(day("2020-03-01"), 0);
  CHECK(plain(*berlin.next_change(in_march), berlin) == "2020-03-29 03:00");
  CHECK(!zone("UTC").next_change(in_march));
  CHECK(plain(berlin.next_day_after(in_march), berlin) == "2020-03-02 00:00");
  // At 00:01 the clocks went back to 23:01: the day came for a minute, went, and came again.
  const auto st_johns = zone("America/St_Johns");
  const auto first = st_johns.start_of(day("2010-11-07"));
  CHECK(st_johns.next_day_after(first) == Moment{first.minutes + 1});
  CHECK(st_johns.next_day_after(Moment{first.minutes + 1}) == Moment{first.minutes + 60});
}

TEST_CASE("days meet, and moments and local times agree, in every kind of zone") {
  for (const char* name :
       {"Asia/Jakarta", "America/New_York", "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Gaza",
        "America/Nuuk", "Pacific/Apia", "Antarctica/Troll", "Etc/GMT-14"}) {
    CAPTURE(name);
    const auto local = zone(name);
    for (int month = 0; month < 12 * 300; ++month) {
      const auto date = *add_months(day("1800-01-15"), month);
      CHECK(local.close_of(date).minutes + 1 == local.start_of(*add_days(date, 1)).minutes);
      const auto noon = local.moment(date, 720);
      REQUIRE(noon.has_value());
      CHECK(local.date_of(*noon) == date);
      CHECK(local.minute_of_day(*noon) == 720);
    }
  }
}

TEST_CASE("the edges of the calendar and moments beyond it do no harm") {
  for (const char* name : {"UTC", "Asia/Jakarta", "America/New_York"}) {
    const auto local = zone(name);
    for (const char* edge : {"0001-01-01", "9999-12-31"}) {
      CHECK(local.date_of(local.start_of(day(edge))) == day(edge));
      CHECK(local.date_of(local.close_of(day(edge))) == day(edge));
    }
    for (const auto minutes : {huge, tiny}) {
      CHECK_FALSE(iso(Moment{minutes}, local).empty());
      CHECK_FALSE(plain(Moment{minutes}, local).empty());
    }
  }
}

TEST_CASE("zone rules in every form") {
  constexpr std::int64_t hour = 3600;
  const auto offset = [](std::string_view rule, std::string_view utc) -> std::int64_t {
    const auto read = ZoneRule::parse(rule);
    const auto civil = parse_civil_time(utc);
    REQUIRE(read.has_value());
    REQUIRE(civil.has_value());
    return read->span_at((civil->date.days * std::int64_t{1440} + civil->minute_of_day) * 60).offset;
  };
  CHECK(offset("WIB-7", "2050-07-01 00:00") == 7 * hour);
  CHECK(offset("<+0330>-3:30<+0430>,J79/24,J263/24", "2024-03-20 20:29") == 3 * hour + 1800);
  CHECK(offset("<+0330>-3:30<+0430>,J79/24,J263/24", "2024-03-20 20:30") == 4 * hour + 1800);
  CHECK(offset("AAA0BBB,59,300", "2024-02-29 01:59") == 0);
  CHECK(offset("AAA0BBB,59,300", "2024-02-29 02:00") == hour);
  CHECK(offset("AAA0BBB,J60,300", "2024-02-29 12:00") == 0);
  CHECK(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27 00:59") == -2 * hour);
  CHECK(offset("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27 01:00") == -hour);
  CHECK(offset("EST5EDT4,0/0,J365/25", "2050-01-01 04:30") == -4 * hour);  // saving all year
  CHECK(offset("EST5EDT4,0/0,J365/25", "2050-07-01 00:00") == -4 * hour);
  for (const char* wrong :
       {"", "WIB", "WIB-", "<WIB-7", "EST5EDT", "EST5EDT,", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,M3.2.0/,M11.1.0", "EST5EDT,J0,M11.1.0",
        "EST5EDT,366,1", "EST5EDT,M3.2.0,M11.1.0x"}) {
    CAPTURE(wrong);
    CHECK_FALSE(ZoneRule::parse(wrong).has_value());
  }
}
