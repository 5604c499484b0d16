// Which variable is meant, and what it is worth as the facts stand.
#include <algorithm>

#include "engine/interpret/evaluator.hpp"
#include "engine/what_if/what_if.hpp"

namespace pasal {
namespace {

std::optional<std::uint32_t> fact_named(const Record& record, const std::string& wanted) {
  const auto found = std::ranges::find_if(record.facts, [&](const FactDeclaration& fact) { return normalized(fact.name) == wanted; });
  if (found == record.facts.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - record.facts.begin());
}

}  // namespace

std::optional<Variable> find_variable(const Program& program, std::string_view name) {
  const std::string wanted = normalized(name);
  if (program.records.empty()) return std::nullopt;
  if (const auto fact = fact_named(program.records.front(), wanted)) {
    return Variable{.kind = Variable::Kind::fact, .fact = {0, *fact}, .parameter = {}};
  }
  for (std::uint32_t index = 0; index < program.parameters.size(); ++index) {
    if (normalized(program.parameters[index].name) != wanted) continue;
    return Variable{.kind = Variable::Kind::parameter, .fact = {}, .parameter = {index}};
  }
  return std::nullopt;
}

std::optional<MeasurePlace> find_measure(const Program& program, std::string_view name) {
  const std::string wanted = normalized(name);
  for (std::uint32_t ladder = 0; ladder < program.ladders.size(); ++ladder) {
    const auto& measures = program.ladders[ladder].measures;
    const auto found = std::ranges::find_if(measures, [&](const Measure& one) { return normalized(one.name) == wanted; });
    if (found != measures.end()) return MeasurePlace{ladder, static_cast<std::uint32_t>(found - measures.begin())};
  }
  return std::nullopt;
}

std::vector<std::string> measure_names(const Program& program) {
  std::vector<std::string> names;
  for (const Ladder& ladder : program.ladders) {
    for (const Measure& measure : ladder.measures) names.push_back(measure.name);
  }
  return names;
}

std::optional<Variable> variable_of(const Question& question, const Program& program, const Subject& subject) {
  const std::string wanted = normalized(question.name);
  const Record& own = program.records.front();
  if (question.item.empty()) {
    const auto fact = fact_named(own, wanted);
    if (!fact) return std::nullopt;
    return Variable{.kind = Variable::Kind::fact, .fact = {0, *fact}, .parameter = {}};
  }
  for (std::uint32_t list = 0; list < own.facts.size() && list < subject.facts.size(); ++list) {
    if (own.facts[list].type.kind != TypeKind::list || !subject.facts[list].items) continue;
    const std::uint32_t record = own.facts[list].type.record;
    const auto fact = fact_named(program.records[record], wanted);
    if (!fact) continue;
    const auto& items = *subject.facts[list].items;
    for (std::uint32_t item = 0; item < items.size(); ++item) {
      const std::string name = items[item].name.empty() ? program.records[record].noun + " " + std::to_string(item + 1) : items[item].name;
      if (name == question.item) return Variable{Variable::Kind::item_fact, {record, *fact}, list, item, {}};
    }
  }
  return std::nullopt;
}

Value value_in(const Variable& variable, const Program& program, const Subject& subject, Moment as_of) {
  interpret::Evaluator evaluator(program, subject, as_of, {});
  if (variable.kind == Variable::Kind::parameter) {
    const ParameterRow* row = evaluator.row_in_force(program.parameters[variable.parameter.index]);
    return row != nullptr ? row->value : Value(Unknown{});
  }
  std::uint32_t level = 0;
  std::optional<interpret::Evaluator::Bound> bound;
  if (variable.kind == Variable::Kind::item_fact) {
    const Item& item = (*subject.facts[variable.list].items)[variable.item];
    bound.emplace(evaluator, level = 1, variable.fact.record, &item, variable.item);
  }
  if (type_of(variable, program).kind == TypeKind::list) {
    const auto list = evaluator.list(level, variable.fact);
    return list.items == nullptr ? Value(Unknown{}) : list.items->empty() ? Value(None{}) : Value(true);
  }
  const auto state = evaluator.state(level, variable.fact);
  return state.claimed ? state.report->value : state.value;
}

Reported report_in(const Variable& variable, const Program& program, const Subject& subject, Moment as_of) {
  if (variable.kind != Variable::Kind::fact || type_of(variable, program).kind == TypeKind::list) return {};
  interpret::Evaluator evaluator(program, subject, as_of, {});
  const auto state = evaluator.state(0, variable.fact);
  return {state.report, state.claimed};
}

}  // namespace pasal
