#include "engine/model/zone_rule.hpp"

#include <date/date.h>

#include <algorithm>
#include <array>
#include <limits>

namespace pasal {
namespace {

constexpr std::int64_t seconds_in_a_day = 86'400;

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// One to three digits.
bool take_number(std::string_view& text, int& value) {
  value = 0;
  std::size_t size = 0;
  for (; size < text.size() && size < 3 && text[size] >= '0' && text[size] <= '9'; ++size) {
    value = value * 10 + (text[size] - '0');
  }
  text.remove_prefix(size);
  return size > 0;
}

// A zone's abbreviation, `EST` or `<+07>`. It is of no interest but has to be there.
bool skip_abbreviation(std::string_view& text) {
  const bool quoted = take(text, '<');
  const auto end = quoted ? text.find('>') : text.find_first_of("+-,0123456789");
  const auto size = std::min(end, text.size());
  if (size == 0 || (quoted && end == std::string_view::npos)) return false;
  text.remove_prefix(size + (quoted ? 1 : 0));
  return true;
}

// `5`, `-9:30`, `+167:59:59`, in seconds.
std::optional<std::int64_t> take_time(std::string_view& text) {
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  if (!take_number(text, hours)) return std::nullopt;
  if (take(text, ':') && !take_number(text, minutes)) return std::nullopt;
  if (take(text, ':') && !take_number(text, seconds)) return std::nullopt;
  const std::int64_t total = hours * 3600 + minutes * 60 + seconds;
  return negative ? -total : total;
}

// `3.2.0`: in March, the second Sunday.
bool take_weekday_in_month(std::string_view& text, YearlyChange& change) {
  if (!take_number(text, change.month) || !take(text, '.')) return false;
  if (!take_number(text, change.week) || !take(text, '.')) return false;
  if (!take_number(text, change.day)) return false;
  return change.month >= 1 && change.month <= 12 && change.week >= 1 && change.week <= 5 && change.day <= 6;
}

// `,M3.2.0/2`, `,J80` or `,79`.
std::optional<YearlyChange> take_change(std::string_view& text) {
  using Form = YearlyChange::Form;
  if (!take(text, ',')) return std::nullopt;
  YearlyChange change;
  if (take(text, 'M')) {
    if (!take_weekday_in_month(text, change)) return std::nullopt;
  } else {
    change.form = take(text, 'J') ? Form::day_without_leap : Form::day_with_leap;
    if (!take_number(text, change.day) || change.day > 365) return std::nullopt;
    if (change.form == Form::day_without_leap && change.day == 0) return std::nullopt;
  }
  if (take(text, '/')) {
    const auto second = take_time(text);
    if (!second) return std::nullopt;
    change.second = *second;
  }
  return change;
}

date::sys_days day_of(const YearlyChange& change, date::year year) {
  const date::sys_days january = year / 1 / 1;
  switch (change.form) {
    case YearlyChange::Form::day_with_leap: return january + date::days{change.day};
    case YearlyChange::Form::day_without_leap: {
      const bool after_leap_day = year.is_leap() && change.day >= 60;  // J60 is always 1 March
      return january + date::days{change.day - (after_leap_day ? 0 : 1)};
    }
    case YearlyChange::Form::weekday_in_month: break;
  }
  const auto month = year / change.month;
  const date::weekday day{static_cast<unsigned>(change.day)};
  if (change.week == 5) return month / day[date::last];
  return month / day[static_cast<unsigned>(change.week)];
}

// World time of a change, which is written in the local time that holds before it.
std::int64_t second_of(const YearlyChange& change, int year, std::int64_t offset_before) {
  const auto days = day_of(change, date::year{year}).time_since_epoch().count();
  return days * seconds_in_a_day + change.second - offset_before;
}

}  // namespace

std::optional<ZoneRule> ZoneRule::parse(std::string_view text) {
  ZoneRule rule;
  if (!skip_abbreviation(text)) return std::nullopt;
  const auto west = take_time(text);
  if (!west) return std::nullopt;
  rule.standard_ = -*west;
  if (text.empty()) return rule;

  if (!skip_abbreviation(text)) return std::nullopt;
  rule.saving_ = rule.standard_ + 3600;
  if (!text.empty() && text.front() != ',') {
    const auto saving_west = take_time(text);
    if (!saving_west) return std::nullopt;
    rule.saving_ = -*saving_west;
  }
  const auto to_saving = take_change(text);
  const auto to_standard = to_saving ? take_change(text) : std::nullopt;
  if (!to_standard || !text.empty()) return std::nullopt;
  rule.changes_ = true;
  rule.to_saving_ = *to_saving;
  rule.to_standard_ = *to_standard;
  return rule;
}

OffsetSpan ZoneRule::span_at(std::int64_t second) const {
  using Limits = std::numeric_limits<std::int64_t>;
  OffsetSpan span{Limits::min(), Limits::max(), standard_};
  if (!changes_) return span;

  struct Change {
    std::int64_t at;
    std::int64_t offset;
  };
  const auto day = date::floor<date::days>(date::sys_seconds{std::chrono::seconds{second}});
  const int year = static_cast<int>(date::year_month_day{day}.year());
  std::array<Change, 6> changes{};
  for (std::size_t i = 0; i < 3; ++i) {  // the years on either side too: a change may lie days off its year
    const int of = year - 1 + static_cast<int>(i);
    changes[2 * i] = {second_of(to_saving_, of, standard_), saving_};
    changes[2 * i + 1] = {second_of(to_standard_, of, saving_), standard_};
  }
  // Stable: a zone that saves all year ends one year's saving in the very second it begins the next one's.
  std::stable_sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  for (const auto& change : changes) {
    if (change.at > second) {
      span.end = change.at;
      break;
    }
    span.begin = change.at;
    span.offset = change.offset;
  }
  return span;
}

}  // namespace pasal
