// The names that heads and declarations declare, before any expression is read.
#include <algorithm>
#include <array>
#include <set>

#include "engine/check/checker.hpp"
#include "grammar/built_in_names.hpp"
#include "grammar/definition_head.hpp"

namespace pasal::checking {

namespace {

bool ends_with_any(std::string_view text, std::initializer_list<std::string_view> endings) {
  for (const std::string_view ending : endings) {
    if (text.ends_with(ending)) return true;
  }
  return false;
}

std::string_view words_of(const Document& document, const SyntaxNode* node) {
  return node == nullptr ? std::string_view{} : document.words(*node);
}

}  // namespace

std::string plural(std::string_view noun, Language language) {
  const std::string text(noun);
  if (language == Language::indonesian || text.empty()) return text;
  if (ends_with_any(text, {"s", "x", "z", "ch", "sh"})) return text + "es";
  if (text.size() > 1 && text.ends_with('y') && std::string_view("aeiou").find(text[text.size() - 2]) == std::string_view::npos) {
    return text.substr(0, text.size() - 1) + "ies";
  }
  return text + "s";
}

// English plurals are understood in every language: a translated policy keeps its author's words.
std::vector<std::string> plurals(std::string_view noun, Language language) {
  std::vector<std::string> all{plural(noun, language)};
  for (const std::string& form : {plural(noun, Language::english), std::string(noun) + "s"}) {
    if (std::find(all.begin(), all.end(), form) == all.end()) all.push_back(form);
  }
  return all;
}

namespace {

// `tahun` counts years whatever language the policy speaks.
std::string unit_in_english(std::string_view unit) {
  constexpr std::array periods = {Keyword::minutes, Keyword::hours, Keyword::days,        Keyword::weeks,
                                  Keyword::months,  Keyword::years, Keyword::working_days};
  for (const Language language : {Language::english, Language::indonesian}) {
    for (const Keyword period : periods) {
      if (match_keyword(unit, period, language) == unit.size()) return spelling(period, Language::english);
    }
  }
  return normalized(unit);
}

}  // namespace

bool same_unit(std::string_view a, std::string_view b) {
  const std::string left = unit_in_english(a);
  const std::string right = unit_in_english(b);
  if (left == right) return true;
  return plural(left, Language::english) == right || plural(right, Language::english) == left;
}

std::set<std::string> listed_nouns(const std::vector<Document>& documents) {
  std::set<std::string> listed;
  for (const Document& document : documents) {
    for (const Statement& statement : document.statements) {
      if (statement.kind != StatementKind::facts) continue;
      for (const Clause& clause : statement.clauses) {
        if (clause.tree == nullptr) continue;
        const SyntaxNode* type = clause.tree->children.front()->child(NodeKind::type);
        if (type != nullptr && type->has(Keyword::list_of) && type->child(NodeKind::raw_words) != nullptr) {
          listed.insert(normalized(words_of(document, type->child(NodeKind::raw_words))));
        }
      }
    }
  }
  return listed;
}

std::string subject_noun(const std::vector<Document>& documents) {
  const std::set<std::string> listed = listed_nouns(documents);
  std::vector<std::string> nouns;
  for (const Document& document : documents) {
    for (const Statement& statement : document.statements) {
      if (statement.kind != StatementKind::facts || statement.head.tree == nullptr) continue;
      nouns.push_back(normalized(words_of(document, statement.head.tree->children.front()->child(NodeKind::raw_name))));
    }
  }
  for (const std::string& noun : nouns) {
    if (!listed.contains(noun)) return noun;
  }
  return nouns.empty() ? std::string{} : nouns.front();
}

namespace {

class Collector {
public:
  explicit Collector(const std::vector<Document>& documents) : documents_(documents), nouns_(declared_nouns(documents)) {}

  Vocabulary run() {
    bool measures = false;
    for (const Document& document : documents_) {
      for (const Statement& statement : document.statements) {
        add(document, statement);
        measures = measures || statement.kind == StatementKind::measures;
      }
    }
    if (!measures && !documents_.empty()) {
      for (const BuiltIn name : default_ladder) vocabulary_.add(built_in(name, documents_.front().language), {.measure = true});
    }
    taken();
    return std::move(vocabulary_);
  }

private:
  void add(const Document& document, const Statement& statement) {
    switch (statement.kind) {
      case StatementKind::facts:
        return facts(document, statement);
      case StatementKind::measures:
        return each_name(document, statement, {.measure = true});
      case StatementKind::parameter:
        return parameter(document, statement);
      case StatementKind::definition:
        return definition(document, statement);
      case StatementKind::language: case StatementKind::policy: case StatementKind::use: case StatementKind::holidays:
      case StatementKind::rule: case StatementKind::bare_rule: case StatementKind::exception: case StatementKind::obligation:
      case StatementKind::table: case StatementKind::test: case StatementKind::guarantee:
        return;
    }
  }

  void each_name(const Document& document, const Statement& statement, NameRoles roles) {
    for (const Clause& clause : statement.clauses) {
      if (clause.tree == nullptr) continue;
      vocabulary_.add(words_of(document, clause.tree->children.front()->child(NodeKind::raw_name)), roles);
    }
  }

