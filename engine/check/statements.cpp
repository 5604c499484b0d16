// Rules, exceptions, tables and obligations.
#include <algorithm>

#include "engine/check/checker.hpp"

namespace pasal::checking {

namespace {

// It may have been the `for each`.
bool has_unread_clause(const Statement& statement) {
  return statement.broken && std::any_of(statement.clauses.begin(), statement.clauses.end(), [](const Clause& clause) { return clause.tree == nullptr; });
}

bool is_same(const ForEach& a, const ForEach& b) {
  if (a.periods && b.periods) return a.periods->months == b.periods->months && a.periods->from == b.periods->from;
  return !a.periods && !b.periods && a.items.list == b.items.list;
}

bool rule_like(StatementKind kind) {
  return kind == StatementKind::rule || kind == StatementKind::bare_rule || kind == StatementKind::exception;
}

}  // namespace

// Names first, so that an exception may stand before its rule.
void Checker::declare_rules() {
  std::map<std::string, Span, std::less<>> named;
  const auto name_once = [&](const std::string& name, Span where) {
    const auto [found, added] = named.emplace(normalized(name), where);
    if (!added) diagnostics_.add(DiagnosticKind::duplicate_rule, where, name).label(found->second, "the other one");
    return added;
  };
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      const SyntaxNode* head = clause_tree(statement.head);
      if (rule_like(statement.kind)) {
        Rule rule;
        rule.kind = statement.kind == StatementKind::exception ? Rule::Kind::exception : Rule::Kind::rule;
        rule.span = {document.source, statement.head.begin, statement.head.end};
        std::string key;
        if (statement.kind == StatementKind::bare_rule) {
          rule.name = std::string(document.text.substr(statement.head.begin, statement.head.end - statement.head.begin));
          std::string folded;
          for (const char c : rule.name) {
            if (!is_space(c)) folded += c;
            else if (folded.back() != ' ') folded += ' ';
          }
          rule.name = folded;
        } else if (head != nullptr) {
          rule.span = span(*head->child(NodeKind::quoted));
          rule.name = unquoted(document.words(*head->child(NodeKind::quoted)));
          if (!name_once(rule.name, rule.span)) key = "";
        }
        const RuleId id{static_cast<std::uint32_t>(program_.rules.size())};
        if (!rule.name.empty()) rule_names_.emplace(normalized(rule.name), id);
        program_.rules.push_back(std::move(rule));
        rule_statements_.push_back({&document, &statement});
      } else if (statement.kind == StatementKind::obligation && head != nullptr) {
        Obligation obligation;
        obligation.span = span(*head->child(NodeKind::quoted));
        obligation.name = unquoted(document.words(*head->child(NodeKind::quoted)));
        name_once(obligation.name, obligation.span);
        obligation_names_.emplace(normalized(obligation.name), ObligationId{static_cast<std::uint32_t>(program_.obligations.size())});
        program_.obligations.push_back(std::move(obligation));
        obligation_statements_.push_back({&document, &statement});
      } else if (statement.kind == StatementKind::table && head != nullptr) {
        name_once(unquoted(document.words(*head->child(NodeKind::quoted))), span(*head->child(NodeKind::quoted)));
      }
    }
  }
  targets_.resize(program_.rules.size());
  duty_targets_.resize(program_.rules.size());
}

