// One parse of one range of a document's text with one of the grammar's entry rules. Private to grammar/.
//
// Purpose: keeps PEGTL inside parse.cpp. Input: the text, the range, the rule, the vocabulary. Output: a tree, or how
// far the reading went.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "grammar/syntax.hpp"

namespace pasal::grammar {

// The rules of rules.hpp that a parse may start with: one row each, ENTRY(rule).
#define PASAL_GRAMMAR_ENTRIES(ENTRY)                                                                              \
  ENTRY(language_head) ENTRY(use_head) ENTRY(named_head) ENTRY(measures_head) ENTRY(facts_head)                    \
  ENTRY(holidays_head) ENTRY(exception_head) ENTRY(definition_head) ENTRY(parameter_head) ENTRY(policy_clause)     \
  ENTRY(measure_line) ENTRY(fact_line) ENTRY(parameter_row) ENTRY(holiday_line) ENTRY(applies_clause)              \
  ENTRY(sanction_clause) ENTRY(rule_clause) ENTRY(exception_clause) ENTRY(obligation_clause) ENTRY(test_clause)    \
  ENTRY(guarantee_clause) ENTRY(table_clause) ENTRY(definition_body) ENTRY(case_line) ENTRY(cell)                  \
  ENTRY(measure_cell) ENTRY(quoted_cell) ENTRY(given_cell) ENTRY(whole_expression) ENTRY(column_name)

enum class Entry : std::uint8_t {
#define ENTRY(rule) rule,
  PASAL_GRAMMAR_ENTRIES(ENTRY)
#undef ENTRY
};

// What some words are read as in place of what they are: a keyword or a declared name.
struct Correction {
  std::uint32_t begin = 0;
  std::uint32_t bytes = 0;               // 0: the keyword is missing before `begin`
  Keyword keyword = Keyword::none_of_them;
  std::string name = {};                 // normalized; empty: a keyword
};

struct ParseRequest {
  std::string_view text;                 // the whole document
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Language language = Language::english;
  std::size_t nesting_limit = 128;
  const std::vector<std::string>* column_values = nullptr;
  std::span<const Correction> corrections = {};
};

struct ParseOutcome {
  std::unique_ptr<SyntaxNode> tree;      // null: the text is not what the rule says
  std::uint32_t reached = 0;             // then: the offset where reading stopped
  bool is_cell = false;                  // of a table, in a column that is a fact
  bool too_deep = false;
  std::size_t nodes = 0;
};

// How many bytes of a text in quotes stand at the start of `text`, or 0.
std::size_t quoted_length(std::string_view text);

ParseOutcome parse(Entry entry, const ParseRequest& request, const Vocabulary& vocabulary);

}  // namespace pasal::grammar
