#include "engine/what_if/line.hpp"

#include <algorithm>

namespace pasal {
namespace {

constexpr std::int64_t minutes_of_a_day = 24 * 60;

std::optional<Number> near_alone(const std::optional<Number>& bound) { return bound && is_far(*bound) ? std::nullopt : bound; }

}  // namespace

bool is_far(const Number& place) {
  static const Number most = *Number::parse("1000000000000000000000000000000");
  return place > most || place < *negate(most);
}

std::optional<Line> Line::of(const Variable& variable, const Program& program, const Value& now, Moment as_of) {
  const Type& type = type_of(variable, program);
  Line line;
  line.kind_ = type.kind;
  if (type.is_numeric()) {
    line.continuous_ = true;
    if (const FactDeclaration* fact = declaration_of(variable, program)) {
      line.lowest_ = near_alone(fact->lowest);
      line.highest_ = near_alone(fact->highest);
    }
    return line;
  }
  if (type.kind == TypeKind::duration) {
    const auto* period = std::get_if<Duration>(&now);
    if (!type.fixed_duration && period == nullptr) return std::nullopt;
    line.period_ = type.fixed_duration ? type.duration : period->kind;
    line.lowest_ = Number(0);
    return line;
  }
  if (!type.is_time()) return std::nullopt;
  const Date today = program.zone.date_of(as_of);
  const auto place = line.place(now);
  const Number here(type.kind == TypeKind::date ? today.days : as_of.minutes);
  const Number years((type.kind == TypeKind::date ? 1 : minutes_of_a_day) * 3653);
  line.lowest_ = subtract(place ? std::min(*place, here) : here, years);
  line.highest_ = add(place ? std::max(*place, here) : here, years);
  return line;
}

std::int64_t Line::part(const Program& program, const interpret::Touched& touched) const {
  if (kind_ == TypeKind::duration) return 1'000'000'000'000;
  bool asks_for_days = false;
  for (std::size_t index = 0; index < program.nodes.size(); ++index) {
    const auto* call = std::get_if<CallNode>(&program.nodes[index].content);
    const bool cyclic = call != nullptr && (call->operation == Operator::month_of || call->operation == Operator::day_of);
    asks_for_days = asks_for_days || (cyclic && touched.nodes[index]);
  }
  const std::int64_t days = asks_for_days ? 1 : 28;
  return kind_ == TypeKind::date ? days : days * minutes_of_a_day;
}

Number Line::step() const { return kind_ == TypeKind::percent ? *Number::ratio(1, 100) : Number(1); }

Value Line::value(const Number& place) const {
  if (continuous_) return place;
  const std::int64_t count = floor(place).whole().value_or(0);
  if (kind_ == TypeKind::date) return Date{static_cast<std::int32_t>(count)};
  if (kind_ == TypeKind::moment) return Moment{count};
  return Duration{period_, count};
}

std::optional<Number> Line::place(const Value& value) const {
  const auto* period = std::get_if<Duration>(&value);
  return period != nullptr && period->kind != period_ ? std::nullopt : place_of(value);
}

}  // namespace pasal