void Checker::lower_rules() {
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      if (statement.kind == StatementKind::policy) {
        for (const Clause& clause : statement.clauses) {
          const SyntaxNode* node = clause_tree(clause);
          if (node == nullptr || node->kind != NodeKind::applies_clause) continue;
          const Typed applies = condition(*node->operand(), {0});
          if (!applies.failed) program_.applies_if = applies.id;
        }
      }
    }
  }
  // What an obligation's items are is asked by rules (`"Remove" is broken` inside the same `for each`).
  for (std::uint32_t i = 0; i < obligation_statements_.size(); ++i) {
    document_ = obligation_statements_[i].document;
    for (const Clause& clause : obligation_statements_[i].statement->clauses) {
      const SyntaxNode* node = clause_tree(clause);
      Scope scope{0};
      if (node != nullptr && node->kind == NodeKind::for_each_clause) program_.obligations[i].for_each = for_each(*node, scope);
    }
  }
  const std::size_t declared = rule_statements_.size();
  for (std::uint32_t i = 0; i < declared; ++i) {
    if (rule_statements_[i].statement->kind == StatementKind::exception) continue;
    document_ = rule_statements_[i].document;
    lower_rule(*rule_statements_[i].statement, {i});
  }
  for (std::uint32_t i = 0; i < obligation_statements_.size(); ++i) {
    document_ = obligation_statements_[i].document;
    lower_obligation(*obligation_statements_[i].statement, {i});
  }
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      if (statement.kind == StatementKind::table) lower_table(statement);
    }
  }
  lower_exceptions();
  // A definition that no rule uses is checked all the same.
  const SyntaxNode nothing;
  for (std::uint32_t i = 0; i < definitions_.size(); ++i) {
    if (!definitions_[i].lowered.empty()) continue;
    document_ = definitions_[i].document;
    if (definitions_[i].subset) {
      const SyntaxNode& body = *definitions_[i].statement->head.tree->children[1]->children.front();
      selection(body, {0}, nullptr);
    } else if (definitions_[i].record == 0) {
      definition_value(i, nothing, {0});
    } else {
      definition_value(i, nothing, {0, definitions_[i].record});
    }
  }
  lower_guarantees();
}

// The record of the item, or what stands for a period in its place.
std::uint32_t Checker::record_of(const ForEach& each) const {
  if (each.periods) return period_of_months + static_cast<std::uint32_t>(each.periods->months);
  return program_[each.items.list].type.record;
}

// ---- what rules share -----------------------------------------------------------------------------------------------

std::optional<ForEach> Checker::for_each(const SyntaxNode& clause, Scope& scope) {
  if (const SyntaxNode* period = clause.child(NodeKind::period)) return for_each_period(*period, scope);
  const Selected selected = selection(*clause.child(NodeKind::selection), scope, nullptr);
  if (selected.failed) {
    scope.push_back(unreadable_item);
    return std::nullopt;
  }
  scope = selected.inner;
  return ForEach{selected.items, std::nullopt};
}

std::optional<ForEach> Checker::for_each_period(const SyntaxNode& period, Scope& scope) {
  const auto from = read_date(*period.child(NodeKind::date));
  if (!from) {
    scope.push_back(unreadable_item);
    return std::nullopt;
  }
  const std::uint32_t months = months_of(period);
  scope.push_back(period_of_months + months);
  ForEach result;
  result.periods = PeriodSeries{months, *from};
  return result;
}

void Checker::because(const SyntaxNode& clause, std::vector<TextPiece>& pieces, const Scope& scope) {
  const std::string_view text = document_->words(*clause.child(NodeKind::quoted));
  const std::string whole = unquoted(text);
  std::size_t next = 1;  // the children behind the quoted text are the `{…}`
  while (next < clause.children.size() && clause.children[next - 1]->kind != NodeKind::quoted) ++next;
  std::string words_so_far;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (whole[i] != '{' || next >= clause.children.size()) {
      words_so_far += whole[i];
      continue;
    }
    const std::size_t close = whole.find('}', i);
    if (!words_so_far.empty()) pieces.emplace_back(std::move(words_so_far));
    words_so_far.clear();
    const SyntaxNode& part = *clause.children[next++];
    const Typed value = part.kind == NodeKind::unknown_name ? unknown_name(part, declaration({.kind = TypeKind::text})) : expression(part, scope);
    if (!value.failed) pieces.emplace_back(value.id);
    i = close;
  }
  if (!words_so_far.empty()) pieces.emplace_back(std::move(words_so_far));
}

void Checker::common_clause(const SyntaxNode& clause, Rule& rule, const Scope& scope) {
  if (clause.kind == NodeKind::unless_clause) {
    const SyntaxNode& inner = *clause.operand();
    const Typed said = condition(inner, scope);
    if (said.failed) return;
    const bool burden = clause.has(Keyword::shown);
    rule.unless.push_back({burden ? shown(said, inner).id : said.id, burden, span(clause)});
  } else if (clause.kind == NodeKind::because_clause) {
    if (!rule.because.empty()) diagnostics_.add(DiagnosticKind::said_twice, span(clause), "this statement", "`" + spelling(Keyword::because, document_->language) + "`");
    because(clause, rule.because, scope);
  } else if (clause.kind == NodeKind::cite_clause) {
    for (const auto& child : clause.children) {
      if (child->kind == NodeKind::quoted) rule.cites.push_back(unquoted(document_->words(*child)));
    }
  } else if (clause.kind == NodeKind::in_force_clause) {
    rule.in_force = read_in_force(clause);
  }
}

