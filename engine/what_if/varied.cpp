#include "engine/what_if/varied.hpp"

#include <algorithm>

namespace pasal {

Varied::Varied(const Program& program, const Subject& subject, std::vector<Variable> variables)
    : program_(program), own_subject_(subject), variables_(std::move(variables)) {
  if (!program.records.empty()) own_subject_.facts.resize(program.records.front().facts.size());
  for (const Variable& variable : variables_) {
    if (variable.kind == Variable::Kind::parameter) {
      if (!own_program_) own_program_ = program;
      original_.emplace_back();
    } else {
      original_.push_back(reports(variable));
    }
  }
}

const interpret::Touched& Varied::touched(std::size_t index) {
  const Variable& variable = variables_[index];
  const std::tuple key(variable.kind, variable.fact, variable.parameter);
  const auto known = touched_.find(key);
  return known != touched_.end() ? known->second : touched_.emplace(key, touched_by(program_, variable)).first->second;
}

FactReports& Varied::reports(const Variable& variable) {
  if (variable.kind == Variable::Kind::fact) return own_subject_.facts[variable.fact.fact];
  Item& item = (*own_subject_.facts[variable.list].items)[variable.item];
  item.facts.resize(std::max<std::size_t>(item.facts.size(), variable.fact.fact + 1));
  return item.facts[variable.fact.fact];
}

void Varied::set(std::size_t index, const Value& value) {
  const Variable& variable = variables_[index];
  if (variable.kind == Variable::Kind::parameter) {
    for (ParameterRow& row : own_program_->parameters[variable.parameter.index].rows) row.value = value;
    return;
  }
  const Provenance provenance{.file = {}, .line = 0, .source = {}, .observed = {}, .verified = true};
  FactReports changed;
  if (type_of(variable, program_).kind == TypeKind::list && is_none(value)) {
    changed.items.emplace();
    changed.list_provenance = provenance;
  } else {
    changed = original_[index];
    put_instead(changed, {value, std::nullopt, provenance}, program_.zone);
  }
  reports(variable) = std::move(changed);
}

void Varied::restore(std::size_t index) {
  const Variable& variable = variables_[index];
  if (variable.kind == Variable::Kind::parameter) {
    own_program_->parameters[variable.parameter.index] = program_.parameters[variable.parameter.index];
  } else {
    reports(variable) = original_[index];
  }
}

}  // namespace pasal
