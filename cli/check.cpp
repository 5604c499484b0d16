// `pasal check POLICY...`: is the policy sound?
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "cli/junit.hpp"
#include "cli/read_policies.hpp"

namespace pasal::cli {
namespace {

struct CheckOptions {
  Common common;
  std::vector<std::string> paths;
  std::string format;
  bool warnings_as_errors = false;
};

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// `14 rules, 12 facts, 3 tests`: what the author wrote, without what is built in.
std::string contents(const Program& program) {
  std::size_t facts = 0;
  for (const Record& record : program.records) facts += record.facts.size();
  const auto& subject = program.records.front().facts;
  if (program.measures_taken < subject.size()) {
    facts -= 1 + program.records[subject[program.measures_taken].type.record].facts.size();
  }
  const std::size_t rules = program.rules.size() + program.obligations.size();
  return fmt::format("{}, {}, {}", counted(rules, "rule"), counted(facts, "fact"),
                     counted(program.tests.size(), "test"));
}

std::string problems(const Diagnostics& diagnostics) {
  std::vector<std::string> parts;
  if (diagnostics.error_count() > 0) parts.push_back(counted(diagnostics.error_count(), "error"));
  if (diagnostics.warning_count() > 0) parts.push_back(counted(diagnostics.warning_count(), "warning"));
  return parts.empty() ? "no problems" : fmt::format("{}", fmt::join(parts, ", "));
}

class Check {
public:
  Check(const CheckOptions& options, Terminal& terminal)
      : options_(options), terminal_(terminal), read_(read_policies(options.paths, options.common)) {}

  Status run();

private:
  void as_text();
  void as_one_list();
  void as_junit();
  bool is_wrong(const Diagnostics& diagnostics) const {
    return diagnostics.has_errors() || (options_.warnings_as_errors && diagnostics.warning_count() > 0);
  }

  const CheckOptions& options_;
  Terminal& terminal_;
  PoliciesRead read_;
};

Status Check::run() {
  if (options_.format == "text") {
    as_text();
  } else if (options_.format == "junit") {
    as_junit();
  } else {
    as_one_list();
  }
  for (const std::string& problem : read_.problems) terminal_.complain(problem + "\n");
  const bool failed = !read_.problems.empty() || std::ranges::any_of(read_.policies, [&](const auto& policy) {
    return is_wrong(policy->reading.diagnostics);
  });
  return failed ? Status::wrong : Status::done;
}

void Check::as_text() {
  for (const auto& policy : read_.policies) {
    const Diagnostics& diagnostics = policy->reading.diagnostics;
    complain(terminal_, policy->reading);
    const std::string summary = fmt::format("{}: {}", printable(policy->found.path), problems(diagnostics));
    if (policy->program) {
      terminal_.out(fmt::format("{} ({})\n", summary, contents(*policy->program)));
    } else if (read_.policies.size() > 1 || diagnostics.error_count() > 1) {
      terminal_.complain(summary + "\n");
    }
  }
}

// One JSON array, or one SARIF log, for all policies.
void Check::as_one_list() {
  Problems all(options_.common);
  for (const auto& policy : read_.policies) add_problems(policy->reading, all);
  const bool is_sarif = options_.format == "sarif";
  terminal_.out(is_sarif ? sarif(all.diagnostics, all.sources) : json(all.diagnostics, all.sources));
  terminal_.out("\n");
}

void Check::as_junit() {
  Junit report("pasal check");
  for (const auto& policy : read_.policies) {
    const Reading& reading = policy->reading;
    const JunitCase check{"check", policy->found.path};
    report.suite(policy->found.path);
    if (is_wrong(reading.diagnostics)) {
      report.failed(check, problems(reading.diagnostics), render(reading.diagnostics, reading.sources));
    } else {
      report.passed(check);
    }
  }
  terminal_.out(report.text());
}

}  // namespace

void add_check(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App& verb = *app.add_subcommand("check", "Say what is wrong with a policy");
  verb.footer(
      "Examples:\n"
      "  pasal check platform-access.pasal\n"
      "  pasal check policies --format sarif > problems.sarif\n"
      "\n"
      "Exit status: 0 no errors; 1 errors (or warnings, with --warnings-as-errors), or a folder without a policy;\n"
      "2 wrong usage.");
  verb.add_option("PATHS", options->paths,
                  "policies (.pasal, .pasal.md), and folders to search for them; - is a policy on standard input")
      ->required()
      ->type_name("");
  add_format(verb, options->format, {"text", "json", "sarif", "junit"});
  verb.add_flag("--warnings-as-errors", options->warnings_as_errors, "let warnings count as errors");
  add_common(verb, options->common);
  add_limits(verb, options->common, {Concern::policy});
  verbs[&verb] = [options](Terminal& terminal) {
    set_up(terminal, options->common);
    return Check(*options, terminal).run();
  };
}

}  // namespace pasal::cli
