#include "engine/check/table_coverage.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/operations.hpp"

namespace pasal::checking {
namespace {

// Beyond this many steps a table is left alone: it has too many columns to be looked at from every side.
constexpr std::size_t most_steps = 200'000;
// And beyond this many cells to hold against values: it has too many rows.
constexpr std::size_t most_trials = 1'000'000;
// So many overlaps of a table are shown.
constexpr std::size_t most_overlaps = 3;

using Rows = std::vector<bool>;  // of a table: which of them fit

// A fact that the cells ask of: where one of the samples fits a row, so does every value that lies as it does.
struct Column {
  FactId fact;
  std::vector<Value> samples;
  std::vector<Rows> fit;  // by sample
  Rows asks;              // the rows that have a cell for it
};

bool any_of(const Rows& rows) { return std::ranges::find(rows, true) != rows.end(); }

Rows common(const Rows& a, const Rows& b) {
  Rows both(a.size());
  for (std::size_t row = 0; row < a.size(); ++row) both[row] = a[row] && b[row];
  return both;
}

// Between two neighbouring limits, and beyond the first and the last: values that no limit tells apart.
class Samples {
public:
  Samples(const FactDeclaration& fact, std::vector<Value> limits, const OperationSetting& setting)
      : fact_(fact), limits_(std::move(limits)), setting_(setting) {}

  // Empty where the type of the fact has no samples.
  std::vector<Value> find() {
    const TypeKind kind = fact_.type.kind;
    if (kind == TypeKind::boolean) samples_ = {true, false};
    if (kind == TypeKind::enumeration) put_values();
    if (kind == TypeKind::number || kind == TypeKind::percent || kind == TypeKind::money) put_numbers();
    if (kind == TypeKind::date || kind == TypeKind::moment) put_times();
    if (fact_.if_any && !samples_.empty()) samples_.emplace_back(None{});
    return std::move(samples_);
  }

private:
  void put_values() {
    const auto count = fact_.type.values == nullptr ? 0 : fact_.type.values->size();
    for (std::size_t index = 0; index < count; ++index) {
      samples_.emplace_back(EnumerationValue{static_cast<std::uint32_t>(index)});
    }
  }

  // People and items are counted in whole numbers, unless the table itself has parts of them.
  void put_numbers() {
    std::vector<Number> limits;
    for (const Value& limit : limits_) {
      if (const auto* number = std::get_if<Number>(&limit)) limits.push_back(*number);
    }
    const bool counts = fact_.type.kind == TypeKind::number && !fact_.type.unit.empty() &&
                        std::ranges::all_of(limits, [](const Number& limit) { return limit.whole().has_value(); });
    if (fact_.lowest) limits.push_back(*fact_.lowest);
    if (fact_.highest) limits.push_back(*fact_.highest);
    if (counts && !fact_.lowest) limits.emplace_back(0);
    std::ranges::sort(limits);
    limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
    if (limits.empty()) limits.emplace_back(0);
    const auto put = [&](const std::optional<Number>& number) {
      if (!number || (fact_.lowest && *number < *fact_.lowest) || (fact_.highest && *number > *fact_.highest)) return;
      if (!counts || !number->is_negative()) samples_.emplace_back(*number);
    };
    put(subtract(limits.front(), Number(1)));
    for (std::size_t index = 0; index < limits.size(); ++index) {
      put(limits[index]);
      const auto next = add(limits[index], Number(1));
      if (index + 1 == limits.size() || (next && *next < limits[index + 1])) {
        put(next);
      } else if (!counts) {
        const auto sum = add(limits[index], limits[index + 1]);
        put(sum ? divide(*sum, Number(2)) : std::nullopt);
      }
    }
  }

  void put_times() {
    std::vector<Value> limits;
    for (const Value& limit : limits_) {
      if (std::holds_alternative<Date>(limit) || std::holds_alternative<Moment>(limit)) limits.push_back(limit);
    }
    if (limits.empty()) limits.emplace_back(Date{0});
    for (const Value& limit : limits) {
      for (const int step : {-1, 0, 1}) samples_.push_back(moved(limit, step));
    }
    std::ranges::sort(samples_, [&](const Value& a, const Value& b) {
      return order(a, b, setting_) == std::strong_ordering::less;
    });
  }

  // A day or a minute before or after; a day as a moment is its close.
  Value moved(const Value& time, int step) const {
    if (const auto* moment = std::get_if<Moment>(&time)) return Moment{moment->minutes + step};
    const Date day{std::get<Date>(time).days + step};
    return fact_.type.kind == TypeKind::moment ? Value(setting_.zone.close_of(day)) : Value(day);
  }

  const FactDeclaration& fact_;
  std::vector<Value> limits_;
  std::vector<Value> samples_;
  const OperationSetting& setting_;
};

class Table {
public:
  Table(const Program& program, std::vector<const Rule*> rows, Diagnostics& diagnostics)
      : program_(program), rows_(std::move(rows)), diagnostics_(diagnostics) {}

