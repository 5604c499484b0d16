// From what every rule and obligation may bring to a decision.
//
// Purpose: measures that are done, ladders, reasons, what is open, errors. Input: an evaluator that is asked as of the
// moment, and instances that were judged. Output: a decision; without an explainer, its measures and bounds alone.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/interpret/explain.hpp"
#include "engine/interpret/ladder.hpp"
#include "engine/interpret/once.hpp"

namespace pasal::interpret {

// What a reason takes up in memory.
inline std::size_t bytes_of(const Reason& reason) {
  return sizeof(Reason) + reason.because.size() + reason.facts.size() * sizeof(FactUse);
}

class Decider {
public:
  explicit Decider(Evaluator& evaluator) : program_(evaluator.program()), evaluator_(evaluator) {
    decision_.subject = evaluator.subject().name;
    decision_.as_of = evaluator.now();
  }
  void explain(const Sources& sources) { explainer_.emplace(evaluator_, sources); }
  // Without sentences and facts: of each reason its rule, item and measure.
  void name_rules() { names_rules_ = true; }

  // `instances` gives pointers to all that may bring something, in the order of the policy. They may not move as long as
  // the decider lives.
  template <typename Instances>
  Decision decide(Instances instances) {
    if (!is_outside()) {
      instances_ = instances();
      take_done();
      for (std::uint32_t ladder = 0; ladder < program_.ladders.size(); ++ladder) put_ladder(ladder);
      if (explainer_ || names_rules_) list_errors();
    }
    if (evaluator_.exhausted()) return undecided();
    decision_.assumed.assign(evaluator_.assumed().begin(), evaluator_.assumed().end());
    decision_.zone_mattered = evaluator_.zone_mattered();
    return std::move(decision_);
  }

  // Calls `visit` with each instance that brings a measure of a ladder, as it was decided.
  template <typename Visit>
  void for_reasons(std::uint32_t ladder, Visit visit) {
    for (const Instance* instance : instances_) {
      if (range_of(instance->as_decided(), ladder).lowest.rung > 0) visit(*instance);
    }
  }
  // Calls `visit` with the rule or obligation of an instance, its item bound again.
  template <typename Visit>
  auto with(const Instance& instance, Visit visit) {
    evaluator_.now_evaluates(span_of(instance));
    std::optional<Evaluator::Bound> bound;
    if (instance.period) bound.emplace(evaluator_, instance.level, *instance.period);
    else if (instance.has_item) bound.emplace(evaluator_, instance.level, instance.record, instance.item, instance.place);
    return instance.is_obligation ? visit(program_.obligations[instance.index]) : visit(program_.rules[instance.index]);
  }

private:
  bool is_outside();
  void put_ladder(std::uint32_t ladder);
  void put_reasons(LadderDecision& decision);
  void put_names(LadderDecision& decision);
  void put_open(LadderDecision& decision, const Outcome& at_least);
  bool is_once(const Effect& effect) const;
  void take_done();
  std::vector<OnceClaim> once_claims(Mode mode);
  OnceClaim claim_of(Instance& instance, Alternatives& alternatives, const Effect& effect);
  void put_done(const OnceClaim& claim, const TakenRecord& record);
  void list_errors();
  Decision undecided();
  void blank_ladders();

  const std::string& name_of(const Instance& instance) const {
    return instance.is_obligation ? program_.obligations[instance.index].name : program_.rules[instance.index].name;
  }
  Span span_of(const Instance& instance) const {
    return instance.is_obligation ? program_.obligations[instance.index].span : program_.rules[instance.index].span;
  }
  std::string item_of(const Instance& instance) {
    return with(instance, [&](const auto&) { return evaluator_.item_name(instance.level); });
  }
  bool matters(const Instance& instance, const Range& range, std::uint32_t ladder, const Outcome& at_least) const;

  const Program& program_;
  Evaluator& evaluator_;
  std::optional<Explainer> explainer_;  // none: the measures alone are asked for
  bool names_rules_ = false;            // and the names of the rules that bring them
  std::vector<Instance*> instances_;    // in the order of the policy
  std::vector<Instance> with_done_;     // in place of those of which something may be done
  std::vector<std::vector<DoneMeasure>> done_;  // by ladder
  Decision decision_;
};

}  // namespace pasal::interpret
