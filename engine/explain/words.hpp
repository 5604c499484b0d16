// The words for what an answer speaks of: measures, places, origins.
#pragma once

#include <string>
#include <string_view>

#include "engine/model/decision.hpp"
#include "engine/model/program.hpp"
#include "engine/model/what_if.hpp"
#include "grammar/source.hpp"

namespace pasal {

// `block`, `throttle by 50%`, `fine 10,000,000 TRY`
std::string measure_words(const Outcome& outcome, const Ladder& ladder, const Program& program);
// The same for the strictest that is possible; `fine (no limit)`
std::string highest_words(const LadderDecision& decision, const Program& program);
// `block`; `allow (open, at most block)`
std::string standing_words(const Standing& standing, std::uint32_t ladder, const Program& program);
// The same of a piece; `fine 100 TRY to fine 500 TRY` where the amount varies in it.
std::string standing_words(const Piece& piece, std::uint32_t ladder, const Program& program);
// `Rule (order 3): no -> yes`: a change that a remedy proposes.
std::string change_words(const Change& change, const Program& program);
// `█` for the strictest rung of a ladder, `·` for the mildest.
std::string_view shade(std::uint32_t rung, std::size_t rungs);
// The day alone where a stretch of time begins with its first minute.
std::string beginning_words(Moment moment, const Program& program);
// The release of the zone data, where another one might have led to another decision; else empty.
std::string zone_data(const Decision& decision, const Program& program);
// `platform-access.pasal:40`; empty where there is no such place.
std::string place_words(Span span, const Sources& sources);
// `Rule`, `Rule (order A-17)`
std::string with_item(const std::string& name, const std::string& item);
// `a, b, c`
std::string listed(const std::vector<std::string>& names);

}  // namespace pasal
