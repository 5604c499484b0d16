#include "engine/plan/conditions.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "engine/model/law.hpp"
#include "engine/model/operands.hpp"

namespace pasal::plan {
namespace {

// Deeper conditions are for the reference, which has its own ways with them.
constexpr std::uint32_t deepest = 500;
constexpr std::uint32_t deepest_exceptions = 50;
// Lists within lists.
constexpr std::uint32_t most_levels = 8;

OperationSetting setting_of(const Program& program) { return {program.calendar, program.zone, nullptr}; }

bool has_line(const FactDeclaration& fact) {
  switch (fact.type.kind) {
    case TypeKind::boolean:
    case TypeKind::number:
    case TypeKind::percent:
    case TypeKind::money:
    case TypeKind::enumeration:
    case TypeKind::date:
    case TypeKind::moment: return true;
    case TypeKind::text:
    case TypeKind::duration:
    case TypeKind::list:
    case TypeKind::text_list:
    case TypeKind::item:
    case TypeKind::unknown: return false;
  }
  return false;
}

bool is_connective(Operator operation) { return operation <= Operator::shown; }

bool is_asked_of_one(Operator operation) { return operation == Operator::is_none || operation == Operator::is_present; }

// The fact as it counts at the moment: see `Evaluator::state`.
Value counted(const Program& program, std::uint32_t fact, const FactRow& row, Moment as_of) {
  const FactDeclaration& declared = row.layout().declaration({fact});
  if (row.state({fact}) == FactRow::State::not_reported) return declared.assumed ? *declared.assumed : Value(Unknown{});
  Value value = row.value({fact});
  if (is_open(value) || is_none(value)) return value;
  if (declared.when_verified && row.claimed({fact})) return Unknown{};
  if (!declared.if_any || declared.may_lie_ahead) return value;
  const auto* date = std::get_if<Date>(&value);
  const auto* moment = std::get_if<Moment>(&value);
  const bool lies_ahead = (date != nullptr && *date > program.zone.date_of(as_of)) || (moment != nullptr && *moment > as_of);
  return lies_ahead ? Value(None{}) : value;
}

}  // namespace

std::uint32_t Input::cell_at(const Number& place) const {
  const auto at = std::ranges::lower_bound(thresholds, place);
  const auto before = static_cast<std::uint32_t>(at - thresholds.begin());
  return at != thresholds.end() && *at == place ? 2 * before + 1 : 2 * before;
}

// Of thresholds between the same two places a whole one is the last.
std::uint32_t Input::cell_at_place(std::int64_t place) const {
  const auto behind = static_cast<std::uint32_t>(std::ranges::upper_bound(ceilings, place) - ceilings.begin());
  const bool is_point = behind > 0 && ceilings[behind - 1] == place && thresholds[behind - 1].is_whole();
  return is_point ? 2 * behind - 1 : 2 * behind;
}

std::optional<std::uint32_t> Input::cell_of(const FactRow& row) const {
  const FactHandle handle{fact};
  const FactRow::State state = row.state(handle);
  if (state == FactRow::State::not_reported) return not_reported();
  if (state == FactRow::State::none) return none();
  if (state == FactRow::State::unknown || (only_verified && row.claimed(handle))) return unknown();
  if (state == FactRow::State::place) return latest && row.place(handle) > *latest ? none() : cell_at_place(row.place(handle));
  const Value value = row.value(handle);
  const auto* number = std::get_if<Number>(&value);
  const auto place = number != nullptr ? multiply(*number, Number(row.layout().scale(handle))) : std::nullopt;
  return place ? std::optional(cell_at(*place)) : std::nullopt;
}

std::int64_t Input::first_place(std::uint32_t cell) const {
  const std::size_t threshold = (cell - 1) / 2;
  const bool is_point = cell % 2 == 1;
  return is_point || !thresholds[threshold].is_whole() ? ceilings[threshold] : ceilings[threshold] + 1;
}

Conditions::Conditions(const Program& program, Moment as_of) : program_(program), layout_(program), as_of_(as_of) {
  fix();
  find_depths();
  find_thresholds();
}

void Conditions::cannot(std::string what, Span span) {
  const auto is_known = [&](const NotPlanned& one) { return one.what == what && one.span == span; };
  if (std::ranges::none_of(not_planned_, is_known)) not_planned_.push_back({std::move(what), span});
}

bool Conditions::in_force(const InForce& dates) const { return is_in_force(dates, program_.zone.date_of(as_of_)); }

// Operands come before their users.
void Conditions::fix() {
  fixed_.resize(program_.nodes.size());
  computable_.resize(program_.nodes.size());
  for (std::uint32_t index = 0; index < program_.nodes.size(); ++index) {
    const NodeContent& content = program_.nodes[index].content;
    if (const auto* constant = std::get_if<ConstantNode>(&content)) {
      fixed_[index] = constant->value;
    } else if (const auto* moment = std::get_if<MomentNode>(&content)) {
      fixed_[index] = moment->whole_day ? Value(program_.zone.date_of(as_of_)) : Value(as_of_);
    } else if (const auto* parameter = std::get_if<ParameterNode>(&content)) {
      const ParameterRow* row = pasal::row_in_force(program_.parameters[parameter->parameter.index], program_.zone.date_of(as_of_));
      if (row != nullptr) fixed_[index] = row->value;
    } else if (const auto* call = std::get_if<CallNode>(&content)) {
      std::vector<Value> operands;
      for (const NodeId operand : call->operands) {
        if (fixed_[operand.index]) operands.push_back(*fixed_[operand.index]);
      }
      if (operands.size() == call->operands.size() && !operands.empty()) {
        OperationResult result = apply(call->operation, operands, setting_of(program_));
        if (result.problem.empty()) fixed_[index] = std::move(result.value);
      }
    }
    if (fixed_[index] && is_open(*fixed_[index])) fixed_[index].reset();
    const auto* fact = std::get_if<FactNode>(&content);
    const auto* call = std::get_if<CallNode>(&content);
    const Selection* items = selection_of(content);
    const bool ranges = items != nullptr && items->level < most_levels && !(items->list.record == 0 && items->list.fact == program_.measures_taken);
    const bool is_built = (call != nullptr && call->operation != Operator::shown) || std::holds_alternative<ChoiceNode>(content) || ranges;
    const bool is_scalar = fact != nullptr && fact->level < most_levels && program_[fact->fact].type.kind != TypeKind::list;
    bool can = fixed_[index] || is_scalar || is_built;
    if (is_built && !fixed_[index]) for_each_operand(content, [&](NodeId operand) { can = can && computable_[operand.index]; });
    computable_[index] = can;
  }
}

void Conditions::find_depths() {
  depths_.resize(program_.nodes.size());
  for (std::uint32_t index = 0; index < program_.nodes.size(); ++index) {
    std::uint32_t deepest_operand = 0;
    for_each_operand(program_.nodes[index].content, [&](NodeId operand) { deepest_operand = std::max(deepest_operand, depths_[operand.index]); });
    depths_[index] = deepest_operand + 1;
    if (depths_[index] > deepest) computable_[index] = false;
  }
}

// All but comparing, counting and joining conditions.
bool Conditions::may_fail(NodeId node) const {
  std::set<std::uint32_t> seen;
  std::vector<NodeId> waiting{node};
  while (!waiting.empty()) {
    const NodeId next = waiting.back();
    waiting.pop_back();
    if (fixed(next) || !seen.insert(next.index).second) continue;
    const NodeContent& content = program_[next].content;
    const auto* call = std::get_if<CallNode>(&content);
    const auto* aggregate = std::get_if<AggregateNode>(&content);
    const bool is_safe_call = call != nullptr && (is_comparison(call->operation) || is_connective(call->operation) || call->operation == Operator::between ||
                                                  is_asked_of_one(call->operation));
    const bool is_safe = is_safe_call || (aggregate != nullptr && aggregate->summary == Summary::count) || std::holds_alternative<FactNode>(content) ||
                         std::holds_alternative<QuantifierNode>(content);
    if (!is_safe) return true;
    for_each_operand(content, [&](NodeId operand) { waiting.push_back(operand); });
  }
  return false;
}

const FactNode* Conditions::plain_fact(NodeId node) const {
  const auto* fact = std::get_if<FactNode>(&program_[node].content);
  return fact != nullptr && fact->level == 0 && fact->fact.record == 0 && has_line(program_[fact->fact]) ? fact : nullptr;
}

// Where a value lies on the line of an input; nothing where it has no place there.
std::optional<Number> Conditions::place_of(const Value& value, const Input& input) const {
  const TypeKind kind = program_.records.front().facts[input.fact].type.kind;
  if (const auto* number = std::get_if<Number>(&value)) {
    const bool is_number = kind == TypeKind::number || kind == TypeKind::percent || kind == TypeKind::money;
    return is_number ? multiply(*number, Number(layout_.scale({input.fact}))) : std::nullopt;
  }
  if (const auto* truth = std::get_if<bool>(&value)) return kind == TypeKind::boolean ? std::optional(Number(*truth ? 1 : 0)) : std::nullopt;
  if (const auto* date = std::get_if<Date>(&value)) return kind == TypeKind::date ? std::optional(Number(date->days)) : std::nullopt;
  if (const auto* moment = std::get_if<Moment>(&value)) return kind == TypeKind::moment ? std::optional(Number(moment->minutes)) : std::nullopt;
  const auto* member = std::get_if<EnumerationValue>(&value);
  return member != nullptr && kind == TypeKind::enumeration ? std::optional(Number(member->index)) : std::nullopt;
}

std::optional<std::size_t> Conditions::fact_operand(const CallNode& call) const {
  const bool compares = is_comparison(call.operation) || call.operation == Operator::between;
  if (!compares && !is_asked_of_one(call.operation)) return std::nullopt;
  std::optional<std::size_t> found;
  for (std::size_t index = 0; index < call.operands.size(); ++index) {
    if (fixed(call.operands[index])) continue;
    if (found || plain_fact(call.operands[index]) == nullptr) return std::nullopt;
    found = index;
  }
  if (!found || (call.operation == Operator::between && *found != 0)) return std::nullopt;
  Input input;
  input.fact = plain_fact(call.operands[*found])->fact.fact;
  for (std::size_t index = 0; index < call.operands.size(); ++index) {
    if (index == *found) continue;
    const auto place = place_of(*fixed(call.operands[index]), input);
    const auto ceiling = place ? floor(*place).whole() : std::nullopt;
    if (!ceiling || *ceiling > std::int64_t{1} << 61 || *ceiling < -(std::int64_t{1} << 61)) return std::nullopt;
  }
  return found;
}

// Of everything that any condition compares a fact with.
void Conditions::find_thresholds() {
  const auto input_of = [&](const FactNode& fact) -> Input& {
    const auto [known, is_new] = input_of_fact_.try_emplace(fact.fact.fact, static_cast<std::uint32_t>(inputs_.size()));
    if (is_new) {
      Input& input = inputs_.emplace_back();
      const FactDeclaration& declared = program_[fact.fact];
      input.fact = fact.fact.fact;
      input.only_verified = declared.when_verified;
      input.may_be_none = declared.if_any;
      if (declared.if_any && !declared.may_lie_ahead && declared.type.kind == TypeKind::date) input.latest = program_.zone.date_of(as_of_).days;
      if (declared.if_any && !declared.may_lie_ahead && declared.type.kind == TypeKind::moment) input.latest = as_of_.minutes;
      if (declared.type.kind == TypeKind::boolean) input.thresholds = {Number(0), Number(1)};
    }
    return inputs_[known->second];
  };
  for (const Node& node : program_.nodes) {
    if (const auto* reported = std::get_if<ReportedNode>(&node.content)) {
      if (reported->level == 0 && has_line(program_[reported->fact])) input_of({0, reported->fact});
    }
    if (const auto* fact = std::get_if<FactNode>(&node.content)) {
      if (fact->level == 0 && fact->fact.record == 0 && has_line(program_[fact->fact])) input_of(*fact);
    }
    const auto* call = std::get_if<CallNode>(&node.content);
    const auto operand = call != nullptr ? fact_operand(*call) : std::nullopt;
    if (!operand) continue;
    Input& input = input_of(*plain_fact(call->operands[*operand]));
    for (std::size_t index = 0; index < call->operands.size(); ++index) {
      if (index != *operand) input.thresholds.push_back(*place_of(*fixed(call->operands[index]), input));
    }
  }
  for (Input& input : inputs_) {
    std::ranges::sort(input.thresholds);
    input.thresholds.erase(std::unique(input.thresholds.begin(), input.thresholds.end()), input.thresholds.end());
    for (const Number& threshold : input.thresholds) {
      input.ceilings.push_back(*floor(threshold).whole() + (threshold.is_whole() ? 0 : 1));
    }
  }
}

std::uint32_t Conditions::cell_of(const Value& value, const Input& input) const {
  if (is_none(value)) return input.none();
  const auto place = place_of(value, input);
  if (!place) return input.unknown();
  return input.cell_at(*place);
}

// ---- one comparison, as a table -------------------------------------------------------------------------------

// On the line the truth changes only where a value lies that the fact is compared with.
Table Conditions::table_of(const CallNode& call, std::size_t fact_operand, const Input& input) const {
  std::vector<std::uint32_t> others;
  for (std::size_t index = 0; index < call.operands.size(); ++index) {
    if (index != fact_operand) others.push_back(cell_of(*fixed(call.operands[index]), input));
  }
  const auto at = [&](std::uint32_t cell) {
    if (call.operation == Operator::is_none) return false;
    if (call.operation == Operator::is_present) return true;
    if (call.operation == Operator::between) return others[0] <= cell && cell <= others[1];
    return holds(call.operation, fact_operand == 0 ? cell <=> others[0] : others[0] <=> cell);
  };
  std::vector<std::uint32_t> starts{0};
  for (const std::uint32_t other : others) starts.insert(starts.end(), {other, other + 1});
  std::ranges::sort(starts);
  Table table;
  const auto truth_at = [&](std::uint32_t cell) { return at(cell) ? Truth::yes : Truth::no; };
  for (const std::uint32_t start : starts) {
    if (start < input.places()) table.begin_run(start, truth_at(start));
  }
  std::vector<Value> operands;
  for (const NodeId operand : call.operands) operands.push_back(fixed(operand).value_or(None{}));
  const Truth of_none = truth_of(apply(call.operation, operands, setting_of(program_)).value);
  table.begin_run(input.none(), of_none);
  table.begin_run(input.unknown(), Truth::unknown);
  const FactDeclaration& declared = program_.records.front().facts[input.fact];
  if (declared.assumed) table.begin_run(input.not_reported(), is_none(*declared.assumed) ? of_none : truth_at(cell_of(*declared.assumed, input)));
  return table;
}

Alternatives Conditions::looked_up(std::uint32_t input, const Table& table, bool negated, Doubt doubt) {
  Table result = table.changed([&](Truth truth) {
    if (negated) truth = pasal::negate(truth);
    if (truth != Truth::unknown || doubt == Doubt::stays) return truth;
    return doubt == Doubt::is_yes ? Truth::yes : Truth::no;
  });
  if (result.is_always(Truth::no)) return {};
  if (result.is_always(Truth::yes)) return {Conjunction{}};
  return {Conjunction{{input, std::move(result)}}};
}

// ---- conditions -----------------------------------------------------------------------------------------------

std::optional<Alternatives> Conditions::condition(NodeId node, bool negated, Reading reading) {
  return formula(node, negated, reading, Doubt::stays);
}

std::optional<Alternatives> Conditions::formula(NodeId node, bool negated, Reading reading, Doubt doubt) {
  const Key key(node.index, negated, reading, doubt);
  if (const auto known = known_.find(key); known != known_.end()) return known->second;
  if (depths_[node.index] > deepest) {
    cannot("a condition as deep as this", program_[node].span);
    return std::nullopt;
  }
  auto result = read(node, negated, reading, doubt);
  if (result && result->size() > most_alternatives) {
    if (can_compute(node)) result = computed(node, negated);
    else if (result->size() > 16 * most_alternatives) {
      cannot("a condition with as many alternatives as this", program_[node].span);
      result.reset();
    }
  }
  return known_.emplace(key, std::move(result)).first->second;
}

std::optional<Alternatives> Conditions::read(NodeId node, bool negated, Reading reading, Doubt doubt) {
  if (const auto& value = fixed(node)) {
    const bool holds = truth_of(*value) == Truth::yes;
    return holds != negated ? Alternatives{Conjunction{}} : Alternatives{};
  }
  if (const FactNode* fact = plain_fact(node)) {
    const std::uint32_t place = input_of_fact_.at(fact->fact.fact);
    const Input& input = inputs_[place];
    Table table;
    table.begin_run(0, Truth::no);
    table.begin_run(cell_of(Value(true), input), Truth::yes);
    table.begin_run(cell_of(Value(true), input) + 1, Truth::no);
    table.begin_run(input.unknown(), Truth::unknown);
    const FactDeclaration& declared = program_[fact->fact];
    if (declared.assumed) table.begin_run(input.not_reported(), truth_of(*declared.assumed));
    return looked_up(place, table, negated, doubt);
  }
  const auto* reported = std::get_if<ReportedNode>(&program_[node].content);
  if (reported != nullptr && reported->level == 0 && has_line(program_[reported->fact])) {
    const std::uint32_t place = input_of_fact_.at(reported->fact.fact);
    Table table;
    table.begin_run(0, Truth::yes);
    table.begin_run(inputs_[place].not_reported(), reading == Reading::decided ? Truth::no : Truth::unknown);
    return looked_up(place, table, negated, doubt);
  }
  if (const auto* call = std::get_if<CallNode>(&program_[node].content)) {
    if (is_connective(call->operation)) return connected(*call, negated, reading, doubt);
    if (const auto operand = fact_operand(*call)) {
      const std::uint32_t place = input_of_fact_.at(plain_fact(call->operands[*operand])->fact.fact);
      return looked_up(place, table_of(*call, *operand, inputs_[place]), negated, doubt);
    }
  }
  if (can_compute(node)) return computed(node, negated);
  cannot("this condition", program_[node].span);
  return std::nullopt;
}

std::optional<Alternatives> Conditions::connected(const CallNode& call, bool negated, Reading reading, Doubt doubt) {
  if (call.operation == Operator::not_) return formula(call.operands[0], !negated, reading, doubt);
  if (call.operation == Operator::shown) {
    if (reading == Reading::decided) doubt = negated ? Doubt::is_yes : Doubt::is_no;
    return formula(call.operands[0], negated, reading, doubt);
  }
  const bool all = (call.operation == Operator::and_) != negated;
  std::optional<Alternatives> result = all ? Alternatives{Conjunction{}} : Alternatives{};
  for (const NodeId operand : call.operands) {
    const auto part = formula(operand, negated, reading, doubt);
    if (!part) return std::nullopt;
    result = all ? both(*result, *part) : either(std::move(*result), *part);
    if (result->size() > 16 * most_alternatives) return result;  // too many already
  }
  return result;
}

std::optional<Alternatives> Conditions::computed(NodeId node, bool negated) {
  const auto [known, is_new] = input_of_node_.try_emplace(node.index, static_cast<std::uint32_t>(inputs_.size()));
  if (is_new) {
    Input& input = inputs_.emplace_back();
    input.computed = node;
    input.may_fail = may_fail(node);
  }
  Table table;
  table.begin_run(0, negated ? Truth::yes : Truth::no);
  table.begin_run(1, negated ? Truth::no : Truth::yes);
  table.begin_run(inputs_[known->second].unknown(), Truth::unknown);
  return Alternatives{Conjunction{{known->second, std::move(table)}}};
}

// Exceptions to an exception that have no measure of their own defeat it.
std::optional<Alternatives> Conditions::applies(const Rule& rule, bool negated, Reading reading) {
  if (!in_force(rule.in_force)) return negated ? Alternatives{Conjunction{}} : Alternatives{};
  if (nested_ > deepest_exceptions) {
    cannot("exceptions to exceptions as deep as this", rule.span);
    return std::nullopt;
  }
  ++nested_;
  std::optional<Alternatives> result = negated ? Alternatives{} : Alternatives{Conjunction{}};
  const auto add = [&](const std::optional<Alternatives>& part) {
    if (!part || !result) result.reset();
    else result = negated ? either(std::move(*result), *part) : both(*result, *part);
    if (result && result->size() > 16 * most_alternatives) {
      cannot("a condition with as many alternatives as this", rule.span);
      result.reset();
    }
  };
  if (rule.condition) add(condition(*rule.condition, negated, reading));
  for (const Defeat& defeat : rule.unless) add(condition(defeat.condition, !negated, reading));
  if (rule.kind == Rule::Kind::exception) {
    for (const RuleId id : rule.exceptions) {
      const Rule& exception = program_.rules[id.index];
      if (exception.measure) cannot("an exception to an exception that has a measure of its own", exception.span);
      add(applies(exception, !negated, reading));
    }
  }
  --nested_;
  return result;
}

// ---- on a row -------------------------------------------------------------------------------------------------

namespace {

// A value on a row, and on the items that are bound. It is open where something is unknown or wrong: what may be said even
// then, the reference says.
class Computation {
public:
  Computation(const Program& program, const std::vector<std::optional<Value>>& fixed, const FactRow& row, Moment as_of)
      : program_(program), fixed_(fixed), as_of_(as_of) {
    rows_[0] = &row;
  }

