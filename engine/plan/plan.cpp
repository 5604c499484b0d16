#include "engine/plan/plan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <set>
#include <utility>

#include "engine/model/decision.hpp"
#include "engine/plan/candidates.hpp"
#include "engine/plan/rows.hpp"

namespace pasal {
namespace plan {
namespace {

// Beside which cells are looked up by halving.
constexpr std::uint32_t most_mapped_cells = 1'024;
constexpr std::size_t bits = 64;

// One input in one block of rows: which mask each of its cells leaves.
struct Column {
  std::uint32_t input = 0;
  std::uint32_t first = 0;   // of its breaks, or of its map
  std::uint32_t breaks = 0;  // 0: by a map
  std::uint32_t masks = 0;   // the first mask
};

struct Block {
  std::uint32_t first_row = 0;
  std::uint32_t first_column = 0;
  std::uint32_t columns = 0;
};

// The rows of one ladder, the strictest first, cut into blocks of `words` * 64.
struct BlockedRows {
  std::size_t words = 1;
  std::vector<std::uint32_t> levels;     // by row
  std::vector<bool> worked_out;          // by level: whether its amount is
  std::vector<NodeId> amounts;           // by row, where any level's is; else empty
  std::vector<std::uint64_t> in_bounds;  // by block, a bit for each row
  std::vector<std::uint64_t> decided;
  std::vector<Block> blocks;
  std::vector<Column> columns;
  std::vector<std::uint16_t> maps;       // by cell: which mask of the column
  std::vector<std::uint32_t> breaks;     // ascending: where a mask of the column begins
  std::vector<std::uint64_t> holds;      // by mask and word: rows of which this cell leaves no doubt
  std::vector<std::uint64_t> may_hold;
};

// How the cell of an input is found: by the fact's place, between the bounds at which its cell is another.
struct Source {
  std::uint32_t fact = 0;
  std::uint32_t first = 0;  // of its bounds
  std::uint32_t count = 0;
  bool only_verified = false;
  bool happens = false;     // a place beyond `latest` counts as none
  bool computed = false;
  std::int64_t latest = 0;
};

}  // namespace
}  // namespace plan

struct Plan::Compiled {
  Compiled(const Program& of, Moment at) : program(of), as_of(at) {}

  const Program& program;
  Moment as_of;
  std::vector<NotPlanned> not_planned;
  bool outside = false;  // whatever the facts are
  std::vector<plan::Input> inputs;
  std::vector<plan::Source> sources;          // by input
  std::vector<std::int64_t> bounds;           // of all sources, ascending for each
  std::vector<std::uint32_t> cells_from;      // where each bound has been passed; for each source first where none has
  std::vector<std::optional<Value>> fixed;
  std::array<plan::Alternatives, 2> applies;  // whether the policy does, by reading
  bool always_applies = true;
  plan::Validity validity;
  std::vector<std::vector<Outcome>> outcomes;  // by ladder and level
  std::vector<plan::BlockedRows> ladders;
  std::vector<plan::Candidates> candidates;   // by ladder
  std::vector<std::vector<Standing>> settled;  // by ladder and level: where the decision stands if there is no doubt of it
};

namespace plan {
namespace {

class Compiler {
public:
  explicit Compiler(Plan::Compiled& into) : into_(into) {}
  void compile();

private:
  void add_source(const Input& input);
  BlockedRows blocks(LadderRows ladder) const;
  void put_column(const std::vector<Row>& rows, std::size_t first, std::size_t last, std::uint32_t input, BlockedRows& into) const;

