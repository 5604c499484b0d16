// `pasal explain P0203`: what a diagnostic means, with an example that shows it and the same example mended.
#include <algorithm>
#include <array>

#include "engine/pasal.hpp"
#include "grammar/keywords.hpp"

namespace pasal {
namespace {

struct Row {
  DiagnosticKind kind;
  bool facts;
  std::string_view cause;
  std::string_view wrong;
  std::string_view right;
};

// An example starts on the line after `R"(`.
constexpr std::string_view without_first_break(std::string_view text) {
  if (text.starts_with('\n')) text.remove_prefix(1);
  return text;
}

// The end only keeps the table from being an empty array.
constexpr std::array rows{
#define EXPLANATION(kind, facts, cause, wrong, right) \
  Row{DiagnosticKind::kind, facts, cause, without_first_break(wrong), without_first_break(right)},
#include "engine/explanations.def"
#undef EXPLANATION
};

std::vector<Explanation> all_explanations() {
  std::vector<Explanation> result;
  for (const DiagnosticRow& diagnostic : diagnostic_rows()) {
    const auto* found = std::ranges::find(rows, diagnostic.kind, &Row::kind);
    if (found == rows.end()) continue;
    result.push_back(
        {diagnostic.code, diagnostic.name, found->cause, found->wrong, found->right, found->facts});
  }
  return result;
}

}  // namespace

const std::vector<Explanation>& explanations() {
  static const std::vector<Explanation> all = all_explanations();
  return all;
}

std::optional<Explanation> explanation(std::string_view code) {
  const std::string wanted = normalized(code);
  for (const Explanation& one : explanations()) {
    if (normalized(one.code) == wanted || normalized(one.name) == wanted) return one;
  }
  return std::nullopt;
}

}  // namespace pasal
