// Questions, which change nothing.
#include <algorithm>

#include "repl/work.hpp"

namespace pasal::repl {
namespace {

// What stands before and behind the first `mark` that has white space on both sides.
struct Halves {
  std::string_view left;
  std::string_view right;
};
std::optional<Halves> halves(std::string_view text, std::string_view mark) {
  for (std::size_t at = 1; at + mark.size() < text.size(); ++at) {
    if (!is_space(text[at - 1]) || text.substr(at, mark.size()) != mark || !is_space(text[at + mark.size()])) continue;
    return Halves{trimmed(text.substr(0, at)), trimmed(text.substr(at + mark.size()))};
  }
  return std::nullopt;
}

std::string reason_name(const Reason& reason) { return reason.item.empty() ? reason.rule : reason.rule + " (" + reason.item + ")"; }

}  // namespace

// The measure, a line for each reason, and how much is open.
Answer Session::Work::decide_briefly() {
  const Decision decided = decision();
  std::string title = decided.subject.empty() ? std::string() : decided.subject + ", ";
  title += display(decided.as_of, language(), program().zone) + ": " + summary(decided, program(), options_.text) + "\n";
  bool more = false;
  for (const LadderDecision& on : decided.ladders) {
    std::size_t width = 0;
    for (const Reason& reason : on.reasons) width = std::max(width, display_width(words(reason.outcome, on.ladder, program())));
    for (const Reason& reason : on.reasons) {
      const std::size_t own = display_width(words(reason.outcome, on.ladder, program()));
      title += "  " + words(reason.outcome, on.ladder, program(), options_.text) + std::string(width - own + 2, ' ') + reason_name(reason) + "\n";
    }
    for (const Question& question : on.questions) title += "  ? " + question.name + (question.item.empty() ? "" : " (" + question.item + ")") + ": " + question.note + "\n";
    more = more || !on.reasons.empty() || !on.settled;
  }
  for (const EvaluationError& error : decided.errors) title += "  " + error.message + "\n";
  return unless_stopped(more ? title + say(Sentence::more_reasons) : title);
}

std::string Session::Work::shortened(std::string text, bool whole) const {
  if (whole || options_.height < 4) return text;
  std::size_t end = 0;
  std::size_t lines = 0;
  while (lines + 2 < options_.height && end < text.size()) {
    end = std::min(text.find('\n', end), text.size() - 1) + 1;
    ++lines;
  }
  const auto left = std::count(text.begin() + static_cast<std::ptrdiff_t>(end), text.end(), '\n');
  if (left <= 1) return text;
  return text.substr(0, end) + say(Sentence::folded, left);
}

Answer Session::Work::why(std::string_view rest) {
  bool whole = false;
  for (const std::string_view flag : {std::string_view("--all"), std::string_view("--semua")}) {
    if (!rest.ends_with(flag)) continue;
    whole = true;
    rest = trimmed(rest.substr(0, rest.size() - flag.size()));
  }
  if (!rest.empty()) return why_rule(rest);
  return unless_stopped(shortened(text(decision(), program(), case_->sources(), options_.text), whole));
}

Answer Session::Work::why_rule(std::string_view name) {
  name = unquoted_name(name);
  const auto names = rule_names();
  const auto known = std::ranges::find_if(names, [&](const std::string& one) { return normalized(one) == normalized(name); });
  if (known == names.end()) return no_such(name, Sentence::no_rule, names);
  const auto why = why_not(program(), case_->sources(), subject(), as_of(), *known, options_.limits.evaluation);
  return unless_stopped(text(why, *known, program(), case_->sources(), options_.text));
}

Answer Session::Work::what_if(std::string_view rest) {
  if (const auto variable = find_variable(program(), rest)) {
    return {text(pasal::what_if(program(), subject(), as_of(), *variable, options_.what_if), program(), options_.text)};
  }
  if (!assigned_name(rest)) return no_assignment(rest);
  return what_if_value(rest);
}

// The decision beside the one now, and the reasons that go, come and stay.
Answer Session::Work::what_if_value(std::string_view assignments) {
  std::string problem;
  const auto applied = changed(assignments, problem);
  if (!applied) return {{}, problem};
  const Case* then = applied->then.get();
  const Decision now = decision();
  const Decision after = pasal::decide(then->program(), then->sources(), then->subjects[state_.subject], as_of(), options_.limits.evaluation);
  const std::string was = summary(now, program(), options_.text);
  const std::string will = summary(after, then->program(), options_.text);
  std::string answer = was == will ? say(Sentence::same_decision, was) : table({{say(Sentence::now), was}, {say(Sentence::then), will}}, options_.text.width);
  const auto reasons = [](const Decision& decision) {
    std::vector<std::string> names;
    for (const LadderDecision& on : decision.ladders) {
      for (const Reason& reason : on.reasons) names.push_back(reason_name(reason));
    }
    return names;
  };
  const auto before = reasons(now);
  const auto later = reasons(after);
  const auto has = [](const std::vector<std::string>& names, const std::string& name) { return std::ranges::find(names, name) != names.end(); };
  for (const std::string& name : before) {
    if (!has(later, name)) answer += say(Sentence::no_longer, name);
  }
  for (const std::string& name : later) answer += say(has(before, name) ? Sentence::still : Sentence::newly, name);
  return unless_stopped(answer);
}

Answer Session::Work::sweep(std::string_view rest) {
  std::string_view step;
  for (const std::string_view by : {std::string_view("by"), std::string_view("tiap")}) {
    if (const auto parts = halves(rest, by); parts && parts->right.find("..") == std::string_view::npos) {
      rest = parts->left;
      step = parts->right;
    }
  }
  const std::size_t space = rest.find_last_of(" \t");
  const std::size_t dots = rest.find("..");
  if (space == std::string_view::npos || dots == std::string_view::npos) return what_if(rest);
  // The range is what follows the longest name: moments have a space of their own.
  std::optional<Variable> variable;
  std::string_view range;
  for (std::size_t at = dots; at > 0 && !variable; --at) {
    if (!is_space(rest[at - 1]) || at > longest_name()) continue;
    variable = find_variable(program(), trimmed(rest.substr(0, at)));
    range = trimmed(rest.substr(at));
  }
  if (!variable) return no_such(trimmed(rest.substr(0, space)), Sentence::no_fact, fact_names());
  Sources scratch;
  Diagnostics diagnostics;
  const auto read = read_range(program(), *variable, range, step, scratch, diagnostics);
  if (!read) return {{}, render(diagnostics, scratch, options_.messages)};
  if (variable->kind == Variable::Kind::parameter && case_->subjects.size() > 1) return sweep_of_many(*variable, *read);
  const Sweep found = pasal::sweep(program(), subject(), as_of(), *variable, *read, options_.what_if);
  return {text(found, program(), options_.text) + "\n" + bars(found, program(), options_.text)};
}

Answer Session::Work::sweep_of_many(const Variable& variable, const SweepRange& range) {
  std::vector<Sweep> sweeps;
  std::vector<std::string> names;
  for (const Subject& one : case_->subjects) {
    names.push_back(one.name.empty() ? std::to_string(names.size() + 1) : one.name);
    sweeps.push_back(pasal::sweep(program(), one, as_of(state_, one), variable, range, options_.what_if));
    if (stopped()) return unless_stopped({});  // of how many it would be true nobody knows
  }
  std::string answer;
  for (std::uint32_t ladder = 0; ladder < program().ladders.size(); ++ladder) answer += text(together(sweeps, ladder), names, program(), options_.text);
  return {answer};
}

Answer Session::Work::how_to(std::string_view name) {
  const auto to = find_measure(program(), name);
  if (!to) return no_such(name, Sentence::no_measure, measure_names(program()));
  const Remedies found = remedies(program(), case_->sources(), subject(), as_of(), to->ladder, to->rung, options_.what_if);
  return {text(found, to->ladder, to->rung, program(), case_->sources(), options_.text)};
}

Answer Session::Work::questions() {
  std::string answer;
  const Decision decided = decision();
  for (const LadderDecision& on : decided.ladders) {
    for (const Question& question : on.questions) {
      const auto variable = variable_of(question, program(), subject());
      const std::string item = question.item.empty() ? std::string() : " (" + question.item + ")";
      if (!variable) {
        answer += question.name + item + ": " + question.note + "\n";
        continue;
      }
      const Sweep found = pasal::what_if(program(), subject(), as_of(), *variable, options_.what_if);
      if (stopped()) return {answer + rest_missing()};
      if (!item.empty()) answer += question.item + ": ";
      answer += text(found, program(), options_.text);
    }
  }
  return unless_stopped(answer.empty() ? say(Sentence::no_questions) : answer);
}

Answer Session::Work::compare(std::string_view name) {
  name = unquoted_name(name);
  const auto kept = kept_.find(normalized(name));
  if (kept == kept_.end()) {
    std::vector<std::string> names;
    for (const auto& [known, state] : kept_) names.push_back(known);
    return no_such(name, Sentence::no_kept, names);
  }
  std::string problem;
  const auto other = apply(kept->second, files_, options_, language(), nullptr, problem);
  if (other == nullptr) return {{}, problem};
  const Subject& there = other->subjects[kept->second.subject];
  const Moment moment = as_of(kept->second, there);
  const Decision decided = pasal::decide(other->program(), other->sources(), there, moment, options_.limits.evaluation);
  std::string answer = table({{std::string(name), summary(decided, other->program(), options_.text)}, {say(Sentence::now), summary(decision(), program(), options_.text)}}, options_.text.width);
  const Record& record = program().records.front();
  for (std::uint32_t fact = 0; fact < record.facts.size(); ++fact) {
    const auto in_other = find_variable(other->program(), record.facts[fact].name);
    if (!in_other || in_other->kind != Variable::Kind::fact || record.facts[fact].type.kind == TypeKind::list) continue;
    const std::string was = shown_fact(other->program(), there, moment, in_other->fact.fact).value;
    const std::string is = shown_fact(program(), subject(), as_of(), fact).value;
    if (was != is) answer += say(Sentence::change_of_fact, record.facts[fact].name, was, is);
  }
  const auto only = [](const State& one, const State& two, Sentence sentence, Language language) {
    std::string lines;
    for (const AddedStatement& added : one.added) {
      const bool in_both = std::ranges::any_of(two.added, [&](const AddedStatement& its) { return its.text == added.text; });
      if (!in_both) lines += repl::say(sentence, language, added.text.substr(0, added.text.find('\n')));
    }
    return lines;
  };
  answer += only(kept->second, state_, Sentence::change_dropped, language()) + only(state_, kept->second, Sentence::change_added, language());
  return unless_stopped(answer);
}

Answer Session::Work::check() const {
  return {case_->policy->warnings.empty() ? say(Sentence::no_warnings) : case_->policy->warnings};
}

Answer Session::Work::test() const {
  std::string answer;
  std::size_t failed = 0;
  const auto results = run_tests(program(), case_->sources(), options_.limits.evaluation);
  for (const TestResult& one : results) {
    if (one.passed) continue;
    ++failed;
    for (const std::string& problem : one.problems) answer += say(Sentence::test_failed, one.name, problem);
  }
  const std::size_t not_run = program().tests.size() - results.size();
  return {answer + say(Sentence::tests_passed, results.size() - failed, failed) + (not_run == 0 ? "" : say(Sentence::tests_not_run, not_run, program().tests.size()))};
}

}  // namespace pasal::repl
