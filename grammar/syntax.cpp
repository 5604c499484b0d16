#include "grammar/syntax.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "grammar/layout.hpp"
#include "grammar/nearest.hpp"
#include "grammar/parse.hpp"
#include "grammar/reading_errors.hpp"
#include "grammar/repair.hpp"
#include "grammar/sentence_slips.hpp"

namespace pasal {

using grammar::Entry;
using grammar::ParseOutcome;
using grammar::ParseRequest;

const SyntaxNode* SyntaxNode::child(NodeKind of_kind) const {
  for (const auto& candidate : children) {
    if (candidate->kind == of_kind) return candidate.get();
  }
  return nullptr;
}

bool SyntaxNode::has(Keyword of_keyword) const {
  return std::any_of(children.begin(), children.end(), [&](const auto& candidate) {
    return candidate->kind == NodeKind::keyword && candidate->keyword == of_keyword;
  });
}

bool SyntaxNode::is_operand() const {
  constexpr std::array values = {Keyword::yes, Keyword::no_value, Keyword::none, Keyword::today, Keyword::now};
  return kind != NodeKind::keyword || std::find(values.begin(), values.end(), keyword) != values.end();
}

const SyntaxNode* SyntaxNode::operand(std::size_t index) const {
  for (const auto& candidate : children) {
    if (candidate->is_operand() && index-- == 0) return candidate.get();
  }
  return nullptr;
}

std::string unquoted(std::string_view quoted) {
  for (const std::string_view mark : {std::string_view("\""), std::string_view("\xE2\x80\x9C"), std::string_view("\xE2\x80\x9D")}) {
    if (quoted.starts_with(mark)) {
      quoted.remove_prefix(mark.size());
      break;
    }
  }
  for (const std::string_view mark : {std::string_view("\""), std::string_view("\xE2\x80\x9D"), std::string_view("\xE2\x80\x9C")}) {
    if (quoted.ends_with(mark)) {
      quoted.remove_suffix(mark.size());
      break;
    }
  }
  std::string result;
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    if (quoted[i] != '\n' && quoted[i] != '\r') {
      result += quoted[i];
      continue;
    }
    while (i + 1 < quoted.size() && is_space(quoted[i + 1])) ++i;
    while (!result.empty() && is_space(result.back())) result.pop_back();
    result += ' ';
  }
  return result;
}

namespace {

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

SyntaxLimits safe(SyntaxLimits limits) {
  limits.nesting = std::min(limits.nesting, SyntaxLimits::deepest_nesting);
  return limits;
}

// What the statements and clauses are read with, in both passes.
class Reader {
public:
  Reader(Document& document, const Vocabulary& vocabulary, Diagnostics& diagnostics, const SyntaxLimits& limits)
      : document_(document), vocabulary_(vocabulary), diagnostics_(diagnostics), limits_(safe(limits)) {}

  // Reads a range; on failure reports it as part of that clause.
  std::unique_ptr<SyntaxNode> read(Entry entry, Statement& statement, const Clause& clause, std::uint32_t begin, std::uint32_t end,
                                   bool is_head, const std::vector<std::string>* column_values = nullptr) {
    if (document_.nodes > limits_.nodes) {  // which is told: no more of it is taken into memory
      statement.broken = true;
      return nullptr;
    }
    const ParseRequest asked = request(begin, end, column_values);
    slashed_dates(asked);
    ParseOutcome outcome = grammar::parse(entry, asked, vocabulary_);
    while (outcome.tree != nullptr && (forgotten_comma(*outcome.tree) || wrong_name(*outcome.tree) || needless_either(*outcome.tree))) {
      outcome = grammar::parse(entry, asked, vocabulary_);
    }
    const bool told = !clause.unclosed_quote && !outcome.too_deep && (wrong_sentence(entry, asked, outcome) || mend(entry, asked, outcome));
    if (outcome.tree == nullptr) {
      statement.broken = true;
      if (told) return nullptr;
      Clause part;
      part.begin = begin;
      part.end = end;
      part.unclosed_quote = clause.unclosed_quote;
      grammar::report_unreadable(document_, part, outcome, statement.kind, is_head, vocabulary_, limits_, diagnostics_);
      return nullptr;
    }
    count(outcome.nodes, clause);
    forgotten_quotes(*outcome.tree);
    return std::move(outcome.tree);
  }

  void slashed_dates(const ParseRequest& asked) {
    if (text(asked.begin, asked.end).find('/') == std::string_view::npos) return;
    for (const grammar::Repair& repair : grammar::dates_with_slashes(document_, asked)) {
      document_.text.replace(repair.begin, repair.characters.size(), repair.characters);
      report(repair);
    }
  }

