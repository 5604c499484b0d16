// The checker's working state. Private to engine/check.
//
// One object checks one policy. Its parts stand in files of their own: declarations (records, facts, parameters,
// measures), names (what a name means where it stands), literals, expressions, comparisons, lists, statements, tests.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/check/check.hpp"
#include "engine/check/levels.hpp"
#include "engine/model/program.hpp"
#include "grammar/nearest.hpp"
#include "grammar/syntax.hpp"

namespace pasal::checking {

// An expression after checking: its node and its type. `failed`: a problem was reported; it fits everywhere.
struct Typed {
  NodeId id;
  Type type;
  bool failed = false;
};

// A bare number in the unit of the duration it meets: `3` of a `duration in hours`. Nothing where that is no whole period.
std::optional<Duration> duration_of(const Number& number, const Type& type);

// The records whose facts are in reach, by level: the subject's, then those of the items bound.
using Scope = std::vector<std::uint32_t>;
// In place of a record: an item that a definition does not see; one whose list could not be read (which is reported); a
// period of so many months, which has no facts.
constexpr std::uint32_t out_of_reach = 0xFFFFFFFF;
constexpr std::uint32_t unreadable_item = 0xFFFFFFFE;
constexpr std::uint32_t period_of_months = 0xFFFFFF00;
inline bool is_hidden(std::uint32_t record) { return record >= period_of_months; }
inline bool is_period(std::uint32_t record) { return is_hidden(record) && record < unreadable_item; }
// How many months the period has that a node names.
std::uint32_t months_of(const SyntaxNode& period);
// How many members of a circle a message names.
constexpr std::ptrdiff_t most_in_circle = 10;

// `define NAME [of a RECORD] as …`
struct Definition {
  std::string name;
  const Document* document = nullptr;
  const Statement* statement = nullptr;
  std::uint32_t record = 0;             // 0: of the subject
  bool subset = false;                  // `define late complaint as a complaint where …`
  bool in_progress = false;
  std::map<std::size_t, Typed> lowered; // by the level its item is bound at
  Span span;
};

// What a name can mean where it stands.
struct Meaning {
  enum class Kind : std::uint8_t { fact, parameter, definition, measure };
  Kind kind = Kind::fact;
  std::uint32_t level = 0;
  FactId fact;
  std::uint32_t index = 0;              // parameter, definition; ladder
  std::uint32_t rung = 0;
};

// Where the document being checked is, for spans and words.
class Checker {
public:
  Checker(const std::vector<Document>& documents, const Vocabulary& vocabulary, const Sources& sources, Diagnostics& diagnostics,
          const SyntaxLimits& limits)
      : documents_(documents), vocabulary_(vocabulary), sources_(sources), diagnostics_(diagnostics), limits_(limits) {}

  std::optional<Program> run();

private:
  // ---- declarations.cpp
  void declare_policy();
  void policy_clause(const Clause& clause);
  void declare_records();
  void declare_facts(const Statement& statement, std::uint32_t record);
  void declare_fact(const SyntaxNode& line, std::uint32_t record);
  void fact_option(const SyntaxNode& option, FactDeclaration& fact);
  std::optional<Number> percent_without_sign(const SyntaxNode& quantity, bool negative);
  void fact_range(const SyntaxNode& option, FactDeclaration& fact);
  void check_fact(const FactDeclaration& fact);
  void declare_measures();
  void measure_line(const SyntaxNode& line, Ladder& ladder);
  void default_ladder();
  void declare_measures_taken();
  void declare_parameters();
  void parameter_row(const SyntaxNode& row, Parameter& parameter);
  void declare_holidays();
  void declare_definitions();
  Type read_type(const SyntaxNode& node);
  std::vector<std::string> meant_record(const std::string& said) const;
  std::optional<std::uint32_t> record_of_noun(std::string_view noun) const;
  bool add_global(std::string_view name, Meaning meaning, Span span);
  InForce read_in_force(const SyntaxNode& clause);

  // ---- ambiguity.cpp
  void check_name(const SyntaxNode& name);
  void check_ambiguous_declarations();
  void check_declaration(const std::string& name, Span declared, const std::set<Language>& languages, Vocabulary& others);
  std::optional<std::string> other_reading(std::string_view text, const Vocabulary& others, Language language) const;

