// Why a rule is or is not among the reasons: its condition as a tree, each part with its truth.
#include <algorithm>
#include <map>
#include <set>

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
    tells_duties_ = true;
    const auto decided = Evaluator::Within::mode(evaluator_, Mode::decided);
    const std::string wanted = comparable_name(name);
    for (const Rule& rule : program_.rules) {
      if (comparable_name(rule.name) == wanted || (!rule.table.empty() && comparable_name(rule.table) == wanted)) put(rule);
    }
    for (const Obligation& obligation : program_.obligations) {
      if (comparable_name(obligation.name) == wanted) put(obligation);
    }
    return std::move(answers_);
  }

  // Of every rule and obligation, those of one name and the rows of a table together.
  RuleStandings read_all() {
    const auto decided = Evaluator::Within::mode(evaluator_, Mode::decided);
    RuleStandings all;
    std::map<std::string, std::size_t> places;
    const auto add = [&](const std::string& name, const auto& statement) {
      if (evaluator_.exhausted()) return;
      const auto [place, is_new] = places.try_emplace(comparable_name(name), all.rules.size());
      if (is_new) all.rules.push_back({name, Truth::no});
      RuleStanding& standing = all.rules[place->second];
      answers_.clear();
      put(statement);
      for (const WhyNot& one : answers_) standing.applies = std::max(standing.applies, one.applies);
      // Nobody knows whether it applies: it is left out, with all that comes after it.
      if (evaluator_.exhausted()) all.rules.erase(all.rules.begin() + static_cast<std::ptrdiff_t>(place->second));
    };
    for (const Rule& rule : program_.rules) add(rule.name, rule);
    for (const Obligation& obligation : program_.obligations) add(obligation.name, obligation);
    all.not_all = evaluator_.exhaustion();
    return all;
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
  void put_parts(NodeId node, Truth wanted, int depth, ConditionPart& into);
  bool has_parts(NodeId node) const;
  bool is_value_list(const CallNode& call) const;
  ConditionPart part_of_exception(RuleId id, bool matters);
  void put_policy(std::vector<ConditionPart>& parts);
  template <typename Statement>
  void put_scope(const Statement& statement, std::vector<ConditionPart>& parts);
  void put_condition(const Rule& rule, std::vector<ConditionPart>& parts);
  ConditionPart whole(std::string text, std::vector<ConditionPart> parts) const;
  void put_deadline(const Obligation& obligation, std::vector<ConditionPart>& parts);
  std::string list_name(const ForEach& for_each) const { return for_each.periods ? choose(program_.language, "no period has begun", "belum ada masa yang mulai") : program_[for_each.items.list].name; }

  const Program& program_;
  Evaluator evaluator_;
  Explainer explainer_;
  std::vector<WhyNot> answers_;
  bool tells_duties_ = false;
  std::set<RuleId> told_;  // exceptions, of the present answer
};

// `wanted`: what the part has to be for the rule to apply; otherwise it stands in the way. `matters`: what it is a part
// of stands in the way itself; where an `and` is no, as it should be, no part of it is to blame.
ConditionPart WhyNotReader::part_of(NodeId node, Truth wanted, bool matters, int depth) {
  ConditionPart part;
  part.text = explainer_.words(node);
  part.truth = evaluator_.truth(node);
  part.stands_in_the_way = matters && part.truth != wanted;
  evaluator_.charge(sizeof(ConditionPart) + part.text.size());
  put_parts(node, wanted, depth, part);
  return part;
}

