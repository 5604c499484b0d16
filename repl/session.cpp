#include "repl/session.hpp"

#include <algorithm>
#include <array>

#include "grammar/nearest.hpp"
#include "repl/work.hpp"

namespace pasal::repl {

Session::Session(SessionOptions options) : work_(std::make_unique<Work>(std::move(options))) {}
Session::~Session() = default;
Answer Session::open(const std::vector<std::string>& policies, const std::vector<std::string>& facts) { return work_->open(policies, facts); }
Answer Session::line(std::string_view text) { return work_->line(text); }
bool Session::takes_clauses(std::string_view text) const { return work_->takes_clauses(text); }
bool Session::may_go_on(std::string_view text) const { return work_->may_go_on(text); }
void Session::resize(std::size_t width, std::size_t height) { work_->resize(width, height); }
Session::Completion Session::complete(std::string_view text) const { return work_->complete(text); }
std::string Session::prompt() const { return work_->prompt(); }
Language Session::language() const { return work_->language(); }

std::string_view unquoted_name(std::string_view said) {
  const bool quoted = said.size() >= 2 && said.front() == '"' && said.back() == '"';
  return quoted ? said.substr(1, said.size() - 2) : said;
}

Answer Session::Work::open(const std::vector<std::string>& policies, const std::vector<std::string>& facts) {
  Files files{policies, facts, {}};
  std::string problem;
  const auto loaded = apply({}, files, options_, Language::english, nullptr, problem);
  if (loaded == nullptr) return {{}, problem};
  files_ = std::move(files);
  files_.look(loaded->sources());
  case_ = loaded;
  if (policies.empty()) return {say(Sentence::opened_empty)};
  const std::string name = program().policy.empty() ? policies.front() : program().policy;
  return {case_->policy->warnings + say(Sentence::opened, name, program().rules.size() + program().obligations.size(), fact_names().size())};
}

std::string Session::Work::prompt() const {
  if (case_ == nullptr) return "pasal> ";
  const std::string& name = subject().name;
  return (name.empty() ? std::string("pasal") : name) + "> ";
}

Moment Session::Work::as_of(const State& state, const Subject& subject) const {
  return state.as_of ? *state.as_of : subject.as_of.value_or(options_.now);
}

Decision Session::Work::decision() const {
  return pasal::decide(program(), case_->sources(), subject(), as_of(), options_.limits.evaluation);
}

std::string Session::Work::summary_now() const {
  const Decision decided = decision();
  return stopped() ? say(Sentence::stopped) : summary(decided, program(), options_.text) + "\n";
}

std::string Session::Work::rest_missing(std::string_view why) const {
  if (stopped()) return say(Sentence::not_all, say(Sentence::it_was_stopped));
  return why.empty() ? std::string() : say(Sentence::not_all, why);
}

std::vector<std::string> Session::Work::fact_names() const {
  std::vector<std::string> names;
  for (const FactDeclaration& fact : program().records.front().facts) names.push_back(fact.name);
  return names;
}

std::vector<std::string> Session::Work::rule_names() const {
  std::vector<std::string> names;
  for (const Rule& rule : program().rules) names.push_back(rule.name);
  for (const Obligation& obligation : program().obligations) names.push_back(obligation.name);
  return names;
}

// Of a fact or parameter, as it may be typed: with some more white space. What is longer need not be looked up.
std::size_t Session::Work::longest_name() const {
  std::size_t longest = 0;
  for (const FactDeclaration& fact : program().records.front().facts) longest = std::max(longest, fact.name.size());
  for (const Parameter& parameter : program().parameters) longest = std::max(longest, parameter.name.size());
  return 2 * longest + 16;
}

Answer Session::Work::no_such(std::string_view name, Sentence sentence, const std::vector<std::string>& names) const {
  const auto near = nearest(name, names, 1);
  return wrong(say(sentence, name, near.empty() ? std::string() : say(Sentence::did_you_mean, near.front())));
}

// Of what only a fact can be asked.
Answer Session::Work::no_fact(std::string_view name) const {
  return find_variable(program(), name) ? wrong(say(Sentence::is_parameter, name)) : no_such(name, Sentence::no_fact, fact_names());
}

// `local offcie = yes`, `local office =`
Answer Session::Work::no_assignment(std::string_view text) const {
  const std::string_view name = trimmed(text.substr(0, text.find('=')));
  return find_variable(program(), name) ? wrong(say(Sentence::value_missing, name)) : no_such(name, Sentence::no_fact, fact_names());
}

Answer Session::Work::wrong(std::string_view sentence) const {
  const std::size_t width = options_.messages.width;
  if (width == 0) return {{}, std::string(sentence)};
  std::string text;
  for (const std::string& line : folded(trimmed(sentence), width)) text += line + "\n";
  return {{}, text};
}

// An edit in another window: read again, or told once that it cannot be.
std::string Session::Work::file_news() {
  const auto changed = files_.changed();
  if (changed.empty()) return {};
  std::string names;
  for (const std::string& name : changed) names += (names.empty() ? "" : ", ") + name;
  std::string problem;
  const auto loaded = apply(state_, files_, options_, language(), nullptr, problem);
  if (loaded == nullptr) return wrong(say(Sentence::files_broken, names)).problem + problem;
  case_ = loaded;
  files_.look(case_->sources());
  return say(Sentence::files_changed, names);
}

// The fact or parameter on the left of `=` or of `is`, where the line sets one.
std::optional<std::string> Session::Work::assigned_name(std::string_view text) const {
  const std::size_t end = std::min(text.size(), longest_name() + 2);
  for (std::size_t at = 1; at + 1 < end; ++at) {
    const bool equals = text[at] == '=' && text[at - 1] != '>' && text[at - 1] != '<' && text[at - 1] != '!';
    const bool is = is_space(text[at - 1]) && match_keyword(text.substr(at), Keyword::is, language()) != 0;
    if (!equals && !is) continue;
    std::string name(trimmed(text.substr(0, at)));
    if (find_variable(program(), name)) return name;
  }
  return std::nullopt;
}

namespace {

// A part that stands only below the first line of a statement, and the word that statement begins with.
struct Clause {
  Keyword word;
  Keyword statement;
};
constexpr std::array clauses{
    Clause{Keyword::authority, Keyword::policy},    Clause{Keyword::time_zone, Keyword::policy}, Clause{Keyword::in_force, Keyword::policy},
    Clause{Keyword::working_week, Keyword::policy}, Clause{Keyword::applies_if, Keyword::policy}, Clause{Keyword::because, Keyword::rule},
    Clause{Keyword::unless, Keyword::rule},         Clause{Keyword::cite, Keyword::rule},         Clause{Keyword::for_each, Keyword::rule},
    Clause{Keyword::given, Keyword::test},          Clause{Keyword::expect, Keyword::test}};

const Clause* clause_at(std::string_view text, Language language) {
  const auto found = std::ranges::find_if(clauses, [&](const Clause& one) { return match_keyword(text, one.word, language) != 0; });
  return found == clauses.end() ? nullptr : &*found;
}

}  // namespace

// What a line is. A question is one whatever its words could begin: `what if …` is no rule.
Session::Work::Line Session::Work::kind_of(std::string_view text) const {
  if (text.empty() || text.front() == '#') return {};
  const auto said = command_at(text, language());
  const bool is_question = said && (said->command == Command::what_if || said->command == Command::evaluate || said->command == Command::why ||
                                    said->command == Command::why_not);
  if (is_question) return {LineKind::command, said};
  if (assigned_name(text)) return {LineKind::assignment, {}};
  if (said && said->rest.empty()) return {LineKind::command, said};
  const std::string_view head = text.substr(0, text.find('\n'));
  if (match_role(head, KeywordRole::head, language()).keyword != Keyword::none_of_them) return {LineKind::statement, {}};
  const bool has_condition = has_word(head, Keyword::if_) || has_word(head, Keyword::unless);
  const bool names_measure = begins_with_measure(head);
  if (names_measure && has_condition) return {LineKind::statement, {}};
  if (said) return {LineKind::command, said};
  const bool is_statement = names_measure || (has_condition && clause_at(head, language()) == nullptr);
  return {is_statement ? LineKind::statement : LineKind::unknown, {}};
}

bool Session::Work::names_language(std::string_view text) const {
  return match_role(text, KeywordRole::head, language()).keyword == Keyword::language;
}

bool Session::Work::has_word(std::string_view text, Keyword keyword) const {
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (is_space(text[at - 1]) && match_keyword(text.substr(at), keyword, language()) != 0) return true;
  }
  return false;
}