  // ---- literals.cpp
  std::optional<Number> read_number(const SyntaxNode& node);
  std::optional<Typed> quantity(const SyntaxNode& node);              // as an expression
  std::optional<std::pair<Value, Type>> read_quantity(const SyntaxNode& node, bool negative = false);
  std::optional<Date> read_date(const SyntaxNode& node);
  std::optional<Moment> read_moment(const SyntaxNode& node);
  std::optional<EnumerationValue> value_of_enumeration(const SyntaxNode& node, const Type& type);
  // A literal where a value of `type` is declared or given; `begin` is the index of its first child in `parent`.
  std::optional<Value> read_literal(const SyntaxNode& parent, std::size_t begin, const Type& type, std::string_view name, Span declared);
  // Reports what a literal is instead of what was declared, and returns nothing.
  using Refuse = std::function<std::optional<Value>(const std::string& what)>;
  std::optional<Value> read_quantity_as(const SyntaxNode& node, bool negative, const Type& type, const Refuse& refuse);
  bool in_range(const FactDeclaration& fact, const Value& value, Span span);

  // ---- names.cpp
  std::vector<Meaning> meanings(const std::string& name, const Scope& scope) const;
  Typed name(const SyntaxNode& node, const Scope& scope);
  Typed meaning_value(const Meaning& meaning, const SyntaxNode& node, const Scope& scope);
  Typed definition_value(std::uint32_t index, const SyntaxNode& node, const Scope& scope);
  static std::size_t level_of(const Definition& definition, const Scope& scope);
  void lower_definitions(std::uint32_t index, const Scope& scope);
  std::vector<std::uint32_t> definitions_named_in(const Definition& definition);
  bool is_fact_of_record(const SyntaxNode& qualified) const;
  void report_circle(std::uint32_t index);
  Typed lower_definition(const Definition& definition, const Scope& scope);
  Typed definition_cases(const Definition& definition, const Scope& scope);
  Typed unknown_name(const SyntaxNode& node, const std::string& guess);
  bool half_said(const SyntaxNode& node);
  std::string list_with(const std::string& fact) const;
  std::string words_of_meaning(const Meaning& meaning) const;
  std::string key(const SyntaxNode& node) const;                      // the name a node stands for, normalized, articles skipped
  std::optional<Meaning> fact_meaning(const SyntaxNode& node, const Scope& scope) const;

  // ---- expressions.cpp
  Typed expression(const SyntaxNode& node, const Scope& scope);
  bool has_too_many_nodes(const SyntaxNode& node);
  Typed literal(const SyntaxNode& node);
  Typed condition(const SyntaxNode& node, const Scope& scope);
  Typed as_condition(Typed value, const SyntaxNode& node);
  Typed logical(const SyntaxNode& node, const Scope& scope);
  bool undeclared_choice(const SyntaxNode& node, const Scope& scope) const;
  bool of_unreadable_type(const SyntaxNode& node, const Scope& scope) const;
  Typed negation(const SyntaxNode& node, const Scope& scope);
  Typed absence(const SyntaxNode& node, const Scope& scope);
  Typed absent(Typed value, const SyntaxNode& node, const Scope& scope);
  Typed list_test(Quantity quantity, const Typed& list, const SyntaxNode& node, const Scope& scope);
  Typed presence(const SyntaxNode& node, const Scope& scope);
  Typed present(const SyntaxNode& inner, const SyntaxNode& node, const Scope& scope);
  Typed bullets(const SyntaxNode& node, const Scope& scope);
  Typed part_of_date(const SyntaxNode& node, const Scope& scope);
  Typed period_value(const SyntaxNode& node, const Scope& scope);
  Typed period_day(const SyntaxNode& node, PeriodNode::Day day, const Scope& scope);
  Typed counted_from(const SyntaxNode& node, Operator& operation, const Scope& scope);
  Typed elapsed(const SyntaxNode& node, const Scope& scope);
  Typed qualified(const SyntaxNode& node, const Scope& scope);
  Typed shown(Typed condition, const SyntaxNode& node);

