// Syntax to canonical text.
//
// Purpose: one way to lay out a policy, so that two people's edits differ only where they mean to, and its translation
// from one language's keywords to another's. Input: a document whose two passes are done without an error. Output:
// its text, comments kept, names as their author wrote them. Formatting twice changes nothing the second time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grammar/syntax.hpp"

namespace pasal {

struct FormatOptions {
  std::optional<Language> language;  // translate keywords, numbers and the ladder taken when none is declared
  std::size_t width = 120;           // columns to break lines at
};

// In a Markdown law only the fenced blocks are laid out; the prose around them stays as it is, to the byte.
// The first document of the policy is laid out, the others are the files that it uses. `source` is the first one's text.
std::string format(const std::vector<Document>& policy, const Source& source, const FormatOptions& options = {});

}  // namespace pasal