bool Session::Work::begins_with_measure(std::string_view text) const {
  const std::string words = normalized(text) + " ";
  return std::ranges::any_of(program().ladders, [&](const Ladder& ladder) {
    return std::ranges::any_of(ladder.measures, [&](const Measure& one) { return words.starts_with(normalized(one.name) + " "); });
  });
}

bool Session::Work::takes_clauses(std::string_view text) const { return kind_of(trimmed(text)).kind == LineKind::statement; }

// A rule's name, a list's noun: what says nothing by itself. With one clause below it more may come. A policy's name says
// enough, but who types it comes to say more.
bool Session::Work::may_go_on(std::string_view text) const {
  if (!takes_clauses(text) || names_language(trimmed(text))) return false;
  if (text.find('\n') != std::string_view::npos) return true;
  Sources scratch;
  Diagnostics problems;
  const auto statements = statements_of("session", std::string(text), language(), scratch, problems, options_.limits);
  if (problems.has_errors() || (statements.size() == 1 && statements.front().kind == StatementKind::policy)) return true;
  // By itself: what it speaks of may well be unknown there, but what it lacks is lacking anywhere.
  Sources alone;
  Diagnostics lacking;
  load_edited_policy({}, {.added = std::string(text) + "\n", .dropped = {}}, alone, lacking, options_.limits, options_.root, language());
  return std::ranges::any_of(lacking.sorted(), [](const Diagnostic& one) { return one.kind == DiagnosticKind::missing_clause; });
}

