// From the conditions of a program to alternatives of conjunctions of tables.
//
// Purpose: the part of a plan that reads the program. Input: a program and a moment. Output: the inputs that its conditions
// ask of, and each condition in one of the two ways of reading it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "engine/model/operations.hpp"
#include "engine/plan/plan.hpp"
#include "engine/plan/table.hpp"

namespace pasal::plan {

// What a condition asks of: a fact of the subject, or a condition that is worked out for each row (`a > b`).
struct Input {
  std::optional<NodeId> computed;     // else a fact
  bool may_fail = false;              // of what is computed: it may be an error, as where something is divided
  std::uint32_t fact = 0;
  std::vector<Number> thresholds;     // ascending, in units of the row's place
  std::vector<std::int64_t> ceilings;  // of the thresholds: the first whole place not below each
  bool only_verified = false;         // a claim counts as unknown
  bool may_be_none = false;
  std::optional<std::int64_t> latest;  // a place beyond it has not happened yet, and counts as none

  // The cells, in their order. Those of a computed condition are no, yes, and unknown.
  std::uint32_t places() const { return static_cast<std::uint32_t>(2 * thresholds.size() + 1); }
  std::uint32_t none() const { return computed ? 0 : places(); }
  std::uint32_t unknown() const { return computed ? 2 : places() + 1; }
  std::uint32_t not_reported() const { return places() + 2; }
  std::uint32_t cells() const { return computed ? 3 : places() + 3; }
  bool is_doubt(std::uint32_t cell) const { return cell >= unknown(); }
  std::uint32_t cell_at(const Number& place) const;
  // Of a fact, as it counts in a row; nothing where its value has no place that could be worked out.
  std::optional<std::uint32_t> cell_of(const FactRow& row) const;
  std::uint32_t cell_at_place(std::int64_t place) const;
  // The first whole place in a cell that is not the first one, or behind it where there is none in it.
  std::int64_t first_place(std::uint32_t cell) const;
};

// How a condition is read: as far as it is known (doubt stays doubt), or as it is decided (`shown` counts doubt as no).
enum class Reading : std::uint8_t { bounds, decided };

// An amount as a measure has it, never below 0; nothing where the value is none.
std::optional<Number> amount_of(const Value& value);

// More alternatives than this are worked out for each row.
constexpr std::size_t most_alternatives = 64;

class Conditions {
public:
  Conditions(const Program& program, Moment as_of);

  const std::vector<Input>& inputs() const { return inputs_; }
  // Nothing where it cannot be expressed, which is noted.
  std::optional<Alternatives> condition(NodeId node, bool negated, Reading reading);
  // Whether a rule or an exception applies: in force, its condition holds, and nothing defeats it.
  std::optional<Alternatives> applies(const Rule& rule, bool negated, Reading reading);
  bool in_force(const InForce& dates) const;
  // What a node is worth whatever the facts are; nothing where it depends on them or cannot be worked out.
  const std::optional<Value>& fixed(NodeId node) const { return fixed_[node.index]; }
  void cannot(std::string what, Span span);
  std::vector<NotPlanned> take_not_planned() { return std::move(not_planned_); }

  // A condition's value on a row; open where it cannot be said without the reference.
  static Value compute(const Program& program, const std::vector<std::optional<Value>>& fixed, NodeId node, const FactRow& row, Moment as_of);
  // What an amount comes to on a row, never below 0; nothing where it is open.
  static std::optional<Number> amount(const Program& program, const std::vector<std::optional<Value>>& fixed, NodeId node, const FactRow& row, Moment as_of);
  // Whether a node can be worked out for each row.
  bool can_compute(NodeId node) const { return computable_[node.index]; }
  // The facts of the subject that a condition leans on when it is worked out, ascending.
  static std::vector<std::uint32_t> facts_of(const Program& program, NodeId node);
  const std::vector<std::optional<Value>>& all_fixed() const { return fixed_; }

private:
  enum class Doubt : std::uint8_t { stays, is_no, is_yes };
  using Key = std::tuple<std::uint32_t, bool, Reading, Doubt>;

  void fix();
  void find_depths();
  bool may_fail(NodeId node) const;
  void find_thresholds();
  // Of a comparison of a fact with fixed values: which operand the fact is.
  std::optional<std::size_t> fact_operand(const CallNode& call) const;
  const FactNode* plain_fact(NodeId node) const;
  std::optional<Number> place_of(const Value& value, const Input& input) const;
  std::uint32_t cell_of(const Value& value, const Input& input) const;

  std::optional<Alternatives> formula(NodeId node, bool negated, Reading reading, Doubt doubt);
  std::optional<Alternatives> read(NodeId node, bool negated, Reading reading, Doubt doubt);
  std::optional<Alternatives> connected(const CallNode& call, bool negated, Reading reading, Doubt doubt);
  std::optional<Alternatives> computed(NodeId node, bool negated);
  static Alternatives looked_up(std::uint32_t input, const Table& table, bool negated, Doubt doubt);
  Table table_of(const CallNode& call, std::size_t fact_operand, const Input& input) const;

  const Program& program_;
  FactLayout layout_;
  Moment as_of_;
  std::vector<std::optional<Value>> fixed_;
  std::vector<bool> computable_;            // by node
  std::vector<std::uint32_t> depths_;
  std::vector<Input> inputs_;
  std::map<std::uint32_t, std::uint32_t> input_of_fact_;
  std::map<std::uint32_t, std::uint32_t> input_of_node_;
  std::map<Key, std::optional<Alternatives>> known_;
  std::uint32_t nested_ = 0;                // exceptions to exceptions
  std::vector<NotPlanned> not_planned_;
};

}  // namespace pasal::plan