  // `either student or overdue`
  bool needless_either(const SyntaxNode& node) {
    constexpr std::string_view either = "either ";
    if (node.kind == NodeKind::unknown_name && document_.language == Language::english && text(node.begin, node.end).starts_with(either)) {
      const Span place{document_.source, node.begin, static_cast<std::uint32_t>(node.begin + either.size() - 1)};
      diagnostics_.add(DiagnosticKind::needless_word, place, text(place.begin, place.end));
      document_.text.replace(node.begin, either.size(), either.size(), ' ');
      return true;
    }
    return std::any_of(node.children.begin(), node.children.end(), [&](const auto& child) { return needless_either(*child); });
  }

  // `age not over 5`
  bool not_behind_name(const SyntaxNode& node) {
    const std::string not_ = " " + spelling(Keyword::not_, document_.language);
    const std::string name = node.kind == NodeKind::unknown_name ? normalized(text(node.begin, node.end)) : std::string();
    if (name.ends_with(not_)) {
      const std::string fact = name.substr(0, name.size() - not_.size());
      const auto& known = vocabulary_.entries();
      if (std::any_of(known.begin(), known.end(), [&](const auto& entry) { return entry.name == fact; })) {
        const Span place{document_.source, static_cast<std::uint32_t>(node.end - not_.size() + 1), node.end};
        diagnostics_.add(DiagnosticKind::unreadable, place, not_.substr(1), "it comes before what is compared, as in `" + not_.substr(1) + " " + fact + " …`");
        return true;
      }
    }
    return std::any_of(node.children.begin(), node.children.end(), [&](const auto& child) { return not_behind_name(*child); });
  }

  // What is told of and not read on, since another word in its place would change what was meant.
  bool wrong_sentence(Entry entry, const ParseRequest& asked, ParseOutcome& outcome) {
    if (outcome.tree != nullptr) {
      if (!not_behind_name(*outcome.tree)) return false;
      outcome.tree.reset();
      return true;
    }
    const auto slip = grammar::sentence_slip(document_, asked, entry, outcome.reached);
    if (!slip) return false;
    const Span place{document_.source, slip->begin, slip->end};
    const std::string said = grammar::shortened(text(slip->begin, slip->end));
    Diagnostic& problem = slip->kind == DiagnosticKind::unfinished      ? diagnostics_.add(slip->kind, place, slip->way_out)
                          : slip->kind == DiagnosticKind::needless_word ? diagnostics_.add(slip->kind, place, said)
                                                                        : diagnostics_.add(slip->kind, place, said, slip->way_out);
    if (!slip->fix.empty()) problem.suggest(slip->fix);
    return true;
  }

  // Reads what is not quite right as it was meant, and says so; whether anything was said.
  bool mend(Entry entry, const ParseRequest& asked, ParseOutcome& outcome) {
    constexpr std::size_t enough = 200;  // nobody corrects more at once
    if (diagnostics_.error_count() >= enough || grammar::has_open_parenthesis(document_, asked.begin, asked.end)) return false;
    bool told = false;
    if (outcome.tree == nullptr) told = accept(grammar::read_as_meant(document_, entry, asked, outcome.reached, vocabulary_), outcome);
    if (outcome.tree == nullptr) return told;
    const ParseRequest corrected = request(asked.begin, asked.end, asked.column_values);
    return accept(grammar::read_with_fewer_unknown(document_, entry, corrected, *outcome.tree, vocabulary_), outcome) || told;
  }

  bool accept(std::optional<grammar::Repaired> repaired, ParseOutcome& outcome) {
    if (!repaired) return false;
    std::set<std::string> told;  // `a; b; c`: one slip, made more than once
    for (grammar::Repair& repair : repaired->repairs) {
      if (!told.insert(repair.message).second) repair.message.clear();
      report(repair);
    }
    outcome.tree = std::move(repaired->tree);
    outcome.nodes = repaired->nodes;
    return true;
  }

  void report(const grammar::Repair& repair) {
    if (repair.characters.empty()) corrections_.push_back(repair.correction);
    if (repair.message.empty()) return;
    auto& problem = diagnostics_.add_formatted(repair.kind, repair.span, repair.message);
    if (!repair.fix.empty()) problem.suggest(repair.fix);
    if (!repair.note.empty()) problem.note(repair.note);
  }

