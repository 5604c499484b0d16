#include "cli/batch_csv.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pasal::cli {
namespace {

// A line of cells, each in quotes where it has to be.
class CsvLine {
public:
  void add(std::string_view cell) {
    if (!text_.empty()) text_ += ',';
    const bool plain = cell.find_first_of(",\"\r\n") == std::string_view::npos && (cell.empty() || (cell.front() != ' ' && cell.back() != ' '));
    if (plain && !(text_.empty() && cell.empty())) {
      text_ += cell;
      return;
    }
    text_ += '"';
    for (const char c : cell) {
      if (c == '"') text_ += '"';
      text_ += c;
    }
    text_ += '"';
  }
  std::string take() { return std::move(text_) + "\n"; }

private:
  std::string text_;
};

// The texts, with something between them.
class Joined {
public:
  void add(std::string_view text) {
    if (!text_.empty()) text_ += "; ";
    text_ += text;
  }
  const std::string& text() const { return text_; }

private:
  std::string text_;
};

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

void add_outcome(CsvLine& line, const Outcome& outcome, const Ladder& ladder, bool unlimited = false) {
  line.add(ladder.measures[outcome.rung].name);
  if (has_amounts(ladder)) line.add(unlimited ? "no limit" : amount_words(outcome, ladder));
}

std::string with_item(const std::string& name, const std::string& item) {
  return item.empty() ? name : fmt::format("{} ({})", name, item);
}

std::string rules_of(const LadderDecision& on) {
  Joined rules;
  for (const Reason& reason : on.reasons) rules.add(reason.rule.empty() ? reason.because : with_item(reason.rule, reason.item));
  return rules.text();
}

// `Too young: The minimum age is 12. [Law 17/2025 art. 9]`
std::string reasons_of(const LadderDecision& on) {
  Joined reasons;
  for (const Reason& reason : on.reasons) {
    std::string text = reason.rule.empty() ? reason.because : fmt::format("{}: {}", with_item(reason.rule, reason.item), reason.because);
    if (!reason.cites.empty()) text += fmt::format(" [{}]", fmt::join(reason.cites, "; "));
    reasons.add(text);
  }
  return reasons.text();
}

std::string questions_of(const LadderDecision& on) {
  Joined questions;
  for (const Question& question : on.questions) questions.add(with_item(question.name, question.item));
  return questions.text();
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
  CsvLine line;
  line.add("subject");
  line.add("as of");
  for (const std::string& column : columns_of(program, explain)) line.add(column);
  line.add("error");
  return line.take();
}

std::string csv_row(const Decision& decision, const Program& program, bool explain) {
  CsvLine line;
  line.add(decision.subject);
  line.add(iso(decision.as_of, program.zone));
  for (const LadderDecision& on : decision.ladders) {
    const Ladder& ladder = program.ladders[on.ladder];
    add_outcome(line, on.measure, ladder);
    add_outcome(line, on.at_least, ladder);
    add_outcome(line, on.at_most, ladder, on.amount_unlimited);
    line.add(on.settled ? "yes" : "no");
    line.add(rules_of(on));
    if (!explain) continue;
    line.add(reasons_of(on));
    line.add(questions_of(on));
  }
  Joined errors;
  for (const EvaluationError& error : decision.errors) errors.add(error.message);
  line.add(errors.text());
  return line.take();
}

std::string csv_row(const std::string& subject, const Diagnostics& problems, const Sources& sources, const Program& program, bool explain) {
  CsvLine line;
  line.add(subject);
  line.add("");
  for (std::size_t i = 0; i < columns_of(program, explain).size(); ++i) line.add("");
  Joined errors;
  for (const Diagnostic& problem : problems.sorted()) {
    if (problem.severity != Severity::error) continue;
    const Position place = sources.position(problem.span);
    errors.add(fmt::format("{}:{}: {}", place.line, place.column, problem.message));
  }
  line.add(errors.text());
  return line.take();
}

}  // namespace pasal::cli
