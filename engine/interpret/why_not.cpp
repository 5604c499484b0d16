// Why a rule is or is not among the reasons: its condition as a tree, each part with its truth.
#include <algorithm>

#include "engine/interpret/explain.hpp"

namespace pasal {
namespace interpret {
namespace {

constexpr int deepest_part = 128;

class WhyNotReader {
public:
  WhyNotReader(const Program& program, const Sources& sources, const Subject& subject, Moment as_of,
               const EvaluationLimits& limits)
      : program_(program), evaluator_(program, subject, as_of, limits), explainer_(evaluator_, sources) {}

  std::vector<WhyNot> read(std::string_view name) {
    const auto decided = Evaluator::Within::mode(evaluator_, Mode::decided);
    const std::string wanted = comparable_name(name);
    for (const Rule& rule : program_.rules) {
      if (comparable_name(rule.name) == wanted) put(rule);
    }
    for (const Obligation& obligation : program_.obligations) {
      if (comparable_name(obligation.name) == wanted) put(obligation);
    }
    return std::move(answers_);
  }

private:
  void put(const Rule& rule);
  void put(const Obligation& obligation);
  template <typename Statement>
  void put_instances(const Statement& statement, const std::optional<ForEach>& for_each);
  void judge(const Rule& rule, WhyNot& answer);
  void judge(const Obligation& obligation, WhyNot& answer);
  void put_defeats(const std::vector<Defeat>& unless, const std::vector<RuleId>& exceptions, WhyNot& answer);

  ConditionPart part_of(NodeId node, Truth wanted, bool matters = true, int depth = 0);
  ConditionPart whole(std::string text, std::vector<ConditionPart> parts) const;
  void put_deadline(const Obligation& obligation, std::vector<ConditionPart>& parts);
  std::string list_name(const ForEach& for_each) const { return program_[for_each.items.list].name; }

