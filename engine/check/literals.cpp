// Numbers, quantities, dates and moments as written in a policy.
#include <algorithm>
#include <array>

#include "engine/check/checker.hpp"

namespace pasal::checking {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string without_groups(std::string_view text, NumberStyle style) {
  std::string plain;
  for (const char c : text) {
    if (c == style.group || c == '_') continue;
    plain += c == style.decimal ? '.' : c;
  }
  return plain;
}

// Grouping is exactly three digits, from the right, by one mark.
bool well_grouped(std::string_view whole) {
  const std::size_t first = whole.find_first_not_of("0123456789");
  if (first == std::string_view::npos) return true;
  const char mark = whole[first];
  if (first == 0 || first > 3) return false;
  for (std::size_t i = first; i < whole.size(); i += 4) {
    if (whole[i] != mark || i + 3 >= whole.size() || (i + 4 < whole.size() && is_digit(whole[i + 4]))) return false;
    for (std::size_t j = 1; j <= 3; ++j) {
      if (!is_digit(whole[i + j])) return false;
    }
  }
  return true;
}

struct Scale {
  Keyword keyword;
  std::int64_t factor;
};
constexpr std::array scales = {Scale{Keyword::thousand, 1'000}, Scale{Keyword::million, 1'000'000}, Scale{Keyword::billion, 1'000'000'000},
                               Scale{Keyword::trillion, 1'000'000'000'000}};

struct Period {
  Keyword keyword;
  DurationKind kind;
  std::int64_t factor;
};
constexpr std::array periods = {Period{Keyword::minutes, DurationKind::clock, 1},  Period{Keyword::hours, DurationKind::clock, 60},
                                Period{Keyword::days, DurationKind::days, 1},      Period{Keyword::weeks, DurationKind::days, 7},
                                Period{Keyword::months, DurationKind::months, 1},  Period{Keyword::years, DurationKind::months, 12},
                                Period{Keyword::working_days, DurationKind::working_days, 1}};

const Period* period_of(const SyntaxNode& quantity) {
  for (const Period& period : periods) {
    if (quantity.has(period.keyword)) return &period;
  }
  return nullptr;
}

}  // namespace

// A bare number in the unit of the duration it meets: `3` of a `duration in hours`.
std::optional<Duration> duration_of(const Number& number, const Type& type) {
  const auto period = std::find_if(periods.begin(), periods.end(),
                                   [&](const Period& one) { return spelling(one.keyword, Language::english) == type.duration_unit; });
  if (period == periods.end()) return std::nullopt;
  const auto count = multiply(number, Number(period->factor));
  const auto whole = count ? count->whole() : std::nullopt;
  if (!whole || *whole > 1'000'000'000'000 || *whole < -1'000'000'000'000) return std::nullopt;
  return Duration{period->kind, *whole};
}

// `1.500` in an English policy: 1.5 or 1,500? `0.125` and `1.5000` are plain.
std::optional<Number> Checker::read_number(const SyntaxNode& node) {
  const std::string text = words(node);
  const NumberStyle style = number_style(document_->language);
  const std::size_t mark = text.find(style.decimal);
  const std::string_view whole = std::string_view(text).substr(0, mark);
  const std::string_view decimals = mark == std::string::npos ? std::string_view{} : std::string_view(text).substr(mark + 1);
  const auto refuse = [&](const std::string& way_out) -> std::optional<Number> {
    diagnostics_.add(DiagnosticKind::wrong_number, span(node), text, way_out);
    return std::nullopt;
  };
  const bool only_digits = std::all_of(whole.begin(), whole.end(), is_digit);
  if (mark != std::string::npos && only_digits && decimals.size() == 3 && std::all_of(decimals.begin(), decimals.end(), is_digit) &&
      whole.size() <= 3 && whole.front() != '0') {
    std::string trimmed(decimals);
    while (trimmed.size() > 1 && trimmed.back() == '0') trimmed.pop_back();
    const std::string fraction = std::string(whole) + style.decimal + trimmed;
    const std::string grouped = std::string(whole) + style.group + std::string(decimals);
    const std::string spelled = std::string(whole) + style.decimal + std::string(decimals) + "0";
    diagnostics_.add(DiagnosticKind::ambiguous_number, span(node), text, fraction, grouped, "`" + spelled + "` for the first",
                     "`" + grouped + "` for the second");
    return std::nullopt;
  }
  if (decimals.find_first_not_of("0123456789") != std::string_view::npos) {
    return refuse(std::string("write it with `") + style.group + "` between thousands and `" + style.decimal + "` before decimals");
  }
  const std::size_t group = whole.find(style.group);
  const std::string_view behind = group == std::string_view::npos ? std::string_view{} : whole.substr(group + 1);
  if (mark == std::string::npos && !behind.empty() && behind.size() < 3 && std::all_of(behind.begin(), behind.end(), is_digit)) {
    return refuse("decimals are written as in `" + std::string(whole.substr(0, group)) + style.decimal + std::string(behind) + "`");
  }
  if (!well_grouped(whole)) return refuse(std::string("groups have three digits, as in `1") + style.group + "000`");
  const auto number = Number::parse(without_groups(text, style));
  if (!number) diagnostics_.add(DiagnosticKind::number_too_large, span(node), text);
  return number;
}

