#include "grammar/reading_errors.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "grammar/nearest.hpp"

namespace pasal::grammar {

namespace {

using enum Keyword;

const std::vector<Keyword> rule_clauses = {for_each, unless, because, cite, in_force};

struct NamedForm {
  StatementKind kind;
  StatementForm form;
};

const std::array<NamedForm, 15>& forms() {
  static const std::array<NamedForm, 15> all = {{
      {StatementKind::language, {"a `language` line", {}, false}},
      {StatementKind::policy, {"a policy", {authority, time_zone, in_force, applies_if, working_week, cite}, false}},
      {StatementKind::use, {"a `use` line", {}, false}},
      {StatementKind::measures, {"measures", {}, false}},
      {StatementKind::facts, {"facts", {}, false}},
      {StatementKind::parameter, {"a parameter", {}, false}},
      {StatementKind::holidays, {"holidays", {}, false}},
      {StatementKind::definition, {"a definition", {}, false}},
      {StatementKind::rule, {"a rule", rule_clauses, true}},
      {StatementKind::bare_rule, {"a rule", rule_clauses, true}},
      {StatementKind::exception, {"an exception", {if_, unless, because, cite, in_force}, true}},
      {StatementKind::obligation,
       {"an obligation", {if_, for_each, must, within, by, or_else, then, resumes, unless, because, cite, in_force}, false}},
      {StatementKind::table, {"a table", {cite, because, in_force}, false}},
      {StatementKind::test, {"a test", {as_of, given, expect}, false}},
      {StatementKind::guarantee, {"a guarantee", {never}, false}},
  }};
  return all;
}

// The first `count` words of a text, as written.
std::string_view first_words(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  std::size_t end = 0;
  for (std::size_t i = 0; i < count; ++i) {
    while (at < text.size() && is_space(text[at])) ++at;
    if (at == text.size() || !is_word_character(text[at])) break;
    while (at < text.size() && is_word_character(text[at])) ++at;
    end = at;
  }
  return text.substr(0, end);
}

std::size_t word_count(std::string_view text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1; }

struct NearKeyword {
  Keyword keyword = Keyword::none_of_them;
  std::string_view written;
  std::string spelled;
  std::size_t distance = 0;
};

// The keyword among `wanted` whose spelling is nearest to the words at the start of `text`; none when nothing is near.
template <typename Wanted>
NearKeyword near_keyword(std::string_view text, Language language, Wanted wanted) {
  NearKeyword best;
  best.distance = 3;
  for (const Spelling& candidate : spellings(language)) {
    if (!wanted(candidate)) continue;
    const std::size_t words = word_count(candidate.text);
    const std::string_view written = first_words(text, words);
    if (written.empty() || written.size() + 2 < candidate.text.size()) continue;
    // A short word is near only by one slip.
    const std::size_t allowed = candidate.text.size() <= 5 ? 1 : std::min<std::size_t>(2, best.distance);
    const std::size_t distance = edit_distance(normalized(written), normalized(candidate.text), allowed);
    if (distance > allowed || distance == 0 || distance >= best.distance) continue;
    best = {candidate.keyword, written, candidate.text, distance};
  }
  return best;
}

Span span_of(const Document& document, std::size_t begin, std::size_t end) {
  return {document.source, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

std::vector<std::string> measure_names(const Vocabulary& vocabulary) {
  std::vector<std::string> names;
  for (const auto& entry : vocabulary.entries()) {
    if (entry.roles.measure) names.push_back(entry.name);
  }
  return names;
}

// The words before the first `if` of a clause, else its first word.
std::string_view measure_words(std::string_view text, Language language) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (!is_space(text[i - 1]) || match_keyword(text.substr(i), Keyword::if_, language) == 0) continue;
    std::size_t end = i;
    while (end > 0 && is_space(text[end - 1])) --end;
    return text.substr(0, end);
  }
  return {};
}

// The innermost parenthesis that does not close.
std::optional<std::uint32_t> open_parenthesis(const Document& document, std::uint32_t begin, std::uint32_t end) {
  std::vector<std::uint32_t> open;
  bool quoted = false;
  for (std::uint32_t i = begin; i < end; ++i) {
    const char c = document.text[i];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '(') open.push_back(i);
    if (c == ')' && !open.empty()) open.pop_back();
  }
  return open.empty() ? std::nullopt : std::optional(open.back());
}

std::string keyword_list(const StatementForm& form, Language language) {
  std::string list;
  for (std::size_t i = 0; i < form.clauses.size(); ++i) {
    if (i != 0) list += i + 1 == form.clauses.size() ? " or " : ", ";
    list += "`" + spelling(form.clauses[i], language) + "`";
  }
  return list;
}

class Report {
public:
  Report(const Document& document, const Clause& clause, StatementKind kind, bool is_head, const Vocabulary& vocabulary,
         Diagnostics& diagnostics)
      : document_(document), clause_(clause), kind_(kind), is_head_(is_head), vocabulary_(vocabulary), diagnostics_(diagnostics) {}