  void look() {
    if (!read_columns()) return;
    Rows all(rows_.size());
    for (std::size_t row = 0; row < rows_.size(); ++row) all[row] = !has_own_condition(*rows_[row]);
    find_gap(all, 0);
    if (steps_ > most_steps) return;
    if (found_gap_) report_gap();
    find_overlaps();
  }

private:
  using Cells = std::vector<std::pair<std::size_t, NodeId>>;  // row and condition

  bool read_columns();
  bool read_column(FactId fact, const Cells& cells);
  bool collect(NodeId node, std::optional<FactId>& fact, std::vector<Value>& limits) const;
  Truth fits(NodeId node, const Value& sample) const;
  void find_gap(const Rows& active, std::size_t column);
  bool needs_more(const Rows& active, std::size_t column) const;
  void find_overlaps();
  bool overlap(std::size_t a, std::size_t b);
  void report_gap();
  void report_overlap(std::size_t a, std::size_t b);
  std::string facts() const;
  bool has_own_condition(const Rule& row) const;
  const Value* amount_of(const Rule& row) const;
  bool decide_alike(const Rule& a, const Rule& b) const;
  bool contradict(const Rule& a, const Rule& b) const;
  std::string measure_of(const Rule& row) const;

  const Program& program_;
  std::vector<const Rule*> rows_;
  Diagnostics& diagnostics_;
  OperationSetting setting_{program_.calendar, program_.zone, nullptr};
  std::vector<Column> columns_;
  std::vector<std::pair<FactId, Value>> chosen_;  // the facts that show a gap or an overlap
  bool found_gap_ = false;
  std::size_t steps_ = 0;
  std::size_t trials_ = 0;
};

// ---- columns --------------------------------------------------------------------------------------------------

// False where a cell asks of something else than one fact, against constants.
bool Table::read_columns() {
  std::map<FactId, Cells> by_fact;
  std::vector<FactId> order;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    for (const Rule::Cell& cell : rows_[row]->cells) {
      std::optional<FactId> fact;
      std::vector<Value> limits;
      if (!collect(cell.condition, fact, limits) || !fact) return false;
      if (!by_fact.contains(*fact)) order.push_back(*fact);
      by_fact[*fact].emplace_back(row, cell.condition);
    }
  }
  return std::ranges::all_of(order, [&](FactId fact) { return read_column(fact, by_fact[fact]); });
}

bool Table::read_column(FactId fact, const Cells& cells) {
  std::vector<Value> limits;
  std::optional<FactId> asked;
  for (const auto& [row, condition] : cells) collect(condition, asked, limits);
  Column column{fact, Samples(program_[fact], std::move(limits), setting_).find(), {}, Rows(rows_.size())};
  trials_ += column.samples.size() * cells.size();
  if (trials_ > most_trials) return false;
  for (const auto& [row, condition] : cells) column.asks[row] = true;
  for (const Value& sample : column.samples) {
    Rows fit(rows_.size(), true);
    for (const auto& [row, condition] : cells) fit[row] = fit[row] && fits(condition, sample) == Truth::yes;
    column.fit.push_back(std::move(fit));
  }
  const bool has_samples = !column.samples.empty();
  columns_.push_back(std::move(column));
  return has_samples;
}

// The one fact of a condition, and what it is compared with.
bool Table::collect(NodeId node, std::optional<FactId>& fact, std::vector<Value>& limits) const {
  const NodeContent& content = program_[node].content;
  if (const auto* constant = std::get_if<ConstantNode>(&content)) {
    limits.push_back(constant->value);
    return true;
  }
  if (const auto* asked = std::get_if<FactNode>(&content)) {
    const bool is_same = !fact || *fact == asked->fact;
    fact = asked->fact;
    return is_same && asked->level == 0;
  }
  const auto* call = std::get_if<CallNode>(&content);
  const bool is_plain = call != nullptr && (call->operation <= Operator::between ||
                                            call->operation == Operator::is_none ||
                                            call->operation == Operator::is_present);
  return is_plain &&
         std::ranges::all_of(call->operands, [&](NodeId operand) { return collect(operand, fact, limits); });
}

Truth Table::fits(NodeId node, const Value& sample) const {
  const NodeContent& content = program_[node].content;
  const auto* call = std::get_if<CallNode>(&content);
  if (call == nullptr) return truth_of(sample);
  std::vector<Value> operands;
  for (const NodeId operand : call->operands) {
    const NodeContent& inner = program_[operand].content;
    if (const auto* constant = std::get_if<ConstantNode>(&inner)) {
      operands.push_back(constant->value);
    } else if (std::holds_alternative<FactNode>(inner)) {
      operands.push_back(sample);
    } else {
      operands.push_back(value_of(fits(operand, sample)));
    }
  }
  return truth_of(apply(call->operation, operands, setting_).value);
}

// A condition in the column of measures: nobody knows when the row counts.
bool Table::has_own_condition(const Rule& row) const {
  if (!row.condition || row.cells.empty()) return row.condition.has_value();
  if (row.cells.size() == 1) return *row.condition != row.cells.front().condition;
  const auto* call = std::get_if<CallNode>(&program_[*row.condition].content);
  return call == nullptr || call->operands.size() != row.cells.size();
}

// ---- gaps -----------------------------------------------------------------------------------------------------

bool Table::needs_more(const Rows& active, std::size_t column) const {
  for (std::size_t row = 0; row < active.size(); ++row) {
    if (!active[row]) continue;
    const auto asks = [&](const Column& one) { return one.asks[row]; };
    if (std::none_of(columns_.begin() + static_cast<std::ptrdiff_t>(column), columns_.end(), asks)) return false;
  }
  return true;
}

// Chooses a value for one fact after another until no row is left that could fit.
void Table::find_gap(const Rows& active, std::size_t column) {
  if (found_gap_ || ++steps_ > most_steps) return;
  if (!any_of(active)) {
    found_gap_ = true;
    return;
  }
  if (column == columns_.size() || !needs_more(active, column)) return;
  const Column& here = columns_[column];
  for (std::size_t index = 0; index < here.samples.size(); ++index) {
    chosen_.emplace_back(here.fact, here.samples[index]);
    find_gap(common(active, here.fit[index]), column + 1);
    if (found_gap_) return;
    chosen_.pop_back();
  }
}

// ---- overlaps -------------------------------------------------------------------------------------------------

// Nothing where it is worked out.
const Value* Table::amount_of(const Rule& row) const {
  const auto* constant = row.measure->amount ? std::get_if<ConstantNode>(&program_[*row.measure->amount].content) : nullptr;
  return constant == nullptr ? nullptr : &constant->value;
}

bool Table::decide_alike(const Rule& a, const Rule& b) const {
  if (a.measure->rung != b.measure->rung) return false;
  if (a.measure->amount == b.measure->amount) return true;
  const Value* of_a = amount_of(a);
  const Value* of_b = amount_of(b);
  return of_a != nullptr && of_b != nullptr && same(*of_a, *of_b);
}

// A row that fits everything says what holds otherwise: that is no contradiction.
bool Table::contradict(const Rule& a, const Rule& b) const {
  if (a.measure->ladder != b.measure->ladder || decide_alike(a, b)) return false;
  if (a.cells.empty() || b.cells.empty()) return false;
  return !has_own_condition(a) && !has_own_condition(b);
}

void Table::find_overlaps() {
  std::size_t found = 0;
  for (std::size_t b = 0; b < rows_.size() && found < most_overlaps; ++b) {
    for (std::size_t a = 0; a < b; ++a) {
      if (++steps_ > most_steps) return;
      if (!contradict(*rows_[a], *rows_[b]) || !overlap(a, b)) continue;
      report_overlap(a, b);
      ++found;
      break;
    }
  }
}

bool Table::overlap(std::size_t a, std::size_t b) {
  chosen_.clear();
  for (const Column& column : columns_) {
    if (!column.asks[a] && !column.asks[b]) continue;
    const auto fits_both = std::ranges::find_if(column.fit, [&](const Rows& fit) { return fit[a] && fit[b]; });
    if (fits_both == column.fit.end()) return false;
    chosen_.emplace_back(column.fact, column.samples[static_cast<std::size_t>(fits_both - column.fit.begin())]);
  }
  return true;
}

// ---- reports --------------------------------------------------------------------------------------------------

// `minimum age` is 12, `kind` is shop
std::string Table::facts() const {
  std::string text;
  for (const auto& [fact, value] : chosen_) {
    const FactDeclaration& declaration = program_[fact];
    const bool is_last = &fact == &chosen_.back().first;
    text += (text.empty() ? "`" : is_last ? " and `" : ", `") + declaration.name + "` is " +
            display(value, declaration.type, program_.language, program_.zone);
  }
  return text;
}

void Table::report_gap() {
  diagnostics_.add(DiagnosticKind::table_gap, rows_.front()->table_span, rows_.front()->table, facts());
}

std::string Table::measure_of(const Rule& row) const {
  const Measure& measure = program_.ladders[row.measure->ladder].measures[row.measure->rung];
  const Value* amount = amount_of(row);
  if (amount == nullptr || !measure.amount) return measure.name;
  return measure.name + " " + display(*amount, *measure.amount, program_.language, program_.zone);
}

void Table::report_overlap(std::size_t a, std::size_t b) {
  diagnostics_
      .add(DiagnosticKind::table_overlap, rows_[b]->span, std::to_string(a + 1), std::to_string(b + 1), facts(),
           measure_of(*rows_[a]), measure_of(*rows_[b]))
      .label(rows_[a]->span, "row " + std::to_string(a + 1));
}

}  // namespace

void find_gaps_and_overlaps(const Program& program, Diagnostics& diagnostics) {
  std::vector<std::vector<const Rule*>> tables;
  std::map<std::string, std::size_t> places;
  for (const Rule& rule : program.rules) {
    if (rule.kind != Rule::Kind::table_row) continue;
    const auto [place, is_new] = places.emplace(rule.table, tables.size());
    if (is_new) tables.emplace_back();
    tables[place->second].push_back(&rule);
  }
  for (auto& rows : tables) Table(program, std::move(rows), diagnostics).look();
}

}  // namespace pasal::checking