  Plan::Compiled& into_;
};

// ---- blocks ---------------------------------------------------------------------------------------------------

void Compiler::put_column(const std::vector<Row>& rows, std::size_t first, std::size_t last, std::uint32_t input, BlockedRows& into) const {
  std::vector<const Table*> tables(last - first, nullptr);
  std::set<std::uint32_t> starts{0};
  for (std::size_t row = first; row < last; ++row) {
    const auto& conjunction = rows[row].conjunction;
    const auto found = std::ranges::lower_bound(conjunction, input, {}, &std::pair<std::uint32_t, Table>::first);
    if (found == conjunction.end() || found->first != input) continue;
    tables[row - first] = &found->second;
    for (const auto& run : found->second.runs()) starts.insert(run.first);
  }
  const std::uint32_t cells = into_.inputs[input].cells();
  Column column{input, 0, 0, static_cast<std::uint32_t>(into.holds.size() / into.words)};
  const bool mapped = cells <= most_mapped_cells;
  column.first = static_cast<std::uint32_t>(mapped ? into.maps.size() : into.breaks.size());
  column.breaks = mapped ? 0 : static_cast<std::uint32_t>(starts.size());
  std::uint16_t mask = 0;
  for (auto start = starts.begin(); start != starts.end(); ++start, ++mask) {
    std::vector<std::uint64_t> holds(into.words, ~std::uint64_t{0});
    std::vector<std::uint64_t> may_hold(into.words, ~std::uint64_t{0});
    for (std::size_t row = 0; row < tables.size(); ++row) {
      const Truth truth = tables[row] != nullptr ? tables[row]->at(*start) : Truth::yes;
      const std::uint64_t bit = std::uint64_t{1} << (row % bits);
      if (truth != Truth::yes) holds[row / bits] &= ~bit;
      if (truth == Truth::no) may_hold[row / bits] &= ~bit;
    }
    into.holds.insert(into.holds.end(), holds.begin(), holds.end());
    into.may_hold.insert(into.may_hold.end(), may_hold.begin(), may_hold.end());
    const std::uint32_t end = std::next(start) != starts.end() ? *std::next(start) : cells;
    if (mapped) into.maps.insert(into.maps.end(), end - *start, mask);
    else into.breaks.push_back(*start);
  }
  into.columns.push_back(column);
}

BlockedRows Compiler::blocks(LadderRows ladder) const {
  std::vector<Row>& rows = ladder.rows;
  std::ranges::stable_sort(rows, std::ranges::greater{}, &Row::level);
  BlockedRows result;
  result.worked_out = std::move(ladder.worked_out);
  result.words = rows.size() <= bits ? 1 : rows.size() <= 2 * bits ? 2 : rows.size() <= 4 * bits ? 4 : 8;
  const std::size_t a_block = result.words * bits;
  for (std::size_t first = 0; first < rows.size(); first += a_block) {
    const std::size_t last = std::min(first + a_block, rows.size());
    Block block{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(result.columns.size()), 0};
    std::map<std::uint32_t, std::size_t> uses;
    std::vector<std::uint64_t> in_bounds(result.words, 0);
    std::vector<std::uint64_t> decided(result.words, 0);
    for (std::size_t row = first; row < last; ++row) {
      for (const auto& [input, table] : rows[row].conjunction) ++uses[input];
      const std::uint64_t bit = std::uint64_t{1} << ((row - first) % bits);
      if (rows[row].in_bounds) in_bounds[(row - first) / bits] |= bit;
      if (rows[row].decided) decided[(row - first) / bits] |= bit;
      result.levels.push_back(rows[row].level);
      if (!ladder.amounts.empty()) result.amounts.push_back(rows[row].amount ? ladder.amounts[*rows[row].amount].node : NodeId{});
    }
    result.in_bounds.insert(result.in_bounds.end(), in_bounds.begin(), in_bounds.end());
    result.decided.insert(result.decided.end(), decided.begin(), decided.end());
    // Those that most rows ask of first: they leave the fewest.
    std::vector<std::pair<std::size_t, std::uint32_t>> order;
    for (const auto& [input, count] : uses) order.emplace_back(count, input);
    std::ranges::stable_sort(order, std::ranges::greater{}, &std::pair<std::size_t, std::uint32_t>::first);
    for (const auto& [count, input] : order) put_column(rows, first, last, input, result);
    block.columns = static_cast<std::uint32_t>(order.size());
    result.blocks.push_back(block);
  }
  return result;
}

void Compiler::add_source(const Input& input) {
  Source source{input.fact, static_cast<std::uint32_t>(into_.bounds.size()), 0, input.only_verified, input.latest.has_value(),
                input.computed.has_value(), input.latest.value_or(0)};
  std::set<std::int64_t> bounds(input.ceilings.begin(), input.ceilings.end());
  for (std::size_t index = 0; index < input.thresholds.size(); ++index) {
    if (input.thresholds[index].is_whole()) bounds.insert(input.ceilings[index] + 1);
  }
  into_.cells_from.push_back(0);
  for (const std::int64_t bound : bounds) {
    into_.bounds.push_back(bound);
    into_.cells_from.push_back(input.cell_at(Number(bound)));
  }
  source.count = static_cast<std::uint32_t>(bounds.size());
  into_.sources.push_back(source);
}

void Compiler::compile() {
  Rows found = find_rows(into_.program, into_.as_of);
  into_.not_planned = std::move(found.not_planned);
  into_.validity = found.validity;
  if (!into_.not_planned.empty()) return;
  into_.outside = found.outside;
  into_.inputs = std::move(found.inputs);
  into_.fixed = std::move(found.fixed);
  into_.always_applies = found.always_applies;
  into_.applies = std::move(found.applies);
  for (const Input& input : into_.inputs) add_source(input);
  for (LadderRows& ladder : found.ladders) {
    auto& settled = into_.settled.emplace_back();
    // Where the amount has to be worked out, that is not settled here.
    for (std::size_t level = 0; level < ladder.outcomes.size(); ++level) {
      const Outcome& outcome = ladder.outcomes[level];
      settled.push_back({outcome, outcome, outcome, false, !ladder.worked_out[level]});
    }
    std::vector<LeveledRow> of_bounds;
    for (const Row& row : ladder.rows) {
      if (row.in_bounds) of_bounds.push_back({row.level, &row.conjunction});
    }
    into_.candidates.push_back(file_candidates(of_bounds, into_.inputs));
    into_.outcomes.push_back(ladder.outcomes);
    into_.ladders.push_back(blocks(std::move(ladder)));
  }
}

}  // namespace
}  // namespace plan

Plan::Plan(const Program& program, Moment as_of) {
  auto compiled = std::make_unique<Compiled>(program, as_of);
  plan::Compiler(*compiled).compile();
  compiled_ = std::move(compiled);
}
Plan::Plan(Plan&&) noexcept = default;
Plan& Plan::operator=(Plan&&) noexcept = default;
Plan::~Plan() = default;

Moment Plan::as_of() const { return compiled_->as_of; }
bool Plan::holds_at(Moment moment) const { return compiled_->validity.includes(moment, compiled_->program.zone); }
const std::vector<NotPlanned>& Plan::not_planned() const { return compiled_->not_planned; }
// ---- deciding -------------------------------------------------------------------------------------------------

struct Plan::Decider::State {
  explicit State(const Compiled& of) : plan(of), cells(of.inputs.size()) {
    std::size_t most = 0;
    for (const plan::Candidates& candidates : of.candidates) most = std::max(most, candidates.candidates.size());
    behind_gates.resize(most + plan::at_once);
  }

