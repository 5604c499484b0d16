// Nodes that range over the items of a list, or over the instances of an obligation.
#include <algorithm>

#include "engine/interpret/evaluator.hpp"

namespace pasal::interpret {
namespace {

Truth flipped(Truth truth, bool flip) { return flip ? negate(truth) : truth; }

// How many of the selected items share a quality, compared with a share of the selected: never a division. An item
// that is selected and has the quality adds 1 - share, one that is selected without it takes share away, and the sum
// is compared with 0; so each item counts on its own, and what is unknown of it has a lowest and a highest part.
class Balance {
public:
  explicit Balance(const Number& share) : with_(subtract(Number(1), share)), without_(pasal::negate(share)) {
    if (with_ && without_) unknown_ = false;
  }

  void count(bool may_be_with, bool may_be_without, bool may_be_out) {
    std::optional<Number> low;
    std::optional<Number> high;
    const auto may_add = [&](const Number& part) {
      if (!low || part < *low) low = part;
      if (!high || part > *high) high = part;
    };
    if (unknown_) return;
    if (may_be_with) may_add(*with_);
    if (may_be_without) may_add(*without_);
    if (may_be_out) may_add(Number(0));
    if (low) add_up(*low, *high);
  }

  // No limits where it is unknown.
  Interval sum() const { return unknown_ ? Interval{} : Interval{low_, high_, false}; }

private:
  void add_up(const Number& low, const Number& high) {
    const auto lower = add(low_, low);
    const auto higher = add(high_, high);
    if (!lower || !higher) {
      unknown_ = true;
      return;
    }
    low_ = *lower;
    high_ = *higher;
  }

