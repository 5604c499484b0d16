// Lines to statements and clauses. Private to grammar/.
//
// Purpose: the part of the syntax that is indentation: which lines are a statement, which of its lines are a clause
// of their own and which go on. Blanks out comments (and a Markdown law's prose), so that the grammar never sees them.
#pragma once

#include "grammar/syntax.hpp"

namespace pasal::grammar {

// Fills `text`, `comments` and `statements` (heads and clauses with their ranges, no trees) of a document.
void lay_out(Document& document, const Source& source, Diagnostics& diagnostics);

// The fenced blocks of a Markdown law that are the policy, without their fences: from the start of the first line to
// the start of the closing fence (or the end of the text).
std::vector<Span> policy_blocks(std::string_view text, SourceId source);

}  // namespace pasal::grammar
