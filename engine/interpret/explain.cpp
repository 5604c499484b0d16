#include "engine/interpret/explain.hpp"

#include <algorithm>

#include "engine/model/operands.hpp"

namespace pasal::interpret {

void put(FactUse use, Support& into) {
  const auto [known, is_new] = into.places.try_emplace({use.name, use.item}, into.facts.size());
  if (is_new) {
    into.facts.push_back(std::move(use));
  } else if (FactUse& other = into.facts[known->second]; other.margin.empty()) {
    other.margin = std::move(use.margin);
  }
}

namespace {

Type plain_number() {
  Type type;
  type.kind = TypeKind::number;
  return type;
}

}  // namespace

bool Explainer::first_visit(NodeId node, Memo<std::uint32_t>& visited) {
  const MemoKey here = evaluator_.key(evaluator_.program()[node].level);
  if (const auto* last = visited.find(node, here); last != nullptr && *last == explanation_) return false;
  evaluator_.charge(visited.store(node, here, explanation_, evaluator_.program().nodes.size()));
  return evaluator_.step();
}

// ---- conditions -----------------------------------------------------------------------------------------------

void Explainer::support(const std::optional<NodeId>& node, Truth wanted, Support& into) {
  if (node) support(*node, wanted, into);
}

void Explainer::support(NodeId id, Truth wanted, Support& into) {
  if (evaluator_.truth(id) != wanted || !first_visit(id, supported_)) return;
  later_.descend(id, [this, id, wanted, &into] { enter_support(id, wanted, into); });
}

void Explainer::enter_support(NodeId id, Truth wanted, Support& into) {
  const NodeContent& content = evaluator_.program()[id].content;
  if (const auto* call = std::get_if<CallNode>(&content)) {
    support_call(*call, wanted, into);
  } else if (const auto* quantifier = std::get_if<QuantifierNode>(&content)) {
    support_quantifier(*quantifier, wanted, id, into);
  } else if (const auto* law = std::get_if<LawOnNode>(&content)) {
    mention(law->moment, into);
    const auto within = Evaluator::Within::law(evaluator_, evaluator_.judged_at(evaluator_.value(law->moment)));
    support(law->value, wanted, into);
  } else if (const auto* history = std::get_if<HistoryNode>(&content)) {
    support_history(*history, id, into);
  } else {
    mention(id, into);
  }
}

void Explainer::support_call(const CallNode& call, Truth wanted, Support& into) {
  if (call.operation == Operator::and_ || call.operation == Operator::or_) {
    for (const NodeId operand : call.operands) support(operand, wanted, into);
  } else if (call.operation == Operator::not_) {
    support(call.operands[0], negate(wanted), into);
  } else if (call.operation == Operator::shown) {
    support(call.operands[0], wanted, into);
  } else if (is_comparison(call.operation) || call.operation == Operator::between) {
    compare(call, into);
  } else {
    for (const NodeId operand : call.operands) mention(operand, into);
  }
}

// The first item that makes it so speaks for the rest; where no item does, the list does.
void Explainer::support_quantifier(const QuantifierNode& node, Truth wanted, NodeId id, Support& into) {
  const bool for_every = node.quantity == Quantity::every;
  const bool has_witness = wanted == (node.quantity == Quantity::any ? Truth::yes : Truth::no);
  if (!has_witness) {
    put_list(node.items, into);
    return;
  }
  evaluator_.for_items(node.items, [&] {
    const Truth has = for_every ? negate(evaluator_.truth(node.have)) : evaluator_.truth(node.have);
    if (both(evaluator_.selected(node.items), has) != Truth::yes) return true;
    support(node.items.where, Truth::yes, into);
    support(node.have, for_every ? Truth::no : Truth::yes, into);
    return false;
  });
  if (!node.items.where && !node.have) put_summary(id, node.items, {}, into);
}

// A comparison of numbers says how far the fact lies from what it is compared with.
void Explainer::compare(const CallNode& call, Support& into) {
  const NodeId a = call.operands[0];
  if (call.operation == Operator::between) {
    const auto lies = [&](NodeId end) {
      return order(evaluator_.value(a), evaluator_.value(end), evaluator_.setting());
    };
    if (lies(call.operands[1]) == std::strong_ordering::less) put_margin(a, call.operands[1], into);
    if (lies(call.operands[2]) == std::strong_ordering::greater) put_margin(a, call.operands[2], into);
    for (const NodeId operand : call.operands) mention(operand, into);
    return;
  }
  const NodeId b = call.operands[1];
  const bool left = put_margin(a, b, into);
  const bool right = !left && put_margin(b, a, into);
  if (!left) mention(a, into);
  if (!right) mention(b, into);
}

// False where `subject` is neither a fact nor a summary of a list or of the past, or the two are not numbers.
bool Explainer::put_margin(NodeId subject, NodeId other, Support& into) {
  const Program& program = evaluator_.program();
  const Value value = evaluator_.value(subject);
  const Value limit = evaluator_.value(other);
  const auto* number = std::get_if<Number>(&value);
  const auto* other_number = std::get_if<Number>(&limit);
  const auto* fact = std::get_if<FactNode>(&program[subject].content);
  const auto* summary = std::get_if<AggregateNode>(&program[subject].content);
  const auto* history = std::get_if<HistoryNode>(&program[subject].content);
  const auto* then = std::get_if<AsOfNode>(&program[subject].content);
  if (number == nullptr || other_number == nullptr) return false;
  if (fact == nullptr && summary == nullptr && history == nullptr && then == nullptr) return false;
  const bool is_literal = std::holds_alternative<ConstantNode>(program[other].content);
  const std::string words = words_at(sources_, program[other].span);
  const std::string text = margin_text({*number, *other_number, words, is_literal, program[subject].type}, program);
  if (fact != nullptr) put_fact(fact->level, fact->fact, text, into);
  if (summary != nullptr) put_summary(subject, summary->items, text, into);
  if (history != nullptr) put_history(*history, subject, text, into);
  if (then != nullptr) put_as_of(*then, subject, text, into);
  return true;
}

// ---- values ---------------------------------------------------------------------------------------------------

void Explainer::mention(NodeId id, Support& into) {
  if (first_visit(id, mentioned_)) later_.descend(id, [this, id, &into] { enter_mention(id, into); });
}

void Explainer::enter_mention(NodeId id, Support& into) {
  const Program& program = evaluator_.program();
  std::visit(Overloaded{[&](const FactNode& node) { put_fact(node.level, node.fact, {}, into); },
                        [&](const ReportedNode& node) { put_fact(node.level, node.fact, {}, into); },
                        [&](const ParameterNode& node) { put_cite(program.parameters[node.parameter.index], into); },
                        [&](const ChoiceNode& node) { mention_choice(node, into); },
                        [&](const QuantifierNode& node) { put_list(node.items, into); },
                        [&](const AggregateNode& node) { put_summary(id, node.items, {}, into); },
                        [&](const ShareNode& node) { put_share(node, into); },
                        [&](const TakenNode& node) { put_taken(node, into); },
                        [&](const LawOnNode& node) {
                          mention(node.moment, into);
                          const Moment day = evaluator_.judged_at(evaluator_.value(node.moment));
                          const auto law = Evaluator::Within::law(evaluator_, day);
                          mention(node.value, into);
                        },
                        [&](const HistoryNode& node) { put_history(node, id, {}, into); },
                        [&](const AsOfNode& node) { put_as_of(node, id, {}, into); },
                        [&](const CallNode& node) {
                          for (const NodeId operand : node.operands) mention(operand, into);
                        },
                        [](const ConstantNode&) {}, [](const MomentNode&) {}, [](const PeriodNode&) {},
                        [&](const ObligationNode& node) { put_duties(node, into); }},
             program[id].content);
}

// The lines that were passed over and the one that fits.
void Explainer::mention_choice(const ChoiceNode& choice, Support& into) {
  for (const auto& line : choice.cases) {
    const Truth fits = evaluator_.truth(line.condition);
    support(line.condition, fits, into);
    if (fits == Truth::yes) {
      mention(line.value, into);
      return;
    }
  }
  if (choice.otherwise) mention(*choice.otherwise, into);
}

void Explainer::put_cite(const Parameter& parameter, Support& into) {
  const ParameterRow* row = evaluator_.row_in_force(parameter);
  if (row != nullptr && row->cite) into.cites.push_back(*row->cite);
}

void Explainer::put_fact(std::uint32_t level, FactId fact, const std::string& margin, Support& into) {
  const Program& program = evaluator_.program();
  const FactDeclaration& declaration = program[fact];
  const FactState state = evaluator_.state(level, fact);
  FactUse use{
      declaration.name, evaluator_.item_name(level), state.value, declaration.type, margin, state.assumed, {}, {}};
  if (state.report != nullptr) use.provenance = state.report->provenance;
  if (state.claimed) use.claimed = display(state.report->value, declaration.type, program.language, program.zone);
  if (declaration.type.kind == TypeKind::list) {
    const ListState list = evaluator_.list(level, fact);
    use = list_use(level, fact, list);
    use.margin = margin;
  }
  put(std::move(use), into);
}

// A list is shown as the number of its items.
FactUse Explainer::list_use(std::uint32_t level, FactId fact, const ListState& list) {
  FactUse use{evaluator_.program()[fact].name,
              evaluator_.item_name(level),
              Unknown{},
              plain_number(),
              {},
              list.assumed,
              {},
              {}};
  if (list.items != nullptr) {
    const std::size_t count = evaluator_.count_by_now(fact, *list.items);
    use.value = count == 0 ? Value(None{}) : Value(Number(static_cast<std::int64_t>(count)));
  }
  if (list.provenance != nullptr) use.provenance = *list.provenance;
  return use;
}

void Explainer::put_list(const Selection& items, Support& into) {
  put(list_use(items.list_level, items.list, evaluator_.list(items.list_level, items.list)), into);
}

// `count of complaints where not answered`: a fact of its own, as far as an answer is concerned.
void Explainer::put_summary(NodeId id, const Selection& items, const std::string& margin, Support& into) {
  FactUse use = list_use(items.list_level, items.list, evaluator_.list(items.list_level, items.list));
  const Node& node = evaluator_.program()[id];
  if (std::string words = words_at(sources_, node.span); !words.empty()) use.name = std::move(words);
  use.value = evaluator_.value(id);
  use.type = node.type;
  use.margin = margin;
  put(std::move(use), into);
}

void Explainer::put_share(const ShareNode& node, Support& into) {
  std::int64_t all = 0;
  std::int64_t having = 0;
  evaluator_.for_items(node.items, [&] {
    if (evaluator_.selected(node.items) != Truth::yes) return true;
    ++all;
    having += evaluator_.truth(node.have) == Truth::yes ? 1 : 0;
    return true;
  });
  const Language language = evaluator_.program().language;
  const NumberMarks marks = number_marks(language);
  FactUse use =
      list_use(node.items.list_level, node.items.list, evaluator_.list(node.items.list_level, node.items.list));
  const std::string text =
      Number(having).grouped(marks) + choose(language, " of ", " dari ") + Number(all).grouped(marks);
  use.value = std::make_shared<const std::string>(text);
  use.type.kind = TypeKind::text;
  put(std::move(use), into);
  mention(node.share, into);
}

void Explainer::put_taken(const TakenNode& node, Support& into) {
  const Program& program = evaluator_.program();
  const ListState list = evaluator_.taken_list();
  const TakenRecord* record = evaluator_.last_taken(node.ladder, node.rung);
  if (record == nullptr) {
    put(list_use(0, evaluator_.taken_fact(), list), into);
    return;
  }
  FactUse use{program.ladders[node.ladder].measures[node.rung].name,
              {},
              record->from,
              {},
              {},
              false,
              {},
              record->item->provenance};
  use.type.kind = std::holds_alternative<Date>(record->from) ? TypeKind::date : TypeKind::moment;
  use.margin = choose(program.language, "last taken", "terakhir diambil");
  const Truth in_force = node.in_force ? evaluator_.taken_in_force(node.ladder, node.rung) : Truth::unknown;
  if (in_force == Truth::yes) {
    use.margin = choose(program.language, "in force", "sedang berlaku");
  } else if (in_force == Truth::no) {
    use.margin = choose(program.language, "not in force any more", "tidak berlaku lagi");
  }
  put(std::move(use), into);
}

}  // namespace pasal::interpret
