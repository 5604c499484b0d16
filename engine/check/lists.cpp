// Lists: which one is meant, `where`, quantifiers, counts, shares, sums.
#include <algorithm>

#include "engine/check/checker.hpp"

namespace pasal::checking {

bool Checker::find_list(const std::string& name, const SyntaxNode& node, const Scope& scope, Selected& selected) {
  const auto use = [&](std::size_t level, FactId list) {
    selected.items.list_level = static_cast<std::uint32_t>(level);
    selected.items.list = list;
    const std::uint32_t record = program_[list].type.record;
    selected.inner.push_back(record);
    selected.noun = program_.records[record].noun;
    return true;
  };
  // A list fact by its own name, the innermost first.
  for (std::size_t level = scope.size(); level-- > 0;) {
    if (is_hidden(scope[level])) continue;
    const auto found = fact_names_[scope[level]].find(name);
    if (found == fact_names_[scope[level]].end()) continue;
    const FactId fact{scope[level], found->second};
    if (program_[fact].type.kind == TypeKind::list) return use(level, fact);
    if (program_[fact].type.kind == TypeKind::unknown) {
      selected.failed = true;  // what it is could not be read, which is reported
      return true;
    }
  }
  const auto record = record_of_noun(name);
  if (!record) return false;
  std::vector<std::pair<std::size_t, FactId>> lists;
  bool unreadable = false;
  for (std::size_t level = scope.size(); level-- > 0;) {
    if (is_hidden(scope[level])) continue;
    const auto& facts = program_.records[scope[level]].facts;
    for (std::uint32_t i = 0; i < facts.size(); ++i) {
      unreadable = unreadable || facts[i].type.kind == TypeKind::unknown;
      if (facts[i].type.kind == TypeKind::list && facts[i].type.record == *record) lists.emplace_back(level, FactId{scope[level], i});
    }
  }
  if (lists.size() == 1) return use(lists.front().first, lists.front().second);
  if (lists.empty() && !unreadable) {
    diagnostics_.add(DiagnosticKind::not_a_list, span(node), words(node),
                     "no fact is a list of them; declare one, as in `" + program_.records[*record].plural + ": list of " + program_.records[*record].noun + "`");
  } else if (!lists.empty()) {
    std::string names;
    for (const auto& [level, fact] : lists) names += (names.empty() ? "`" : ", `") + program_[fact].name + "`";
    diagnostics_.add(DiagnosticKind::several_lists, span(node), words(node), names);
  }
  selected.failed = true;
  return true;
}

// The items of `define late complaint as a complaint where …`, where they are used.
Checker::Selected Checker::subset_selection(std::uint32_t index, const Scope& scope) {
  Definition& definition = definitions_[index];
  if (definition.in_progress) {
    report_circle(index);
    Selected nothing;
    nothing.inner = scope;
    nothing.failed = true;
    return nothing;
  }
  const Document* outer = document_;
  definition.in_progress = true;
  in_progress_.push_back(index);
  document_ = definition.document;
  const SyntaxNode& body = *definition.statement->head.tree->children[1]->children.front();
  Selected selected = selection(body, scope, nullptr);
  document_ = outer;
  in_progress_.pop_back();
  definition.in_progress = false;
  return selected;
}

Checker::Selected Checker::selection(const SyntaxNode& node, const Scope& scope, const SyntaxNode* sentence) {
  Selected selected;
  selected.inner = scope;
  selected.items.level = static_cast<std::uint32_t>(scope.size());
  const SyntaxNode& list = *node.operand(0);
  const std::string name = key(list);
  const auto global = globals_.find(name);
  const bool subset = global != globals_.end() && global->second.kind == Meaning::Kind::definition && definitions_[global->second.index].subset;
  if (scope.size() > std::min(limits_.nesting, SyntaxLimits::deepest_nesting)) {  // through definitions
    diagnostics_.add(DiagnosticKind::nesting_too_deep, span(node), scope.size() - 1, " (--max-nesting)");
    selected.failed = true;
    return selected;
  }
  std::optional<Typed> where;
  if (subset) {
    selected = subset_selection(global->second.index, scope);
    if (selected.items.where) where = Typed{*selected.items.where, {.kind = TypeKind::boolean}, false};
  } else if (!find_list(name, list, scope, selected)) {
    selected.failed = true;
    if (list.kind == NodeKind::list_name || globals_.contains(name)) {
      diagnostics_.add(DiagnosticKind::not_a_list, span(list), words(list), "name a list of records");
    } else {
      std::string said = normalized(words(list));
      if (said.size() > 1 && said.ends_with('s')) said.pop_back();
      unknown_name(list, spelling(Keyword::list_of, document_->language) + " " + said);
    }
  }
  const SyntaxNode* clause = node.child(NodeKind::where_clause);
  if (clause == nullptr || selected.failed) return selected;
  const SyntaxNode& condition_node = *clause->operand();
  const Typed said = condition(condition_node, selected.inner);
  if (said.failed) {
    selected.failed = true;
    return selected;
  }
  check_reach(condition_node, said, selected, sentence);
  where = where ? call(Operator::and_, {*where, said}, {.kind = TypeKind::boolean}, condition_node) : said;
  selected.items.where = where->id;
  return selected;
}

// A part of a `where` (or of a `have`) that says nothing of its item has two readings. In parentheses it has one.
void Checker::check_reach(const SyntaxNode& node, const Typed& condition, const Selected& selected, const SyntaxNode* sentence) {
  if (node.kind == NodeKind::parenthesis) return;
  std::vector<const SyntaxNode*> parts;
  std::vector<NodeId> values;
  if (node.kind == NodeKind::logical) {
    values = std::get<CallNode>(program_[condition.id].content).operands;
    for (const auto& child : node.children) {
      if (child->is_operand()) parts.push_back(child.get());
    }
  } else {
    values.push_back(condition.id);
    parts.push_back(&node);
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (levels_[values[i].index].contains(selected.items.level)) continue;
    auto& problem = diagnostics_.add(DiagnosticKind::where_part, span(*parts[i]), selected.noun);
    if (sentence == nullptr) {
      problem.note("either say `" + words(*parts[i]) + "` in the condition of the rule");
      problem.note("or say what it has to do with the " + selected.noun);
      continue;
    }
    problem.note("either `" + outside(node, parts, i, *sentence) + "`");
    problem.note("or `" + words(sentence->begin, node.begin) + " (" + words(node) + ")" +
                 (node.end < sentence->end ? " " + words(node.end, sentence->end) : "") + "`");
  }
}

// The sentence with one part of its `where` taken out of the `where`.
std::string Checker::outside(const SyntaxNode& condition, const std::vector<const SyntaxNode*>& parts, std::size_t part, const SyntaxNode& sentence) const {
  const Keyword between = condition.has(Keyword::or_) ? Keyword::or_ : Keyword::and_;
  const std::string joined = " " + spelling(between, document_->language) + " ";
  const std::string said = words(*parts[part]);
  const bool last = part + 1 == parts.size() && condition.end == sentence.end;
  if (last && part > 0) return "(" + words(sentence.begin, parts[part - 1]->end) + ")" + joined + said;
  std::string rest = words(sentence.begin, condition.begin);
  std::string kept;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i != part) kept += (kept.empty() ? "" : joined) + words(*parts[i]);
  }
  if (kept.empty()) rest.resize(rest.find_last_of(' '));  // without its `where`
  else rest += " " + kept;
  if (condition.end < sentence.end) rest += " " + words(condition.end, sentence.end);
  return said + joined + rest;
}

