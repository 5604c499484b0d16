// Sentences: what a reason says in words, and what was not shown.
#include <algorithm>
#include <set>

#include "engine/interpret/explain.hpp"

namespace pasal::interpret {

std::string Explainer::words(NodeId node) {
  if (std::string text = words_at(sources_, evaluator_.program()[node].span); !text.empty()) return text;
  start();
  Support support;
  mention(node, support);
  std::string names;
  for (const FactUse& use : support.facts) names += (names.empty() ? "" : ", ") + use.name;
  return names;
}

std::string Explainer::sentence(const std::vector<TextPiece>& because) {
  const Program& program = evaluator_.program();
  std::string text;
  for (const TextPiece& piece : because) {
    if (const auto* said = std::get_if<std::string>(&piece)) {
      text += *said;
      continue;
    }
    const NodeId node = std::get<NodeId>(piece);
    const Value value = evaluator_.value(node);
    if (const auto* error = std::get_if<ErrorValue>(&value)) errors_.push_back(error->index);
    text += display(value, program[node].type, program.language, program.zone);
  }
  return text;
}

std::string Explainer::measure_words(const MeasureReference& measure) {
  const Program& program = evaluator_.program();
  std::string text = program.ladders[measure.ladder].measures[measure.rung].name;
  if (!measure.amount) return text;
  const std::string amount =
      display(evaluator_.value(*measure.amount), program[*measure.amount].type, program.language, program.zone);
  return text + " " + amount;
}

std::string Explainer::words(const Rule::Cell& cell) {
  return words_at(sources_, cell.column) + ": " + words_at(sources_, cell.words);
}

// `minimum age: under 13; kind: shop`
std::string Explainer::row_sentence(const Rule& rule) {
  std::string text;
  for (const Rule::Cell& cell : rule.cells) text += (text.empty() ? "" : "; ") + words(cell);
  return text.empty() ? measure_words(*rule.measure) : text;
}

std::string Explainer::own_sentence(const Rule& rule) {
  if (rule.kind == Rule::Kind::table_row) return row_sentence(rule);
  if (std::string text = words_at(sources_, rule.words); !text.empty()) return text;
  std::string text = rule.measure ? measure_words(*rule.measure) : rule.name;
  if (rule.condition) text += choose(evaluator_.program().language, " if ", " jika ") + words(*rule.condition);
  return text;
}

// ---- what was not shown ---------------------------------------------------------------------------------------

std::string Explainer::claims(NodeId condition) {
  start();
  Support support;
  mention(condition, support);
  std::string notes;
  for (const FactUse& use : support.facts) {
    if (!use.claimed.empty())
      notes += (notes.empty() ? "" : "; ") + claim_note(use.claimed, evaluator_.program().language);
  }
  return notes.empty() ? notes : " (" + notes + ")";
}

void Explainer::not_shown(NodeId condition, std::vector<std::string>& into) {
  std::vector<NodeId> parts{condition};  // the next one last
  std::set<NodeId> seen;
  while (!parts.empty() && evaluator_.step()) {
    const NodeId part = parts.back();
    parts.pop_back();
    if (!seen.insert(part).second) continue;
    const auto* call = std::get_if<CallNode>(&evaluator_.program()[part].content);
    const bool is_shown = call != nullptr && call->operation == Operator::shown;
    if (evaluator_.truth(is_shown ? call->operands[0] : part) == Truth::yes) continue;
    if (is_shown || (call != nullptr && call->operation == Operator::and_)) {
      parts.insert(parts.end(), call->operands.rbegin(), call->operands.rend());
    } else {
      std::string missing = words(part) + claims(part);
      evaluator_.charge(missing.size());
      if (std::ranges::find(into, missing) == into.end()) into.push_back(std::move(missing));
    }
  }
}

// What would make the measure milder: what lifts it, and what lifts an exception to something that lifts it.
void Explainer::unshown(const std::vector<Defeat>& unless, const std::vector<RuleId>& exceptions,
                        std::vector<std::string>& into) {
  for (const Defeat& defeat : unless) {
    if (defeat.shown) not_shown(defeat.condition, into);
  }
  const auto& rules = evaluator_.program().rules;
  const auto may_apply = [&](const Rule& rule) {
    return evaluator_.in_force(rule.in_force) && evaluator_.truth(rule.condition) != Truth::no;
  };
  for (const RuleId id : exceptions) {
    const Rule& lifting = rules[id.index];
    if (evaluator_.depth() >= deepest_explained || !unshown_.insert(id).second) continue;
    const Evaluator::Deeper deeper(evaluator_);
    unshown_exception(lifting, into);
    if (!may_apply(lifting)) continue;
    for (const RuleId of_lifting : lifting.exceptions) {
      const Rule& standing = rules[of_lifting.index];
      if (may_apply(standing)) unshown(standing.unless, standing.exceptions, into);
    }
  }
}

// An exception that only wants showing: the rest of its condition holds.
void Explainer::unshown_exception(const Rule& rule, std::vector<std::string>& into) {
  if (!rule.condition || !evaluator_.in_force(rule.in_force) || evaluator_.truth(*rule.condition) != Truth::no) return;
  const Program& program = evaluator_.program();
  const auto is_shown = [&](NodeId node) {
    const auto* call = std::get_if<CallNode>(&program[node].content);
    return call != nullptr && call->operation == Operator::shown;
  };
  const auto* call = std::get_if<CallNode>(&program[*rule.condition].content);
  std::vector<NodeId> parts{*rule.condition};
  if (call != nullptr && call->operation == Operator::and_) parts = call->operands;
  const bool only_wants_showing =
      std::ranges::all_of(parts, [&](NodeId part) { return is_shown(part) || evaluator_.truth(part) != Truth::no; });
  if (!only_wants_showing) return;
  for (const NodeId part : parts) {
    if (is_shown(part)) not_shown(part, into);
  }
}

// ---- reasons --------------------------------------------------------------------------------------------------

// An exception says whose place it takes; a rule, which exceptions may take its own, where they make its outcome lower.
void Explainer::put_exceptions(const Alternatives& decided, std::uint32_t ladder, const std::string& rule,
                               Reason& reason) {
  if (reason.rule != rule) {
    reason.instead_of = rule;
    return;
  }
  Alternatives own;
  for (const Effect& effect : decided.effects) {
    if (!effect.exception) own.effects.push_back(effect);
  }
  if (!own.effects.empty() && range_of(own, ladder).lowest == range_of(decided, ladder).lowest) return;
  for (const Effect& effect : decided.effects) {
    if (effect.exception) reason.or_else.push_back(evaluator_.program().rules[effect.exception->index].name);
  }
}

Reason Explainer::reason(const Rule& rule, const Instance& instance, std::uint32_t ladder) {
  const Alternatives& decided = instance.as_decided();
  const auto exception = replacement(decided);
  const Rule& speaker = exception ? evaluator_.program().rules[exception->index] : rule;
  start();
  Support support;
  if (rule.for_each) this->support(rule.for_each->items.where, Truth::yes, support);
  this->support(rule.condition, Truth::yes, support);
  if (exception) this->support(speaker.condition, Truth::yes, support);
  if (speaker.measure && speaker.measure->amount) mention(*speaker.measure->amount, support);
  Reason reason;
  reason.rule = speaker.name;
  reason.item = rule.for_each ? evaluator_.item_name(rule.for_each->items.level) : std::string();
  reason.because = speaker.because.empty() ? own_sentence(speaker) : sentence(speaker.because);
  reason.cites = speaker.cites;
  if (exception) reason.cites.insert(reason.cites.end(), rule.cites.begin(), rule.cites.end());
  reason.span = speaker.span;
  unshown_.clear();
  unshown(rule.unless, rule.exceptions, reason.not_shown);
  if (exception) unshown(speaker.unless, speaker.exceptions, reason.not_shown);
  put_exceptions(decided, ladder, rule.name, reason);
  return finished(std::move(reason), std::move(support), ladder, decided);
}

Reason Explainer::reason(const Obligation& obligation, const Instance& instance, std::uint32_t ladder) {
  const Alternatives& decided = instance.as_decided();
  const ObligationStep& step = obligation.steps[instance.step];
  const auto exception = replacement(decided);
  unshown_.clear();
  start();
  Support support;
  if (obligation.for_each) this->support(obligation.for_each->items.where, Truth::yes, support);
  this->support(obligation.condition, Truth::yes, support);
  this->support(obligation.duty, Truth::no, support);
  if (obligation.deadline) mention(*obligation.deadline, support);
  this->support(step.condition, Truth::yes, support);
  std::optional<MeasureReference> measure = step.measure;
  Reason reason;
  reason.rule = obligation.name;
  reason.because = obligation.because.empty() ? own_sentence(obligation) : sentence(obligation.because);
  reason.course = course(obligation, instance.step);
  if (obligation.steps.size() > 1) reason.step = static_cast<std::uint32_t>(instance.step + 1);
  reason.cites = obligation.cites;
  reason.span = obligation.span;
  if (exception) {
    const Rule& speaker = evaluator_.program().rules[exception->index];
    this->support(speaker.condition, Truth::yes, support);
    measure = speaker.measure;
    reason.because = speaker.because.empty() ? own_sentence(speaker) : sentence(speaker.because);
    reason.rule = speaker.name;
    reason.cites.insert(reason.cites.begin(), speaker.cites.begin(), speaker.cites.end());
    reason.span = speaker.span;
    unshown(speaker.unless, speaker.exceptions, reason.not_shown);
  }
  if (obligation.for_each) reason.item = evaluator_.item_name(obligation.for_each->items.level);
  if (measure && measure->amount) mention(*measure->amount, support);
  if (obligation.shown) not_shown(obligation.duty, reason.not_shown);
  unshown(obligation.unless, obligation.exceptions, reason.not_shown);
  put_exceptions(decided, ladder, obligation.name, reason);
  return finished(std::move(reason), std::move(support), ladder, decided);
}

Reason Explainer::outside(std::string why, Span where, const std::optional<NodeId>& condition) {
  start();
  Support support;
  this->support(condition, Truth::no, support);
  return {{}, {}, {}, std::move(why), 0, {}, {}, std::move(support.facts), {}, {}, {}, where};
}

Reason Explainer::finished(Reason reason, Support support, std::uint32_t ladder, const Alternatives& decided) {
  reason.outcome = rounded(range_of(decided, ladder).lowest, evaluator_.program().ladders[ladder]);
  reason.facts = std::move(support.facts);
  std::set<std::string> said(reason.cites.begin(), reason.cites.end());
  for (std::string& cite : support.cites) {
    if (said.insert(cite).second) reason.cites.push_back(std::move(cite));
  }
  return reason;
}

}  // namespace pasal::interpret
