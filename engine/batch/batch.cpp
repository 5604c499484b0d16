#include "engine/batch/batch.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>

#include "engine/batch/comparisons.hpp"
#include "engine/batch/kernels.hpp"
#include "engine/plan/rows.hpp"

namespace pasal {
namespace batch {
namespace {

constexpr std::uint8_t all_ones = 0xFF;

// Comparisons that must all hold: a row, or an exception's place, or a case in which the policy applies.
struct Conjunction {
  std::uint32_t first = 0;  // of its comparisons
  std::uint32_t count = 0;
};

// A comparison over a column in which every subject has a place.
struct Step {
  std::uint32_t input = 0;
  Width width = Width::one;
  std::uint8_t flip = 0;
  bool is_one_interval = true;  // else the comparison is looked up
  std::uint64_t from = 0;
  std::uint64_t span = 0;
};

struct Row {
  Conjunction conjunction;
  std::uint32_t level = 0;
  bool in_bounds = false;
  bool decided = false;
  RuleId rule;
};

// An amount that is worked out for each subject, or fixed and at a level with such amounts.
struct Amount {
  NodeId node;
  std::vector<Conjunction> asked;   // where the reference works it out; empty where it is fixed
  std::vector<std::uint32_t> rows;  // that bring it
};

struct Replacement {
  Conjunction conjunction;
  RuleId rule;
  RuleId exception;
};

struct LadderRows {
  std::vector<Row> rows;  // the strictest first, then in the order of the rules
  std::vector<Replacement> replacements;
  std::vector<Amount> amounts;
  bool read_alike = true;  // every row in both readings
};

}  // namespace
}  // namespace batch

struct Batch::Compiled {
  Compiled(const Program& of, Moment at);

  batch::Conjunction add(const plan::Conjunction& conjunction);

