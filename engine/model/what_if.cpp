#include "engine/model/what_if.hpp"

namespace pasal {

const FactDeclaration* declaration_of(const Variable& variable, const Program& program) {
  return variable.kind == Variable::Kind::parameter ? nullptr : &program[variable.fact];
}

const std::string& name_of(const Variable& variable, const Program& program) {
  const FactDeclaration* fact = declaration_of(variable, program);
  return fact != nullptr ? fact->name : program.parameters[variable.parameter.index].name;
}

const Type& type_of(const Variable& variable, const Program& program) {
  const FactDeclaration* fact = declaration_of(variable, program);
  return fact != nullptr ? fact->type : program.parameters[variable.parameter.index].type;
}

Standing standing_of(const LadderDecision& on) { return {on.measure, on.at_least, on.at_most, on.amount_unlimited, on.settled}; }

std::vector<Standing> standing_of(const Decision& decision) {
  std::vector<Standing> result;
  for (const LadderDecision& on : decision.ladders) result.push_back(standing_of(on));
  return result;
}

std::optional<Number> place_of(const Value& value) {
  if (const auto* number = std::get_if<Number>(&value)) return *number;
  if (const auto* date = std::get_if<Date>(&value)) return Number(date->days);
  if (const auto* moment = std::get_if<Moment>(&value)) return Number(moment->minutes);
  if (const auto* period = std::get_if<Duration>(&value)) return Number(period->count);
  return std::nullopt;
}

}  // namespace pasal
