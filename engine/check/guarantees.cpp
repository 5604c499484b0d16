// Guarantees: `never block because "Register" if registered`.
#include "engine/check/checker.hpp"

namespace pasal::checking {

void Checker::lower_guarantees() {
  std::map<std::string, Span, std::less<>> named;
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      const SyntaxNode* head = statement.kind == StatementKind::guarantee ? clause_tree(statement.head) : nullptr;
      if (head == nullptr) continue;
      Guarantee guarantee;
      guarantee.span = span(*head->child(NodeKind::quoted));
      guarantee.name = unquoted(document.words(*head->child(NodeKind::quoted)));
      const auto [other, is_new] = named.try_emplace(normalized(guarantee.name), guarantee.span);
      if (!is_new) diagnostics_.add(DiagnosticKind::duplicate_name, guarantee.span, guarantee.name).label(other->second, "the other one");
      bool has_clause = statement.broken;
      for (const Clause& clause : statement.clauses) {
        const SyntaxNode* node = clause_tree(clause);
        has_clause = true;
        if (node != nullptr) guarantee_clause(*node, guarantee);
      }
      if (!has_clause) {
        diagnostics_.add(DiagnosticKind::missing_clause, guarantee.span, "the guarantee \"" + guarantee.name + "\"",
                         "what is never decided, as in `never block if …`");
      }
      program_.guarantees.push_back(std::move(guarantee));
    }
  }
}

void Checker::guarantee_clause(const SyntaxNode& clause, Guarantee& guarantee) {
  const Scope scope{0};
  Guarantee::Promise promise;
  promise.span = span(clause);
  const auto never = measure(clause, scope);
  const SyntaxNode* reason = clause.child(NodeKind::quoted);
  if (reason != nullptr) {
    promise.because = unquoted(document_->words(*reason));
    if (!is_statement(promise.because)) unknown_reason(*reason, promise.because);
  }
  const SyntaxNode* when = nullptr;
  for (const auto& child : clause.children) {
    const bool is_if = child->kind == NodeKind::keyword && child->keyword == Keyword::if_;
    if (is_if) when = clause.children.back().get();
  }
  if (when != nullptr) {
    const Typed said = condition(*when, scope);
    if (said.failed) return;
    promise.condition = said.id;
  }
  if (!never) return;
  promise.measure = *never;
  guarantee.never.push_back(std::move(promise));
}

}  // namespace pasal::checking