  const Program& program;
  Moment as_of;
  plan::Rows found;  // its rows are moved to `ladders`
  std::vector<batch::LadderRows> ladders;
  std::array<std::vector<batch::Conjunction>, 2> applies;  // by reading
  std::optional<batch::Comparisons> comparisons;
  std::vector<std::uint32_t> compared;                     // by conjunction
  std::vector<batch::Step> steps;                          // the same, at hand for the blocks of which everything is known
  std::vector<std::uint32_t> used;                         // inputs
};

batch::Conjunction Batch::Compiled::add(const plan::Conjunction& conjunction) {
  const batch::Conjunction added{static_cast<std::uint32_t>(compared.size()), static_cast<std::uint32_t>(conjunction.size())};
  for (const auto& [input, table] : conjunction) {
    compared.push_back(comparisons->add(input, table));
    used.push_back(input);
  }
  // What has to be worked out comes last: only for those whom the others leave.
  std::ranges::stable_sort(compared.begin() + added.first, compared.end(), {},
                           [&](std::uint32_t one) { return found.inputs[(*comparisons)[one].input].computed.has_value(); });
  for (std::uint32_t at = added.first; at < compared.size(); ++at) {
    const batch::Comparison& comparison = (*comparisons)[compared[at]];
    const batch::CodeSet& set = comparison.holds[static_cast<std::size_t>(batch::CodedBy::place)];
    const auto intervals = comparisons->intervals(set);
    batch::Step step{comparison.input, comparisons->coding(comparison.input).width, set.others ? batch::all_ones : std::uint8_t{0}};
    step.is_one_interval = intervals.size() == 1;
    if (step.is_one_interval) std::tie(step.from, step.span) = std::tuple(intervals.front().from, intervals.front().span);
    steps.push_back(step);
  }
  return added;
}

Batch::Compiled::Compiled(const Program& of, Moment at) : program(of), as_of(at), found(plan::find_rows(of, at)) {
  if (!found.not_planned.empty()) return;
  comparisons.emplace(found.inputs);
  for (plan::LadderRows& ladder : found.ladders) {
    batch::LadderRows& into = ladders.emplace_back();
    std::ranges::stable_sort(ladder.rows, std::ranges::greater{}, &plan::Row::level);
    for (const plan::Amount& amount : ladder.amounts) {
      batch::Amount& added = into.amounts.emplace_back();
      added.node = amount.node;
      for (const plan::Conjunction& one : amount.asked) added.asked.push_back(add(one));
    }
    for (const plan::Row& row : ladder.rows) {
      if (row.amount) into.amounts[*row.amount].rows.push_back(static_cast<std::uint32_t>(into.rows.size()));
      into.rows.push_back({add(row.conjunction), row.level, row.in_bounds, row.decided, row.rule});
      into.read_alike = into.read_alike && row.in_bounds && row.decided;
    }
    for (const plan::Replacement& one : ladder.replacements) into.replacements.push_back({add(one.conjunction), one.rule, one.exception});
    ladder.rows.clear();
    ladder.replacements.clear();
  }
  for (std::size_t reading = 0; reading < applies.size(); ++reading) {
    for (const plan::Conjunction& one : found.applies[reading]) applies[reading].push_back(add(one));
  }
  comparisons->forget_tables();
  std::ranges::sort(used);
  used.erase(std::unique(used.begin(), used.end()), used.end());
}

namespace batch {
namespace {

// ---- where facts come from ------------------------------------------------------------------------------------

class RowFacts {
public:
  explicit RowFacts(std::span<const FactRow> rows) : rows_(rows) {}
  void start(std::size_t first, std::size_t count) {
    block_ = rows_.subspan(first, count);
    are_all_places_ = std::ranges::all_of(block_, &FactRow::has_all_places);
  }
  bool are_all_places(FactHandle) const { return are_all_places_; }
  void copy_places(FactHandle fact, std::int64_t* places) const {
    for (const FactRow& row : block_) *places++ = row.place(fact);
  }
  FactRow::State state(FactHandle fact, std::size_t subject) const { return block_[subject].state(fact); }
  std::int64_t place(FactHandle fact, std::size_t subject) const { return block_[subject].place(fact); }
  bool claimed(FactHandle fact, std::size_t subject) const { return block_[subject].claimed(fact); }
  const FactRow& row(std::size_t subject) { return block_[subject]; }

private:
  std::span<const FactRow> rows_;
  std::span<const FactRow> block_;
  bool are_all_places_ = false;
};

class ColumnFacts {
public:
  explicit ColumnFacts(const FactColumns& columns) : columns_(columns), row_(columns.layout()) {}
  void start(std::size_t first, std::size_t count) {
    first_ = first;
    count_ = count;
  }
  bool are_all_places(FactHandle fact) const { return columns_.column(fact).are_all_places; }
  void copy_places(FactHandle fact, std::int64_t* places) const {
    std::memcpy(places, columns_.column(fact).places.data() + first_, count_ * sizeof(std::int64_t));
  }
  FactRow::State state(FactHandle fact, std::size_t subject) const { return columns_.column(fact).states[first_ + subject]; }
  std::int64_t place(FactHandle fact, std::size_t subject) const { return columns_.column(fact).places[first_ + subject]; }
  bool claimed(FactHandle fact, std::size_t subject) const { return columns_.column(fact).claimed[first_ + subject] != 0; }
  const FactRow& row(std::size_t subject) {
    columns_.read(first_ + subject, row_);
    return row_;
  }

private:
  const FactColumns& columns_;
  FactRow row_;
  std::size_t first_ = 0;
  std::size_t count_ = 0;
};

// ---- one block ------------------------------------------------------------------------------------------------

struct alignas(64) Plane : std::array<std::uint8_t, block_subjects> {};
using Levels = std::array<std::uint32_t, block_subjects>;

void put_code(void* column, Width width, std::size_t subject, std::uint64_t code) {
  switch (width) {
    case Width::one: static_cast<std::uint8_t*>(column)[subject] = static_cast<std::uint8_t>(code); break;
    case Width::two: static_cast<std::uint16_t*>(column)[subject] = static_cast<std::uint16_t>(code); break;
    case Width::four: static_cast<std::uint32_t*>(column)[subject] = static_cast<std::uint32_t>(code); break;
    case Width::eight: static_cast<std::uint64_t*>(column)[subject] = code; break;
  }
}

// Decides blocks, one after another. Each thread has its own.
template <typename Facts>
class BlockDecider {
public:
  BlockDecider(const Batch::Compiled& batch, const Facts& facts) : batch_(batch), facts_(facts), columns_(batch.found.inputs.size()) {
    // A cache line between columns, so that not all of them begin in the same set of the cache.
    std::size_t lines = 0;
    std::vector<std::size_t> first(columns_.size());
    for (const std::uint32_t input : batch.used) {
      first[input] = lines;
      lines += block_subjects * (batch.comparisons->coding(input).width == Width::eight ? 8 : 4) / sizeof(Line) + 1;
    }
    codes_.resize(lines);
    for (const std::uint32_t input : batch.used) columns_[input].codes = codes_.data() + first[input];
  }

