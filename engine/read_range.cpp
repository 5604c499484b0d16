// `0..5000`: the range of a sweep, read as the type of what is varied.
#include <fmt/format.h>

#include "engine/pasal.hpp"
#include "engine/what_if/line.hpp"
#include "engine/written_number.hpp"

namespace pasal {

std::optional<Value> read_value(const Program& program, const Variable& variable, std::string_view text, Sources& sources,
                                Diagnostics& diagnostics) {
  FactDeclaration as_fact;
  if (const FactDeclaration* fact = declaration_of(variable, program)) as_fact = *fact;
  as_fact.name = name_of(variable, program);
  as_fact.type = type_of(variable, program);
  const std::string_view written = trimmed(text);
  const SourceId source = sources.add("range", std::string(written));
  if (written == "?") return Value(Unknown{});
  return read_scalar(program, as_fact, as_in_facts(written, program.language), false, {source, 0, static_cast<std::uint32_t>(written.size())}, diagnostics);
}

std::optional<SweepRange> read_range(const Program& program, const Variable& variable, std::string_view text, std::string_view step,
                                     Sources& sources, Diagnostics& diagnostics) {
  const auto wrong = [&](std::string_view part, const std::string& why) {
    const Span whole{sources.add("range", std::string(part)), 0, static_cast<std::uint32_t>(part.size())};
    diagnostics.add(DiagnosticKind::wrong_range, whole, part, why);
    return std::nullopt;
  };
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos || trimmed(text.substr(0, dots)).empty() || trimmed(text.substr(dots + 2)).empty()) {
    return wrong(text, "write its two ends with two dots between them, as in `0..5000`");
  }
  const auto from = read_value(program, variable, text.substr(0, dots), sources, diagnostics);
  const auto to = read_value(program, variable, text.substr(dots + 2), sources, diagnostics);
  if (!from || !to) return std::nullopt;
  SweepRange range{*from, *to, std::nullopt};
  const auto first = place_of(*from);
  const auto last = place_of(*to);
  if (!first || !last) return wrong(text, fmt::format("`{}` is neither a number nor a time, so it has no range", name_of(variable, program)));
  if (*last < *first) return wrong(text, "write the smaller end first");
  if (is_far(*first) || is_far(*last)) return wrong(text, "its ends have at most 30 digits");
  if (step.empty()) return range;
  range.step = Number::parse(as_in_facts(trimmed(step), program.language));
  if (range.step && *range.step > Number(0)) return range;
  return wrong(step, "a step is a number above 0");
}

}  // namespace pasal
