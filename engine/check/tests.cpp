// `test` statements: facts given in the policy itself, and what is expected of them.
#include <algorithm>
#include <array>

#include "engine/check/checker.hpp"
#include "grammar/built_in_names.hpp"

namespace pasal::checking {

namespace {

// The moment of a test that names none: the newest law, so that a policy without dates needs none.
constexpr Date no_date{0};

}  // namespace

Moment Checker::newest_law() const {
  Date newest = no_date;
  const auto see = [&](const std::optional<Date>& date) {
    if (date && newest < *date) newest = *date;
  };
  see(program_.in_force.from);
  for (const Parameter& parameter : program_.parameters) {
    for (const ParameterRow& row : parameter.rows) see(row.from);
  }
  return program_.zone.close_of(newest);
}

void Checker::lower_tests() {
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      if (statement.kind == StatementKind::test && clause_tree(statement.head) != nullptr) lower_test(statement);
    }
  }
}

void Checker::lower_test(const Statement& statement) {
  const SyntaxNode& head = *clause_tree(statement.head);
  Test test;
  test.span = span(*head.child(NodeKind::quoted));
  test.name = unquoted(document_->words(*head.child(NodeKind::quoted)));
  test.as_of = newest_law();
  for (const Clause& clause : statement.clauses) {
    const SyntaxNode* node = clause_tree(clause);
    if (node == nullptr || node->kind != NodeKind::as_of_clause) continue;
    const SyntaxNode& when = *node->operand();
    if (when.kind == NodeKind::date) {
      if (const auto date = read_date(when)) test.as_of = program_.zone.close_of(*date);
    } else if (const auto moment = read_moment(when)) {
      test.as_of = *moment;
    }
  }
  test.subject.facts.resize(program_.records.front().facts.size());
  test.subject.as_of = test.as_of;
  bool expects = false;
  for (const Clause& clause : statement.clauses) {
    const SyntaxNode* node = clause_tree(clause);
    if (node == nullptr) continue;
    expects = expects || node->kind == NodeKind::expect_clause;
    if (node->kind == NodeKind::given_clause) given(clause, test.subject, test.as_of);
    if (node->kind == NodeKind::expect_clause) {
      for (const auto& child : node->children) {
        if (child->kind == NodeKind::expectation) expect(*child, test);
      }
    }
  }
  if (!expects && !statement.broken) {
    diagnostics_.add(DiagnosticKind::missing_clause, test.span, "the test \"" + test.name + "\"", "what it expects, as in `expect block`");
  }
  check_expectations(test);
  program_.tests.push_back(std::move(test));
}

namespace {

// Whether no decision can meet both: they ask one ladder for two measures, or the decision to be open and settled.
bool contradict(const Expectation& a, const Expectation& b) {
  using Kind = Expectation::Kind;
  if (a.kind == Kind::open || a.kind == Kind::settled) {
    return a.kind != b.kind && (b.kind == Kind::open || b.kind == Kind::settled);
  }
  if (a.kind > Kind::at_most || b.kind > Kind::at_most || a.ladder != b.ladder) return false;
  const auto differs = [&](bool when_less, bool when_more) {
    if (a.rung != b.rung) return a.rung < b.rung ? when_less : when_more;
    if (!a.amount || !b.amount || *a.amount == *b.amount) return false;
    return *a.amount < *b.amount ? when_less : when_more;
  };
  // A decision's measure lies between what it is at least and at most.
  if (a.kind == Kind::measure && b.kind == Kind::measure) return differs(true, true);
  if (a.kind == b.kind) return false;
  if (a.kind == Kind::at_least || b.kind == Kind::at_most) return differs(false, true);
  return differs(true, false);
}

}  // namespace

void Checker::check_expectations(const Test& test) {
  for (std::size_t later = 1; later < test.expectations.size(); ++later) {
    const Expectation& one = test.expectations[later];
    for (std::size_t before = 0; before < later; ++before) {
      const Expectation& other = test.expectations[before];
      if (!contradict(other, one)) continue;
      diagnostics_.add(DiagnosticKind::contradicting_expectations, one.span, sources_.text(other.span), sources_.text(one.span))
          .label(other.span, "the other is here");
      break;
    }
  }
}

// ---- given ----------------------------------------------------------------------------------------------------------