  void start(const FactRow& of) {
    row = &of;
    if (is_used) std::ranges::fill(cells, not_looked_up);
    is_used = false;
    any_doubt = must_not_matter = is_handed_over = false;
  }
  // Whether nothing is unknown of what the plan asks of, as far as it need not be worked out.
  bool is_known() const;
  // The strictest level that holds, where everything is known.
  std::uint32_t find_known(const plan::Candidates& candidates);
  std::uint32_t find_gated(const plan::Candidates& candidates);
  std::uint32_t find_filed(const plan::Candidates& candidates, const plan::Tier& tier);
  // Writes which candidates of a tier's files pass their gates, and says how many.
  std::size_t pass_gates(const plan::Candidates& candidates, const plan::Tier& tier);
  bool rest_holds(const plan::Rest& rest);
  std::uint32_t cell(std::uint32_t input) {
    is_used = true;
    if (cells[input] == not_looked_up) look_up(input);
    return cells[input];
  }
  void look_up(std::uint32_t input);
  std::uint32_t cell_at_place(std::uint32_t input, std::int64_t place) const;
  Truth applies(plan::Reading reading);
  // The strictest level of rows that hold, in each reading, and of those that may.
  struct Found {
    std::uint32_t decided = 0;
    std::uint32_t at_least = 0;
    std::uint32_t at_most = 0;
  };
  Found find(const plan::BlockedRows& rows);
  template <std::size_t Words>
  Found find(const plan::BlockedRows& rows);
  template <std::size_t Words>
  bool leave(const plan::BlockedRows& rows, const plan::Block& block, const std::vector<std::uint64_t>& masks, std::array<std::uint64_t, Words>& left);
  // Which rows are meant: those that hold, in each reading, or those that may.
  enum class Meant : std::uint8_t { decided, at_least, at_most };
  // Raises `largest` to the amounts of the meant rows of a level. False: one of them is open.
  template <std::size_t Words>
  bool raise(const plan::BlockedRows& rows, std::uint32_t level, Meant meant, std::optional<Number>& largest);
  bool raise(const plan::BlockedRows& rows, std::uint32_t level, Meant meant, std::optional<Number>& largest);
  bool put(std::size_t ladder, std::uint32_t level, Meant meant, Outcome& outcome);
  bool settle(std::size_t ladder, Standing& standing);
  bool bound(std::size_t ladder, Truth in_bounds, bool decided, Standing& standing);

