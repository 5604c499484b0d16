// Arithmetic of numbers, and of durations of one kind.
#include <algorithm>

#include "engine/model/operation_families.hpp"

namespace pasal {
namespace {

OperationResult result_of(const std::optional<Number>& number) {
  if (!number) return too_large();
  return {*number, {}};
}

// A period has a whole count: half of 24 hours is 12 hours, half of a day is nothing that this calendar can hold.
OperationResult period_of(DurationKind kind, const std::optional<Number>& count) {
  if (!count) return too_large();
  if (!count->is_whole()) return problem("the result is not a whole period");
  const auto whole = count->whole();
  if (!whole) return too_large();
  return {Duration{kind, *whole}, {}};
}

OperationResult calculate(Operator operation, const Number& a, const Number& b) {
  if (operation == Operator::add) return result_of(add(a, b));
  if (operation == Operator::subtract) return result_of(subtract(a, b));
  if (operation == Operator::multiply) return result_of(multiply(a, b));
  if (operation == Operator::divide) return b.is_zero() ? problem("division by zero") : result_of(divide(a, b));
  if (operation == Operator::larger) return {std::max(a, b), {}};
  if (operation == Operator::smaller) return {std::min(a, b), {}};
  if (b.is_zero() || b.is_negative()) return problem("one cannot round to a step that is not above 0");
  if (operation == Operator::round_half_up) return result_of(round_to(a, b, Rounding::half_up));
  return result_of(round_to(a, b, operation == Operator::round_up ? Rounding::up : Rounding::down));
}

OperationResult calculate(Operator operation, const Duration& a, const Duration& b) {
  if (a.kind != b.kind) return unlike_durations(a, b);
  const OperationResult result = calculate(operation, Number(a.count), Number(b.count));
  const auto* count = std::get_if<Number>(&result.value);
  if (count == nullptr || operation == Operator::divide) return result;
  if (operation == Operator::multiply) return problem("a period cannot be multiplied by a period");
  return period_of(a.kind, *count);
}

OperationResult calculate_mixed(Operator operation, const Value& a, const Value& b) {
  const auto* left = std::get_if<Duration>(&a);
  const auto* right = std::get_if<Duration>(&b);
  const auto* factor = std::get_if<Number>(left != nullptr ? &b : &a);
  const bool scales = operation == Operator::multiply || (operation == Operator::divide && left != nullptr);
  if (factor == nullptr || !scales) return problem("these two values cannot be calculated with");
  const Duration& period = left != nullptr ? *left : *right;
  if (operation == Operator::multiply) return period_of(period.kind, multiply(Number(period.count), *factor));
  if (factor->is_zero()) return problem("division by zero");
  return period_of(period.kind, divide(Number(period.count), *factor));
}

OperationResult negated(const Value& value) {
  if (const auto* number = std::get_if<Number>(&value)) return result_of(negate(*number));
  if (const auto* duration = std::get_if<Duration>(&value)) {
    return period_of(duration->kind, negate(Number(duration->count)));
  }
  return problem("this value cannot be calculated with");
}

// The larger or smaller of two times or other values that have an order.
OperationResult choose(Operator operation, const Value& a, const Value& b, const OperationSetting& setting) {
  const auto found = order(a, b, setting);
  if (!found) return problem("these two values cannot be compared");
  return {(operation == Operator::larger) == (*found >= 0) ? a : b, {}};
}

}  // namespace

OperationResult apply_to_numbers(Operator operation, std::span<const Value> operands, const OperationSetting& setting) {
  if (std::ranges::any_of(operands, is_none)) return problem("one cannot calculate with none");
  const Value& a = operands[0];
  if (operation == Operator::negate) return negated(a);
  const Value& b = operands[1];
  const auto both_are = [&](auto tag) {
    using T = decltype(tag);
    return std::holds_alternative<T>(a) && std::holds_alternative<T>(b);
  };
  if (both_are(Number{})) return calculate(operation, std::get<Number>(a), std::get<Number>(b));
  if (both_are(Duration{})) return calculate(operation, std::get<Duration>(a), std::get<Duration>(b));
  if (std::holds_alternative<Duration>(a) != std::holds_alternative<Duration>(b))
    return calculate_mixed(operation, a, b);
  if (operation == Operator::larger || operation == Operator::smaller) return choose(operation, a, b, setting);
  return problem("these two values cannot be calculated with");
}

}  // namespace pasal
