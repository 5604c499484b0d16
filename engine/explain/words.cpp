#include "engine/explain/words.hpp"

#include <array>

#include "engine/explain/explain.hpp"
#include "engine/explain/layout.hpp"
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

std::string standing_words(const Standing& standing, std::uint32_t ladder, const Program& program) {
  const Ladder& on = program.ladders[ladder];
  const std::string measure = measure_words(standing.measure, on, program);
  if (standing.settled) return measure;
  std::string highest = measure_words(standing.at_most, on, program);
  if (standing.amount_unlimited) highest = say(Phrase::without_limit, program.language, highest);
  // What is decided in doubt may be the strictest there is: then it can only fall.
  if (highest == measure) return say(Phrase::open_standing_falls, program.language, measure, measure_words(standing.at_least, on, program));
  return say(Phrase::open_standing, program.language, measure, highest);
}

std::string standing_words(const Piece& piece, std::uint32_t ladder, const Program& program) {
  const std::string from = standing_words(piece.standing[ladder], ladder, program);
  if (piece.standing_to.empty()) return from;
  const Standing& end = piece.standing_to[ladder];
  if (!end.measure.amount && piece.standing[ladder].measure.amount) return say(Phrase::growing_on, program.language, from);
  const std::string to = standing_words(end, ladder, program);
  return from == to ? from : say(Phrase::growing, program.language, from, to);
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

std::string words(const Outcome& outcome, std::uint32_t ladder, const Program& program, const TextOptions& options) {
  const Ladder& on = program.ladders[ladder];
  return in_color(measure_words(outcome, on, program), color_of(outcome.rung, on.measures.size()), options);
}

std::string summary(const Decision& decision, const Program& program, const TextOptions& options) {
  std::string text;
  for (const LadderDecision& on : decision.ladders) {
    const std::string measure = words(on.measure, on.ladder, program, options);
    text += (text.empty() ? "" : "; ") + (on.settled ? measure : say(Phrase::open_heading, program.language, measure));
  }
  return text;
}

std::string_view shade(std::uint32_t rung, std::size_t rungs) {
  constexpr std::array<std::string_view, 5> shades{"·", "░", "▒", "▓", "█"};
  return shades[rungs <= 1 ? 0 : rung * (shades.size() - 1) / (rungs - 1)];
}

std::string beginning_words(Moment moment, const Program& program) {
  const Date day = program.zone.date_of(moment);
  return program.zone.start_of(day) == moment ? display(day, program.language) : display(moment, program.language, program.zone);
}

std::string zone_data(const Decision& decision, const Program& program) {
  const bool is_universal = program.zone == TimeZone();
  return decision.zone_mattered && !is_universal ? TimeZone::data_version() : std::string();
}

}  // namespace pasal
