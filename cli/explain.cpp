// `pasal explain P0203`: what a message means.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/input.hpp"
#include "grammar/nearest.hpp"

namespace pasal::cli {
namespace {

using Json = nlohmann::ordered_json;

struct ExplainOptions {
  Common common;
  std::string code;
  std::string format;
};

Json as_json(const Explanation& one) {
  const auto text_or_null = [](std::string_view text) { return text.empty() ? Json() : Json(text); };
  return {{"code", one.code},   {"name", one.name},   {"cause", one.cause},
          {"command", text_or_null(one.command)},
          {"wrong", one.wrong}, {"right", one.right}, {"policy", text_or_null(one.policy)}};
}

// A message shows its name in brackets: `[type-mismatch]`.
std::string_view without_brackets(std::string_view name) {
  return name.starts_with('[') && name.ends_with(']') ? name.substr(1, name.size() - 2) : name;
}

Status list(const ExplainOptions& options, Terminal& terminal) {
  if (options.format == "json") {
    Json all = Json::array();
    for (const Explanation& one : explanations()) all.push_back(as_json(one));
    terminal.out(all.dump(2) + "\n");
    return Status::done;
  }
  std::size_t width = 0;
  for (const DiagnosticRow& row : diagnostic_rows()) width = std::max(width, row.name.size());
  for (const DiagnosticRow& row : diagnostic_rows()) {
    const char* severity = row.severity == Severity::error ? "error" : "warning";
    terminal.out(fmt::format("{}  {:<{}}  {}\n", row.code, row.name, width, severity));
  }
  return Status::done;
}

Status run(const ExplainOptions& options, Terminal& terminal) {
  if (options.code.empty()) return list(options, terminal);
  const auto one = explanation(without_brackets(options.code));
  if (!one) {
    std::vector<std::string> known;
    for (const DiagnosticRow& row : diagnostic_rows()) {
      known.emplace_back(row.code);
      known.emplace_back(row.name);
    }
    const auto near = nearest(options.code, known, 1);
    throw UsageError(fmt::format("there is no message `{}`{}", options.code,
                                 near.empty() ? "; `pasal explain` lists them" : "; did you mean `" + near.front() + "`?"));
  }
  terminal.out(options.format == "json" ? as_json(*one).dump(2) + "\n" : text(*one, {.color = false, .width = terminal.width()}));
  return Status::done;
}

}  // namespace

void add_explain(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<ExplainOptions>();
  CLI::App& verb = *app.add_subcommand("explain", "Say what a message means, with examples");
  verb.footer(
      "Examples:\n"
      "  pasal explain P0203\n"
      "  pasal explain type-mismatch\n"
      "  pasal explain                # lists all messages");
  verb.add_option("CODE", options->code, "the code of a message, or its name in brackets; without it, all are listed")
      ->type_name("");
  add_format(verb, options->format, {"text", "json"});
  verbs[&verb] = [options](Terminal& terminal) { return run(*options, terminal); };
}

}  // namespace pasal::cli
