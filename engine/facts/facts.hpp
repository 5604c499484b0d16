// Reads facts files.
//
// Purpose: YAML (and JSON, which is YAML) into typed facts with their origin, judged against a program's vocabulary.
// Input: sources and a program. Output: subjects, in the order in which they first appear, or diagnostics.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/facts.hpp"
#include "engine/model/program.hpp"
#include "grammar/diagnostic.hpp"

namespace pasal {

// See "Limits" in the language reference. Each has its own message and its own flag.
struct FactsLimits {
  std::size_t file_bytes = 64u << 20;    // --max-facts-bytes
  std::size_t nesting = 64;              // --max-facts-nesting (yaml-cpp itself goes no deeper than 400)
  std::size_t value_bytes = 1u << 20;    // --max-value-bytes: one text, or one bracket that may still turn out a name
  std::size_t alias_nodes = 10'000;      // --max-alias-nodes
  std::size_t list_items = 1'000'000;    // --max-list-items
  std::size_t row_bytes = 1u << 20;      // --max-row-bytes: one subject of many, see engine/facts/rows.hpp
};

// Reads the sources together: what several documents say of one subject is joined, subjects are matched by name and
// unnamed ones by their place. Every problem goes to `diagnostics`; the result is empty when there was an error.
// Never throws, never exceeds the limits. Time and memory grow in proportion to the text.
std::vector<Subject> read_facts(const Program& program, const Sources& sources, const std::vector<SourceId>& files,
                                Diagnostics& diagnostics, const FactsLimits& limits = {});

// Reads one scalar as the type of a fact, as a facts file would write it (`no`, `5200`, `10%`, `2018-07-03 16:00`).
// Used for `--set` too. A problem is reported at `span`.
std::optional<Value> read_scalar(const Program& program, const FactDeclaration& fact, std::string_view text, bool quoted, Span span,
                                 Diagnostics& diagnostics);

}  // namespace pasal
