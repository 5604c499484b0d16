// Deadlines and distances: periods after, before and from a time, and how far two times lie apart.
//
// A calendar period (days, months, working days) takes a moment as its day and gives a day; a clock period takes a
// day as its last minute where it follows, and as its first where it precedes, and gives a moment.
#include <algorithm>

#include "engine/model/operation_families.hpp"

namespace pasal {
namespace {

constexpr std::int64_t minutes_a_day = 24 * 60;
// The first minute of the year 1 and the last of 9999, give or take a zone's offset.
constexpr std::int64_t first_minute = -719'162 * minutes_a_day;
constexpr std::int64_t last_minute = (2'932'896 + 1) * minutes_a_day;

bool is_time(const Value& value) {
  return std::holds_alternative<Date>(value) || std::holds_alternative<Moment>(value);
}

OperationResult outside_the_calendar() { return problem("the date lies outside the years 1 to 9999"); }

OperationResult no_holidays(int year) {
  const std::string text = std::to_string(year);
  return problem("the public holidays of " + text + " are not listed (`holidays for " + text + "`)");
}

OperationResult result_of(const DateResult& result) {
  if (result.date) return {*result.date, {}};
  return result.year_without_holidays ? no_holidays(*result.year_without_holidays) : outside_the_calendar();
}

OperationResult minutes_later(Moment moment, std::int64_t minutes) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(moment.minutes, minutes, &sum)) return outside_the_calendar();
  if (sum < first_minute || sum > last_minute) return outside_the_calendar();
  return {Moment{sum}, {}};
}

std::optional<Duration> negated(const Duration& duration) {
  Duration result = duration;
  if (__builtin_sub_overflow(std::int64_t{0}, duration.count, &result.count)) return std::nullopt;
  return result;
}

OperationResult after(const Duration& duration, const Value& time, const OperationSetting& setting) {
  if (duration.kind == DurationKind::clock) return minutes_later(close_of(time, setting), duration.count);
  return result_of(add(day_of(time, setting), duration, setting.calendar));
}

OperationResult before_by(const Duration& duration, const Value& time, const OperationSetting& setting) {
  const auto back = negated(duration);
  if (!back) return outside_the_calendar();
  if (back->kind == DurationKind::clock) return minutes_later(start_of(time, setting), back->count);
  return result_of(add(day_of(time, setting), *back, setting.calendar));
}

OperationResult starting_on(const Duration& duration, const Value& time, const OperationSetting& setting) {
  if (duration.count < 1) return problem("a period of " + display(duration, Language::english) + " has no last day");
  if (duration.kind == DurationKind::clock) return minutes_later(start_of(time, setting), duration.count - 1);
  return result_of(last_day_starting_on(day_of(time, setting), duration, setting.calendar));
}

// The working days from `first` to `last`, both included, without a walk over the days: a year at a time.
struct WorkingDays {
  std::int64_t count = 0;
  std::optional<int> year_without_holidays;
};
std::int64_t worked_weekdays(Date first, Date last, const WorkingCalendar& calendar) {
  const std::int64_t days = std::int64_t{last.days} - first.days + 1;
  std::int64_t count = days / 7 * static_cast<std::int64_t>(calendar.week.size());
  for (std::int64_t left = days % 7; left > 0; --left) {
    count += calendar.week.contains(weekday(Date{static_cast<std::int32_t>(last.days - left + 1)})) ? 1 : 0;
  }
  return count;
}
// Stops once `enough` are counted, so that a year that cannot matter need not be listed.
WorkingDays working_days(Date first, Date last, const WorkingCalendar& calendar, std::optional<std::int64_t> enough) {
  WorkingDays result;
  while (first <= last && (!enough || result.count < *enough)) {
    const int year = year_of(first);
    const auto listed = calendar.holidays.find(year);
    if (listed == calendar.holidays.end()) return {result.count, year};
    const Date end = std::min(last, make_date(year, 12, 31).value_or(last));
    result.count += worked_weekdays(first, end, calendar);
    const auto& holidays = listed->second;
    for (auto day = holidays.lower_bound(first); day != holidays.end() && *day <= end; ++day) {
      result.count -= calendar.week.contains(weekday(*day)) ? 1 : 0;
    }
    first = Date{end.days + 1};
  }
  return result;
}

// Where a later time lies against `earlier` + period: before, on or after it.
struct Place {
  std::optional<std::strong_ordering> order;
  OperationResult failure;
};

Place place_by_working_days(Date later, std::int64_t count, Date earlier, const WorkingCalendar& calendar) {
  if (count <= 0) return {later <=> earlier, {}};
  const Date next{earlier.days + 1};
  const auto before = working_days(next, Date{later.days - 1}, calendar, count);
  if (before.count >= count) return {std::strong_ordering::greater, {}};
  if (before.year_without_holidays) return {std::nullopt, no_holidays(*before.year_without_holidays)};
  const auto with = working_days(next, later, calendar, count);
  if (with.year_without_holidays) return {std::nullopt, no_holidays(*with.year_without_holidays)};
  return {with.count >= count ? std::strong_ordering::equal : std::strong_ordering::less, {}};
}