  // What came out for the subjects of the block, by ladder.
  struct Found {
    Levels measure;
    Levels at_least;
    Levels at_most;
  };
  struct Hit {
    std::uint32_t subject;
    std::uint32_t row;
    std::uint32_t level;
  };

  void start(std::size_t first, std::size_t count, bool names_rules) {
    count_ = count;
    names_rules_ = names_rules;
    has_doubt_ = false;
    is_plain_ = true;
    handed_over.fill(0);
    worked_out.clear();
    facts_.start(first, count);
    for (const std::uint32_t input : batch_.used) gather(input);
    find_where_it_applies();
  }
  void find(const LadderRows& ladder);
  // The levels that were found whose amounts are worked out become outcomes behind all levels.
  void put_amounts(std::size_t ladder);

  Plane handed_over;
  Plane surely_applies;        // in the reading in which doubt stays doubt
  Plane may_apply;
  Plane applies;               // as decided
  Found found;
  std::vector<Hit> hits;       // rows of which it is decided that they hold, in their order
  std::vector<Hit> replaced;   // the same of replacements
  std::vector<Outcome> worked_out;

private:
  struct alignas(64) Line {
    std::array<std::uint8_t, 64> bytes;
  };
  struct Column {
    Line* codes = nullptr;
    CodedBy by = CodedBy::place;
    Width width = Width::one;
    std::vector<std::uint8_t> is_worked_out;  // by subject, where it is worked out
  };

  void gather(std::uint32_t input);
  void start_computed(std::uint32_t input);
  void work_out(std::uint32_t input, const Plane& plane);
  void gather_cells(std::uint32_t input);
  std::optional<std::uint64_t> special(std::uint32_t input, std::size_t subject) const;
  void find_where_it_applies();
  void leave(const CodeSet& set, const Column& column, Plane& plane);
  void hold(const Conjunction& conjunction, bool may, Plane& plane);
  void hold_plainly(const Conjunction& conjunction, Plane& plane);
  void collect(const Plane& plane, std::uint32_t row, std::uint32_t level, std::vector<Hit>& into) const;
  using Largest = std::array<std::optional<Number>, block_subjects>;
  // Of one measure, by subject.
  struct Amounts {
    Amounts() { is_worked_out.fill(0); }
    std::array<std::optional<Number>, block_subjects> of;
    Plane is_worked_out;
  };
  void work_out(const Amount& amount, std::size_t subject, Amounts& amounts);
  void work_out_asked(const Amount& amount, Amounts& amounts);
  void put_largest(std::size_t ladder, Levels& levels, const Largest& largest);
  std::uint32_t put_outcome(std::size_t ladder, std::uint32_t level, const std::optional<Number>& amount);

