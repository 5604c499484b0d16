// Arithmetic: units and money are checked; dates and periods.
#include "engine/check/checker.hpp"

namespace pasal::checking {

namespace {

std::string unit_of(const Type& type) { return type.unit; }

// `items per person` times people is items.
std::string product_unit(const std::string& a, const std::string& b, bool& good) {
  good = true;
  if (a.empty()) return b;
  if (b.empty()) return a;
  for (const auto& [rate, count] : {std::pair(a, b), std::pair(b, a)}) {
    const std::size_t per = rate.find(" per ");
    if (per != std::string::npos && same_unit(rate.substr(per + 5), count)) return rate.substr(0, per);
  }
  good = false;
  return {};
}

std::string quotient_unit(const std::string& a, const std::string& b) {
  if (same_unit(a, b)) return {};
  if (b.empty()) return a;
  return (a.empty() ? std::string("number") : a) + " per " + b;
}

}  // namespace

// `A + B rounded to 10`: is the sum rounded, or B alone? The last operand reaches as far as the words do.
bool Checker::reads_two_ways(const SyntaxNode& node, const SyntaxNode& last) {
  if (last.kind != NodeKind::rounding && (node.kind != NodeKind::choice_of_two || last.kind != NodeKind::sum)) return false;
  const SyntaxNode& first = *last.children.front();
  const std::string before = words(node.begin, last.begin) + " ";
  const std::string behind_it = " " + words(first.end, last.end);
  diagnostics_.add(DiagnosticKind::two_readings, span(node), before + "(" + words(last) + ")", "(" + before + words(first) + ")" + behind_it);
  return true;
}

Typed Checker::sum(const SyntaxNode& node, const Scope& scope) {
  if (reads_two_ways(node, *node.children.back())) return failed(node);
  const SyntaxNode* left_node = node.children.front().get();
  Typed result = left_node->kind == NodeKind::unknown_name ? unknown_name(*left_node, declaration({.kind = TypeKind::number})) : expression(*left_node, scope);
  for (std::size_t i = 1; i + 1 < node.children.size(); i += 2) {
    const SyntaxNode& right_node = *node.children[i + 1];
    const bool minus = document_->words(*node.children[i]).front() == '-';
    const Typed right = side(right_node, result.type, scope);
    result = added(result, right, minus, *left_node, right_node, node);
    left_node = &right_node;
  }
  return result;
}

Typed Checker::added(Typed left, Typed right, bool minus, const SyntaxNode& left_node, const SyntaxNode& right_node, const SyntaxNode& node) {
  if (left.failed || right.failed) return failed(node);
  if (left.type.is_time() && right.type.kind == TypeKind::duration) {
    const bool hours = right.type.fixed_duration && right.type.duration == DurationKind::clock;
    if (!hours || left.type.kind == TypeKind::moment) {
      return call(minus ? Operator::before_by : Operator::after, {law_on(right, left, right_node), left}, left.type, node);
    }
    mismatch(left, right, left_node, right_node, "hours are counted from a date and time; count days, or declare it as date and time");
    return failed(node);
  }
  if (!left.type.is_numeric() && left.type.kind != TypeKind::duration) {
    std::string way_out = "only numbers, money and periods add up";
    if (left.type.is_time()) way_out = "say `" + words(left_node) + " more than 3 days after " + words(right_node) + "`, or count in `days since " + words(right_node) + "`";
    mismatch(left, right, left_node, right_node, way_out);
    return failed(node);
  }
  if (!agree(left, right, left_node, right_node)) return failed(node);
  Type type = left.type;
  type.literal = left.type.literal && right.type.literal;
  type.year = left.type.year && right.type.literal;
  if (type.unit.empty()) type.unit = right.type.unit;
  return call(minus ? Operator::subtract : Operator::add, {left, right}, type, node);
}

Typed Checker::product(const SyntaxNode& node, const Scope& scope) {
  if (reads_two_ways(node, *node.children.back())) return failed(node);
  const SyntaxNode* left_node = node.children.front().get();
  Typed result = side(*left_node, {.kind = TypeKind::number}, scope);
  for (std::size_t i = 1; i + 1 < node.children.size(); i += 2) {
    const SyntaxNode& right_node = *node.children[i + 1];
    const bool divide = document_->words(*node.children[i]).front() == '/';
    result = multiplied(result, side(right_node, {.kind = TypeKind::number}, scope), divide, *left_node, right_node, node);
    left_node = &right_node;
  }
  return result;
}

Typed Checker::multiplied(Typed left, Typed right, bool divide, const SyntaxNode& left_node, const SyntaxNode& right_node, const SyntaxNode& node) {
  if (left.failed || right.failed) return failed(node);
  const Operator operation = divide ? Operator::divide : Operator::multiply;
  const auto refuse = [&](std::string_view why) {
    mismatch(left, right, left_node, right_node, why);
    return failed(node);
  };
  const auto result = [&](Type type) {
    type.literal = left.type.literal && right.type.literal && type.kind == TypeKind::number;
    return call(operation, {left, right}, std::move(type), node);
  };
  const TypeKind a = left.type.kind;
  const TypeKind b = right.type.kind;
  if (a == TypeKind::duration && b == TypeKind::number && !divide) return call(operation, {left, right}, left.type, node);
  if (a == TypeKind::number && b == TypeKind::duration && !divide) return call(operation, {right, left}, right.type, node);
  if (!left.type.is_numeric() || !right.type.is_numeric()) return refuse("only numbers, percents and money are multiplied or divided");
  if (b == TypeKind::percent && (a != TypeKind::percent || !divide)) return result(left.type);
  if (a == TypeKind::percent && !divide) return result(right.type);
  if (a == TypeKind::percent) return b == TypeKind::percent ? result({.kind = TypeKind::number}) : result(left.type);
  if (a == TypeKind::money && b == TypeKind::money) {
    if (!divide) return refuse("money is not multiplied by money");
    if (left.type.unit != right.type.unit) return refuse("there is no conversion between currencies");
    return result({.kind = TypeKind::number});
  }
  if (a == TypeKind::money) return result(left.type);
  if (b == TypeKind::money) return divide ? refuse("a number is not divided by money") : result(right.type);
  bool good = true;
  Type type{.kind = TypeKind::number};
  type.unit = divide ? quotient_unit(unit_of(left.type), unit_of(right.type)) : product_unit(unit_of(left.type), unit_of(right.type), good);
  return good ? result(type) : refuse("a number with a unit is multiplied by a plain number");
}

Typed Checker::minus(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& inner = *node.children.back();
  const Typed value = side(inner, {.kind = TypeKind::number}, scope);
  if (value.failed) return value;
  if (!value.type.is_numeric()) {
    diagnostics_.add(DiagnosticKind::type_mismatch, span(node), code(inner), describe(value.type), "`-`", "for numbers", behind("take the `-` out"));
    return failed(node);
  }
  return call(Operator::negate, {value}, value.type, node);
}

Typed Checker::rounding(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& value_node = *node.operand(0);
  const SyntaxNode& step_node = *node.operand(1);
  Typed value = side(value_node, {.kind = TypeKind::number}, scope);
  Typed step = expression(step_node, scope);
  if (value.failed || step.failed || !agree(value, step, value_node, step_node)) return failed(node);
  if (!value.type.is_numeric()) {
    mismatch(value, step, value_node, step_node, "only numbers and money are rounded");
    return failed(node);
  }
  const auto* number = std::get_if<Number>(&std::get<ConstantNode>(program_[step.id].content).value);
  if (number != nullptr && (number->is_zero() || number->is_negative())) {
    diagnostics_.add(DiagnosticKind::wrong_number, span(step_node), words(step_node), "round to something above 0");
    return failed(node);
  }
  const Operator operation = node.has(Keyword::up) ? Operator::round_up : node.has(Keyword::down) ? Operator::round_down : Operator::round_half_up;
  return call(operation, {value, step}, value.type, node);
}

Typed Checker::choice_of_two(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& left_node = *node.operand(0);
  const SyntaxNode& right_node = *node.operand(1);
  if (reads_two_ways(node, right_node)) return failed(node);
  auto [left, right] = two_sides(left_node, right_node, scope);
  if (left.failed || right.failed || !agree(left, right, left_node, right_node)) return failed(node);
  if (!left.type.is_numeric() && left.type.kind != TypeKind::duration) {
    mismatch(left, right, left_node, right_node, "the larger or smaller of two is for numbers, money and periods");
    return failed(node);
  }
  Type type = left.type;
  type.literal = left.type.literal && right.type.literal;
  return call(node.has(Keyword::larger_of) ? Operator::larger : Operator::smaller, {left, right}, type, node);
}

// A dated parameter in a period has the value of the day the period is counted from.
Typed Checker::law_on(Typed value, Typed moment, const SyntaxNode& node) {
  if (value.failed || moment.failed || !has_parameter_[value.id.index]) return value;
  Levels levels = levels_of(value);
  levels.add(levels_of(moment));
  Typed result = truth(LawOnNode{value.id, moment.id}, node, levels, true);
  program_.nodes.back().type = value.type;
  program_.nodes.back().span = program_[value.id].span;
  result.type = value.type;
  return result;
}

// `3 days after D`; `received after due` compares two times.
Typed Checker::offset(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& left_node = *node.operand(0);
  const SyntaxNode& right_node = *node.operand(1);
  const Typed left = left_node.kind == NodeKind::unknown_name ? unknown_name(left_node, declaration({.kind = TypeKind::date})) : expression(left_node, scope);
  Operator operation = node.has(Keyword::after) ? Operator::after : node.has(Keyword::before) ? Operator::before_by : Operator::starting_on;
  const bool counts = left.failed || !left.type.is_time();
  const Typed right = counts ? counted_from(right_node, operation, scope) : expression(right_node, scope);
  if (left.failed || right.failed) return failed(node);
  if (left.type.is_time() && right.type.is_time() && !node.has(Keyword::starting_on)) {
    return call(node.has(Keyword::after) ? Operator::greater : Operator::less, {left, right}, {.kind = TypeKind::boolean}, node);
  }
  if (left.type.kind != TypeKind::duration || !right.type.is_time()) {
    mismatch(left, right, left_node, right_node, "a period is counted from a date, as in `3 days after 2018-07-03`");
    return failed(node);
  }
  const bool clock = left.type.fixed_duration && left.type.duration == DurationKind::clock;
  if (clock && operation == Operator::starting_on) {
    mismatch(left, right, left_node, right_node, "hours are counted `after`; only days, weeks, months and years start on a day");
    return failed(node);
  }
  if (clock && right.type.kind == TypeKind::date) {
    mismatch(left, right, left_node, right_node, "hours are counted from a date and time; count days, or declare it as date and time");
    return failed(node);
  }
  const Type type{.kind = clock ? TypeKind::moment : right.type.kind};
  return call(operation, {law_on(left, right, left_node), right}, type, node);
}

}  // namespace pasal::checking