void Checker::given(const Clause& clause, Subject& subject, Moment /*as_of*/) {
  for (const auto& child : clause_tree(clause)->children) {
    if (child->kind == NodeKind::given_fact) given_fact(*child, subject);
    if (child->kind == NodeKind::given_list) given_list(*child, clause, subject);
    if (child->kind == NodeKind::given_history) given_history(clause, subject);
  }
}

namespace {

Report report(Value value, bool verified, std::uint32_t line) {
  Report result;
  result.value = std::move(value);
  result.provenance.file = "given";
  result.provenance.line = line;
  result.provenance.verified = verified;
  return result;
}

bool is_unknown_mark(const SyntaxNode& node) {
  return node.kind == NodeKind::unknown_mark || (node.kind == NodeKind::keyword && node.keyword == Keyword::unknown);
}

}  // namespace

void Checker::given_fact(const SyntaxNode& node, Subject& subject) {
  const SyntaxNode& name_node = *node.children.front();
  if (name_node.kind == NodeKind::unknown_name) {
    const SyntaxNode& value = *node.children[2];
    Type guess{.kind = TypeKind::boolean};
    if (value.kind == NodeKind::quantity) guess = {.kind = TypeKind::number};
    if (value.kind == NodeKind::date) guess = {.kind = TypeKind::date};
    if (value.kind == NodeKind::moment) guess = {.kind = TypeKind::moment};
    if (value.kind == NodeKind::quoted) guess = {.kind = TypeKind::text};
    unknown_name(name_node, declaration(guess));
    return;
  }
  const auto meaning = fact_meaning(name_node, {0});
  if (!meaning) {
    diagnostics_.add(DiagnosticKind::not_a_fact, span(name_node), words(name_node), program_.records[0].noun);
    return;
  }
  const FactDeclaration& fact = program_[meaning->fact];
  FactReports& reports = subject.facts[meaning->fact.fact];
  if (reports.reported()) {
    diagnostics_.add(DiagnosticKind::said_twice, span(name_node), "this test", code(name_node));
    return;
  }
  const SyntaxNode& value_node = *node.children[2];
  const std::uint32_t line = sources_.position(span(value_node)).line;
  if (is_unknown_mark(value_node)) {
    reports.reports.push_back(report(Unknown{}, false, line));
    return;
  }
  const bool none = value_node.kind == NodeKind::keyword && value_node.keyword == Keyword::none;
  if (none && fact.type.kind == TypeKind::list) {
    reports.items.emplace();
    return;
  }
  if (none && !fact.if_any && fact.type.kind != TypeKind::text_list) {
    diagnostics_.add(DiagnosticKind::wrong_option, span(value_node), "none", "`" + fact.name + "`", "declare it with `if any` where it may be none");
    return;
  }
  const auto value = read_literal(node, 2, fact.type, fact.name, fact.span);
  if (value && in_range(fact, *value, span(value_node))) reports.reports.push_back(report(*value, !node.has(Keyword::unverified), line));
}

