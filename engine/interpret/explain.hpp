// Why a rule applies: the facts that make it so, in the author's words.
//
// Purpose: the reasons of a decision. Input: nodes with their item bound, in the way they are decided. Output: facts
// with their margins and origin, sentences, what was not shown.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/interpret/ladder.hpp"
#include "engine/interpret/later.hpp"
#include "engine/interpret/words.hpp"

namespace pasal::interpret {

// Exceptions to exceptions are explained no further down than anybody reads.
constexpr std::uint32_t deepest_explained = 400;

// Facts and legal bases, each once, in the order of the sentence.
struct Support {
  std::vector<FactUse> facts;
  std::map<std::pair<std::string, std::string>, std::size_t> places;  // of a fact, by its name and item
  std::vector<std::string> cites;                                     // of dated parameters, perhaps more than once
};

void put(FactUse use, Support& into);

class Explainer {
public:
  Explainer(Evaluator& evaluator, const Sources& sources) : evaluator_(evaluator), later_(evaluator), sources_(sources) {}

  // The facts that make a condition what it is; nothing where it is not known to be `wanted`.
  void support(NodeId node, Truth wanted, Support& into);
  void support(const std::optional<NodeId>& node, Truth wanted, Support& into);
  // All facts that a value is worked out from.
  void mention(NodeId node, Support& into);
  // A new explanation: what was shown in the last one is shown again.
  void start() { ++explanation_; }

  // The author's words for a node, else the names of its facts.
  std::string words(NodeId node);
  // `minimum age: 13 to 17`
  std::string words(const Rule::Cell& cell);
  // `moderators at least 20 (claimed 20, not verified)`: the parts of a condition that are not known to hold.
  void not_shown(NodeId condition, std::vector<std::string>& into);

  // The reason that a statement gives for an outcome, with its item bound.
  Reason reason(const Rule& rule, const Instance& instance, std::uint32_t ladder);
  Reason reason(const Obligation& obligation, const Instance& instance, std::uint32_t ladder);
  // What has become of a duty, and where its steps stand, a line each.
  std::vector<std::string> standing(const Obligation& obligation);
  // ` (not counted: 2 days of the weekend)`: of a deadline in working days, what lay between.
  std::string uncounted_words(NodeId deadline, const Value& last);
  // Why nothing was judged, in place of a reason; `condition` is what made it so, if one did.
  Reason outside(std::string why, Span where, const std::optional<NodeId>& condition);
  const std::vector<std::uint32_t>& errors() const { return errors_; }  // met in sentences

private:
  void enter_support(NodeId node, Truth wanted, Support& into);
  void enter_mention(NodeId node, Support& into);
  void support_call(const CallNode& call, Truth wanted, Support& into);
  void support_quantifier(const QuantifierNode& node, Truth wanted, NodeId id, Support& into);
  void compare(const CallNode& call, Support& into);
  bool put_margin(NodeId subject, NodeId other, Support& into);
  void put_fact(std::uint32_t level, FactId fact, const std::string& margin, Support& into);
  void put_list(const Selection& items, Support& into);
  void put_summary(NodeId node, const Selection& items, const std::string& margin, Support& into);
  void put_share(const ShareNode& node, Support& into);
  void put_taken(const TakenNode& node, Support& into);
  // explain_history.cpp
  void support_history(const HistoryNode& node, NodeId id, Support& into);
  void put_condition(NodeId id, const std::string& margin, Support& into);
  std::vector<FactUse> uses_at(NodeId of, Moment moment);
  void put_value_of(NodeId id, NodeId of, Moment moment, std::string margin, Support& into);
  void put_history(const HistoryNode& node, NodeId id, const std::string& margin, Support& into);
  void put_as_of(const AsOfNode& node, NodeId id, const std::string& margin, Support& into);
  std::string since_when(const HistoryNode& node);
  void mention_choice(const ChoiceNode& choice, Support& into);
  void put_cite(const Parameter& parameter, Support& into);
  FactUse list_use(std::uint32_t level, FactId fact, const ListState& list);
  bool first_visit(NodeId node, Memo<std::uint32_t>& visited);

  std::string sentence(const std::vector<TextPiece>& because);
  std::string own_sentence(const Rule& rule);
  std::string row_sentence(const Rule& rule);
  void put_exceptions(const Alternatives& decided, std::uint32_t ladder, const std::string& rule, Reason& reason);
  std::string own_sentence(const Obligation& obligation);
  // duty_words.cpp
  void put_duties(const ObligationNode& node, Support& into);
  std::string count_words(const ObligationNode& node, const Obligation& obligation);
  std::string course(const Obligation& obligation, std::size_t step);
  std::string state_words(const Obligation& obligation);
  std::string state_words(const Obligation& obligation, DutyState state);
  std::string lapse_words(const Climb& climb);
  std::string step_words(const Obligation& obligation, const Climb& climb, std::size_t step);
  std::string since_words(const StepStanding& standing);
  std::string wait_words(const Obligation& obligation, const Climb& climb, std::size_t step);
  std::string not_taken_words();
  Value wait_of(NodeId wait, const Value& taken);
  std::string period_words(NodeId wait, const std::optional<Value>& taken);
  std::string unused_words(const Climb& climb, std::size_t step);
  std::string uncounted_words(const Value& period, const Value& from, const Value& last);
  std::string time_words(const Value& time);
  std::string measure_words(const MeasureReference& measure);
  std::string claims(NodeId condition);
  void unshown(const std::vector<Defeat>& unless, const std::vector<RuleId>& exceptions,
               std::vector<std::string>& into);
  void unshown_exception(const Rule& rule, std::vector<std::string>& into);
  Reason finished(Reason reason, Support support, std::uint32_t ladder, const Alternatives& decided);

  Evaluator& evaluator_;
  Later later_;
  const Sources& sources_;
  std::uint32_t explanation_ = 1;
  Memo<std::uint32_t> supported_;
  Memo<std::uint32_t> mentioned_;
  std::vector<std::uint32_t> errors_;
  std::set<RuleId> unshown_;  // exceptions that were asked what they want shown
};

}  // namespace pasal::interpret