  void run(std::uint32_t reached) {
    const std::string_view whole = text(clause_.begin);
    if (reached <= clause_.begin) return at_start(whole);
    if (parenthesis()) return;
    if (kind_ == StatementKind::facts && !is_head_ && forgotten_comma()) return;
    if (reached >= clause_.end) return unfinished();
    const std::string_view rest = text(reached);
    if (measure_expected(reached)) {
      const std::string_view measure = step_measure(rest);
      return unknown_measure(reached, measure, nearest(measure, measure_names(vocabulary_), 3));
    }
    diagnostics_.add(DiagnosticKind::unreadable, span_of(document_, reached, clause_.end), shortened(rest), what_to_do(rest));
  }

private:
  std::string_view text(std::uint32_t from) const { return std::string_view(document_.text).substr(from, clause_.end - from); }

  void misspelt(const NearKeyword& near, std::size_t at) {
    const Span span = span_of(document_, at, at + near.written.size());
    diagnostics_.add(DiagnosticKind::misspelt_keyword, span, near.written, near.spelled).suggest(near.spelled);
  }

  // Not even the first word was read.
  void at_start(std::string_view whole) {
    const StatementForm& may = form(kind_);
    const Language language = document_.language;
    const bool bare = kind_ == StatementKind::bare_rule && is_head_;
    const NearKeyword near = near_keyword(whole, language, [&](const Spelling& s) {
      return bare ? s.role == KeywordRole::head
                  : std::find(may.clauses.begin(), may.clauses.end(), s.keyword) != may.clauses.end();
    });
    const std::string_view measure = may.takes_measure ? measure_words(whole, language) : std::string_view{};
    const auto near_measures = nearest(measure, measure_names(vocabulary_), 3);
    // `fine if …`: no statement has an `if` right behind its head, so this is a measure, and not `define` misspelt.
    const bool is_measure = bare && !measure.empty();
    if (near.keyword != Keyword::none_of_them && near_measures.empty() && !is_measure) return misspelt(near, clause_.begin);
    if (!measure.empty()) return unknown_measure(clause_.begin, measure, near_measures);
    if (kind_ == StatementKind::table) {
      const std::string_view said = step_measure(whole);
      unknown_measure(clause_.begin, said, nearest(said, measure_names(vocabulary_), 3));
    } else if (bare) {
      unknown_statement(whole);
    } else if (may.clauses.empty() || is_head_) {
      diagnostics_.add(DiagnosticKind::unreadable, span_of(document_, clause_.begin, clause_.end), shortened(whole), what_to_do(whole));
    } else {
      auto& problem = diagnostics_.add(DiagnosticKind::unknown_clause, head_span(whole), shortened(first_words(whole, 2)), may.name,
                                       keyword_list(may, language));
      if (may.takes_measure && match_keyword(whole, Keyword::if_, language) != 0) condition_first(whole, problem);
      if (kind_ == StatementKind::rule && normalized(first_words(whole, 1)) == (language == Language::english ? "else" : "selainnya")) {
        problem.note("what is decided otherwise is said by a second rule, or by the mildest measure, which needs no rule");
      }
    }
  }

  void unknown_statement(std::string_view whole) {
    auto& problem = diagnostics_.add(DiagnosticKind::unknown_statement, head_span(whole), shortened(first_words(whole, 3)));
    constexpr std::size_t remark = 4;
    if (match_keyword(whole, Keyword::if_, document_.language) != 0) {
      condition_first(whole, problem);
    } else if (first_words(whole, remark).size() > first_words(whole, remark - 1).size() && whole.find(':') == std::string_view::npos) {
      problem.note("a remark begins with `#`");
    }
  }

