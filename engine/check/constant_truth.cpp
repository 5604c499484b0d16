// Conditions that no fact can change: by constants, and by the declared range of a number.
#include "engine/check/checker.hpp"

namespace pasal::checking {

namespace {

// The truth of `value OPERATION right` for every value from `low` to `high`, where that is one truth.
std::optional<bool> always_compares(Operator operation, const std::optional<Number>& low, const std::optional<Number>& high, const Number& right) {
  const bool below = high && *high < right;
  const bool not_above = high && *high <= right;
  const bool above = low && *low > right;
  const bool not_below = low && *low >= right;
  const auto decided = [](bool yes, bool no) { return yes ? std::optional(true) : no ? std::optional(false) : std::nullopt; };
  if (operation == Operator::less) return decided(below, not_below);
  if (operation == Operator::less_or_equal) return decided(not_above, above);
  if (operation == Operator::greater) return decided(above, not_above);
  if (operation == Operator::greater_or_equal) return decided(not_below, below);
  if (operation == Operator::equal) return decided(false, above || below);
  return std::nullopt;
}

}  // namespace

std::optional<bool> Checker::always_connected(const CallNode& call) const {
  const bool absorbing = call.operation == Operator::or_;
  bool all = true;
  for (const NodeId operand : call.operands) {
    const auto value = always(operand);
    if (value == absorbing) return absorbing;
    all = all && value.has_value();
  }
  return all ? std::optional(!absorbing) : std::nullopt;
}

std::optional<bool> Checker::always_compared(const CallNode& call) const {
  const auto number = [&](NodeId operand) -> const Number* {
    const auto* value = std::get_if<ConstantNode>(&program_[operand].content);
    return value == nullptr ? nullptr : std::get_if<Number>(&value->value);
  };
  const Number* right = number(call.operands[1]);
  if (right == nullptr) return std::nullopt;
  std::optional<Number> low;
  std::optional<Number> high;
  if (const Number* left = number(call.operands[0])) low = high = *left;
  const auto* fact = std::get_if<FactNode>(&program_[call.operands[0]].content);
  if (fact != nullptr && !program_[fact->fact].if_any) {
    low = program_[fact->fact].lowest;
    high = program_[fact->fact].highest;
  }
  return always_compares(call.operation, low, high, *right);
}

// Worked out once a node, from its operands: a definition may be used a thousand times.
std::optional<bool> Checker::work_out_always(const NodeContent& content) const {
  if (const auto* constant = std::get_if<ConstantNode>(&content)) {
    const bool* value = std::get_if<bool>(&constant->value);
    return value != nullptr ? std::optional(*value) : std::nullopt;
  }
  const auto* call = std::get_if<CallNode>(&content);
  if (call == nullptr) return std::nullopt;
  if (call->operation == Operator::not_) {
    const auto value = always(call->operands[0]);
    return value ? std::optional(!*value) : std::nullopt;
  }
  if (call->operation == Operator::and_ || call->operation == Operator::or_) return always_connected(*call);
  return call->operands.size() == 2 ? always_compared(*call) : std::nullopt;
}

void Checker::never_applies(const Rule& rule) {
  if (rule.condition && always(*rule.condition) == std::optional(false)) {
    diagnostics_.add(DiagnosticKind::never_applies, program_[*rule.condition].span, "its condition is false whatever the facts are, by the declared ranges");
  }
  for (const Defeat& defeat : rule.unless) {
    if (always(defeat.condition) != std::optional(true)) continue;
    diagnostics_.add(DiagnosticKind::never_applies, defeat.span, "this `unless` is true whatever the facts are");
  }
}

}  // namespace pasal::checking
