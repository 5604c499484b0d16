#include <date/tz.h>

#include <algorithm>
#include <array>
#include <exception>
#include <fstream>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

#include "engine/model/calendar.hpp"
#include "engine/model/zone_rule.hpp"

// The library's classes differ with this option: a build that missed it would link and then corrupt memory.
static_assert(USE_OS_TZDB, "compile with -DUSE_OS_TZDB=1, as the installed date library was");

namespace pasal {
namespace {

constexpr std::int64_t minutes_in_a_day = 1440;
// No zone is or was further from UTC than 16 hours; the files may say up to 25.
constexpr std::int64_t widest_offset = std::int64_t{26} * 60;
// Far beyond the years 1 to 9999, and well within what the date library computes.
constexpr std::int64_t farthest_minute = 5'000'000'000;
constexpr std::size_t longest_name = 64;  // of what is compared: the longest zone has 32 bytes

constexpr std::array zone_folders{"/usr/share/zoneinfo/", "/usr/share/zoneinfo/uclibc/", "/var/db/timezone/zoneinfo/"};

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
std::int64_t ceil_divide(std::int64_t a, std::int64_t b) { return a / b + (a % b > 0 ? 1 : 0); }

std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

// The last line of a zone's file. Empty when its format is the oldest one, which has none; nothing when there is no
// such file or it is not a zone's (the library takes any file in the folder for one).
std::optional<std::string> rule_text(const std::string& zone) {
  constexpr std::size_t version_at = 4;
  for (const char* folder : zone_folders) {
    const auto bytes = read_file(folder + zone);
    if (!bytes.starts_with("TZif") || bytes.size() <= version_at) continue;
    if (bytes[version_at] == '\0') return std::string{};
    if (bytes.back() != '\n') return std::nullopt;
    const auto line = bytes.rfind('\n', bytes.size() - 2) + 1;
    return bytes.substr(line, bytes.size() - 1 - line);
  }
  return std::nullopt;
}

const date::time_zone* locate(std::string_view name) {
  try {
    const auto* zone = date::locate_zone(name);
    zone->get_info(date::sys_seconds{});  // reads the file now, so that no later question can fail
    return zone;
  } catch (const std::exception&) {  // no such zone, no zone data, or a file that cannot be read
    return nullptr;
  }
}

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  try {
    for (const auto& zone : date::get_tzdb().zones) names.push_back(zone.name());
  } catch (const std::exception&) {  // no zone data
    return names;
  }
  return names;
}

// `localtime`, `posixrules` and `zonenow.tab` lie in the folder too. What the first means depends on the machine.
bool names_a_zone(std::string_view name) {
  return !name.empty() && name.front() >= 'A' && name.front() <= 'Z' && name.find('.') == std::string_view::npos;
}

std::string folded(std::string_view name) {
  std::string text{name.substr(0, longest_name)};
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ') c = '_';
  }
  return text;
}

// Insertions, deletions and changes that make one text the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

// People name the city alone: `Jakarta` is nearer to `Asia/Jakarta` than to `Jamaica`.
std::size_t distance_to_zone(std::string_view name, const std::string& zone) {
  const auto text = folded(zone);
  const auto city = std::string_view{text}.substr(text.rfind('/') + 1);
  return std::min(edit_distance(name, text), edit_distance(name, city));
}

std::string two_digits(std::int64_t value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

std::string clock(int minute_of_day) { return two_digits(minute_of_day / 60) + ":" + two_digits(minute_of_day % 60); }

}  // namespace

struct TimeZone::Data {
  // The minutes, from `begin` to before `end`, in which one offset is in force.
  struct Span {
    std::int64_t begin;
    std::int64_t end;
    std::int64_t offset;
  };

  std::string name = "UTC";
  const date::time_zone* zone = nullptr;  // none for UTC, which needs no zone data
  std::optional<ZoneRule> rule;           // in force after the last listed change

  OffsetSpan seconds_at(std::int64_t second) const {
    const auto info = zone->get_info(date::sys_seconds{std::chrono::seconds{second}});
    const OffsetSpan listed{info.begin.time_since_epoch().count(), info.end.time_since_epoch().count(),
                            info.offset.count()};
    // The library lets the last listed span run to its own last year.
    const bool last = listed.end > farthest_minute * 60;
    if (!last || !rule) return listed;
    auto span = rule->span_at(second);
    span.begin = std::max(span.begin, listed.begin);
    return span;
  }

  // Offsets of old local mean times have seconds; a moment has none, so they count as the whole minute below.
  Span span_at(std::int64_t minute) const {
    if (zone == nullptr) return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(), 0};
    const auto span = seconds_at(std::clamp(minute, -farthest_minute, farthest_minute) * 60);
    return {ceil_divide(span.begin, 60), ceil_divide(span.end, 60), floor_divide(span.offset, 60)};
  }

  // Every span in which the local minute might lie, in order.
  std::vector<Span> spans_around(std::int64_t local) const {
    std::vector<Span> spans{span_at(local - widest_offset)};
    while (spans.back().end <= local + widest_offset) {
      const auto next = span_at(spans.back().end);
      if (next.end <= spans.back().end) break;  // beyond the farthest minute
      spans.push_back(next);
    }
    return spans;
  }
};

