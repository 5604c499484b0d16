#include "engine/model/calendar.hpp"

#include <date/date.h>

#include <algorithm>

namespace pasal {
namespace {

constexpr std::int64_t first_day = -719'162;  // 0001-01-01
constexpr std::int64_t last_day = 2'932'896;  // 9999-12-31
constexpr std::int64_t first_month = 12;      // months counted from January of the year 0
constexpr std::int64_t last_month = std::int64_t{9999} * 12 + 11;

std::optional<Date> date_at(std::int64_t days) {
  if (days < first_day || days > last_day) return std::nullopt;
  return Date{static_cast<std::int32_t>(days)};
}

std::int64_t month_index(const YearMonthDay& day) { return std::int64_t{day.year} * 12 + day.month - 1; }

int days_in_month(int year, int month) {
  const date::year_month_day_last last{date::year{year},
                                       date::month_day_last{date::month{static_cast<unsigned>(month)}}};
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

// `day` of the month `index`, or that month's last day.
std::optional<Date> day_in_month(std::int64_t index, int day) {
  if (index < first_month || index > last_month) return std::nullopt;
  const int year = static_cast<int>(index / 12);
  const int month = static_cast<int>(index % 12) + 1;
  return make_date(year, month, std::min(day, days_in_month(year, month)));
}

bool works(Date date, const WorkingCalendar& calendar, const std::set<Date>* holidays) {
  return calendar.week.contains(weekday(date)) && (holidays == nullptr || !holidays->contains(date));
}

const std::set<Date>* holidays_of(int year, const WorkingCalendar& calendar) {
  const auto listed = calendar.holidays.find(year);
  return listed == calendar.holidays.end() ? nullptr : &listed->second;
}

// The `count`-th working day from `day`, which is not counted itself, in steps of 1 or -1. At most every day there is
// is visited once, whatever the count.
DateResult count_working_days(std::int64_t day, int step, std::uint64_t count, const WorkingCalendar& calendar) {
  if (calendar.week.empty() || count > static_cast<std::uint64_t>(last_day - first_day)) return {};
  const std::set<Date>* holidays = nullptr;
  int year = 0;
  for (std::optional<Date> date; count > 0;) {
    day += step;
    date = date_at(day);
    if (!date) return {};
    if (const int this_year = year_of(*date); this_year != year) {
      year = this_year;
      holidays = holidays_of(year, calendar);
      if (holidays == nullptr) return {std::nullopt, year};
    }
    if (works(*date, calendar, holidays) && --count == 0) return {date, std::nullopt};
  }
  return {date_at(day), std::nullopt};
}

// A month that starts on the 1st ends with that month. One that starts later ends the day before the same day of the
// next month, or on that month's last day where there is no such day: 31 January's first month ends on 28 February.
std::optional<Date> last_day_of_months(Date first, std::int64_t months) {
  const auto day = civil(first);
  std::int64_t index = 0;
  if (__builtin_add_overflow(month_index(day), months, &index)) return std::nullopt;
  return day.day == 1 ? day_in_month(index - 1, 31) : day_in_month(index, day.day - 1);
}

// `2018-07-03` read from the front of a text, piece by piece.
struct Reader {
  std::string_view text;

  bool take(char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
  }

  // Exactly `count` digits.
  std::optional<int> number(std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(0, count)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
  }

  // Two digits below `limit`.
  std::optional<int> below(int limit) {
    const auto value = number(2);
    return value && *value < limit ? value : std::nullopt;
  }

  std::optional<Date> date() {
    const auto year = number(4);
    if (!year || !take('-')) return std::nullopt;
    const auto month = number(2);
    if (!month || !take('-')) return std::nullopt;
    const auto day = number(2);
    return day ? make_date(*year, *month, *day) : std::nullopt;
  }

  // `16:00`, with seconds that are dropped.
  std::optional<int> minute_of_day() {
    const auto hour = below(24);
    if (!hour || !take(':')) return std::nullopt;
    const auto minute = below(60);
    if (!minute || (take(':') && !below(60))) return std::nullopt;
    return *hour * 60 + *minute;
  }

  // `Z`, `+07:00`, `-0330` or `+07`.
  std::optional<int> offset() {
    take(' ');
    if (take('Z')) return 0;
    const bool west = take('-');
    if (!west && !take('+')) return std::nullopt;
    const auto hours = below(24);
    const bool colon = take(':');
    const auto minutes = text.empty() && !colon ? std::optional(0) : below(60);
    if (!hours || !minutes) return std::nullopt;
    return (*hours * 60 + *minutes) * (west ? -1 : 1);
  }
};

}  // namespace

YearMonthDay civil(Date date) {
  const date::year_month_day day{date::sys_days{date::days{date.days}}};
  return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

std::optional<Date> make_date(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return std::nullopt;
  if (day > days_in_month(year, month)) return std::nullopt;
  const date::sys_days days = date::year{year} / month / day;
  return Date{days.time_since_epoch().count()};
}

Weekday weekday(Date date) {
  const date::weekday day{date::sys_days{date::days{date.days}}};
  return static_cast<Weekday>(day.iso_encoding() - 1);
}

int year_of(Date date) { return civil(date).year; }

std::optional<Date> parse_date(std::string_view text) {
  Reader reader{text};
  const auto date = reader.date();
  return reader.text.empty() ? date : std::nullopt;
}

std::optional<CivilTime> parse_civil_time(std::string_view text) {
  Reader reader{text};
  const auto date = reader.date();
  if (!date || (!reader.take(' ') && !reader.take('T'))) return std::nullopt;
  const auto minute = reader.minute_of_day();
  if (!minute) return std::nullopt;
  CivilTime time{*date, *minute, std::nullopt};
  if (reader.text.empty()) return time;
  time.offset_minutes = reader.offset();
  if (!time.offset_minutes || !reader.text.empty()) return std::nullopt;
  return time;
}

std::string iso(Date date) {
  const auto day = civil(date);
  const auto padded = [](int value, std::size_t width) {
    const auto digits = std::to_string(value);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
  };
  return padded(day.year, 4) + "-" + padded(day.month, 2) + "-" + padded(day.day, 2);
}

std::optional<Date> add_days(Date date, std::int64_t days) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(std::int64_t{date.days}, days, &sum)) return std::nullopt;
  return date_at(sum);
}

std::optional<Date> add_months(Date date, std::int64_t months) {
  const auto day = civil(date);
  std::int64_t index = 0;
  if (__builtin_add_overflow(month_index(day), months, &index)) return std::nullopt;
  return day_in_month(index, day.day);
}

DateResult add_working_days(Date date, std::int64_t days, const WorkingCalendar& calendar) {
  const auto count = static_cast<std::uint64_t>(days);
  return days < 0 ? count_working_days(date.days, -1, -count, calendar)
                  : count_working_days(date.days, 1, count, calendar);
}

DateResult last_day_starting_on(Date date, const Duration& duration, const WorkingCalendar& calendar) {
  if (duration.count < 1) return {};
  switch (duration.kind) {
    case DurationKind::clock: return {};
    case DurationKind::days: return {add_days(date, duration.count - 1), std::nullopt};
    case DurationKind::months: return {last_day_of_months(date, duration.count), std::nullopt};
    case DurationKind::working_days:
      return count_working_days(std::int64_t{date.days} - 1, 1, static_cast<std::uint64_t>(duration.count), calendar);
  }
  return {};
}

DateResult add(Date date, const Duration& duration, const WorkingCalendar& calendar) {
  switch (duration.kind) {
    case DurationKind::clock: return {};
    case DurationKind::days: return {add_days(date, duration.count), std::nullopt};
    case DurationKind::months: return {add_months(date, duration.count), std::nullopt};
    case DurationKind::working_days: return add_working_days(date, duration.count, calendar);
  }
  return {};
}

// From the last days of a month a month leads to one and the same day, so of the days that lead to `date` the first, or
// the last, is looked for.
DateResult first_day_within(const Duration& duration, Date date, const WorkingCalendar& calendar) {
  if (duration.kind != DurationKind::months) return add(date, {duration.kind, -duration.count}, calendar);
  auto first = add_months(date, -duration.count);
  while (first && add_months(*first, duration.count) < date) first = add_days(*first, 1);
  return {first, std::nullopt};
}

DateResult last_day_before(const Duration& duration, Date date, const WorkingCalendar& calendar) {
  if (duration.kind == DurationKind::working_days) {
    // The day before the period's first working day; `date` itself is one of them.
    if (duration.count <= 0) return {date, std::nullopt};
    const auto after = add_days(date, 1);
    auto first = after ? add_working_days(*after, -duration.count, calendar) : DateResult{};
    if (first.date) first.date = add_days(*first.date, -1);
    return first;
  }
  if (duration.kind != DurationKind::months) return add(date, {duration.kind, -duration.count}, calendar);
  auto last = add_months(date, -duration.count);
  for (auto next = last; next && add_months(*next, duration.count) <= date; next = add_days(*next, 1)) last = next;
  return {last, std::nullopt};
}

bool is_working_day(Date date, const WorkingCalendar& calendar) {
  return works(date, calendar, holidays_of(year_of(date), calendar));
}

std::int64_t whole_months_between(Date from, Date to) {
  const auto months = month_index(civil(to)) - month_index(civil(from));
  const auto reached = add_months(from, months);
  return reached && *reached > to ? months - 1 : months;
}

std::int64_t whole_years_between(Date from, Date to) { return whole_months_between(from, to) / 12; }

}  // namespace pasal
