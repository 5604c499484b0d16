#include "cli/batch_csv.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pasal::cli {
namespace {

// A cell and the comma before it, in quotes where it has to be.
void add_cell(std::string& line, std::string_view cell) {
  line += ',';
  const bool has_marks = std::ranges::any_of(cell, [](char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; });
  if (!has_marks && (cell.empty() || (cell.front() != ' ' && cell.back() != ' '))) {
    line += cell;
    return;
  }
  line += '"';
  for (const char c : cell) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

// The first cell of a line: an empty one would make a blank line of a line without others.
void add_first_cell(std::string& line, std::string_view cell) {
  if (cell.empty()) {
    line += "\"\"";
    return;
  }
  const std::size_t begin = line.size();
  add_cell(line, cell);
  line.erase(begin, 1);
}

// The texts, with something between them.
void join(std::string& texts, std::string_view text) {
  if (!texts.empty()) texts += "; ";
  texts += text;
}

bool has_amounts(const Ladder& ladder) {
  return std::ranges::any_of(ladder.measures, [](const Measure& measure) { return measure.amount.has_value(); });
}

// As a facts file would write it, without what the policy declares of it anyway: `1000000`, `10%`.
std::string amount_words(const Outcome& outcome, const Ladder& ladder) {
  const Measure& measure = ladder.measures[outcome.rung];
  if (!measure.amount || !outcome.amount) return {};
  if (measure.amount->kind != TypeKind::percent) return outcome.amount->plain();
  const auto hundredfold = multiply(*outcome.amount, 100);
  return hundredfold ? hundredfold->plain() + "%" : outcome.amount->plain();
}

std::string with_item(const std::string& name, const std::string& item) { return item.empty() ? name : fmt::format("{} ({})", name, item); }

// `Too young: The minimum age is 12. [Law 17/2025 art. 9]`
std::string reasons_of(const LadderDecision& on) {
  std::string reasons;
  for (const Reason& reason : on.reasons) {
    std::string text = reason.rule.empty() ? reason.because : fmt::format("{}: {}", with_item(reason.rule, reason.item), reason.because);
    if (!reason.cites.empty()) text += fmt::format(" [{}]", fmt::join(reason.cites, "; "));
    join(reasons, text);
  }
  return reasons;
}

std::string questions_of(const LadderDecision& on) {
  std::string questions;
  for (const Question& question : on.questions) join(questions, with_item(question.name, question.item));
  return questions;
}

// What stands between the subject and the errors, for each ladder.
std::vector<std::string> columns_of(const Program& program, bool explain) {
  std::vector<std::string> columns;
  for (const Ladder& ladder : program.ladders) {
    const std::string before = program.ladders.size() > 1 ? ladder.name + ": " : std::string();
    for (const char* outcome : {"measure", "at least", "at most"}) {
      columns.push_back(before + outcome);
      if (!has_amounts(ladder)) continue;
      columns.push_back(before + (columns.back() == before + "measure" ? "amount" : std::string(outcome) + " amount"));
    }
    columns.push_back(before + "settled");
    columns.push_back(before + "rules");
    if (!explain) continue;
    columns.push_back(before + "reasons");
    columns.push_back(before + "questions");
  }
  return columns;
}

}  // namespace

std::string csv_head(const Program& program, bool explain) {
  std::string line = "subject,as of";
  for (const std::string& column : columns_of(program, explain)) add_cell(line, column);
  return line + ",error\n";
}

CsvRows::CsvRows(const Program& program, bool explain) : program_(program), explain_(explain), columns_(columns_of(program, explain).size()) {
  for (const Ladder& ladder : program.ladders) {
    has_amounts_.push_back(has_amounts(ladder));
    written_.emplace_back(ladder.measures.size());
  }
}

void CsvRows::add(const Decision& decision, std::string& into) {
  if (as_of_ != decision.as_of) {
    as_of_ = decision.as_of;
    as_of_cell_.clear();
    add_cell(as_of_cell_, iso(decision.as_of, program_.zone));
  }
  add_first_cell(into, decision.subject);
  into += as_of_cell_;
  for (const LadderDecision& on : decision.ladders) {
    add_outcome(on.measure, on.ladder, into);
    add_outcome(on.at_least, on.ladder, into);
    if (on.amount_unlimited && has_amounts_[on.ladder]) {
      add_cell(into, program_.ladders[on.ladder].measures[on.at_most.rung].name);
      into += ",no limit";
    } else {
      add_outcome(on.at_most, on.ladder, into);
    }
    into += on.settled ? ",yes" : ",no";
    add_rules(on, into);
    if (!explain_) continue;
    add_cell(into, reasons_of(on));
    add_cell(into, questions_of(on));
  }
  scratch_.clear();
  for (const EvaluationError& error : decision.errors) join(scratch_, error.message);
  add_cell(into, scratch_);
  into += '\n';
}

void CsvRows::add_outcome(const Outcome& outcome, std::uint32_t ladder, std::string& into) {
  Written& last = written_[ladder][outcome.rung];
  if (last.cells.empty() || last.amount != outcome.amount) {
    const Ladder& on = program_.ladders[ladder];
    last = {outcome.amount, {}};
    add_cell(last.cells, on.measures[outcome.rung].name);
    if (has_amounts_[ladder]) add_cell(last.cells, amount_words(outcome, on));
  }
  into += last.cells;
}

void CsvRows::add_rules(const LadderDecision& on, std::string& into) {
  scratch_.clear();
  for (const Reason& reason : on.reasons) {
    join(scratch_, reason.rule.empty() ? reason.because : reason.rule);
    if (!reason.rule.empty() && !reason.item.empty()) scratch_.append(" (").append(reason.item).append(")");
  }
  add_cell(into, scratch_);
}

void CsvRows::add(const std::string& subject, const Diagnostics& problems, const Sources& sources, std::string& into) const {
  add_first_cell(into, subject);
  into.append(columns_ + 1, ',');
  std::string errors;
  for (const Diagnostic& problem : problems.sorted()) {
    if (problem.severity != Severity::error) continue;
    const Position place = sources.position(problem.span);
    join(errors, fmt::format("{}:{}: {}", place.line, place.column, problem.message));
  }
  add_cell(into, errors);
  into += '\n';
}

}  // namespace pasal::cli