  // ---- history.cpp
  Typed spanned(const SyntaxNode& node, const Scope& scope);
  bool spans_two_ways(const SyntaxNode& node, const std::vector<Typed>& operands);
  Typed history(HistoryNode::Question question, const Typed& of, const SyntaxNode& period_node, const SyntaxNode& node, const Scope& scope);
  Typed summary_of_past(const SyntaxNode& node, const Scope& scope);
  Typed as_of_value(const SyntaxNode& node, const Scope& scope);
  const FactNode* fact_in(const Typed& value) const;

  // ---- arithmetic.cpp
  bool reads_two_ways(const SyntaxNode& node, const SyntaxNode& last);
  Typed sum(const SyntaxNode& node, const Scope& scope);
  Typed added(Typed left, Typed right, bool minus, const SyntaxNode& left_node, const SyntaxNode& right_node, const SyntaxNode& node);
  Typed product(const SyntaxNode& node, const Scope& scope);
  Typed multiplied(Typed left, Typed right, bool divide, const SyntaxNode& left_node, const SyntaxNode& right_node, const SyntaxNode& node);
  Typed minus(const SyntaxNode& node, const Scope& scope);
  Typed rounding(const SyntaxNode& node, const Scope& scope);
  Typed choice_of_two(const SyntaxNode& node, const Scope& scope);
  Typed offset(const SyntaxNode& node, const Scope& scope);
  Typed law_on(Typed value, Typed moment, const SyntaxNode& node);

  // ---- comparisons.cpp
  Typed comparison(const SyntaxNode& node, const Scope& scope);
  Typed compared_unknown(const SyntaxNode& node, const Scope& scope);
  Typed tail(Typed left, const SyntaxNode& left_node, const SyntaxNode& tail, const SyntaxNode& node, const Scope& scope);
  Typed relation(Typed left, const SyntaxNode& left_node, const SyntaxNode& tail, const SyntaxNode& node, const Scope& scope);
  bool is_distance(const Typed& left, const SyntaxNode& left_node, const Typed& period, const SyntaxNode& period_node, const Typed& anchor,
                   const SyntaxNode& anchor_node, std::string_view word);
  Typed distance(Typed left, const SyntaxNode& left_node, const SyntaxNode& tail, const SyntaxNode& node, const Scope& scope);
  Typed is_list(Typed left, const SyntaxNode& left_node, const SyntaxNode& list, bool negated, const SyntaxNode& node, const Scope& scope);
  Typed is_value(Typed left, const SyntaxNode& left_node, const SyntaxNode& value, const SyntaxNode& node, const Scope& scope);
  Typed between(Typed left, const SyntaxNode& left_node, const SyntaxNode& tail, const SyntaxNode& node, const Scope& scope);
  Typed text_test(Typed left, const SyntaxNode& left_node, Keyword keyword, const SyntaxNode& right, const SyntaxNode& node, const Scope& scope);
  Typed reported(const SyntaxNode& left_node, bool negated, const SyntaxNode& node, const Scope& scope);
  Typed state(const SyntaxNode& left_node, Keyword keyword, const SyntaxNode& node, const Scope& scope);
  Typed compare(Operator operation, Typed left, Typed right, const SyntaxNode& left_node, const SyntaxNode& right_node, const SyntaxNode& node);
  // Makes two sides comparable: a bare number takes the unit it meets. Reports where they are not.
  bool agree(Typed& left, Typed& right, const SyntaxNode& left_node, const SyntaxNode& right_node);
  bool adapt_literal(Typed& literal, const Type& to);
  void mismatch(const Typed& left, const Typed& right, const SyntaxNode& left_node, const SyntaxNode& right_node, std::string_view way_out);
  // Both sides, the unknown names of one guessed from the other.
  std::pair<Typed, Typed> two_sides(const SyntaxNode& left, const SyntaxNode& right, const Scope& scope);
  Typed side(const SyntaxNode& node, const Type& other, const Scope& scope);
  Typed enumeration_constant(const SyntaxNode& node, const Type& type, const SyntaxNode& left_node);

