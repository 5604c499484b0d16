// Syntax to program: resolve names, check types and units, lower.
//
// Purpose: the parsed files of one policy become one immutable program. Input: documents, the policy's own file
// first, then the files it uses. Output: a program, or diagnostics; problems are reported all at once, and an
// expression with an unknown name causes no further ones.
#pragma once

#include <optional>
#include <vector>

#include "engine/model/program.hpp"
#include "grammar/syntax.hpp"

namespace pasal {

// The vocabulary that the heads and declarations of the documents declare (first pass done).
Vocabulary collect_vocabulary(const std::vector<Document>& documents, const Sources& sources);

// Checks documents whose two passes are done. Nothing where there is an error.
std::optional<Program> check(const std::vector<Document>& documents, const Vocabulary& vocabulary, const Sources& sources,
                             Diagnostics& diagnostics, const SyntaxLimits& limits = {});

}  // namespace pasal
