// What is said of the past: since when a condition holds, when it last did, when a value was the highest.
#include <algorithm>
#include <utility>

#include "engine/interpret/explain.hpp"
#include "engine/model/operands.hpp"

namespace pasal::interpret {
namespace {

// From one time to another, as it is counted in such periods.
Duration length(DurationKind kind, Moment from, Moment to, const OperationSetting& setting) {
  const std::int64_t minutes = to.minutes - from.minutes;
  const Date first = setting.zone.date_of(from);
  const Date last = setting.zone.date_of(to);
  switch (kind) {
    case DurationKind::clock: return {kind, minutes < 60 ? minutes : minutes / 60 * 60};
    case DurationKind::days: return {kind, std::int64_t{last.days} - first.days};
    case DurationKind::months: return {kind, whole_months_between(first, last)};
    case DurationKind::working_days: {
      const Value ends[] = {first, last};
      const Value days = apply(Operator::working_days_between, ends, setting).value;
      const auto* number = std::get_if<Number>(&days);
      return {kind, number != nullptr ? number->whole().value_or(0) : 0};
    }
  }
  return {kind, 0};
}

}  // namespace

// ---- conditions -----------------------------------------------------------------------------------------------

void Explainer::support_history(const HistoryNode& node, NodeId id, Support& into) {
  if (node.question > HistoryNode::Question::at_some_moment) return put_history(node, id, {}, into);
  const Truth now = evaluator_.truth(node.of);
  if (now == Truth::yes || evaluator_.truth(id) != Truth::yes) {
    const bool lasts = node.question != HistoryNode::Question::at_some_moment && now == Truth::yes;
    if (lasts) put_condition(node.of, since_when(node), into);
    now == Truth::unknown ? mention(node.of, into) : support(node.of, now, into);
  } else {
    std::optional<Evaluator::Stretch> last;
    evaluator_.for_stretches(node.of, evaluator_.window(node).time, [&](const Evaluator::Stretch& stretch) {
      if (evaluator_.truth(node.of) == Truth::yes) last = stretch;
      return true;
    });
    const Program& program = evaluator_.program();
    const std::string day = display(program.zone.date_of(last->to), program.language);
    put_condition(node.of, choose(program.language, "last on ", "terakhir pada ") + day, into);
    for (FactUse& use : uses_at(node.of, last->from)) {
      use.name += choose(program.language, " as of ", " per ") + day;
      put(std::move(use), into);
    }
  }
  mention(node.period, into);
}

// A condition as a line of its own: what was said of its past is no margin of one fact.
void Explainer::put_condition(NodeId id, const std::string& margin, Support& into) {
  put({words_at(sources_, evaluator_.program()[id].span), {}, true, evaluator_.program()[id].type, margin, false, {}, {}}, into);
}

// `for 31 days, since 3 June 2018`; nothing where it has held ever since something is known.
std::string Explainer::since_when(const HistoryNode& node) {
  const Program& program = evaluator_.program();
  const Moment now = evaluator_.moment();
  const auto asked = evaluator_.window(node);
  const auto* period = std::get_if<Duration>(&asked.period);
  const Moment earliest{evaluator_.earliest_report().minutes - 1};
  Moment since = now;
  bool holds = false;
  bool ever = true;
  // Twice as far back each time, until it did not hold.
  for (Moment from = std::max(std::min(asked.time.from, Moment{now.minutes - 1}), earliest);; from = std::max(Moment{2 * from.minutes - now.minutes}, earliest)) {
    holds = false;
    ever = true;
    evaluator_.for_stretches(node.of, {from, now}, [&](const Evaluator::Stretch& stretch) {
      const bool held = std::exchange(holds, evaluator_.truth(node.of) == Truth::yes);
      if (holds && !held) since = stretch.from;
      ever = ever && holds;
      return true;
    });
    if (!ever || from == earliest || from == now) break;
  }
  if (period == nullptr || !holds || ever) return {};
  const bool by_clock = period->kind == DurationKind::clock;
  const std::string start = by_clock ? display(since, program.language, program.zone)
                                     : display(program.zone.date_of(since), program.language);
  const Duration lasted = length(period->kind, since, now, evaluator_.setting());
  const std::string text = choose(program.language, "since ", "sejak ") + start;
  if (lasted.count == 0) return text;
  return choose(program.language, "for ", "selama ") + display(lasted, program.language) + ", " + text;
}

// ---- values ---------------------------------------------------------------------------------------------------

// Explained by itself: what is mentioned of now is mentioned all the same.
std::vector<FactUse> Explainer::uses_at(NodeId of, Moment moment) {
  const auto then = Evaluator::Within::moment(evaluator_, moment);
  Explainer apart(evaluator_, sources_);
  Support support;
  apart.mention(of, support);
  return std::move(support.facts);
}

// The words as written, with their value, from where its facts were reported then.
void Explainer::put_value_of(NodeId id, NodeId of, Moment moment, std::string margin, Support& into) {
  const Node& node = evaluator_.program()[id];
  FactUse use{words_at(sources_, node.span), {}, evaluator_.value(id), node.type, std::move(margin), false, {}, {}};
  for (FactUse& part : uses_at(of, moment)) {
    if (use.name.empty()) use.name = part.name;
    if (use.provenance.file.empty()) use.provenance = std::move(part.provenance);
    if (use.claimed.empty()) use.claimed = std::move(part.claimed);
    use.item = part.item;
    use.assumed = use.assumed || part.assumed;
  }
  put(std::move(use), into);
}

void Explainer::put_history(const HistoryNode& node, NodeId id, const std::string& margin, Support& into) {
  if (node.question <= HistoryNode::Question::at_some_moment) return support_history(node, id, into);
  const Program& program = evaluator_.program();
  const Value result = evaluator_.value(id);
  Moment moment = evaluator_.moment();
  std::string when;
  if (node.question != HistoryNode::Question::average && !is_open(result) && !is_none(result)) {
    evaluator_.for_stretches(node.of, evaluator_.window(node).time, [&](const Evaluator::Stretch& stretch) {
      if (!same(evaluator_.value(node.of), result)) return true;
      moment = stretch.from;
      when = choose(program.language, "on ", "pada ") + display(program.zone.date_of(moment), program.language);
      return false;
    });
  }
  put_value_of(id, node.of, moment, margin + (margin.empty() || when.empty() ? "" : ", ") + when, into);
  mention(node.period, into);
}

void Explainer::put_as_of(const AsOfNode& node, NodeId id, const std::string& margin, Support& into) {
  const Value time = evaluator_.value(node.moment);
  if (!is_open(time) && !is_none(time)) put_value_of(id, node.value, evaluator_.judged_at(time), margin, into);
  mention(node.moment, into);
}

}  // namespace pasal::interpret
