// How a decision changes while time goes by, for a person.
#include <algorithm>
#include <map>

#include "engine/explain/explain.hpp"
#include "engine/explain/layout.hpp"
#include "engine/explain/phrases.hpp"
#include "engine/explain/words.hpp"

namespace pasal {
namespace {

class TimelineText {
public:
  TimelineText(const Timeline& timeline, const Program& program, const TextOptions& options)
      : timeline_(timeline), program_(program), options_(options), layout_(options) {}

  std::string rows();
  std::string bars();

private:
  template <typename... Arguments>
  std::string say_it(Phrase phrase, const Arguments&... arguments) const {
    return say(phrase, program_.language, arguments...);
  }
  std::string shown(const Value& value, const Type& type) const {
    return is_open(value) ? say_it(Phrase::not_known) : display(value, type, program_.language, program_.zone);
  }
  std::string happening(const Happening& one) const;
  std::string reason_words(const ReasonName& name) const;
  void row(Moment at, const TimelineStretch* stretch, const TimelineMoment* moment, std::size_t indent);
  void bar(std::uint32_t ladder, std::size_t columns);

  const Timeline& timeline_;
  const Program& program_;
  TextOptions options_;
  Layout layout_;
};

std::string TimelineText::happening(const Happening& one) const {
  if (one.kind == Happening::Kind::taken) {
    const std::string measure = one.name + (is_none(one.after) || is_open(one.after) ? std::string() : " " + shown(one.after, one.type));
    return with_item(one.item.empty() ? say_it(Phrase::was_taken, measure) : say_it(Phrase::was_taken_under, measure, one.item), one.about);
  }
  const auto claim = [&](bool claimed) { return claimed ? ", " + say_it(Phrase::claimed) : std::string(); };
  const std::string after = shown(one.after, one.type) + claim(one.claimed);
  if (one.kind == Happening::Kind::law) {
    return one.before ? say_it(Phrase::law_changes, one.name, after, shown(*one.before, one.type)) : say_it(Phrase::law_begins, one.name, after);
  }
  const std::string name = with_item(one.name, one.item);
  return one.before ? say_it(Phrase::reported_anew, name, shown(*one.before, one.type) + claim(one.claimed_before), after) : say_it(Phrase::first_reported, name, after);
}

std::string TimelineText::reason_words(const ReasonName& name) const {
  const std::string words = with_item(name.rule, name.item);
  return name.step > 0 ? say_it(Phrase::step_of, words, name.step) : words;
}

// The time, what is decided from then on where that is new, and below it what happened and which reasons came and went.
void TimelineText::row(Moment at, const TimelineStretch* stretch, const TimelineMoment* moment, std::size_t indent) {
  std::string lead = "  " + beginning_words(at, program_);
  const auto line = [&](const std::string& text) {
    layout_.paragraph(text, indent, lead);
    lead.clear();
  };
  if (stretch != nullptr) line(summary(stretch->decision, program_, options_));
  if (moment != nullptr) {
    for (const Happening& one : moment->happenings) {
      const std::string where = one.provenance.line == 0 ? std::string() : one.provenance.file + ":" + std::to_string(one.provenance.line);
      layout_.with_right(happening(one), where, lead.empty() ? indent + 2 : indent, lead);
      lead.clear();
    }
  }
  if (stretch == nullptr) return;
  const auto reason = [&](Phrase phrase, const ReasonName& name) {
    if (!name.rule.empty()) layout_.paragraph(say_it(phrase, reason_words(name)), indent + 2);
  };
  for (const std::vector<Reason>& on_ladder : stretch->newly) {
    for (const Reason& one : on_ladder) reason(Phrase::comes, {one.rule, one.item, one.step});
  }
  for (const ReasonName& name : stretch->no_longer) reason(Phrase::goes, name);
}

std::string TimelineText::rows() {
  const std::string window = say_it(Phrase::timeline_of, timeline_.subject, beginning_words(timeline_.from, program_),
                                    display(timeline_.to, program_.language, program_.zone));
  layout_.with_right(window, program_.policy, 0);
  layout_.empty_line();
  std::map<Moment, std::pair<const TimelineStretch*, const TimelineMoment*>> all;
  for (const TimelineStretch& stretch : timeline_.stretches) all[stretch.from].first = &stretch;
  for (const TimelineMoment& moment : timeline_.moments) all[moment.at].second = &moment;
  std::size_t width = 0;
  for (const auto& [at, what] : all) width = std::max(width, display_width(beginning_words(at, program_)));
  for (const auto& [at, what] : all) row(at, what.first, what.second, width + 4);
  if (all.size() == 1 && timeline_.complete) layout_.paragraph(say_it(Phrase::nothing_changes, display(timeline_.to, program_.language, program_.zone)), 2);
  if (!timeline_.complete) layout_.paragraph(say_it(Phrase::not_complete), 2);
  return layout_.take();
}

// What stands in the middle of each column; nothing where the answer does not reach.
void TimelineText::bar(std::uint32_t ladder, std::size_t columns) {
  const std::int64_t length = timeline_.to.minutes - timeline_.from.minutes + 1;
  std::string line;
  std::size_t stretch = 0;
  for (std::size_t column = 0; column < columns; ++column) {
    const auto share = static_cast<std::int64_t>(column * 2 + 1);
    const std::int64_t at = timeline_.from.minutes + length / static_cast<std::int64_t>(columns * 2) * share +
                            length % static_cast<std::int64_t>(columns * 2) * share / static_cast<std::int64_t>(columns * 2);
    while (stretch + 1 < timeline_.stretches.size() && timeline_.stretches[stretch].to.minutes < at) ++stretch;
    const LadderDecision& on = timeline_.stretches[stretch].decision.ladders[ladder];
    line += timeline_.stretches[stretch].to.minutes < at ? " " : shade(on.measure.rung, program_.ladders[ladder].measures.size());
  }
  layout_.preformatted(line, 2);
  std::vector<std::string> meanings;
  const Ladder& of = program_.ladders[ladder];
  for (std::uint32_t rung = 0; rung < of.measures.size(); ++rung) {
    meanings.push_back(std::string(shade(rung, of.measures.size())) + " " + of.measures[rung].name);
  }
  layout_.paragraph(listed(meanings), 2);
}

std::string TimelineText::bars() {
  if (timeline_.stretches.empty()) return {};
  const std::size_t columns = std::min<std::size_t>(options_.width > 8 ? options_.width - 4 : 4, 64);
  for (std::uint32_t ladder = 0; ladder < program_.ladders.size(); ++ladder) bar(ladder, columns);
  const std::string from = beginning_words(timeline_.from, program_);
  const std::string to = display(timeline_.to, program_.language, program_.zone);
  const std::size_t used = display_width(from) + display_width(to);
  layout_.preformatted(from + std::string(used < columns ? columns - used : 1, ' ') + to, 2);
  return layout_.take();
}

}  // namespace

std::string text(const Timeline& timeline, const Program& program, const Sources&, const TextOptions& options) {
  return TimelineText(timeline, program, options).rows();
}

std::string bars(const Timeline& timeline, const Program& program, const TextOptions& options) {
  return TimelineText(timeline, program, options).bars();
}

std::string text(const Avoidance& avoidance, const Timeline& timeline, std::uint32_t ladder, std::uint32_t rung, const Program& program,
                 const TextOptions& options) {
  Layout layout(options);
  const Language language = program.language;
  const std::string& measure = program.ladders[ladder].measures[rung].name;
  if (!avoidance.met_at) {
    const std::string until = display(timeline.to, language, program.zone);
    layout.paragraph(timeline.complete ? say(Phrase::not_met, language, measure, until) : say(Phrase::not_complete, language), 0);
    return layout.take();
  }
  const std::string at = beginning_words(*avoidance.met_at, program);
  if (avoidance.now) {
    layout.paragraph(say(Phrase::met_now, language, measure), 0);
  } else {
    layout.paragraph(say(avoidance.surely ? Phrase::met_on : Phrase::may_be_met_on, language, measure, at), 0);
  }
  if (avoidance.remedies.remedies.empty()) {
    const Phrase nothing = avoidance.now ? Phrase::nothing_ends : Phrase::nothing_avoids;
    layout.paragraph(say(avoidance.remedies.complete && timeline.complete ? nothing : Phrase::not_complete, language), 0);
    return layout.take();
  }
  if (!avoidance.now) layout.paragraph(say(Phrase::must_happen_by, language, display(Moment{avoidance.met_at->minutes - 1}, language, program.zone)), 0);
  std::size_t number = 0;
  for (const Remedy& remedy : avoidance.remedies.remedies) {
    std::string lead = "  " + std::to_string(++number) + ".";
    for (const Change& change : remedy.changes) {
      layout.paragraph(change_words(change, program), 5, lead);
      lead.clear();
    }
  }
  return layout.take();
}

}  // namespace pasal