Answer Session::Work::unknown_line(std::string_view text) const {
  const std::string_view first = text.substr(0, text.find('\n'));
  if (const Clause* clause = clause_at(first, language())) {
    return wrong(say(Sentence::clause_alone, spelling(clause->word, language()), spelling(clause->statement, language())));
  }
  if (const std::size_t equals = first.find('='); equals != std::string_view::npos && equals != 0) return no_assignment(first);
  const auto near = nearest(first.substr(0, first.find(' ')), command_words(language()), 1);
  const std::string shown(first.substr(0, 80));
  return wrong(say(Sentence::unknown_line, shown, near.empty() ? say(Sentence::see_help) : say(Sentence::did_you_mean, near.front())));
}

Answer Session::Work::line(std::string_view text) {
  const std::string news = file_news();
  const std::string_view said = trimmed(text);
  const Line line = kind_of(said);
  const auto answered = [&]() -> Answer {
    switch (line.kind) {
      case LineKind::nothing: return said.empty() ? decide_briefly() : Answer{};
      case LineKind::command: return command(*line.said, said);
      case LineKind::assignment: return set(said);
      case LineKind::statement: return add(std::string(said));
      case LineKind::unknown: break;
    }
    return unknown_line(said);
  };
  Answer answer = answered();
  answer.text.insert(0, news);
  return answer;
}

Answer Session::Work::command(const Said& said, std::string_view line) {
  const auto needs_more = [&]() -> Answer {
    for (const CommandRow& row : commands(language())) {
      if (row.command == said.command) return wrong(say(Sentence::needs, row.words, row.usage));
    }
    return {};
  };
  const bool bare = said.rest.empty();
  // `undo the last two` is no `undo`: what would not be heeded is a mistake.
  for (const CommandRow& row : commands(language())) {
    if (row.command == said.command && row.usage == row.words && !bare) return wrong(say(Sentence::stands_alone, row.words, said.rest));
  }
  switch (said.command) {
    case Command::decide: return decide_briefly();
    case Command::why: return why(said.rest);
    case Command::questions: return questions();
    case Command::timeline: return timeline(said.rest);
    case Command::forecast: return forecast(said.rest);
    case Command::adopt: return adopt();
    case Command::undo: return undo();
    case Command::redo: return redo();
    case Command::changes: return list_changes();
    case Command::facts: return facts();
    case Command::rules: return rules();
    case Command::measures: return measures();
    case Command::subjects: return subjects();
    case Command::check: return check();
    case Command::test: return test();
    case Command::help: return help(said.rest);
    case Command::leave: return {{}, {}, true};
    case Command::why_not: return bare ? needs_more() : why_rule(said.rest);
    case Command::what_if: return bare ? needs_more() : what_if(said.rest);
    case Command::sweep: return bare ? needs_more() : sweep(said.rest);
    case Command::how_to: return bare ? needs_more() : how_to(said.rest);
    case Command::forget: return bare ? needs_more() : forget(said.rest);
    case Command::unknown: return bare ? needs_more() : set(std::string(said.rest) + " = ?");
    case Command::as_of: return bare ? needs_more() : ask_as_of(said.rest);
    case Command::drop: return bare ? needs_more() : drop(said.rest);
    case Command::keep: return bare ? needs_more() : keep(said.rest);
    case Command::compare: return bare ? needs_more() : compare(said.rest);
    case Command::save: return bare ? needs_more() : save(said.rest);
    case Command::show: return bare ? needs_more() : show(said.rest);
    case Command::evaluate: return bare ? needs_more() : evaluate(said.rest, line);
    case Command::history: return bare ? needs_more() : history(said.rest);
    case Command::subject: return bare ? needs_more() : select(said.rest);
  }
  return {};
}

}  // namespace pasal::repl
