// The rule by which a time zone goes on after the last change its file lists.
//
// Purpose: daylight saving beyond the listed years (2037, or 2007 in a slim file), which the date library ignores.
// Input: the last line of a zone file, e.g. `EST5EDT,M3.2.0,M11.1.0`. Output: the offset in force at any second.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pasal {

// The seconds of world time, from `begin` to before `end`, in which one offset (seconds east of UTC) is in force.
struct OffsetSpan {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t offset = 0;
};

// The day and local second of a year at which the offset changes.
struct YearlyChange {
  enum class Form { day_without_leap, day_with_leap, weekday_in_month };
  Form form = Form::weekday_in_month;
  int month = 1;
  int week = 1;                // 5 is the last
  int day = 0;                 // of the year, or of the week from Sunday
  std::int64_t second = 7200;  // of the local day: 02:00 where nothing is said
};

class ZoneRule {
public:
  // Nothing when the text is not such a rule. A rule without daylight saving holds one offset for ever.
  static std::optional<ZoneRule> parse(std::string_view text);

  // For seconds within the years -10,000 to 20,000.
  OffsetSpan span_at(std::int64_t second) const;

private:
  std::int64_t standard_ = 0;
  std::int64_t saving_ = 0;
  bool changes_ = false;
  YearlyChange to_saving_;
  YearlyChange to_standard_;
};

}  // namespace pasal
