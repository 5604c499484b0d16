#include "engine/timeline/timeline.hpp"

#include <algorithm>
#include <iterator>

#include "engine/interpret/change_moments.hpp"
#include "engine/interpret/standing.hpp"
#include "engine/timeline/happenings.hpp"

namespace pasal {
namespace {

bool is_same(const Decision& a, const Decision& b) {
  return a.outside == b.outside && standing_of(a) == standing_of(b);
}

std::vector<ReasonName> reasons_of(const Decision& decision) {
  std::vector<ReasonName> names;
  for (const LadderDecision& on : decision.ladders) {
    for (const Reason& reason : on.reasons) {
      ReasonName name{reason.rule, reason.item, reason.step};
      if (!reason.rule.empty() && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
  }
  return names;
}

std::vector<ReasonName> without(const std::vector<ReasonName>& names, const std::vector<ReasonName>& others) {
  std::vector<ReasonName> rest;
  std::ranges::copy_if(names, std::back_inserter(rest), [&](const ReasonName& name) { return std::ranges::find(others, name) == others.end(); });
  return rest;
}

}  // namespace

// Where the decision may change it is asked for briefly; only where it does, with its reasons.
Timeline timeline(const Program& program, const Sources& sources, const Subject& subject, Moment from, Moment to,
                  const WhatIfLimits& limits) {
  Timeline result{subject.name, from, to, {}, happenings(program, subject, from, to), true};
  ChangeMoments changes = change_moments(program, subject, from, to, limits.evaluation);
  result.complete = changes.complete;
  changes.moments.insert(changes.moments.begin(), from);
  std::optional<Decision> last;
  std::vector<ReasonName> reasons;
  for (const Moment at : changes.moments) {
    if (limits.evaluation.stopped()) {
      result.complete = false;
      break;
    }
    Decision here = decide_briefly(program, subject, at, limits.evaluation);
    if (last && is_same(*last, here)) continue;
    last = std::move(here);
    if (!result.stretches.empty()) result.stretches.back().to = Moment{at.minutes - 1};
    TimelineStretch stretch{at, to, decide(program, sources, subject, at, limits.evaluation), {}, {}};
    const std::vector<ReasonName> now = reasons_of(stretch.decision);
    stretch.newly = without(now, reasons);
    stretch.no_longer = without(reasons, now);
    reasons = now;
    result.stretches.push_back(std::move(stretch));
  }
  return result;
}

Moment first_report(const Program& program, const Subject& subject, Moment as_of) {
  const Moment earliest = program.zone.start_of(Date{-719'162});
  const auto all = happenings(program, subject, earliest, as_of);
  const auto reported = std::ranges::find_if(all, [](const TimelineMoment& moment) {
    return std::ranges::any_of(moment.happenings, [](const Happening& one) { return one.kind != Happening::Kind::law; });
  });
  return reported != all.end() ? reported->at : as_of;
}

Moment year_ahead(const Program& program, Moment as_of) {
  const auto last = add_months(program.zone.date_of(as_of), 12);
  return last ? program.zone.close_of(*last) : as_of;
}

Avoidance avoidance(const Timeline& timeline, const Program& program, const Sources& sources, const Subject& subject,
                    std::uint32_t ladder, std::uint32_t rung, const WhatIfLimits& limits) {
  Avoidance result;
  const auto met = std::ranges::find_if(timeline.stretches, [&](const TimelineStretch& stretch) {
    return stretch.decision.ladders[ladder].at_most.rung >= rung;
  });
  if (met == timeline.stretches.end()) return result;
  result.met_at = met->from;
  result.now = met == timeline.stretches.begin();
  result.surely = met->decision.ladders[ladder].at_least.rung >= rung;
  if (rung > 0) result.remedies = remedies(program, sources, subject, met->from, ladder, rung - 1, limits);
  return result;
}

}  // namespace pasal
