// A decision: every rule and obligation judged, the strictest on each ladder, the reasons, and what is still open.
#include <algorithm>
#include <numeric>

#include "engine/interpret/decider.hpp"
#include "engine/interpret/judged.hpp"
#include "engine/interpret/questions.hpp"
#include "engine/interpret/standing.hpp"

namespace pasal {
namespace interpret {

// ---- where the policy does not apply --------------------------------------------------------------------------

bool Decider::is_outside() {
  const Language language = program_.language;
  Span where;
  std::optional<NodeId> condition;
  if (program_.applies_if) evaluator_.now_evaluates(program_[*program_.applies_if].span);
  if (!evaluator_.in_force(program_.in_force)) {
    decision_.outside = not_in_force(program_.in_force, language);
    where = program_.in_force.span;
  } else if (program_.applies_if && evaluator_.truth(*program_.applies_if) == Truth::no) {
    decision_.outside = choose(language, "outside the policy", "di luar kebijakan");
    where = program_[*program_.applies_if].span;
    condition = program_.applies_if;
  } else {
    return false;
  }
  blank_ladders();
  for (LadderDecision& ladder : decision_.ladders) {
    ladder.settled = true;
    if (explainer_) ladder.reasons.push_back(explainer_->outside(decision_.outside, where, condition));
    if (names_rules_) ladder.reasons.emplace_back().because = decision_.outside;
  }
  return true;
}

void Decider::blank_ladders() {
  decision_.ladders.assign(program_.ladders.size(), {});
  for (std::uint32_t ladder = 0; ladder < program_.ladders.size(); ++ladder) decision_.ladders[ladder].ladder = ladder;
}

// ---- measures that are done -----------------------------------------------------------------------------------

bool Decider::is_once(const Effect& effect) const {
  return effect.rung > 0 && program_.ladders[effect.ladder].measures[effect.rung].once;
}

// In both ways of reading, each with all records: what is open in the one may be sure in the other.
void Decider::take_done() {
  done_.resize(program_.ladders.size());
  const auto has_once = [this](const Instance* instance) {
    return std::ranges::any_of(instance->bounds.effects, [this](const Effect& effect) { return is_once(effect); });
  };
  const auto once = static_cast<std::size_t>(std::ranges::count_if(instances_, has_once));
  if (once == 0) return;
  const bool differ = std::ranges::any_of(instances_, [](const Instance* one) { return one->decided.has_value(); });
  with_done_.reserve(once);
  for (Instance*& instance : instances_) {
    if (!has_once(instance)) continue;
    instance = &with_done_.emplace_back(*instance);
    if (differ && !instance->decided) instance->decided = instance->bounds;
  }
  const bool is_unknown = evaluator_.taken_list().items == nullptr;
  for (const Mode mode : differ ? std::vector{Mode::bounds, Mode::decided} : std::vector{Mode::bounds}) {
    OnceMeasures measures(evaluator_, once_claims(mode));
    if (is_unknown) {
      measures.leave_open();
      continue;
    }
    for (auto& done : done_) done.clear();
    for (const auto& [claim, record] : measures.settle()) put_done(*claim, *record);
  }
}

std::vector<OnceClaim> Decider::once_claims(Mode mode) {
  std::vector<OnceClaim> claims;
  for (Instance* instance : instances_) {
    Alternatives* alternatives = &instance->bounds;
    if (mode == Mode::decided && instance->decided) alternatives = &*instance->decided;
    for (const Effect& effect : alternatives->effects) {
      if (!is_once(effect)) continue;
      claims.push_back(claim_of(*instance, *alternatives, effect));
      evaluator_.charge(sizeof(OnceClaim));
    }
  }
  return claims;
}

OnceClaim Decider::claim_of(Instance& instance, Alternatives& alternatives, const Effect& effect) {
  const Ladder& ladder = program_.ladders[effect.ladder];
  OnceClaim claim;
  claim.instance = &instance;
  claim.alternatives = &alternatives;
  claim.effect = effect;
  claim.measure = comparable_name(ladder.measures[effect.rung].name);
  claim.rules.push_back(comparable_name(name_of(instance)));
  if (effect.exception) claim.rules.push_back(comparable_name(program_.rules[effect.exception->index].name));
  claim.item = comparable_name(item_of(instance));
  claim.shown_by = instance.standing.record;
  claim.not_before = instance.standing.breach;
  if (effect.amount != nullptr && effect.amount->is_point()) {
    claim.amounts.push_back(effect.amount->lowest->plain());
    claim.amounts.push_back(rounded({effect.rung, effect.amount->lowest}, ladder).amount->plain());
  }
  claim.is_sure = claim.has_known_amount() && !alternatives.inactive && alternatives.effects.size() == 1;
  return claim;
}

void Decider::put_done(const OnceClaim& claim, const TakenRecord& record) {
  const Effect& effect = claim.effect;
  Outcome outcome{effect.rung, std::nullopt};
  if (effect.amount != nullptr) outcome.amount = effect.amount->lowest;
  done_[effect.ladder].push_back({name_of(*claim.instance), item_of(*claim.instance),
                                  rounded(outcome, program_.ladders[effect.ladder]), record.from});
}

// ---- ladders --------------------------------------------------------------------------------------------------

// Whether the instance can still change what stands on the ladder.
bool Decider::matters(const Instance& instance, const Range& range, std::uint32_t ladder,
                      const Outcome& at_least) const {
  if (!range.is_open() || range.highest.rung == 0 || range.highest.rung < at_least.rung) return false;
  if (range.highest.rung > at_least.rung || range.unlimited || instance.may_take_record) return true;
  return program_.ladders[ladder].measures[range.highest.rung].added_up || is_stricter(range.highest, at_least);
}

void Decider::put_ladder(std::uint32_t index) {
  const Ladder& ladder = program_.ladders[index];
  LadderTotal bounds(ladder, evaluator_);
  LadderTotal decided(ladder, evaluator_);
  for (const Instance* instance : instances_) {
    bounds.add(range_of(instance->bounds, index), instance->is_some_item());
    decided.add(range_of(instance->as_decided(), index), instance->is_some_item());
  }
  const Range range = bounds.total();
  LadderDecision decision;
  decision.ladder = index;
  decision.measure = rounded(decided.total().lowest, ladder);
  decision.at_least = rounded(range.lowest, ladder);
  decision.at_most = rounded(range.highest, ladder);
  decision.amount_unlimited = range.unlimited;
  decision.settled = !range.unlimited && decision.at_least == decision.at_most;
  decision.done = std::move(done_[index]);
  if (explainer_) put_reasons(decision);
  if (names_rules_) put_names(decision);
  if (explainer_ && !decision.settled) put_open(decision, range.lowest);
  decision_.ladders.push_back(std::move(decision));
}

namespace {

void sort_reasons(LadderDecision& decision) {
  std::ranges::stable_sort(decision.reasons,
                           [](const Reason& a, const Reason& b) { return is_stricter(a.outcome, b.outcome); });
}

}  // namespace

void Decider::put_reasons(LadderDecision& decision) {
  const auto within = Evaluator::Within::mode(evaluator_, Mode::decided);
  for_reasons(decision.ladder, [&](const Instance& instance) {
    if (evaluator_.exhausted()) return;
    Reason reason = with(instance, [&](const auto& statement) { return explainer_->reason(statement, instance, decision.ladder); });
    evaluator_.charge(bytes_of(reason));
    if (!evaluator_.exhausted()) decision.reasons.push_back(std::move(reason));
  });
  sort_reasons(decision);
}

void Decider::put_names(LadderDecision& decision) {
  for_reasons(decision.ladder, [&](const Instance& instance) {
    const Alternatives& decided = instance.as_decided();
    const auto exception = replacement(decided);
    Reason reason;
    reason.rule = exception ? program_.rules[exception->index].name : name_of(instance);
    if (instance.has_item || instance.period) reason.item = item_of(instance);
    const bool climbs = instance.is_obligation && program_.obligations[instance.index].steps.size() > 1;
    if (climbs) reason.step = static_cast<std::uint32_t>(instance.step + 1);
    reason.outcome = rounded(range_of(decided, decision.ladder).lowest, program_.ladders[decision.ladder]);
    evaluator_.charge(bytes_of(reason));
    if (!evaluator_.exhausted()) decision.reasons.push_back(std::move(reason));
  });
  sort_reasons(decision);
}

void Decider::put_open(LadderDecision& decision, const Outcome& at_least) {
  struct Open {
    const Instance* instance;
    Range range;
  };
  std::vector<Open> open;
  for (const Instance* instance : instances_) {
    const Range range = range_of(instance->bounds, decision.ladder);
    if (matters(*instance, range, decision.ladder, at_least)) open.push_back({instance, range});
  }
  std::ranges::stable_sort(open,
                           [](const Open& a, const Open& b) { return a.range.highest.rung > b.range.highest.rung; });
  QuestionList questions(evaluator_);
  const Ladder& ladder = program_.ladders[decision.ladder];
  for (const Open& one : open) {
    const Instance* instance = one.instance;
    const Range& range = one.range;
    const std::string item = with(*instance, [&](const auto& statement) {
      questions.ask(statement, instance->step, range.highest.rung);
      return instance->has_item ? evaluator_.item_name(instance->level) : std::string();
    });
    evaluator_.charge(sizeof(OpenRule));
    if (evaluator_.exhausted()) return;
    decision.open.push_back(
        {name_of(*instance), item, rounded(range.lowest, ladder), rounded(range.highest, ladder), span_of(*instance)});
  }
  decision.questions = questions.take();
}

// ---- errors ---------------------------------------------------------------------------------------------------

// Those that leave something open, whatever the order in which it was looked at.
void Decider::list_errors() {
  if (evaluator_.errors().empty()) return;
  std::vector<std::uint32_t> met;
  if (explainer_) met = explainer_->errors();
  OpenWalk walk(
      evaluator_, [](std::uint32_t, FactId) {}, [&](std::uint32_t error) { met.push_back(error); });
  for (const Instance* instance : instances_) {
    with(*instance, [&](const auto& statement) { walk.statement(statement, instance->step); });
  }
  std::ranges::sort(met);
  met.erase(std::unique(met.begin(), met.end()), met.end());
  for (const std::uint32_t error : met) decision_.errors.push_back(evaluator_.errors()[error]);
}

// A limit was reached: anything may be, and that is said.
Decision Decider::undecided() {
  blank_ladders();
  for (LadderDecision& decision : decision_.ladders) {
    const auto& measures = program_.ladders[decision.ladder].measures;
    if (measures.empty()) continue;
    decision.at_most.rung = static_cast<std::uint32_t>(measures.size() - 1);
    decision.amount_unlimited = measures.back().amount.has_value();
    decision.settled = measures.size() == 1;
  }
  decision_.outside.clear();
  decision_.assumed.assign(evaluator_.assumed().begin(), evaluator_.assumed().end());
  decision_.errors = {{evaluator_.exhaustion(), evaluator_.exhausted_at()}};
  return std::move(decision_);
}

}  // namespace interpret

Decision decide(const Program& program, const Sources& sources, const Subject& subject, Moment as_of,
                const EvaluationLimits& limits) {
  interpret::Evaluator evaluator(program, subject, as_of, limits);
  interpret::Judged judged(program);
  interpret::Decider decider(evaluator);
  decider.explain(sources);
  return decider.decide([&] { return judged.instances(evaluator); });
}

Decision decide_naming_rules(const Program& program, const Subject& subject, Moment as_of, const EvaluationLimits& limits) {
  interpret::Evaluator evaluator(program, subject, as_of, limits);
  interpret::Judged judged(program);
  interpret::Decider decider(evaluator);
  decider.name_rules();
  return decider.decide([&] { return judged.instances(evaluator); });
}

Evaluation evaluate(const Program& program, const Sources& sources, const Subject& subject, Moment as_of, NodeId node,
                    const EvaluationLimits& limits) {
  interpret::Evaluator evaluator(program, subject, as_of, limits);
  interpret::Explainer explainer(evaluator, sources);
  const auto within = interpret::Evaluator::Within::mode(evaluator, interpret::Mode::decided);
  interpret::Support support;
  Evaluation result{evaluator.value(node), program[node].type, {}, {}};
  explainer.mention(node, support);
  result.facts = std::move(support.facts);
  result.errors = evaluator.errors();
  if (evaluator.exhausted()) result.errors.push_back({evaluator.exhaustion(), {}});
  return result;
}

Decision decide_briefly(const Program& program, const Subject& subject, Moment as_of, const EvaluationLimits& limits) {
  interpret::Evaluator evaluator(program, subject, as_of, limits);
  interpret::Judged judged(program);
  return interpret::Decider(evaluator).decide([&] { return judged.instances(evaluator); });
}

// ---- again ----------------------------------------------------------------------------------------------------

struct Redecider::Kept {
  const Program& program;
  const Subject& subject;
  Moment as_of;
  EvaluationLimits limits;
  interpret::Readings readings;
  interpret::Judged judged;
};

Redecider::Redecider(const Program& program, const Subject& subject, Moment as_of, const EvaluationLimits& limits)
    : kept_(std::make_unique<Kept>(program, subject, as_of, limits, interpret::Readings(program), interpret::Judged(program))) {}
Redecider::~Redecider() = default;

void Redecider::changed(const interpret::Touched& touched) { kept_->judged.make_stale(touched); }

// A limit may be reached by what is judged at once and not by the parts, or the other way round: then the whole tells.
Decision Redecider::decide(const interpret::Touched& varied, std::vector<interpret::Branch>& branches) {
  auto& [program, subject, as_of, limits, readings, judged] = *kept_;
  interpret::Evaluator besides(program, subject, as_of, limits, &readings);
  judged.judge(besides, &varied);
  if (besides.exhausted()) judged.make_all_stale();
  judged.make_stale(varied);
  const auto ask = [&] {
    interpret::BranchRecord record{&varied.nodes, {}};
    interpret::Evaluator evaluator(program, subject, as_of, limits, &readings);
    evaluator.record(&record);
    Decision decision = interpret::Decider(evaluator).decide([&] { return judged.instances(evaluator); });
    branches = std::move(record.branches);
    if (evaluator.exhausted()) judged.make_all_stale();
    return std::pair(std::move(decision), evaluator.exhausted());
  };
  auto [decision, is_exhausted] = ask();
  return is_exhausted ? ask().first : std::move(decision);
}

}  // namespace pasal
