// What was decided while time went by, and what will be.
#include "repl/work.hpp"

namespace pasal::repl {
namespace {

// A day is meant from its first minute where a window begins, and to its last where it ends.
enum class End : std::uint8_t { first, last };
std::optional<Moment> moment_in(std::string_view text, const TimeZone& zone, End end) {
  if (const auto date = parse_date(text)) return end == End::first ? zone.start_of(*date) : zone.close_of(*date);
  const auto civil = parse_civil_time(text);
  return civil ? zone.moment(*civil) : std::nullopt;
}

// What follows a word, in English or Indonesian, up to the other word or the end; nothing where the word is not there.
std::optional<std::string_view> said_behind(std::string_view rest, std::string_view english, std::string_view indonesian, std::size_t& first) {
  for (const std::string_view word : {english, indonesian}) {
    for (std::size_t at = rest.find(word); at != std::string_view::npos; at = rest.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      if ((at > 0 && !is_space(rest[at - 1])) || (end < rest.size() && !is_space(rest[end]))) continue;
      first = std::min(first, at);
      return trimmed(rest.substr(end));
    }
  }
  return std::nullopt;
}

}  // namespace

Answer Session::Work::timeline(std::string_view rest) {
  Moment from = first_report(program(), subject(), as_of());
  Moment to = as_of();
  if (!rest.empty()) {
    const std::size_t dots = rest.find("..");
    const std::string_view begin = trimmed(rest.substr(0, dots));
    const std::string_view end = dots == std::string_view::npos ? begin : trimmed(rest.substr(dots + 2));
    const auto first = moment_in(begin, program().zone, End::first);
    const auto last = moment_in(end, program().zone, End::last);
    if (!first || !last) return wrong(say(Sentence::moment_wanted, first ? end : begin));
    from = *first;
    to = *last;
  }
  if (to < from) return wrong(say(Sentence::window_ends_early));
  const Timeline found = pasal::timeline(program(), case_->sources(), subject(), from, to, options_.what_if);
  return unless_stopped(text(found, program(), case_->sources(), options_.text) + "\n" + bars(found, program(), options_.text));
}

Answer Session::Work::forecast(std::string_view rest) {
  std::size_t first = rest.size();
  const auto avoid = said_behind(rest, "avoid", "hindari", first);
  const std::string_view before = avoid ? rest.substr(0, first) : rest;
  std::size_t start = before.size();
  const auto until = said_behind(before, "until", "sampai", start);
  if (!trimmed(before.substr(0, start)).empty()) return wrong(say(Sentence::forecast_asks, trimmed(before)));
  const auto to = until ? moment_in(trimmed(*until), program().zone, End::last) : year_ahead(program(), as_of());
  if (!to) return wrong(say(Sentence::moment_wanted, trimmed(*until)));
  if (*to < as_of()) return wrong(say(Sentence::window_ends_early));
  if (avoid && avoid->empty()) return wrong(say(Sentence::avoid_asks, measure_names(program()).back()));
  const auto named = avoid ? find_measure(program(), *avoid) : std::nullopt;
  if (avoid && !named) return no_such(*avoid, Sentence::no_measure, measure_names(program()));
  const Timeline found = pasal::timeline(program(), case_->sources(), subject(), as_of(), *to, options_.what_if);
  std::string answer = text(found, program(), case_->sources(), options_.text) + "\n" + bars(found, program(), options_.text);
  if (avoid) {
    const MeasurePlace measure = named.value_or(MeasurePlace());
    const Avoidance avoided = avoidance(found, program(), case_->sources(), subject(), measure.ladder, measure.rung, options_.what_if);
    answer += "\n" + text(avoided, found, measure.ladder, measure.rung, program(), options_.text);
  }
  return unless_stopped(answer);
}

}  // namespace pasal::repl
