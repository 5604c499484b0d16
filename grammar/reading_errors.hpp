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

// A text for a message: in one line, and not longer than is read at a glance.
std::string shortened(std::string_view text);

// Whether a statement is a measure's sentence: it says `if`.
bool is_sanction(const Document& document, const Clause& head);

// Whether a parenthesis opens in the range and does not close.
bool has_open_parenthesis(const Document& document, std::uint32_t begin, std::uint32_t end);

}  // namespace pasal::grammar
