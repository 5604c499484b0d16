#include "engine/plan/incremental.hpp"

#include <algorithm>
#include <array>

#include "engine/plan/rows.hpp"

namespace pasal {
namespace plan {
namespace {

// Where the truth of one row's table turns into another one.
struct Turn {
  std::uint32_t cell = 0;  // the first in which it is the other
  std::uint32_t row = 0;
  Truth before = Truth::no;
  Truth behind = Truth::no;
};

// What holds or may hold at each level of a ladder, counted in rows; the policy itself applies at level 1 of a ladder of its own.
struct Place {
  std::uint32_t ladder = 0;
  std::uint32_t level = 0;
  bool in_bounds = false;
  bool decided = false;
  std::optional<NodeId> amount;  // where that of its level is worked out
};

// What is counted: rows that surely hold in each reading, and those that may.
enum class Counted : std::uint8_t { decided, at_least, at_most };
constexpr std::size_t countings = 3;

bool counts_as(Counted counted, const Place& place, Truth truth) {
  if (counted == Counted::at_most) return place.in_bounds && truth != Truth::no;
  return (counted == Counted::decided ? place.decided : place.in_bounds) && truth == Truth::yes;
}

}  // namespace
}  // namespace plan

struct IncrementalPlan::Compiled {
  Compiled(const Program& of, Moment at);
  void add(const plan::Conjunction& conjunction, plan::Place place);

  const Program& program;
  Moment as_of;
  plan::Rows found;  // its rows are moved
  std::vector<plan::Place> places;               // by row
  std::vector<std::vector<plan::Turn>> turns;    // by input, ascending by cell
  std::vector<std::vector<std::uint32_t>> no_at_first;       // by input: rows that do not hold in its first cell
  std::vector<std::vector<std::uint32_t>> unknown_at_first;  // the same of those of which nobody knows
  std::vector<std::vector<std::uint32_t>> inputs_of_fact;
  std::vector<std::uint32_t> levels;             // by ladder
  std::vector<std::vector<std::uint32_t>> with_amount;  // by ladder: rows whose amount may have to be worked out
};

void IncrementalPlan::Compiled::add(const plan::Conjunction& conjunction, plan::Place place) {
  const auto row = static_cast<std::uint32_t>(places.size());
  places.push_back(place);
  for (const auto& [input, table] : conjunction) {
    const auto& runs = table.runs();
    if (runs.front().second == Truth::no) no_at_first[input].push_back(row);
    if (runs.front().second == Truth::unknown) unknown_at_first[input].push_back(row);
    for (std::size_t run = 1; run < runs.size(); ++run) turns[input].push_back({runs[run].first, row, runs[run - 1].second, runs[run].second});
  }
}

IncrementalPlan::Compiled::Compiled(const Program& of, Moment at) : program(of), as_of(at), found(plan::find_rows(of, at)) {
  if (!found.not_planned.empty()) return;
  turns.resize(found.inputs.size());
  no_at_first.resize(found.inputs.size());
  unknown_at_first.resize(found.inputs.size());
  for (std::uint32_t ladder = 0; ladder < found.ladders.size(); ++ladder) {
    auto& with_amounts = with_amount.emplace_back();
    for (const plan::Row& row : found.ladders[ladder].rows) {
      std::optional<NodeId> amount;
      if (row.amount) amount = found.ladders[ladder].amounts[*row.amount].node;
      if (row.amount) with_amounts.push_back(static_cast<std::uint32_t>(places.size()));
      add(row.conjunction, {ladder, row.level, row.in_bounds, row.decided, amount});
    }
    levels.push_back(static_cast<std::uint32_t>(found.ladders[ladder].outcomes.size()));
    found.ladders[ladder].rows.clear();
  }
  const auto policy = static_cast<std::uint32_t>(found.ladders.size());
  levels.push_back(2);
  for (const plan::Reading reading : {plan::Reading::bounds, plan::Reading::decided}) {
    const bool in_bounds = reading == plan::Reading::bounds;
    for (const plan::Conjunction& one : found.applies[static_cast<std::size_t>(reading)]) add(one, {policy, 1, in_bounds, !in_bounds, std::nullopt});
  }
  if (found.always_applies) add({}, {policy, 1, true, true, std::nullopt});
  for (auto& of_input : turns) std::ranges::stable_sort(of_input, {}, &plan::Turn::cell);
  if (program.records.empty()) return;
  inputs_of_fact.resize(program.records.front().facts.size());
  for (std::uint32_t input = 0; input < found.inputs.size(); ++input) {
    const plan::Input& of_input = found.inputs[input];
    if (!of_input.computed) {
      inputs_of_fact[of_input.fact].push_back(input);
      continue;
    }
    for (const std::uint32_t fact : plan::Conditions::facts_of(program, *of_input.computed)) inputs_of_fact[fact].push_back(input);
  }
}

// ---- one subject ----------------------------------------------------------------------------------------------

struct IncrementalPlan::Decision::State {
  explicit State(const Compiled& of);

