// Lines to statements and clauses. Private to grammar/.
//
// Purpose: the part of the syntax that is indentation: which lines are a statement, which of its lines are a clause
// of their own and which go on. Blanks out comments (and a Markdown law's prose), so that the grammar never sees them.
#pragma once

#include "grammar/syntax.hpp"

namespace pasal::grammar {

// Fills `text`, `comments` and `statements` (heads and clauses with their ranges, no trees) of a document.
void lay_out(Document& document, const Source& source, Diagnostics& diagnostics);

// A fenced block of a Markdown law that is a part of the policy, without its fences: from the start of the first line to
// the start of the closing fence (or the end of the text). In a list it is indented, its first column with it.
struct PolicyBlock {
  Span text;
  std::uint32_t indentation = 0;
};
// A block whose mark is nearly that (`pascal`) is one too; `misspelt`, where given, gets the mark.
std::vector<PolicyBlock> policy_blocks(std::string_view text, SourceId source, std::vector<Span>* misspelt = nullptr);

}  // namespace pasal::grammar