  // `number of people when verified`: the option would be lost in the unit, and a plural in the noun.
  bool forgotten_comma(const SyntaxNode& node) {
    if (node.kind == NodeKind::facts_head) return forgotten_comma(*node.child(NodeKind::raw_name), std::array{Keyword::plural});
    constexpr std::array options = {Keyword::if_any,        Keyword::may_lie_ahead, Keyword::assume,   Keyword::when_verified,
                                    Keyword::changeable, Keyword::at_least,      Keyword::at_most, Keyword::added_up};
    if (node.kind == NodeKind::raw_words) return forgotten_comma(node, options);
    constexpr std::array declarations = {NodeKind::root, NodeKind::fact_line, NodeKind::measure_line, NodeKind::parameter_head, NodeKind::type};
    if (std::find(declarations.begin(), declarations.end(), node.kind) == declarations.end()) return false;
    return std::any_of(node.children.begin(), node.children.end(), [&](const auto& child) { return forgotten_comma(*child); });
  }

  // A mark in a declared name (`terms & conditions`) is told of once, and is a space wherever the name stands.
  bool wrong_name(const SyntaxNode& node) {
    constexpr std::array declarations = {NodeKind::root,           NodeKind::facts_head,      NodeKind::fact_line, NodeKind::measure_line,
                                         NodeKind::parameter_head, NodeKind::definition_head, NodeKind::type};
    if (node.kind == NodeKind::raw_name || node.kind == NodeKind::raw_words) {
      const std::string name(document_.words(node));
      const auto is_wrong = [](char c) { return !is_word_character(c) && !is_space(c); };
      const auto mark = std::find_if(name.begin(), name.end(), is_wrong);
      if (mark == name.end()) return false;
      const auto at = static_cast<std::uint32_t>(node.begin + (mark - name.begin()));
      diagnostics_.add(DiagnosticKind::wrong_name, Span{document_.source, at, at + 1}, *mark, "a name has letters, digits, `-`, `'` and spaces");
      std::string right = name;
      std::replace_if(right.begin(), right.end(), is_wrong, ' ');
      for (std::size_t use = document_.text.find(name); use != std::string::npos; use = document_.text.find(name, use)) {
        document_.text.replace(use, right.size(), right);
      }
      return true;
    }
    if (std::find(declarations.begin(), declarations.end(), node.kind) == declarations.end()) return false;
    return std::any_of(node.children.begin(), node.children.end(), [&](const auto& child) { return wrong_name(*child); });
  }

  template <std::size_t count>
  bool forgotten_comma(const SyntaxNode& node, const std::array<Keyword, count>& behind_comma) {
    for (std::uint32_t at = node.begin + 1; at < node.end; ++at) {
      if (!is_space(document_.text[at - 1])) continue;
      for (const Keyword keyword : behind_comma) {
        const std::size_t bytes = match_keyword(text(at, node.end), keyword, document_.language);
        if (bytes == 0) continue;
        diagnostics_.add(DiagnosticKind::missing_comma, Span{document_.source, at, static_cast<std::uint32_t>(at + bytes)}, text(at, node.end).substr(0, bytes));
        document_.text[at - 1] = ',';
        return true;
      }
    }
    return false;
  }

  // A text without quotes is reported and then read as if it had them.
  void forgotten_quotes(SyntaxNode& tree) {
    if (tree.children.empty()) return;
    SyntaxNode& node = *tree.children.front();
    constexpr std::array with_text = {NodeKind::named_head, NodeKind::exception_head, NodeKind::authority_clause, NodeKind::because_clause};
    if (std::find(with_text.begin(), with_text.end(), node.kind) == with_text.end()) return;
    std::string right;
    Span place{document_.source, 0, 0};
    for (const auto& child : node.children) {
      if (child->kind != NodeKind::raw_words) continue;
      child->kind = NodeKind::quoted;
      std::string_view words = document_.words(*child);
      if (words.size() > 2 && words.front() == '\'' && words.back() == '\'') words = words.substr(1, words.size() - 2);
      if (right.empty()) place.begin = child->begin;
      place.end = child->end;
      right += (right.empty() ? "\"" : ", \"") + std::string(words) + "\"";
    }
    if (!right.empty()) diagnostics_.add(DiagnosticKind::missing_quotes, place, right).suggest(right);
  }

  void read_clause(Entry entry, Statement& statement, Clause& clause, bool is_head = false) {
    clause.tree = read(entry, statement, clause, clause.begin, clause.end, is_head);
  }

  ParseRequest request(std::uint32_t begin, std::uint32_t end, const std::vector<std::string>* column_values = nullptr) const {
    return {document_.text, begin, end, document_.language, limits_.nesting, column_values, corrections_};
  }

