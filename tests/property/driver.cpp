#include "tests/property/driver.hpp"

#include <iostream>

#include "engine/interpret/evaluator.hpp"
#include "engine/interpret/replay.hpp"

namespace pasal::property {
namespace {

constexpr char end_of_failure = '\x1e';

}  // namespace

bool Report::require(bool holds, const std::string& name, const std::string& what) {
  if (!holds) failures.push_back(name + ": " + what);
  return holds;
}

ReadCase read_case(const std::string& name, const CaseText& text, Report& report) {
  ReadCase result;
  Diagnostics diagnostics;
  result.program = load_policy_text("policy.pasal", text.policy, result.sources, diagnostics);
  if (result.program) result.subjects = load_facts_text(*result.program, "facts.yaml", text.facts, result.sources, diagnostics);
  const bool is_read = report.require(!result.subjects.empty(), name, "cannot be read\n" + render(diagnostics, result.sources));
  if (is_read) ++report.counts["cases"];
  return result;
}

void run_cases(std::istream& in, std::ostream& out, const std::function<void(const CaseText&, Report&)>& examine) {
  Report report;
  CaseText one;
  std::string* text = &one.policy;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== facts ")) {
      one.heading = line.substr(10);
      text = &one.facts;
    } else if (line == "=== end") {
      examine(one, report);
      one = {};
      text = &one.policy;
    } else {
      *text += line + "\n";
    }
  }
  for (const std::string& failure : report.failures) out << "seed " << failure << end_of_failure;
  for (const auto& [what, count] : report.counts) out << "count " << count << " " << what << "\n";
}

bool is_same(const Value& a, const Value& b) {
  const auto* text = std::get_if<Text>(&a);
  const auto* other = std::get_if<Text>(&b);
  if (text != nullptr && other != nullptr) return **text == **other;
  return a.index() == b.index() && (is_open(a) || a == b);
}

ChangeMoments decision_changes(const Program& program, const Sources& sources, const Subject& subject, Moment from, Moment to) {
  Replay replay(program, sources, subject, from, to);
  ChangeMoments result;
  while (replay.next()) {
    if (replay.at() != from) result.moments.push_back(replay.at());
  }
  result.complete = replay.complete();
  return result;
}

// Evaluated once in each piece, both as it is decided and with doubt left doubt.
ChangeMoments value_changes(const Program& program, const Subject& subject, NodeId node, Moment from, Moment to) {
  interpret::Evaluator evaluator(program, subject, from, {});
  ChangeMoments result;
  for (Moment at = from; at <= to && result.complete;) {
    const auto now = interpret::Evaluator::Within::asked(evaluator, at);
    const interpret::Evaluator::Watch watch(evaluator, to);
    evaluator.count_anew();
    for (const interpret::Mode mode : {interpret::Mode::bounds, interpret::Mode::decided}) {
      const auto within = interpret::Evaluator::Within::mode(evaluator, mode);
      evaluator.value(node);
    }
    result.complete = !evaluator.exhausted();
    at = evaluator.next_change();
    if (at <= to) result.moments.push_back(at);
  }
  return result;
}

}  // namespace pasal::property
