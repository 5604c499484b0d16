// The program: a policy after every name is resolved and every type and unit is checked.
//
// Purpose: the one input of every evaluator. Immutable once built; refers to nothing outside itself, so that it may
// be shared between threads. Nodes live in one vector, operands before their users. `level` counts how many items
// are bound: level 0 is the subject, level 1 the item of the outermost `for each` or `where`, and so on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/facts.hpp"
#include "engine/model/type.hpp"
#include "engine/model/value.hpp"
#include "grammar/source.hpp"

namespace pasal {

// A typed index into one of the program's vectors.
template <typename Tag>
struct Id {
  std::uint32_t index = 0;
  friend auto operator<=>(Id, Id) = default;
};
using NodeId = Id<struct NodeTag>;
using ParameterId = Id<struct ParameterTag>;
using RuleId = Id<struct RuleTag>;            // rules, table rows and exceptions
using ObligationId = Id<struct ObligationTag>;

// ---- the vocabulary -------------------------------------------------------------------------------------------

// Where a fact is kept: `record` 0 is the subject.
struct FactId {
  std::uint32_t record = 0;
  std::uint32_t fact = 0;
  friend auto operator<=>(FactId, FactId) = default;
};

struct FactDeclaration {
  std::string name;                  // as the author declared it
  Type type;
  bool if_any = false;               // may be none; a dated happening counts from its own date on
  bool may_lie_ahead = false;
  bool when_verified = false;
  bool changeable = false;
  std::optional<Value> assumed;      // `assume V`; for a list `assume none` is `None`
  std::optional<Number> lowest;      // the declared range, in the fact's own unit (percent: a fraction)
  std::optional<Number> highest;
  std::optional<std::string> path;   // from "financials.turnover"
  Span span;
};

struct Record {
  std::string noun;                  // `platform`
  std::string plural;                // as declared with `plural`, else by rule
  std::vector<FactDeclaration> facts;
  Span span;
};

// `1,000 from 2018-07-03 cite "…"`; a parameter without dates has one row with no date.
struct ParameterRow {
  Value value;
  std::optional<Date> from;
  std::optional<std::string> cite;
  Span span;
};
struct Parameter {
  std::string name;
  Type type;
  std::vector<ParameterRow> rows;    // ascending by date
  Span span;
};

// ---- expressions ----------------------------------------------------------------------------------------------

enum class Operator : std::uint8_t {
#define OPERATOR(name, operands) name,
#include "engine/model/operators.def"
#undef OPERATOR
};

struct ConstantNode {
  Value value;
};
// A fact of the subject or of the item bound at `level`.
struct FactNode {
  std::uint32_t level = 0;
  FactId fact;
};
// `is reported`: asks of the report itself. In the bounds, what is not reported may still be.
struct ReportedNode {
  std::uint32_t level = 0;
  FactId fact;
};
struct ParameterNode {
  ParameterId parameter;
};
// `today` (a date) or `now` (a moment): the moment asked about.
struct MomentNode {
  bool whole_day = false;
};
// The first or last day of the period that is bound at `level`, or the day after the last.
struct PeriodNode {
  enum class Day : std::uint8_t { first, last, next };
  std::uint32_t level = 1;
  Day day = Day::first;
};
struct CallNode {
  Operator operation;
  std::vector<NodeId> operands;
};
// First case whose condition is true; `otherwise`, else unknown with an error. A case whose condition is unknown
// makes the whole unknown (unless every value that is still possible is the same).
struct ChoiceNode {
  struct Case {
    NodeId condition;
    NodeId value;
  };
  std::vector<Case> cases;
  std::optional<NodeId> otherwise;
  std::string name;                  // of the definition, for the error
};
// The items a quantifier or an aggregate ranges over: the list fact, bound at `level`, those for which `where` holds.
struct Selection {
  std::uint32_t list_level = 0;      // where the list fact is kept
  FactId list;
  std::uint32_t level = 1;           // where each item is bound
  std::optional<NodeId> where;
};
enum class Quantity : std::uint8_t { any, every, none };
// any: `where` (and `have`, if present) holds of one. every: `have` holds of each. none: the opposite of any.
struct QuantifierNode {
  Quantity quantity;
  Selection items;
  std::optional<NodeId> have;
};
enum class Summary : std::uint8_t { count, sum, average, highest, lowest };
struct AggregateNode {
  Summary summary;
  Selection items;
  std::optional<NodeId> of;          // what is added up; not for count
};
// `fewer than 80% of complaints where A have B`: compares the count of A and B with `share` times the count of A.
struct ShareNode {
  Operator comparison;               // equal … greater_or_equal
  NodeId share;                      // a percent
  Selection items;
  NodeId have;
};
// Evaluates `value` with the parameters in force on the day of `moment`: law is not applied backwards.
struct LawOnNode {
  NodeId value;
  NodeId moment;
};
// Asks of the past up to the present moment: what `of` was worth then, with the facts, the parameters and the `today` of
// each moment. `throughout`: it held from the last moment that lies at least (or more than) a period ago, without a break.
// `at_some_moment`: it held at one moment that lies at most a period ago. The others sum up the values since then.
struct HistoryNode {
  enum class Question : std::uint8_t { throughout, throughout_more, at_some_moment, highest, lowest, average };
  Question question;
  NodeId of;
  NodeId period;
};
// `F as of D`: what `value` was worth at the close of a day, or at a moment.
struct AsOfNode {
  NodeId value;
  NodeId moment;
};
// A measure's name as a value: the moment it was last taken; `in_force`: whether it is in force at the moment.
struct TakenNode {
  std::uint32_t ladder = 0;
  std::uint32_t rung = 0;
  bool in_force = false;
};
// How many instances of an obligation are broken (or kept): `"Name" is broken`, `fewer than 95% of "Name" are kept`.
struct ObligationNode {
  ObligationId obligation;
  bool same_item = false;            // this item's instance only; else any instance
  // When set: compares the share of kept (else broken) instances with `share`.
  std::optional<NodeId> share;
  Operator comparison = Operator::less;
  bool kept = false;                 // asks for kept instead of broken
};

using NodeContent = std::variant<ConstantNode, FactNode, ReportedNode, ParameterNode, MomentNode, PeriodNode, CallNode, ChoiceNode,
                                 QuantifierNode, AggregateNode, ShareNode, LawOnNode, HistoryNode, AsOfNode, TakenNode, ObligationNode>;
struct Node {
  Span span;                         // the author's words for it
  Type type;
  std::uint32_t level = 0;           // the deepest item level it depends on, outside its own selections
  NodeContent content;
};

// ---- statements -----------------------------------------------------------------------------------------------

// In force from the first day until the last day, both included; an open end has no date.
struct InForce {
  std::optional<Date> from;
  std::optional<Date> until;
  Span span{};
};

struct Measure {
  std::string name;
  std::optional<Type> amount;        // money, percent, number or duration
  bool added_up = false;             // amounts of equal measures add up; else the largest wins
  bool once = false;                 // done when `measures taken` shows it
  Span span;
};
// Mildest first: rung 0 decides nothing.
struct Ladder {
  std::string name;                  // `measures`, `measures on advertising`
  std::vector<Measure> measures;
  Span span;
};
struct MeasureReference {
  std::uint32_t ladder = 0;
  std::uint32_t rung = 0;
  std::optional<NodeId> amount;
};

// A piece of a `because` text: words, or an expression to show.
using TextPiece = std::variant<std::string, NodeId>;

// Periods that follow each other, the first from `from` on; each binds level 1 once it has begun.
struct PeriodSeries {
  std::int64_t months = 1;           // 1, 3, 6 or 12
  Date from;
};
struct ForEach {
  Selection items;                   // binds level 1
  std::optional<PeriodSeries> periods = {};  // in the place of items
};

// `unless C`: the measure falls when C is true. `shown`: doubt counts as no.
struct Defeat {
  NodeId condition;                  // wrapped in Operator::shown where the burden is the subject's
  bool shown = false;
  Span span;
};

// A rule, a row of a table, or an exception (which has targets).
struct Rule {
  enum class Kind : std::uint8_t { rule, table_row, exception };
  Kind kind = Kind::rule;
  std::string name;                  // an unnamed rule is named by its sentence
  Span span;                         // its name, else its sentence: where messages and reasons point
  std::optional<ForEach> for_each;
  std::optional<MeasureReference> measure;  // an exception may have none: then the target's measure falls
  std::optional<NodeId> condition;   // none: always
  std::vector<Defeat> unless;
  std::vector<TextPiece> because;    // empty: the rule's own sentence stands for it
  std::vector<std::string> cites;
  InForce in_force;
  // Exceptions to this rule (or to this exception), in the order of declaration. An exception applies when its
  // condition holds and it is not itself defeated.
  std::vector<RuleId> exceptions;
  Span words;                        // its sentence, from the measure to the condition's last word; empty: put together
  // Of a row of a table: the table's name, and the cells that ask something, each with the head of its column.
  struct Cell {
    Span column;
    Span words;
    NodeId condition;
  };
  std::string table;
  Span table_span;
  std::vector<Cell> cells;
};

// What follows when an obligation is not met. The first step is due with the breach, each other one after a wait that
// runs from the day the step before it was taken.
struct ObligationStep {
  MeasureReference measure;
  std::optional<NodeId> wait = {};   // a duration; none: due when the step before it is taken
  std::optional<NodeId> condition = {};  // judged at the moment asked about
  bool even_if_late = false;         // stays when the duty is met after the step was due
  Span span = {};
};
struct Obligation {
  std::string name;
  Span span;
  std::optional<ForEach> for_each;
  std::optional<NodeId> condition;   // `if C`
  NodeId duty;                       // what must hold; negation is part of it
  bool shown = false;                // doubt counts as not done (the duty is wrapped in Operator::shown)
  std::optional<NodeId> deadline;    // a date (its last day) or a moment (its last minute); none: at once
  std::vector<ObligationStep> steps;
  bool resumes = false;              // a lapse starts again at the step that was reached, not at the first
  std::vector<Defeat> unless;
  std::vector<TextPiece> because;
  std::vector<std::string> cites;
  InForce in_force;
  std::vector<RuleId> exceptions;    // lift the duty
  Span words;                        // its sentence, from `must` to the deadline; empty: put together
};

// What the author promises of the whole policy: `never block because "Register" if registered`.
struct Guarantee {
  struct Promise {
    MeasureReference measure;        // of an amount: that much or more
    std::string because;             // a rule's name; empty: whatever the reason
    std::optional<NodeId> condition; // none: in no case
    Span span;
  };
  std::string name;
  Span span;
  std::vector<Promise> never;
};

// One expectation of a test: `measure`, `at_least` and `at_most` for one ladder, the others for the whole decision.
struct Expectation {
  enum class Kind : std::uint8_t { measure, at_least, at_most, open, settled, question };
  Kind kind = Kind::measure;
  std::uint32_t ladder = 0;
  std::uint32_t rung = 0;
  std::optional<Number> amount;
  std::string because;               // a rule's name; empty when not asked
  std::string question;              // a fact's name as declared
  Span span;
};
struct Test {
  std::string name;
  Span span;
  Moment as_of;
  Subject subject;
  std::vector<Expectation> expectations;
};

// Everything a policy says, ready for evaluation.
struct Program {
  std::string policy;                // its name; empty when it has no `policy` statement
  std::string authority;
  Language language = Language::english;
  TimeZone zone;
  WorkingCalendar calendar;
  InForce in_force;
  std::optional<NodeId> applies_if;
  std::vector<Record> records;       // 0 is the subject's
  std::uint32_t measures_taken = 0;  // which fact of the subject is the built-in list `measures taken`
  std::vector<Parameter> parameters;
  std::vector<Node> nodes;
  std::vector<Ladder> ladders;
  std::vector<Rule> rules;           // exceptions included
  std::vector<Obligation> obligations;
  std::vector<Guarantee> guarantees;
  std::vector<Test> tests;

  const Node& operator[](NodeId id) const { return nodes[id.index]; }
  const FactDeclaration& operator[](FactId id) const { return records[id.record].facts[id.fact]; }
};

// The order of the facts of the built-in record of `measures taken`.
enum class TakenFact : std::uint32_t { measure, amount, from, until, under, about };

}  // namespace pasal