  // `If books out > 5 then warn`
  void condition_first(std::string_view whole, Diagnostic& problem) const {
    std::size_t then = whole.size();
    for (std::size_t i = 1; i < whole.size() && then == whole.size(); ++i) {
      if (is_space(whole[i - 1]) && match_keyword(whole.substr(i), Keyword::then, document_.language) != 0) then = i;
    }
    std::string measure = "MEASURE";
    if (then != whole.size()) {
      std::string_view behind = whole.substr(then + match_keyword(whole.substr(then), Keyword::then, document_.language));
      while (!behind.empty() && is_space(behind.front())) behind.remove_prefix(1);
      if (!behind.empty()) measure = behind;
    }
    std::string_view condition = whole.substr(match_keyword(whole, Keyword::if_, document_.language), std::string_view::npos);
    condition = condition.substr(0, condition.size() - (whole.size() - then));
    while (!condition.empty() && (is_space(condition.back()) || condition.back() == ',')) condition.remove_suffix(1);
    const std::string right = shortened(measure + " " + spelling(Keyword::if_, document_.language) + std::string(condition));
    problem.note("the measure comes first");
    if (then != whole.size()) problem.suggest(right);
  }

  // Whether what was read last is a keyword that a measure follows, or the comma behind an expectation.
  bool measure_expected(std::uint32_t reached) const {
    const bool expects = match_keyword(text(clause_.begin), Keyword::expect, document_.language) != 0;
    const std::size_t before = text(clause_.begin).substr(0, reached - clause_.begin).find_last_not_of(" \n");
    if (expects && before != std::string_view::npos && text(clause_.begin)[before] == ',') return true;
    for (const Keyword keyword : {Keyword::or_else, Keyword::then, Keyword::never, Keyword::expect}) {
      const std::size_t bytes = match_keyword(text(clause_.begin), keyword, document_.language);
      if (bytes != 0 && text(static_cast<std::uint32_t>(clause_.begin + bytes)).find_first_not_of(" \n") == reached - clause_.begin - bytes) return true;
    }
    return false;
  }

  // The words before an amount or a keyword.
  std::string_view step_measure(std::string_view rest) const {
    std::size_t end = 0;
    for (std::size_t at = 0; at < rest.size();) {
      if (!is_word_character(rest[at]) || (rest[at] >= '0' && rest[at] <= '9')) break;
      if (match_role(rest.substr(at), KeywordRole::operator_, document_.language).bytes != 0) break;
      if (match_keyword(rest.substr(at), Keyword::because, document_.language) != 0) break;
      while (at < rest.size() && is_word_character(rest[at])) ++at;
      end = at;
      while (at < rest.size() && is_space(rest[at])) ++at;
    }
    return rest.substr(0, std::max<std::size_t>(end, 1));
  }

  Span head_span(std::string_view whole) const {
    const std::size_t words = std::max<std::size_t>(first_words(whole, 2).size(), 1);
    return span_of(document_, clause_.begin, clause_.begin + words);
  }

  void unknown_measure(std::uint32_t at, std::string_view measure, const std::vector<std::string>& near) {
    const auto names = measure_names(vocabulary_);
    if (names.empty()) return;  // the list of measures could not be read, which is said there
    std::string way_out;
    if (!near.empty()) {
      way_out = "; did you mean `" + near.front() + "`?";
    } else {
      way_out = "; the measures are ";
      for (std::size_t i = 0; i < names.size(); ++i) way_out += (i != 0 ? ", `" : "`") + names[i] + "`";
    }
    auto& problem = diagnostics_.add(DiagnosticKind::unknown_measure, span_of(document_, at, at + measure.size()),
                                     shortened(measure), way_out);
    if (!near.empty()) problem.suggest(near.front());
  }

  bool parenthesis() {
    const auto open = open_parenthesis(document_, clause_.begin, clause_.end);
    if (!open) return false;
    diagnostics_.add(DiagnosticKind::unclosed_parenthesis, span_of(document_, *open, *open + 1));
    return true;
  }

  // `closed: date if any`: what is said of a fact follows a comma.
  bool forgotten_comma() {
    constexpr std::array options = {if_any, may_lie_ahead, assume, when_verified, changeable, at_least, at_most, from_path};
    const std::string_view whole = text(clause_.begin);
    char before = ':';  // the last character that is no space
    for (std::size_t i = std::min(whole.find(':'), whole.size()) + 1; i < whole.size(); ++i) {
      if (is_space(whole[i])) continue;
      const bool is_first = is_space(whole[i - 1]) && before != ',' && before != ':';
      for (const Keyword option : options) {
        const std::size_t bytes = is_first ? match_keyword(whole.substr(i), option, document_.language) : 0;
        if (bytes == 0) continue;
        const std::size_t at = clause_.begin + i;
        diagnostics_.add(DiagnosticKind::missing_comma, span_of(document_, at, at + bytes), whole.substr(i, bytes));
        return true;
      }
      before = whole[i];
    }
    return false;
  }

