// A policy as the formatter writes it.
#include <algorithm>
#include <utility>

#include "engine/check/check.hpp"
#include "engine/load.hpp"

namespace pasal {
namespace {

// Whether a text is read as a policy and laid out as itself. Where it is not, the formatter is wrong, and what a user
// wrote is not to be replaced by it.
bool is_stable(const std::string& text, ParsedPolicy policy, Sources sources, const FormatOptions& options, const Limits& limits) {
  Diagnostics problems;
  const SourceId source = sources.add(sources[policy.documents.front().source].name(), text);
  SyntaxLimits without_size = limits.syntax;
  without_size.file_bytes = std::max(limits.syntax.file_bytes, text.size());
  policy.documents.front() = parse_declarations(sources, source, problems, without_size);
  const Vocabulary vocabulary = collect_vocabulary(policy.documents, sources);
  parse_expressions(policy.documents.front(), vocabulary, problems, without_size);
  return !problems.has_errors() && format(policy.documents, sources[source], options) == text;
}

std::optional<std::string> formatted(std::optional<ParsedPolicy> parsed, std::size_t errors_before, const Sources& sources,
                                     const Diagnostics& diagnostics, const FormatOptions& options, const Limits& limits) {
  if (!parsed || diagnostics.error_count() != errors_before) return std::nullopt;
  std::string text = format(parsed->documents, sources[parsed->documents.front().source], options);
  if (!is_stable(text, *std::move(parsed), sources, options, limits)) return std::nullopt;
  return text;
}

}  // namespace

std::optional<std::string> format_policy(const std::string& path, Sources& sources, Diagnostics& diagnostics,
                                         const FormatOptions& options, const Limits& limits, const std::string& root) {
  const std::size_t errors = diagnostics.error_count();
  return formatted(parse_policy(path, sources, diagnostics, limits, root), errors, sources, diagnostics, options,
                   limits);
}

std::optional<std::string> format_policy_text(std::string name, std::string text, Sources& sources,
                                              Diagnostics& diagnostics, const FormatOptions& options,
                                              const Limits& limits, const std::string& root) {
  const std::size_t errors = diagnostics.error_count();
  auto parsed = parse_policy_text(std::move(name), std::move(text), sources, diagnostics, limits, root);
  return formatted(std::move(parsed), errors, sources, diagnostics, options, limits);
}

}  // namespace pasal