  std::string_view text(std::uint32_t begin, std::uint32_t end) const {
    return std::string_view(document_.text).substr(begin, end - begin);
  }
  std::string_view text(const Clause& clause) const { return text(clause.begin, clause.end); }
  bool begins_with(const Clause& clause, Keyword keyword) const { return match_keyword(text(clause), keyword, document_.language) != 0; }

protected:
  void count(std::size_t nodes, const Clause& clause) {
    const std::size_t before = document_.nodes;
    document_.nodes += nodes;
    if (before > limits_.nodes || document_.nodes <= limits_.nodes) return;  // told once, where the limit is passed
    diagnostics_.add(DiagnosticKind::too_many_nodes, Span{document_.source, clause.begin, clause.end}, limits_.nodes);
  }

  Document& document_;
  const Vocabulary& vocabulary_;
  Diagnostics& diagnostics_;
  const SyntaxLimits limits_;
  std::vector<grammar::Correction> corrections_;  // what misspelt words are read as
};

// ---- first pass ---------------------------------------------------------------------------------------------------

struct Head {
  Keyword keyword;
  StatementKind kind;
};
constexpr std::array heads = {Head{Keyword::language, StatementKind::language},     Head{Keyword::policy, StatementKind::policy},
                              Head{Keyword::use, StatementKind::use},               Head{Keyword::measures, StatementKind::measures},
                              Head{Keyword::facts_about, StatementKind::facts},     Head{Keyword::parameter, StatementKind::parameter},
                              Head{Keyword::holidays_for, StatementKind::holidays}, Head{Keyword::define, StatementKind::definition},
                              Head{Keyword::rule, StatementKind::rule},             Head{Keyword::exception, StatementKind::exception},
                              Head{Keyword::obligation, StatementKind::obligation}, Head{Keyword::table, StatementKind::table},
                              Head{Keyword::test, StatementKind::test},             Head{Keyword::guarantee, StatementKind::guarantee}};

StatementKind kind_of(Keyword keyword) {
  for (const Head& head : heads) {
    if (head.keyword == keyword) return head.kind;
  }
  return StatementKind::bare_rule;
}

Entry head_entry(StatementKind kind) {
  switch (kind) {
    case StatementKind::language: return Entry::language_head;
    case StatementKind::use: return Entry::use_head;
    case StatementKind::measures: return Entry::measures_head;
    case StatementKind::facts: return Entry::facts_head;
    case StatementKind::parameter: return Entry::parameter_head;
    case StatementKind::holidays: return Entry::holidays_head;
    case StatementKind::exception: return Entry::exception_head;
    case StatementKind::definition: return Entry::definition_head;
    case StatementKind::policy: case StatementKind::rule: case StatementKind::obligation: case StatementKind::table:
    case StatementKind::test: case StatementKind::guarantee: case StatementKind::bare_rule:
      break;
  }
  return Entry::named_head;
}

class FirstPass : public Reader {
public:
  using Reader::Reader;

  void run() {
    find_statements();
    bool first = true;
    for (Statement& statement : document_.statements) {
      if (statement.kind == StatementKind::language && !first) {
        diagnostics_.add(DiagnosticKind::misplaced_language, statement.span);
      }
      first = false;
      if (statement.kind != StatementKind::bare_rule) head(statement);
      declarations(statement);
    }
  }

private:
  // What each statement is. A line that was not indented joins the statement it belongs to.
  void find_statements() {
    std::vector<Statement> found;
    bool joining = false;
    for (Statement& statement : document_.statements) {
      statement.kind = kind_of(match_role(text(statement.head), KeywordRole::head, document_.language).keyword);
      if (statement.kind == StatementKind::bare_rule) misspelt_head(statement);
      if (found.empty() || statement.kind != StatementKind::bare_rule || !belongs_to(statement, found.back())) {
        found.push_back(std::move(statement));
        joining = false;
        continue;
      }
      if (!joining) diagnostics_.add(DiagnosticKind::missing_indentation, Span{document_.source, statement.head.begin, statement.head.end});
      joining = true;
      Statement& above = found.back();
      above.span.end = statement.span.end;
      above.clauses.push_back(std::move(statement.head));
      std::move(statement.clauses.begin(), statement.clauses.end(), std::back_inserter(above.clauses));
    }
    document_.statements = std::move(found);
  }

