// A policy with the changes of a session on top of its files.
#include <algorithm>
#include <set>

#include "engine/check/check.hpp"
#include "engine/load.hpp"

namespace pasal {
namespace {

constexpr std::string_view session = "session";

std::string_view head_text(const Document& document, const Statement& statement) {
  return std::string_view(document.text).substr(statement.head.begin, statement.head.end - statement.head.begin);
}

// The name in a head: `rule "Too young"`, `parameter N: …`, `define large platform as …`.
std::string name_of(const Document& document, const Statement& statement) {
  const SyntaxNode* tree = statement.head.tree.get();
  const SyntaxNode* head = tree != nullptr && !tree->children.empty() ? tree->children.front().get() : nullptr;
  if (head != nullptr) {
    if (const SyntaxNode* quoted = head->child(NodeKind::quoted)) return unquoted(document.words(*quoted));
    if (const SyntaxNode* raw = head->child(NodeKind::raw_name)) return std::string(document.words(*raw));
  }
  return unquoted(head_text(document, statement));
}

std::string_view prefix_of(StatementKind kind) {
  switch (kind) {
    case StatementKind::policy: return "policy";
    case StatementKind::measures: return "measures";
    case StatementKind::parameter: return "parameter";
    case StatementKind::holidays: return "holidays";
    case StatementKind::definition: return "define";
    case StatementKind::rule: case StatementKind::bare_rule: case StatementKind::exception: case StatementKind::obligation:
    case StatementKind::table:
      return "rule";  // they share one set of names
    case StatementKind::test: return "test";
    case StatementKind::guarantee: return "guarantee";
    case StatementKind::language: case StatementKind::use: case StatementKind::facts: break;
  }
  return {};
}

// What is said once only has a key; `facts about a platform` may be said again and again.
std::string key_of(const Document& document, const Statement& statement) {
  const std::string_view prefix = prefix_of(statement.kind);
  if (prefix.empty()) return {};
  if (statement.kind == StatementKind::policy) return std::string(prefix);
  return std::string(prefix) + " " + normalized(name_of(document, statement));
}

StatementText described(const Document& document, const Statement& statement) {
  return {key_of(document, statement), name_of(document, statement), statement.kind, statement.span};
}

void list_statements(const Document& document, std::vector<StatementText>& into) {
  for (const Statement& statement : document.statements) into.push_back(described(document, statement));
}

// Takes statements out, and lists them.
void drop(Document& document, const std::set<std::string>& keys, std::vector<StatementText>& into) {
  std::erase_if(document.statements, [&](const Statement& statement) {
    StatementText one = described(document, statement);
    const bool is_hidden = keys.contains(one.key);
    if (is_hidden) into.push_back(std::move(one));
    return is_hidden;
  });
}

std::string with_language(const std::string& text, Language language) {
  return language == Language::indonesian ? "bahasa Indonesia\n\n" + text : text;
}

}  // namespace

std::vector<StatementText> statements_of(std::string name, std::string text, Language language, Sources& sources, Diagnostics& diagnostics,
                                         const Limits& limits) {
  const SourceId source = sources.add(std::move(name), with_language(text, language));
  std::vector<StatementText> result;
  list_statements(parse_declarations(sources, source, diagnostics, limits.syntax), result);
  std::erase_if(result, [](const StatementText& one) { return one.kind == StatementKind::language; });
  return result;
}

std::optional<EditedPolicy> load_edited_policy(const std::vector<std::string>& paths, const PolicyEdits& edits, Sources& sources,
                                               Diagnostics& diagnostics, const Limits& limits, const std::string& root, Language language) {
  const std::size_t errors = diagnostics.error_count();
  auto documents = read_documents(paths, sources, diagnostics, limits, root);
  if (!documents) return std::nullopt;
  if (!documents->empty()) language = documents->front().language;
  const SourceId added = sources.add(std::string(session), with_language(edits.added, language));
  Document on_top = parse_declarations(sources, added, diagnostics, limits.syntax);
  std::set<std::string> hidden(edits.dropped.begin(), edits.dropped.end());
  for (const Statement& statement : on_top.statements) {
    if (std::string key = key_of(on_top, statement); !key.empty()) hidden.insert(std::move(key));
  }
  std::vector<StatementText> dropped;
  for (Document& document : *documents) drop(document, hidden, dropped);
  documents->push_back(std::move(on_top));

  const Vocabulary vocabulary = collect_vocabulary(*documents, sources);
  for (Document& document : *documents) parse_expressions(document, vocabulary, diagnostics, limits.syntax);
  auto program = check(*documents, vocabulary, sources, diagnostics, limits.syntax);
  if (!program || diagnostics.error_count() != errors) return std::nullopt;
  EditedPolicy result{std::move(*program), {}, std::move(dropped)};
  for (const Document& document : *documents) list_statements(document, result.statements);
  return result;
}

}  // namespace pasal
