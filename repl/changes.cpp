// What changes the session: each makes a new state, which counts only when it can be applied as a whole.
#include <algorithm>

#include "repl/work.hpp"

namespace pasal::repl {
namespace {

std::string unquoted_name(std::string_view name) {
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
  return std::string(name);
}

}  // namespace

Answer Session::Work::try_state(State state, bool policy_changed, std::string done, std::vector<std::string>* offered) {
  std::string problem;
  const auto applied = apply(state, files_, options_, language(), policy_changed ? nullptr : case_, problem, offered);
  if (applied == nullptr) return {{}, problem};
  past_.push_back(std::move(state_));
  if (past_.size() > options_.most_undos) past_.pop_front();
  future_.clear();
  state_ = std::move(state);
  case_ = applied;
  return {policy_changed ? case_->policy->warnings + done : done};
}

Answer Session::Work::set(std::string_view assignment) {
  const auto name = assigned_name(assignment);
  if (!name) {
    const std::string_view left = assignment.substr(0, assignment.find('='));
    std::vector<std::string> names = fact_names();
    for (const Parameter& parameter : program().parameters) names.push_back(parameter.name);
    return no_such(left.substr(0, left.find_last_not_of(' ') + 1), Sentence::no_fact, names);
  }
  const Variable variable = *find_variable(program(), *name);
  if (variable.kind == Variable::Kind::parameter) {
    const std::size_t equals = assignment.find('=', name->size());
    std::string_view value = assignment.substr(equals == std::string_view::npos ? name->size() : equals + 1);
    while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
    if (const std::size_t is = match_keyword(value, Keyword::is, language()); is != 0) value.remove_prefix(is);
    return set_parameter(program().parameters[variable.parameter.index], value);
  }
  State state = state_;
  const std::string key = normalized(*name);
  std::erase_if(state.facts, [&](const FactChange& one) { return one.subject == state.subject && one.fact == key; });
  state.facts.push_back({state.subject, key, std::string(assignment)});
  Answer answer = try_state(std::move(state), false, {});
  if (answer.failed()) return answer;
  const Value value = value_in(variable, program(), subject(), as_of());
  const Type& type = type_of(variable, program());
  answer.text = say(Sentence::fact_set, name_of(variable, program()), display(value, type, language(), program().zone));
  answer.text += summary(decision(), program()) + "\n";
  return answer;
}

// A parameter is set by saying it again: its declaration with the one value.
Answer Session::Work::set_parameter(const Parameter& parameter, std::string_view value) {
  for (const StatementText& statement : case_->statements()) {
    if (statement.kind != StatementKind::parameter || normalized(statement.name) != normalized(parameter.name)) continue;
    std::string_view head = case_->sources().text(statement.span);
    head = head.substr(0, head.find('\n'));
    return add(std::string(head) + "\n  " + std::string(value.substr(value.find_first_not_of(" \t"))));
  }
  return {};
}

Answer Session::Work::add(std::string text) {
  Sources scratch;
  Diagnostics unread;
  const auto statements = statements_of("session", text, language(), scratch, unread, options_.limits);
  State state = state_;
  std::string names;
  bool replaces = false;
  for (const StatementText& statement : statements) {
    names += (names.empty() ? "" : ", ") + statement.name;
    if (statement.key.empty()) continue;
    const auto same_key = [&](const auto& one) { return one.key == statement.key; };
    replaces = replaces || std::ranges::any_of(case_->statements(), same_key);
    std::erase_if(state.added, same_key);
  }
  state.added.push_back({statements.size() == 1 ? statements.front().key : std::string(), text});
  std::vector<std::string> offered;
  Answer answer = try_state(std::move(state), true, say(replaces ? Sentence::replaced : Sentence::added, names), &offered);
  pending_.clear();
  if (!answer.failed() || offered.empty()) return answer;
  pending_ = std::move(text);
  declarations_ = std::move(offered);
  std::string declared;
  for (const std::string& one : declarations_) {
    const std::string line = one.substr(one.find('\n') + 1);
    declared += (declared.empty() ? "" : ", ") + ("`" + line.substr(std::min(line.find_first_not_of(' '), line.size())) + "`");
  }
  answer.problem += say(Sentence::adopt_offer, declared);
  return answer;
}

Answer Session::Work::adopt() {
  if (pending_.empty()) return {{}, say(Sentence::nothing_to_adopt)};
  std::string declarations;
  for (const std::string& one : declarations_) declarations += one + "\n\n";
  const std::string text = declarations + pending_;
  return add(text);
}

Answer Session::Work::forget(std::string_view name) {
  const auto variable = find_variable(program(), name);
  if (!variable || variable->kind != Variable::Kind::fact) return no_such(name, Sentence::no_fact, fact_names());
  State state = state_;
  const std::string key = normalized(name);
  std::erase_if(state.facts, [&](const FactChange& one) { return one.subject == state.subject && one.fact == key; });
  state.facts.push_back({state.subject, key, {}});
  Answer answer = try_state(std::move(state), false, say(Sentence::forgotten, name_of(*variable, program())));
  if (!answer.failed()) answer.text += summary(decision(), program()) + "\n";
  return answer;
}

Answer Session::Work::ask_as_of(std::string_view text) {
  std::optional<Moment> moment;
  if (const auto date = parse_date(text)) {
    moment = program().zone.close_of(*date);
  } else if (const auto civil = parse_civil_time(text)) {
    moment = program().zone.moment(*civil);
  }
  if (!moment) return {{}, say(Sentence::moment_wanted, text)};
  State state = state_;
  state.as_of = moment;
  Answer answer = try_state(std::move(state), false, say(Sentence::asked_as_of, display(*moment, language(), program().zone)));
  if (!answer.failed()) answer.text += summary(decision(), program()) + "\n";
  return answer;
}

Answer Session::Work::drop(std::string_view said) {
  const std::string name = unquoted_name(said);
  State state = state_;
  for (const StatementText& statement : case_->statements()) {
    if (statement.key.empty() || normalized(statement.name) != normalized(name)) continue;
    std::erase_if(state.added, [&](const AddedStatement& one) { return one.key == statement.key; });
    if (std::ranges::find(state.dropped, statement.key) == state.dropped.end()) state.dropped.push_back(statement.key);
    return try_state(std::move(state), true, say(Sentence::dropped, statement.name));
  }
  std::vector<std::string> names;
  for (const StatementText& statement : case_->statements()) names.push_back(statement.name);
  return no_such(name, Sentence::no_statement, names);
}

Answer Session::Work::undo() {
  if (past_.empty()) return {{}, say(Sentence::nothing_to_undo)};
  std::string problem;
  const auto applied = apply(past_.back(), files_, options_, language(), nullptr, problem);
  if (applied == nullptr) return {{}, problem};
  future_.push_back(std::move(state_));
  state_ = std::move(past_.back());
  past_.pop_back();
  case_ = applied;
  return {say(Sentence::undone) + summary(decision(), program()) + "\n"};
}

Answer Session::Work::redo() {
  if (future_.empty()) return {{}, say(Sentence::nothing_to_redo)};
  std::string problem;
  const auto applied = apply(future_.back(), files_, options_, language(), nullptr, problem);
  if (applied == nullptr) return {{}, problem};
  past_.push_back(std::move(state_));
  state_ = std::move(future_.back());
  future_.pop_back();
  case_ = applied;
  return {say(Sentence::redone) + summary(decision(), program()) + "\n"};
}

Answer Session::Work::keep(std::string_view name) {
  kept_.insert_or_assign(normalized(name), state_);
  return {say(Sentence::kept_as, name)};
}

Answer Session::Work::select(std::string_view name) {
  std::vector<std::string> names;
  for (std::size_t index = 0; index < case_->subjects.size(); ++index) {
    names.push_back(case_->subjects[index].name);
    if (normalized(case_->subjects[index].name) != normalized(name)) continue;
    State state = state_;
    state.subject = index;
    return try_state(std::move(state), false, say(Sentence::about, case_->subjects[index].name));
  }
  return no_such(name, Sentence::no_subject, names);
}

}  // namespace pasal::repl
