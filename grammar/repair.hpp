// Reads a clause that is not quite right as what was meant by it. Private to grammar/.
//
// Purpose: one slip (`when` for `if`, a forgotten comma, `=>`, `lcoal office`) is one problem. The clause is read on with the
// slip corrected, so that what it declares is known and its other slips are found too. Input: a clause that cannot be
// read, or only with names that nobody declared. Output: its tree, and what to say of each slip.
//
// Nothing is guessed blindly: each correction is tried, and taken only where the whole clause can be read with it.
#pragma once

#include <optional>

#include "grammar/parse.hpp"

namespace pasal::grammar {

// A slip and its correction: either words that are read as something else, or characters that stand for others.
struct Repair {
  int cost = 0;                          // the less, the likelier
  bool of_keyword = false;               // what is written is a keyword too, if another one
  Correction correction = {};
  std::uint32_t begin = 0;               // where characters are replaced by as many
  std::string characters = {};
  DiagnosticKind kind = DiagnosticKind::misspelt_keyword;
  Span span = {};
  std::string message = {};              // empty: the checker says it
  std::string note = {};
  std::string fix = {};
};

struct Repaired {
  std::unique_ptr<SyntaxNode> tree;      // null: the first slip is known, and the rest cannot be read all the same
  std::vector<Repair> repairs;
  std::size_t nodes = 0;
};

// What can be tried on a clause around the place where reading stopped, the likeliest first.
std::vector<Repair> possible_repairs(const Document& document, const ParseRequest& request, Entry entry, std::uint32_t reached,
                                     const Vocabulary& vocabulary);

// Dates such as `03/07/2018`, which could be read as divisions.
std::vector<Repair> dates_with_slashes(const Document& document, const ParseRequest& request);

// The head keywords that the first words of a statement may be meant as.
std::vector<Repair> possible_heads(const Document& document, const ParseRequest& request);

// Of a clause that cannot be read. The characters of the document's text that were replaced stay replaced.
std::optional<Repaired> read_as_meant(Document& document, Entry entry, const ParseRequest& request, std::uint32_t reached, const Vocabulary& vocabulary);

// Of a clause that can be read with names that nobody declared: a misspelt keyword may have become a part of one.
std::optional<Repaired> read_with_fewer_unknown(Document& document, Entry entry, const ParseRequest& request, const SyntaxNode& tree,
                                                const Vocabulary& vocabulary);

}  // namespace pasal::grammar
