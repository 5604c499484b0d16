#include "engine/facts/typed.hpp"

#include <algorithm>
#include <array>

#include "engine/facts/quantity.hpp"
#include "engine/facts/yaml_problems.hpp"
#include "grammar/nearest.hpp"

namespace pasal::facts {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `child abuse, terrorism, gambling`; of very many the first ones.
std::string listed(const std::vector<std::string>& values) {
  constexpr std::size_t most = 12;
  std::string result;
  for (std::size_t i = 0; i < values.size() && i < most; ++i) result += (i == 0 ? "`" : ", `") + values[i] + "`";
  if (values.size() > most) result += " and " + std::to_string(values.size() - most) + " more";
  return result;
}

// Machines write fractions of a second, which a moment does not have: `16:00:00.000Z`.
std::optional<CivilTime> read_civil_time(std::string_view text) {
  std::string whole(text);
  if (const std::size_t point = whole.find('.'); point != std::string::npos && point >= 19) {
    std::size_t end = point + 1;
    while (end < whole.size() && is_digit(whole[end])) ++end;
    if (end > point + 1) whole.erase(point, end - point);
  }
  return parse_civil_time(whole);
}

}  // namespace

std::string describe(const Program& program, const Type& type) {
  switch (type.kind) {
    case TypeKind::boolean: return "yes or no";
    case TypeKind::number: return type.unit.empty() ? "a number" : "a number of " + type.unit;
    case TypeKind::percent: return "a percent";
    case TypeKind::money: return "money in " + type.unit;
    case TypeKind::text: return "text";
    case TypeKind::enumeration: return "one of " + listed(*type.values);
    case TypeKind::date: return "a date";
    case TypeKind::moment: return "a date and time";
    case TypeKind::duration: return type.duration_unit.empty() ? "a duration" : "a duration in " + type.duration_unit;
    case TypeKind::list: return "a list of " + program.records[type.record].plural;
    case TypeKind::text_list: return "a list of text";
    case TypeKind::item: return program.records[type.record].noun;
    case TypeKind::unknown: return "unknown";
  }
  return {};
}

bool same_value(const Value& a, const Value& b) {
  if (const Text* text = std::get_if<Text>(&a)) {
    const Text* other = std::get_if<Text>(&b);
    return other != nullptr && **text == **other;
  }
  if (const TextList* list = std::get_if<TextList>(&a)) {
    const TextList* other = std::get_if<TextList>(&b);
    return other != nullptr && **list == **other;
  }
  return a == b;
}

bool ValueReader::is_keyword(std::string_view text, Keyword keyword) const {
  return !text.empty() && (match_keyword(text, keyword, Language::english) == text.size() ||
                           match_keyword(text, keyword, program_.language) == text.size());
}

std::nullopt_t ValueReader::wrong_type(const FactDeclaration& fact, const Written& written, const std::string& way_out) {
  diagnostics_.add(DiagnosticKind::facts_wrong_type, written.span, fact.name, describe(program_, fact.type), excerpt(written.text), way_out);
  return std::nullopt;
}

std::optional<Value> ValueReader::read(const FactDeclaration& fact, Strictness strictness, const Written& written) {
  if (trimmed(written.text) == "?") return Value(Unknown{});
  const bool text = fact.type.kind == TypeKind::text;
  const bool may_be_none = !(text && written.quoted) && is_keyword(trimmed(written.text), Keyword::none);
  if (may_be_none && fact.type.kind != TypeKind::enumeration) return read_none(fact, written);
  auto value = read_typed(fact, strictness, written);
  if (value && !within_range(fact, *value, written)) return std::nullopt;
  return value;
}

std::optional<Value> ValueReader::read_none(const FactDeclaration& fact, const Written& written) {
  if (fact.type.kind == TypeKind::text_list) return Value(std::make_shared<const std::vector<std::string>>());
  if (fact.if_any || fact.type.kind == TypeKind::list) return Value(None{});
  std::string way_out = "leave it out if it is not known, or declare it `if any`";
  if (fact.type.kind == TypeKind::boolean) way_out = "write `yes` or `no`, or leave it out if it is not known";
  if (fact.type.is_numeric()) way_out = "write `0`, leave it out if it is not known, or declare it `if any`";
  if (fact.type.kind == TypeKind::text) way_out = "put it in quotes if it is the text itself, or declare it `if any`";
  diagnostics_.add(DiagnosticKind::facts_none_not_allowed, written.span, fact.name, way_out);
  return std::nullopt;
}

