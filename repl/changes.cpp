// What changes the session: each makes a new state, which counts only when it can be applied as a whole.
#include <algorithm>

#include "repl/work.hpp"

namespace pasal::repl {
namespace {

// Declarations with one head, `facts about a platform`, as one statement.
std::string in_one(const std::vector<std::string>& declarations) {
  std::vector<std::pair<std::string, std::string>> statements;
  for (const std::string& one : declarations) {
    const std::size_t end = one.find('\n') + 1;
    const std::string head = one.substr(0, end);
    const std::string line = one.substr(end) + (one.ends_with('\n') ? "" : "\n");
    auto same = std::ranges::find_if(statements, [&](const auto& statement) { return statement.first == head; });
    if (same == statements.end()) statements.emplace_back(head, line);
    else if (same->second.find(line) == std::string::npos) same->second += line;
  }
  std::string text;
  for (const auto& [head, lines] : statements) text += head + lines;
  return text;
}

// What people call by a name. Of other statements the first line says what they are: `facts about a platform`.
bool has_name(StatementKind kind) {
  switch (kind) {
    case StatementKind::parameter: case StatementKind::definition: case StatementKind::rule: case StatementKind::bare_rule: case StatementKind::exception:
    case StatementKind::obligation: case StatementKind::table: case StatementKind::test: case StatementKind::guarantee:
      return true;
    case StatementKind::language: case StatementKind::policy: case StatementKind::use: case StatementKind::measures: case StatementKind::facts:
    case StatementKind::holidays:
      return false;
  }
  return false;
}

}  // namespace

Answer Session::Work::accept(State state, std::shared_ptr<const Case> then, bool policy_changed, std::string done) {
  past_.push_back(std::move(state_));
  if (past_.size() > options_.most_undos) past_.pop_front();
  future_.clear();
  state_ = std::move(state);
  case_ = std::move(then);
  return {policy_changed ? case_->policy->warnings + done : done};
}

Answer Session::Work::try_state(State state, bool policy_changed, std::string done, std::vector<std::string>* offered) {
  std::string problem;
  auto applied = apply(state, files_, options_, language(), policy_changed ? nullptr : case_, problem, offered);
  if (applied == nullptr) return {{}, problem};
  return accept(std::move(state), std::move(applied), policy_changed, std::move(done));
}

// `local office = yes, minimum age = 18`: a comma, or `and`, before the next fact with its value.
std::vector<std::string_view> Session::Work::assignments_in(std::string_view text) const {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  const auto blank_behind = [&](std::size_t at) { return at < text.size() && is_space(text[at]); };
  for (std::size_t at = 1; at < text.size(); ++at) {
    const bool comma = text[at] == ',' && blank_behind(at + 1);
    const std::size_t word = comma ? 1 : is_space(text[at - 1]) ? match_keyword(text.substr(at), Keyword::and_, language()) : 0;
    if (word == 0 || !assigned_name(trimmed(text.substr(begin, at - begin))) || !assigned_name(trimmed(text.substr(at + word)))) continue;
    parts.push_back(trimmed(text.substr(begin, at - begin)));
    begin = at + word;
  }
  parts.push_back(trimmed(text.substr(begin)));
  return parts;
}

std::string_view Session::Work::assigned_value(std::string_view assignment) const {
  const std::string_view value = trimmed(assignment.substr(assigned_name(assignment)->size()));
  return trimmed(value.substr(value.starts_with('=') ? 1 : match_keyword(value, Keyword::is, language())));
}

// The state with a fact set. A parameter is set by saying it again: its declaration with the one value.
void Session::Work::put(State& state, const Variable& variable, std::string_view assignment) const {
  if (variable.kind == Variable::Kind::fact) {
    const std::string key = normalized(program()[variable.fact].name);
    std::erase_if(state.facts, [&](const FactChange& one) { return one.subject == state.subject && one.fact == key; });
    state.facts.push_back({state.subject, key, std::string(assignment)});
    return;
  }
  const std::string name = normalized(program().parameters[variable.parameter.index].name);
  for (const StatementText& statement : case_->statements()) {
    if (statement.kind != StatementKind::parameter || normalized(statement.name) != name) continue;
    const std::string_view whole = case_->sources().text(statement.span);
    put(state, std::string(whole.substr(0, whole.find('\n'))) + "\n  " + std::string(assigned_value(assignment)));
    return;
  }
}

// The state with a statement in the place of those of the same name.
Session::Work::Put Session::Work::put(State& state, const std::string& text) const {
  Sources scratch;
  Diagnostics unread;
  const auto statements = statements_of("session", text, language(), scratch, unread, options_.limits);
  Put result;
  for (const StatementText& statement : statements) {
    const std::string_view words = scratch.text(statement.span);
    const std::string called = has_name(statement.kind) ? statement.name : std::string(words.substr(0, words.find('\n')));
    if (!statement.key.empty() || statements.size() == 1) result.names += (result.names.empty() ? "" : ", ") + called;
    if (statement.key.empty()) continue;
    const auto same_key = [&](const auto& one) { return one.key == statement.key; };
    result.replaces = result.replaces || std::ranges::any_of(case_->statements(), same_key);
    std::erase_if(state.added, same_key);
  }
  // Each by itself, so that each can be shown, replaced and dropped; what cannot be read is left to who says why.
  if (statements.size() <= 1 || unread.has_errors()) {
    state.added.push_back({statements.empty() ? std::string() : statements.front().key, text});
  } else {
    for (const StatementText& statement : statements) state.added.push_back({statement.key, std::string(trimmed(scratch.text(statement.span)))});
  }
  return result;
}

// What a line of changes leads to; nothing where it is wrong.
std::optional<Session::Work::Changed> Session::Work::changed(std::string_view text, std::string& problem) const {
  Changed result{state_, {}, {}, false};
  const auto assignments = assignments_in(text);
  for (const std::string_view assignment : assignments) {
    const auto name = assigned_name(assignment);
    if (!name) {
      problem = no_assignment(assignment).problem;
      return std::nullopt;
    }
    const Variable variable = *find_variable(program(), *name);
    if (variable.kind == Variable::Kind::parameter && assigned_value(assignment) == "?") {
      problem = no_fact(*name).problem;
      return std::nullopt;
    }
    put(result.state, variable, assignment);
    result.variables.push_back(variable);
    result.policy_changed = result.policy_changed || variable.kind == Variable::Kind::parameter;
  }
  result.then = apply(result.state, files_, options_, language(), result.policy_changed ? nullptr : case_, problem);
  if (result.then != nullptr) return result;
  for (std::size_t index = 0; result.policy_changed && index < result.variables.size(); ++index) {
    // Nobody wrote the declaration that says the parameter again.
    Sources scratch;
    Diagnostics diagnostics;
    if (!read_value(program(), result.variables[index], assigned_value(assignments[index]), scratch, diagnostics)) {
      problem = render(diagnostics, scratch, options_.messages);
    }
  }
  return std::nullopt;
}

Answer Session::Work::set(std::string_view text) {
  std::string problem;
  auto applied = changed(text, problem);
  if (!applied) return {{}, problem};
  std::string done;
  for (const Variable& variable : applied->variables) {
    // A parameter has the same place in the program that says it again.
    const Program& program = applied->then->program();
    const auto now = find_variable(program, name_of(variable, this->program()));
    const Value value = value_in(*now, program, applied->then->subjects[state_.subject], as_of());
    done += say(Sentence::fact_set, name_of(*now, program), display(value, type_of(*now, program), language(), program.zone));
  }
  Answer answer = accept(std::move(applied->state), std::move(applied->then), applied->policy_changed, std::move(done));
  answer.text += summary_now();
  return answer;
}

Answer Session::Work::add(std::string text) {
  // Only a session that has nothing yet can begin with `bahasa Indonesia`.
  const bool is_language = names_language(text);
  if (is_language && !(files_.policies.empty() && case_->statements().empty())) return wrong(say(Sentence::one_language));
  State state = state_;
  const Put done = put(state, text);
  std::vector<std::string> offered;
  Answer answer = try_state(std::move(state), true, is_language ? "" : say(done.replaces ? Sentence::replaced : Sentence::added, done.names), &offered);
  pending_.clear();
  if (offered.empty()) {
    if (!answer.failed()) answer.text += (is_language ? say(Sentence::now_in_language) : "") + summary_now();
    return answer;
  }
  pending_ = std::move(text);
  declarations_ = in_one(offered);
  answer.problem += wrong(say(Sentence::adopt_offer)).problem + declarations_;
  return answer;
}

Answer Session::Work::adopt() {
  if (pending_.empty()) return wrong(say(Sentence::nothing_to_adopt));
  const std::string text = declarations_ + "\n" + pending_;
  return add(text);
}

Answer Session::Work::forget(std::string_view name) {
  const auto variable = find_variable(program(), name);
  if (!variable || variable->kind != Variable::Kind::fact) return no_fact(name);
  State state = state_;
  const std::string key = normalized(name);
  std::erase_if(state.facts, [&](const FactChange& one) { return one.subject == state.subject && one.fact == key; });
  state.facts.push_back({state.subject, key, {}});
  Answer answer = try_state(std::move(state), false, say(Sentence::forgotten, name_of(*variable, program())));
  if (!answer.failed()) answer.text += summary_now();
  return answer;
}

Answer Session::Work::ask_as_of(std::string_view text) {
  std::optional<Moment> moment;
  if (const auto date = parse_date(text)) {
    moment = program().zone.close_of(*date);
  } else if (const auto civil = parse_civil_time(text)) {
    moment = program().zone.moment(*civil);
  }
  if (!moment) return wrong(say(Sentence::moment_wanted, text));
  State state = state_;
  state.as_of = moment;
  Answer answer = try_state(std::move(state), false, say(Sentence::asked_as_of, display(*moment, language(), program().zone)));
  if (!answer.failed()) answer.text += summary_now();
  return answer;
}

Answer Session::Work::drop(std::string_view said) {
  const std::string_view name = unquoted_name(said);
  State state = state_;
  for (const StatementText& statement : case_->statements()) {
    if (statement.key.empty() || normalized(statement.name) != normalized(name)) continue;
    std::erase_if(state.added, [&](const AddedStatement& one) { return one.key == statement.key; });
    if (std::ranges::find(state.dropped, statement.key) == state.dropped.end()) state.dropped.push_back(statement.key);
    Answer answer = try_state(std::move(state), true, say(Sentence::dropped, statement.name));
    if (answer.failed()) answer.problem.insert(0, wrong(say(Sentence::drop_needed, statement.name)).problem);
    else answer.text += summary_now();
    return answer;
  }
  std::vector<std::string> names;
  for (const StatementText& statement : case_->statements()) names.push_back(statement.name);
  return no_such(name, Sentence::no_statement, names);
}

Answer Session::Work::undo() { return step(past_, future_, Sentence::undone, Sentence::nothing_to_undo); }
Answer Session::Work::redo() { return step(future_, past_, Sentence::redone, Sentence::nothing_to_redo); }

// The last state of one row becomes the present one, and the present one the last of the other row.
Answer Session::Work::step(std::deque<State>& from, std::deque<State>& to, Sentence done, Sentence nothing) {
  if (from.empty()) return wrong(say(nothing));
  std::string problem;
  const auto applied = apply(from.back(), files_, options_, language(), state_.has_same_policy(from.back()) ? case_ : nullptr, problem);
  if (applied == nullptr) return {{}, problem};
  to.push_back(std::move(state_));
  state_ = std::move(from.back());
  from.pop_back();
  case_ = applied;
  return {say(done) + summary_now()};
}

Answer Session::Work::keep(std::string_view name) {
  name = unquoted_name(name);
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