// A table of items: a column a fact; a column that is left out is unknown.
void Checker::given_list(const SyntaxNode& node, const Clause& clause, Subject& subject) {
  const SyntaxNode& list_node = *node.operand();
  Selected selected;
  selected.inner = {0};
  if (!find_list(key(list_node), list_node, {0}, selected) || selected.failed || selected.items.list.record != 0) return;
  const std::uint32_t record = program_[selected.items.list].type.record;
  FactReports& reports = subject.facts[selected.items.list.fact];
  reports.items.emplace();
  reports.list_provenance.file = "given";
  if (clause.rows.empty()) return;
  const std::size_t columns = clause.rows.front().size();
  const bool taken = selected.items.list.fact == program_.measures_taken;
  std::vector<std::optional<std::uint32_t>> facts;
  std::optional<std::size_t> name_column;
  for (std::size_t i = 0; i < columns; ++i) {
    const SyntaxNode* column = clause.cells[i].get();
    std::string said = column == nullptr ? std::string{} : normalized(words(*column));
    // The built-in list's facts have their keywords' names in every language.
    if (column != nullptr && column->keyword == Keyword::measure_column) said = built_in(BuiltIn::measure, Language::english);
    if (column != nullptr && column->keyword == Keyword::from) said = built_in(BuiltIn::from, Language::english);
    const auto found = fact_names_[record].find(said);
    facts.push_back(found == fact_names_[record].end() ? std::nullopt : std::optional(found->second));
    if (facts.back()) continue;
    if (said == normalized(program_.records[record].noun)) {
      name_column = i;
      continue;
    }
    std::vector<std::string> names;
    for (const FactDeclaration& fact : program_.records[record].facts) names.push_back(fact.name);
    const auto near = nearest(said, names, 1);
    diagnostics_.add(DiagnosticKind::wrong_column, clause.rows.front()[i], said, near.empty() ? "name a fact of the " + program_.records[record].noun : "did you mean `" + near.front() + "`?");
  }
  for (std::size_t row = 1; row < clause.rows.size(); ++row) {
    Item item;
    item.provenance.file = "given";
    item.provenance.line = sources_.position(clause.rows[row].front()).line;
    item.facts.resize(program_.records[record].facts.size());
    const std::size_t errors = diagnostics_.error_count();
    for (std::size_t i = 0; i < columns; ++i) {
      const SyntaxNode* cell = clause.cells[row * columns + i].get();
      if (cell == nullptr) continue;
      if (name_column == i) item.name = cell->children.front()->kind == NodeKind::quoted ? unquoted(document_->words(*cell->children.front())) : words(*cell);
      if (!facts[i]) continue;
      const FactDeclaration& fact = program_.records[record].facts[*facts[i]];
      const SyntaxNode& value_node = *cell->children.front();
      if (is_unknown_mark(value_node)) {
        item.facts[*facts[i]].reports.push_back(report(Unknown{}, false, item.provenance.line));
        continue;
      }
      // `measures taken` may name a day where facts name a minute.
      Type type = fact.type;
      if (taken && value_node.kind == NodeKind::date && type.kind == TypeKind::moment) type.kind = TypeKind::date;
      std::optional<Value> value;
      if (taken && taken_facts[*facts[i]] == BuiltIn::amount && value_node.kind == NodeKind::quantity) {
        if (auto read = read_quantity(value_node)) value = read->first;
      } else {
        value = read_literal(*cell, 0, type, fact.name, fact.span);
      }
      if (value && in_range(fact, *value, clause.rows[row][i])) item.facts[*facts[i]].reports.push_back(report(*value, !cell->has(Keyword::unverified), item.provenance.line));
    }
    if (taken && diagnostics_.error_count() == errors) complete_record(item, clause.rows[row].front());
    reports.items->push_back(std::move(item));
  }
}

// A record of `measures taken` says what was taken and when.
void Checker::complete_record(const Item& item, Span place) {
  constexpr std::array needed = {std::pair(TakenFact::measure, "measure"), std::pair(TakenFact::from, "from")};
  for (const auto& [fact, name] : needed) {
    const auto& reports = item.facts[static_cast<std::size_t>(fact)].reports;
    if (!reports.empty() && !is_open(reports.front().value) && !is_none(reports.front().value)) continue;
    diagnostics_.add(DiagnosticKind::facts_incomplete_record, place, name, "give it a column of that name");
  }
}

// A table by date: the first column says from when the others hold.
void Checker::given_history(const Clause& clause, Subject& subject) {
  if (clause.rows.empty()) return;
  const std::size_t columns = clause.rows.front().size();
  for (std::size_t i = 1; i < columns; ++i) {
    const SyntaxNode* column = clause.cells[i].get();
    if (column == nullptr) continue;
    const auto meaning = fact_meaning(*column, {0});
    if (!meaning) {
      diagnostics_.add(DiagnosticKind::wrong_column, clause.rows.front()[i], words(*column), "name a fact of the " + program_.records[0].noun);
      continue;
    }
    const FactDeclaration& fact = program_[meaning->fact];
    FactReports& reports = subject.facts[meaning->fact.fact];
    std::vector<Report> dated;
    for (std::size_t row = 1; row < clause.rows.size(); ++row) {
      const SyntaxNode* when = clause.cells[row * columns].get();
      const SyntaxNode* cell = clause.cells[row * columns + i].get();
      if (when == nullptr || cell == nullptr) continue;
      const SyntaxNode& when_node = *when->children.front();
      std::optional<Value> from;
      if (when_node.kind == NodeKind::date) {
        if (const auto date = read_date(when_node)) from = *date;
      } else if (when_node.kind == NodeKind::moment) {
        if (const auto moment = read_moment(when_node)) from = *moment;
      } else {
        diagnostics_.add(DiagnosticKind::wrong_date, span(when_node), words(when_node));
      }
      const SyntaxNode& value_node = *cell->children.front();
      const auto value = is_unknown_mark(value_node) ? std::optional<Value>(Unknown{}) : read_literal(*cell, 0, fact.type, fact.name, fact.span);
      if (!from || !value || !in_range(fact, *value, clause.rows[row][i])) continue;
      dated.push_back(report(*value, !cell->has(Keyword::unverified), sources_.position(clause.rows[row][i]).line));
      dated.back().from = *from;
    }
    const auto start = [&](const Report& entry) { return beginning(*entry.from, program_.zone); };
    std::stable_sort(dated.begin(), dated.end(), [&](const Report& a, const Report& b) { return start(a) < start(b); });
    reports.reports.insert(reports.reports.begin(), dated.begin(), dated.end());
  }
}