// A measure and its amount among the children of a sanction or a step.
std::optional<MeasureReference> Checker::measure(const SyntaxNode& parent, const Scope& scope) {
  const SyntaxNode* name = parent.child(NodeKind::measure_name);
  if (name == nullptr) return std::nullopt;
  const auto found = globals_.find(key(*name));
  if (found == globals_.end() || found->second.kind != Meaning::Kind::measure) return std::nullopt;
  MeasureReference reference{found->second.index, found->second.rung, std::nullopt};
  const Measure& declared = program_.ladders[reference.ladder].measures[reference.rung];
  const SyntaxNode* amount_node = parent.child(NodeKind::amount);
  if (amount_node == nullptr) {
    if (!declared.amount || declared.amount->kind == TypeKind::unknown) return reference;
    const std::string sample = declared.amount->kind == TypeKind::percent ? "50%" : declared.amount->kind == TypeKind::money ? "1 million " + declared.amount->unit : "10";
    diagnostics_.add(DiagnosticKind::missing_amount, span(*name), words(*name), describe(*declared.amount), words(*name), sample);
    return std::nullopt;
  }
  if (!declared.amount) {
    // `block no local office`: it is no amount.
    const bool is_condition = amount_node->operand() != nullptr && amount_node->operand()->kind != NodeKind::quantity && !parent.has(Keyword::if_);
    const std::string& if_word = spelling(Keyword::if_, document_->language);
    if (is_condition && parent.kind == NodeKind::sanction) {
      diagnostics_.add(DiagnosticKind::missing_word, span(*amount_node), if_word, words(*amount_node)).suggest(if_word + " " + words(*amount_node));
      return std::nullopt;
    }
    diagnostics_.add(DiagnosticKind::unexpected_amount, span(*amount_node), words(*name), words(*name));
    return std::nullopt;
  }
  const SyntaxNode& value_node = *amount_node->operand();
  Typed amount = side(value_node, *declared.amount, scope);
  if (amount.failed) return std::nullopt;
  Typed wanted = constant(Value(Unknown{}), *declared.amount, *name);
  if (!agree(wanted, amount, *name, value_node)) return std::nullopt;
  reference.amount = amount.id;
  return reference;
}

void Checker::sanction(const SyntaxNode& node, Rule& rule, const Scope& scope) {
  rule.words = span(node);
  rule.measure = measure(node, scope);
  const SyntaxNode* when = nullptr;
  bool after_if = false;
  for (const auto& child : node.children) {
    if (child->kind == NodeKind::keyword && child->keyword == Keyword::if_) after_if = true;
    else if (after_if && child->kind != NodeKind::keyword) when = child.get();
    else if (after_if && child->keyword != Keyword::shown) when = child.get();
  }
  if (when == nullptr) return;
  const Typed said = condition(*when, scope);
  if (said.failed) return;
  const bool burden = node.has(Keyword::shown);
  if (burden && rule.kind != Rule::Kind::exception) {
    diagnostics_.add(DiagnosticKind::wrong_option, span(node), "if shown", "a rule", "only what lifts a measure must be shown: write `unless shown …` or an exception");
    return;
  }
  rule.condition = burden ? shown(said, *when).id : said.id;
}

// ---- rules ----------------------------------------------------------------------------------------------------------

void Checker::lower_rule(const Statement& statement, RuleId id) {
  Scope scope{0};
  Rule rule = program_.rules[id.index];
  bool has_measure = false;
  for (const Clause& clause : statement.clauses) {
    const SyntaxNode* node = clause_tree(clause);
    if (node == nullptr || node->kind != NodeKind::for_each_clause) continue;
    rule.for_each = for_each(*node, scope);
  }
  if (has_unread_clause(statement)) scope.push_back(unreadable_item);
  const auto say = [&](const SyntaxNode& node) {
    if (has_measure) {
      diagnostics_.add(DiagnosticKind::said_twice, span(node), "this rule", "a measure");
      return;
    }
    has_measure = true;
    sanction(node, rule, scope);
  };
  if (statement.kind == StatementKind::bare_rule) {
    if (const SyntaxNode* node = clause_tree(statement.head)) say(*node);
  }
  for (const Clause& clause : statement.clauses) {
    const SyntaxNode* node = clause_tree(clause);
    if (node == nullptr) continue;
    if (node->kind == NodeKind::sanction) say(*node);
    else common_clause(*node, rule, scope);
  }
  if (!has_measure && !statement.broken) {
    diagnostics_.add(DiagnosticKind::missing_clause, rule.span, "the rule \"" + rule.name + "\"", "a measure and a condition, as in `block if …`");
  }
  never_applies(rule);
  program_.rules[id.index] = std::move(rule);
}