  static constexpr std::uint32_t not_looked_up = ~std::uint32_t{0};
  const Compiled& plan;
  const FactRow* row = nullptr;
  std::vector<std::uint32_t> cells;  // by input
  std::vector<std::uint32_t> behind_gates;  // the candidates of one tier
  bool is_used = true;               // any of them is looked up
  bool any_doubt = false;            // of what was looked up
  bool must_not_matter = false;      // the reference may know more of a computed condition that is open here
  bool is_handed_over = false;       // a value that has no place on its line
};

bool Plan::Decider::State::is_known() const {
  if (row->has_all_places()) return true;
  for (const plan::Source& source : plan.sources) {
    if (source.computed) continue;
    const FactRow::State state = row->state({source.fact});
    if (state != FactRow::State::place && state != FactRow::State::none) return false;
    if (source.only_verified && row->claimed({source.fact})) return false;
  }
  return true;
}

bool Plan::Decider::State::rest_holds(const plan::Rest& rest) {
  const std::int64_t* places = row->places();
  return std::ranges::all_of(rest.comparisons, [&](const plan::Comparison& one) { return one.holds(places) != 0; }) &&
         std::ranges::all_of(rest.tables, [&](const plan::Rest::Asked& asked) { return asked.table.at(cell(asked.input)) == Truth::yes; });
}

std::uint32_t Plan::Decider::State::find_gated(const plan::Candidates& candidates) {
  const std::int64_t* places = row->places();
  for (std::size_t first = 0; first < candidates.gates.size(); first += plan::bits) {
    std::uint64_t open = plan::which_hold(candidates.gates.data() + first, std::min(plan::bits, candidates.gates.size() - first), places);
    std::uint64_t held = 0;
    for (; open != 0; open &= open - 1) {
      const int index = std::countr_zero(open);
      held |= candidates.candidates[first + static_cast<std::size_t>(index)].next_hold(places) << index;
    }
    for (; held != 0; held &= held - 1) {
      const plan::Candidate& candidate = candidates.candidates[first + static_cast<std::size_t>(std::countr_zero(held))];
      if (candidate.rest == 0 || rest_holds(candidates.rests[candidate.rest])) return candidate.level;
    }
  }
  return 0;
}

std::size_t Plan::Decider::State::pass_gates(const plan::Candidates& candidates, const plan::Tier& tier) {
  const std::int64_t* places = row->places();
  std::uint32_t* next = behind_gates.data();
  for (std::size_t first = tier.first_file, end = first + tier.files; first < end; first += plan::bits) {
    std::uint64_t open = plan::which_hold(candidates.file_gates.data() + first, std::min(plan::bits, end - first), places);
    for (; open != 0; open &= open - 1) {
      const plan::File& file = candidates.files[first + static_cast<std::size_t>(std::countr_zero(open))];
      const std::int64_t place = places[file.fact];
      std::uint32_t candidate = file.first_candidate;
      std::uint32_t count = 0;
      if (file.by_value) {
        const std::uint32_t* value = candidates.values.data() + file.first + place;
        candidate = value[0];
        count = value[1] - candidate;
      } else {
        count = plan::count_up_to(candidates.keys.data() + file.first, file.count, place ^ file.turned);
      }
      const std::uint32_t* behind = next + count;
      for (std::uint32_t* to = next; to == next || to < behind; to += plan::at_once, candidate += plan::at_once) {
        for (std::uint32_t index = 0; index < plan::at_once; ++index) to[index] = candidate + index;
      }
      next += count;
    }
  }
  return static_cast<std::size_t>(next - behind_gates.data());
}

std::uint32_t Plan::Decider::State::find_filed(const plan::Candidates& candidates, const plan::Tier& tier) {
  constexpr std::size_t before_a_look = 32;  // whether nothing stricter can come
  const std::int64_t* places = row->places();
  const std::size_t count = pass_gates(candidates, tier);
  std::uint32_t best = 0;
  for (std::size_t index = 0; index < count && best < tier.strictest;) {
    for (const std::size_t end = std::min(count, index + before_a_look); index < end; ++index) {
      const plan::Candidate& candidate = candidates.candidates[behind_gates[index]];
      std::uint32_t level = candidate.level * static_cast<std::uint32_t>(candidate.next_hold(places));
      if (candidate.rest != 0 && level > best && !rest_holds(candidates.rests[candidate.rest])) level = 0;
      best = std::max(best, level);
    }
  }
  return best;
}

std::uint32_t Plan::Decider::State::find_known(const plan::Candidates& candidates) {
  std::uint32_t level = find_gated(candidates);
  for (std::size_t tier = 0; level == 0 && tier < candidates.tiers.size(); ++tier) level = find_filed(candidates, candidates.tiers[tier]);
  return level;
}

std::uint32_t Plan::Decider::State::cell_at_place(std::uint32_t index, std::int64_t place) const {
  const plan::Source& source = plan.sources[index];
  const std::uint32_t passed = plan::count_up_to(plan.bounds.data() + source.first, source.count, place);
  return plan.cells_from[source.first + index + passed];
}

void Plan::Decider::State::look_up(std::uint32_t index) {
  const plan::Source& source = plan.sources[index];
  if (source.computed) {
    const Value value = plan::Conditions::compute(plan.program, plan.fixed, *plan.inputs[index].computed, *row, plan.as_of);
    cells[index] = is_open(value) ? plan.inputs[index].unknown() : truth_of(value) == Truth::yes ? 1 : 0;
    must_not_matter = must_not_matter || is_open(value);
    any_doubt = any_doubt || is_open(value);
    return;
  }
  const FactHandle fact{source.fact};
  const bool counts = !source.only_verified || !row->claimed(fact);
  if (row->state(fact) == FactRow::State::place && counts && (!source.happens || row->place(fact) <= source.latest)) {
    cells[index] = cell_at_place(index, row->place(fact));
    return;
  }
  const plan::Input& input = plan.inputs[index];
  const auto cell = input.cell_of(*row);
  is_handed_over = is_handed_over || !cell;
  cells[index] = cell.value_or(input.none());
  any_doubt = any_doubt || input.is_doubt(cells[index]);
}

Truth Plan::Decider::State::applies(plan::Reading reading) {
  if (plan.always_applies) return Truth::yes;
  Truth any = Truth::no;
  for (const plan::Conjunction& one : plan.applies[static_cast<std::size_t>(reading)]) {
    Truth all = Truth::yes;
    for (const auto& [input, table] : one) all = both(all, table.at(cell(input)));
    any = either(any, all);
  }
  return any;
}

// And-s what the place of each fact leaves of a block. False: nothing is left.
template <std::size_t Words>
bool Plan::Decider::State::leave(const plan::BlockedRows& rows, const plan::Block& block, const std::vector<std::uint64_t>& masks,
                                 std::array<std::uint64_t, Words>& left) {
  for (std::uint32_t index = block.first_column; index < block.first_column + block.columns; ++index) {
    const plan::Column& column = rows.columns[index];
    const std::uint32_t at = cell(column.input);
    std::size_t mask = column.masks;
    if (column.breaks == 0) {
      mask += rows.maps[column.first + at];
    } else {
      const auto first = rows.breaks.begin() + column.first;
      mask += static_cast<std::size_t>(std::upper_bound(first, first + column.breaks, at) - first - 1);
    }
    const std::uint64_t* of_mask = masks.data() + mask * Words;
    std::uint64_t any = 0;
    for (std::size_t word = 0; word < Words; ++word) any |= left[word] &= of_mask[word];
    if (any == 0) return false;
  }
  return true;
}

template <std::size_t Words>
Plan::Decider::State::Found Plan::Decider::State::find(const plan::BlockedRows& rows) {
  Found found;
  const auto first_of = [&](const plan::Block& block, const std::array<std::uint64_t, Words>& left, const std::uint64_t* wanted) -> std::uint32_t {
    for (std::size_t word = 0; word < Words; ++word) {
      const std::uint64_t hits = left[word] & wanted[word];
      if (hits != 0) return rows.levels[block.first_row + word * plan::bits + static_cast<std::size_t>(std::countr_zero(hits))];
    }
    return 0;
  };
  for (std::size_t index = 0; index < rows.blocks.size(); ++index) {
    const plan::Block& block = rows.blocks[index];
    const std::uint64_t* in_bounds = rows.in_bounds.data() + index * Words;
    const std::uint64_t* decided = rows.decided.data() + index * Words;
    std::array<std::uint64_t, Words> all{};
    for (std::size_t word = 0; word < Words; ++word) all[word] = in_bounds[word] | decided[word];
    std::array<std::uint64_t, Words> left = all;
    if (leave<Words>(rows, block, rows.holds, left)) {
      if (found.decided == 0) found.decided = first_of(block, left, decided);
      if (found.at_least == 0) found.at_least = first_of(block, left, in_bounds);
    }
    // Without doubt so far, what was not looked at holds nowhere that could matter.
    left = all;
    if (any_doubt && found.at_most == 0 && leave<Words>(rows, block, rows.may_hold, left)) found.at_most = first_of(block, left, in_bounds);
    if (!any_doubt) found.at_most = found.at_least;
    if (found.decided != 0 && found.at_least != 0 && found.at_most != 0) break;
  }
  return found;
}

Plan::Decider::State::Found Plan::Decider::State::find(const plan::BlockedRows& rows) {
  if (rows.words == 1) return find<1>(rows);
  if (rows.words == 2) return find<2>(rows);
  return rows.words == 4 ? find<4>(rows) : find<8>(rows);
}

Plan::Decider::Decider(const Plan& plan) : state_(std::make_unique<State>(*plan.compiled_)) {}
Plan::Decider::Decider(Decider&&) noexcept = default;
Plan::Decider::~Decider() = default;

template <std::size_t Words>
bool Plan::Decider::State::raise(const plan::BlockedRows& rows, std::uint32_t level, Meant meant, std::optional<Number>& largest) {
  const auto of_level = std::ranges::equal_range(rows.levels, level, std::ranges::greater{});
  const auto first = static_cast<std::size_t>(of_level.begin() - rows.levels.begin());
  const auto last = static_cast<std::size_t>(of_level.end() - rows.levels.begin());
  const auto& wanted = meant == Meant::decided ? rows.decided : rows.in_bounds;
  const auto& masks = meant == Meant::at_most ? rows.may_hold : rows.holds;
  for (std::size_t index = first / (Words * plan::bits); index * Words * plan::bits < last; ++index) {
    std::array<std::uint64_t, Words> left{};
    std::copy_n(wanted.begin() + static_cast<std::ptrdiff_t>(index * Words), Words, left.begin());
    if (!leave<Words>(rows, rows.blocks[index], masks, left)) continue;
    for (std::size_t word = 0; word < Words; ++word) {
      for (std::uint64_t hits = left[word]; hits != 0; hits &= hits - 1) {
        const std::size_t at = (index * Words + word) * plan::bits + static_cast<std::size_t>(std::countr_zero(hits));
        if (at < first || at >= last) continue;
        const auto amount = plan::Conditions::amount(plan.program, plan.fixed, rows.amounts[at], *row, plan.as_of);
        if (!amount) return false;
        largest = std::max(largest, amount);
      }
    }
  }
  return true;
}

bool Plan::Decider::State::raise(const plan::BlockedRows& rows, std::uint32_t level, Meant meant, std::optional<Number>& largest) {
  if (rows.words == 1) return raise<1>(rows, level, meant, largest);
  if (rows.words == 2) return raise<2>(rows, level, meant, largest);
  return rows.words == 4 ? raise<4>(rows, level, meant, largest) : raise<8>(rows, level, meant, largest);
}

// What a level that was found comes to. False: an amount that it takes is open.
bool Plan::Decider::State::put(std::size_t ladder, std::uint32_t level, Meant meant, Outcome& outcome) {
  outcome = plan.outcomes[ladder][level];
  const plan::BlockedRows& rows = plan.ladders[ladder];
  if (!rows.worked_out[level]) return true;
  if (!raise(rows, level, meant, outcome.amount)) return false;
  outcome = rounded(outcome, plan.program.ladders[ladder]);
  return true;
}

// Without doubt of anything. False: there is some, or an amount is open.
bool Plan::Decider::State::settle(std::size_t ladder, Standing& standing) {
  const std::uint32_t level = find_known(plan.candidates[ladder]);
  if (any_doubt) return false;
  standing = plan.settled[ladder][level];
  if (standing.settled) return true;
  if (!put(ladder, level, Meant::at_least, standing.measure) || any_doubt) return false;
  standing.at_least = standing.at_most = standing.measure;
  standing.settled = true;
  return true;
}

// Between which measures the decision lies. False: that is for the reference.
bool Plan::Decider::State::bound(std::size_t ladder, Truth in_bounds, bool decided, Standing& standing) {
  Found found;
  if (in_bounds != Truth::no) found = find(plan.ladders[ladder]);
  if (!decided) found.decided = 0;
  if (in_bounds != Truth::yes) found.at_least = 0;
  const bool are_put = put(ladder, found.decided, Meant::decided, standing.measure) && put(ladder, found.at_least, Meant::at_least, standing.at_least) &&
                       put(ladder, found.at_most, Meant::at_most, standing.at_most);
  if (!are_put) return false;
  standing.amount_unlimited = false;
  standing.settled = standing.at_least == standing.at_most;
  return !must_not_matter || (standing.settled && standing.measure == standing.at_most);
}

bool Plan::Decider::decide(const FactRow& row, std::span<Standing> by_ladder) {
  State& state = *state_;
  const Compiled& plan = state.plan;
  if (!plan.not_planned.empty()) return false;
  state.start(row);
  const bool is_known = state.is_known();
  const Truth in_bounds = plan.outside ? Truth::no : state.applies(plan::Reading::bounds);
  const bool decided = in_bounds == Truth::yes || (in_bounds != Truth::no && state.applies(plan::Reading::decided) == Truth::yes);
  for (std::size_t ladder = 0; ladder < plan.ladders.size(); ++ladder) {
    Standing& standing = by_ladder[ladder];
    if (is_known && in_bounds == Truth::yes && state.settle(ladder, standing)) continue;
    if (!state.bound(ladder, in_bounds, decided, standing)) return false;
  }
  return !state.is_handed_over;
}

}  // namespace pasal
