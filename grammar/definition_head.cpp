#include "grammar/definition_head.hpp"

namespace pasal {

DefinitionHead definition_head(const Document& document, const SyntaxNode& head, const std::set<std::string>& nouns) {
  const SyntaxNode& node = *head.child(NodeKind::raw_name);
  const std::string_view text = document.words(node);
  for (std::size_t at = text.size(); at-- > 1;) {
    if (!is_space(text[at - 1])) continue;
    const std::size_t bytes = match_keyword(text.substr(at), Keyword::of, document.language);
    if (bytes == 0) continue;
    std::size_t noun = at + bytes;
    const auto skip_space = [&] {
      while (noun < text.size() && is_space(text[noun])) ++noun;
    };
    skip_space();
    noun += match_keyword(text.substr(noun), Keyword::article, document.language);
    skip_space();
    std::string record = normalized(text.substr(noun));
    if (!nouns.contains(record)) continue;
    const auto begin = static_cast<std::uint32_t>(node.begin);
    std::size_t name_end = at;
    while (name_end > 0 && is_space(text[name_end - 1])) --name_end;
    return {normalized(text.substr(0, name_end)), std::move(record), begin + static_cast<std::uint32_t>(name_end), begin + static_cast<std::uint32_t>(noun)};
  }
  return {normalized(text), {}, node.end, node.end};
}

std::set<std::string> declared_nouns(const std::vector<Document>& documents) {
  std::set<std::string> nouns;
  for (const Document& document : documents) {
    for (const Statement& statement : document.statements) {
      if (statement.kind != StatementKind::facts || statement.head.tree == nullptr) continue;
      nouns.insert(normalized(document.words(*statement.head.tree->children.front()->child(NodeKind::raw_name))));
    }
  }
  return nouns;
}

}  // namespace pasal