  std::optional<Number> with_;
  std::optional<Number> without_;
  Number low_;
  Number high_;
  bool unknown_ = true;
};

}  // namespace

Value Evaluator::evaluate(const QuantifierNode& node, NodeId) {
  const bool for_every = node.quantity == Quantity::every;
  // Every item has it where none is an item that lacks it, so one search for a witness serves all three.
  Truth found = Truth::no;
  const bool known = for_items(node.items, [&] {
    const Truth chosen = selected(node.items);
    if (chosen == Truth::no) return true;
    found = either(found, both(chosen, flipped(truth(node.have), for_every)));
    return found != Truth::yes;
  });
  if (!known) return Unknown{};
  return value_of(flipped(found, node.quantity != Quantity::any));
}

Value Evaluator::count(const Selection& items) {
  std::int64_t sure = 0;
  bool open = false;
  const bool known = for_items(items, [&] {
    const Truth chosen = selected(items);
    sure += chosen == Truth::yes ? 1 : 0;
    open = open || chosen == Truth::unknown;
    return true;
  });
  if (!known || open) return Unknown{};
  return Number(sure);
}

Value Evaluator::aggregate(const AggregateNode& node, NodeId id) {
  const bool adds = node.summary == Summary::sum || node.summary == Summary::average;
  const Operator operation = adds                               ? Operator::add
                             : node.summary == Summary::highest ? Operator::larger
                                                                : Operator::smaller;
  std::optional<Value> total;
  std::int64_t items = 0;
  Value open = None{};
  const bool known = for_items(node.items, [&] {
    const Truth chosen = selected(node.items);
    if (chosen == Truth::no) return true;
    Value part = value(*node.of);
    if (chosen == Truth::unknown) open = Unknown{};
    if (is_open(part) && !is_open(open)) open = part;
    if (is_open(open) || (is_none(part) && !adds)) return true;  // what is none is neither highest nor lowest
    ++items;
    if (is_none(part)) open = fail("one cannot calculate with none", program_[*node.of].span);
    if (is_open(open)) return true;
    const Value both_parts[] = {total ? *total : part, part};
    if (total) part = apply_or_fail(operation, both_parts, program_[id].span);
    if (is_open(part)) open = part;
    total = std::move(part);
    return true;
  });
  if (!known || is_interrupted()) return Unknown{};
  if (is_open(open)) return open;
  if (node.summary == Summary::sum && !total) return nothing_of(program_[id].type);
  if (node.summary != Summary::average) return total ? *total : Value(None{});
  if (!total) return fail("there is nothing to take the average of", program_[id].span);
  const Value parts[] = {*total, Number(items)};
  return apply_or_fail(Operator::divide, parts, program_[id].span);
}

// The sum of no items.
Value Evaluator::nothing_of(const Type& type) {
  return type.kind == TypeKind::duration ? Value(Duration{type.duration, 0}) : Value(Number(0));
}

Value Evaluator::apply_or_fail(Operator operation, std::span<const Value> operands, Span span) {
  OperationResult result = apply(operation, operands, setting());
  return result.problem.empty() ? std::move(result.value) : fail(std::move(result.problem), span);
}

Value Evaluator::evaluate(const AggregateNode& node, NodeId id) {
  return node.summary == Summary::count || !node.of ? count(node.items) : aggregate(node, id);
}

Truth Evaluator::judged(const Interval& balance, Operator comparison, NodeId id) {
  const Truth truth = compare(comparison, balance, point(Number(0)));
  if (records(id)) record_->branches.push_back({id, balance, point(Number(0)), static_cast<std::int64_t>(truth)});
  return truth;
}

Value Evaluator::evaluate(const ShareNode& node, NodeId id) {
  const Value share = value(node.share);
  const auto* part = std::get_if<Number>(&share);
  if (part == nullptr) return is_none(share) ? Value(false) : share;
  Balance balance(*part);
  const bool known = for_items(node.items, [&] {
    const Truth chosen = selected(node.items);
    if (chosen == Truth::no) return true;
    const Truth has = truth(node.have);
    balance.count(has != Truth::no, has != Truth::yes, chosen == Truth::unknown);
    return true;
  });
  if (!known) return Unknown{};
  return value_of(judged(balance.sum(), node.comparison, id));
}

Value Evaluator::evaluate(const ObligationNode& node, NodeId id) {
  const std::uint32_t index = node.obligation.index;
  const Obligation& obligation = program_.obligations[index];
  if (judging_[index]) return fail("`" + obligation.name + "` depends on itself", program_[id].span);
  judging_[index] = true;
  Value result = combine_obligation(node, obligation, id);
  judging_[index] = false;
  return result;
}

Value Evaluator::combine_obligation(const ObligationNode& node, const Obligation& obligation, NodeId id) {
  const DutyState asked = node.kept ? DutyState::kept : DutyState::broken;
  if (node.same_item && !node.share) return value_of(duty(obligation, true).truth(asked));
  const Value share = node.share ? value(*node.share) : Value(Number(0));
  const auto* part = std::get_if<Number>(&share);
  if (part == nullptr) return share;
  if (obligation.for_each && !obligation.for_each->periods &&
      list(obligation.for_each->items.list_level, obligation.for_each->items.list).items == nullptr) {
    return Unknown{};
  }
  Truth any = Truth::no;
  Balance balance(*part);
  for_instances(obligation.for_each, [&] {
    const Truth chosen = obligation.for_each ? selected(obligation.for_each->items) : Truth::yes;
    const DutyStates states = duty(obligation, true);
    any = either(any, both(chosen, states.truth(asked)));
    if (chosen == Truth::no) return;
    const bool may_be_other =
        states.may_be(DutyState::late) || states.may_be(node.kept ? DutyState::broken : DutyState::kept);
    const bool may_be_out = chosen == Truth::unknown || states.may_be(DutyState::none) ||
                            states.may_be(DutyState::pending) || states.may_be(DutyState::lifted);
    balance.count(states.may_be(asked), may_be_other, may_be_out);
  });
  return value_of(node.share ? judged(balance.sum(), node.comparison, id) : any);
}

}  // namespace pasal::interpret