  void look_up(std::uint32_t input, const FactRow& row);
  void move(std::uint32_t input, std::uint32_t to);
  void change(std::uint32_t row, Truth before, Truth behind);
  void count(const plan::Place& place, Truth truth, bool more);
  std::optional<Outcome> outcome(std::uint32_t ladder, std::uint32_t level, plan::Counted counted, const FactRow& row) const;

  const Compiled& plan;
  struct RowState {
    std::uint16_t no = 0;       // of how many inputs it does not hold
    std::uint16_t unknown = 0;  // of how many nobody knows
    Truth truth() const { return no > 0 ? Truth::no : unknown > 0 ? Truth::unknown : Truth::yes; }
  };
  std::vector<RowState> rows;
  std::vector<std::uint32_t> cells;  // by input
  std::vector<bool> without_cell;    // by input: what it is worth is for the reference
  std::uint32_t inputs_without_cell = 0;
  std::uint32_t open_inputs = 0;     // worked out, and open
  // By ladder: how many rows there are at each level, and the strictest that has one.
  struct Ladder {
    std::array<std::vector<std::uint32_t>, plan::countings> counts;
    std::array<std::uint32_t, plan::countings> strictest{};
  };
  std::vector<Ladder> ladders;
};

// Everything in the first cell of its input.
IncrementalPlan::Decision::State::State(const Compiled& of) : plan(of), rows(of.places.size()), cells(of.turns.size()), without_cell(cells.size()) {
  for (const std::uint32_t levels : plan.levels) {
    Ladder& ladder = ladders.emplace_back();
    for (auto& counts : ladder.counts) counts.resize(levels);
  }
  for (const auto& of_input : plan.no_at_first) {
    for (const std::uint32_t row : of_input) ++rows[row].no;
  }
  for (const auto& of_input : plan.unknown_at_first) {
    for (const std::uint32_t row : of_input) ++rows[row].unknown;
  }
  for (std::uint32_t row = 0; row < rows.size(); ++row) count(plan.places[row], rows[row].truth(), true);
}

void IncrementalPlan::Decision::State::count(const plan::Place& place, Truth truth, bool more) {
  Ladder& ladder = ladders[place.ladder];
  const auto count_as = [&](plan::Counted counted) {
    if (!plan::counts_as(counted, place, truth)) return;
    auto& at_levels = ladder.counts[static_cast<std::size_t>(counted)];
    std::uint32_t& strictest = ladder.strictest[static_cast<std::size_t>(counted)];
    at_levels[place.level] += more ? 1U : ~std::uint32_t{0};
    if (more) strictest = std::max(strictest, place.level);
    while (strictest > 0 && at_levels[strictest] == 0) --strictest;
  };
  count_as(plan::Counted::decided);
  count_as(plan::Counted::at_least);
  count_as(plan::Counted::at_most);
}

// What a level comes to. Nothing where an amount that it takes is open.
std::optional<Outcome> IncrementalPlan::Decision::State::outcome(std::uint32_t ladder, std::uint32_t level, plan::Counted counted, const FactRow& row) const {
  Outcome result = plan.found.ladders[ladder].outcomes[level];
  if (!plan.found.ladders[ladder].worked_out[level]) return result;
  for (const std::uint32_t one : plan.with_amount[ladder]) {
    const plan::Place& place = plan.places[one];
    if (place.level != level || !plan::counts_as(counted, place, rows[one].truth())) continue;
    const auto amount = plan::Conditions::amount(plan.program, plan.found.fixed, *place.amount, row, plan.as_of);
    if (!amount) return std::nullopt;
    result.amount = std::max(result.amount, amount);
  }
  return rounded(result, plan.program.ladders[ladder]);
}

void IncrementalPlan::Decision::State::change(std::uint32_t row, Truth before, Truth behind) {
  RowState& state = rows[row];
  const Truth was = state.truth();
  if (before == Truth::no) --state.no;
  if (before == Truth::unknown) --state.unknown;
  if (behind == Truth::no) ++state.no;
  if (behind == Truth::unknown) ++state.unknown;
  const Truth is = state.truth();
  if (is == was) return;
  count(plan.places[row], is, true);
  count(plan.places[row], was, false);
}

// Over the turns between the cell where the input lay and that where it lies now, and no others.
void IncrementalPlan::Decision::State::move(std::uint32_t input, std::uint32_t to) {
  const auto& turns = plan.turns[input];
  const std::uint32_t from = cells[input];
  const auto first = std::ranges::upper_bound(turns, std::min(from, to), {}, &plan::Turn::cell);
  const auto behind = std::ranges::upper_bound(turns, std::max(from, to), {}, &plan::Turn::cell);
  if (from < to) {
    for (auto turn = first; turn != behind; ++turn) change(turn->row, turn->before, turn->behind);
  } else {
    for (auto turn = behind; turn != first;) --turn, change(turn->row, turn->behind, turn->before);
  }
  cells[input] = to;
}

void IncrementalPlan::Decision::State::look_up(std::uint32_t index, const FactRow& row) {
  const plan::Input& input = plan.found.inputs[index];
  if (input.computed) {
    const Value value = plan::Conditions::compute(plan.program, plan.found.fixed, *input.computed, row, plan.as_of);
    const bool was_open = cells[index] == input.unknown();
    open_inputs += (is_open(value) ? 1U : 0U) - (was_open ? 1U : 0U);
    return move(index, is_open(value) ? input.unknown() : truth_of(value) == Truth::yes ? 1 : 0);
  }
  const auto cell = input.cell_of(row);
  inputs_without_cell += (cell ? 0U : 1U) - (without_cell[index] ? 1U : 0U);
  without_cell[index] = !cell;
  if (cell) move(index, *cell);
}

IncrementalPlan::Decision::Decision(const IncrementalPlan& plan, FactRow row) : row_(std::move(row)), state_(std::make_unique<State>(*plan.compiled_)) {
  for (std::uint32_t input = 0; input < state_->cells.size(); ++input) state_->look_up(input, row_);
}
IncrementalPlan::Decision::Decision(Decision&&) noexcept = default;
IncrementalPlan::Decision::~Decision() = default;

bool IncrementalPlan::Decision::changed(FactHandle fact) {
  if (fact.fact < state_->plan.inputs_of_fact.size()) {
    for (const std::uint32_t input : state_->plan.inputs_of_fact[fact.fact]) state_->look_up(input, row_);
  }
  return true;
}

bool IncrementalPlan::Decision::standing(std::span<Standing> by_ladder) const {
  const State& state = *state_;
  const plan::Rows& found = state.plan.found;
  if (!found.not_planned.empty() || state.inputs_without_cell > 0) return false;
  const auto level = [&](std::size_t ladder, plan::Counted counted) { return state.ladders[ladder].strictest[static_cast<std::size_t>(counted)]; };
  const std::size_t policy = found.ladders.size();
  const bool may_apply = !found.outside && level(policy, plan::Counted::at_most) > 0;
  const bool surely_applies = may_apply && level(policy, plan::Counted::at_least) > 0;
  const bool applies = surely_applies || (may_apply && level(policy, plan::Counted::decided) > 0);
  for (std::uint32_t ladder = 0; ladder < found.ladders.size(); ++ladder) {
    const auto outcome = [&](plan::Counted counted, bool counts) { return state.outcome(ladder, counts ? level(ladder, counted) : 0, counted, row_); };
    const auto decided = outcome(plan::Counted::decided, applies);
    const auto at_least = outcome(plan::Counted::at_least, surely_applies);
    const auto at_most = outcome(plan::Counted::at_most, may_apply);
    if (!decided || !at_least || !at_most) return false;
    // The reference may know more of what is worked out of something unknown.
    if (state.open_inputs > 0 && (*decided != *at_most || *at_least != *at_most)) return false;
    by_ladder[ladder] = {*decided, *at_least, *at_most, false, *at_least == *at_most};
  }
  return true;
}

// ---- a plan ---------------------------------------------------------------------------------------------------

IncrementalPlan::IncrementalPlan(const Program& program, Moment as_of) : compiled_(std::make_unique<Compiled>(program, as_of)) {}
IncrementalPlan::IncrementalPlan(IncrementalPlan&&) noexcept = default;
IncrementalPlan& IncrementalPlan::operator=(IncrementalPlan&&) noexcept = default;
IncrementalPlan::~IncrementalPlan() = default;

Moment IncrementalPlan::as_of() const { return compiled_->as_of; }
bool IncrementalPlan::holds_at(Moment moment) const { return compiled_->found.validity.includes(moment, compiled_->program.zone); }
const std::vector<NotPlanned>& IncrementalPlan::not_planned() const { return compiled_->found.not_planned; }

}  // namespace pasal
