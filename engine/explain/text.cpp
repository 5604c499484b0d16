// A decision for a person.
#include <algorithm>

#include "engine/explain/explain.hpp"
#include "engine/explain/facts_table.hpp"
#include "engine/explain/layout.hpp"
#include "engine/explain/phrases.hpp"
#include "engine/explain/words.hpp"
#include "grammar/keywords.hpp"

namespace pasal {
namespace {

class DecisionText {
public:
  DecisionText(const Decision& decision, const Program& program, const Sources& sources, const TextOptions& options)
      : decision_(decision), program_(program), sources_(sources), width_(options.width), layout_(options) {}

  std::string write();

private:
  const Ladder& ladder(const LadderDecision& on) const { return program_.ladders[on.ladder]; }
  std::string words(const Outcome& outcome, const LadderDecision& on) const {
    return measure_words(outcome, ladder(on), program_);
  }
  std::string heading(const LadderDecision& on) const;
  Color color(const Outcome& outcome, const LadderDecision& on) const;
  void reasons(const LadderDecision& on);
  void reason(const Reason& reason, const LadderDecision& on, std::size_t indent);
  void sentence(const Reason& reason, const LadderDecision& on, std::size_t indent);
  void done(const LadderDecision& on);
  void open_rules(const LadderDecision& on);
  std::string could_become(const OpenRule& rule, const LadderDecision& on) const;
  void questions(const LadderDecision& on);
  void ending(const LadderDecision& on);
  void assumed_and_errors();
  std::string say_it(Phrase phrase) const { return say(phrase, program_.language); }

