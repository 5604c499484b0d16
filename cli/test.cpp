// `pasal test FILES-or-FOLDERS...`: do the policies' own tests pass?
#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/find_policies.hpp"
#include "cli/input.hpp"
#include "cli/junit.hpp"

namespace pasal::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  Common common;
  std::vector<std::string> paths;
  std::string format;
};

// A policy and what came of its tests.
struct Tested {
  Tested(const FoundPolicy& found, const Common& common) : path(found.path), named(found.named), reading(common) {}
  std::string path;
  bool named;
  Reading reading;
  std::optional<Program> program;
  std::vector<TestResult> results;
};

std::string identity(const std::string& path) {
  std::error_code error;
  return std::filesystem::weakly_canonical(path, error).string();
}

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
  TestRun(const Options& options, Terminal& terminal) : options_(options), terminal_(terminal) {}

  Status run();

private:
  void read();
  void judge(Tested& tested);
  void as_text();
  void failure(const Tested& tested, const TestResult& result);
  void as_json();
  void as_sarif();
  void as_junit();
  std::string why(const Tested& tested, const TestResult& result, std::size_t width) const {
    return text(result.decision, *tested.program, tested.reading.sources,
                {.color = options_.format == "text" && terminal_.color_of_output(), .width = width});
  }

  const Options& options_;
  Terminal& terminal_;
  std::vector<std::unique_ptr<Tested>> all_;
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
};

Status TestRun::run() {
  if (std::ranges::count(options_.paths, standard_input) > 1) throw UsageError("`-` stands twice; it can be read once");
  read();
  for (const auto& tested : all_) judge(*tested);
  if (options_.format == "json") {
    as_json();
  } else if (options_.format == "sarif") {
    as_sarif();
  } else if (options_.format == "junit") {
    as_junit();
  } else {
    as_text();
  }
  if (passed_ + failed_ == 0) {
    terminal_.complain(fmt::format("no tests were found in {}\n", fmt::join(options_.paths, ", ")));
    return Status::wrong;
  }
  return failed_ == 0 ? Status::done : Status::wrong;
}

// A file of a folder that a policy uses is tested with that policy: by itself it need not make sense.
void TestRun::read() {
  std::set<std::string> used;
  for (const FoundPolicy& found : find_policies(options_.paths)) {
    auto tested = std::make_unique<Tested>(found, options_.common);
    tested->program = read_policy(found.path, tested->reading);
    log_sources(tested->reading);
    if (tested->program) {
      for (SourceId id = 1; id < tested->reading.sources.size(); ++id) {
        used.insert(identity(tested->reading.sources[id].name()));
      }
    }
    all_.push_back(std::move(tested));
  }
  std::erase_if(all_, [&](const auto& tested) { return !tested->named && used.contains(identity(tested->path)); });
}

void TestRun::judge(Tested& tested) {
  if (!tested.program) {
    ++failed_;
    return;
  }
  tested.results = run_tests(*tested.program, tested.reading.sources, options_.common.limits.evaluation);
  for (const TestResult& result : tested.results) ++(result.passed ? passed_ : failed_);
}

void TestRun::as_text() {
  for (const auto& tested : all_) {
    if (!tested->program) {
      complain(terminal_, tested->reading);
      terminal_.out(fmt::format("FAILED  {}: is not a policy that can be tested\n", tested->path));
      continue;
    }
    for (const TestResult& result : tested->results) {
      if (!result.passed) failure(*tested, result);
    }
  }
  if (passed_ + failed_ > 0) terminal_.out(fmt::format("{} passed, {} failed\n", passed_, failed_));
}

void TestRun::failure(const Tested& tested, const TestResult& result) {
  constexpr std::size_t indent = 4;
  terminal_.out(fmt::format("FAILED  {}: {}\n", place(result.span, tested.reading.sources), result.name));
  for (const std::string& problem : result.problems) terminal_.out(fmt::format("  {}\n", problem));
  terminal_.out("\n" + indented(why(tested, result, terminal_.width() - indent), indent) + "\n");
}

void TestRun::as_json() {
  Json report{{"passed", passed_}, {"failed", failed_}, {"tests", Json::array()}, {"unreadable", Json::array()}};
  for (const auto& tested : all_) {
    const Sources& sources = tested->reading.sources;
    if (!tested->program) {
      report["unreadable"].push_back(
          {{"file", tested->path}, {"problems", Json::parse(json(tested->reading.diagnostics, sources))}});
    }
    for (const TestResult& result : tested->results) {
      report["tests"].push_back({{"file", sources.name(result.span)},
                                 {"line", sources.position(result.span).line},
                                 {"name", result.name},
                                 {"passed", result.passed},
                                 {"problems", result.problems},
                                 {"decided", Json::parse(json(result.decision, *tested->program, sources))}});
    }
  }
  terminal_.out(report.dump(2) + "\n");
}

// A test that fails is a problem at its place, like those that `check` finds.
void TestRun::as_sarif() {
  Diagnostics all(options_.common.most_problems);
  Sources sources;
  for (const auto& tested : all_) {
    const auto first = static_cast<SourceId>(sources.size());
    const Sources& own = tested->reading.sources;
    for (SourceId id = 0; id < own.size(); ++id) sources.add(own[id].name(), own[id].text());
    const auto moved = [&](Span span) {
      return span.source < own.size() ? Span{span.source + first, span.begin, span.end} : span;
    };
    for (const Diagnostic& one : tested->reading.diagnostics.sorted()) {
      Diagnostic& copy = all.add_formatted(one.kind, moved(one.span), one.message);
      for (const Label& label : one.labels) copy.label(moved(label.span), label.text);
      copy.notes = one.notes;
      copy.fix = one.fix;
    }
    for (const TestResult& result : tested->results) {
      if (result.passed) continue;
      all.add(DiagnosticKind::test_failed, moved(result.span), result.name, fmt::format("{}", fmt::join(result.problems, "; ")));
    }
  }
  terminal_.out(sarif(all, sources) + "\n");
}

void TestRun::as_junit() {
  constexpr std::size_t width = 100;
  Junit report("pasal test");
  for (const auto& tested : all_) {
    report.suite(tested->path);
    if (!tested->program) {
      const Reading& reading = tested->reading;
      report.failed("is a policy", "is not a policy that can be tested", render(reading.diagnostics, reading.sources));
    }
    for (const TestResult& result : tested->results) {
      if (result.passed) {
        report.passed(result.name);
      } else {
        report.failed(result.name, fmt::format("{}", fmt::join(result.problems, "; ")), why(*tested, result, width));
      }
    }
  }
  terminal_.out(report.text());
}

}  // namespace

void add_test(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<Options>();
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
  verb.add_option("--width", options->common.width, "columns to fold the text to")->type_name("N");
  add_common(verb, options->common);
  add_limits(verb, options->common, {Concern::policy, Concern::evaluation});
  verbs[&verb] = [options](Terminal& terminal) {
    set_up(terminal, options->common);
    return TestRun(*options, terminal).run();
  };
}

}  // namespace pasal::cli