  // Whether a line in the first column is a clause of the statement above: by the word it begins with, or where it stands
  // directly below a head that has nothing under it.
  bool belongs_to(const Statement& line, const Statement& above) const {
    const auto& clauses = grammar::form(above.kind).clauses;
    if (std::any_of(clauses.begin(), clauses.end(), [&](Keyword keyword) { return begins_with(line.head, keyword); })) return true;
    const std::string_view between = text(above.span.end, line.head.begin);
    if (std::count(between.begin(), between.end(), '\n') != 1) return false;
    if (above.kind == StatementKind::facts) {  // `16:00` in a rule declares nothing
      return text(line.head).find(':') != std::string_view::npos && !grammar::is_sanction(document_, line.head);
    }
    const bool empty = above.clauses.empty() && !grammar::is_sanction(document_, above.head);  // `rule "X" block if …`
    return empty && (above.kind == StatementKind::rule || above.kind == StatementKind::exception || above.kind == StatementKind::measures);
  }

  // Reported once; then the statement is read as what it was meant to be, so that what it declares is known.
  void misspelt_head(Statement& statement) {
    if (grammar::is_sanction(document_, statement.head)) return;
    const ParseRequest asked = request(statement.head.begin, statement.head.end);
    for (const grammar::Repair& repair : grammar::possible_heads(document_, asked)) {
      ParseRequest corrected = asked;
      corrected.corrections = {&repair.correction, 1};
      const StatementKind kind = kind_of(repair.correction.keyword);
      if (repair.cost == 1 && grammar::parse(head_entry(kind), corrected, vocabulary_).tree == nullptr) continue;
      statement.kind = kind;
      return report(repair);
    }
  }

  // What a declaration that could not be read declares: the name before its `:`, of an unknown type.
  void keep_name(Clause& clause, NodeKind kind) {
    if (clause.tree != nullptr) return;
    const std::size_t length = std::min(text(clause).find_first_of(":;=,"), text(clause).size());
    std::uint32_t end = clause.begin + static_cast<std::uint32_t>(length);
    while (end > clause.begin && is_space(document_.text[end - 1])) --end;
    if (end == clause.begin) return;
    const auto node = [](NodeKind node_kind, std::uint32_t from, std::uint32_t to) {
      auto made = std::make_unique<SyntaxNode>();
      made->kind = node_kind;
      made->begin = from;
      made->end = to;
      return made;
    };
    auto line = node(kind, clause.begin, clause.end);
    line->children.push_back(node(NodeKind::raw_name, clause.begin, end));
    line->children.push_back(node(NodeKind::type, end, end));
    clause.tree = node(NodeKind::root, clause.begin, clause.end);
    clause.tree->children.push_back(std::move(line));
  }

  void head(Statement& statement) {
    read_clause(head_entry(statement.kind), statement, statement.head, true);
    if (statement.kind == StatementKind::parameter) keep_name(statement.head, NodeKind::parameter_head);
    if (statement.kind != StatementKind::definition || statement.head.tree == nullptr) return;
    needless_colon(*statement.head.tree->children.front(), statement.head);
    // The head of a definition is its first line up to `as`; the body is read later.
    const bool by_cases = statement.head.tree->children.front()->end == statement.head.end;
    const bool by_itself = statement.clauses.size() == 1 && !says_when(statement.clauses.front());
    if ((by_cases && !by_itself) || statement.clauses.empty()) return;
    // A body that begins on the first line goes on over the lines below; one that is no case may stand below by itself.
    statement.head.end = statement.clauses.back().end;
    statement.clauses.clear();
  }

  // Whether a line of a definition is a case: `4 hours if grave`, `24 hours otherwise`.
  bool says_when(const Clause& clause) const {
    const std::string_view line = text(clause);
    bool quoted = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
      if (line[at] == '"') quoted = !quoted;
      if (quoted || (at > 0 && !is_space(line[at - 1]) && line[at - 1] != ')')) continue;
      for (const Keyword keyword : {Keyword::if_, Keyword::otherwise}) {
        if (match_keyword(line.substr(at), keyword, document_.language) != 0) return true;
      }
    }
    return false;
  }

  // `define time allowed as:`
  void needless_colon(const SyntaxNode& read, Clause& head) {
    const std::size_t at = document_.text.find_first_not_of(" \n", read.end);
    if (at >= head.end || document_.text[at] != ':') return;
    const auto colon = static_cast<std::uint32_t>(at);
    diagnostics_.add(DiagnosticKind::needless_word, Span{document_.source, colon, colon + 1}, ":");
    document_.text[at] = ' ';
    while (head.end > read.end && is_space(document_.text[head.end - 1])) --head.end;
  }