// The parts of an `and` and an `or`; what is left is a leaf with its facts. `not` and `shown` are parts of their own
// only around several.
void WhyNotReader::put_parts(NodeId node, Truth wanted, int depth, ConditionPart& into) {
  const auto* call = std::get_if<CallNode>(&program_[node].content);
  const Operator operation = call != nullptr ? call->operation : Operator::equal;
  const bool is_around = operation == Operator::not_ || operation == Operator::shown;
  if (operation == Operator::shown) into.text = choose(program_.language, "shown: ", "terbukti: ") + into.text;
  if (is_around && depth < deepest_part && (operation == Operator::shown || !has_parts(call->operands[0]))) {
    ConditionPart inside = part_of(call->operands[0], wanted, into.stands_in_the_way, depth + 1);
    into.facts = std::move(inside.facts);
    into.parts = std::move(inside.parts);
    return;
  }
  const bool joins = call != nullptr && operation <= Operator::not_ && !is_value_list(*call);
  if (joins && depth < deepest_part && evaluator_.step()) {
    const Truth below = operation == Operator::not_ ? negate(wanted) : wanted;
    for (const NodeId operand : call->operands) {
      into.parts.push_back(part_of(operand, below, into.stands_in_the_way, depth + 1));
    }
    return;
  }
  explainer_.start();
  Support support;
  if (into.truth != Truth::unknown) explainer_.support(node, into.truth, support);
  if (support.facts.empty()) explainer_.mention(node, support);
  into.facts = std::move(support.facts);
}

// `is network or game` is one sentence, and each of its comparisons is said by all of it.
bool WhyNotReader::is_value_list(const CallNode& call) const {
  const Span first = program_[call.operands.front()].span;
  return call.operands.size() > 1 && first.begin < first.end &&
         std::ranges::all_of(call.operands, [&](NodeId operand) { return program_[operand].span == first; });
}

// Whether a condition is an `and` or an `or`.
bool WhyNotReader::has_parts(NodeId node) const {
  const auto* call = std::get_if<CallNode>(&program_[node].content);
  return call != nullptr && (call->operation == Operator::and_ || call->operation == Operator::or_);
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
  told_.clear();
  for (const Defeat& defeat : unless) answer.defeated_by.push_back(part_of(defeat.condition, Truth::no));
  for (const RuleId id : exceptions) answer.defeated_by.push_back(part_of_exception(id, true));
  for (const ConditionPart& part : answer.defeated_by) answer.applies = both(answer.applies, negate(part.truth));
  std::ranges::stable_sort(answer.defeated_by,
                           [](const ConditionPart& a, const ConditionPart& b) { return a.truth > b.truth; });
}

// An exception with its condition and, where that holds, with what lifts it in turn. Each is told once.
ConditionPart WhyNotReader::part_of_exception(RuleId id, bool matters) {
  const Rule& rule = program_.rules[id.index];
  const Alternatives found = evaluator_.exception(id, rule.measure ? rule.measure->ladder : 0);
  ConditionPart part;
  part.text = rule.name;
  part.truth = found.brings_nothing() ? Truth::no : found.inactive ? Truth::unknown : Truth::yes;
  part.stands_in_the_way = matters && part.truth != Truth::no;
  if (evaluator_.depth() >= deepest_explained || !told_.insert(id).second || !evaluator_.step()) return part;
  const Evaluator::Deeper deeper(evaluator_);
  if (!evaluator_.in_force(rule.in_force)) {
    part.parts.push_back({not_in_force(rule.in_force, program_.language), Truth::no, {}, {}, false});
    return part;
  }
  if (rule.condition) part.parts.push_back(part_of(*rule.condition, Truth::no, part.stands_in_the_way));
  if (evaluator_.truth(rule.condition) == Truth::no) return part;
  const std::string lead = choose(program_.language, "unless ", "kecuali ");
  for (const Defeat& defeat : rule.unless) {
    part.parts.push_back(part_of(defeat.condition, Truth::yes, false));
    part.parts.back().text.insert(0, lead);
  }
  for (const RuleId exception : rule.exceptions) {
    part.parts.push_back(part_of_exception(exception, false));
    part.parts.back().text.insert(0, lead);
  }
  return part;
}

// Where the policy itself does not apply, nothing else matters.
void WhyNotReader::put_policy(std::vector<ConditionPart>& parts) {
  if (!evaluator_.in_force(program_.in_force)) {
    parts.push_back({not_in_force(program_.in_force, program_.language), Truth::no, {}, {}, true});
  } else if (program_.applies_if && evaluator_.truth(*program_.applies_if) != Truth::yes) {
    ConditionPart part = part_of(*program_.applies_if, Truth::yes);
    part.text = choose(program_.language, "the policy applies if ", "kebijakan diterapkan jika ") + part.text;
    parts.push_back(std::move(part));
  }
}

