#include "engine/interpret/open_walk.hpp"

#include "engine/model/operands.hpp"

namespace pasal::interpret {

// Each node once a walk and binding: definitions are shared.
bool OpenWalk::first_visit(NodeId id, Memo<std::uint32_t>& visited) {
  const MemoKey here = evaluator_.key(evaluator_.program()[id].level);
  if (const std::uint32_t* walk = visited.find(id, here); walk != nullptr && *walk == walk_) return false;
  evaluator_.charge(visited.store(id, here, walk_, evaluator_.program().nodes.size()));
  return evaluator_.step();
}

// ---- nodes ----------------------------------------------------------------------------------------------------

void OpenWalk::node(const std::optional<NodeId>& id) {
  if (id) node(*id);
}

void OpenWalk::node(NodeId id) {
  const Value value = evaluator_.value(id);
  if (!is_open(value) || !first_visit(id, visited_)) return;
  if (const auto* error = std::get_if<ErrorValue>(&value)) on_error_(error->index);
  later_.descend(id, [this, id] {
    std::visit([&](const auto& content) { enter(content, id); }, evaluator_.program()[id].content);
  });
}

void OpenWalk::fact(std::uint32_t level, FactId fact) {
  const Binding* item = evaluator_.binding(level);
  if (level > 0 && (item == nullptr || item->item == nullptr)) return;  // of an item nobody has reported yet
  on_fact_(level, fact);
}

void OpenWalk::enter(const FactNode& content, NodeId) { fact(content.level, content.fact); }
void OpenWalk::enter(const ReportedNode& content, NodeId) { fact(content.level, content.fact); }
// Where the records are known, it is one that does not say until when.
void OpenWalk::enter(const TakenNode& content, NodeId) {
  const std::vector<Item>* items = evaluator_.taken_list().items;
  if (items == nullptr) return fact(0, evaluator_.taken_fact());
  const std::string measure = comparable_name(evaluator_.program().ladders[content.ladder].measures[content.rung].name);
  const std::uint32_t record = evaluator_.program()[evaluator_.taken_fact()].type.record;
  for (const TakenRecord& taken : evaluator_.taken()) {
    if (taken.measure != measure || !is_open(taken.until)) continue;
    const Evaluator::Bound bound(evaluator_, 1, record, taken.item,
                                 static_cast<std::size_t>(taken.item - items->data()));
    fact(1, {record, static_cast<std::uint32_t>(TakenFact::until)});
  }
}

void OpenWalk::enter(const CallNode& content, NodeId) {
  for (const NodeId operand : content.operands) node(operand);
}

void OpenWalk::enter(const ChoiceNode& content, NodeId) {
  for (const auto& line : content.cases) {
    const Truth fits = evaluator_.truth(line.condition);
    if (fits == Truth::no) continue;
    node(line.condition);
    node(line.value);
    if (fits == Truth::yes) return;
  }
  node(content.otherwise);
}

void OpenWalk::enter(const QuantifierNode& content, NodeId) {
  const bool for_every = content.quantity == Quantity::every;
  const bool known = evaluator_.for_items(content.items, [&] {
    const Truth chosen = evaluator_.selected(content.items);
    const Truth has = evaluator_.truth(content.have);
    if (both(chosen, for_every ? negate(has) : has) != Truth::unknown) return true;
    node(content.items.where);
    node(content.have);
    return true;
  });
  if (!known) unknown_list(content.items, {content.items.where, content.have});
}

void OpenWalk::enter(const AggregateNode& content, NodeId) {
  const bool known = evaluator_.for_items(content.items, [&] {
    if (evaluator_.selected(content.items) == Truth::no) return true;
    node(content.items.where);
    if (content.summary != Summary::count) node(content.of);
    return true;
  });
  if (!known) unknown_list(content.items, {content.items.where, content.of});
}

void OpenWalk::enter(const ShareNode& content, NodeId) {
  node(content.share);
  const bool known = evaluator_.for_items(content.items, [&] {
    if (evaluator_.selected(content.items) == Truth::no) return true;
    node(content.items.where);
    node(content.have);
    return true;
  });
  if (!known) unknown_list(content.items, {content.items.where, content.have});
}

// Where the day is unknown, so is the law, and with it which lines of a definition will be reached.
void OpenWalk::enter(const LawOnNode& content, NodeId) {
  const Value day = evaluator_.value(content.moment);
  if (is_open(day)) {
    node(content.moment);
    everything(content.value);
    return;
  }
  const auto law = Evaluator::Within::law(evaluator_, evaluator_.judged_at(day));
  node(content.value);
}

// What was unknown in the past, of a fact that may be known now.
void OpenWalk::enter(const HistoryNode& content, NodeId) {
  node(content.period);
  const Evaluator::Window asked = evaluator_.window(content);
  evaluator_.for_stretches(content.of, asked.time, [&](const Evaluator::Stretch&) {
    node(content.of);
    return true;
  });
}

void OpenWalk::enter(const AsOfNode& content, NodeId) {
  const Value time = evaluator_.value(content.moment);
  if (is_open(time)) return node(content.moment);
  const auto then = Evaluator::Within::moment(evaluator_, evaluator_.judged_at(time));
  node(content.value);
}

void OpenWalk::enter(const ObligationNode& content, NodeId) {
  const Obligation& obligation = evaluator_.program().obligations[content.obligation.index];
  const bool with_past = content.share || content.kept;
  node(content.share);
  const auto one = [&] {
    duty(obligation, with_past);
    defeats(obligation.unless, obligation.exceptions);
  };
  if (content.same_item) {
    one();
    return;
  }
  list_of(obligation.for_each);
  evaluator_.for_instances(obligation.for_each, [&] {
    items_of(obligation.for_each);
    one();
  });
}

// ---- everything that is mentioned -----------------------------------------------------------------------------

// A list that nobody reported: it may turn out to have any items, and then all that is asked of them counts.
void OpenWalk::unknown_list(const Selection& items, std::initializer_list<std::optional<NodeId>> conditions) {
  fact(items.list_level, items.list);
  const std::uint32_t record = evaluator_.program()[items.list].type.record;
  const Evaluator::Bound some_item(evaluator_, items.level, record, nullptr, 0);
  for (const auto& condition : conditions) everything(condition);
}

void OpenWalk::everything(const std::optional<NodeId>& id) {
  if (id) everything(*id);
}

// Every unknown fact below a node, whatever the nodes between are worth now.
void OpenWalk::everything(NodeId id) {
  if (first_visit(id, visited_wholly_)) later_.descend(id, [this, id] { enter_wholly(id); });
}

void OpenWalk::enter_wholly(NodeId id) {
  const Node& here = evaluator_.program()[id];
  const bool is_leaf =
      std::holds_alternative<FactNode>(here.content) || std::holds_alternative<ReportedNode>(here.content) ||
      std::holds_alternative<TakenNode>(here.content) || std::holds_alternative<ObligationNode>(here.content) ||
      std::holds_alternative<HistoryNode>(here.content) || std::holds_alternative<AsOfNode>(here.content);
  if (is_leaf) node(id);
  const auto operands = [&] { for_each_operand(here.content, [&](NodeId operand) { everything(operand); }); };
  const Selection* items = selection_of(here.content);
  if (items == nullptr) {
    operands();
    return;
  }
  const bool known = evaluator_.for_items(*items, [&] {
    operands();
    return true;
  });
  if (known) return;
  fact(items->list_level, items->list);
  const Evaluator::Bound some_item(evaluator_, items->level, evaluator_.program()[items->list].type.record, nullptr, 0);
  operands();
}

// ---- statements -----------------------------------------------------------------------------------------------

void OpenWalk::list_of(const std::optional<ForEach>& for_each) {
  if (!for_each || for_each->periods) return;
  const Selection& items = for_each->items;
  if (evaluator_.list(items.list_level, items.list).items == nullptr) fact(items.list_level, items.list);
}

void OpenWalk::items_of(const std::optional<ForEach>& for_each) {
  if (for_each) node(for_each->items.where);
}

void OpenWalk::measure(const MeasureReference& measure) {
  node(measure.amount);
  const bool once = evaluator_.program().ladders[measure.ladder].measures[measure.rung].once;
  if (once && evaluator_.taken_list().items == nullptr) fact(0, evaluator_.taken_fact());
}

void OpenWalk::defeats(const std::vector<Defeat>& unless, const std::vector<RuleId>& exceptions) {
  for (const Defeat& defeat : unless) node(defeat.condition);
  for (const RuleId id : exceptions) exception(id);
}

// One that cannot apply has no part in it.
void OpenWalk::exception(RuleId id) {
  const std::pair visit{evaluator_.key(1), walk_};
  if (const auto [last, is_new] = visited_exceptions_.try_emplace(id, visit); !is_new) {
    if (last->second == visit) return;
    last->second = visit;
  }
  const Rule& rule = evaluator_.program().rules[id.index];
  if (!evaluator_.step() || !evaluator_.in_force(rule.in_force)) return;
  if (evaluator_.truth(rule.condition) == Truth::no || evaluator_.defeated(rule.unless) == Truth::yes) return;
  later_.descend(std::nullopt, [this, &rule] {
    node(rule.condition);
    if (rule.measure) measure(*rule.measure);
    defeats(rule.unless, rule.exceptions);
  });
}

void OpenWalk::statement(const Rule& rule, std::size_t) {
  node(evaluator_.program().applies_if);
  list_of(rule.for_each);
  items_of(rule.for_each);
  node(rule.condition);
  if (rule.measure) measure(*rule.measure);
  defeats(rule.unless, rule.exceptions);
}

void OpenWalk::statement(const Obligation& obligation, std::size_t step) {
  node(evaluator_.program().applies_if);
  list_of(obligation.for_each);
  items_of(obligation.for_each);
  duty(obligation, false);
  course(obligation, step);
  measure(obligation.steps[step].measure);
  defeats(obligation.unless, obligation.exceptions);
}

// Since when the duty is not done, and what the steps before this one waited for.
void OpenWalk::course(const Obligation& obligation, std::size_t step) {
  node(obligation.steps[step].condition);
  if (step == 0 && !obligation.steps[step].even_if_late) return;
  const Climb climb = evaluator_.climb(obligation);
  for (const Moment moment : climb.unknown_at) {
    const auto then = Evaluator::Within::moment(evaluator_, moment);
    node(obligation.duty);
  }
  for (const UnknownCondition& unknown : climb.unknown_conditions) {
    if (unknown.step > step || (unknown.step == step && !obligation.steps[step].even_if_late)) continue;
    const auto then = Evaluator::Within::moment(evaluator_, unknown.at);
    node(obligation.steps[unknown.step].condition);
  }
  if (evaluator_.taken_list().items == nullptr) fact(0, evaluator_.taken_fact());
  for (std::size_t i = 0; i < step; ++i) {
    node(obligation.steps[i].condition);
    node(obligation.steps[i + 1].wait);
  }
}

void OpenWalk::duty(const Obligation& obligation, bool with_past) {
  if (!evaluator_.in_force(obligation.in_force) || evaluator_.truth(obligation.condition) == Truth::no) return;
  const Evaluator::Deadline due = evaluator_.deadline(obligation);
  if (due.none) return;
  node(obligation.condition);
  node(obligation.deadline);
  if (due.passed == Truth::no && !with_past) return;
  node(obligation.duty);
  const bool asks_the_past = with_past && due.moment && due.passed == Truth::yes;
  if (!asks_the_past || evaluator_.truth(obligation.duty) == Truth::no) return;
  const auto then = Evaluator::Within::moment(evaluator_, *due.moment);
  node(obligation.duty);
}

}  // namespace pasal::interpret