Typed Checker::having(const SyntaxNode& clause, const Selected& selected, const SyntaxNode& sentence) {
  const SyntaxNode& what_node = *clause.operand();
  Typed what = present(what_node, what_node, selected.inner);
  if (!what.failed) check_reach(what_node, what, selected, &sentence);
  return what;
}

Typed Checker::quantifier(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode* list = node.child(NodeKind::selection);
  const SyntaxNode* have = node.child(NodeKind::have_clause);
  const Selected selected = selection(*list, scope, &node);
  if (selected.failed) return failed(node);
  QuantifierNode content{Quantity::any, selected.items, std::nullopt};
  if (node.has(Keyword::every)) content.quantity = Quantity::every;
  if (node.has(Keyword::no)) content.quantity = Quantity::none;
  Levels levels(selected.items.list_level);
  bool has_parameter = false;
  const auto note = [&](NodeId id) {
    levels.add(levels_[id.index].without(selected.items.level));
    has_parameter = has_parameter || has_parameter_[id.index];
  };
  if (have != nullptr) {
    const Typed what = having(*have, selected, node);
    if (what.failed) return failed(node);
    content.have = what.id;
    note(what.id);
  }
  if (content.items.where) note(*content.items.where);
  return truth(content, node, levels, has_parameter);
}

