// The nodes a node is made of, whatever its kind.
#pragma once

#include "engine/model/program.hpp"

namespace pasal {

// Makes one callable of several, for std::visit.
template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

// Calls `visit` for every direct operand, in the order of the sentence. The nodes of an obligation are not operands.
template <typename Visit>
void for_each_operand(const NodeContent& content, Visit visit) {
  const auto maybe = [&visit](const std::optional<NodeId>& node) {
    if (node) visit(*node);
  };
  const auto nothing = [](const auto&) {};
  std::visit(
      Overloaded{[&](const CallNode& call) {
                   for (const NodeId operand : call.operands) visit(operand);
                 },
                 [&](const ChoiceNode& choice) {
                   for (const auto& one : choice.cases) {
                     visit(one.condition);
                     visit(one.value);
                   }
                   maybe(choice.otherwise);
                 },
                 [&](const QuantifierNode& quantifier) {
                   maybe(quantifier.items.where);
                   maybe(quantifier.have);
                 },
                 [&](const AggregateNode& aggregate) {
                   maybe(aggregate.items.where);
                   maybe(aggregate.of);
                 },
                 [&](const ShareNode& share) {
                   visit(share.share);
                   maybe(share.items.where);
                   visit(share.have);
                 },
                 [&](const LawOnNode& law) {
                   visit(law.value);
                   visit(law.moment);
                 },
                 [&](const HistoryNode& history) {
                   visit(history.of);
                   visit(history.period);
                 },
                 [&](const AsOfNode& then) {
                   visit(then.value);
                   visit(then.moment);
                 },
                 [&](const ObligationNode& obligation) { maybe(obligation.share); },
                 [&](const ConstantNode& leaf) { nothing(leaf); }, [&](const FactNode& leaf) { nothing(leaf); },
                 [&](const ReportedNode& leaf) { nothing(leaf); }, [&](const ParameterNode& leaf) { nothing(leaf); },
                 [&](const MomentNode& leaf) { nothing(leaf); }, [&](const PeriodNode& leaf) { nothing(leaf); },
                 [&](const TakenNode& leaf) { nothing(leaf); }},
      content);
}

// The items a node ranges over, where it does.
inline const Selection* selection_of(const NodeContent& content) {
  if (const auto* quantifier = std::get_if<QuantifierNode>(&content)) return &quantifier->items;
  if (const auto* aggregate = std::get_if<AggregateNode>(&content)) return &aggregate->items;
  if (const auto* share = std::get_if<ShareNode>(&content)) return &share->items;
  return nullptr;
}

}  // namespace pasal
