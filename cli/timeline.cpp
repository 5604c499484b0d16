// `pasal timeline POLICY FACTS...` and `pasal forecast POLICY FACTS...`: what was decided, and what will be.
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "cli/case.hpp"

namespace pasal::cli {
namespace {

struct TimelineOptions {
  CaseOptions of_case;
  std::optional<std::string> from;
  std::optional<std::string> to;     // of a forecast `--until`
  std::optional<std::string> avoid;
};

// A day is meant from its first minute where a window begins, and to its last where it ends.
std::optional<Moment> first_minute(const std::optional<std::string>& text, const TimeZone& zone) {
  if (!text) return std::nullopt;
  if (const auto date = parse_date(*text)) return zone.start_of(*date);
  return moment_of(*text, zone);
}

void put(const Timeline& found, const Case& asked, const TimelineOptions& options, Terminal& terminal) {
  const TextOptions layout{terminal.color_of_output(), terminal.width()};
  if (options.of_case.format == "svg") {
    terminal.out(svg(found, asked.program()));
  } else if (options.of_case.is_json()) {
    terminal.out(json(found, asked.program(), asked.sources()) + "\n");
  } else {
    terminal.out(text(found, asked.program(), asked.sources(), layout) + "\n" + bars(found, asked.program(), layout));
  }
}

// The window of a subject: what is reported up to the moment asked about, or from there a year ahead.
struct Window {
  Moment from;
  Moment to;
};
Window window(const Case& asked, std::size_t index, const TimelineOptions& options, bool ahead) {
  const TimeZone& zone = asked.program().zone;
  const Moment as_of = asked.as_of(index);
  Window result{as_of, as_of};
  if (ahead) {
    result.to = options.to ? moment_of(*options.to, zone) : year_ahead(asked.program(), as_of);
  } else {
    result.from = first_minute(options.from, zone).value_or(first_report(asked.program(), asked.subjects()[index], as_of));
    if (options.to) result.to = moment_of(*options.to, zone);
  }
  if (result.to < result.from) throw UsageError(ahead ? "`--until` lies before the moment asked about" : "the timeline ends before it begins; see `--from`, `--to` and `--as-of`");
  return result;
}

void put_avoidance(const Timeline& found, const MeasurePlace& measure, const Case& asked, std::size_t index, const TimelineOptions& options,
                   const WhatIfLimits& limits, Terminal& terminal) {
  const Avoidance avoided = avoidance(found, asked.program(), asked.sources(), asked.subjects()[index], measure.ladder, measure.rung, limits);
  if (options.of_case.is_json()) {
    terminal.out(json(avoided, found, measure.ladder, measure.rung, asked.program(), asked.sources()) + "\n");
    return;
  }
  put(found, asked, options, terminal);
  const TextOptions layout{terminal.color_of_output(), terminal.width()};
  terminal.out("\n" + text(avoided, found, measure.ladder, measure.rung, asked.program(), layout));
}

Status run(const TimelineOptions& options, bool ahead, Terminal& terminal) {
  Case asked(options.of_case);
  if (!asked.read_policy(terminal)) return Status::wrong;
  std::optional<MeasurePlace> avoid;
  if (options.avoid) avoid = measure_named(asked.program(), *options.avoid);
  if (!asked.read_facts(terminal)) return Status::wrong;
  const bool is_picture = options.of_case.format == "svg";
  if (is_picture && asked.subjects().size() > 1) throw UsageError("a picture shows one subject; give the facts of one");
  if (!is_picture) asked.say_now(terminal);
  const WhatIfLimits limits{.evaluation = options.of_case.common.limits.evaluation};
  std::vector<Window> windows;  // all of them before anything is said: one of them may be wrong usage
  for (std::size_t index = 0; index < asked.subjects().size(); ++index) windows.push_back(window(asked, index, options, ahead));
  for (std::size_t index = 0; index < asked.subjects().size(); ++index) {
    const Window& of = windows[index];
    const Timeline found = timeline(asked.program(), asked.sources(), asked.subjects()[index], of.from, of.to, limits);
    if (index > 0 && !options.of_case.is_json()) terminal.out("\n");
    if (avoid) {
      put_avoidance(found, *avoid, asked, index, options, limits, terminal);
    } else {
      put(found, asked, options, terminal);
    }
  }
  return Status::done;
}

// What the two verbs share: one looks back and one ahead.
CLI::App& add_verb(CLI::App& app, Verbs& verbs, const std::string& name, const std::string& description, bool ahead,
                   const std::shared_ptr<TimelineOptions>& options) {
  CLI::App& verb = *app.add_subcommand(name, description);
  add_case(verb, options->of_case, {"text", "json", "svg"});
  verbs[&verb] = [options, ahead](Terminal& terminal) {
    set_up(terminal, options->of_case.common);
    return run(*options, ahead, terminal);
  };
  return verb;
}

}  // namespace

void add_timeline(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<TimelineOptions>();
  CLI::App& verb = add_verb(app, verbs, "timeline", "Say how the decision changed, moment by moment", false, options);
  verb.footer(
      "Examples:\n"
      "  pasal timeline platform-access.pasal tiktok.yaml\n"
      "  pasal timeline platform-access.pasal tiktok.yaml --from 2018-07-01 --to 2018-07-31\n"
      "  pasal timeline platform-access.pasal tiktok.yaml --format svg > report.svg\n"
      "\n"
      "Shown are the moments at which the decision changed or something was reported, from the first\n"
      "report to the moment asked about. None is missed in between: no day is sampled.\n"
      "Exit status: 0 done; 1 the policy or the facts are wrong; 2 wrong usage.");
  verb.add_option("--from", options->from, "where to begin: a day or a moment; else the first report")->type_name("TIME");
  verb.add_option("--to", options->to, "where to end; else the moment asked about")->type_name("TIME");
  add_case_limits(verb, options->of_case);
}

void add_forecast(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<TimelineOptions>();
  CLI::App& verb = add_verb(app, verbs, "forecast", "Say when the decision changes if nothing else happens", true, options);
  verb.footer(
      "Examples:\n"
      "  pasal forecast platform-access.pasal tiktok.yaml\n"
      "  pasal forecast platform-access.pasal tiktok.yaml --as-of 2018-07-04 --until 2018-12-31\n"
      "  pasal forecast platform-access.pasal tiktok.yaml --avoid block\n"
      "\n"
      "From the moment asked about, a year ahead. With --avoid: by when which of the facts that can be\n"
      "changed must have changed, so that the measure is not met.\n"
      "Exit status: 0 done; 1 the policy or the facts are wrong; 2 wrong usage.");
  verb.add_option("--until", options->to, "where to end; else a year ahead")->type_name("TIME");
  verb.add_option("--avoid", options->avoid, "the measure that must not be met, nor a stricter one")->type_name("MEASURE");
  add_case_limits(verb, options->of_case);
}

}  // namespace pasal::cli
