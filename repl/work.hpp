// What a session does for each command. Private to repl/.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "repl/commands.hpp"
#include "repl/sentences.hpp"
#include "repl/state.hpp"

namespace pasal::repl {

// Cells under each other, two spaces before and between them. What does not fit beside the others goes on below.
std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t width);
// `Too young` of `"Too young"`, and of the same without quotes.
std::string_view unquoted_name(std::string_view said);

class Session::Work {
public:
  explicit Work(SessionOptions options) : options_(std::move(options)) {}

  Answer open(const std::vector<std::string>& policies, const std::vector<std::string>& facts);
  Answer line(std::string_view text);
  bool takes_clauses(std::string_view text) const;
  bool may_go_on(std::string_view text) const;
  void resize(std::size_t width, std::size_t height) {
    options_.text.width = width;
    options_.messages.width = width;
    options_.height = height;
  }
  Completion complete(std::string_view text) const;
  std::string prompt() const;
  Language language() const { return case_ != nullptr ? program().language : Language::english; }

private:
  // ---- session.cpp: which kind of line it is
  Answer command(const Said& said, std::string_view line);
  std::string file_news();
  enum class LineKind : std::uint8_t { nothing, command, assignment, statement, unknown };
  struct Line {
    LineKind kind = LineKind::nothing;
    std::optional<Said> said = {};  // of a command
  };
  Line kind_of(std::string_view text) const;
  bool names_language(std::string_view text) const;
  bool has_word(std::string_view text, Keyword keyword) const;
  bool begins_with_measure(std::string_view text) const;
  std::optional<std::string> assigned_name(std::string_view text) const;
  Answer unknown_line(std::string_view text) const;

  // ---- answers.cpp: questions, which change nothing
  Answer decide_briefly();
  Answer why(std::string_view rest);
  Answer why_rule(std::string_view name);
  Answer what_if(std::string_view rest);
  Answer what_if_value(std::string_view assignments);
  Answer sweep(std::string_view rest);
  Answer sweep_of_many(const Variable& variable, const SweepRange& range);
  Answer how_to(std::string_view rest);
  Answer questions();
  Answer compare(std::string_view name);
  Answer check() const;
  Answer test() const;

  // ---- through_time.cpp
  Answer timeline(std::string_view rest);
  Answer forecast(std::string_view rest);

  // ---- looking.cpp
  struct ShownFact {
    std::string value;
    std::string from;
  };
  ShownFact shown_fact(const Program& program, const Subject& subject, Moment moment, std::uint32_t fact) const;
  Answer facts() const;
  Answer rules() const;
  Answer measures() const;
  Answer show(std::string_view name) const;
  Answer history(std::string_view name) const;
  Answer subjects() const;
  Answer list_changes() const;
  Answer help(std::string_view name) const;

  // ---- evaluate.cpp
  Answer evaluate(std::string_view expression, std::string_view line);
  std::string text_of(const Evaluation& worth) const;

  // ---- changes.cpp
  Answer set(std::string_view assignment);
  Answer add(std::string text);
  Answer adopt();
  Answer forget(std::string_view name);
  Answer ask_as_of(std::string_view moment);
  Answer drop(std::string_view name);
  Answer undo();
  Answer redo();
  Answer step(std::deque<State>& from, std::deque<State>& to, Sentence done, Sentence nothing);
  Answer keep(std::string_view name);
  Answer select(std::string_view name);
  struct Put {
    std::string names;      // of the statements
    bool replaces = false;  // one that was there
  };
  Put put(State& state, const std::string& text) const;
  void put(State& state, const Variable& variable, std::string_view assignment) const;
  std::string_view assigned_value(std::string_view assignment) const;
  std::vector<std::string_view> assignments_in(std::string_view text) const;
  struct Changed {
    State state;
    std::shared_ptr<const Case> then;
    std::vector<Variable> variables;
    bool policy_changed = false;
  };
  std::optional<Changed> changed(std::string_view text, std::string& problem) const;
  Answer accept(State state, std::shared_ptr<const Case> then, bool policy_changed, std::string done);
  Answer try_state(State state, bool policy_changed, std::string done, std::vector<std::string>* offered = nullptr);

  // ---- saving.cpp
  Answer save(std::string_view rest);
  Answer write(const std::string& path, const std::string& text, bool over) const;
  std::string policy_text() const;
  std::string test_file_text(const std::string& path) const;

  const Program& program() const { return case_->program(); }
  const Subject& subject() const { return case_->subjects[state_.subject]; }
  // The moment asked about: as the state says, else as a subject's facts do, else the present.
  Moment as_of(const State& state, const Subject& subject) const;
  Moment as_of() const { return as_of(state_, subject()); }
  Decision decision() const;
  std::string summary_now() const;
  // Whether what was asked is not wanted any more. What was decided meanwhile is worth nothing then.
  bool stopped() const { return options_.limits.evaluation.stopped(); }
  Answer unless_stopped(std::string text) const { return {stopped() ? say(Sentence::stopped) : std::move(text)}; }
  // What stands below a list that is not all.
  std::string rest_missing(std::string_view why = {}) const;
  std::vector<std::string> fact_names() const;
  std::vector<std::string> rule_names() const;
  std::size_t longest_name() const;
  Answer no_such(std::string_view name, Sentence sentence, const std::vector<std::string>& names) const;
  template <typename... Arguments>
  std::string say(Sentence sentence, const Arguments&... arguments) const {
    return repl::say(sentence, language(), arguments...);
  }
  Answer no_fact(std::string_view name) const;
  Answer no_assignment(std::string_view text) const;
  std::string shortened(std::string text, bool whole) const;
  // A sentence of what is wrong, folded as messages are.
  Answer wrong(std::string_view sentence) const;

  SessionOptions options_;
  Files files_;
  State state_;
  std::shared_ptr<const Case> case_;
  std::deque<State> past_;
  std::deque<State> future_;
  std::map<std::string, State> kept_;
  std::string pending_;                    // the last statement whose names were not declared
  std::string declarations_;               // that would make it right
};

}  // namespace pasal::repl
