#include "grammar/translation.hpp"

#include <algorithm>
#include <array>

#include "grammar/definition_head.hpp"

namespace pasal::grammar {

namespace {

bool ends_in(const Path& path, NodeKind kind, std::size_t above = 0) {
  return path.size() > above && path[path.size() - 1 - above]->kind == kind;
}

std::string in_lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string with_article(const std::string& noun) {
  const bool vowel = !noun.empty() && std::string_view("aeiouAEIOU").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + noun;
}

bool is_period(Keyword keyword) {
  constexpr std::array periods = {Keyword::minutes, Keyword::hours, Keyword::days,        Keyword::weeks,
                                  Keyword::months,  Keyword::years, Keyword::working_days};
  return std::find(periods.begin(), periods.end(), keyword) != periods.end();
}

// The word that a table's name and a number stand around in the name of a row.
std::string_view row_word(Language language) { return language == Language::english ? ", row " : ", baris "; }

}  // namespace

std::string folded(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (!is_space(c)) result += c;
    else if (!result.empty() && result.back() != ' ') result += ' ';
  }
  while (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

Translation::Translation(const std::vector<Document>& policy, Language to)
    : document_(policy.front()), from_(policy.front().language), to_(to), nouns_(declared_nouns(policy)) {
  for (const Document& document : policy) note_declarations(document);
}

void Translation::note_declarations(const Document& document) {
  for (const Statement& statement : document.statements) {
    own_ladder_ = own_ladder_ || statement.kind == StatementKind::measures;
    if (statement.head.tree != nullptr) {
      const SyntaxNode& head = *statement.head.tree->children.front();
      if (statement.kind == StatementKind::table) tables_.insert(normalized(unquoted(document.words(*head.child(NodeKind::quoted)))));
      if (statement.kind == StatementKind::definition) declared_.insert(definition_head(document, head, nouns_).name);
      if (statement.kind == StatementKind::parameter) declared_.insert(normalized(document.words(*head.child(NodeKind::raw_name))));
    }
    if (statement.kind != StatementKind::facts && statement.kind != StatementKind::measures) continue;
    for (const Clause& clause : statement.clauses) {
      const SyntaxNode* name = clause.tree == nullptr ? nullptr : clause.tree->children.front()->child(NodeKind::raw_name);
      if (name != nullptr) declared_.insert(normalized(document.words(*name)));
    }
  }
}

std::string Translation::keyword(const SyntaxNode& leaf, const Path& path) const {
  if (!translates()) {
    const std::string written = normalized(document_.words(leaf));
    for (const Spelling& candidate : spellings(from_)) {
      if (candidate.keyword == leaf.keyword && written == normalized(candidate.text)) return candidate.text;
    }
    return spelling(leaf.keyword, from_);
  }
  if (leaf.keyword == Keyword::article) return {};
  if (to_ == Language::english) {
    // `every complaint has`, `fewer than 80% of complaints have`; `fewer than 95% of "Remove" are kept`
    if (ends_in(path, NodeKind::have_clause)) return ends_in(path, NodeKind::quantifier, 1) ? "has" : "have";
    // The second spelling is the other number: `are kept`, `1 month`.
    const bool many = ends_in(path, NodeKind::share_of_duty) && (leaf.keyword == Keyword::is_kept || leaf.keyword == Keyword::is_broken);
    const bool one = ends_in(path, NodeKind::quantity) && is_period(leaf.keyword) && document_.words(*path.back()->child(NodeKind::number)) == "1";
    if (many || one) return spellings(leaf.keyword, to_).back();
  }
  return spelling(leaf.keyword, to_);
}

std::string Translation::number(const SyntaxNode& leaf) const {
  const NumberStyle before = number_style(from_);
  const NumberStyle after = number_style(to_);
  std::string text(document_.words(leaf));
  for (char& c : text) {
    if (c == '_' || c == before.group) c = after.group;
    else if (c == before.decimal) c = after.decimal;
  }
  return text;
}

std::size_t Translation::article_of(std::string_view text) const {
  if (declared_.contains(normalized(text))) return 0;
  const std::size_t bytes = match_keyword(text, Keyword::article, from_);
  return bytes == 0 || bytes == text.size() ? 0 : bytes + 1;
}

std::string Translation::measure(const std::string& words) const {
  if (own_ladder_) return words;
  for (const BuiltIn each : default_ladder) {
    if (normalized(words) == built_in(each, from_)) return std::string(built_in(each, to_));
  }
  return words;
}

// `measures taken` and its facts. A name that the author declares too is the author's.
std::string Translation::built_in_name(const std::string& words, bool singular) const {
  const std::string said = normalized(words);
  if (declared_.contains(said)) return words;
  for (const BuiltIn each : taken_facts) {
    // In Indonesian the English name may stay: it is understood there too.
    const bool taken = to_ == Language::indonesian && declared_.contains(std::string(built_in(each, to_)));
    if (said == built_in(each, from_) && !taken) return std::string(built_in(each, to_));
  }
  const bool list = said == built_in(BuiltIn::measures_taken, from_);
  if (!list && said != built_in(BuiltIn::measure_taken, from_)) return words;
  return std::string(built_in(list && !singular ? BuiltIn::measures_taken : BuiltIn::measure_taken, to_));
}

std::string Translation::name(const SyntaxNode& leaf, const Path& path) const {
  const std::string text = folded(document_.words(leaf));
  const std::size_t article = article_of(text);
  const std::string bare = text.substr(article);
  const bool singular = ends_in(path, NodeKind::selection) && ends_in(path, NodeKind::quantifier, 1);
  std::string said = built_in_name(bare, singular && translates());
  if (leaf.kind == NodeKind::measure_name || !declared_.contains(normalized(said))) said = measure(said);
  if (!translates()) return in_lower_case(text.substr(0, article)) + said;
  if (to_ == Language::indonesian) return said;
  // `define late complaint as a complaint where …`
  if (ends_in(path, NodeKind::selection) && ends_in(path, NodeKind::subset, 1)) return with_article(said);
  return article == 0 ? said : with_article(said);
}

std::string Translation::value(const SyntaxNode& leaf, const Path& path) const {
  const std::string text = folded(document_.words(leaf));
  if (!path.empty() && path.front()->keyword == Keyword::measure_column) return measure(text);
  for (auto above = path.rbegin(); above != path.rend(); ++above) {
    if ((*above)->kind != NodeKind::comparison) continue;
    const SyntaxNode& left = *(*above)->children.front();
    const bool built = normalized(document_.words(left)) == built_in(BuiltIn::measure, from_) && !declared_.contains(normalized(document_.words(left)));
    return built ? measure(text) : text;
  }
  return text;
}

std::string Translation::quoted(const SyntaxNode& leaf, const Path& path) const {
  std::string inside = unquoted(document_.words(leaf));
  const bool names_a_rule = ends_in(path, NodeKind::exception_head) || ends_in(path, NodeKind::expectation) ||
                            ends_in(path, NodeKind::guarantee_clause) || ends_in(path, NodeKind::cell);
  if (names_a_rule) {
    if (const auto found = rule_names_.find(normalized(inside)); found != rule_names_.end()) inside = found->second;
    const std::size_t row = inside.rfind(row_word(from_));
    if (row != std::string::npos && tables_.contains(normalized(inside.substr(0, row)))) {
      inside = inside.substr(0, row) + std::string(row_word(to_)) + inside.substr(row + row_word(from_).size());
    }
  }
  return inside.find('"') == std::string::npos ? "\"" + inside + "\"" : std::string(document_.words(leaf));
}

std::string Translation::subject(const SyntaxNode& leaf) const {
  const std::string text = folded(document_.words(leaf));
  const std::size_t article = article_of(text);
  if (!translates()) return in_lower_case(text.substr(0, article)) + text.substr(article);
  return (to_ == Language::english ? "the " : "") + text.substr(article);
}

std::string Translation::definition(const SyntaxNode& leaf, const SyntaxNode& head) const {
  const DefinitionHead said = definition_head(document_, head, nouns_);
  if (said.record.empty()) return folded(document_.words(leaf));
  const std::string_view text = document_.text;
  const std::string noun = folded(text.substr(said.noun, leaf.end - said.noun));
  return folded(text.substr(leaf.begin, said.name_end - leaf.begin)) + " " + spelling(Keyword::of, to_) + " " +
         (to_ == Language::english ? with_article(noun) : noun);
}

std::string Translation::declared_name(const SyntaxNode& leaf, const Path& path) const {
  const std::string text = folded(document_.words(leaf));
  if (path.empty()) return text;
  const SyntaxNode& head = *path.back();
  if (head.kind == NodeKind::duty_clause) return subject(leaf);
  if (!translates()) return text;
  if (head.kind == NodeKind::definition_head) return definition(leaf, head);
  const bool noun = head.kind == NodeKind::facts_head && head.child(NodeKind::raw_name) == &leaf;
  return noun && to_ == Language::english ? with_article(text) : text;
}

}  // namespace pasal::grammar