  void unfinished() {
    std::string what = "say the rest of it";
    if (is_head_) {
      what = kind_ == StatementKind::bare_rule ? "after this a condition is expected" : "give it a name in quotes";
      if (kind_ == StatementKind::definition || kind_ == StatementKind::exception) what = "say the rest of its first line";
      if (kind_ == StatementKind::measures) what = "say `mildest first`";
      if (kind_ == StatementKind::facts) what = "say what they are about, as in `facts about a shop`";
    }
    const std::string_view whole = text(clause_.begin);
    const std::size_t space = whole.find_last_of(" \n");
    const std::uint32_t last = space == std::string_view::npos ? clause_.begin : static_cast<std::uint32_t>(clause_.begin + space + 1);
    const bool symbol = std::string_view("<>=+-*/").find(document_.text[clause_.end - 1]) != std::string_view::npos;
    if (symbol || match_role(text(last), KeywordRole::operator_, document_.language).bytes != 0) what = "after this a value or a condition is expected";
    diagnostics_.add(DiagnosticKind::unfinished, span_of(document_, last, clause_.end), what);
  }

  std::string in_code(Keyword keyword, std::string_view behind = {}) const { return "`" + spelling(keyword, document_.language) + std::string(behind) + "`"; }

  // What may stand where a declaration could not be read.
  std::string declaration(std::string_view rest) const {
    const std::string_view before = text(clause_.begin).substr(0, static_cast<std::size_t>(rest.data() - text(clause_.begin).data()));
    std::string_view read = before;
    while (!read.empty() && is_space(read.back())) read.remove_suffix(1);
    if (read.ends_with(spelling(Keyword::money_in, document_.language))) return "a currency is three capital letters, as in `EUR`";
    if (read.ends_with(':')) {
      return "what it is can be " + in_code(Keyword::yes_or_no) + ", " + in_code(Keyword::number_of, " …") + ", " + in_code(Keyword::percent) + ", " +
             in_code(Keyword::money_in, " EUR") + ", " + in_code(Keyword::text) + ", " + in_code(Keyword::one_of, " A, B") + ", " + in_code(Keyword::date) + ", " +
             in_code(Keyword::date_and_time) + ", " + in_code(Keyword::duration_in, " …") + " or " + in_code(Keyword::list_of, " …");
    }
    if (read.find(',') != std::string_view::npos) {
      return "behind a comma can stand " + in_code(Keyword::at_least, " 0") + ", " + in_code(Keyword::at_most, " 10") + ", `0 " +
             spelling(Keyword::range_to, document_.language) + " 10`, " + in_code(Keyword::if_any) + ", " + in_code(Keyword::may_lie_ahead) + ", " +
             in_code(Keyword::assume, " …") + ", " + in_code(Keyword::when_verified) + ", " + in_code(Keyword::changeable) + " or " + in_code(Keyword::from_path, " \"…\"");
    }
    return "a fact is declared as `name: type`, as in `local office: yes or no`";
  }

  // `width > 210 cm`, where nothing is counted in cm.
  std::string unit_in_doubt(std::string_view rest) const {
    const std::uint32_t at = clause_.end - static_cast<std::uint32_t>(rest.size());
    std::uint32_t end = at;
    while (end > clause_.begin && is_space(document_.text[end - 1])) --end;
    const bool behind_number = end > clause_.begin && document_.text[end - 1] >= '0' && document_.text[end - 1] <= '9';
    if (!behind_number || rest.empty() || !is_word_character(rest.front())) return {};
    std::vector<std::string> units;
    for (const auto& entry : vocabulary_.entries()) {
      if (entry.roles.unit) units.push_back(entry.name);
    }
    const std::string said(first_words(rest, 1));
    if (vocabulary_.longest(rest, {.list = true}).bytes != 0) {
      return "say how many are meant, as in " + in_code(Keyword::at_least, " 3") + " or " + in_code(Keyword::more_than, " 3");
    }
    const auto near = nearest(said, units, 1);
    if (!near.empty()) return "`" + said + "` is not a unit of this policy; did you mean `" + near.front() + "`?";
    return "`" + said + "` is not a unit of this policy; leave it out, or write the one with which the fact is declared";
  }

