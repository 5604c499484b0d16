#include "engine/what_if/varied.hpp"

#include <algorithm>

#include "engine/interpret/operands.hpp"

namespace pasal {
namespace {

bool is_varied(const NodeContent& content, const std::vector<Variable>& variables) {
  return std::ranges::any_of(variables, [&](const Variable& variable) {
    if (const auto* parameter = std::get_if<ParameterNode>(&content)) {
      return variable.kind == Variable::Kind::parameter && parameter->parameter == variable.parameter;
    }
    if (variable.kind == Variable::Kind::parameter) return false;
    if (const auto* fact = std::get_if<FactNode>(&content)) return fact->fact == variable.fact;
    if (const auto* reported = std::get_if<ReportedNode>(&content)) return reported->fact == variable.fact;
    const Selection* items = interpret::selection_of(content);
    return items != nullptr && items->list == variable.fact;
  });
}

// An obligation is asked about by nodes that come before it may: those depend on all that it depends on.
std::vector<bool> dependent_nodes(const Program& program, const std::vector<Variable>& variables) {
  std::vector<bool> dependent(program.nodes.size());
  for (std::size_t index = 0; index < program.nodes.size(); ++index) {
    const NodeContent& content = program.nodes[index].content;
    bool depends = is_varied(content, variables) || std::holds_alternative<ObligationNode>(content);
    interpret::for_each_operand(content, [&](NodeId operand) { depends = depends || dependent[operand.index]; });
    dependent[index] = depends;
  }
  return dependent;
}

}  // namespace

Varied::Varied(const Program& program, const Subject& subject, std::vector<Variable> variables)
    : program_(program), own_subject_(subject), variables_(std::move(variables)), dependent_(pasal::dependent_nodes(program, variables_)) {
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
