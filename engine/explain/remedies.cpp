// Which changes lead to a measure, for a person.
#include "engine/explain/explain.hpp"
#include "engine/explain/layout.hpp"
#include "engine/explain/phrases.hpp"
#include "engine/explain/words.hpp"

namespace pasal {
namespace {

std::string item_words(const Variable& variable, const Program& program) {
  if (variable.kind != Variable::Kind::item_fact) return {};
  return program.records[variable.fact.record].noun + " " + std::to_string(variable.item + 1);
}

}  // namespace

std::string change_words(const Change& change, const Program& program) {
  const Type& type = type_of(change.variable, program);
  const auto shown = [&](const Value& value) {
    return is_open(value) ? say(Phrase::not_known, program.language) : display(value, type, program.language, program.zone);
  };
  const std::string name = with_item(name_of(change.variable, program), item_words(change.variable, program));
  if (change.claimed) return say(Phrase::verifies, program.language, name, shown(change.to));
  return say(Phrase::changes, program.language, name, shown(change.from), shown(change.to));
}

std::string text(const Remedies& remedies, std::uint32_t ladder, std::uint32_t rung, const Program& program, const Sources& sources,
                 const TextOptions& options) {
  Layout layout(options);
  const Language language = program.language;
  const std::string wanted = program.ladders[ladder].measures[rung].name;
  const std::string now = standing_words(remedies.now, ladder, program);
  if (remedies.already) {
    layout.paragraph(say(remedies.remedies.empty() ? Phrase::already_reached : Phrase::makes_certain, language, now), 0);
  } else if (!remedies.remedies.empty()) {
    layout.paragraph(say(remedies.remedies.size() == 1 ? Phrase::leads_to_alone : Phrase::leads_to, language, wanted), 0);
  }
  std::size_t number = 0;
  for (const Remedy& remedy : remedies.remedies) {
    std::string lead = "  " + std::to_string(++number) + ".";
    for (const Change& change : remedy.changes) {
      layout.paragraph(change_words(change, program), 5, lead);
      lead.clear();
    }
    const bool reaches_it = remedy.reached.settled && remedy.reached.measure.rung == rung;
    if (!reaches_it) layout.paragraph(say(Phrase::and_then, language, standing_words(remedy.reached, ladder, program)), 5);
  }
  if (!remedies.in_the_way.empty()) {
    layout.paragraph(say(Phrase::nothing_leads_to, language, wanted), 0);
    for (const Reason& reason : remedies.in_the_way) {
      layout.with_right(with_item(reason.rule, reason.item), place_words(reason.span, sources), 4, "  -");
    }
  }
  if (!remedies.complete) layout.paragraph(say(Phrase::not_complete, language), 0);
  return layout.take();
}

}  // namespace pasal
