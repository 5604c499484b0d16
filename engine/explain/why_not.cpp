// Why a rule is, or is not, among the reasons: its condition as a tree, each part with its truth.
#include <algorithm>
#include <array>

#include "engine/explain/explain.hpp"
#include "engine/explain/facts_table.hpp"
#include "engine/explain/layout.hpp"
#include "engine/explain/phrases.hpp"
#include "engine/explain/words.hpp"

namespace pasal {
namespace {

class WhyNotText {
public:
  WhyNotText(const Program& program, const Sources& sources, const TextOptions& options)
      : program_(program), sources_(sources), layout_(options) {}

  void none(std::string_view rule) {
    layout_.paragraph(say(Phrase::no_instance, program_.language, rule), 0);
  }
  void next() { layout_.empty_line(); }
  void instance(const WhyNot& answer);
  std::string take() { return layout_.take(); }

private:
  void part(const ConditionPart& part, const std::string& item, std::size_t indent);
  std::string truth(Truth truth) const;
  std::size_t truth_width() const;

  const Program& program_;
  const Sources& sources_;
  Layout layout_;
};

std::string WhyNotText::truth(Truth truth) const {
  constexpr std::array words{Phrase::no, Phrase::unknown, Phrase::yes};
  return say(words[static_cast<std::size_t>(truth)], program_.language);
}

std::size_t WhyNotText::truth_width() const {
  return std::max({display_width(truth(Truth::no)), display_width(truth(Truth::unknown)),
                   display_width(truth(Truth::yes))});
}

void WhyNotText::part(const ConditionPart& part, const std::string& item, std::size_t indent) {
  constexpr std::array colors{Color::red, Color::yellow, Color::green};
  const std::size_t inside = indent + truth_width() + 2;
  std::string text = part.text;
  // Said of the innermost part: what is around it stands in the way only because of it.
  const bool within = std::ranges::any_of(part.parts, &ConditionPart::stands_in_the_way);
  if (part.stands_in_the_way && !within) text += "  <- " + say(Phrase::in_the_way, program_.language);
  const std::string lead = std::string(indent, ' ') + truth(part.truth);
  layout_.paragraph(text, inside, lead, colors[static_cast<std::size_t>(part.truth)]);
  layout_.table(fact_rows(part.facts, item, program_), inside + 2);
  for (const ConditionPart& below : part.parts) this->part(below, item, inside);
}

void WhyNotText::instance(const WhyNot& answer) {
  constexpr std::array verdicts{Phrase::rule_does_not_apply, Phrase::rule_may_apply, Phrase::rule_applies};
  const std::string verdict = say(verdicts[static_cast<std::size_t>(answer.applies)], program_.language);
  layout_.with_right(with_item(answer.rule, answer.item) + ": " + verdict, place_words(answer.span, sources_), 0, {},
                     Color::none, Color::bold);
  for (const std::string& line : answer.duty) layout_.paragraph(line, 2);
  if (answer.condition.text == answer.rule && !answer.condition.parts.empty()) {  // several parts, whose whole is the verdict
    for (const ConditionPart& one : answer.condition.parts) part(one, answer.item, 2);
  } else if (!answer.condition.text.empty()) {
    part(answer.condition, answer.item, 2);
  }
  for (const ConditionPart& defeat : answer.defeated_by) {
    layout_.paragraph(say(Phrase::defeated_by, program_.language), 2);
    part(defeat, answer.item, 2);
  }
}

}  // namespace

std::string text(const std::vector<WhyNot>& answer, std::string_view rule, const Program& program,
                 const Sources& sources, const TextOptions& options) {
  WhyNotText text(program, sources, options);
  if (answer.empty()) text.none(rule);
  for (const WhyNot& one : answer) {
    if (&one != &answer.front()) text.next();
    text.instance(one);
  }
  return text.take();
}

}  // namespace pasal