// ---- expect ---------------------------------------------------------------------------------------------------------

// Whether a rule, an obligation or a table has this name.
bool Checker::is_statement(const std::string& name) const {
  const std::string said = normalized(name);
  return rule_names_.contains(said) || obligation_names_.contains(said) || table_rows_.contains(said);
}

void Checker::unknown_reason(const SyntaxNode& node, const std::string& said) {
  std::vector<std::string> names;
  for (const Rule& rule : program_.rules) names.push_back(rule.name);
  for (const Obligation& obligation : program_.obligations) names.push_back(obligation.name);
  const auto near = nearest(said, names, 1);
  auto& problem = diagnostics_.add(DiagnosticKind::unknown_rule, span(node), said,
                                   near.empty() ? "; name a rule of this policy" : "; did you mean \"" + near.front() + "\"?");
  if (!near.empty()) problem.suggest("\"" + near.front() + "\"");
}

void Checker::expect(const SyntaxNode& node, Test& test) {
  Expectation expectation;
  expectation.span = span(node);
  if (node.has(Keyword::open)) expectation.kind = Expectation::Kind::open;
  if (node.has(Keyword::settled)) expectation.kind = Expectation::Kind::settled;
  if (node.has(Keyword::question)) {
    expectation.kind = Expectation::Kind::question;
    const SyntaxNode& asked = *node.operand();
    bool known = false;
    for (const Record& record : program_.records) {
      for (const FactDeclaration& fact : record.facts) {
        if (normalized(fact.name) != key(asked)) continue;
        known = true;
        expectation.question = fact.name;
      }
    }
    if (!known) {
      const bool is_other = globals_.contains(key(asked));
      if (is_other) diagnostics_.add(DiagnosticKind::not_a_fact, span(asked), words(asked), program_.records[0].noun);
      else unknown_name(asked, declaration({.kind = TypeKind::boolean}));
      return;
    }
  }
  if (const SyntaxNode* name_node = node.child(NodeKind::measure_name)) {
    const auto found = globals_.find(key(*name_node));
    if (found == globals_.end()) return;
    expectation.ladder = found->second.index;
    expectation.rung = found->second.rung;
    if (node.has(Keyword::at_least)) expectation.kind = Expectation::Kind::at_least;
    if (node.has(Keyword::at_most)) expectation.kind = Expectation::Kind::at_most;
    const Measure& measure_declared = program_.ladders[expectation.ladder].measures[expectation.rung];
    if (const SyntaxNode* amount_node = node.child(NodeKind::amount)) {
      if (!measure_declared.amount) {
        diagnostics_.add(DiagnosticKind::unexpected_amount, span(*amount_node), measure_declared.name, measure_declared.name);
        return;
      }
      if (const auto value = read_literal(*amount_node, 0, *measure_declared.amount, measure_declared.name, measure_declared.span)) {
        if (const Number* number = std::get_if<Number>(&*value)) expectation.amount = *number;
      }
    }
    if (const SyntaxNode* reason = node.child(NodeKind::quoted)) {
      expectation.because = unquoted(document_->words(*reason));
      if (!is_statement(expectation.because)) unknown_reason(*reason, expectation.because);
    }
  }
  test.expectations.push_back(std::move(expectation));
}

}  // namespace pasal::checking