  const Program& program_;
  Evaluator evaluator_;
  Explainer explainer_;
  std::vector<WhyNot> answers_;
};

// `wanted`: what the part has to be for the rule to apply; otherwise it stands in the way. `matters`: what it is a part
// of stands in the way itself; where an `and` is no, as it should be, no part of it is to blame.
ConditionPart WhyNotReader::part_of(NodeId node, Truth wanted, bool matters, int depth) {
  ConditionPart part;
  part.text = explainer_.words(node);
  part.truth = evaluator_.truth(node);
  part.stands_in_the_way = matters && part.truth != wanted;
  evaluator_.charge(sizeof(ConditionPart) + part.text.size());
  const auto* call = std::get_if<CallNode>(&program_[node].content);
  const bool joins = call != nullptr && call->operation <= Operator::shown;
  if (joins && depth < deepest_part && evaluator_.step()) {
    const Truth below = call->operation == Operator::not_ ? negate(wanted) : wanted;
    for (const NodeId operand : call->operands) {
      part.parts.push_back(part_of(operand, below, part.stands_in_the_way, depth + 1));
    }
    return part;
  }
  explainer_.start();
  Support support;
  if (part.truth != Truth::unknown) explainer_.support(node, part.truth, support);
  if (support.facts.empty()) explainer_.mention(node, support);
  part.facts = std::move(support.facts);
  return part;
}

ConditionPart WhyNotReader::whole(std::string text, std::vector<ConditionPart> parts) const {
  if (parts.size() == 1) return std::move(parts.front());
  ConditionPart result;
  result.text = std::move(text);
  result.truth = Truth::yes;
  for (const ConditionPart& part : parts) result.truth = both(result.truth, part.truth);
  result.stands_in_the_way = result.truth != Truth::yes;
  result.parts = std::move(parts);
  return result;
}

void WhyNotReader::put_defeats(const std::vector<Defeat>& unless, const std::vector<RuleId>& exceptions,
                               WhyNot& answer) {
  for (const Defeat& defeat : unless) answer.defeated_by.push_back(part_of(defeat.condition, Truth::no));
  for (const RuleId id : exceptions) {
    const Rule& rule = program_.rules[id.index];
    const Alternatives found = evaluator_.exception(id, rule.measure ? rule.measure->ladder : 0);
    ConditionPart part;
    part.text = rule.name;
    part.truth = found.brings_nothing() ? Truth::no : found.inactive ? Truth::unknown : Truth::yes;
    part.stands_in_the_way = part.truth != Truth::no;
    if (rule.condition) part.parts.push_back(part_of(*rule.condition, Truth::no, part.stands_in_the_way));
    answer.defeated_by.push_back(std::move(part));
  }
  for (const ConditionPart& part : answer.defeated_by) answer.applies = both(answer.applies, negate(part.truth));
  std::ranges::stable_sort(answer.defeated_by,
                           [](const ConditionPart& a, const ConditionPart& b) { return a.truth > b.truth; });
}

void WhyNotReader::judge(const Rule& rule, WhyNot& answer) {
  std::vector<ConditionPart> parts;
  if (!evaluator_.in_force(rule.in_force)) {
    parts.push_back({not_in_force(rule.in_force, program_.language), Truth::no, {}, {}, true});
  }
  if (rule.for_each && rule.for_each->items.where) parts.push_back(part_of(*rule.for_each->items.where, Truth::yes));
  if (rule.condition) parts.push_back(part_of(*rule.condition, Truth::yes));
  answer.condition = whole(rule.name, std::move(parts));
  answer.applies = both(answer.applies, answer.condition.truth);
  put_defeats(rule.unless, rule.exceptions, answer);
}

void WhyNotReader::put_deadline(const Obligation& obligation, std::vector<ConditionPart>& parts) {
  if (!obligation.deadline) return;
  const auto due = evaluator_.deadline(obligation);
  ConditionPart part = part_of(*obligation.deadline, Truth::yes);
  part.truth = due.none ? Truth::no : due.passed;
  part.stands_in_the_way = part.truth != Truth::yes;
  if (due.moment) {
    part.text += choose(program_.language, "; due ", "; batas waktu ") +
                 display(due.value, {}, program_.language, program_.zone);
  }
  parts.push_back(std::move(part));
}

// A duty brings its step when it is owed, its time is over, and it is not done.
void WhyNotReader::judge(const Obligation& obligation, WhyNot& answer) {
  std::vector<ConditionPart> parts;
  if (!evaluator_.in_force(obligation.in_force)) {
    parts.push_back({not_in_force(obligation.in_force, program_.language), Truth::no, {}, {}, true});
  }
  if (obligation.for_each && obligation.for_each->items.where) {
    parts.push_back(part_of(*obligation.for_each->items.where, Truth::yes));
  }
  if (obligation.condition) parts.push_back(part_of(*obligation.condition, Truth::yes));
  put_deadline(obligation, parts);
  ConditionPart duty = part_of(obligation.duty, Truth::no);
  ConditionPart undone{
      choose(program_.language, "not done", "belum dipenuhi"), negate(duty.truth), {}, {}, duty.stands_in_the_way};
  undone.parts.push_back(std::move(duty));
  parts.push_back(std::move(undone));
  if (!obligation.steps.empty() && obligation.steps.front().condition) {
    parts.push_back(part_of(*obligation.steps.front().condition, Truth::yes));
  }
  answer.condition = whole(obligation.name, std::move(parts));
  answer.applies = both(answer.applies, answer.condition.truth);
  put_defeats(obligation.unless, obligation.exceptions, answer);
}

template <typename Statement>
void WhyNotReader::put_instances(const Statement& statement, const std::optional<ForEach>& for_each) {
  const std::size_t before = answers_.size();
  evaluator_.for_instances(for_each, [&] {
    WhyNot answer;
    answer.rule = statement.name;
    answer.span = statement.span;
    const Binding* item = for_each ? evaluator_.binding(for_each->items.level) : nullptr;
    if (item != nullptr) answer.item = evaluator_.item_name(for_each->items.level);
    const bool some_item = item != nullptr && item->item == nullptr;
    answer.applies = both(evaluator_.in_force(program_.in_force) ? evaluator_.truth(program_.applies_if) : Truth::no,
                          some_item ? Truth::unknown : Truth::yes);
    judge(statement, answer);
    evaluator_.charge(sizeof(WhyNot) + answer.condition.parts.size() * sizeof(ConditionPart));
    if (!evaluator_.exhausted()) answers_.push_back(std::move(answer));
  });
  if (answers_.size() > before || !for_each || evaluator_.exhausted()) return;
  WhyNot nothing{statement.name, {}, Truth::no, {}, {}, statement.span};
  nothing.condition = {list_name(*for_each), Truth::no, {}, {}, true};
  answers_.push_back(std::move(nothing));
}

// An exception is judged for the items of what it is an exception to.
void WhyNotReader::put(const Rule& rule) {
  const auto id = RuleId{static_cast<std::uint32_t>(&rule - program_.rules.data())};
  bool has_items = false;
  const auto visit_target = [&](const auto& target) {
    if (std::ranges::find(target.exceptions, id) == target.exceptions.end() || !target.for_each) return;
    has_items = true;
    put_instances(rule, target.for_each);
  };
  if (rule.kind == Rule::Kind::exception && !rule.for_each) {
    for (const Rule& target : program_.rules) visit_target(target);
    for (const Obligation& target : program_.obligations) visit_target(target);
  }
  if (!has_items) put_instances(rule, rule.for_each);
}

void WhyNotReader::put(const Obligation& obligation) { put_instances(obligation, obligation.for_each); }

}  // namespace
}  // namespace interpret

std::vector<WhyNot> why_not(const Program& program, const Sources& sources, const Subject& subject, Moment as_of,
                            std::string_view rule, const EvaluationLimits& limits) {
  return interpret::WhyNotReader(program, sources, subject, as_of, limits).read(rule);
}

}  // namespace pasal
