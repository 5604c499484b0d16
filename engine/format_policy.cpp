// A policy as the formatter writes it.
#include "engine/load.hpp"

namespace pasal {
namespace {

std::optional<std::string> formatted(const std::optional<ParsedPolicy>& parsed, std::size_t errors_before,
                                     const Sources& sources, const Diagnostics& diagnostics, const FormatOptions& options) {
  if (!parsed || diagnostics.error_count() != errors_before) return std::nullopt;
  return format(parsed->documents, sources[parsed->documents.front().source], options);
}

}  // namespace

std::optional<std::string> format_policy(const std::string& path, Sources& sources, Diagnostics& diagnostics,
                                         const FormatOptions& options, const Limits& limits, const std::string& root) {
  const std::size_t errors = diagnostics.error_count();
  return formatted(parse_policy(path, sources, diagnostics, limits, root), errors, sources, diagnostics, options);
}

std::optional<std::string> format_policy_text(std::string name, std::string text, Sources& sources,
                                              Diagnostics& diagnostics, const FormatOptions& options,
                                              const Limits& limits, const std::string& root) {
  const std::size_t errors = diagnostics.error_count();
  const auto parsed = parse_policy_text(std::move(name), std::move(text), sources, diagnostics, limits, root);
  return formatted(parsed, errors, sources, diagnostics, options);
}

}  // namespace pasal
