// `pasal test FILES-or-FOLDERS...`: do the policies' own tests pass?
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/junit.hpp"
#include "cli/read_policies.hpp"

namespace pasal::cli {
namespace {

using Json = nlohmann::ordered_json;

struct TestOptions {
  Common common;
  std::vector<std::string> paths;
  std::string format;
};

// A policy and what came of its tests.
struct Tested {
  const PolicyRead& policy;
  std::vector<TestResult> results;
};

std::string place(Span span, const Sources& sources) {
  return fmt::format("{}:{}", sources.name(span), sources.position(span).line);
}

std::string indented(const std::string& text, std::size_t spaces) {
  std::string result;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && c != '\n') result.append(spaces, ' ');
    result += c;
    at_start = c == '\n';
  }
  return result;
}

class TestRun {
public:
  TestRun(const TestOptions& options, Terminal& terminal)
      : options_(options), terminal_(terminal), read_(read_policies(options.paths, options.common)) {}

  Status run();

private:
  void judge(const PolicyRead& policy);
  Status status();
  void as_text();
  void failure(const Tested& tested, const TestResult& result);
  void as_json();
  void as_sarif();
  void as_junit();
  std::string why(const Tested& tested, const TestResult& result, std::size_t width) const {
    return text(result.decision, *tested.policy.program, tested.policy.reading.sources,
                {.color = options_.format == "text" && terminal_.color_of_output(), .width = width});
  }

  const TestOptions& options_;
  Terminal& terminal_;
  PoliciesRead read_;
  std::vector<Tested> all_;
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
};

Status TestRun::run() {
  for (const auto& policy : read_.policies) judge(*policy);
  if (options_.format == "json") {
    as_json();
  } else if (options_.format == "sarif") {
    as_sarif();
  } else if (options_.format == "junit") {
    as_junit();
  } else {
    as_text();
  }
  return status();
}

void TestRun::judge(const PolicyRead& policy) {
  Tested tested{policy, {}};
  if (policy.program) {
    tested.results = run_tests(*policy.program, policy.reading.sources, options_.common.limits.evaluation);
  } else {
    ++failed_;
  }
  for (const TestResult& result : tested.results) ++(result.passed ? passed_ : failed_);
  all_.push_back(std::move(tested));
}

// No test at all is no success: a build that looks in the wrong place would never hear of it.
Status TestRun::status() {
  for (const std::string& problem : read_.problems) terminal_.complain(problem + "\n");
  const bool nothing_found = passed_ + failed_ == 0 && read_.problems.empty();
  if (nothing_found) {
    terminal_.complain(printable(fmt::format("there are no tests in {}", fmt::join(options_.paths, ", "))) + "\n");
  }
  return failed_ == 0 && !nothing_found && read_.problems.empty() ? Status::done : Status::wrong;
}

void TestRun::as_text() {
  for (const Tested& tested : all_) {
    if (!tested.policy.program) {
      complain(terminal_, tested.policy.reading);
      terminal_.out(fmt::format("FAILED  {}: cannot be tested until its errors are put right\n", printable(tested.policy.found.path)));
      continue;
    }
    for (const TestResult& result : tested.results) {
      if (!result.passed) failure(tested, result);
    }
  }
  if (passed_ + failed_ > 0) terminal_.out(fmt::format("{} passed, {} failed\n", passed_, failed_));
}

void TestRun::failure(const Tested& tested, const TestResult& result) {
  constexpr std::size_t indent = 4;
  terminal_.out(fmt::format("FAILED  {}: {}\n", printable(place(result.span, tested.policy.reading.sources)), printable(result.name)));
  for (const std::string& problem : result.problems) terminal_.out(fmt::format("  {}\n", printable(problem)));
  terminal_.out("\n" + indented(why(tested, result, terminal_.width() - indent), indent) + "\n");
}

void TestRun::as_json() {
  Json report{{"passed", passed_}, {"failed", failed_}, {"tests", Json::array()}, {"unreadable", Json::array()}};
  for (const Tested& tested : all_) {
    const Sources& sources = tested.policy.reading.sources;
    if (!tested.policy.program) {
      report["unreadable"].push_back(
          {{"file", tested.policy.found.path}, {"problems", Json::parse(json(tested.policy.reading.diagnostics, sources))}});
    }
    for (const TestResult& result : tested.results) {
      report["tests"].push_back({{"file", sources.name(result.span)},
                                 {"line", sources.position(result.span).line},
                                 {"name", result.name},
                                 {"passed", result.passed},
                                 {"problems", result.problems},
                                 {"decided", Json::parse(json(result.decision, *tested.policy.program, sources))}});
    }
  }
  terminal_.out(report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

// A test that fails is a problem at its place, like those that `check` finds.
void TestRun::as_sarif() {
  Problems all(options_.common);
  for (const Tested& tested : all_) {
    const SourceId first = add_problems(tested.policy.reading, all);
    for (const TestResult& result : tested.results) {
      if (result.passed) continue;
      const Span place{result.span.source + first, result.span.begin, result.span.end};
      all.diagnostics.add(DiagnosticKind::test_failed, place, result.name, fmt::format("{}", fmt::join(result.problems, "; ")));
    }
  }
  terminal_.out(sarif(all.diagnostics, all.sources) + "\n");
}

void TestRun::as_junit() {
  constexpr std::size_t width = 100;
  Junit report("pasal test");
  for (const Tested& tested : all_) {
    const std::string& path = tested.policy.found.path;
    const Reading& reading = tested.policy.reading;
    report.suite(path);
    if (!tested.policy.program) {
      report.broken({"check", path}, "cannot be tested until its errors are put right", render(reading.diagnostics, reading.sources));
    }
    for (const TestResult& result : tested.results) {
      const JunitCase test{result.name, reading.sources.name(result.span), reading.sources.position(result.span).line};
      if (result.passed) {
        report.passed(test);
      } else {
        report.failed(test, fmt::format("{}", fmt::join(result.problems, "; ")), why(tested, result, width));
      }
    }
  }
  terminal_.out(report.text());
}

}  // namespace

void add_test(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<TestOptions>();
  CLI::App& verb = *app.add_subcommand("test", "Run the tests that policies carry");
  verb.footer(
      "Examples:\n"
      "  pasal test platform-access.pasal\n"
      "  pasal test policies --format junit > report.xml\n"
      "\n"
      "Exit status: 0 all passed; 1 a test failed, a policy has errors, or there are no tests at all; 2 wrong usage.");
  verb.add_option("PATHS", options->paths, "policies, and folders to search for them; - is a policy on standard input")
      ->required()
      ->type_name("");
  add_format(verb, options->format, {"text", "json", "sarif", "junit"});
  add_width(verb, options->common);
  add_common(verb, options->common);
  add_limits(verb, options->common, {Concern::policy, Concern::evaluation});
  verbs[&verb] = [options](Terminal& terminal) {
    set_up(terminal, options->common);
    return TestRun(*options, terminal).run();
  };
}

}  // namespace pasal::cli