Typed Checker::counted(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& bound_node = *node.operand(0);
  const SyntaxNode& list = *node.child(NodeKind::selection);
  Typed bound = expression(bound_node, scope);
  const Selected selected = selection(list, scope, &node);
  if (bound.failed || selected.failed) return failed(node);
  Levels levels(selected.items.list_level);
  bool has_parameter = false;
  if (selected.items.where) {
    levels.add(levels_[selected.items.where->index].without(selected.items.level));
    has_parameter = has_parameter_[selected.items.where->index];
  }
  Typed count = truth(AggregateNode{Summary::count, selected.items, std::nullopt}, list, levels, has_parameter);
  count.type = {.kind = TypeKind::number};
  program_.nodes[count.id.index].type = count.type;
  return compare(relation_of(*node.children.front()), count, bound, list, bound_node, node);
}

Typed Checker::share(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& bound_node = *node.operand(0);
  const SyntaxNode& list = *node.child(NodeKind::selection);
  const Typed bound = expression(bound_node, scope);
  const Selected selected = selection(list, scope, &node);
  if (selected.failed) return failed(node);
  const Typed have = having(*node.child(NodeKind::have_clause), selected, node);
  if (bound.failed || have.failed) return failed(node);
  if (bound.type.kind != TypeKind::percent) {
    diagnostics_.add(DiagnosticKind::type_mismatch, span(bound_node), code(bound_node), describe(bound.type), code(list), "a share of a list",
                     behind("write a percent, as in `80% of`"));
    return failed(node);
  }
  const ShareNode content{relation_of(*node.children.front()), bound.id, selected.items, have.id};
  Levels levels(selected.items.list_level);
  levels.add(levels_of(bound));
  bool has_parameter = has_parameter_[have.id.index] || has_parameter_[bound.id.index];
  levels.add(levels_of(have).without(selected.items.level));
  if (content.items.where) {
    levels.add(levels_[content.items.where->index].without(selected.items.level));
    has_parameter = has_parameter || has_parameter_[content.items.where->index];
  }
  return truth(content, node, levels, has_parameter);
}

Typed Checker::share_of_duty(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& bound_node = *node.operand(0);
  const SyntaxNode& name_node = *node.operand(1);
  const Typed bound = expression(bound_node, scope);
  Typed duty = state(name_node, node.has(Keyword::is_kept) ? Keyword::is_kept : Keyword::is_broken, node, scope);
  if (bound.failed || duty.failed) return failed(node);
  if (bound.type.kind != TypeKind::percent) {
    diagnostics_.add(DiagnosticKind::type_mismatch, span(bound_node), code(bound_node), describe(bound.type), code(name_node), "a share of a duty's instances",
                     behind("write a percent, as in `95% of`"));
    return failed(node);
  }
  ObligationNode content = std::get<ObligationNode>(program_[duty.id].content);
  content.same_item = false;
  content.share = bound.id;
  content.comparison = relation_of(*node.children.front());
  Levels levels(0);
  levels.add(levels_of(bound));
  return truth(content, node, levels, has_parameter_[bound.id.index]);
}

// `count of fees where not paid > 3` compares `paid` with 3, which nobody means.
bool Checker::where_runs_on(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& list = *node.child(NodeKind::selection);
  const SyntaxNode* where = list.child(NodeKind::where_clause);
  if (where == nullptr || list.operand()->kind != NodeKind::list_name) return false;
  const SyntaxNode* last = where->operand();
  while (last->kind == NodeKind::logical || last->kind == NodeKind::negation) last = last->children.back().get();
  if (last->kind != NodeKind::comparison || last->children.back()->kind != NodeKind::relation_tail) return false;
  const SyntaxNode& left = *last->children.front();
  const SyntaxNode& tail_node = *last->children.back();
  Selected selected;
  selected.inner = scope;
  if (left.kind != NodeKind::name || tail_node.children.size() != 2 || !find_list(key(*list.operand()), *list.operand(), scope, selected) || selected.failed) return false;
  const auto meaning = fact_meaning(left, selected.inner);
  if (!meaning || program_[meaning->fact].type.is_numeric() || program_[meaning->fact].type.kind == TypeKind::duration) return false;
  if (program_[meaning->fact].type.is_time() && tail_node.children.back()->kind != NodeKind::quantity) return false;
  report_where_runs_on(node, left, tail_node);
  return true;
}