  // ---- lists.cpp
  struct Selected {
    Selection items;
    Scope inner;                        // the scope with the item bound
    bool failed = false;
    std::string noun;
  };
  // `sentence` is what the selection stands in; null for a clause or a definition of its own.
  Selected selection(const SyntaxNode& node, const Scope& scope, const SyntaxNode* sentence);
  Selected subset_selection(std::uint32_t index, const Scope& scope);
  bool find_list(const std::string& name, const SyntaxNode& node, const Scope& scope, Selected& selected);
  void check_reach(const SyntaxNode& node, const Typed& condition, const Selected& selected, const SyntaxNode* sentence);
  std::string outside(const SyntaxNode& condition, const std::vector<const SyntaxNode*>& parts, std::size_t part, const SyntaxNode& sentence) const;
  Typed having(const SyntaxNode& clause, const Selected& selected, const SyntaxNode& sentence);
  Typed quantifier(const SyntaxNode& node, const Scope& scope);
  Typed counted(const SyntaxNode& node, const Scope& scope);
  Typed share(const SyntaxNode& node, const Scope& scope);
  Typed share_of_duty(const SyntaxNode& node, const Scope& scope);
  Typed item_fact(const SyntaxNode& node, const Scope& scope);
  Typed aggregate(const SyntaxNode& node, const Scope& scope);
  bool where_runs_on(const SyntaxNode& node, const Scope& scope);
  bool where_is_open(const SyntaxNode& left, const SyntaxNode& tail_node);
  void report_where_runs_on(const SyntaxNode& summary, const SyntaxNode& last, const SyntaxNode& tail_node);
  Operator relation_of(const SyntaxNode& keyword_or_symbol) const;

  // ---- statements.cpp
  void declare_rules();
  void lower_rules();
  void lower_rule(const Statement& statement, RuleId id);
  void lower_table(const Statement& statement);
  void table_row(const Statement& statement, const Clause& header, const Clause& clause, const Rule& common, std::size_t number);
  Typed cell_condition(const SyntaxNode& column, const SyntaxNode& cell);
  void lower_exceptions();
  void exception_targets(const Statement& statement, RuleId id);
  bool target_item_unread(std::uint32_t exception) const;
  void lower_obligation(const Statement& statement, ObligationId id);
  void obligation_clause(const SyntaxNode& clause, Obligation& obligation, Rule& shared, const Scope& scope);
  void obligation_duty(const SyntaxNode& clause, Obligation& obligation, const Scope& scope);
  void obligation_step(const SyntaxNode& clause, Obligation& obligation, const Scope& scope);
  bool is_step_in_place(const SyntaxNode& clause, const Obligation& obligation);
  std::optional<NodeId> step_wait(const SyntaxNode& clause, const Scope& scope);
  void deadline(const SyntaxNode& clause, Obligation& obligation, const Scope& scope);
  void common_clause(const SyntaxNode& clause, Rule& rule, const Scope& scope);
  std::vector<std::uint32_t> rules_after_targets();
  void report_exception_circle(const std::vector<std::uint32_t>& path, std::uint32_t target);
  Scope inherited_scope(std::uint32_t i, Rule& rule);
  void lower_exception(std::uint32_t i);
  std::optional<MeasureReference> measure(const SyntaxNode& parent, const Scope& scope);
  void because(const SyntaxNode& clause, std::vector<TextPiece>& pieces, const Scope& scope);
  std::optional<ForEach> for_each(const SyntaxNode& clause, Scope& scope);
  std::uint32_t record_of(const ForEach& each) const;
  std::optional<ForEach> for_each_period(const SyntaxNode& period, Scope& scope);
  void sanction(const SyntaxNode& node, Rule& rule, const Scope& scope);

  // ---- guarantees.cpp
  void lower_guarantees();
  void guarantee_clause(const SyntaxNode& clause, Guarantee& guarantee);

  // ---- constant_truth.cpp
  void never_applies(const Rule& rule);
  std::optional<bool> always(NodeId id) const { return always_[id.index]; }
  std::optional<bool> work_out_always(const NodeContent& content) const;
  bool excludes_itself(const CallNode& call) const;
  std::optional<bool> always_connected(const CallNode& call) const;
  std::optional<bool> always_compared(const CallNode& call) const;

  // ---- tests.cpp
  void lower_tests();
  void lower_test(const Statement& statement);
  void check_expectations(const Test& test);
  void given(const Clause& clause, Subject& subject, Moment as_of);
  void given_fact(const SyntaxNode& node, Subject& subject);
  void given_list(const SyntaxNode& node, const Clause& clause, Subject& subject);
  void complete_record(const Item& item, Span place);
  void given_history(const Clause& clause, Subject& subject);
  void unknown_reason(const SyntaxNode& node, const std::string& said);
  bool is_statement(const std::string& name) const;
  void expect(const SyntaxNode& node, Test& test);
  Moment newest_law() const;