// ---- tables ---------------------------------------------------------------------------------------------------------

void Checker::lower_table(const Statement& statement) {
  const SyntaxNode* head = clause_tree(statement.head);
  if (head == nullptr) return;
  Rule common;
  common.kind = Rule::Kind::table_row;
  common.name = unquoted(document_->words(*head->child(NodeKind::quoted)));
  common.table_span = span(*head->child(NodeKind::quoted));
  const Clause* header = nullptr;
  for (const Clause& clause : statement.clauses) {
    if (const SyntaxNode* node = clause_tree(clause)) common_clause(*node, common, {0});
    if (header == nullptr && !clause.rows.empty()) header = &clause;
  }
  if (header == nullptr) {
    if (!statement.broken) diagnostics_.add(DiagnosticKind::missing_clause, statement.span, "the table", "a line of column names and rows, with `|` between the cells");
    return;
  }
  bool measure_column = false;
  for (const auto& column : header->cells) {
    measure_column = measure_column || (column != nullptr && column->kind == NodeKind::keyword && column->keyword == Keyword::measure_column);
  }
  if (!measure_column && !statement.broken) {
    diagnostics_.add(DiagnosticKind::missing_clause, Span{document_->source, header->begin, header->end}, "the table", "a column `" + spelling(Keyword::measure_column, document_->language) + "`");
    return;
  }
  std::size_t number = 0;
  for (const Clause& clause : statement.clauses) {
    if (&clause == header || clause.rows.empty()) continue;
    if (clause.cells.size() == header->cells.size()) table_row(statement, *header, clause, common, ++number);
  }
}

void Checker::table_row(const Statement& statement, const Clause& header, const Clause& clause, const Rule& common, std::size_t number) {
  Rule rule = common;
  rule.table = common.name;
  rule.name += document_->language == Language::english ? ", row " : ", baris ";
  rule.name += std::to_string(number);
  rule.span = {document_->source, clause.begin, clause.end};
  std::vector<Typed> conditions;
  bool bad = false;
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    const SyntaxNode* column = header.cells[i].get();
    const SyntaxNode* cell = clause.cells[i].get();
    if (column == nullptr) continue;
    const bool is_measure = column->kind == NodeKind::keyword && column->keyword == Keyword::measure_column;
    if (cell == nullptr) {
      if (is_measure && !statement.broken) diagnostics_.add(DiagnosticKind::missing_clause, rule.span, "this row", "a measure");
      if (!is_measure && column->kind != NodeKind::keyword && !statement.broken) {
        diagnostics_.add(DiagnosticKind::missing_clause, clause.rows.front()[i], "this cell", "a value, or `any` where every value fits");
      }
      bad = bad || is_measure;
      continue;
    }
    if (is_measure) {
      sanction(*cell, rule, {0});
      if (rule.condition) conditions.push_back({*rule.condition, {.kind = TypeKind::boolean}, false});
    } else if (column->kind == NodeKind::keyword) {
      for (const auto& child : cell->children) {
        if (child->kind != NodeKind::quoted) continue;
        if (column->keyword == Keyword::cite) rule.cites.push_back(unquoted(document_->words(*child)));
        else rule.because.emplace_back(unquoted(document_->words(*child)));
      }
    } else if (cell->kind == NodeKind::cell && cell->children.front()->kind != NodeKind::any_cell) {
      conditions.push_back(cell_condition(*column, *cell));
      rule.cells.push_back({span(*column), span(*cell), conditions.back().id});
      bad = bad || conditions.back().failed;
    }
  }
  if (bad || !rule.measure) return;
  if (conditions.size() == 1) rule.condition = conditions.front().id;
  if (conditions.size() > 1) {
    const Typed all = call(Operator::and_, conditions, {.kind = TypeKind::boolean}, *clause.cells.front());
    program_.nodes[all.id.index].span = rule.span;
    rule.condition = all.id;
  }
  rule.words = rule.span;
  never_applies(rule);
  const RuleId id{static_cast<std::uint32_t>(program_.rules.size())};
  table_rows_[normalized(common.name)].push_back(id);
  rule_names_.emplace(normalized(rule.name), id);
  program_.rules.push_back(std::move(rule));
  rule_statements_.push_back({document_, nullptr});
  targets_.emplace_back();
  duty_targets_.emplace_back();
}

