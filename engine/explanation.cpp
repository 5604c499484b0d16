// `pasal explain P0203`: what a diagnostic means, with an example that shows it and the same example mended.
#include <algorithm>
#include <array>

#include "engine/explain/layout.hpp"
#include "engine/pasal.hpp"
#include "grammar/keywords.hpp"

namespace pasal {
namespace {

struct Row {
  DiagnosticKind kind;
  std::string_view command;
  std::string_view cause;
  std::string_view wrong;
  std::string_view right;
};

// What the examples of most rows are run with.
constexpr std::string_view check = "pasal check example.pasal";
constexpr std::string_view decide = "pasal decide platform.pasal example.yaml";
constexpr std::string_view commands;

constexpr std::string_view platform_policy =
#include "engine/explanations/policy.def"
    ;

// An example starts on the line after `R"(`.
constexpr std::string_view without_first_break(std::string_view text) {
  if (text.starts_with('\n')) text.remove_prefix(1);
  return text;
}

constexpr std::array rows{
#define EXPLANATION(kind, command, cause, wrong, right) \
  Row{DiagnosticKind::kind, command, cause, without_first_break(wrong), without_first_break(right)},
#include "engine/explanations.def"
#undef EXPLANATION
};

bool needs_policy(const Row& row) {
  constexpr std::string_view name = "platform.pasal";
  const auto names_it = [&](std::string_view text) { return text.find(name) != std::string_view::npos; };
  return names_it(row.command) || names_it(row.wrong) || names_it(row.right);
}

std::vector<Explanation> all_explanations() {
  std::vector<Explanation> result;
  for (const Row& one : rows) {
    const DiagnosticRow& diagnostic = row(one.kind);
    result.push_back({diagnostic.code, diagnostic.name, one.cause, one.command, one.wrong, one.right,
                      needs_policy(one) ? platform_policy : std::string_view()});
  }
  return result;
}

std::string indented(std::string_view text) {
  std::string result;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && c != '\n') result += "    ";
    result += c;
    at_start = c == '\n';
  }
  return result;
}

}  // namespace

std::string text(const Explanation& explanation, const TextOptions& options) {
  Layout layout(options);
  layout.paragraph(fmt::format("{} {}", explanation.code, explanation.name), 0);
  layout.empty_line();
  layout.paragraph(explanation.cause, 0);
  const bool is_plain = explanation.command.empty() || explanation.command == check;
  const std::string how = is_plain ? std::string() : fmt::format(", as `{}` says", explanation.command);
  std::string result = layout.take();
  result += fmt::format("\nWrong{}:\n\n{}\nRight:\n\n{}", how, indented(explanation.wrong), indented(explanation.right));
  if (!explanation.policy.empty()) result += fmt::format("\nwhere platform.pasal is:\n\n{}", indented(explanation.policy));
  return result;
}

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
