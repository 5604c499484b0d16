#include "engine/model/value.hpp"

#include <array>
#include <string_view>

namespace pasal {
namespace {

// A word of the answers in both languages.
struct Word {
  std::string_view english;
  std::string_view indonesian;
  std::string in(Language language) const {
    return std::string(language == Language::indonesian ? indonesian : english);
  }
};

constexpr std::array<Word, 12> months{{{"January", "Januari"},
                                       {"February", "Februari"},
                                       {"March", "Maret"},
                                       {"April", "April"},
                                       {"May", "Mei"},
                                       {"June", "Juni"},
                                       {"July", "Juli"},
                                       {"August", "Agustus"},
                                       {"September", "September"},
                                       {"October", "Oktober"},
                                       {"November", "November"},
                                       {"December", "Desember"}}};

// A whole number of units: `1 day`, `24 hours`, `5 hari kerja`.
std::string counted(std::int64_t count, std::string_view unit, std::string_view unit_in_indonesian, Language language) {
  const std::string number = Number(count).grouped(number_marks(language)) + " ";
  if (language == Language::indonesian) return number + std::string(unit_in_indonesian);
  return number + std::string(unit) + (count == 1 ? "" : "s");
}

std::string display_number(const Number& number, const Type& type, Language language) {
  const NumberMarks marks = number_marks(language);
  if (type.kind == TypeKind::percent) {
    const auto hundredfold = multiply(number, 100);
    return hundredfold ? hundredfold->grouped(marks) + "%" : number.grouped(marks);
  }
  if (type.year) return number.plain();
  if (type.kind == TypeKind::money && !type.unit.empty()) return number.grouped(marks) + " " + type.unit;
  return number.grouped(marks);
}

std::string joined(const std::vector<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts) result += (result.empty() ? "" : ", ") + text;
  return result;
}

std::string display_enumeration(EnumerationValue value, const Type& type) {
  if (type.values == nullptr || value.index >= type.values->size()) return "?";
  return (*type.values)[value.index];
}

struct Display {
  const Type& type;
  Language language;
  const TimeZone& zone;

  std::string operator()(Unknown) const { return Word{"unknown", "tidak diketahui"}.in(language); }
  std::string operator()(ErrorValue) const { return (*this)(Unknown{}); }
  std::string operator()(None) const { return Word{"none", "tidak ada"}.in(language); }
  std::string operator()(bool yes) const { return (yes ? Word{"yes", "ya"} : Word{"no", "tidak"}).in(language); }
  std::string operator()(const Number& number) const { return display_number(number, type, language); }
  std::string operator()(Date date) const { return display(date, language); }
  std::string operator()(Moment moment) const { return display(moment, language, zone); }
  std::string operator()(const Duration& duration) const { return display(duration, language); }
  std::string operator()(EnumerationValue value) const { return display_enumeration(value, type); }
  std::string operator()(const Text& text) const { return text ? *text : std::string(); }
  std::string operator()(const TextList& texts) const {
    return texts && !texts->empty() ? joined(*texts) : (*this)(None{});
  }
};

}  // namespace

Moment beginning(const Value& time, const TimeZone& zone) {
  const auto* date = std::get_if<Date>(&time);
  return date != nullptr ? zone.start_of(*date) : std::get<Moment>(time);
}

NumberMarks number_marks(Language language) {
  return language == Language::indonesian ? NumberMarks{'.', ','} : NumberMarks{',', '.'};
}

std::string display(Date date, Language language) {
  const YearMonthDay day = civil(date);
  const std::string month = months[static_cast<std::size_t>(day.month - 1)].in(language);
  return std::to_string(day.day) + " " + month + " " + std::to_string(day.year);
}

std::string display(Moment moment, Language language, const TimeZone& zone) {
  const Date date = zone.date_of(moment);
  const std::string day = display(date, language);
  if (moment == zone.close_of(date)) return day;
  const int minute = zone.minute_of_day(moment);
  const auto two_digits = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return day + ", " + two_digits(minute / 60) + ":" + two_digits(minute % 60);
}

std::string display(const Duration& duration, Language language) {
  const std::int64_t count = duration.count;
  switch (duration.kind) {
    case DurationKind::clock:
      return count % 60 == 0 ? counted(count / 60, "hour", "jam", language)
                             : counted(count, "minute", "menit", language);
    case DurationKind::days: return counted(count, "day", "hari", language);
    case DurationKind::months:
      return count != 0 && count % 12 == 0 ? counted(count / 12, "year", "tahun", language)
                                           : counted(count, "month", "bulan", language);
    case DurationKind::working_days: return counted(count, "working day", "hari kerja", language);
  }
  return {};
}

std::string_view counted_in(DurationKind kind) {
  switch (kind) {
    case DurationKind::clock: return "hours and minutes";
    case DurationKind::days: return "days";
    case DurationKind::months: return "months";
    case DurationKind::working_days: return "working days";
  }
  return {};
}

std::string_view why_unlike(DurationKind a, DurationKind b) {
  if (a == DurationKind::working_days || b == DurationKind::working_days)
    return "how long working days take depends on the calendar";
  if (a == DurationKind::months || b == DurationKind::months) return "a month is not always 30 days";
  return "24 hours is not always 1 day";
}

std::string display(const Value& value, const Type& type, Language language, const TimeZone& zone) {
  return std::visit(Display{type, language, zone}, value);
}

}  // namespace pasal