// A cell is `any`, a list of values, a comparison, `A to B` or `13 or more`, asked of its column.
Typed Checker::cell_condition(const SyntaxNode& column, const SyntaxNode& cell) {
  const Scope scope{0};
  const SyntaxNode& inner = *cell.children.front();
  const Typed left = side(column, {.kind = TypeKind::number}, scope);
  if (left.failed) return left;
  cell_ = &cell;
  if (inner.kind == NodeKind::keyword && (inner.keyword == Keyword::contains || inner.keyword == Keyword::matches)) {
    const Typed fits = text_test(left, column, inner.keyword, *cell.children[1], cell, scope);
    cell_ = nullptr;
    return fits;
  }
  const Typed result = inner.kind == NodeKind::range_cell ? between(left, column, inner, cell, scope) : tail(left, column, inner, cell, scope);
  cell_ = nullptr;
  return result;
}

// ---- exceptions -----------------------------------------------------------------------------------------------------

// Whether what an exception lifts has items that could not be read.
bool Checker::target_item_unread(std::uint32_t exception) const {
  const auto unread = [&](const Owned& owned, const std::optional<ForEach>& each) {
    if (owned.statement == nullptr || each) return false;
    const bool says = std::any_of(owned.statement->clauses.begin(), owned.statement->clauses.end(), [&](const Clause& clause) {
      const SyntaxNode* node = clause_tree(clause);
      return node != nullptr && node->kind == NodeKind::for_each_clause;
    });
    return says || has_unread_clause(*owned.statement);
  };
  const auto& rules = targets_[exception];
  const auto& duties = duty_targets_[exception];
  if (rules.empty() && duties.empty()) return true;
  return std::any_of(rules.begin(), rules.end(), [&](RuleId rule) { return unread(rule_statements_[rule.index], program_.rules[rule.index].for_each); }) ||
         std::any_of(duties.begin(), duties.end(), [&](ObligationId duty) { return unread(obligation_statements_[duty.index], program_.obligations[duty.index].for_each); });
}

void Checker::exception_targets(const Statement& statement, RuleId id) {
  const SyntaxNode* head = clause_tree(statement.head);
  if (head == nullptr) return;
  bool first = true;
  for (const auto& child : head->children) {
    if (child->kind != NodeKind::quoted) continue;
    if (first) {
      first = false;
      continue;
    }
    const std::string said = unquoted(document_->words(*child));
    const std::string name = normalized(said);
    std::vector<RuleId> rules;
    if (const auto found = rule_names_.find(name); found != rule_names_.end()) rules.push_back(found->second);
    // A table's name means each of its rows.
    if (const auto found = table_rows_.find(name); found != table_rows_.end()) rules.insert(rules.end(), found->second.begin(), found->second.end());
    if (!rules.empty()) {
      targets_[id.index].insert(targets_[id.index].end(), rules.begin(), rules.end());
      continue;
    }
    if (const auto duty = obligation_names_.find(name); duty != obligation_names_.end()) {
      duty_targets_[id.index].push_back(duty->second);
      continue;
    }
    Nearest names(said);
    if (!diagnostics_.full()) {
      for (const Rule& rule : program_.rules) names.offer(rule.name);
      for (const Obligation& obligation : program_.obligations) names.offer(obligation.name);
    }
    const auto near = names.found();
    auto& problem = diagnostics_.add(DiagnosticKind::unknown_rule, span(*child), said, near.empty() ? "; name a rule of this policy" : "; did you mean \"" + near.front() + "\"?");
    if (!near.empty()) problem.suggest("\"" + near.front() + "\"");
  }
}

// Exceptions are read after their targets, in the target's scope; those to exceptions after those.
void Checker::lower_exceptions() {
  for (std::uint32_t i = 0; i < rule_statements_.size(); ++i) {
    if (program_.rules[i].kind != Rule::Kind::exception) continue;
    document_ = rule_statements_[i].document;
    exception_targets(*rule_statements_[i].statement, {i});
  }
  for (const std::uint32_t i : rules_after_targets()) {
    if (program_.rules[i].kind == Rule::Kind::exception) lower_exception(i);
  }
  // In the order of declaration, whatever stands before what.
  for (Rule& rule : program_.rules) std::sort(rule.exceptions.begin(), rule.exceptions.end());
}