  void facts(const Document& document, const Statement& statement) {
    if (statement.head.tree != nullptr) noun(document, *statement.head.tree->children.front());
    for (const Clause& clause : statement.clauses) {
      if (clause.tree == nullptr) continue;
      const SyntaxNode& line = *clause.tree->children.front();
      const SyntaxNode* type = line.child(NodeKind::type);
      const bool list = type->has(Keyword::list_of) && !type->has(Keyword::text);
      const std::string name(words_of(document, line.child(NodeKind::raw_name)));
      vocabulary_.add(name, {.value = true, .list = list}, values(document, *type));
      if (list && type->child(NodeKind::raw_words) != nullptr) singular(name, normalized(document.words(*type->child(NodeKind::raw_words))), document);
      unit(document, *type);
    }
  }

  // `old fee`, of `old fees: list of fee`. (A plural of its own making is known only to the checker.)
  void singular(std::string_view list, const std::string& noun, const Document& document) {
    const std::string name = normalized(list);
    for (const std::string& form : plurals(noun, document.language)) {
      if (form != noun && name.ends_with(" " + form)) vocabulary_.add(name.substr(0, name.size() - form.size()) + noun, {.list = true});
    }
  }

  static std::vector<std::string> values(const Document& document, const SyntaxNode& type) {
    std::vector<std::string> result;
    if (!type.has(Keyword::one_of)) return result;
    for (const auto& child : type.children) {
      if (child->kind == NodeKind::raw_words) result.emplace_back(document.words(*child));
    }
    return result;
  }

  void unit(const Document& document, const SyntaxNode& type) {
    if (type.has(Keyword::number_of)) vocabulary_.add(words_of(document, type.child(NodeKind::raw_words)), {.unit = true});
  }

  void noun(const Document& document, const SyntaxNode& head) {
    const std::string singular(words_of(document, head.child(NodeKind::raw_name)));
    const NameRoles roles{.list = true, .record = true};
    vocabulary_.add(singular, roles);
    for (const std::string& form : plurals(singular, document.language)) vocabulary_.add(form, {.list = true});
    if (head.has(Keyword::plural)) vocabulary_.add(words_of(document, head.children.back().get()), {.list = true});
  }

  void parameter(const Document& document, const Statement& statement) {
    if (statement.head.tree == nullptr) return;
    const SyntaxNode& head = *statement.head.tree->children.front();
    const SyntaxNode* type = head.child(NodeKind::type);
    vocabulary_.add(words_of(document, head.child(NodeKind::raw_name)), {.value = true}, values(document, *type));
    unit(document, *type);
  }

  // Whether the body is `a complaint where …` is not known before it is read: its name may stand for a list then.
  void definition(const Document& document, const Statement& statement) {
    if (statement.head.tree == nullptr) return;
    const SyntaxNode& node = *statement.head.tree->children.front();
    const DefinitionHead head = definition_head(document, node, nouns_);
    const bool subset = is_subset(document, statement, node);
    vocabulary_.add(head.name, {.value = !subset, .list = subset});
    if (!subset) return;
    for (const std::string& form : plurals(head.name, document.language)) vocabulary_.add(form, {.list = true});
  }

  bool is_subset(const Document& document, const Statement& statement, const SyntaxNode& head) const {
    std::string_view body = std::string_view(document.text).substr(head.end, statement.head.end > head.end ? statement.head.end - head.end : 0);
    while (!body.empty() && is_space(body.front())) body.remove_prefix(1);
    if (const std::size_t article = match_keyword(body, Keyword::article, document.language)) {
      body.remove_prefix(article);
      while (!body.empty() && is_space(body.front())) body.remove_prefix(1);
    }
    for (std::size_t i = 1; i < body.size(); ++i) {
      if (is_space(body[i - 1]) && match_keyword(body.substr(i), Keyword::where, document.language) != 0) {
        return nouns_.contains(normalized(body.substr(0, i)));
      }
    }
    return false;
  }

  // `measures taken`, in English in every policy and in the policy's own language.
  void taken() {
    std::vector<std::string> measures;
    for (const auto& entry : vocabulary_.entries()) {
      if (entry.roles.measure) measures.push_back(entry.name);
    }
    const Language own = documents_.empty() ? Language::english : documents_.front().language;
    for (const Language language : {Language::english, own}) {
      vocabulary_.add(built_in(BuiltIn::measures_taken, language), {.value = true, .list = true});
      vocabulary_.add(built_in(BuiltIn::measure_taken, language), {.list = true, .record = true});
      for (const BuiltIn fact : taken_facts) {
        vocabulary_.add(built_in(fact, language), {.value = true}, fact == BuiltIn::measure ? measures : std::vector<std::string>{});
      }
      if (own == Language::english) return;
    }
  }

  const std::vector<Document>& documents_;
  std::set<std::string> nouns_;
  Vocabulary vocabulary_;
};

}  // namespace

}  // namespace pasal::checking

namespace pasal {

Vocabulary collect_vocabulary(const std::vector<Document>& documents, const Sources& /*sources*/) {
  return checking::Collector(documents).run();
}

}  // namespace pasal