  void declarations(Statement& statement) {
    for (Clause& clause : statement.clauses) {
      switch (statement.kind) {
        case StatementKind::policy:
          if (!begins_with(clause, Keyword::applies_if)) read_clause(Entry::policy_clause, statement, clause);
          break;
        case StatementKind::measures:
          read_clause(Entry::measure_line, statement, clause);
          keep_name(clause, NodeKind::measure_line);
          break;
        case StatementKind::facts:
          read_clause(Entry::fact_line, statement, clause);
          keep_name(clause, NodeKind::fact_line);
          break;
        case StatementKind::parameter:
          read_clause(Entry::parameter_row, statement, clause);
          break;
        case StatementKind::holidays:
          read_clause(Entry::holiday_line, statement, clause);
          break;
        case StatementKind::language: case StatementKind::use:
          statement.broken = true;
          diagnostics_.add(DiagnosticKind::unreadable, Span{document_.source, clause.begin, clause.end}, "this line",
                           "nothing may stand below this statement; begin a new one in the first column");
          break;
        case StatementKind::definition: case StatementKind::rule: case StatementKind::bare_rule: case StatementKind::exception:
        case StatementKind::obligation: case StatementKind::table: case StatementKind::test: case StatementKind::guarantee:
          break;  // second pass
      }
    }
  }
};

// ---- second pass --------------------------------------------------------------------------------------------------

class SecondPass : public Reader {
public:
  using Reader::Reader;

  void run() {
    for (Statement& statement : document_.statements) {
      switch (statement.kind) {
        case StatementKind::policy:
          for (Clause& clause : statement.clauses) {
            if (begins_with(clause, Keyword::applies_if)) read_clause(Entry::applies_clause, statement, clause);
          }
          break;
        case StatementKind::definition:
          definition(statement);
          break;
        case StatementKind::bare_rule:
          read_clause(Entry::sanction_clause, statement, statement.head, true);
          clauses(statement, Entry::rule_clause);
          break;
        case StatementKind::rule:
          clauses(statement, Entry::rule_clause);
          break;
        case StatementKind::exception:
          clauses(statement, Entry::exception_clause);
          break;
        case StatementKind::obligation:
          clauses(statement, Entry::obligation_clause);
          break;
        case StatementKind::table:
          table(statement);
          break;
        case StatementKind::test:
          test(statement);
          break;
        case StatementKind::guarantee:
          clauses(statement, Entry::guarantee_clause);
          break;
        case StatementKind::language: case StatementKind::use: case StatementKind::measures: case StatementKind::facts:
        case StatementKind::parameter: case StatementKind::holidays:
          break;
      }
    }
  }

private:
  void clauses(Statement& statement, Entry entry) {
    for (Clause& clause : statement.clauses) {
      read_clause(entry, statement, clause);
      if (clause.tree != nullptr) templates(statement, clause);
    }
  }

  // The `{…}` of a `because` text are expressions: they become further children of its node.
  void templates(Statement& statement, Clause& clause) {
    SyntaxNode& node = *clause.tree->children.front();
    if (node.kind != NodeKind::because_clause) return;
    const SyntaxNode* quoted = node.child(NodeKind::quoted);
    std::uint32_t at = quoted->begin;
    while (true) {
      const std::size_t open = document_.text.find('{', at);
      if (open >= quoted->end) return;
      const std::size_t close = document_.text.find('}', open);
      if (close >= quoted->end) return unclosed_brace(open, quoted->end);
      auto tree = read(Entry::whole_expression, statement, clause, static_cast<std::uint32_t>(open + 1),
                       static_cast<std::uint32_t>(close), false);
      if (tree != nullptr) node.children.push_back(std::move(tree->children.front()));
      at = static_cast<std::uint32_t>(close + 1);
      quoted = node.child(NodeKind::quoted);
    }
  }

  void unclosed_brace(std::size_t open, std::uint32_t end) {
    diagnostics_.add(DiagnosticKind::unreadable, Span{document_.source, static_cast<std::uint32_t>(open), end}, "{",
                     "close it with `}` behind the name to be shown");
  }

  void definition(Statement& statement) {
    if (statement.head.tree == nullptr) return;
    std::uint32_t begin = statement.head.tree->children.front()->end;
    while (begin < statement.head.end && is_space(document_.text[begin])) ++begin;
    if (begin < statement.head.end) {
      auto body = read(Entry::definition_body, statement, statement.head, begin, statement.head.end, false);
      if (body != nullptr) statement.head.tree->children.push_back(std::move(body->children.front()));
      return;
    }
    for (Clause& clause : statement.clauses) read_clause(Entry::case_line, statement, clause);
  }

  // ---- tables: cells between bars, one row a line -----------------------------------------------------------------