// An exception is about the items of its targets.
Scope Checker::inherited_scope(std::uint32_t i, Rule& rule) {
  const std::optional<ForEach>* inherited = nullptr;
  std::string inherited_from;
  const auto inherit = [&](const std::optional<ForEach>& from, const std::string& name) {
    if (inherited == nullptr) {
      inherited = &from;
      inherited_from = name;
    } else if (inherited->has_value() != from.has_value() || (from && !is_same(**inherited, *from))) {
      diagnostics_.add(DiagnosticKind::unlike_targets, rule.span, inherited_from, name);
    }
  };
  for (const RuleId target : targets_[i]) inherit(program_.rules[target.index].for_each, program_.rules[target.index].name);
  for (const ObligationId target : duty_targets_[i]) inherit(program_.obligations[target.index].for_each, program_.obligations[target.index].name);
  if (inherited == nullptr || !inherited->has_value()) return {0};
  rule.for_each = *inherited;
  return {0, record_of(*rule.for_each)};
}

void Checker::lower_exception(std::uint32_t i) {
  Rule rule = program_.rules[i];
  document_ = rule_statements_[i].document;
  Scope scope = inherited_scope(i, rule);
  if (target_item_unread(i)) scope.push_back(unreadable_item);
  bool says = false;
  for (const Clause& clause : rule_statements_[i].statement->clauses) {
    const SyntaxNode* node = clause_tree(clause);
    if (node == nullptr) continue;
    if (node->kind == NodeKind::sanction) {
      says = true;
      sanction(*node, rule, scope);
    } else if (node->kind == NodeKind::condition_clause) {
      says = true;
      rule.words = span(*node);
      const SyntaxNode& inner = *node->operand();
      const Typed said = condition(inner, scope);
      if (!said.failed) rule.condition = node->has(Keyword::shown) ? shown(said, inner).id : said.id;
    } else {
      common_clause(*node, rule, scope);
    }
  }
  if (!says && !rule_statements_[i].statement->broken) {
    diagnostics_.add(DiagnosticKind::missing_clause, rule.span, "the exception \"" + rule.name + "\"", "a condition, as in `if …` or `allow if …`");
  }
  never_applies(rule);
  program_.rules[i] = std::move(rule);
  for (const RuleId target : targets_[i]) program_.rules[target.index].exceptions.push_back({i});
  for (const ObligationId target : duty_targets_[i]) program_.obligations[target.index].exceptions.push_back({i});
}

// Every rule, exceptions behind what they are exceptions to. Circles are reported and cut.
std::vector<std::uint32_t> Checker::rules_after_targets() {
  enum class Mark : std::uint8_t { fresh, open, done };
  std::vector<Mark> marks(program_.rules.size(), Mark::fresh);
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> path;  // chains of exceptions may be long: walked with a stack of its own
  std::vector<std::size_t> next(program_.rules.size());
  for (std::uint32_t start = 0; start < program_.rules.size(); ++start) {
    if (marks[start] != Mark::fresh) continue;
    path.push_back(start);
    while (!path.empty()) {
      const std::uint32_t rule = path.back();
      auto& targets = targets_[rule];
      marks[rule] = Mark::open;
      if (next[rule] == targets.size()) {
        marks[rule] = Mark::done;
        order.push_back(rule);
        path.pop_back();
        continue;
      }
      const std::uint32_t target = targets[next[rule]].index;
      if (marks[target] == Mark::open) {
        report_exception_circle(path, target);
        targets.erase(targets.begin() + static_cast<std::ptrdiff_t>(next[rule]));  // nothing walks it again
        continue;
      }
      ++next[rule];
      if (marks[target] == Mark::fresh) path.push_back(target);
    }
  }
  return order;
}

// `path` leads from an exception to a target that is an exception to it.
void Checker::report_exception_circle(const std::vector<std::uint32_t>& path, std::uint32_t target) {
  const auto first = std::find(path.begin(), path.end(), target);
  std::string circle;
  for (auto one = first; one != path.end(); ++one) {
    if (one - first == most_in_circle) {
      circle += std::to_string(path.end() - one) + " more to ";
      break;
    }
    circle += "\"" + program_.rules[*one].name + "\" to ";
  }
  diagnostics_.add(DiagnosticKind::exception_cycle, program_.rules[path.back()].span, circle + "\"" + program_.rules[target].name + "\"");
}