std::optional<Value> ValueReader::read_typed(const FactDeclaration& fact, Strictness strictness, const Written& written) {
  switch (fact.type.kind) {
    case TypeKind::boolean:
      if (const auto answer = yes_or_no(trimmed(written.text))) return Value(*answer);
      return wrong_type(fact, written, "write `yes` or `no`");
    case TypeKind::number: return read_number(fact, written);
    case TypeKind::percent: return read_percent(fact, written);
    case TypeKind::money: return read_money(fact, written);
    case TypeKind::text: return Value(std::make_shared<const std::string>(written.text));
    case TypeKind::enumeration: return read_enumeration(fact, written);
    case TypeKind::date: return read_date(fact, written);
    case TypeKind::moment: return read_moment(fact, strictness, written);
    case TypeKind::duration: return read_duration(fact, written);
    case TypeKind::list:
    case TypeKind::text_list: return wrong_type(fact, written, "put its items into a facts file, each on a line of its own after `- `");
    case TypeKind::item:
    case TypeKind::unknown: break;
  }
  return Value(Unknown{});
}

std::optional<bool> ValueReader::yes_or_no(std::string_view text) const {
  std::string lower(text.substr(0, 16));
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (text.size() > lower.size()) return std::nullopt;
  if (lower == "true" || is_keyword(text, Keyword::yes)) return true;
  if (lower == "false" || lower == "no" || is_keyword(text, Keyword::no_value)) return false;
  return std::nullopt;
}

std::optional<Value> ValueReader::read_enumeration(const FactDeclaration& fact, const Written& written) {
  const std::vector<std::string>& values = *fact.type.values;
  auto [entry, fresh] = enumerations_.try_emplace(&values);
  if (fresh) {
    for (std::size_t i = 0; i < values.size(); ++i) entry->second.emplace(normalized(values[i]), static_cast<std::uint32_t>(i));
  }
  const std::string wanted = normalized(written.text.substr(0, 1000));
  const auto found = entry->second.find(wanted);
  if (found != entry->second.end()) return Value(EnumerationValue{found->second});
  if (is_keyword(trimmed(written.text), Keyword::none)) return read_none(fact, written);
  const auto near = diagnostics_.dropped() > 0 ? std::vector<std::string>{} : nearest(wanted, values, 1);
  const std::string way_out = near.empty() ? "it is one of " + listed(values) : "did you mean `" + near.front() + "`?";
  diagnostics_.add(DiagnosticKind::facts_unknown_value, written.span, excerpt(written.text), fact.name, way_out);
  return std::nullopt;
}

std::optional<Value> ValueReader::read_date(const FactDeclaration& fact, const Written& written) {
  const std::string_view text = trimmed(written.text);
  if (const auto date = parse_date(text)) return Value(*date);
  if (const auto time = read_civil_time(text)) return wrong_type(fact, written, "write the day alone, as in `" + iso(time->date) + "`");
  const bool form = text.size() == 10 && text[4] == '-' && text[7] == '-' && is_digit(text[0]) && is_digit(text[9]);
  if (form) return wrong_type(fact, written, "there is no such day");
  return wrong_type(fact, written, "write year-month-day, as in `2018-07-03`");
}

std::optional<Moment> ValueReader::in_zone(const CivilTime& time, const Written& written) {
  auto moment = program_.zone.moment(time);
  if (!moment) diagnostics_.add(DiagnosticKind::time_in_gap, written.span, program_.zone.name(), excerpt(written.text));
  return moment;
}

std::optional<Value> ValueReader::read_moment(const FactDeclaration& fact, Strictness strictness, const Written& written) {
  const std::string_view text = trimmed(written.text);
  if (const auto date = parse_date(text)) {
    if (strictness == Strictness::taken) return Value(*date);
    diagnostics_.add(DiagnosticKind::facts_date_without_time, written.span, fact.name, iso(*date));
    return std::nullopt;
  }
  const auto time = read_civil_time(text);
  if (!time) return wrong_type(fact, written, "write year-month-day and the time, as in `2018-07-03 16:00`");
  const auto moment = in_zone(*time, written);
  if (!moment) return std::nullopt;
  return Value(*moment);
}

std::optional<Value> ValueReader::read_time(std::string_view what, std::string_view declared, const Written& written) {
  const std::string_view text = trimmed(written.text);
  if (const auto date = parse_date(text)) return Value(*date);
  if (const auto time = read_civil_time(text)) {
    const auto moment = in_zone(*time, written);
    if (!moment) return std::nullopt;
    return Value(*moment);
  }
  diagnostics_.add(DiagnosticKind::facts_wrong_type, written.span, what, declared, excerpt(text),
                   "write `2018-07-03` or `2018-07-03 16:00`");
  return std::nullopt;
}

}  // namespace pasal::facts