std::optional<std::pair<Value, Type>> Checker::read_quantity(const SyntaxNode& node, bool negative) {
  auto number = read_number(*node.child(NodeKind::number));
  if (!number) return std::nullopt;
  for (const Scale& scale : scales) {
    if (node.has(scale.keyword)) number = multiply(*number, Number(scale.factor));
    if (!number) break;
  }
  if (number && negative) number = negate(*number);
  if (!number) {
    diagnostics_.add(DiagnosticKind::number_too_large, span(node), words(node));
    return std::nullopt;
  }
  Type type{.kind = TypeKind::number};
  if (const Period* period = period_of(node)) {
    const auto count = multiply(*number, Number(period->factor));
    const auto whole = count ? count->whole() : std::nullopt;
    if (!whole || *whole > 1'000'000'000'000) {
      diagnostics_.add(DiagnosticKind::wrong_number, span(node), words(node),
                       period->kind == DurationKind::clock ? "a period is a whole number of minutes" : "a period is a whole number of days or months");
      return std::nullopt;
    }
    type = {.kind = TypeKind::duration};
    type.duration = period->kind;
    type.fixed_duration = true;
    type.duration_unit = spelling(period->keyword, Language::english);
    type.literal = true;
    return std::pair(Value(Duration{period->kind, *whole}), type);
  }
  if (node.child(NodeKind::percent_sign) != nullptr || node.has(Keyword::percent)) {
    const auto fraction = divide(*number, Number(100));
    type.kind = TypeKind::percent;
    if (!fraction) {
      diagnostics_.add(DiagnosticKind::number_too_large, span(node), words(node));
      return std::nullopt;
    }
    return std::pair(Value(*fraction), type);
  }
  if (const SyntaxNode* currency = node.child(NodeKind::currency)) {
    type.kind = TypeKind::money;
    type.unit = words(*currency);
  } else if (const SyntaxNode* unit = node.child(NodeKind::unit_name)) {
    type.unit = words(*unit);
  } else {
    type.literal = true;
  }
  return std::pair(Value(*number), type);
}

std::optional<Typed> Checker::quantity(const SyntaxNode& node) {
  auto read = read_quantity(node);
  if (!read) return std::nullopt;
  return constant(std::move(read->first), std::move(read->second), node);
}

std::optional<Date> Checker::read_date(const SyntaxNode& node) {
  const auto date = parse_date(document_->words(node));
  if (!date) diagnostics_.add(DiagnosticKind::wrong_date, span(node), words(node));
  return date;
}

std::optional<Moment> Checker::read_moment(const SyntaxNode& node) {
  const std::string text = words(node);
  const auto civil = parse_civil_time(text);
  if (!civil) {
    const bool day = parse_date(std::string_view(text).substr(0, 10)).has_value();
    diagnostics_.add(day ? DiagnosticKind::wrong_time : DiagnosticKind::wrong_date, span(node), day ? text.substr(11) : text.substr(0, 10));
    return std::nullopt;
  }
  const auto moment = program_.zone.moment(*civil);
  if (!moment) diagnostics_.add(DiagnosticKind::time_in_gap, span(node), program_.zone.name(), text);
  return moment;
}

bool Checker::in_range(const FactDeclaration& fact, const Value& value, Span where) {
  const Number* number = std::get_if<Number>(&value);
  if (number == nullptr) return true;
  const bool low = fact.lowest && *number < *fact.lowest;
  const bool high = fact.highest && *number > *fact.highest;
  if (!low && !high) return true;
  const auto show = [&](const Number& bound) { return display(Value(bound), fact.type, program_.language, program_.zone); };
  const std::string range = low ? "at least " + show(*fact.lowest) : "at most " + show(*fact.highest);
  auto& problem = diagnostics_.add(DiagnosticKind::value_out_of_range, where, fact.name, range, show(*number));
  if (where != fact.span) problem.label(fact.span, "declared here");
  return false;
}