// What a rule or an obligation is asked of.
template <typename Statement>
void WhyNotReader::put_scope(const Statement& statement, std::vector<ConditionPart>& parts) {
  put_policy(parts);
  if (!evaluator_.in_force(statement.in_force)) {
    parts.push_back({not_in_force(statement.in_force, program_.language), Truth::no, {}, {}, true});
  }
  if (statement.for_each && statement.for_each->items.where) {
    parts.push_back(part_of(*statement.for_each->items.where, Truth::yes));
  }
}

// The cells of a row are named by their columns.
void WhyNotReader::put_condition(const Rule& rule, std::vector<ConditionPart>& parts) {
  if (!rule.condition) return;
  const auto* call = std::get_if<CallNode>(&program_[*rule.condition].content);
  std::vector<NodeId> conditions{*rule.condition};
  if (rule.cells.size() > 1 && call != nullptr) conditions = call->operands;
  for (std::size_t index = 0; index < conditions.size(); ++index) {
    ConditionPart part = part_of(conditions[index], Truth::yes);
    if (index < rule.cells.size()) part.text = explainer_.words(rule.cells[index]);
    parts.push_back(std::move(part));
  }
}

void WhyNotReader::judge(const Rule& rule, WhyNot& answer) {
  std::vector<ConditionPart> parts;
  put_scope(rule, parts);
  put_condition(rule, parts);
  answer.condition = whole(rule.name, std::move(parts));
  answer.applies = both(answer.applies, answer.condition.truth);
  put_defeats(rule.unless, rule.exceptions, answer);
}

void WhyNotReader::put_deadline(const Obligation& obligation, std::vector<ConditionPart>& parts) {
  if (!obligation.deadline) return;
  const auto due = evaluator_.deadline(obligation);
  ConditionPart part = part_of(*obligation.deadline, Truth::yes);
  part.text = choose(program_.language, "overdue: ", "lewat waktu: ") + part.text;
  part.truth = due.none ? Truth::no : due.passed;
  part.stands_in_the_way = part.truth != Truth::yes;
  if (due.none) part.text += choose(program_.language, " (no starting date)", " (belum ada tanggal mulai)");
  if (due.moment) part.text += " (" + display(due.value, {}, program_.language, program_.zone) + ")" + explainer_.uncounted_words(*obligation.deadline, due.value);
  parts.push_back(std::move(part));
}

// A duty brings its step when it is owed, its time is over, and it is not done.
void WhyNotReader::judge(const Obligation& obligation, WhyNot& answer) {
  std::vector<ConditionPart> parts;
  put_scope(obligation, parts);
  if (obligation.condition) parts.push_back(part_of(*obligation.condition, Truth::yes));
  put_deadline(obligation, parts);
  ConditionPart undone = part_of(obligation.duty, Truth::no);
  undone.text = obligation.shown ? choose(program_.language, "not ", "belum ") + undone.text
                                 : choose(program_.language, "not done: ", "belum dipenuhi: ") + undone.text;
  undone.truth = negate(undone.truth);
  parts.push_back(std::move(undone));
  if (!obligation.steps.empty() && obligation.steps.front().condition) {
    parts.push_back(part_of(*obligation.steps.front().condition, Truth::yes));
  }
  answer.condition = whole(obligation.name, std::move(parts));
  answer.applies = both(answer.applies, answer.condition.truth);
  put_defeats(obligation.unless, obligation.exceptions, answer);
  if (tells_duties_) answer.duty = explainer_.standing(obligation);
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
    const bool some_item = item != nullptr && item->is_some_item();
    answer.applies = some_item ? Truth::unknown : Truth::yes;
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

RuleStandings rule_standings(const Program& program, const Sources& sources, const Subject& subject, Moment as_of,
                             const EvaluationLimits& limits) {
  return interpret::WhyNotReader(program, sources, subject, as_of, limits).read_all();
}

}  // namespace pasal
