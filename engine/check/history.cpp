// What is asked of the past: `C for at least P`, `C in the last P`, `highest F in the last P`, `F as of D`.
#include "engine/check/checker.hpp"

namespace pasal::checking {

// The fact that a value is, now or as of another day.
const FactNode* Checker::fact_in(const Typed& value) const {
  const auto* then = std::get_if<AsOfNode>(&program_[value.id].content);
  return std::get_if<FactNode>(&program_[then != nullptr ? then->value : value.id].content);
}

Typed Checker::history(HistoryNode::Question question, const Typed& of, const SyntaxNode& period_node, const SyntaxNode& node, const Scope& scope) {
  const Typed period = side(period_node, {.kind = TypeKind::duration}, scope);
  if (of.failed || period.failed) return failed(node);
  if (period.type.kind != TypeKind::duration) {
    diagnostics_.add(DiagnosticKind::type_mismatch, span(period_node), code(period_node), describe(period.type), "what is asked here", "a period of time",
                     behind("say how long, as in `30 days`"));
    return failed(node);
  }
  Levels levels = levels_of(of);
  levels.add(levels_of(period));
  const bool has_parameter = has_parameter_[of.id.index] || has_parameter_[period.id.index];
  Typed result = truth(HistoryNode{question, of.id, period.id}, node, levels, has_parameter);
  if (question <= HistoryNode::Question::at_some_moment) return result;
  program_.nodes.back().type = of.type;
  result.type = of.type;
  return result;
}

// `A and B for at least 30 days`: the period may be meant of B or of both.
bool Checker::spans_two_ways(const SyntaxNode& node, const std::vector<Typed>& operands) {
  const SyntaxNode* before = nullptr;
  std::size_t index = 0;
  for (const auto& child : node.children) {
    if (!child->is_operand() || index >= operands.size()) continue;
    const NodeContent& content = program_[operands[index++].id].content;
    const bool is_history = child->kind == NodeKind::spanned && std::holds_alternative<HistoryNode>(content);
    if (is_history && before != nullptr && before->kind != NodeKind::spanned) {
      const std::string of = words(*child->operand());
      const std::string rest = words(*child).substr(of.size());
      const std::string between = words(before->begin, child->begin).substr(words(*before).size());
      diagnostics_.add(DiagnosticKind::two_readings, join(span(*before), span(*child)), words(*before) + between + " (" + words(*child) + ")",
                       "(" + words(*before) + between + " " + of + ")" + rest);
      return true;
    }
    before = child.get();
  }
  return false;
}

// `D in the last 30 days` of a date is a distance; of a condition it asks the history.
Typed Checker::spanned(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& left_node = *node.operand(0);
  const SyntaxNode& period_node = *node.operand(1);
  if (!node.has(Keyword::in_the_last)) {
    const bool more = node.has(Keyword::for_more_than);
    const auto question = more ? HistoryNode::Question::throughout_more : HistoryNode::Question::throughout;
    return history(question, condition(left_node, scope), period_node, node, scope);
  }
  const Typed left = expression(left_node, scope);
  if (!left.failed && !left.type.is_time()) {
    return history(HistoryNode::Question::at_some_moment, as_condition(left, left_node), period_node, node, scope);
  }
  const Typed period = side(period_node, {.kind = TypeKind::duration}, scope);
  if (left.failed || period.failed) return failed(node);
  const bool day = left.type.kind == TypeKind::date;
  const Typed now = make(MomentNode{day}, {.kind = left.type.kind}, node, 0, false, Levels());
  if (!is_distance(left, left_node, period, period_node, now, left_node, "in the last")) return failed(node);
  return call(Operator::later_by_at_most, {now, law_on(period, left, node), left}, {.kind = TypeKind::boolean}, node);
}

// `highest F in the last 6 months`
Typed Checker::summary_of_past(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& of_node = *node.operand(0);
  const SyntaxNode& period_node = *node.operand(1);
  const SyntaxNode& word = *node.children.front();
  if (node.has(Keyword::sum_of)) {
    diagnostics_.add(DiagnosticKind::wrong_option, span(node), words(word), "a stretch of time",
                     "over time a value has a highest, a lowest and an average");
    return failed(node);
  }
  const Typed of = side(of_node, {.kind = TypeKind::number}, scope);
  if (of.failed) return of;
  const bool average = node.has(Keyword::average);
  const bool ordered = of.type.is_time() || of.type.kind == TypeKind::duration;
  if (!of.type.is_numeric() && (average || !ordered)) {
    diagnostics_.add(DiagnosticKind::type_mismatch, span(of_node), code(of_node), describe(of.type), code(word), "asked of numbers", behind("name a number"));
    return failed(node);
  }
  const auto question = average                      ? HistoryNode::Question::average
                        : node.has(Keyword::highest) ? HistoryNode::Question::highest
                                                     : HistoryNode::Question::lowest;
  return history(question, of, period_node, node, scope);
}

// `backlog as of 2018-07-01`, `(no local office) as of due`
Typed Checker::as_of_value(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& value_node = *node.operand(0);
  const SyntaxNode& time_node = *node.operand(1);
  const Typed value = side(value_node, {.kind = TypeKind::boolean}, scope);
  const Typed time = side(time_node, {.kind = TypeKind::date}, scope);
  if (value.failed || time.failed) return failed(node);
  if (!time.type.is_time()) {
    diagnostics_.add(DiagnosticKind::type_mismatch, span(time_node), code(time_node), describe(time.type), "what stands behind `as of`", "a date or a time",
                     behind("name a day, as in `2018-07-03`"));
    return failed(node);
  }
  Levels levels = levels_of(value);
  levels.add(levels_of(time));
  Typed result = truth(AsOfNode{value.id, time.id}, node, levels, false);
  program_.nodes.back().type = value.type;
  result.type = value.type;
  return result;
}

}  // namespace pasal::checking
