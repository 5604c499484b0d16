// `0..5000`: the range of a sweep, read as the type of what is varied.
#include <fmt/format.h>

#include "engine/pasal.hpp"

namespace pasal {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<Value> read_value(const Program& program, const Variable& variable, std::string_view text, Sources& sources,
                                Diagnostics& diagnostics) {
  FactDeclaration as_fact;
  if (const FactDeclaration* fact = declaration_of(variable, program)) as_fact = *fact;
  as_fact.name = name_of(variable, program);
  as_fact.type = type_of(variable, program);
  const std::string_view written = trimmed(text);
  const SourceId source = sources.add("range", std::string(written));
  if (written == "?") return Value(Unknown{});
  return read_scalar(program, as_fact, written, false, {source, 0, static_cast<std::uint32_t>(written.size())}, diagnostics);
}

std::optional<SweepRange> read_range(const Program& program, const Variable& variable, std::string_view text, std::string_view step,
                                     Sources& sources, Diagnostics& diagnostics) {
  const auto whole = [&] { return Span{sources.add("range", std::string(text)), 0, static_cast<std::uint32_t>(text.size())}; };
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    diagnostics.add(DiagnosticKind::wrong_range, whole(), text, "write its two ends with two dots between them, as in `0..5000`");
    return std::nullopt;
  }
  const auto from = read_value(program, variable, text.substr(0, dots), sources, diagnostics);
  const auto to = read_value(program, variable, text.substr(dots + 2), sources, diagnostics);
  if (!from || !to) return std::nullopt;
  SweepRange range{*from, *to, std::nullopt};
  const auto first = place_of(*from);
  const auto last = place_of(*to);
  if (!first || !last) {
    diagnostics.add(DiagnosticKind::wrong_range, whole(), text,
                    fmt::format("`{}` is neither a number nor a time, so it has no range", name_of(variable, program)));
    return std::nullopt;
  }
  if (*last < *first) {
    diagnostics.add(DiagnosticKind::wrong_range, whole(), text, "write the smaller end first");
    return std::nullopt;
  }
  if (step.empty()) return range;
  range.step = Number::parse(trimmed(step));
  if (range.step && *range.step > Number(0)) return range;
  diagnostics.add(DiagnosticKind::wrong_range, whole(), step, "a step is a number above 0");
  return std::nullopt;
}

}  // namespace pasal