  Value value(NodeId id);

private:
  Truth truth(NodeId id) { return truth_of(value(id)); }
  // Yes where there is no condition.
  Truth truth(const std::optional<NodeId>& id) { return id ? truth(*id) : Truth::yes; }
  Value of(const ChoiceNode& choice);
  Value of(const CallNode& call);
  Value of(const QuantifierNode& quantifier);
  Value of(const AggregateNode& aggregate, const Type& type);
  Value of(const ShareNode& share);
  Value added_up(const AggregateNode& aggregate, const Type& type);
  Value applied(Operator operation, std::span<const Value> operands) { return apply(operation, operands, setting_of(program_)).value; }
  // Calls `visit` with each item in its place until it returns false; false where nobody knows the items.
  template <typename Visit>
  bool for_items(const Selection& items, Visit visit);

  const Program& program_;
  const std::vector<std::optional<Value>>& fixed_;
  Moment as_of_;
  std::array<const FactRow*, most_levels> rows_{};  // by level
};

template <typename Visit>
bool Computation::for_items(const Selection& items, Visit visit) {
  const FactRow& row = *rows_[items.list_level];
  const FactHandle list{items.list.fact};
  const FactRow::State state = row.state(list);
  const bool is_assumed = state == FactRow::State::not_reported && row.layout().declaration(list).assumed;
  if (state != FactRow::State::items && state != FactRow::State::none && !is_assumed) return false;
  for (const FactRow& item : row.items(list)) {
    rows_[items.level] = &item;
    if (!visit()) break;
  }
  return true;
}

Value Computation::value(NodeId id) {
  if (fixed_[id.index]) return *fixed_[id.index];
  const Node& node = program_[id];
  if (const auto* fact = std::get_if<FactNode>(&node.content)) return counted(program_, fact->fact.fact, *rows_[fact->level], as_of_);
  if (const auto* choice = std::get_if<ChoiceNode>(&node.content)) return of(*choice);
  if (const auto* call = std::get_if<CallNode>(&node.content)) return of(*call);
  if (const auto* quantifier = std::get_if<QuantifierNode>(&node.content)) return of(*quantifier);
  if (const auto* aggregate = std::get_if<AggregateNode>(&node.content)) return of(*aggregate, node.type);
  if (const auto* share = std::get_if<ShareNode>(&node.content)) return of(*share);
  return Unknown{};
}

Value Computation::of(const ChoiceNode& choice) {
  for (const auto& one : choice.cases) {
    const Truth fits = truth(one.condition);
    if (fits == Truth::unknown) return Unknown{};
    if (fits == Truth::yes) return value(one.value);
  }
  return choice.otherwise ? value(*choice.otherwise) : Value(Unknown{});
}

Value Computation::of(const CallNode& call) {
  if (call.operation == Operator::and_ || call.operation == Operator::or_) {
    const bool all = call.operation == Operator::and_;
    Truth result = all ? Truth::yes : Truth::no;
    for (const NodeId operand : call.operands) {
      const Truth one = truth(operand);
      result = all ? pasal::both(result, one) : pasal::either(result, one);
    }
    return value_of(result);
  }
  std::array<Value, 3> operands;
  const std::size_t count = std::min(call.operands.size(), operands.size());
  for (std::size_t index = 0; index < count; ++index) operands[index] = value(call.operands[index]);
  return applied(call.operation, std::span(operands).first(count));
}

// Every item has it where none is an item that lacks it.
Value Computation::of(const QuantifierNode& quantifier) {
  const bool for_every = quantifier.quantity == Quantity::every;
  Truth found = Truth::no;
  const bool is_known = for_items(quantifier.items, [&] {
    const Truth chosen = truth(quantifier.items.where);
    if (chosen == Truth::no) return true;
    const Truth has = truth(quantifier.have);
    found = pasal::either(found, pasal::both(chosen, for_every ? pasal::negate(has) : has));
    return found != Truth::yes;
  });
  if (!is_known) return Unknown{};
  return value_of(quantifier.quantity != Quantity::any ? pasal::negate(found) : found);
}

Value Computation::of(const AggregateNode& aggregate, const Type& type) {
  if (aggregate.summary != Summary::count && aggregate.of) return added_up(aggregate, type);
  std::int64_t count = 0;
  bool is_open = false;
  const bool is_known = for_items(aggregate.items, [&] {
    const Truth chosen = truth(aggregate.items.where);
    count += chosen == Truth::yes ? 1 : 0;
    is_open = chosen == Truth::unknown;
    return !is_open;
  });
  return is_known && !is_open ? Value(Number(count)) : Value(Unknown{});
}

// What is none is neither the highest nor the lowest, and cannot be added.
Value Computation::added_up(const AggregateNode& aggregate, const Type& type) {
  const bool adds = aggregate.summary == Summary::sum || aggregate.summary == Summary::average;
  const Operator operation = adds ? Operator::add : aggregate.summary == Summary::highest ? Operator::larger : Operator::smaller;
  std::optional<Value> total;
  std::int64_t items = 0;
  bool is_unknown = false;
  const bool is_known = for_items(aggregate.items, [&] {
    const Truth chosen = truth(aggregate.items.where);
    if (chosen == Truth::no) return true;
    Value part = value(*aggregate.of);
    is_unknown = chosen == Truth::unknown || is_open(part) || (is_none(part) && adds);
    if (is_unknown) return false;
    if (is_none(part)) return true;
    ++items;
    const Value both_parts[] = {total ? *total : part, part};
    total = total ? applied(operation, both_parts) : std::move(part);
    is_unknown = is_open(*total);
    return !is_unknown;
  });
  if (!is_known || is_unknown) return Unknown{};
  if (aggregate.summary == Summary::sum && !total) return type.kind == TypeKind::duration ? Value(Duration{type.duration, 0}) : Value(Number(0));
  if (aggregate.summary != Summary::average) return total ? *total : Value(None{});
  if (!total) return Unknown{};  // there is nothing to take the average of
  const Value parts[] = {*total, Number(items)};
  return applied(Operator::divide, parts);
}

// Never a division: those that have it times what is missing to all, against those that have it not times the share.
Value Computation::of(const ShareNode& node) {
  const Value share = value(node.share);
  const auto* part = std::get_if<Number>(&share);
  if (part == nullptr) return is_none(share) ? Value(false) : Value(Unknown{});
  std::int64_t with = 0;
  std::int64_t without = 0;
  bool is_open = false;
  const bool is_known = for_items(node.items, [&] {
    const Truth chosen = truth(node.items.where);
    if (chosen == Truth::no) return true;
    const Truth has = truth(node.have);
    is_open = chosen == Truth::unknown || has == Truth::unknown;
    ++(has == Truth::yes ? with : without);
    return !is_open;
  });
  const auto missing = subtract(Number(1), *part);
  const auto above = missing ? multiply(Number(with), *missing) : std::nullopt;
  const auto below = multiply(Number(without), *part);
  if (!is_known || is_open || !above || !below) return Unknown{};
  return holds(node.comparison, *above <=> *below);
}

}  // namespace

std::optional<Number> amount_of(const Value& value) {
  const auto* number = std::get_if<Number>(&value);
  const auto* period = std::get_if<Duration>(&value);
  if (number == nullptr && period == nullptr) return std::nullopt;
  return std::max(number != nullptr ? *number : Number(period->count), Number(0));
}

Value Conditions::compute(const Program& program, const std::vector<std::optional<Value>>& fixed, NodeId node, const FactRow& row, Moment as_of) {
  return Computation(program, fixed, row, as_of).value(node);
}

std::optional<Number> Conditions::amount(const Program& program, const std::vector<std::optional<Value>>& fixed, NodeId node, const FactRow& row, Moment as_of) {
  return amount_of(compute(program, fixed, node, row, as_of));
}

std::vector<std::uint32_t> Conditions::facts_of(const Program& program, NodeId node) {
  std::set<std::uint32_t> facts;
  std::set<std::uint32_t> seen;
  std::vector<NodeId> waiting{node};
  while (!waiting.empty()) {
    const NodeId next = waiting.back();
    waiting.pop_back();
    if (!seen.insert(next.index).second) continue;
    const auto* fact = std::get_if<FactNode>(&program[next].content);
    if (fact != nullptr && fact->level == 0) facts.insert(fact->fact.fact);
    const Selection* items = selection_of(program[next].content);
    if (items != nullptr && items->list_level == 0) facts.insert(items->list.fact);
    for_each_operand(program[next].content, [&](NodeId operand) { waiting.push_back(operand); });
  }
  return {facts.begin(), facts.end()};
}

}  // namespace pasal::plan
