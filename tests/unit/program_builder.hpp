// Builds small programs and their facts by hand, for tests of the evaluators.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/interpret/interpret.hpp"

namespace pasal {

inline Type type_of(TypeKind kind, std::string unit = {}) {
  Type type;
  type.kind = kind;
  type.unit = std::move(unit);
  return type;
}
inline Value text_value(std::string text) { return std::make_shared<const std::string>(std::move(text)); }
inline Date date_value(std::string_view text) {
  const auto date = parse_date(text);
  REQUIRE(date.has_value());
  return *date;
}
inline Value number_value(std::string_view text) {
  const auto number = Number::parse(text);
  REQUIRE(number.has_value());
  return *number;
}

struct ProgramBuilder {
  Program program;
  Sources sources;
  Subject subject;
  Moment as_of;

  // The subject, the built-in record of `measures taken`, and the ladder allow, warn, throttle by: percent, block.
  ProgramBuilder() {
    program.zone = *TimeZone::find("Asia/Jakarta");
    as_of = close(date_value("2018-07-04"));
    subject.name = "Tik Tok";
    program.records.push_back({"platform", "platforms", {}, {}});
    const std::uint32_t taken = record("measure taken");
    const std::pair<const char*, TypeKind> fields[] = {{"measure", TypeKind::text}, {"amount", TypeKind::number},
                                                       {"from", TypeKind::date},    {"until", TypeKind::date},
                                                       {"under", TypeKind::text},   {"about", TypeKind::text}};
    for (const auto& [name, kind] : fields) fact(name, type_of(kind), taken);
    Type list = type_of(TypeKind::list);
    list.record = taken;
    program.measures_taken = fact("measures taken", list).fact;
    declaration({0, program.measures_taken}).assumed = None{};
    Measure throttle{"throttle", type_of(TypeKind::percent), false, false, {}};
    program.ladders.push_back(
        {"measures",
         {{"allow", {}, false, false, {}}, {"warn", {}, false, false, {}}, throttle, {"block", {}, false, false, {}}},
         {}});
  }

  Moment close(Date date) const { return program.zone.close_of(date); }
  Moment at(std::string_view text) const { return *program.zone.moment(*parse_civil_time(text)); }

  // ---- vocabulary ----
  std::uint32_t record(std::string noun) {
    program.records.push_back({noun, noun + "s", {}, {}});
    return static_cast<std::uint32_t>(program.records.size() - 1);
  }
  FactId fact(std::string name, Type type, std::uint32_t record = 0) {
    FactDeclaration declared;
    declared.name = std::move(name);
    declared.type = std::move(type);
    auto& facts = program.records[record].facts;
    facts.push_back(std::move(declared));
    return {record, static_cast<std::uint32_t>(facts.size() - 1)};
  }
  FactId flag(std::string name, std::uint32_t record = 0) {
    return fact(std::move(name), type_of(TypeKind::boolean), record);
  }
  FactId count(std::string name, std::uint32_t record = 0) {
    return fact(std::move(name), type_of(TypeKind::number), record);
  }
  FactId list(std::string name, std::uint32_t of) {
    Type type = type_of(TypeKind::list);
    type.record = of;
    return fact(std::move(name), type);
  }
  FactDeclaration& declaration(FactId id) { return program.records[id.record].facts[id.fact]; }

  // ---- facts ----
  static FactReports& slot(std::vector<FactReports>& facts, FactId id) {
    if (facts.size() <= id.fact) facts.resize(id.fact + 1);
    return facts[id.fact];
  }
  Report& report(FactId id, Value value, std::optional<Value> from = {}) {
    auto& reports = slot(subject.facts, id).reports;
    reports.push_back({std::move(value), std::move(from), {"facts.yaml", 1, {}, {}, false}});
    return reports.back();
  }
  using Fields = std::vector<std::pair<FactId, Value>>;
  void item(FactId list, std::string name, const Fields& fields) {
    FactReports& reports = slot(subject.facts, list);
    if (!reports.items) reports.items.emplace();
    Item item{std::move(name), {"facts.yaml", 2, {}, {}, false}, {}};
    for (const auto& [id, value] : fields)
      slot(item.facts, id).reports.push_back({value, {}, {"facts.yaml", 2, {}, {}, false}});
    reports.items->push_back(std::move(item));
  }
  void taken(std::string measure, Value from, Value until = None{}, Value under = None{}, Value amount = None{},
             Value about = None{}) {
    const std::uint32_t of = program.records[0].facts[program.measures_taken].type.record;
    item({0, program.measures_taken}, {},
         {{{of, 0}, text_value(std::move(measure))},
          {{of, 1}, amount},
          {{of, 2}, from},
          {{of, 3}, until},
          {{of, 4}, under},
          {{of, 5}, about}});
  }

