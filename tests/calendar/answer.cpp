// Answers questions about the calendar, one a line, so that compare.py can hold the answers against Python's.
#include <cstdint>
#include <iostream>
#include <sstream>
#include <string>

#include "engine/model/calendar.hpp"

using namespace pasal;

namespace {

std::string text(const std::optional<Date>& date) { return date ? iso(*date) : "nothing"; }

std::string about_zone(const std::string& question, std::istream& words) {
  std::string name;
  words >> name;
  const auto zone = TimeZone::find(name);
  if (!zone) return "no such zone";
  std::int64_t minutes = 0;
  if (question == "offset") {
    words >> minutes;
    return std::to_string(zone->offset_minutes(Moment{minutes}));
  }
  std::string date;
  int minute = 0;
  words >> date >> minute;
  const auto moment = zone->moment(*parse_date(date), minute);
  return moment ? std::to_string(moment->minutes) : "nothing";
}

std::string answer(const std::string& line) {
  std::istringstream words{line};
  std::string question;
  words >> question;
  if (question == "offset" || question == "moment") return about_zone(question, words);
  std::string first;
  words >> first;
  const auto from = *parse_date(first);
  if (question == "weekday") return std::to_string(static_cast<int>(weekday(from)));
  if (question == "between") {
    std::string second;
    words >> second;
    const auto to = *parse_date(second);
    return std::to_string(whole_months_between(from, to)) + " " + std::to_string(whole_years_between(from, to));
  }
  std::int64_t count = 0;
  words >> count;
  if (question == "days") return text(add_days(from, count));
  if (question == "months") return text(add_months(from, count));
  if (question == "starting-days") return text(last_day_starting_on(from, {DurationKind::days, count}, {}).date);
  if (question == "starting-months") return text(last_day_starting_on(from, {DurationKind::months, count}, {}).date);
  WorkingCalendar calendar;
  calendar.week.clear();
  std::string week;
  words >> week;
  for (const char day : week) calendar.week.insert(static_cast<Weekday>(day - '0'));
  std::string holiday;
  for (int year = 1; year <= 9999; ++year) calendar.holidays[year];
  while (words >> holiday) calendar.holidays[year_of(*parse_date(holiday))].insert(*parse_date(holiday));
  if (question == "starting-working") {
    return text(last_day_starting_on(from, {DurationKind::working_days, count}, calendar).date);
  }
  return text(add_working_days(from, count, calendar).date);
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) std::cout << answer(line) << '\n';
}