  const Decision& decision_;
  const Program& program_;
  const Sources& sources_;
  std::size_t width_;
  Layout layout_;
};

std::string DecisionText::write() {
  const bool single = decision_.ladders.size() == 1;
  std::string title = decision_.subject.empty() ? std::string() : decision_.subject + ", ";
  title += display(decision_.as_of, program_.language, program_.zone);
  if (single) title += ": " + heading(decision_.ladders.front());
  layout_.with_right(title, program_.policy, 0, {}, Color::none, Color::bold);
  if (!decision_.outside.empty()) {
    layout_.empty_line();
    const Reason& why = decision_.ladders.front().reasons.front();
    layout_.with_right(say(Phrase::not_judged, program_.language, why.because), place_words(why.span, sources_), 2);
    layout_.table(fact_rows(why.facts, {}, program_), 4);
  }
  for (const LadderDecision& on : decision_.ladders) {
    if (!single) {
      layout_.empty_line();
      layout_.with_right(ladder(on).name + ": " + heading(on), {}, 0, {}, Color::none, Color::bold);
    }
    reasons(on);
    done(on);
    if (single) assumed_and_errors();
    ending(on);
  }
  if (!single) assumed_and_errors();
  return layout_.take();
}

std::string DecisionText::heading(const LadderDecision& on) const {
  const std::string measure = words(on.measure, on);
  return on.settled ? measure : say(Phrase::open_heading, program_.language, measure);
}

// Mildest green, strictest red, what lies between yellow.
Color DecisionText::color(const Outcome& outcome, const LadderDecision& on) const {
  return color_of(outcome.rung, ladder(on).measures.size());
}

void DecisionText::reasons(const LadderDecision& on) {
  if (!decision_.outside.empty()) return;
  layout_.empty_line();
  if (on.reasons.empty()) layout_.paragraph(say_it(Phrase::no_rule_applies), 2);
  std::size_t column = 0;
  for (const Reason& reason : on.reasons) column = std::max(column, display_width(words(reason.outcome, on)));
  // Measures with long names stand above their rules instead of beside them.
  const std::size_t indent = column > width_ / 3 ? 4 : column + 4;
  for (const Reason& one : on.reasons) reason(one, on, indent);
}

void DecisionText::reason(const Reason& reason, const LadderDecision& on, std::size_t indent) {
  std::string lead = "  " + words(reason.outcome, on);
  const Color lead_color = color(reason.outcome, on);
  if (display_width(lead) + 2 > indent) {
    layout_.paragraph({}, 0, lead, lead_color);
    lead.clear();
  }
  layout_.with_right(with_item(reason.rule, reason.item), place_words(reason.span, sources_), indent, lead, lead_color);
  sentence(reason, on, indent);
  layout_.table(fact_rows(reason.facts, reason.item, program_), indent + 2);
  for (const std::string& cite : reason.cites) layout_.paragraph(cite, indent);
}

// The sentence of an unnamed rule is its name, which stands above already.
void DecisionText::sentence(const Reason& reason, const LadderDecision& on, std::size_t indent) {
  std::string text = normalized(reason.because) == normalized(reason.rule) ? std::string() : reason.because;
  if (!reason.not_shown.empty()) {
    const std::string missing = say(Phrase::not_shown, program_.language, listed(reason.not_shown));
    const bool ended = text.ends_with('.') || text.ends_with('!') || text.ends_with('?');
    if (!text.empty() && !ended) {
      layout_.paragraph(text, indent);
      text.clear();
    }
    text += (text.empty() ? "" : " ") + missing;
  }
  if (!text.empty()) layout_.paragraph(text, indent);
  if (!reason.course.empty()) layout_.paragraph(reason.course, indent);
  if (!reason.instead_of.empty()) {
    const std::string whose = with_item(reason.instead_of, reason.item);
    layout_.paragraph(say(Phrase::instead_of, program_.language, whose), indent);
  }
  if (!reason.or_else.empty()) {
    layout_.paragraph(
        say(Phrase::or_else, program_.language, words(reason.outcome, on), listed(reason.or_else)), indent);
  }
}

void DecisionText::done(const LadderDecision& on) {
  if (on.done.empty()) return;
  layout_.empty_line();
  layout_.paragraph(say_it(Phrase::done), 2);
  std::vector<std::vector<std::string>> rows;
  for (const DoneMeasure& one : on.done) {
    rows.push_back({words(one.outcome, on), with_item(one.rule, one.item),
                    is_open(one.from) || is_none(one.from)
                        ? std::string()
                        : display(one.from, Type{}, program_.language, program_.zone)});
  }
  layout_.table(std::move(rows), 4);
}

// What still may come of a rule: where it stands among the reasons as strict as it can be, it can only grow milder.
std::string DecisionText::could_become(const OpenRule& rule, const LadderDecision& on) const {
  const bool limited = rule.at_most.amount || !ladder(on).measures[rule.at_most.rung].amount;
  const bool stands = limited && std::ranges::any_of(on.reasons, [&](const Reason& reason) {
    const bool is_its = reason.rule == rule.rule || reason.instead_of == rule.rule;
    return is_its && reason.item == rule.item && reason.outcome == rule.at_most;
  });
  if (stands) return words(rule.at_least, on);
  const std::string highest = words(rule.at_most, on);
  return limited ? highest : say(Phrase::without_limit, program_.language, highest);
}

void DecisionText::open_rules(const LadderDecision& on) {
  for (const OpenRule& rule : on.open) {
    layout_.with_right(say(Phrase::could_become, program_.language, could_become(rule, on),
                           with_item(rule.rule, rule.item)),
                       place_words(rule.span, sources_), 4, "  -");
  }
}

void DecisionText::questions(const LadderDecision& on) {
  if (on.questions.empty()) return;
  layout_.empty_line();
  layout_.paragraph(say_it(Phrase::questions), 0);
  const std::size_t indent = std::to_string(on.questions.size()).size() + 4;
  std::size_t number = 0;
  for (const Question& question : on.questions) {
    std::string lead = std::to_string(++number) + ".";
    lead.insert(0, indent - 1 - lead.size(), ' ');
    std::string text = with_item(question.name, question.item);
    if (!question.note.empty()) text += ": " + question.note;
    layout_.paragraph(text, indent, lead);
  }
}

void DecisionText::ending(const LadderDecision& on) {
  layout_.empty_line();
  if (on.settled) {
    layout_.paragraph(say_it(Phrase::settled), 0);
    return;
  }
  layout_.paragraph(
      say(Phrase::open_between, program_.language, words(on.at_least, on), highest_words(on, program_)), 0);
  open_rules(on);
  questions(on);
}

void DecisionText::assumed_and_errors() {
  if (!decision_.assumed.empty()) {
    layout_.empty_line();
    layout_.paragraph(say(Phrase::assumed_facts, program_.language, listed(decision_.assumed)), 2);
  }
  if (const std::string data = zone_data(decision_, program_); !data.empty()) {
    layout_.empty_line();
    layout_.paragraph(say(Phrase::zone_data, program_.language, program_.zone.name(), data), 2);
  }
  if (decision_.errors.empty()) return;
  layout_.empty_line();
  layout_.paragraph(say_it(Phrase::errors), 2);
  for (const EvaluationError& error : decision_.errors) {
    layout_.with_right(error.message, place_words(error.span, sources_), 4, "  -");
  }
}

}  // namespace

std::string text(const Decision& decision, const Program& program, const Sources& sources, const TextOptions& options) {
  return DecisionText(decision, program, sources, options).write();
}

}  // namespace pasal