  std::vector<Span> cells_of(std::uint32_t begin, std::uint32_t end) const {
    std::vector<Span> cells;
    std::uint32_t from = begin;
    bool quoted = false;
    for (std::uint32_t i = begin; i <= end; ++i) {
      if (i < end && document_.text[i] == '"') quoted = !quoted;
      if (i < end && (document_.text[i] != '|' || quoted)) continue;
      Span cell{document_.source, from, i};
      while (cell.begin < cell.end && is_space(document_.text[cell.begin])) ++cell.begin;
      while (cell.end > cell.begin && is_space(document_.text[cell.end - 1])) --cell.end;
      cells.push_back(cell);
      from = i + 1;
    }
    // Bars around a whole row, as in Markdown, are decoration.
    if (cells.size() > 2 && document_.text[begin] == '|' && document_.text[end - 1] == '|') {
      cells.erase(cells.begin());
      cells.pop_back();
    }
    return cells;
  }

  const std::vector<std::string>* values_of(const SyntaxNode* column) const {
    if (column == nullptr) return nullptr;
    const NameMatch found = vocabulary_.longest(document_.words(*column), {.value = true, .list = true, .record = true, .measure = false, .unit = false});
    if (found.bytes == 0) return nullptr;
    const auto& values = vocabulary_.entry(found.entry).values;
    return values.empty() ? nullptr : &values;
  }

  std::unique_ptr<SyntaxNode> read_cell(Entry entry, Statement& statement, const Clause& clause, Span cell,
                                        const std::vector<std::string>* values) {
    if (cell.begin == cell.end) return nullptr;
    auto tree = read(entry, statement, clause, cell.begin, cell.end, false, values);
    return tree == nullptr || tree->children.empty() ? nullptr : std::move(tree->children.front());
  }

  void table(Statement& statement) {
    Clause* header = nullptr;
    for (Clause& clause : statement.clauses) {
      if (text(clause).find('|') == std::string_view::npos) {
        read_clause(Entry::table_clause, statement, clause);
        continue;
      }
      clause.rows.push_back(cells_of(clause.begin, clause.end));
      const bool is_header = header == nullptr;
      if (is_header) header = &clause;
      if (clause.rows.front().size() != header->rows.front().size()) {
        statement.broken = true;
        diagnostics_.add(DiagnosticKind::table_row_cells, Span{document_.source, clause.begin, clause.end},
                         counted(clause.rows.front().size(), "cell"), counted(header->rows.front().size(), "column"));
        continue;
      }
      for (std::size_t i = 0; i < clause.rows.front().size(); ++i) {
        const Span cell = clause.rows.front()[i];
        const SyntaxNode* column = is_header ? nullptr : header->cells[i].get();
        clause.cells.push_back(read_cell(is_header ? Entry::column_name : cell_entry(column), statement, clause, cell, values_of(column)));
      }
    }
  }

  static Entry cell_entry(const SyntaxNode* column) {
    if (column == nullptr || column->kind != NodeKind::keyword) return Entry::cell;
    return column->keyword == Keyword::measure_column ? Entry::measure_cell : Entry::quoted_cell;
  }

  // ---- tests ------------------------------------------------------------------------------------------------------

  void test(Statement& statement) {
    for (Clause& clause : statement.clauses) {
      const std::size_t break_at = text(clause).find('\n');
      const bool has_rows = begins_with(clause, Keyword::given) && break_at != std::string_view::npos && is_table_head(text(clause).substr(0, break_at));
      if (!has_rows) {
        read_clause(Entry::test_clause, statement, clause);
        continue;
      }
      const auto first_end = static_cast<std::uint32_t>(clause.begin + break_at);
      std::uint32_t end = first_end;
      while (end > clause.begin && is_space(document_.text[end - 1])) --end;
      clause.tree = read(Entry::test_clause, statement, clause, clause.begin, end, false);
      given_rows(statement, clause, first_end + 1);
    }
  }

