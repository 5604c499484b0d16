#include "engine/timeline/timeline.hpp"

#include <algorithm>

#include "engine/interpret/replay.hpp"
#include "engine/timeline/happenings.hpp"

namespace pasal {
namespace {

bool is_same(const Decision& a, const Decision& b) {
  return a.outside == b.outside && standing_of(a) == standing_of(b);
}

}  // namespace

Timeline timeline(const Program& program, const Sources& sources, const Subject& subject, Moment from, Moment to,
                  const WhatIfLimits& limits) {
  Timeline result{subject.name, from, to, {}, happenings(program, subject, from, to), true};
  Replay replay(program, sources, subject, from, to, limits.evaluation);
  while (replay.next()) {
    Decision here = replay.decide();
    if (!result.stretches.empty()) {
      if (is_same(result.stretches.back().decision, here)) continue;
      result.stretches.back().to = Moment{replay.at().minutes - 1};
    }
    auto [newly, no_longer] = replay.reasons();
    result.stretches.push_back({replay.at(), to, std::move(here), std::move(newly), std::move(no_longer)});
  }
  result.complete = replay.complete();
  if (!result.complete && !result.stretches.empty()) {
    TimelineStretch& last = result.stretches.back();
    last.to = std::max(last.from, Moment{replay.at().minutes - 1});
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
  const Moment before = result.now ? met->from : Moment{met->from.minutes - 1};
  if (rung > 0) result.remedies = remedies(program, sources, subject, met->from, ladder, rung - 1, limits, before);
  return result;
}

}  // namespace pasal
