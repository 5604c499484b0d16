// Conditions that no fact can change: by constants, by the declared range of a number, and by parts of an `and` that
// exclude each other.
#include <map>
#include <utility>

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

// What the parts of an `and` ask of one fact, taken together.
struct Asked {
  std::optional<Number> low;
  std::optional<Number> high;
  bool above_low = false;   // `low` itself is not enough
  bool below_high = false;
  bool yes = false;
  bool no = false;

  void from(const Number& number, bool strictly) {
    if (low && (*low > number || (*low == number && above_low))) return;
    low = number;
    above_low = strictly;
  }
  void up_to(const Number& number, bool strictly) {
    if (high && (*high < number || (*high == number && below_high))) return;
    high = number;
    below_high = strictly;
  }
  bool is_impossible() const {
    if (yes && no) return true;
    return low && high && (*low > *high || (*low == *high && (above_low || below_high)));
  }
};

void ask(Asked& asked, Operator operation, const Number& number) {
  if (operation == Operator::greater || operation == Operator::greater_or_equal || operation == Operator::equal) asked.from(number, operation == Operator::greater);
  if (operation == Operator::less || operation == Operator::less_or_equal || operation == Operator::equal) asked.up_to(number, operation == Operator::less);
}

const Number* constant_number(const NodeContent& content) {
  const auto* value = std::get_if<ConstantNode>(&content);
  return value == nullptr ? nullptr : std::get_if<Number>(&value->value);
}

}  // namespace

// `age > 5 and age < 3`, `student and not student`
bool Checker::excludes_itself(const CallNode& call) const {
  std::map<std::pair<std::uint32_t, FactId>, Asked> facts;
  for (const NodeId operand : call.operands) {
    const auto* part = std::get_if<CallNode>(&program_[operand].content);
    if (part != nullptr && part->operands.empty()) continue;
    const auto* fact = std::get_if<FactNode>(&program_[part == nullptr ? operand : part->operands[0]].content);
    if (fact == nullptr) continue;
    Asked& asked = facts[{fact->level, fact->fact}];
    const auto number = [&](std::size_t i) { return constant_number(program_[part->operands[i]].content); };
    if (part == nullptr) {
      asked.yes = true;
    } else if (part->operation == Operator::not_) {
      asked.no = true;
    } else if (part->operation == Operator::between && number(1) != nullptr && number(2) != nullptr) {
      asked.from(*number(1), false);
      asked.up_to(*number(2), false);
    } else if (part->operands.size() == 2 && number(1) != nullptr) {
      ask(asked, part->operation, *number(1));
    }
    if (asked.is_impossible()) return true;
  }
  return false;
}

std::optional<bool> Checker::always_connected(const CallNode& call) const {
  const bool absorbing = call.operation == Operator::or_;
  bool all = true;
  for (const NodeId operand : call.operands) {
    const auto value = always(operand);
    if (value == absorbing) return absorbing;
    all = all && value.has_value();
  }
  if (all) return !absorbing;
  return !absorbing && excludes_itself(call) ? std::optional(false) : std::nullopt;
}

std::optional<bool> Checker::always_compared(const CallNode& call) const {
  const auto number = [&](NodeId operand) { return constant_number(program_[operand].content); };
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
  if (call->operation == Operator::between) {  // `between 10 and 5`
    const Number* low = constant_number(program_[call->operands[1]].content);
    const Number* high = constant_number(program_[call->operands[2]].content);
    return low != nullptr && high != nullptr && *low > *high ? std::optional(false) : std::nullopt;
  }
  return call->operands.size() == 2 ? always_compared(*call) : std::nullopt;
}

void Checker::never_applies(const Rule& rule) {
  if (rule.condition && always(*rule.condition) == std::optional(false)) {
    diagnostics_.add(DiagnosticKind::never_applies, program_[*rule.condition].span, "its condition is false whatever the facts are");
  }
  for (const Defeat& defeat : rule.unless) {
    if (always(defeat.condition) != std::optional(true)) continue;
    diagnostics_.add(DiagnosticKind::never_applies, defeat.span, "this `unless` is true whatever the facts are");
  }
}

}  // namespace pasal::checking
