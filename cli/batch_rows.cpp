#include "cli/batch_rows.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cli/batch_csv.hpp"

namespace pasal::cli {
namespace {

Decision decide_by_reference(const RowSettings& settings, const Subject& subject, Moment as_of) {
  const EvaluationLimits& limits = settings.limits.evaluation;
  if (settings.explain) return decide(settings.program, settings.sources, subject, as_of, limits);
  return decide_naming_rules(settings.program, subject, as_of, limits);
}

}  // namespace

void RowCounts::add(const RowCounts& other) {
  rows += other.rows;
  wrong += other.wrong;
  open += other.open;
  outside += other.outside;
  errors += other.errors;
  measures.resize(std::max(measures.size(), other.measures.size()));
  for (std::size_t ladder = 0; ladder < other.measures.size(); ++ladder) {
    measures[ladder].resize(other.measures[ladder].size());
    for (std::size_t rung = 0; rung < other.measures[ladder].size(); ++rung) measures[ladder][rung] += other.measures[ladder][rung];
  }
  for (const auto& [rule, count] : other.rules) rules[rule] += count;
}

std::string head_of_rows(const RowSettings& settings) {
  return settings.to == RowFormat::csv ? csv_head(settings.program, settings.explain) : std::string();
}

RowAnswerer::RowAnswerer(const RowSettings& settings)
    : settings_(settings), layout_(settings.program),
      reader_(settings.program, settings.from, settings.input, settings.header ? &*settings.header : nullptr, settings.limits.facts),
      plain_rows_(layout_, settings.from, settings.header ? &*settings.header : nullptr, settings.limits.facts),
      csv_rows_(settings.program, settings.explain), brief_json_(settings.program, settings.sources),
      rules_applied_(settings.program.rules.size()) {}

RowAnswers RowAnswerer::answer(const RowTask& task) {
  RowAnswers answers;
  for (const Ladder& ladder : settings_.program.ladders) answers.counts.measures.emplace_back(ladder.measures.size());
  read_.clear();
  std::uint64_t number = task.first_row;
  for (const Row& row : task.block.rows) {
    ++answers.counts.rows;
    if (read_row(task.block, row, number++, answers) || !settings_.strict) continue;
    answers.stops = true;
    break;
  }
  for (std::size_t first = 0; first < read_.size();) {
    std::size_t behind = first + 1;
    while (behind < read_.size() && read_[behind].batch == read_[first].batch) ++behind;
    decide_rows(first, behind, answers);
    first = behind;
  }
  for (std::uint32_t rule = 0; rule < rules_applied_.size(); ++rule) {
    if (const auto rows = std::exchange(rules_applied_[rule], 0)) answers.counts.rules[settings_.program.rules[rule].name] += rows;
  }
  return answers;
}

bool RowAnswerer::read_row(const RowBlock& block, const Row& row, std::uint64_t number, RowAnswers& answers) {
  if (read_plainly(block, row, number)) return true;
  auto subject = reader_.read(block, row);
  put_problems(answers);
  Read& read = read_.emplace_back();
  if (!subject) {
    ++answers.counts.wrong;
    write_wrong(reader_.name().empty() ? std::to_string(number) : reader_.name(), read.text);
    return false;
  }
  if (subject->name.empty()) subject->name = std::to_string(number);
  read.as_of = settings_.as_of.value_or(subject->as_of.value_or(settings_.now));
  if (read_for_batch(*subject, read.as_of)) {
    read.name = std::move(subject->name);
    read.batch = batch_at(read.as_of);
  } else {
    answer_by_reference(*subject, read.as_of, answers.counts, read.text);
  }
  return true;
}

// Most rows.
bool RowAnswerer::read_plainly(const RowBlock& block, const Row& row, std::uint64_t number) {
  if (settings_.batches == nullptr || !plain_rows_.read(block, row, row_at(read_.size()))) return false;
  const Moment as_of = settings_.as_of.value_or(plain_rows_.as_of().value_or(settings_.now));
  const Batch* batch = plain_rows_.as_of().value_or(as_of) == as_of ? batch_at(as_of) : nullptr;
  if (batch == nullptr) return false;
  std::string name(plain_rows_.name());
  if (name.empty()) name = std::to_string(number);
  read_.push_back({std::move(name), as_of, batch, {}});
  return true;
}

// Facts as they were reported at another moment than the one asked about are for the reference.
bool RowAnswerer::read_for_batch(const Subject& subject, Moment as_of) {
  const bool may_be = batch_at(as_of) != nullptr && subject.as_of.value_or(as_of) == as_of;
  auto row = may_be ? FactRow::of(layout_, subject) : std::nullopt;
  if (row) row_at(read_.size() - 1) = std::move(*row);
  return row.has_value();
}

FactRow& RowAnswerer::row_at(std::size_t place) {
  if (rows_.size() <= place) rows_.resize(place + 1, FactRow(layout_));
  return rows_[place];
}

const Batch* RowAnswerer::batch_at(Moment moment) {
  if (settings_.batches == nullptr) return nullptr;
  if (!last_batch_ || last_batch_->first != moment || last_batch_->second == nullptr) last_batch_ = {moment, settings_.batches->at(moment)};
  return last_batch_->second;
}

// Rows that follow each other, of one batch or of none.
void RowAnswerer::decide_rows(std::size_t first, std::size_t behind, RowAnswers& answers) {
  const Batch* batch = read_[first].batch;
  if (batch == nullptr) {
    for (std::size_t row = first; row < behind; ++row) answers.text += read_[row].text;
    return;
  }
  const BatchDecisions decisions = batch->decide(std::span(rows_).subspan(first, behind - first), {.names_rules = true});
  for (std::size_t row = first; row < behind; ++row) {
    const std::size_t subject = row - first;
    const Read& read = read_[row];
    const bool says_why = !decisions.is_outside(subject) || outside_.contains(batch);
    if (decisions.is_handed_over(subject) || !says_why) {
      const Decision decision = decide_by_reference(settings_, rows_[row].subject(read.as_of, read.name), read.as_of);
      if (!decision.outside.empty()) outside_.emplace(batch, decision.outside);
      count(decision, answers.counts);
      write(decision, answers.text);
    } else {
      take(decisions, subject, read);
      count_standing(decision_, answers.counts);
      write(decision_, answers.text);
    }
  }
}

// What a batch decided, in the form in which it is written.
void RowAnswerer::take(const BatchDecisions& decisions, std::size_t subject, const Read& read) {
  const Program& program = settings_.program;
  const bool is_outside = decisions.is_outside(subject);
  decision_.subject = read.name;
  decision_.as_of = read.as_of;
  decision_.outside = is_outside ? outside_.at(read.batch) : std::string();
  decision_.ladders.resize(program.ladders.size());
  for (std::uint32_t ladder = 0; ladder < program.ladders.size(); ++ladder) {
    LadderDecision& on = decision_.ladders[ladder];
    const Standing standing = decisions.standing(subject, ladder);
    on.ladder = ladder;
    on.measure = standing.measure;
    on.at_least = standing.at_least;
    on.at_most = standing.at_most;
    on.settled = standing.settled;
    applied_.clear();
    decisions.rules(subject, ladder, applied_);
    on.reasons.resize(is_outside ? 1 : applied_.size());
    for (std::size_t i = 0; i < applied_.size(); ++i) {
      on.reasons[i].rule = program.rules[applied_[i].rule.index].name;
      on.reasons[i].because.clear();
      ++rules_applied_[applied_[i].rule.index];
    }
    if (!is_outside) continue;
    on.reasons.front().rule.clear();
    on.reasons.front().because = decision_.outside;
  }
}

void RowAnswerer::answer_by_reference(const Subject& subject, Moment as_of, RowCounts& counts, std::string& into) {
  const Decision decision = decide_by_reference(settings_, subject, as_of);
  count(decision, counts);
  write(decision, into);
}

void RowAnswerer::write(const Decision& decision, std::string& into) {
  if (settings_.to == RowFormat::csv) return csv_rows_.add(decision, into);
  if (settings_.explain) into += json(decision, settings_.program, settings_.sources);
  else brief_json_.add(decision, into);
  into += '\n';
}

void RowAnswerer::write_wrong(const std::string& name, std::string& into) const {
  if (settings_.to == RowFormat::csv) return csv_rows_.add(name, reader_.problems(), reader_.sources(), into);
  into += brief_json(name, reader_.problems(), settings_.program, reader_.sources()) + "\n";
}

void RowAnswerer::put_problems(RowAnswers& answers) const {
  for (const Diagnostic& problem : reader_.problems().sorted()) {
    answers.problems.push_back(render(problem, reader_.sources(), settings_.layout));
  }
}

void RowAnswerer::count(const Decision& decision, RowCounts& counts) const {
  count_standing(decision, counts);
  std::set<std::string_view> rules;
  for (const LadderDecision& on : decision.ladders) {
    for (const Reason& reason : on.reasons) {
      if (!reason.rule.empty()) rules.insert(reason.rule);
    }
  }
  for (const std::string_view rule : rules) ++counts.rules[std::string(rule)];
}

// All but the rules.
void RowAnswerer::count_standing(const Decision& decision, RowCounts& counts) const {
  bool is_open = false;
  for (const LadderDecision& on : decision.ladders) {
    ++counts.measures[on.ladder][on.measure.rung];
    is_open = is_open || !on.settled;
  }
  if (is_open) ++counts.open;
  if (!decision.outside.empty()) ++counts.outside;
  if (!decision.errors.empty()) ++counts.errors;
}

}  // namespace pasal::cli