// ---- obligations ----------------------------------------------------------------------------------------------------

void Checker::lower_obligation(const Statement& statement, ObligationId id) {
  Obligation obligation = program_.obligations[id.index];
  Scope scope{0};
  if (obligation.for_each) scope.push_back(record_of(*obligation.for_each));
  for (const Clause& clause : statement.clauses) {
    const SyntaxNode* node = clause_tree(clause);
    if (node != nullptr && node->kind == NodeKind::for_each_clause && !obligation.for_each) scope.push_back(unreadable_item);
  }
  if (has_unread_clause(statement)) scope.push_back(unreadable_item);
  bool duty = false;
  Rule shared;  // the clauses that rules have too
  for (const Clause& clause : statement.clauses) {
    const SyntaxNode* node = clause_tree(clause);
    if (node == nullptr) continue;
    duty = duty || node->kind == NodeKind::duty_clause;
    obligation_clause(*node, obligation, shared, scope);
  }
  if (!duty && !statement.broken) {
    diagnostics_.add(DiagnosticKind::missing_clause, obligation.span, "the obligation \"" + obligation.name + "\"", "a duty, as in `the " + program_.records[0].noun + " must have …`");
  }
  obligation.unless = std::move(shared.unless);
  obligation.because = std::move(shared.because);
  obligation.cites = std::move(shared.cites);
  obligation.in_force = shared.in_force;
  program_.obligations[id.index] = std::move(obligation);
}

void Checker::obligation_clause(const SyntaxNode& clause, Obligation& obligation, Rule& shared, const Scope& scope) {
  if (clause.kind == NodeKind::condition_clause) {
    const Typed said = condition(*clause.operand(), scope);
    if (!said.failed) obligation.condition = said.id;
  } else if (clause.kind == NodeKind::duty_clause) {
    obligation_duty(clause, obligation, scope);
  } else if (clause.kind == NodeKind::within_clause || clause.kind == NodeKind::by_clause) {
    deadline(clause, obligation, scope);
  } else if (clause.kind == NodeKind::or_else_clause || clause.kind == NodeKind::then_clause) {
    obligation_step(clause, obligation, scope);
  } else if (clause.kind == NodeKind::resumes_clause) {
    obligation.resumes = true;
  } else if (clause.kind != NodeKind::for_each_clause) {
    common_clause(clause, shared, scope);
  }
}

void Checker::obligation_duty(const SyntaxNode& clause, Obligation& obligation, const Scope& scope) {
  obligation.words = span(clause);
  const SyntaxNode& subject = *clause.child(NodeKind::raw_name);
  std::string_view said = document_->words(subject);
  if (const std::size_t article = match_keyword(said, Keyword::article, document_->language)) {
    said.remove_prefix(article);
    while (!said.empty() && is_space(said.front())) said.remove_prefix(1);
  }
  const auto record = record_of_noun(said);
  const bool meant = record && std::find(scope.begin(), scope.end(), *record) != scope.end();
  if (!meant && std::find(scope.begin(), scope.end(), unreadable_item) == scope.end()) {
    diagnostics_.add(DiagnosticKind::wrong_subject, span(subject), words(subject), program_.records[0].noun);
  }
  const SyntaxNode& what = *clause.children.back();
  // `must have done`: done is a date that may be none; `must have representative`: yes or no.
  Typed value = clause.has(Keyword::have) ? present(what, what, scope) : condition(what, scope);
  if (value.failed) return;
  if (clause.has(Keyword::not_) || clause.has(Keyword::must_not)) value = call(Operator::not_, {value}, {.kind = TypeKind::boolean}, clause);
  obligation.shown = clause.has(Keyword::shown);
  obligation.duty = obligation.shown ? shown(value, what).id : value.id;
}