  // `given LIST` and `given history` are followed by rows; `given F is V` is not.
  bool is_table_head(std::string_view line) const {
    if (line.find(',') != std::string_view::npos) return false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (i != 0 && is_space(line[i - 1]) && match_keyword(line.substr(i), Keyword::is, document_.language) != 0) return false;
    }
    return line.find('=') == std::string_view::npos;
  }

  void given_rows(Statement& statement, Clause& clause, std::uint32_t begin) {
    std::vector<std::unique_ptr<SyntaxNode>> header;
    while (begin < clause.end) {
      const auto line_end = static_cast<std::uint32_t>(std::min<std::size_t>(document_.text.find('\n', begin), clause.end));
      std::uint32_t first = begin;
      std::uint32_t last = line_end;
      while (first < last && is_space(document_.text[first])) ++first;
      while (last > first && is_space(document_.text[last - 1])) --last;
      begin = line_end + 1;
      if (first == last) continue;
      clause.rows.push_back(cells_of(first, last));
      const auto& row = clause.rows.back();
      if (row.size() != clause.rows.front().size()) {
        statement.broken = true;
        diagnostics_.add(DiagnosticKind::table_row_cells, Span{document_.source, first, last}, counted(row.size(), "cell"),
                         counted(clause.rows.front().size(), "column"));
        clause.rows.pop_back();
        continue;
      }
      const bool is_header = clause.rows.size() == 1;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const SyntaxNode* column = is_header ? nullptr : clause.cells[i].get();
        clause.cells.push_back(read_cell(is_header ? Entry::column_name : Entry::given_cell, statement, clause, row[i], values_of(column)));
      }
    }
  }
};

// The language a document says in its first statement, else English.
Language said_language(const Document& document) {
  if (document.statements.empty()) return Language::english;
  const Clause& head = document.statements.front().head;
  const std::string_view text = std::string_view(document.text).substr(head.begin, head.end - head.begin);
  const std::size_t bytes = match_keyword(text, Keyword::language, Language::english);
  if (bytes == 0) return Language::english;
  const std::string_view rest = text.substr(std::min(text.find_first_not_of(" \t", bytes), text.size()));
  if (match_keyword(rest, Keyword::indonesian, Language::english) != 0) return Language::indonesian;
  if (match_keyword(rest, Keyword::english, Language::english) != 0) return Language::english;
  const std::string said = normalized(rest);
  constexpr std::size_t most_slips = 3;
  const std::size_t from_indonesian = edit_distance(said, "indonesia", most_slips);
  return from_indonesian < most_slips ? Language::indonesian : Language::english;  // misspelt, which is reported
}

}  // namespace

Document parse_declarations(const Sources& sources, SourceId source, Diagnostics& diagnostics, const SyntaxLimits& limits, std::size_t nodes) {
  Document document;
  document.source = source;
  document.nodes = nodes;
  const Source& text = sources[source];
  document.markdown = text.name().ends_with(".md");
  if (text.text().size() > limits.file_bytes) {
    diagnostics.add(DiagnosticKind::policy_too_large, Span{source, 0, 0}, text.name(), text.text().size(), limits.file_bytes);
    return document;
  }
  if (const std::size_t bad = first_invalid_utf8(text.text()); bad < text.text().size()) {
    const auto at = static_cast<std::uint32_t>(bad);
    diagnostics.add(DiagnosticKind::not_utf8, Span{source, at, at + 1});
    return document;
  }
  if (const std::size_t bad = first_unprintable(text.text()); bad < text.text().size()) {
    const auto at = static_cast<std::uint32_t>(bad);
    diagnostics.add(DiagnosticKind::policy_control_character, Span{source, at, at + 1}, code_point(text.text(), bad));
    return document;
  }
  // The language decides how lines go on (`dan`, `atau`), so a first look at the layout finds it.
  Diagnostics unheard;
  grammar::lay_out(document, text, unheard);
  document.language = said_language(document);
  document.statements.clear();
  document.comments.clear();
  grammar::lay_out(document, text, diagnostics);
  const Vocabulary empty;
  FirstPass(document, empty, diagnostics, limits).run();
  return document;
}

void parse_expressions(Document& document, const Vocabulary& vocabulary, Diagnostics& diagnostics, const SyntaxLimits& limits) {
  SecondPass(document, vocabulary, diagnostics, limits).run();
}

std::unique_ptr<SyntaxNode> parse_expression(std::string_view text, SourceId source, Language language, const Vocabulary& vocabulary,
                                             Diagnostics* diagnostics, const SyntaxLimits& said) {
  const SyntaxLimits limits = safe(said);
  const auto size = static_cast<std::uint32_t>(text.size());
  ParseOutcome outcome = grammar::parse(Entry::whole_expression, {text, 0, size, language, limits.nesting, nullptr}, vocabulary);
  if (outcome.tree != nullptr) return std::move(outcome.tree->children.front());
  if (diagnostics != nullptr) {
    Document document;
    document.source = source;
    document.language = language;
    document.text = std::string(text);
    Clause clause;
    clause.end = size;
    grammar::report_unreadable(document, clause, outcome, StatementKind::rule, false, vocabulary, limits, *diagnostics);
  }
  return nullptr;
}

}  // namespace pasal