std::optional<Value> Checker::read_quantity_as(const SyntaxNode& node, bool negative, const Type& type, const Refuse& refuse) {
  auto read = read_quantity(node, negative);
  if (!read) return std::nullopt;
  const Type& given = read->second;
  if (type.kind == TypeKind::unknown) return read->first;
  if (type.kind == TypeKind::duration && given.kind == TypeKind::duration) return read->first;
  if (type.kind == TypeKind::duration && given.literal) {
    const auto period = duration_of(std::get<Number>(read->first), type);
    return period ? std::optional<Value>(*period) : refuse(describe(given));
  }
  if (type.kind == TypeKind::number && given.kind == TypeKind::duration && same_unit(type.unit, given.duration_unit)) {
    return Value(*read_number(*node.child(NodeKind::number)));
  }
  const bool bare = given.literal && given.kind == TypeKind::number && (type.kind == TypeKind::money || type.kind == TypeKind::number);
  if (type.kind == TypeKind::percent && given.kind == TypeKind::number) return refuse(describe(given) + "; write a percent with its `%`");
  if (type.kind != given.kind && !bare) return refuse(describe(given));
  if (!given.literal && !type.unit.empty() && !same_unit(given.unit, type.unit)) return refuse(describe(given));
  return read->first;
}

// The value of a `one of` that the words of a node say.
std::optional<EnumerationValue> Checker::value_of_enumeration(const SyntaxNode& node, const Type& type) {
  auto [values, fresh] = values_of_types_.try_emplace(type.values);
  if (fresh) {
    for (std::uint32_t i = 0; i < type.values->size(); ++i) values->second.emplace(normalized((*type.values)[i]), i);
  }
  const auto found = values->second.find(normalized(node.kind == NodeKind::quoted ? unquoted(document_->words(node)) : words(node)));
  return found == values->second.end() ? std::nullopt : std::optional(EnumerationValue{found->second});
}

std::optional<Value> Checker::read_literal(const SyntaxNode& parent, std::size_t begin, const Type& type, std::string_view name, Span declared) {
  std::size_t at = begin;
  const bool negative = at < parent.children.size() && parent.children[at]->kind == NodeKind::symbol;
  if (negative) ++at;
  const SyntaxNode& node = *parent.children[at];
  const Refuse refuse = [&](const std::string& what) -> std::optional<Value> {
    diagnostics_.add(DiagnosticKind::type_mismatch, span(node), "`" + std::string(name) + "`", describe(type), code(node), what, "")
        .label(declared, "declared here");
    return std::nullopt;
  };
  if (type.kind == TypeKind::unknown) return std::nullopt;  // what it is could not be read, which is reported
  const bool raw = node.kind == NodeKind::raw_words || node.kind == NodeKind::enumeration_value || node.kind == NodeKind::quoted;
  if (type.kind == TypeKind::enumeration) {
    if (const auto value = value_of_enumeration(node, type)) return Value(*value);
    if (node.kind == NodeKind::keyword && node.keyword == Keyword::none) return Value(None{});
    const auto near = diagnostics_.full() ? std::vector<std::string>{} : nearest(words(node), *type.values, 1);
    diagnostics_.add(DiagnosticKind::unknown_value, span(node), words(node), std::string(name), near.empty() ? "it is " + describe(type) : "did you mean `" + near.front() + "`?")
        .label(declared, "declared here");
    return std::nullopt;
  }
  if (node.kind == NodeKind::quantity) {
    auto value = read_quantity_as(node, negative, type, refuse);
    const Duration* period = value ? std::get_if<Duration>(&*value) : nullptr;
    if (period == nullptr || !type.fixed_duration || period->kind == type.duration) return value;
    diagnostics_.add(DiagnosticKind::unlike_durations, span(node), std::string(name), counted_in(type.duration), words(node), counted_in(period->kind),
                     why_unlike(type.duration, period->kind))
        .label(declared, "declared here");
    return std::nullopt;
  }
  if (node.kind == NodeKind::date) {
    if (type.kind == TypeKind::moment) return refuse("a date without a time; add one, as in `" + words(node) + " 16:00`");
    if (type.kind != TypeKind::date) return refuse("a date");
    const auto date = read_date(node);
    return date ? std::optional<Value>(*date) : std::nullopt;
  }
  if (node.kind == NodeKind::moment) {
    if (type.kind != TypeKind::moment) return refuse("a date and time");
    const auto moment = read_moment(node);
    return moment ? std::optional<Value>(*moment) : std::nullopt;
  }
  if (node.kind == NodeKind::quoted) {
    if (type.kind != TypeKind::text) return refuse("text");
    return Value(std::make_shared<const std::string>(unquoted(document_->words(node))));
  }
  if (node.kind == NodeKind::keyword && node.keyword == Keyword::none) {
    return type.kind == TypeKind::text_list ? Value(std::make_shared<const std::vector<std::string>>()) : Value(None{});
  }
  if (node.kind == NodeKind::keyword && (node.keyword == Keyword::yes || node.keyword == Keyword::no_value)) {
    if (type.kind != TypeKind::boolean) return refuse("yes or no");
    return Value(node.keyword == Keyword::yes);
  }
  if (raw && type.kind == TypeKind::text) return refuse("words without quotes; put them in quotes");
  return refuse("something else");
}

}  // namespace pasal::checking