// A summary and what is said of it behind its `where`: both ways to write it.
void Checker::report_where_runs_on(const SyntaxNode& summary, const SyntaxNode& last, const SyntaxNode& tail_node) {
  const std::string said = words(tail_node);
  const std::string grouped = "`(" + words(summary.begin, last.end) + ") " + said + "`";
  const SyntaxNode& list = *summary.child(NodeKind::selection);
  const SyntaxNode& bound = *tail_node.children.back();
  std::string other = "`" + spelling(Keyword::define, document_->language) + "` a name for the first part";
  if (summary.has(Keyword::count_of) && tail_node.kind == NodeKind::relation_tail && tail_node.children.size() == 2) {
    const Operator operation = relation_of(*tail_node.children.front());
    const Keyword relation = operation == Operator::greater ? Keyword::more_than : operation == Operator::less ? Keyword::fewer_than : operation == Operator::greater_or_equal ? Keyword::at_least : Keyword::at_most;
    other = "`" + spelling(relation, document_->language) + " " + words(bound) + " " + words(list.begin, last.end) + "`";
  }
  const std::string where(document_->words(*list.child(NodeKind::where_clause)->children.front()));
  diagnostics_.add(DiagnosticKind::where_runs_on, join(span(last), span(tail_node)), where, said, words(last), grouped, other);
}

// `count of complaints where category is hoax is 2`: what stands behind the `where` is meant of the count.
bool Checker::where_is_open(const SyntaxNode& left, const SyntaxNode& tail_node) {
  const SyntaxNode* summary = &left;
  while (summary->kind == NodeKind::sum || summary->kind == NodeKind::product) summary = summary->children.back().get();
  if (summary->kind != NodeKind::aggregate || summary->child(NodeKind::selection) == nullptr) return false;
  const SyntaxNode* where = summary->child(NodeKind::selection)->child(NodeKind::where_clause);
  if (where == nullptr) return false;
  report_where_runs_on(*summary, *where->operand(), tail_node);
  return true;
}

// A fact of the innermost item, by its bare name.
Typed Checker::item_fact(const SyntaxNode& node, const Scope& scope) {
  const std::uint32_t fact = fact_names_[scope.back()].find(key(node))->second;
  return meaning_value({Meaning::Kind::fact, static_cast<std::uint32_t>(scope.size() - 1), {scope.back(), fact}, 0, 0}, node, scope);
}

// The list comes first, then F is read in the item's scope.
Typed Checker::aggregate(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode* list = node.child(NodeKind::selection);
  if (list == nullptr) return summary_of_past(node, scope);
  if (where_runs_on(node, scope)) return failed(node);
  const Selected selected = selection(*list, scope, &node);
  if (selected.failed) return failed(node);
  AggregateNode content{Summary::count, selected.items, std::nullopt};
  Type type{.kind = TypeKind::number};
  Levels levels(selected.items.list_level);
  bool has_parameter = false;
  const auto note = [&](NodeId id) {
    levels.add(levels_[id.index].without(selected.items.level));
    has_parameter = has_parameter || has_parameter_[id.index];
  };
  if (!node.has(Keyword::count_of)) {
    content.summary = node.has(Keyword::sum_of)    ? Summary::sum
                      : node.has(Keyword::average) ? Summary::average
                      : node.has(Keyword::highest) ? Summary::highest
                                                   : Summary::lowest;
    const SyntaxNode& of_node = *node.operand(0);
    // `lowest due of fees` says itself whose `due` is meant, where the subject has one too.
    const bool of_item = of_node.kind == NodeKind::name && fact_names_[selected.inner.back()].contains(key(of_node));
    const Typed of = of_item ? item_fact(of_node, selected.inner) : side(of_node, {.kind = TypeKind::number}, selected.inner);
    if (of.failed) return failed(node);
    const bool ordered = content.summary == Summary::highest || content.summary == Summary::lowest;
    const bool duration = of.type.kind == TypeKind::duration && ordered;
    if (!of.type.is_numeric() && !(ordered && of.type.is_time()) && !duration) {
      diagnostics_.add(DiagnosticKind::type_mismatch, span(of_node), code(of_node), describe(of.type), code(*node.children.front()), "asked of numbers",
                       behind("name a number of the " + selected.noun));
      return failed(node);
    }
    content.of = of.id;
    type = of.type;
    note(of.id);
  }
  if (content.items.where) note(*content.items.where);
  Typed result = truth(content, node, levels, has_parameter);
  program_.nodes[result.id.index].type = type;
  result.type = type;
  return result;
}

}  // namespace pasal::checking
