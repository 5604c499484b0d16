#include "engine/facts/quantity.hpp"

#include <algorithm>
#include <array>

#include "engine/facts/typed.hpp"
#include "engine/facts/yaml_problems.hpp"
#include "grammar/keywords.hpp"

namespace pasal::facts {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool begins_number(char c) { return is_digit(c) || c == '-' || c == '+' || c == '.'; }

struct Period {
  Keyword keyword;
  DurationKind kind;
  std::int64_t factor;
};
constexpr std::array periods = {Period{Keyword::minutes, DurationKind::clock, 1},  Period{Keyword::hours, DurationKind::clock, 60},
                                Period{Keyword::days, DurationKind::days, 1},      Period{Keyword::weeks, DurationKind::days, 7},
                                Period{Keyword::months, DurationKind::months, 1},  Period{Keyword::years, DurationKind::months, 12},
                                Period{Keyword::working_days, DurationKind::working_days, 1}};

struct Scale {
  Keyword keyword;
  std::int64_t factor;
};
constexpr std::array scales = {Scale{Keyword::thousand, 1'000}, Scale{Keyword::million, 1'000'000},
                               Scale{Keyword::billion, 1'000'000'000}, Scale{Keyword::trillion, 1'000'000'000'000}};

// Groups of three after one to three digits: `1,000`, `12.345.678`. `mark` is what stands between them.
bool is_grouped(std::string_view digits, char mark) {
  const std::size_t first = digits.find(mark);
  if (first == std::string_view::npos || first == 0 || first > 3 || (digits.size() - first) % 4 != 0) return false;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const bool at_mark = i >= first && (i - first) % 4 == 0;
    if (at_mark ? digits[i] != mark : !is_digit(digits[i])) return false;
  }
  return true;
}

std::string without(std::string_view text, char mark) {
  std::string result(text);
  result.erase(std::remove(result.begin(), result.end(), mark), result.end());
  return result;
}

// YAML knows `.5` and `5.`.
std::string with_digits_around_point(std::string_view digits) {
  std::string result(digits);
  const std::size_t point = result.find('.');
  if (point == std::string::npos || result.size() == 1) return result;
  if (point + 1 == result.size() || !is_digit(result[point + 1])) result.insert(point + 1, "0");
  if (point == 0 || !is_digit(result[point - 1])) result.insert(point, "0");
  return result;
}

// Written as a number is, whether or not one can hold it: `-12.5`, `1e400`.
bool is_decimal(std::string_view digits) {
  if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
  digits = digits.substr(0, digits.find_first_of("eE"));
  const bool plain = std::all_of(digits.begin(), digits.end(), [](char c) { return is_digit(c) || c == '.'; });
  return plain && digits.find_first_of("0123456789") != std::string_view::npos && digits.find('.') == digits.rfind('.');
}

// `items` and `item` are one unit.
std::string singular(std::string_view unit) {
  std::string name = normalized(unit);
  if (name.size() > 2 && name.back() == 's') name.pop_back();
  return name;
}

// The two readings of `1,500` and `1.500`: 1.5 and 1500. Written as `1.5`, where that leaves three decimals as `2.1250`.
struct Readings {
  std::string fraction;
  std::string whole;
};
std::optional<Readings> two_readings(std::string_view digits) {
  const std::string_view sign = digits.starts_with('-') || digits.starts_with('+') ? digits.substr(0, 1) : std::string_view{};
  const std::string_view unsigned_digits = digits.substr(sign.size());
  const char mark = unsigned_digits.find(',') != std::string_view::npos ? ',' : '.';
  if (!is_grouped(unsigned_digits, mark) || unsigned_digits.size() > 7 || unsigned_digits.front() == '0') return std::nullopt;
  const std::size_t point = unsigned_digits.find(mark);
  std::string decimals(unsigned_digits.substr(point + 1));
  decimals = decimals.back() == '0' ? decimals : decimals + "0";
  while (decimals.size() != 4 && !decimals.empty() && decimals.back() == '0') decimals.pop_back();
  std::string fraction = std::string(sign) + std::string(unsigned_digits.substr(0, point));
  if (!decimals.empty()) fraction += "." + decimals;
  return Readings{fraction, std::string(sign) + without(unsigned_digits, mark)};
}

const Period* period_of(std::string_view unit, Language language) {
  for (const Period& period : periods) {
    if (match_keyword(unit, period.keyword, Language::english) == unit.size()) return &period;
    if (match_keyword(unit, period.keyword, language) == unit.size()) return &period;
  }
  return nullptr;
}

std::string shown_number(const Number& number, const Type& type) {
  if (type.kind != TypeKind::percent) return number.plain();
  const auto hundredfold = multiply(number, 100);
  return (hundredfold ? *hundredfold : number).plain() + "%";
}

std::string declared_range(const FactDeclaration& fact) {
  if (fact.lowest && fact.highest) return shown_number(*fact.lowest, fact.type) + " to " + shown_number(*fact.highest, fact.type);
  if (fact.lowest) return "at least " + shown_number(*fact.lowest, fact.type);
  return "at most " + shown_number(*fact.highest, fact.type);
}

}  // namespace

WrittenQuantity split_quantity(std::string_view text) {
  text = trimmed(text);
  std::size_t begin = 0;
  while (begin < text.size() && !begins_number(text[begin])) ++begin;
  std::size_t end = begin;
  while (end < text.size() && (begins_number(text[end]) || text[end] == ',' || text[end] == '_')) ++end;
  // An exponent, `1e3`, but not the first letter of `20 euro`.
  if (end + 1 < text.size() && end > begin && (text[end] == 'e' || text[end] == 'E') && begins_number(text[end + 1])) {
    end += 2;
    while (end < text.size() && is_digit(text[end])) ++end;
  }
  return {trimmed(text.substr(0, begin)), text.substr(begin, end - begin), trimmed(text.substr(end))};
}

namespace {

// What is written, with its digits written otherwise: `1,5 million IDR` as `1.5 million IDR`. The digits alone would be
// another amount.
std::string with_digits(std::string_view whole, std::string_view digits, std::string_view right) {
  std::string result(trimmed(whole));
  const std::size_t at = result.find(digits);
  return at == std::string::npos ? std::string(right) : result.replace(at, digits.size(), right);
}

}  // namespace

std::optional<Number> ValueReader::read_digits(const FactDeclaration& fact, std::string_view digits, const Written& written) {
  if (const auto readings = written.json && !written.quoted ? std::nullopt : two_readings(digits)) {
    const std::string fraction = with_digits(written.text, digits, readings->fraction);
    const std::string whole = with_digits(written.text, digits, readings->whole);
    diagnostics_.add(DiagnosticKind::facts_ambiguous_number, written.span, excerpt(trimmed(written.text)), fraction, whole, "`" + fraction + "`", "`" + whole + "`");
    return std::nullopt;
  }
  if (const auto number = Number::parse(with_digits_around_point(digits))) return number;
  for (const char mark : {',', '.', '_'}) {
    if (!is_grouped(digits, mark) && mark != '_') continue;
    const std::string plain = without(digits, mark);
    if (Number::parse(plain)) return wrong_type(fact, written, "write the digits without marks between them, `" + with_digits(written.text, digits, plain) + "`");
  }
  std::string point(digits);
  std::replace(point.begin(), point.end(), ',', '.');
  if (Number::parse(point)) return wrong_type(fact, written, "write the decimals after a point, `" + with_digits(written.text, digits, point) + "`");
  return wrong_type(fact, written, is_decimal(digits) ? "a number has at most 38 digits" : "write it in digits, as in `5200`");
}

// What stands behind a number: `million people` is a factor and a unit.
struct ValueReader::Scaled {
  std::int64_t factor = 1;
  std::string_view unit;
};
ValueReader::Scaled ValueReader::split_scale(std::string_view after) const {
  for (const Scale& scale : scales) {
    const std::size_t bytes =
        std::max(match_keyword(after, scale.keyword, Language::english), match_keyword(after, scale.keyword, program_.language));
    if (bytes > 0) return {scale.factor, trimmed(after.substr(bytes))};
  }
  return {1, after};
}

std::optional<Value> ValueReader::read_scaled(const FactDeclaration& fact, std::string_view digits, std::int64_t factor, const Written& written) {
  const auto number = read_digits(fact, digits, written);
  if (!number) return std::nullopt;
  const auto whole = multiply(*number, factor);
  if (!whole) return wrong_type(fact, written, "a number has at most 38 digits");
  return Value(*whole);
}

std::optional<Value> ValueReader::read_number(const FactDeclaration& fact, const Written& written) {
  const WrittenQuantity quantity = split_quantity(written.text);
  const auto [factor, said] = split_scale(quantity.after);
  const std::string& unit = fact.type.unit;
  const bool fits = quantity.before.empty() && (said.empty() || (!unit.empty() && singular(said) == singular(unit)));
  if (!fits && quantity.digits.find_first_of("0123456789") != std::string_view::npos) {
    if (said.find_first_of("0123456789") != std::string_view::npos) return wrong_type(fact, written, "write it in digits, as in `5200`");
    return wrong_type(fact, written, unit.empty() ? "write the number alone" : "it is counted in " + unit);
  }
  return read_scaled(fact, quantity.digits, factor, written);
}

std::optional<Value> ValueReader::read_percent(const FactDeclaration& fact, const Written& written) {
  const WrittenQuantity quantity = split_quantity(written.text);
  const bool marked = quantity.after == "%" || is_keyword(quantity.after, Keyword::percent);
  if (!marked || !quantity.before.empty()) return wrong_type(fact, written, "a percent needs its `%`, as in `80%`");
  const auto number = read_digits(fact, quantity.digits, written);
  if (!number) return std::nullopt;
  const auto share = divide(*number, 100);
  if (!share) return wrong_type(fact, written, "it is too small to be held exactly");
  return Value(*share);
}

std::optional<Value> ValueReader::read_money(const FactDeclaration& fact, const Written& written) {
  const WrittenQuantity quantity = split_quantity(written.text);
  const auto [factor, said] = split_scale(quantity.after);
  const std::string wanted = normalized(fact.type.unit);
  if (!quantity.digits.empty()) {
    const bool twice = !quantity.before.empty() && !said.empty();
    const std::string_view currency = quantity.before.empty() ? said : quantity.before;
    if (twice || (!currency.empty() && normalized(currency) != wanted)) {
      return wrong_type(fact, written, "give it in " + fact.type.unit + ", as in `1000` or `1000 " + fact.type.unit + "`");
    }
  }
  return read_scaled(fact, quantity.digits, factor, written);
}

std::optional<Value> ValueReader::read_duration(const FactDeclaration& fact, const Written& written) {
  const WrittenQuantity quantity = split_quantity(written.text);
  const std::string_view unit = quantity.after.empty() ? std::string_view(fact.type.duration_unit) : quantity.after;
  const std::string example = fact.type.duration_unit.empty() ? "24 hours" : "24 " + fact.type.duration_unit;
  const Period* period = unit.empty() ? nullptr : period_of(unit, program_.language);
  if (period == nullptr || !quantity.before.empty()) return wrong_type(fact, written, "write a number and its unit, as in `" + example + "`");
  if (fact.type.fixed_duration && period->kind != fact.type.duration) {
    return wrong_type(fact, written, "give it in " + fact.type.duration_unit + ": " + std::string(why_unlike(period->kind, fact.type.duration)));
  }
  const auto number = read_digits(fact, quantity.digits, written);
  if (!number) return std::nullopt;
  const auto count = multiply(*number, period->factor);
  if (count && !count->is_whole()) {
    const std::string parts(period->kind == DurationKind::clock ? "minutes" : counted_in(period->kind));
    return wrong_type(fact, written, "it does not come to whole " + parts);
  }
  const auto whole = count ? count->whole() : std::nullopt;
  if (!whole) return wrong_type(fact, written, "it is too large to be held exactly");
  return Value(Duration{period->kind, *whole});
}

bool ValueReader::within_range(const FactDeclaration& fact, const Value& value, const Written& written) {
  std::optional<Number> number;
  if (const Number* plain = std::get_if<Number>(&value)) number = *plain;
  if (const Duration* duration = std::get_if<Duration>(&value)) {
    const Period* period = period_of(fact.type.duration_unit, program_.language);
    if (period != nullptr && period->kind == duration->kind) number = divide(duration->count, period->factor);
  }
  if (!number) return true;
  const bool too_low = fact.lowest && *number < *fact.lowest;
  const bool too_high = fact.highest && *number > *fact.highest;
  if (!too_low && !too_high) return true;
  diagnostics_.add(DiagnosticKind::facts_out_of_range, written.span, fact.name, declared_range(fact), excerpt(trimmed(written.text)));
  return false;
}

}  // namespace pasal::facts
