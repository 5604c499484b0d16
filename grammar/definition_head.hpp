// `define time allowed of an order as`: the name and the record it is about. Private to grammar/ and engine/check.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "grammar/syntax.hpp"

namespace pasal {

// Where a definition's head says `of a RECORD`: the keyword begins at `of`, the noun stands from `noun` to the end.
struct DefinitionHead {
  std::string name;           // normalized, without `of a RECORD`
  std::string record;         // normalized; empty: of the subject
  std::uint32_t name_end = 0;
  std::uint32_t noun = 0;
};

// What stands behind the last `of` is a record of the policy, or it is part of the name.
DefinitionHead definition_head(const Document& document, const SyntaxNode& head, const std::set<std::string>& nouns);

// The nouns that the documents' `facts about` statements declare, normalized.
std::set<std::string> declared_nouns(const std::vector<Document>& documents);

}  // namespace pasal
