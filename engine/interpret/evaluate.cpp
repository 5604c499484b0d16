// What every kind of node is worth, but for those that range over items (selection.cpp).
#include <algorithm>

#include "engine/interpret/evaluator.hpp"
#include "engine/model/law.hpp"
#include "engine/model/operands.hpp"

namespace pasal::interpret {

constexpr std::uint64_t steps_between_looks = 1024;  // at whether the answer is still wanted

Readings::Readings(const Program& program) {
  differ_.reserve(program.nodes.size());  // operands come before their users
  for (const Node& node : program.nodes) {
    const auto* call = std::get_if<CallNode>(&node.content);
    bool differs = std::holds_alternative<ReportedNode>(node.content) || std::holds_alternative<ObligationNode>(node.content) ||
                   (call != nullptr && call->operation == Operator::shown);
    for_each_operand(node.content, [&](NodeId operand) { differs = differs || differ(operand); });
    differ_.push_back(differs);
  }
}

Evaluator::Evaluator(const Program& program, const Subject& subject, Moment now, const EvaluationLimits& limits,
                     const Readings* readings)
    : program_(program), subject_(subject), now_(now), limits_(limits), moment_(now), law_(now), reported_to_(now),
      own_readings_(readings == nullptr ? std::optional<Readings>(program) : std::nullopt),
      readings_(readings == nullptr ? *own_readings_ : *readings) {
  judging_.resize(program.obligations.size());
  read_taken();
}

// The first limit that is reached is the one that is told, with its place.
void Evaluator::exhaust(std::string reached) {
  if (exhausted()) return;
  exhausted_ = std::move(reached);
  exhausted_at_ = evaluated_;
}

bool Evaluator::step() {
  if (++steps_ > limits_.steps && exhausted_.empty()) {
    exhaust("the evaluation takes more than " + Number(static_cast<std::int64_t>(limits_.steps)).grouped() +
            " steps (`--max-steps`)");
  }
  if (steps_ % steps_between_looks == 1 && limits_.stopped()) exhaust("it was stopped");
  return exhausted_.empty();
}

void Evaluator::charge(std::size_t bytes) {
  bytes_ += bytes;
  if (bytes_ <= limits_.memory_bytes || !exhausted_.empty()) return;
  exhaust("the evaluation needs more than " + Number(static_cast<std::int64_t>(limits_.memory_bytes)).grouped() +
          " bytes of memory (`--max-memory`)");
}

MemoKey Evaluator::key(std::uint32_t level) const {
  constexpr std::uint64_t ahead = std::uint64_t{1} << 63;
  const bool is_bound = level > 0 && level < bindings_.size() && bindings_[level].bound;
  return {(is_bound ? bindings_[level].epoch : epoch_) | (is_ahead() ? ahead : 0), moment_, law_};
}

std::size_t Evaluator::memo_index(NodeId id) const {
  const std::size_t elsewhere = moment_ == now_ && law_ == now_ ? 0 : 1;
  return elsewhere * 2 + (mode_ == Mode::decided && readings_.differ(id) ? 1 : 0);
}

namespace {

// Where a clock's drift can be followed any further; elsewhere it counts as a change.
bool may_drift(const NodeContent& content) {
  return std::holds_alternative<MomentNode>(content) || std::holds_alternative<CallNode>(content) ||
         std::holds_alternative<HistoryNode>(content);
}

}  // namespace

Value Evaluator::value(NodeId id) {
  const Node& node = program_[id];
  if (const auto* constant = std::get_if<ConstantNode>(&node.content)) return constant->value;
  const MemoKey here = key(node.level);
  Memo<Value>& memo = values_[memo_index(id)];
  Memo<Until>& until = until_when_[memo_index(id)];
  if (const Value* known = memo.find(id, here); known != nullptr && is_remembered(until, id, here)) return *known;
  if (!is_driven_) {
    const Until noted = until_;
    drive({id, std::nullopt});
    until_ = noted;  // what the node itself leans on is remembered with it
    const Value* found = memo.find(id, here);
    return found != nullptr && is_remembered(until, id, here) && !exhausted() ? *found : Value(Unknown{});
  }
  if (puts_off({id, std::nullopt})) return Unknown{};
  const Deeper deeper(*this, id);
  if (!step()) return Unknown{};
  const Part part(*this);
  Value result = std::visit([&](const auto& content) { return evaluate(content, id); }, node.content);
  if (is_interrupted()) return Unknown{};
  charge(memo.store(id, here, result, program_.nodes.size()));
  if (!is_watched()) return result;
  if (node.type.kind == TypeKind::boolean || !may_drift(node.content)) until_.settle();
  charge(until.store(id, here, until_, program_.nodes.size()));
  return result;
}

// One entry a message and place, however often it happens.
Value Evaluator::fail(std::string message, Span span) {
  const auto [place, is_new] = error_places_.try_emplace({message, span}, static_cast<std::uint32_t>(errors_.size()));
  if (is_new) errors_.push_back({std::move(message), span});
  return ErrorValue{place->second};
}

Value Evaluator::evaluate(const ConstantNode& node, NodeId) { return node.value; }

// A list stands for whether it has items: `no complaints` is true of an empty one.
Value Evaluator::evaluate(const FactNode& node, NodeId) {
  if (program_[node.fact].type.kind != TypeKind::list) return state(node.level, node.fact).value;
  const ListState known = list(node.level, node.fact);
  if (known.items == nullptr) return Unknown{};
  return count_by_now(node.fact, *known.items) == 0 ? Value(None{}) : Value(true);
}

Value Evaluator::evaluate(const ReportedNode& node, NodeId) {
  if (is_reported(node.level, node.fact)) return true;
  return mode_ == Mode::decided ? Value(false) : Value(Unknown{});
}

const ParameterRow* Evaluator::row_in_force(const Parameter& parameter) {
  const ParameterRow* row = pasal::row_in_force(parameter, program_.zone.date_of(law_));
  note_law(parameter, row);
  return row;
}

Value Evaluator::evaluate(const ParameterNode& node, NodeId id) {
  const Parameter& parameter = program_.parameters[node.parameter.index];
  const ParameterRow* row = row_in_force(parameter);
  if (law_ != now_) record_turn(row == nullptr ? -1 : row - parameter.rows.data());
  if (row != nullptr) return row->value;
  if (parameter.rows.empty()) return fail("`" + parameter.name + "` has no value", program_[id].span);
  const std::string first = display(*parameter.rows.front().from, Language::english);
  return fail("`" + parameter.name + "` has no value before " + first, program_[id].span);
}

Value Evaluator::evaluate(const MomentNode& node, NodeId) {
  if (is_watched()) until_.drift = node.whole_day ? program_.zone.next_day_after(moment_) : Moment{moment_.minutes + 1};
  if (!node.whole_day) return moment_;
  const Date today = program_.zone.date_of(moment_);
  if (moment_ != program_.zone.close_of(today)) zone_mattered_ = true;  // another zone might call it another day
  return today;
}

Value Evaluator::evaluate(const PeriodNode& node, NodeId) {
  const Binding* here = binding(node.level);
  if (here == nullptr || !here->period) return Unknown{};
  if (node.day == PeriodNode::Day::first) return here->period->first;
  return node.day == PeriodNode::Day::last ? here->period->last : Date{here->period->last.days + 1};
}

std::optional<Period> Evaluator::period_of(const PeriodSeries& periods, std::int64_t number) {
  const auto first = add_months(periods.from, periods.months * number);
  const auto next = add_months(periods.from, periods.months * (number + 1));
  if (!first || !next) return std::nullopt;
  return Period{*first, Date{next->days - 1}};
}

// Every part is looked at, so that what an answer leaned on does not follow from the order of the words.
Value Evaluator::evaluate(const CallNode& call, NodeId id) {
  if (call.operation == Operator::and_) {
    Truth result = Truth::yes;
    for (const NodeId operand : call.operands) result = both(result, truth(operand));
    return value_of(result);
  }
  if (call.operation == Operator::or_) {
    Truth result = Truth::no;
    for (const NodeId operand : call.operands) result = either(result, truth(operand));
    return value_of(result);
  }
  if (call.operation == Operator::shown && mode_ == Mode::bounds) return value_of(truth(call.operands[0]));
  std::array<Value, 3> operands;
  const std::size_t count = std::min(call.operands.size(), operands.size());
  for (std::size_t index = 0; index < count; ++index) operands[index] = value(call.operands[index]);
  Value result = apply_call(call, std::span(operands).first(count), id);
  if (records(id)) record_call(call, std::span(operands).first(count), id, result);
  if (until_.drifts()) note_drift(call, std::span(operands).first(count), result, id);
  return result;
}

Value Evaluator::apply_call(const CallNode& call, std::span<const Value> operands, NodeId id) {
  const bool compares = is_comparison(call.operation) || call.operation == Operator::between;
  if (compares && std::ranges::any_of(operands, is_open)) {
    if (const Truth truth = compare_by_intervals(call); truth != Truth::unknown) return value_of(truth);
  }
  OperationResult result = apply(call.operation, operands, setting());
  if (!result.problem.empty()) return fail(std::move(result.problem), program_[id].span);
  return std::move(result.value);
}

Value Evaluator::evaluate(const ChoiceNode& choice, NodeId id) {
  std::optional<Value> shared;  // of the lines that may be the first true one
  bool agree = true;
  const auto may_be = [&](const Value& candidate) {
    if (is_open(candidate) || (shared && !same(*shared, candidate))) agree = false;
    if (shared && records(id)) record_->branches.push_back({id, point_of(*shared), point_of(candidate), agree ? 1 : 0});
    if (!shared) shared = candidate;
  };
  for (const auto& line : choice.cases) {
    const Truth fits = truth(line.condition);
    if (fits == Truth::no) continue;
    may_be(value(line.value));
    if (fits == Truth::yes) return agree || is_open(*shared) ? *shared : Value(Unknown{});
  }
  if (choice.otherwise) may_be(value(*choice.otherwise));
  if (!choice.otherwise && !shared) return fail("no line of `" + choice.name + "` fits", program_[id].span);
  if (!choice.otherwise) agree = false;  // perhaps none of the lines fits
  return agree ? *shared : Value(Unknown{});
}

Moment Evaluator::judged_at(const Value& time) const {
  if (const auto* date = std::get_if<Date>(&time)) return program_.zone.close_of(*date);
  const auto* moment = std::get_if<Moment>(&time);
  return moment != nullptr ? *moment : moment_;
}

// Law is not applied backwards: the parameters are those of the day of `moment`.
Value Evaluator::evaluate(const LawOnNode& node, NodeId) {
  const Value day = value(node.moment);
  if (is_open(day) || is_none(day)) return day;
  const auto law = Within::law(*this, judged_at(day));
  return value(node.value);
}

// What lies ahead nobody has reported, so of a later moment only what does not depend on facts is known.
Value Evaluator::evaluate(const AsOfNode& node, NodeId) {
  const Value time = value(node.moment);
  if (is_open(time) || is_none(time)) return time;
  const Moment moment = judged_at(time);
  may_change(moment);
  may_change(Moment{moment.minutes + 1});
  const auto then = Within::moment(*this, moment);
  return value(node.value);
}

Value Evaluator::evaluate(const TakenNode& node, NodeId) {
  if (taken_list().items == nullptr || is_ahead()) return Unknown{};
  if (node.in_force) return value_of(taken_in_force(node.ladder, node.rung));
  const TakenRecord* last = last_taken(node.ladder, node.rung);
  return last != nullptr ? last->from : Value(None{});
}

}  // namespace pasal::interpret