void Checker::deadline(const SyntaxNode& clause, Obligation& obligation, const Scope& scope) {
  if (obligation.deadline) {
    diagnostics_.add(DiagnosticKind::said_twice, span(clause), "this obligation", "a deadline");
    return;
  }
  if (clause.kind == NodeKind::by_clause) {
    const SyntaxNode& when_node = *clause.operand();
    const Typed when = side(when_node, {.kind = TypeKind::date}, scope);
    if (when.failed) return;
    if (!when.type.is_time()) {
      diagnostics_.add(DiagnosticKind::type_mismatch, span(when_node), code(when_node), describe(when.type), "`by`", "followed by a date", behind("name the last day, as in `by due`"));
      return;
    }
    obligation.deadline = when.id;
    return;
  }
  const SyntaxNode& period_node = *clause.operand(0);
  const SyntaxNode& start_node = *clause.operand(1);
  const Typed period = side(period_node, {.kind = TypeKind::duration}, scope);
  Operator operation = clause.has(Keyword::starting_on) ? Operator::starting_on : Operator::after;
  const Typed start = start_node.kind == NodeKind::period_value ? counted_from(start_node, operation, scope) : side(start_node, {.kind = TypeKind::date}, scope);
  if (period.failed || start.failed) return;
  if (period.type.kind != TypeKind::duration || !start.type.is_time()) {
    mismatch(period, start, period_node, start_node, "a deadline is a period after a date, as in `within 30 days after notified on`");
    return;
  }
  const bool clock = period.type.fixed_duration && period.type.duration == DurationKind::clock;
  const bool taken = std::holds_alternative<TakenNode>(program_[start.id].content);
  if (clock && start.type.kind == TypeKind::date && !taken) {
    mismatch(period, start, period_node, start_node, "hours are counted from a date and time; count days, or declare it as date and time");
    return;
  }
  const Type type{.kind = clock ? TypeKind::moment : start.type.kind};
  const Typed when = call(operation, {law_on(period, start, period_node), start}, type, clause);
  if (!when.failed) obligation.deadline = when.id;
}

// The first step stands behind `or else`, the others behind `then`.
bool Checker::is_step_in_place(const SyntaxNode& clause, const Obligation& obligation) {
  const std::string or_else = "`" + spelling(Keyword::or_else, document_->language) + "`";
  const bool is_first = clause.kind == NodeKind::or_else_clause;
  if (is_first && !obligation.steps.empty()) diagnostics_.add(DiagnosticKind::said_twice, span(clause), "this obligation", or_else);
  if (!is_first && obligation.steps.empty()) {
    diagnostics_.add(DiagnosticKind::missing_clause, span(clause), "the obligation \"" + obligation.name + "\"", or_else + " with its first measure, before `" + spelling(Keyword::then, document_->language) + "`");
  }
  return is_first == obligation.steps.empty();
}

// How long after the step before it was taken.
std::optional<NodeId> Checker::step_wait(const SyntaxNode& clause, const Scope& scope) {
  const SyntaxNode& node = *clause.operand();
  const Typed wait = side(node, {.kind = TypeKind::duration}, scope);
  if (wait.failed) return std::nullopt;
  if (wait.type.kind == TypeKind::duration) return wait.id;
  diagnostics_.add(DiagnosticKind::type_mismatch, span(node), code(node), describe(wait.type), "`" + spelling(Keyword::after, document_->language) + "` behind a step",
                   "followed by a period", behind("say how long after the step before it, as in `after 30 days`"));
  return std::nullopt;
}

void Checker::obligation_step(const SyntaxNode& clause, Obligation& obligation, const Scope& scope) {
  const bool in_place = is_step_in_place(clause, obligation);
  const auto what = measure(clause, scope);
  ObligationStep step;
  step.span = span(clause);
  bool after_if = false;
  const auto once = [&](bool was_said, Keyword keyword) {
    if (was_said) diagnostics_.add(DiagnosticKind::said_twice, span(clause), "this step", "`" + spelling(keyword, document_->language) + "`");
  };
  for (const auto& child : clause.children) {
    if (child->kind == NodeKind::keyword) {
      after_if = child->keyword == Keyword::if_;
      if (child->keyword == Keyword::even_if_late) {
        once(step.even_if_late, child->keyword);
        step.even_if_late = true;
      }
    } else if (child->kind == NodeKind::step_wait) {
      once(step.wait.has_value(), Keyword::after);
      step.wait = step_wait(*child, scope);
    } else if (after_if) {
      once(step.condition.has_value(), Keyword::if_);
      const Typed when = condition(*child, scope);
      if (!when.failed) step.condition = when.id;
      after_if = false;
    }
  }
  if (!what || !in_place) return;
  step.measure = *what;
  obligation.steps.push_back(step);
}

}  // namespace pasal::checking
