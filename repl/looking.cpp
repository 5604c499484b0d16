// Looking at what there is.
#include <algorithm>
#include <utility>

#include "repl/work.hpp"

namespace pasal::repl {

std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t width) {
  constexpr std::size_t indent = 2;
  constexpr std::size_t indent_below = 6;
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t column = 0; column < row.size(); ++column) widths[column] = std::max(widths[column], display_width(row[column]));
  }
  std::string text;
  const auto end_line = [&](std::string line) {
    while (line.ends_with(' ')) line.pop_back();
    text += line + "\n";
  };
  for (const auto& row : rows) {
    std::string line(indent, ' ');
    for (std::size_t column = 0; column < row.size(); ++column) {
      if (column != 0 && !row[column].empty() && display_width(line) + display_width(row[column]) > width) {
        end_line(std::exchange(line, std::string(indent_below, ' ')));
      }
      line += row[column];
      line.append(widths[column] - display_width(row[column]) + 2, ' ');
    }
    end_line(line);
  }
  return text;
}

namespace {

std::string origin(const Provenance& from) {
  std::string text = from.file;
  if (from.line != 0) text += ":" + std::to_string(from.line);
  if (!from.source.empty()) text += ", " + from.source;
  return text;
}

}  // namespace

Session::Work::ShownFact Session::Work::shown_fact(const Program& program, const Subject& subject, Moment moment, std::uint32_t index) const {
  const FactDeclaration& fact = program.records.front().facts[index];
  const Variable variable{.kind = Variable::Kind::fact, .fact = {0, index}, .parameter = {}};
  const Value value = value_in(variable, program, subject, moment);
  const std::string shown = display(value, fact.type, language(), program.zone);
  if (index < subject.facts.size() && subject.facts[index].items) {
    const FactReports& list = subject.facts[index];
    return {list.items->empty() ? shown : say(Sentence::so_many, list.items->size()), origin(list.list_provenance)};
  }
  const Reported reported = report_in(variable, program, subject, moment);
  if (reported.report != nullptr) return {shown + (reported.claimed ? say(Sentence::claimed) : ""), origin(reported.report->provenance)};
  return {std::holds_alternative<Unknown>(value) ? say(Sentence::not_reported) : shown + say(Sentence::assumed), {}};
}

Answer Session::Work::facts() const {
  std::vector<std::vector<std::string>> rows;
  const Record& record = program().records.front();
  for (std::uint32_t index = 0; index < record.facts.size(); ++index) {
    const bool reported = index < subject().facts.size() && subject().facts[index].reported();
    if (index == program().measures_taken && !reported) continue;
    ShownFact fact = shown_fact(program(), subject(), as_of(), index);
    rows.push_back({record.facts[index].name, std::move(fact.value), std::move(fact.from)});
  }
  return {rows.empty() ? say(Sentence::no_facts) : table(rows, options_.text.width)};
}

Answer Session::Work::rules() const {
  std::vector<std::vector<std::string>> rows;
  const RuleStandings standings = rule_standings(program(), case_->sources(), subject(), as_of(), options_.limits.evaluation);
  for (const RuleStanding& one : standings.rules) {
    const Sentence applies = one.applies == Truth::yes ? Sentence::applies : one.applies == Truth::unknown ? Sentence::may_apply : Sentence::does_not_apply;
    rows.push_back({say(applies), one.name});
  }
  const std::string missing = rest_missing(standings.not_all);
  return {(rows.empty() && missing.empty() ? say(Sentence::no_rules) : table(rows, options_.text.width)) + missing};
}

Answer Session::Work::measures() const {
  std::string answer;
  for (const Ladder& ladder : program().ladders) {
    answer += ladder.name + ":";
    for (const Measure& measure : ladder.measures) answer += (&measure == ladder.measures.data() ? " " : " < ") + measure.name;
    answer += "\n";
  }
  return {answer};
}

Answer Session::Work::show(std::string_view said) const {
  said = unquoted_name(said);
  std::vector<std::string> names;
  for (const StatementText& statement : case_->statements()) {
    names.push_back(statement.name);
    if (normalized(statement.name) != normalized(said)) continue;
    const Position place = case_->sources().position(statement.span);
    return {case_->sources().name(statement.span) + ":" + std::to_string(place.line) + "\n" +
            std::string(case_->sources().text(statement.span)) + "\n"};
  }
  return no_such(said, Sentence::no_statement, names);
}

Answer Session::Work::history(std::string_view name) const {
  const auto variable = find_variable(program(), name);
  if (!variable || variable->kind != Variable::Kind::fact) return no_fact(name);
  const FactDeclaration& fact = program()[variable->fact];
  std::vector<std::vector<std::string>> rows;
  if (variable->fact.fact < subject().facts.size()) {
    for (const Report& report : subject().facts[variable->fact.fact].reports) {
      const std::string from = report.from ? say(Sentence::from_on, display(*report.from, Type{}, language(), program().zone)) : say(Sentence::undated);
      rows.push_back({from, display(report.value, fact.type, language(), program().zone), origin(report.provenance)});
    }
  }
  return {rows.empty() ? say(Sentence::no_history, fact.name) : table(rows, options_.text.width)};
}

Answer Session::Work::subjects() const {
  std::vector<std::vector<std::string>> rows;
  for (const Subject& one : case_->subjects) {
    const Decision decided = pasal::decide(program(), case_->sources(), one, as_of(state_, one), options_.limits.evaluation);
    if (stopped()) break;
    rows.push_back({&one == &subject() ? ">" : " ", one.name, summary(decided, program(), options_.text)});
  }
  return {table(rows, options_.text.width) + rest_missing()};
}

Answer Session::Work::list_changes() const {
  std::string answer;
  const Record& record = program().records.front();
  for (std::size_t index = 0; index < case_->subjects.size(); ++index) {
    const Subject& before = case_->policy->reported[index];
    const Subject& after = case_->subjects[index];
    for (std::uint32_t fact = 0; fact < record.facts.size(); ++fact) {
      const bool touched = std::ranges::any_of(state_.facts, [&](const FactChange& one) { return one.subject == index && one.fact == normalized(record.facts[fact].name); });
      if (!touched) continue;
      const std::string name = case_->subjects.size() > 1 ? after.name + ", " + record.facts[fact].name : record.facts[fact].name;
      answer += say(Sentence::change_of_fact, name, shown_fact(program(), before, as_of(), fact).value, shown_fact(program(), after, as_of(), fact).value);
    }
  }
  for (const StatementText& hidden : case_->policy->edited.hidden) {
    const bool replaced = std::ranges::any_of(state_.added, [&](const AddedStatement& one) { return one.key == hidden.key; });
    if (!replaced) answer += say(Sentence::change_dropped, hidden.name);
  }
  for (const AddedStatement& one : state_.added) answer += say(Sentence::change_added, one.text.substr(0, one.text.find('\n')));
  if (state_.as_of) answer += say(Sentence::change_as_of, display(*state_.as_of, language(), program().zone));
  return {answer.empty() ? say(Sentence::no_changes) : answer};
}

Answer Session::Work::help(std::string_view name) const {
  const auto asked = name.empty() ? std::nullopt : command_at(name, language());
  if (!name.empty() && !asked) return no_such(name, Sentence::no_command, command_words(language()));
  std::vector<std::vector<std::string>> rows;
  for (const CommandRow& row : commands(language())) {
    if (asked && row.command == asked->command) return {say(Sentence::help_for_one, row.usage, row.help, row.example)};
    rows.push_back({row.usage, row.help});
  }
  return {table(rows, options_.text.width) + say(Sentence::help_for_changes)};
}

}  // namespace pasal::repl
