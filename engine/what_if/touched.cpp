#include "engine/what_if/touched.hpp"

#include <algorithm>

#include "engine/model/operands.hpp"

namespace pasal {
namespace {

class Spread {
public:
  Spread(const Program& program, const Variable& variable) : program_(program), variable_(variable) {
    touched_.nodes.resize(program.nodes.size());
    touched_.rules.resize(program.rules.size());
    touched_.obligations.resize(program.obligations.size());
  }

  // What has become of an obligation can be asked for in a condition, and conditions make obligations: until nothing more
  // is touched.
  interpret::Touched take() {
    do {
      nodes();
      rules();
    } while (obligations());
    if (program_.applies_if && is_touched(*program_.applies_if)) {
      touched_.rules.assign(touched_.rules.size(), true);
      touched_.obligations.assign(touched_.obligations.size(), true);
    }
    return std::move(touched_);
  }

private:
  void nodes();
  void rules();
  bool obligations();
  bool is_varied(FactId fact) const;
  bool is_taken_varied() const;
  bool is_varied(const NodeContent& content) const;
  bool is_touched(NodeId node) const { return touched_.nodes[node.index]; }
  bool is_touched(const std::optional<NodeId>& node) const { return node && is_touched(*node); }
  bool is_touched(const std::optional<ForEach>& for_each) const {
    return for_each && ((!for_each->periods && is_varied(for_each->items.list)) || is_touched(for_each->items.where));
  }
  bool is_touched(const std::vector<Defeat>& unless) const {
    return std::ranges::any_of(unless, [&](const Defeat& defeat) { return is_touched(defeat.condition); });
  }
  bool is_touched(const std::vector<RuleId>& exceptions) const {
    return std::ranges::any_of(exceptions, [&](RuleId rule) { return touched_.rules[rule.index]; });
  }

  const Program& program_;
  const Variable& variable_;
  interpret::Touched touched_;
};

// What a record of `measures taken` says of one thing may tell what it leaves unsaid of another.
bool Spread::is_varied(FactId fact) const {
  if (variable_.kind == Variable::Kind::parameter) return false;
  const std::uint32_t taken = program_[FactId{0, program_.measures_taken}].type.record;
  return fact == variable_.fact || (fact.record != 0 && fact.record == taken && variable_.fact.record == taken);
}

bool Spread::is_taken_varied() const {
  const FactId taken{0, program_.measures_taken};
  return is_varied(taken) || is_varied(FactId{program_[taken].type.record, 0});
}

bool Spread::is_varied(const NodeContent& content) const {
  if (const auto* parameter = std::get_if<ParameterNode>(&content)) {
    return variable_.kind == Variable::Kind::parameter && parameter->parameter == variable_.parameter;
  }
  if (const auto* fact = std::get_if<FactNode>(&content)) return is_varied(fact->fact);
  if (const auto* reported = std::get_if<ReportedNode>(&content)) return is_varied(reported->fact);
  if (const auto* duty = std::get_if<ObligationNode>(&content)) return touched_.obligations[duty->obligation.index];
  if (std::holds_alternative<TakenNode>(content)) return is_taken_varied();
  const Selection* items = selection_of(content);
  return items != nullptr && is_varied(items->list);
}

// Operands come before their users.
void Spread::nodes() {
  for (std::size_t index = 0; index < program_.nodes.size(); ++index) {
    const NodeContent& content = program_.nodes[index].content;
    bool touched = is_varied(content);
    for_each_operand(content, [&](NodeId operand) { touched = touched || is_touched(operand); });
    touched_.nodes[index] = touched;
  }
}

// An exception touches that from which it excepts, whatever the order in which they stand.
void Spread::rules() {
  std::vector<std::vector<std::size_t>> targets(program_.rules.size());
  std::vector<std::size_t> spreading;
  for (std::size_t index = 0; index < program_.rules.size(); ++index) {
    const Rule& rule = program_.rules[index];
    for (const RuleId exception : rule.exceptions) targets[exception.index].push_back(index);
    touched_.rules[index] = is_touched(rule.for_each) || is_touched(rule.condition) || is_touched(rule.unless) ||
                            (rule.measure && is_touched(rule.measure->amount));
    if (touched_.rules[index]) spreading.push_back(index);
  }
  while (!spreading.empty()) {
    const std::size_t exception = spreading.back();
    spreading.pop_back();
    for (const std::size_t target : targets[exception]) {
      if (!touched_.rules[target]) spreading.push_back(target);
      touched_.rules[target] = true;
    }
  }
}

// Whether one more is touched than before.
bool Spread::obligations() {
  bool more = false;
  for (std::size_t index = 0; index < program_.obligations.size(); ++index) {
    const Obligation& one = program_.obligations[index];
    const auto is_touched_step = [&](const ObligationStep& step) {
      return is_touched(step.wait) || is_touched(step.condition) || is_touched(step.measure.amount);
    };
    const bool climbs = one.steps.size() > 1 || one.resumes;  // by what was taken
    const bool touched = is_touched(one.for_each) || is_touched(one.condition) || is_touched(one.duty) || is_touched(one.deadline) ||
                         std::ranges::any_of(one.steps, is_touched_step) || is_touched(one.unless) || is_touched(one.exceptions) ||
                         (climbs && is_taken_varied());
    more = more || (touched && !touched_.obligations[index]);
    touched_.obligations[index] = touched;
  }
  return more;
}

}  // namespace

interpret::Touched touched_by(const Program& program, const Variable& variable) { return Spread(program, variable).take(); }

}  // namespace pasal
