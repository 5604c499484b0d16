#include "cli/batch_rows.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "cli/batch_csv.hpp"

namespace pasal::cli {
namespace {

// The one place where a row is decided.
Decision decide_row(const RowSettings& settings, const Subject& subject, Moment as_of) {
  const EvaluationLimits& limits = settings.limits.evaluation;
  if (settings.explain) return decide(settings.program, settings.sources, subject, as_of, limits);
  return decide_naming_rules(settings.program, subject, as_of, limits);
}

std::string decided_row(const RowSettings& settings, const Decision& decision) {
  if (settings.to == RowFormat::csv) return csv_row(decision, settings.program, settings.explain);
  const std::string object = settings.explain ? json(decision, settings.program, settings.sources)
                                              : brief_json(decision, settings.program, settings.sources);
  return object + "\n";
}

std::string wrong_row(const RowSettings& settings, const std::string& name, const RowReader& reader) {
  if (settings.to == RowFormat::csv) return csv_row(name, reader.problems(), reader.sources(), settings.program, settings.explain);
  return brief_json(name, reader.problems(), settings.program, reader.sources()) + "\n";
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
    : settings_(settings),
      reader_(settings.program, settings.from, settings.input, settings.header ? &*settings.header : nullptr, settings.limits.facts) {}

RowAnswers RowAnswerer::answer(const RowTask& task) {
  RowAnswers answers;
  for (const Ladder& ladder : settings_.program.ladders) answers.counts.measures.emplace_back(ladder.measures.size());
  std::uint64_t number = task.first_row;
  for (const Row& row : task.block.rows) {
    ++answers.counts.rows;
    if (answer_row(task.block, row, number++, answers) || !settings_.strict) continue;
    answers.stops = true;
    break;
  }
  return answers;
}

bool RowAnswerer::answer_row(const RowBlock& block, const Row& row, std::uint64_t number, RowAnswers& answers) {
  auto subject = reader_.read(block, row);
  put_problems(answers);
  if (!subject) {
    ++answers.counts.wrong;
    answers.text += wrong_row(settings_, reader_.name().empty() ? std::to_string(number) : reader_.name(), reader_);
    return false;
  }
  if (subject->name.empty()) subject->name = std::to_string(number);
  const Moment as_of = settings_.as_of.value_or(subject->as_of.value_or(settings_.now));
  const Decision decision = decide_row(settings_, *subject, as_of);
  count(decision, answers.counts);
  answers.text += decided_row(settings_, decision);
  return true;
}

void RowAnswerer::put_problems(RowAnswers& answers) const {
  for (const Diagnostic& problem : reader_.problems().sorted()) {
    answers.problems.push_back(render(problem, reader_.sources(), settings_.layout));
  }
}

void RowAnswerer::count(const Decision& decision, RowCounts& counts) const {
  bool is_open = false;
  std::set<std::string_view> rules;
  for (const LadderDecision& on : decision.ladders) {
    ++counts.measures[on.ladder][on.measure.rung];
    is_open = is_open || !on.settled;
    for (const Reason& reason : on.reasons) {
      if (!reason.rule.empty()) rules.insert(reason.rule);
    }
  }
  if (is_open) ++counts.open;
  if (!decision.outside.empty()) ++counts.outside;
  if (!decision.errors.empty()) ++counts.errors;
  for (const std::string_view rule : rules) ++counts.rules[std::string(rule)];
}

}  // namespace pasal::cli