  std::string what_to_do(std::string_view rest) const {
    switch (kind_) {
      case StatementKind::facts:
        return declaration(rest);
      case StatementKind::parameter:
        return is_head_ ? declaration(rest) : "a parameter's value is written as `1,000 from 2018-07-03`";
      case StatementKind::measures:
        return "a measure is a name, and where it has an amount a type, as in `throttle by: percent`";
      case StatementKind::holidays:
        return "a holiday is a date, as in `2022-08-17`";
      case StatementKind::test:
        return "give facts as `local office is no, minimum age is 12`, and expect as `expect block because \"Rule\"`";
      case StatementKind::language: case StatementKind::policy: case StatementKind::use: case StatementKind::definition:
      case StatementKind::rule: case StatementKind::bare_rule: case StatementKind::exception: case StatementKind::obligation:
      case StatementKind::table: case StatementKind::guarantee:
        break;
    }
    if (kind_ == StatementKind::language) return "a policy is written in " + in_code(Keyword::english) + " or " + in_code(Keyword::indonesian);
    if (match_keyword(text(clause_.begin), Keyword::working_week, document_.language) != 0) {
      return "the days are written as `" + spelling(Keyword::monday, document_.language) + " " + spelling(Keyword::to, document_.language) + " " +
             spelling(Keyword::friday, document_.language) + "`";
    }
    if (match_keyword(rest, Keyword::unless, document_.language) != 0) {
      return "`" + spelling(Keyword::unless, document_.language) + "` stands on a line of its own, below `block if …`";
    }
    if (rest.starts_with('-')) return "a subtraction has spaces around its `-`; a range is written `13 to 17`";
    if (match_keyword(text(clause_.begin), Keyword::cite, document_.language) != 0) return "put what is cited in quotes, as in `\"art. 5\"`";
    if (rest == "." || rest == ";") return "no mark is needed at the end";
    if (rest.starts_with(')')) return "no parenthesis is open here";
    if (rest.starts_with('"')) return "a text in quotes cannot stand here";
    if (const std::string unit = unit_in_doubt(rest); !unit.empty()) return unit;
    return "between two values say how they compare or belong together, as in `>`, `at least`, `is`, `and`";
  }

  const Document& document_;
  const Clause& clause_;
  StatementKind kind_;
  bool is_head_;
  const Vocabulary& vocabulary_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::string shortened(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (result.size() >= 40 && (static_cast<unsigned char>(c) & 0xC0) != 0x80) return result + "…";
    if (is_space(c) && !result.empty() && result.back() == ' ') continue;
    result += is_space(c) ? ' ' : c;
  }
  return result;
}

bool is_sanction(const Document& document, const Clause& head) {
  return !measure_words(std::string_view(document.text).substr(head.begin, head.end - head.begin), document.language).empty();
}

bool has_open_parenthesis(const Document& document, std::uint32_t begin, std::uint32_t end) { return open_parenthesis(document, begin, end).has_value(); }

const StatementForm& form(StatementKind kind) {
  const auto& all = forms();
  return std::find_if(all.begin(), all.end(), [&](const NamedForm& named) { return named.kind == kind; })->form;
}

void report_unreadable(const Document& document, const Clause& clause, const ParseOutcome& outcome, StatementKind kind, bool is_head,
                       const Vocabulary& vocabulary, const SyntaxLimits& limits, Diagnostics& diagnostics) {
  if (clause.unclosed_quote) return;
  if (outcome.too_deep) {
    const Span span{document.source, outcome.reached, outcome.reached + 1};
    diagnostics.add(DiagnosticKind::nesting_too_deep, span, limits.nesting, " (--max-nesting)");
    return;
  }
  if (outcome.is_cell && outcome.reached <= clause.begin) {
    diagnostics.add(DiagnosticKind::unreadable, span_of(document, clause.begin, clause.end), shortened(std::string_view(document.text).substr(clause.begin, clause.end - clause.begin)),
                    "a cell is `any`, values behind commas, a comparison as in `under 13`, or a range as in `13 to 17`");
    return;
  }
  Report(document, clause, kind, is_head, vocabulary, diagnostics).run(outcome.reached);
}

}  // namespace pasal::grammar