  // ---- nodes ----
  NodeId node(NodeContent content, Type type, std::uint32_t level, std::string words = {}) {
    Span span;
    if (!words.empty()) {
      const auto size = static_cast<std::uint32_t>(words.size());
      span = {sources.add("policy.pasal", std::move(words)), 0, size};
    }
    program.nodes.push_back({span, std::move(type), level, std::move(content)});
    return {static_cast<std::uint32_t>(program.nodes.size() - 1)};
  }
  NodeId value(Value value, Type type = type_of(TypeKind::number)) {
    return node(ConstantNode{std::move(value)}, std::move(type), 0);
  }
  NodeId number(std::int64_t value) { return this->value(Number(value)); }
  NodeId percent(std::int64_t value) { return this->value(*Number::ratio(value, 100), type_of(TypeKind::percent)); }
  NodeId use(FactId id, std::uint32_t level = 0) { return node(FactNode{level, id}, program[id].type, level); }
  NodeId reported(FactId id) { return node(ReportedNode{0, id}, type_of(TypeKind::boolean), 0); }
  std::uint32_t deepest(const std::vector<NodeId>& nodes) const {
    std::uint32_t level = 0;
    for (const NodeId id : nodes) level = std::max(level, program[id].level);
    return level;
  }
  NodeId call(Operator operation, std::vector<NodeId> operands, std::string words = {},
              TypeKind kind = TypeKind::boolean) {
    const std::uint32_t level = deepest(operands);
    if (operation >= Operator::add && operation <= Operator::round_down) kind = program[operands[0]].type.kind;
    return node(CallNode{operation, std::move(operands)}, type_of(kind), level, std::move(words));
  }
  NodeId both(NodeId a, NodeId b) { return call(Operator::and_, {a, b}); }
  NodeId either(NodeId a, NodeId b) { return call(Operator::or_, {a, b}); }
  NodeId no(NodeId a) { return call(Operator::not_, {a}); }
  NodeId shown(NodeId a) { return call(Operator::shown, {a}); }
  Selection selection(FactId list, std::optional<NodeId> where = {}, std::uint32_t level = 1) {
    return {0, list, level, where};
  }
  NodeId quantifier(Quantity quantity, FactId list, std::optional<NodeId> where, std::optional<NodeId> have = {}) {
    return node(QuantifierNode{quantity, selection(list, where), have}, type_of(TypeKind::boolean), 0);
  }
  NodeId aggregate(Summary summary, FactId list, std::optional<NodeId> where, std::optional<NodeId> of = {}) {
    return node(AggregateNode{summary, selection(list, where), of}, of ? program[*of].type : type_of(TypeKind::number),
                0);
  }
  NodeId in_force(std::uint32_t rung) { return node(TakenNode{0, rung, true}, type_of(TypeKind::boolean), 0); }
  NodeId taken_on(std::uint32_t rung) { return node(TakenNode{0, rung, false}, type_of(TypeKind::moment), 0); }

  NodeId broken(ObligationId obligation) {
    ObligationNode content;
    content.obligation = obligation;
    return node(content, type_of(TypeKind::boolean), 0);
  }

  // ---- statements ----
  RuleId rule(std::string name, std::uint32_t rung, std::optional<NodeId> condition,
              std::optional<NodeId> amount = {}) {
    Rule rule;
    rule.name = std::move(name);
    rule.measure = MeasureReference{0, rung, amount};
    rule.condition = condition;
    program.rules.push_back(std::move(rule));
    return {static_cast<std::uint32_t>(program.rules.size() - 1)};
  }
  Rule& operator[](RuleId id) { return program.rules[id.index]; }
  // An exception without a rung lets the measure fall.
  RuleId exception(std::string name, RuleId target, NodeId condition, std::optional<std::uint32_t> rung = {},
                   std::optional<NodeId> amount = {}) {
    const RuleId id = rule(std::move(name), rung.value_or(0), condition, amount);
    program.rules[id.index].kind = Rule::Kind::exception;
    if (!rung) program.rules[id.index].measure.reset();
    program.rules[target.index].exceptions.push_back(id);
    return id;
  }
  void unless(RuleId target, NodeId condition, bool is_shown = false) {
    program.rules[target.index].unless.push_back({is_shown ? shown(condition) : condition, is_shown, {}});
  }
  ObligationId obligation(std::string name, NodeId duty, std::optional<NodeId> deadline, std::uint32_t rung) {
    Obligation obligation;
    obligation.name = std::move(name);
    obligation.duty = duty;
    obligation.deadline = deadline;
    obligation.steps.push_back({.measure = {0, rung, {}}});
    program.obligations.push_back(std::move(obligation));
    return {static_cast<std::uint32_t>(program.obligations.size() - 1)};
  }

  Decision decide(const EvaluationLimits& limits = {}) const {
    return pasal::decide(program, sources, subject, as_of, limits);
  }
  LadderDecision ladder() const { return decide().ladders.at(0); }
};

// `block`, or `warn..block` where it is open; amounts in parentheses.
inline std::string written(const LadderDecision& decision) {
  const auto one = [](const Outcome& outcome, bool unlimited) {
    static const char* const rungs[] = {"allow", "warn", "throttle", "block"};
    std::string text = rungs[outcome.rung];
    if (outcome.amount) text += "(" + outcome.amount->plain() + ")";
    return unlimited ? text + "(unlimited)" : text;
  };
  if (decision.settled) return one(decision.at_least, false);
  return one(decision.at_least, false) + ".." + one(decision.at_most, decision.amount_unlimited);
}

inline std::string written(const std::vector<Question>& questions) {
  std::string text;
  for (const Question& question : questions) {
    text += (text.empty() ? "" : ", ") + question.name + (question.item.empty() ? "" : " of " + question.item);
  }
  return text;
}

}  // namespace pasal
