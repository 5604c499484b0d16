// Walks what is open: from a rule down to the unknown facts and the errors that keep it so.
//
// Only nodes whose own value is open are entered: what is settled cannot change, whatever is still reported. So the
// facts found are the only ones that can change the outcome. Input: a statement with its item bound. Output: calls.
#pragma once

#include <functional>

#include "engine/interpret/evaluator.hpp"
#include "engine/interpret/later.hpp"

namespace pasal::interpret {

class OpenWalk {
public:
  // An unknown fact: of the subject (level 0) or of the item bound at `level`.
  using OnFact = std::function<void(std::uint32_t level, FactId fact)>;
  using OnError = std::function<void(std::uint32_t error)>;

  OpenWalk(Evaluator& evaluator, OnFact on_fact, OnError on_error)
      : evaluator_(evaluator), later_(evaluator), on_fact_(std::move(on_fact)), on_error_(std::move(on_error)) {}

  // From now on every node is walked again, for another statement.
  void start() { ++walk_; }

  void statement(const Rule& rule, std::size_t);
  // Of an obligation, what one of its steps hangs on.
  void statement(const Obligation& obligation, std::size_t step);
  void node(NodeId id);

private:
  void node(const std::optional<NodeId>& id);
  void enter(const FactNode& node, NodeId id);
  void enter(const ReportedNode& node, NodeId id);
  void enter(const CallNode& node, NodeId id);
  void enter(const ChoiceNode& node, NodeId id);
  void enter(const QuantifierNode& node, NodeId id);
  void enter(const AggregateNode& node, NodeId id);
  void enter(const ShareNode& node, NodeId id);
  void enter(const LawOnNode& node, NodeId id);
  void enter(const HistoryNode& node, NodeId id);
  void enter(const AsOfNode& node, NodeId id);
  void enter(const TakenNode& node, NodeId id);
  void enter(const ObligationNode& node, NodeId id);
  void enter(const ConstantNode&, NodeId) {}
  void enter(const ParameterNode&, NodeId) {}
  void enter(const MomentNode&, NodeId) {}
  void enter(const PeriodNode&, NodeId) {}

  void everything(NodeId id);
  void enter_wholly(NodeId id);
  void everything(const std::optional<NodeId>& id);
  void unknown_list(const Selection& items, std::initializer_list<std::optional<NodeId>> conditions);
  void items_of(const std::optional<ForEach>& for_each);
  void list_of(const std::optional<ForEach>& for_each);
  void measure(const MeasureReference& measure);
  void defeats(const std::vector<Defeat>& unless, const std::vector<RuleId>& exceptions);
  void exception(RuleId id);
  void duty(const Obligation& obligation, bool with_past);
  void course(const Obligation& obligation, std::size_t step);
  void fact(std::uint32_t level, FactId fact);
  bool first_visit(NodeId id, Memo<std::uint32_t>& visited);

  Evaluator& evaluator_;
  Later later_;
  OnFact on_fact_;
  OnError on_error_;
  std::uint32_t walk_ = 1;
  Memo<std::uint32_t> visited_;
  Memo<std::uint32_t> visited_wholly_;
  std::map<RuleId, std::pair<MemoKey, std::uint32_t>> visited_exceptions_;
};

}  // namespace pasal::interpret
