// Sentences that are built as Pasal builds none: `5 < age < 10`, `warn unless student`, `block if a if b`. Private to grammar/.
//
// Purpose: here no word is wrong, so that a word taken out or put in would change what was meant (`warn if student` for
// `warn unless student`). They are told of and not read on. Input: a clause that cannot be read, and where reading stopped.
// Output: the place, and how the sentence is written.
#pragma once

#include <optional>
#include <string>

#include "grammar/parse.hpp"

namespace pasal::grammar {

struct SentenceSlip {
  DiagnosticKind kind = DiagnosticKind::unreadable;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string way_out = {};
  std::string fix = {};
};

std::optional<SentenceSlip> sentence_slip(const Document& document, const ParseRequest& request, Entry entry, std::uint32_t reached);

}  // namespace pasal::grammar
