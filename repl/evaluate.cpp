// What an expression is worth, as the policy would work it out.
#include <algorithm>

#include "repl/work.hpp"

namespace pasal::repl {
namespace {

// The expression where it was checked, and in the line that somebody typed.
struct Places {
  std::uint32_t head = 0;  // where the definition around it begins
  Span checked;
  Span typed;
  bool is_made_up(Span span) const { return span.source == checked.source && span.begin >= head; }
  bool is_around(Span span) const { return is_made_up(span) && (span.end <= checked.begin || span.begin >= checked.end); }
  Span in_line(Span span) const {
    if (!is_made_up(span)) return span;
    if (is_around(span)) return typed;
    const auto moved = [this](std::uint32_t at) { return typed.begin + std::clamp(at, checked.begin, checked.end) - checked.begin; };
    return {typed.source, moved(span.begin), moved(span.end)};
  }
};

const std::string evaluated_name = "evaluated expression";

std::string with_words(std::string message, const std::string& expression) {
  for (std::size_t at = message.find(evaluated_name); at != std::string::npos; at = message.find(evaluated_name, at + expression.size())) {
    message.replace(at, evaluated_name.size(), expression);
  }
  return message;
}

// What is wrong stands in the line that was typed: nobody wrote the definition that it was checked in.
std::string errors_in_line(const Diagnostics& diagnostics, const Places& places, const Sources& sources, const RenderOptions& options) {
  const std::string expression(sources.text(places.typed));
  std::string text;
  for (Diagnostic one : diagnostics.sorted()) {
    if (one.severity != Severity::error) continue;
    one.span = places.in_line(one.span);
    one.message = with_words(std::move(one.message), expression);
    std::erase_if(one.labels, [&](const Label& label) { return places.is_around(label.span); });
    for (Label& label : one.labels) label.span = places.in_line(label.span);
    text += (text.empty() ? "" : "\n") + render(one, sources, options);
  }
  return text;
}

// An expression in the text that is checked, and the line that it was typed in.
struct Wrapped {
  std::size_t head_at = 0;
  std::size_t expression_at = 0;
  std::string_view expression;
  std::string_view line;

  // Nothing where the text was not read at all: a file of the policy is gone.
  std::optional<Places> places(const std::string& text, Sources& sources, const std::string& name_of_line) const {
    const auto checked = static_cast<SourceId>(sources.size() - 1);
    if (sources.size() == 0 || !sources[checked].text().ends_with(text)) return std::nullopt;
    const std::size_t before = sources[checked].text().size() - text.size();
    const SourceId typed = sources.add(name_of_line, std::string(line));
    const auto span = [&](SourceId source, std::size_t at) {
      return Span{source, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + expression.size())};
    };
    return Places{static_cast<std::uint32_t>(before + head_at), span(checked, before + expression_at),
                  span(typed, static_cast<std::size_t>(expression.data() - line.data()))};
  }
};

// The node of the expression: what the reason of its rule gives.
std::optional<NodeId> evaluated_node(const Program& program) {
  const auto rule = std::ranges::find(program.rules, evaluated_name, &Rule::name);
  if (rule == program.rules.end() || rule->because.empty()) return std::nullopt;
  const auto* node = std::get_if<NodeId>(&rule->because.front());
  return node == nullptr ? std::nullopt : std::optional(*node);
}

}  // namespace

// The expression as a definition that a rule of the mildest measure speaks of, in a policy that is then forgotten.
Answer Session::Work::evaluate(std::string_view expression, std::string_view line) {
  const auto word = [&](Keyword keyword) { return spelling(keyword, language()); };
  PolicyEdits edits = state_.edits();
  Wrapped wrapped{edits.added.size(), 0, expression, line};
  edits.added += word(Keyword::define) + " " + evaluated_name + " " + word(Keyword::as) + " ";
  wrapped.expression_at = edits.added.size();
  edits.added += std::string(expression) + "\n\n" + word(Keyword::rule) + " \"" + evaluated_name + "\"\n  " +
                 program().ladders.front().measures.front().name + "\n  " + word(Keyword::because) + " \"{" + evaluated_name + "}\"";
  Sources sources;
  Diagnostics diagnostics;
  const auto with = load_edited_policy(files_.policies, edits, sources, diagnostics, options_.limits, options_.root, files_.language_of_edits(language()));
  const auto node = with ? evaluated_node(with->program) : std::nullopt;
  if (!node) {
    const auto places = wrapped.places(edits.added, sources, say(Sentence::this_session));
    return {{}, places ? errors_in_line(diagnostics, *places, sources, options_.messages) : render(diagnostics, sources, options_.messages)};
  }
  // Nothing was declared, so that the facts are those of the policy as it stands.
  return unless_stopped(text_of(pasal::evaluate(with->program, sources, subject(), as_of(), *node, options_.limits.evaluation)));
}

// `unknown: claimed 20, not verified`: where nothing comes out, what is not known.
std::string Session::Work::text_of(const Evaluation& worth) const {
  std::string answer = display(worth.value, worth.type, language(), program().zone);
  std::string unknown;
  for (const FactUse& fact : worth.facts) {
    if (!std::holds_alternative<Unknown>(fact.value)) continue;
    const std::string why = !fact.claimed.empty()           ? say(Sentence::claimed_value, fact.claimed)
                            : fact.provenance.file.empty() ? say(Sentence::not_reported)
                                                            : say(Sentence::reported_unknown);
    unknown += (unknown.empty() ? ": " : "; ") + (worth.facts.size() == 1 ? why : fact.name + " " + why);
  }
  if (std::holds_alternative<Unknown>(worth.value)) answer += unknown;
  answer += "\n";
  for (const EvaluationError& error : worth.errors) answer += "  " + error.message + "\n";
  return worth.facts.empty() ? answer : answer + say(Sentence::leans_on) + text(worth.facts, program(), options_.text);
}

}  // namespace pasal::repl