Place place(const Value& later, const Duration& duration, const Value& earlier, const OperationSetting& setting) {
  if (duration.kind == DurationKind::working_days) {
    return place_by_working_days(day_of(later, setting), duration.count, day_of(earlier, setting), setting.calendar);
  }
  OperationResult deadline = after(duration, earlier, setting);
  if (!is_time(deadline.value)) return {std::nullopt, std::move(deadline)};
  if (const auto* moment = std::get_if<Moment>(&deadline.value)) return {close_of(later, setting) <=> *moment, {}};
  return {day_of(later, setting) <=> std::get<Date>(deadline.value), {}};
}

// A distance never turns negative: where `later` lies before `earlier`, every comparison is false.
OperationResult compare_distance(Operator operation, std::span<const Value> operands, const OperationSetting& setting) {
  const Value& later = operands[0];
  const Value& earlier = operands[2];
  const auto* duration = std::get_if<Duration>(&operands[1]);
  if (duration == nullptr || !is_time(later) || !is_time(earlier)) return problem("a distance lies between two times");
  if (order(later, earlier, setting) == std::strong_ordering::less) return {false, {}};
  const Place found = place(later, *duration, earlier, setting);
  if (!found.order) return found.failure;
  if (operation == Operator::later_by_less) return {*found.order < 0, {}};
  if (operation == Operator::later_by_at_most) return {*found.order <= 0, {}};
  if (operation == Operator::later_by_more) return {*found.order > 0, {}};
  if (operation == Operator::later_by_at_least) return {*found.order >= 0, {}};
  return {*found.order == 0, {}};
}

OperationResult working_days_between(Date from, Date to, const WorkingCalendar& calendar) {
  const auto result = working_days(Date{from.days + 1}, to, calendar, std::nullopt);
  if (result.year_without_holidays) return no_holidays(*result.year_without_holidays);
  return {Number(result.count), {}};
}

OperationResult distance(Operator operation, const Value& from, const Value& to, const OperationSetting& setting) {
  if (order(to, from, setting) == std::strong_ordering::less) return {None{}, {}};
  if (operation == Operator::hours_between || operation == Operator::minutes_between) {
    const std::int64_t minutes =
        std::max<std::int64_t>(0, close_of(to, setting).minutes - close_of(from, setting).minutes);
    return {Number(operation == Operator::hours_between ? minutes / 60 : minutes), {}};
  }
  const Date first = day_of(from, setting);
  const Date last = day_of(to, setting);
  const std::int64_t days = std::int64_t{last.days} - first.days;
  if (operation == Operator::days_between) return {Number(days), {}};
  if (operation == Operator::weeks_between) return {Number(days / 7), {}};
  if (operation == Operator::months_between) return {Number(whole_months_between(first, last)), {}};
  if (operation == Operator::years_between) return {Number(whole_years_between(first, last)), {}};
  return working_days_between(first, last, setting.calendar);
}

OperationResult part_of(Operator operation, const Value& time, const OperationSetting& setting) {
  if (!is_time(time)) return problem("only a time has a year, a month and a day");
  const Date date = day_of(time, setting);
  if (operation == Operator::date_of) return {date, {}};
  const YearMonthDay parts = civil(date);
  if (operation == Operator::year_of) return {Number(parts.year), {}};
  return {Number(operation == Operator::month_of ? parts.month : parts.day), {}};
}

void note_zone(const OperationSetting& setting) {
  if (setting.zone_mattered != nullptr) *setting.zone_mattered = true;
}

}  // namespace

OperationResult apply_to_times(Operator operation, std::span<const Value> operands, const OperationSetting& setting) {
  const bool compares = operation >= Operator::later_by_less && operation <= Operator::later_by_exactly;
  if (std::ranges::any_of(operands, is_none)) return {compares ? Value(false) : Value(None{}), {}};
  if (compares) return compare_distance(operation, operands, setting);
  if (operands.size() == 1) return part_of(operation, operands[0], setting);
  if (!is_time(operands[1])) return problem("a period runs from a time");
  if (operation >= Operator::days_between) {
    if (!is_time(operands[0])) return problem("a distance lies between two times");
    return distance(operation, operands[0], operands[1], setting);
  }
  const auto* duration = std::get_if<Duration>(&operands[0]);
  if (duration == nullptr) return problem("only a period can run from a time");
  if (operation == Operator::after) return after(*duration, operands[1], setting);
  if (operation == Operator::before_by) return before_by(*duration, operands[1], setting);
  return starting_on(*duration, operands[1], setting);
}

Date day_of(const Value& time, const OperationSetting& setting) {
  if (const auto* date = std::get_if<Date>(&time)) return *date;
  note_zone(setting);
  return setting.zone.date_of(std::get<Moment>(time));
}

Moment close_of(const Value& time, const OperationSetting& setting) {
  if (const auto* moment = std::get_if<Moment>(&time)) return *moment;
  note_zone(setting);
  return setting.zone.close_of(std::get<Date>(time));
}

Moment start_of(const Value& time, const OperationSetting& setting) {
  if (const auto* moment = std::get_if<Moment>(&time)) return *moment;
  note_zone(setting);
  return beginning(time, setting.zone);
}

}  // namespace pasal
