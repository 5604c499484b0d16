// Why a clause could not be read, in an official's words. Private to grammar/.
#pragma once

#include "grammar/parse.hpp"

namespace pasal::grammar {

// What a statement may hold, for messages: `a rule`, and the keywords that begin its clauses.
struct StatementForm {
  std::string_view name;
  std::vector<Keyword> clauses;
  bool takes_measure = false;  // a clause may begin with a measure
};
const StatementForm& form(StatementKind kind);

// Reports why `clause` could not be read as part of a statement of that kind.
void report_unreadable(const Document& document, const Clause& clause, const ParseOutcome& outcome, StatementKind kind, bool is_head,
                       const Vocabulary& vocabulary, const SyntaxLimits& limits, Diagnostics& diagnostics);

// The head keyword that the first words of a statement nearly are, where they are not a measure's sentence.
Correction nearly_a_head(const Document& document, const Clause& head);

// Finds names that nobody declared which are a declared name and a misspelt keyword (`minimum age lss than 13`),
// reports those and marks them as reported (their keyword is set).
void report_misspelt_keywords(const Document& document, SyntaxNode& tree, const Vocabulary& vocabulary, Diagnostics& diagnostics);

}  // namespace pasal::grammar