  const Batch::Compiled& batch_;
  const Kernels& kernels_ = kernels();
  Facts facts_;
  std::size_t count_ = 0;
  bool names_rules_ = false;
  bool is_plain_ = true;         // every column has codes of places
  bool has_doubt_ = false;       // of some subject something is unknown that is asked of
  std::vector<Line> codes_;      // of all columns
  std::vector<Column> columns_;  // by input
  std::array<std::int64_t, block_subjects> places_{};
};

// The code of a subject that has no place that counts.
template <typename Facts>
std::optional<std::uint64_t> BlockDecider<Facts>::special(std::uint32_t index, std::size_t subject) const {
  const plan::Input& input = batch_.found.inputs[index];
  const Coding& coding = batch_.comparisons->coding(index);
  const FactHandle fact{input.fact};
  const FactRow::State state = facts_.state(fact, subject);
  if (state == FactRow::State::not_reported) return coding.not_reported();
  if (state == FactRow::State::none) return coding.none();
  if (state == FactRow::State::unknown || (input.only_verified && facts_.claimed(fact, subject))) return coding.unknown();
  if (input.latest && state == FactRow::State::place && facts_.place(fact, subject) > *input.latest) return coding.none();
  return std::nullopt;
}

template <typename Facts>
void BlockDecider<Facts>::gather(std::uint32_t index) {
  const plan::Input& input = batch_.found.inputs[index];
  if (input.computed) return start_computed(index);
  const Coding& coding = batch_.comparisons->coding(index);
  const FactHandle fact{input.fact};
  Column& column = columns_[index];
  column.by = CodedBy::place;
  column.width = coding.width;
  const auto width = static_cast<std::size_t>(coding.width);
  if (facts_.are_all_places(fact) && !input.latest) {
    facts_.copy_places(fact, places_.data());
    kernels_.code[width](column.codes, places_.data(), coding.lowest, coding.highest);
    return;
  }
  for (std::size_t subject = 0; subject < count_; ++subject) {
    if (facts_.state(fact, subject) == FactRow::State::value) return gather_cells(index);
    places_[subject] = facts_.place(fact, subject);
  }
  kernels_.code[width](column.codes, places_.data(), coding.lowest, coding.highest);
  for (std::size_t subject = 0; subject < count_; ++subject) {
    const auto code = special(index, subject);
    if (!code) continue;
    column.by = CodedBy::place_or_none;
    is_plain_ = false;
    put_code(column.codes, column.width, subject, *code);
    has_doubt_ = has_doubt_ || *code != coding.none();
  }
}

// Some value lies between two places, or beyond them all.
template <typename Facts>
void BlockDecider<Facts>::gather_cells(std::uint32_t index) {
  const plan::Input& input = batch_.found.inputs[index];
  Column& column = columns_[index];
  column.by = CodedBy::cell;
  is_plain_ = false;
  column.width = Width::four;
  for (std::size_t subject = 0; subject < count_; ++subject) {
    const auto cell = input.cell_of(facts_.row(subject));
    if (!cell) handed_over[subject] = 1;
    put_code(column.codes, column.width, subject, cell.value_or(input.none()));
    has_doubt_ = has_doubt_ || (cell && input.is_doubt(*cell));
  }
}

template <typename Facts>
void BlockDecider<Facts>::start_computed(std::uint32_t index) {
  Column& column = columns_[index];
  column.by = CodedBy::cell;
  column.width = Width::four;
  column.is_worked_out.assign(block_subjects, 0);
  is_plain_ = false;
  if (!names_rules_ || !batch_.found.inputs[index].may_fail) return;
  // Of whom something is an error the reference tells, whether it matters or not.
  Plane everybody;
  everybody.fill(all_ones);
  work_out(index, everybody);
}

// For the subjects of a plane, each once.
template <typename Facts>
void BlockDecider<Facts>::work_out(std::uint32_t index, const Plane& plane) {
  Column& column = columns_[index];
  for (std::size_t subject = 0; subject < count_; ++subject) {
    if (plane[subject] == 0 || column.is_worked_out[subject] != 0) continue;
    column.is_worked_out[subject] = 1;
    const Value value = plan::Conditions::compute(batch_.program, batch_.found.fixed, *batch_.found.inputs[index].computed, facts_.row(subject), batch_.as_of);
    if (is_open(value)) handed_over[subject] = 1;
    put_code(column.codes, column.width, subject, truth_of(value) == Truth::yes ? 1 : 0);
  }
}

template <typename Facts>
void BlockDecider<Facts>::leave(const CodeSet& set, const Column& column, Plane& plane) {
  const auto width = static_cast<std::size_t>(column.width);
  const auto intervals = batch_.comparisons->intervals(set);
  const std::uint8_t flip = set.others ? all_ones : 0;
  if (intervals.size() == 1) {
    kernels_.leave[width](plane.data(), column.codes, intervals.front().from, intervals.front().span, flip);
    return;
  }
  Plane lies_there;
  lies_there.fill(0);
  for (const Interval& interval : intervals) kernels_.add[width](lies_there.data(), column.codes, interval.from, interval.span);
  for (std::size_t i = 0; i < block_subjects; ++i) plane[i] = static_cast<std::uint8_t>(plane[i] & (lies_there[i] ^ flip));
}

template <typename Facts>
void BlockDecider<Facts>::hold(const Conjunction& conjunction, bool may, Plane& plane) {
  if (is_plain_) return hold_plainly(conjunction, plane);
  plane.fill(all_ones);
  for (std::uint32_t i = conjunction.first; i < conjunction.first + conjunction.count; ++i) {
    const Comparison& comparison = (*batch_.comparisons)[batch_.compared[i]];
    if (batch_.found.inputs[comparison.input].computed) work_out(comparison.input, plane);
    const Column& column = columns_[comparison.input];
    const auto by = static_cast<std::size_t>(column.by);
    leave(may ? comparison.may_hold[by] : comparison.holds[by], column, plane);
  }
}

// The same, where every subject has a place in every column.
template <typename Facts>
void BlockDecider<Facts>::hold_plainly(const Conjunction& conjunction, Plane& plane) {
  const Step* step = batch_.steps.data() + conjunction.first;
  const Step* end = step + conjunction.count;
  if (step == end || !step->is_one_interval) {
    plane.fill(all_ones);
  } else {
    kernels_.begin[static_cast<std::size_t>(step->width)](plane.data(), columns_[step->input].codes, step->from, step->span, step->flip);
    ++step;
  }
  for (; step != end; ++step) {
    const Column& column = columns_[step->input];
    if (step->is_one_interval) {
      kernels_.leave[static_cast<std::size_t>(step->width)](plane.data(), column.codes, step->from, step->span, step->flip);
    } else {
      const std::uint32_t compared = batch_.compared[static_cast<std::size_t>(step - batch_.steps.data())];
      leave((*batch_.comparisons)[compared].holds[static_cast<std::size_t>(CodedBy::place)], column, plane);
    }
  }
}

template <typename Facts>
void BlockDecider<Facts>::find_where_it_applies() {
  const std::uint8_t always = batch_.found.always_applies ? all_ones : 0;
  surely_applies.fill(always);
  may_apply.fill(always);
  applies.fill(always);
  Plane plane;
  for (const Conjunction& one : batch_.applies[static_cast<std::size_t>(plan::Reading::bounds)]) {
    hold(one, false, plane);
    kernels_.unite(surely_applies.data(), plane.data());
    hold(one, true, plane);
    kernels_.unite(may_apply.data(), plane.data());
  }
  for (const Conjunction& one : batch_.applies[static_cast<std::size_t>(plan::Reading::decided)]) {
    hold(one, false, plane);
    kernels_.unite(applies.data(), plane.data());
  }
  if (batch_.found.outside) may_apply.fill(0);
  for (std::size_t i = 0; i < block_subjects; ++i) {
    surely_applies[i] = static_cast<std::uint8_t>(surely_applies[i] & may_apply[i]);
    applies[i] = static_cast<std::uint8_t>(may_apply[i] & (applies[i] | surely_applies[i]));
  }
}

template <typename Facts>
void BlockDecider<Facts>::collect(const Plane& plane, std::uint32_t row, std::uint32_t level, std::vector<Hit>& into) const {
  for (std::size_t first = 0; first < count_; first += sizeof(std::uint64_t)) {
    std::uint64_t eight;
    std::memcpy(&eight, plane.data() + first, sizeof eight);
    if (eight == 0) continue;
    for (std::size_t subject = first; subject < std::min(first + sizeof eight, count_); ++subject) {
      if ((plane[subject] & applies[subject]) != 0) into.push_back({static_cast<std::uint32_t>(subject), row, level});
    }
  }
}

template <typename Facts>
void BlockDecider<Facts>::find(const LadderRows& ladder) {
  const bool is_simple = ladder.read_alike && !has_doubt_;
  // Behind the last subject there is nobody to be found a level for.
  for (Levels* levels : {&found.measure, &found.at_least, &found.at_most}) {
    levels->fill(0);
    std::fill(levels->begin() + static_cast<std::ptrdiff_t>(count_), levels->end(), 1);
  }
  hits.clear();
  replaced.clear();
  Plane plane;
  Plane decided;
  Plane in_bounds;
  Plane may_be;
  bool some_without = true;
  for (std::uint32_t row = 0; row < ladder.rows.size() && (some_without || names_rules_);) {
    const std::uint32_t level = ladder.rows[row].level;
    decided.fill(0);
    in_bounds.fill(0);
    may_be.fill(0);
    for (; row < ladder.rows.size() && ladder.rows[row].level == level; ++row) {
      const Row& one = ladder.rows[row];
      hold(one.conjunction, false, plane);
      if (one.decided) kernels_.unite(decided.data(), plane.data());
      if (one.decided && names_rules_) collect(plane, row, level, hits);
      if (is_simple || !one.in_bounds) continue;
      kernels_.unite(in_bounds.data(), plane.data());
      if (has_doubt_) hold(one.conjunction, true, plane);
      kernels_.unite(may_be.data(), plane.data());
    }
    some_without = kernels_.put_level(found.measure.data(), decided.data(), level);
    if (is_simple) continue;
    some_without = kernels_.put_level(found.at_least.data(), in_bounds.data(), level) || some_without;
    some_without = kernels_.put_level(found.at_most.data(), may_be.data(), level) || some_without;
  }
  if (is_simple) found.at_least = found.at_most = found.measure;
  for (std::size_t subject = 0; subject < count_; ++subject) {
    if (applies[subject] == 0) found.measure[subject] = 0;
    if (surely_applies[subject] == 0) found.at_least[subject] = 0;
    if (may_apply[subject] == 0) found.at_most[subject] = 0;
  }
  if (!names_rules_) return;
  for (std::uint32_t one = 0; one < ladder.replacements.size(); ++one) {
    hold(ladder.replacements[one].conjunction, false, plane);
    collect(plane, one, 0, replaced);
  }
}

// Of one subject, once. Where it is open, the subject is for the reference.
template <typename Facts>
void BlockDecider<Facts>::work_out(const Amount& amount, std::size_t subject, Amounts& amounts) {
  if (amounts.is_worked_out[subject] != 0) return;
  amounts.is_worked_out[subject] = 1;
  amounts.of[subject] = plan::Conditions::amount(batch_.program, batch_.found.fixed, amount.node, facts_.row(subject), batch_.as_of);
  if (!amounts.of[subject]) handed_over[subject] = 1;
}

template <typename Facts>
void BlockDecider<Facts>::work_out_asked(const Amount& amount, Amounts& amounts) {
  Plane asked;
  Plane plane;
  asked.fill(batch_.found.fixed[amount.node.index] ? all_ones : std::uint8_t{0});
  for (const Conjunction& one : amount.asked) {
    hold(one, true, plane);
    kernels_.unite(asked.data(), plane.data());
  }
  for (std::size_t subject = 0; subject < count_; ++subject) {
    if ((asked[subject] & may_apply[subject]) != 0) work_out(amount, subject, amounts);
  }
}

template <typename Facts>
std::uint32_t BlockDecider<Facts>::put_outcome(std::size_t ladder, std::uint32_t level, const std::optional<Number>& amount) {
  const auto& outcomes = batch_.found.ladders[ladder].outcomes;
  worked_out.push_back(rounded({outcomes[level].rung, amount}, batch_.program.ladders[ladder]));
  return static_cast<std::uint32_t>(outcomes.size() + worked_out.size() - 1);
}

template <typename Facts>
void BlockDecider<Facts>::put_largest(std::size_t ladder, Levels& levels, const Largest& largest) {
  for (std::size_t subject = 0; subject < count_; ++subject) {
    if (batch_.found.ladders[ladder].worked_out[levels[subject]]) levels[subject] = put_outcome(ladder, levels[subject], largest[subject]);
  }
}

template <typename Facts>
void BlockDecider<Facts>::put_amounts(std::size_t ladder) {
  const LadderRows& of_ladder = batch_.ladders[ladder];
  if (of_ladder.amounts.empty()) return;
  Largest measure;
  Largest at_least;
  Largest at_most;
  Plane plane;
  for (const Amount& amount : of_ladder.amounts) {
    Amounts amounts;
    // Of whom something is an error the reference tells, whether it matters or not.
    if (names_rules_) work_out_asked(amount, amounts);
    const auto raise = [&](const Row& row, const Levels& levels, Largest& largest) {
      for (std::size_t subject = 0; subject < count_; ++subject) {
        if (plane[subject] == 0 || levels[subject] != row.level) continue;
        work_out(amount, subject, amounts);
        largest[subject] = std::max(largest[subject], amounts.of[subject]);
      }
    };
    for (const std::uint32_t index : amount.rows) {
      const Row& row = of_ladder.rows[index];
      const auto decides = [&](const Levels& levels) { return std::ranges::find(levels, row.level) != levels.end(); };
      if (decides(found.measure) || decides(found.at_least) || decides(found.at_most)) {
        hold(row.conjunction, false, plane);
        if (row.decided) raise(row, found.measure, measure);
        if (row.in_bounds) raise(row, found.at_least, at_least);
        if (has_doubt_) hold(row.conjunction, true, plane);
        if (row.in_bounds) raise(row, found.at_most, at_most);
      }
      // Without an amount here it is another measure that the rule brings, at a stricter level.
      for (Hit& hit : std::ranges::equal_range(hits, index, {}, &Hit::row)) hit.level = amounts.of[hit.subject] ? put_outcome(ladder, row.level, amounts.of[hit.subject]) : 0;
    }
  }
  put_largest(ladder, found.measure, measure);
  put_largest(ladder, found.at_least, at_least);
  put_largest(ladder, found.at_most, at_most);
}

}  // namespace
}  // namespace batch

// ---- decisions ------------------------------------------------------------------------------------------------

BatchDecisions::BatchDecisions(const Batch& batch, std::size_t subjects)
    : batch_(&batch), subjects_(subjects), ladders_(batch.compiled_->program.ladders.size()), measure_(subjects * ladders_), at_least_(subjects * ladders_),
      at_most_(subjects * ladders_), handed_over_(subjects), outside_(subjects) {}

const Outcome& BatchDecisions::outcome(std::size_t subject, std::size_t ladder, std::uint32_t level) const {
  const auto& outcomes = batch_->compiled_->found.ladders[ladder].outcomes;
  return level < outcomes.size() ? outcomes[level] : worked_out_[subject / batch::block_subjects][level - outcomes.size()];
}

Standing BatchDecisions::standing(std::size_t subject, std::size_t ladder) const {
  const std::size_t place = ladder * subjects_ + subject;
  Standing standing;
  standing.measure = outcome(subject, ladder, measure_[place]);
  standing.at_least = outcome(subject, ladder, at_least_[place]);
  standing.at_most = outcome(subject, ladder, at_most_[place]);
  standing.settled = standing.at_least == standing.at_most;
  return standing;
}

// Those of a place stay in their order. A rule may hold in several rows: the first of them is the strictest.
BatchDecisions::BlockRules BatchDecisions::by_place(std::vector<Applied>& applied, const std::vector<Applied>& replaced, std::size_t places) {
  std::ranges::stable_sort(applied, {}, &Applied::place);
  BlockRules rules;
  rules.applied.reserve(applied.size());
  rules.first.reserve(places + 1);
  auto next = applied.begin();
  for (std::uint32_t place = 0; place < places; ++place) {
    rules.first.push_back(static_cast<std::uint32_t>(rules.applied.size()));
    for (; next != applied.end() && next->place == place; ++next) {
      const auto is_same = [&](const Applied& other) { return other.rule == next->rule; };
      if (std::none_of(rules.applied.begin() + rules.first.back(), rules.applied.end(), is_same)) rules.applied.push_back(*next);
    }
  }
  rules.first.push_back(static_cast<std::uint32_t>(rules.applied.size()));
  for (const Applied& one : replaced) {
    for (std::uint32_t at = rules.first[one.place]; at < rules.first[one.place + 1]; ++at) {
      Applied& at_place = rules.applied[at];
      if (at_place.rule == one.rule && at_place.named == one.rule) at_place.named = one.named;
    }
  }
  return rules;
}

void BatchDecisions::rules(std::size_t subject, std::size_t ladder, std::vector<AppliedRule>& into) const {
  const std::size_t block = subject / batch::block_subjects;
  if (block >= rules_.size() || rules_[block].first.empty()) return;
  const BlockRules& rules = rules_[block];
  const std::size_t place = (subject % batch::block_subjects) * ladders_ + ladder;
  for (std::uint32_t one = rules.first[place]; one < rules.first[place + 1]; ++one) {
    into.push_back({rules.applied[one].named, outcome(subject, ladder, rules.applied[one].level)});
  }
}

// ---- a batch --------------------------------------------------------------------------------------------------

Batch::Batch(const Program& program, Moment as_of) : compiled_(std::make_unique<Compiled>(program, as_of)) {}
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;
Batch::~Batch() = default;

Moment Batch::as_of() const { return compiled_->as_of; }
bool Batch::holds_at(Moment moment) const { return compiled_->found.validity.includes(moment, compiled_->program.zone); }
const std::vector<NotPlanned>& Batch::not_planned() const { return compiled_->found.not_planned; }

template <typename Facts>
BatchDecisions Batch::decide_all(const Facts& facts, std::size_t subjects, const Options& options) const {
  const Compiled& compiled = *compiled_;
  BatchDecisions decisions(*this, subjects);
  if (!not_planned().empty()) {
    std::ranges::fill(decisions.handed_over_, std::uint8_t{1});
    return decisions;
  }
  const std::size_t ladders = compiled.ladders.size();
  const std::size_t blocks = (subjects + batch::block_subjects - 1) / batch::block_subjects;
  if (options.names_rules) decisions.rules_.resize(blocks);
  const bool works_out = std::ranges::any_of(compiled.ladders, [](const batch::LadderRows& ladder) { return !ladder.amounts.empty(); });
  if (works_out) decisions.worked_out_.resize(blocks);

  const auto decide_block = [&](batch::BlockDecider<Facts>& decider, std::size_t block) {
    const std::size_t first = block * batch::block_subjects;
    const std::size_t count = std::min(batch::block_subjects, subjects - first);
    decider.start(first, count, options.names_rules);
    std::vector<BatchDecisions::Applied> applied;
    std::vector<BatchDecisions::Applied> replaced;
    for (std::size_t ladder = 0; ladder < ladders; ++ladder) {
      const batch::LadderRows& rows = compiled.ladders[ladder];
      decider.find(rows);
      decider.put_amounts(ladder);
      const std::size_t place = ladder * subjects + first;
      const auto copy = [&](const batch::Levels& levels, std::vector<std::uint32_t>& to) { std::copy_n(levels.begin(), count, to.begin() + static_cast<std::ptrdiff_t>(place)); };
      copy(decider.found.measure, decisions.measure_);
      copy(decider.found.at_least, decisions.at_least_);
      copy(decider.found.at_most, decisions.at_most_);
      const auto place_of = [&](std::uint32_t subject) { return static_cast<std::uint32_t>(subject * ladders + ladder); };
      for (const auto& hit : decider.hits) applied.push_back({place_of(hit.subject), hit.level, rows.rows[hit.row].rule, rows.rows[hit.row].rule});
      for (const auto& hit : decider.replaced) {
        const batch::Replacement& replacement = rows.replacements[hit.row];
        replaced.push_back({place_of(hit.subject), 0, replacement.rule, replacement.exception});
      }
    }
    std::copy_n(decider.handed_over.begin(), count, decisions.handed_over_.begin() + static_cast<std::ptrdiff_t>(first));
    for (std::size_t subject = 0; subject < count; ++subject) decisions.outside_[first + subject] = decider.may_apply[subject] == 0 ? 1 : 0;
    if (works_out) {
      decisions.worked_out_[block] = decider.worked_out;
      // Of one level some amounts are stricter than others.
      const auto outcome_of = [&](const BatchDecisions::Applied& one) -> const Outcome& { return decisions.outcome(first + one.place / ladders, one.place % ladders, one.level); };
      std::ranges::stable_sort(applied, [&](const auto& a, const auto& b) { return a.place != b.place ? a.place < b.place : is_stricter(outcome_of(a), outcome_of(b)); });
    }
    if (options.names_rules) decisions.rules_[block] = BatchDecisions::by_place(applied, replaced, count * ladders);
  };

  std::atomic<std::size_t> next = 0;
  std::exception_ptr failure;
  std::mutex failing;
  const auto work = [&] {
    try {
      batch::BlockDecider<Facts> decider(compiled, facts);
      for (std::size_t block = next++; block < blocks; block = next++) decide_block(decider, block);
    } catch (...) {
      const std::lock_guard lock(failing);
      failure = std::current_exception();
      next = blocks;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t thread = 1; thread < std::min<std::size_t>(options.threads, blocks); ++thread) threads.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
  return decisions;
}

BatchDecisions Batch::decide(std::span<const FactRow> rows, const Options& options) const { return decide_all(batch::RowFacts(rows), rows.size(), options); }
BatchDecisions Batch::decide(const FactColumns& columns, const Options& options) const {
  return decide_all(batch::ColumnFacts(columns), columns.size(), options);
}

}  // namespace pasal