TimeZone::TimeZone() : data_(std::make_shared<const Data>()) {}

std::optional<TimeZone> TimeZone::find(std::string_view name) {
  TimeZone found;
  if (name == found.name()) return found;
  if (!names_a_zone(name)) return std::nullopt;
  Data data;
  data.name = name;
  data.zone = locate(name);
  const auto text = data.zone != nullptr ? rule_text(data.name) : std::nullopt;
  if (!text) return std::nullopt;
  if (!text->empty()) {
    data.rule = ZoneRule::parse(*text);
    if (!data.rule) return std::nullopt;  // its future offsets would be wrong
  }
  found.data_ = std::make_shared<const Data>(std::move(data));
  return found;
}

std::vector<std::string> TimeZone::nearest(std::string_view name, std::size_t most) {
  const auto wanted = folded(name);
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (auto& zone : zone_names()) {
    if (names_a_zone(zone)) ranked.emplace_back(distance_to_zone(wanted, zone), std::move(zone));
  }
  std::sort(ranked.begin(), ranked.end());
  ranked.resize(std::min(most, ranked.size()));
  std::vector<std::string> names;
  names.reserve(ranked.size());
  for (auto& [distance, zone] : ranked) names.push_back(std::move(zone));
  return names;
}

std::string TimeZone::data_version() {
  constexpr std::string_view heading = "# version ";
  for (const char* folder : zone_folders) {
    for (const char* file : {"tzdata.zi", "+VERSION"}) {
      std::ifstream stream{std::string{folder} + file};
      std::string line;
      if (!std::getline(stream, line)) continue;
      return line.starts_with(heading) ? line.substr(heading.size()) : line;
    }
  }
  return {};
}

const std::string& TimeZone::name() const { return data_->name; }

std::optional<Moment> TimeZone::moment(Date date, int minute_of_day) const {
  const auto local = date.days * minutes_in_a_day + minute_of_day;
  for (const auto& span : data_->spans_around(local)) {
    const auto minute = local - span.offset;
    if (minute >= span.begin && minute < span.end) return Moment{minute};
  }
  return std::nullopt;
}

std::optional<Moment> TimeZone::moment(const CivilTime& civil) const {
  if (!civil.offset_minutes) return moment(civil.date, civil.minute_of_day);
  return Moment{civil.date.days * minutes_in_a_day + civil.minute_of_day - *civil.offset_minutes};
}

Moment TimeZone::start_of(Date date) const {
  const auto local = date.days * minutes_in_a_day;
  const auto spans = data_->spans_around(local);
  for (const auto& span : spans) {
    const auto minute = std::max(local - span.offset, span.begin);
    if (minute < span.end) return {minute};
  }
  return {local - spans.back().offset};
}

Moment TimeZone::close_of(Date date) const {
  const auto local = (date.days + std::int64_t{1}) * minutes_in_a_day - 1;
  const auto spans = data_->spans_around(local);
  for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
    const auto minute = std::min(local - span->offset, span->end - 1);
    if (minute >= span->begin) return {minute};
  }
  return {local - spans.front().offset};
}

Date TimeZone::date_of(Moment moment) const {
  const auto minute = std::clamp(moment.minutes, -farthest_minute, farthest_minute);
  return {static_cast<std::int32_t>(floor_divide(minute + offset_minutes(moment), minutes_in_a_day))};
}

int TimeZone::minute_of_day(Moment moment) const {
  const auto minute = std::clamp(moment.minutes, -farthest_minute, farthest_minute) + offset_minutes(moment);
  return static_cast<int>(minute - floor_divide(minute, minutes_in_a_day) * minutes_in_a_day);
}

int TimeZone::offset_minutes(Moment moment) const { return static_cast<int>(data_->span_at(moment.minutes).offset); }

std::optional<Moment> TimeZone::next_change(Moment moment) const {
  const auto end = data_->span_at(moment.minutes).end;
  if (data_->zone == nullptr || end <= moment.minutes || end > farthest_minute) return std::nullopt;
  return Moment{end};
}

// Clocks that are set back over midnight bring a day back.
Moment TimeZone::next_day_after(Moment moment) const {
  const Date today = date_of(moment);
  auto next = start_of(Date{today.days + 1});
  if (next <= moment) next = {(today.days + std::int64_t{1}) * minutes_in_a_day - offset_minutes(moment)};
  const auto change = next_change(moment);
  return change && *change < next && date_of(*change) != today ? *change : next;
}

std::string iso(Moment moment, const TimeZone& zone) {
  const auto date = zone.date_of(moment);
  const auto offset = zone.offset_minutes(moment);
  const bool closes = moment == zone.close_of(date);
  return iso(date) + "T" + clock(zone.minute_of_day(moment)) + (closes ? ":59" : ":00") + (offset < 0 ? "-" : "+") +
         clock(offset < 0 ? -offset : offset);
}

std::string plain(Moment moment, const TimeZone& zone) {
  return iso(zone.date_of(moment)) + " " + clock(zone.minute_of_day(moment));
}

}  // namespace pasal
