#include "engine/explain/words.hpp"

#include "engine/explain/phrases.hpp"

namespace pasal {

std::string measure_words(const Outcome& outcome, const Ladder& ladder, const Program& program) {
  const Measure& measure = ladder.measures[outcome.rung];
  if (!measure.amount || !outcome.amount) return measure.name;
  const Type& type = *measure.amount;
  std::string words = measure.name + " " + display(Value(*outcome.amount), type, program.language, program.zone);
  if (type.kind == TypeKind::number && !type.unit.empty()) words += " " + type.unit;
  return words;
}

std::string highest_words(const LadderDecision& decision, const Program& program) {
  const std::string words = measure_words(decision.at_most, program.ladders[decision.ladder], program);
  return decision.amount_unlimited ? say(Phrase::without_limit, program.language, words) : words;
}

std::string place_words(Span span, const Sources& sources) {
  if (span.source >= sources.size()) return {};
  return sources.name(span) + ":" + std::to_string(sources.position(span).line);
}

std::string with_item(const std::string& name, const std::string& item) {
  return item.empty() ? name : name + " (" + item + ")";
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace pasal