  // ---- nodes
  Typed make(NodeContent content, Type type, const SyntaxNode& node, std::uint32_t level, bool has_parameter, const Levels& levels);
  Typed call(Operator operation, const std::vector<Typed>& operands, Type type, const SyntaxNode& node);
  Typed constant(Value value, Type type, const SyntaxNode& node);
  Typed failed(const SyntaxNode& node);
  Typed truth(NodeContent content, const SyntaxNode& node, const Levels& levels, bool has_parameter);
  const Levels& levels_of(const Typed& value) const { return levels_[value.id.index]; }

  // Both sides of what does not fit; of a table the cell, since its column stands elsewhere.
  Span both_sides(const SyntaxNode& left, const SyntaxNode& right) const { return cell_ != nullptr ? span(*cell_) : join(span(left), span(right)); }
  Span span(const SyntaxNode& node) const { return {document_->source, node.begin, node.end}; }
  std::string words(const SyntaxNode& node) const;                    // the author's words, white space folded
  std::string words(std::uint32_t begin, std::uint32_t end) const;
  std::string code(const SyntaxNode& node) const;                     // the same in backticks, a text in its own quotes
  std::string describe(const Type& type) const;                       // `a number of people`
  std::string declaration(const Type& type) const;                    // `number of people`, in the document's language
  const SyntaxNode* clause_tree(const Clause& clause) const;          // the node of a clause, or null

  const std::vector<Document>& documents_;
  const Vocabulary& vocabulary_;
  const Sources& sources_;
  Diagnostics& diagnostics_;
  SyntaxLimits limits_;

  Program program_;
  const Document* document_ = nullptr;                                // whose nodes are being checked
  std::vector<bool> has_parameter_;                                   // by node: a dated parameter is part of it
  std::vector<Levels> levels_;                                        // by node: the item levels it speaks of
  std::vector<std::optional<bool>> always_;                           // by node: its truth, where no fact can change it
  std::map<std::string, Meaning, std::less<>> globals_;
  std::map<std::string, Span, std::less<>> global_spans_;
  std::vector<std::map<std::string, std::uint32_t, std::less<>>> fact_names_;  // by record
  std::map<std::string, std::uint32_t, std::less<>> nouns_;           // singular and plural
  std::vector<Definition> definitions_;
  std::vector<std::uint32_t> in_progress_;                            // definitions being lowered: each is part of the one before
  std::map<std::string, RuleId, std::less<>> rule_names_;
  std::map<std::string, ObligationId, std::less<>> obligation_names_;
  std::map<std::string, std::vector<RuleId>, std::less<>> table_rows_;  // by the table's name
  struct Owned {
    const Document* document;
    const Statement* statement;
  };
  std::vector<Owned> rule_statements_;                                // by rule; null for rows of tables
  std::vector<Owned> obligation_statements_;
  std::vector<std::vector<RuleId>> targets_;                          // by rule: the rules an exception lifts
  std::vector<std::vector<ObligationId>> duty_targets_;
  std::map<EnumerationValues, std::map<std::string, std::uint32_t>> values_of_types_;  // normalized
  bool nodes_told_ = false;
  std::set<std::string> unknown_told_;
  const SyntaxNode* cell_ = nullptr;                                  // of a table, while its condition is checked
  const SyntaxNode* choice_of_values_ = nullptr;                      // the list whose values an undeclared name is compared with
};

// `a platform`, `an order`
std::string with_article(std::string_view noun);
// `; ` and a way out, behind what a message says; nothing where there is none.
std::string behind(std::string_view way_out);
// English plurals: -s, -es, -ies. For Indonesian nouns: the noun itself.
std::vector<std::string> plurals(std::string_view noun, Language language);
std::string plural(std::string_view noun, Language language);
// Whether two units are one, a plural -s apart.
bool same_unit(std::string_view a, std::string_view b);
// The subject's record among the records that the documents declare: the first that no `list of` names.
std::string subject_noun(const std::vector<Document>& documents);
// What lists are declared of.
std::set<std::string> listed_nouns(const std::vector<Document>& documents);

}  // namespace pasal::checking
