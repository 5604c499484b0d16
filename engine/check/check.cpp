#include "engine/check/check.hpp"

#include "engine/check/checker.hpp"
#include "engine/check/table_coverage.hpp"

namespace pasal::checking {

// Each step needs the names of those before it; expressions come when every name is known.
std::optional<Program> Checker::run() {
  program_.language = documents_.front().language;
  declare_policy();
  declare_records();
  declare_measures();
  declare_parameters();
  declare_holidays();
  declare_definitions();
  check_ambiguous_declarations();
  declare_rules();
  lower_rules();
  lower_tests();
  if (diagnostics_.has_errors()) return std::nullopt;
  find_gaps_and_overlaps(program_, diagnostics_);
  return std::move(program_);
}

}  // namespace pasal::checking

namespace pasal {

std::optional<Program> check(const std::vector<Document>& documents, const Vocabulary& vocabulary, const Sources& sources, Diagnostics& diagnostics,
                             const SyntaxLimits& limits) {
  if (documents.empty()) return std::nullopt;
  return checking::Checker(documents, vocabulary, sources, diagnostics, limits).run();
}

}  // namespace pasal
