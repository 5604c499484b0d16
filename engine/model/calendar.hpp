// Dates, moments, time zones and the arithmetic of periods: the one place for calendar rules.
//
// Purpose: section 5 of the language. A date is a civil day, a moment is a minute of world time that a zone shows as
// a civil time. Hours and minutes are clock time; days, weeks, months, years and working days are calendar time: the
// start day is not counted and the period ends with its last day. Nothing here reads a clock.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pasal {

// A civil day, counted from 1970-01-01 (day 0), proleptic Gregorian, years 0001 to 9999.
struct Date {
  std::int32_t days = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

// A minute of world time, counted from 1970-01-01 00:00 UTC.
struct Moment {
  std::int64_t minutes = 0;
  friend auto operator<=>(const Moment&, const Moment&) = default;
};

struct YearMonthDay {
  int year = 1970;
  int month = 1;
  int day = 1;
};

enum class Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

YearMonthDay civil(Date date);
// Nothing when there is no such day (30 February) or the year is not 1 to 9999.
std::optional<Date> make_date(int year, int month, int day);
Weekday weekday(Date date);
int year_of(Date date);

// `2018-07-03`. Nothing when the text is not a date in exactly this form or there is no such day.
std::optional<Date> parse_date(std::string_view text);

// A civil time as written: `2018-07-03 16:00`, `2018-07-03T16:00`, optional seconds `:59` (dropped: a moment is a
// minute), optional offset `Z`, `+07:00`, `-0330`, `+07`, with or without a space before it.
struct CivilTime {
  Date date;
  int minute_of_day = 0;
  std::optional<int> offset_minutes;  // east of UTC, when the text gives it
};
std::optional<CivilTime> parse_civil_time(std::string_view text);

// `2018-07-03`
std::string iso(Date date);

// A time zone of the IANA data base, e.g. `Asia/Jakarta`. Immutable, cheap to copy, safe to share between threads.
class TimeZone {
public:
  TimeZone();                                                  // UTC
  static std::optional<TimeZone> find(std::string_view name);  // nothing when there is no such zone (or no zone data)
  // The zone names nearest to `name` first, at most `most`, for a message.
  static std::vector<std::string> nearest(std::string_view name, std::size_t most);
  // The release of the zone data in use, e.g. `2026a`; empty when it does not say.
  static std::string data_version();

  const std::string& name() const;

  // The moment of a civil time. In a daylight-saving overlap the earlier moment; nothing for a time inside a gap.
  std::optional<Moment> moment(Date date, int minute_of_day) const;
  // Same, but takes an offset written in the text, if any.
  std::optional<Moment> moment(const CivilTime& civil) const;
  // The first and the last minute of a day. (A day whose midnight falls in a gap starts after the gap.)
  Moment start_of(Date date) const;
  Moment close_of(Date date) const;

  Date date_of(Moment moment) const;
  int minute_of_day(Moment moment) const;
  int offset_minutes(Moment moment) const;  // east of UTC, whole minutes

  // The first minute after `moment` at which another offset is in force; nothing where none follows. Between two such
  // minutes later moments have no earlier days.
  std::optional<Moment> next_change(Moment moment) const;
  // The first minute after `moment` that another day has begun at: as a rule the start of the next day.
  Moment next_day_after(Moment moment) const;

  friend bool operator==(const TimeZone& a, const TimeZone& b) { return a.name() == b.name(); }

private:
  struct Data;
  std::shared_ptr<const Data> data_;
};

// `2018-07-03T16:00:00+07:00`; the last minute of a day is written `23:59:59`, since it stands for the day's close.
std::string iso(Moment moment, const TimeZone& zone);
// `2018-07-03 16:00`
std::string plain(Moment moment, const TimeZone& zone);

// How a period is counted. Unlike kinds never compare: 24 hours is not 1 day.
enum class DurationKind { clock, days, months, working_days };

// A period: minutes, days (7 a week), months (12 a year) or working days.
struct Duration {
  DurationKind kind = DurationKind::clock;
  std::int64_t count = 0;  // minutes, days, months or working days
  friend bool operator==(const Duration&, const Duration&) = default;
};

// Which days are worked: the days of the week, and the public holidays of the years that are listed (complete for those).
struct WorkingCalendar {
  std::set<Weekday> week{Weekday::monday, Weekday::tuesday, Weekday::wednesday, Weekday::thursday, Weekday::friday};
  std::map<int, std::set<Date>> holidays;
};

// A date, or the year whose holidays are not listed, or neither where the result lies outside years 1 to 9999.
struct DateResult {
  std::optional<Date> date;
  std::optional<int> year_without_holidays;
};

// Calendar days, months (31 January + 1 month is the last of February), both signs. Nothing outside years 1 to 9999.
std::optional<Date> add_days(Date date, std::int64_t days);
std::optional<Date> add_months(Date date, std::int64_t months);
// The n-th working day after (n > 0) or before (n < 0) `date`, which is not counted itself; 0 is `date`.
DateResult add_working_days(Date date, std::int64_t days, const WorkingCalendar& calendar);
// The last day of a period that starts on `date` and counts it: `5 working days starting on D`; 1 month starting on
// 1 July ends on 31 July. `duration` is not of kind `clock` and its count is at least 1.
DateResult last_day_starting_on(Date date, const Duration& duration, const WorkingCalendar& calendar);
// `date` + `duration` (or - with a negative count) for a duration that is not of kind `clock`.
DateResult add(Date date, const Duration& duration, const WorkingCalendar& calendar);
// Counted back: the first day that lies at most a period before `date` (`in the last 30 days`), and the last day that
// lies at least a period before it (`for at least 30 days`). `duration` is not of kind `clock`.
DateResult first_day_within(const Duration& duration, Date date, const WorkingCalendar& calendar);
DateResult last_day_before(const Duration& duration, Date date, const WorkingCalendar& calendar);
bool is_working_day(Date date, const WorkingCalendar& calendar);  // the year's holidays are taken as none if not listed

// Whole months / years completed from `from` to `to` (`from` <= `to`): 31 January to 28 February is 1 month when
// 28 February is the last day. The largest n with add_months(from, n) <= to.
std::int64_t whole_months_between(Date from, Date to);
std::int64_t whole_years_between(Date from, Date to);

}  // namespace pasal
