// Runs the cases through every evaluator.
//
//   pasal_conformance FOLDER [NAME]
//
// Prints each case that fails, what an evaluator cannot express, and a summary. With NAME only the cases whose name
// contains it are run.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "engine/explain/words.hpp"
#include "tests/conformance/adapter.hpp"
#include "tests/conformance/cases.hpp"

namespace pasal::conformance {
namespace {

constexpr std::size_t fewest_cases = 240;

using Texts = std::vector<std::string>;

std::string joined(const Texts& texts) { return texts.empty() ? "none" : listed(texts); }

// Holds one decision against what is expected of it.
class Judge {
public:
  // `explained`: not only its measures and bounds.
  Judge(const Case& expected, const Decision& decision, const Program& program, bool explained)
      : expected_(expected), decision_(decision), program_(program), explained_(explained) {}

  Texts problems() {
    if (expected_.ladders.size() != decision_.ladders.size()) {
      return {std::to_string(decision_.ladders.size()) + " ladders, expected " +
              std::to_string(expected_.ladders.size())};
    }
    for (std::size_t index = 0; index < decision_.ladders.size(); ++index) {
      judge(expected_.ladders[index], decision_.ladders[index]);
    }
    if (!explained_) return std::move(problems_);
    Texts errors;
    for (const EvaluationError& error : decision_.errors) errors.push_back(error.message);
    same("errors", errors, expected_.errors);
    if (expected_.assumed) same("assumed", decision_.assumed, *expected_.assumed);
    same("outside", {decision_.outside}, {expected_.outside});
    return std::move(problems_);
  }

private:
  void judge(const ExpectedLadder& wanted, const LadderDecision& on) {
    same("measure", {words(on.measure, on)}, {wanted.measure});
    same("at least", {words(on.at_least, on)}, {wanted.at_least});
    same("at most", {highest_words(on, program_)}, {wanted.at_most});
    same("settled", {on.settled ? "yes" : "no"}, {wanted.at_least == wanted.at_most ? "yes" : "no"});
    if (!explained_) return;
    Texts questions;
    for (const Question& question : on.questions) questions.push_back(with_item(question.name, question.item));
    same("questions", questions, wanted.questions);
    Texts reasons;
    for (const Reason& reason : on.reasons) reasons.push_back(with_item(reason.rule, reason.item));
    if (wanted.reasons) same("reasons", reasons, *wanted.reasons);
    Texts done;
    for (const DoneMeasure& one : on.done) done.push_back(words(one.outcome, on) + ": " + with_item(one.rule, one.item));
    same("done", done, wanted.done);
  }
  std::string words(const Outcome& outcome, const LadderDecision& on) const {
    return measure_words(outcome, program_.ladders[on.ladder], program_);
  }
  void same(const std::string& what, const Texts& given, const Texts& wanted) {
    if (given != wanted) problems_.push_back(what + ": " + joined(given) + "; expected " + joined(wanted));
  }

  const Case& expected_;
  const Decision& decision_;
  const Program& program_;
  bool explained_;
  Texts problems_;
};

class Runner {
public:
  void run(const Case& one) {
    ++cases_;
    Sources sources;
    Diagnostics diagnostics;
    const auto program = load_policy_text("policy.pasal", one.policy, sources, diagnostics);
    if (!program) return fail(one, "policy", {render(diagnostics, sources)});
    const std::string facts = one.facts.empty() ? "{}" : one.facts;
    const auto subjects = load_facts_text(*program, "facts.yaml", facts, sources, diagnostics);
    if (diagnostics.has_errors() || subjects.size() != 1) return fail(one, "facts", {render(diagnostics, sources)});
    const auto as_of = moment(one.as_of, program->zone);
    if (!as_of) return fail(one, "as of", {one.as_of});
    for (const auto& adapter : adapters_) {
      const auto answer = adapter->decide(*program, sources, subjects.front(), *as_of);
      if (const auto* cannot = std::get_if<CannotExpress>(&answer)) {
        std::cout << adapter->name() << " cannot express " << one.place << " (" << one.name << "): " << cannot->reason
                  << "\n";
        continue;
      }
      const Texts problems = Judge(one, std::get<Decision>(answer), *program, adapter->explains()).problems();
      if (!problems.empty()) fail(one, adapter->name(), problems);
    }
  }

  int summary(bool all) const {
    std::cout << cases_ << " cases, " << adapters_.size() << " evaluator" << (adapters_.size() == 1 ? "" : "s") << ", "
              << failures_ << " failures\n";
    if (all && cases_ < fewest_cases) std::cout << "there were at least " << fewest_cases << " cases\n";
    return failures_ > 0 || cases_ == 0 || (all && cases_ < fewest_cases) ? 1 : 0;
  }

private:
  // `2018-07-04`, its close, or `2018-07-04 16:00`.
  static std::optional<Moment> moment(const std::string& text, const TimeZone& zone) {
    if (const auto date = parse_date(text)) return zone.close_of(*date);
    const auto civil = parse_civil_time(text);
    return civil ? zone.moment(*civil) : std::nullopt;
  }

  void fail(const Case& one, std::string_view who, const Texts& problems) {
    ++failures_;
    std::cout << one.place << ": " << one.name << " [" << who << "]\n";
    for (const std::string& problem : problems) std::cout << "  " << problem << "\n";
  }

  std::vector<std::unique_ptr<Adapter>> adapters_ = adapters();
  std::size_t cases_ = 0;
  std::size_t failures_ = 0;
};

int run(const std::filesystem::path& folder, const std::string& name) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  Runner runner;
  for (const std::string& file : files) {
    for (const Case& one : read_cases(file)) {
      if (one.name.find(name) != std::string::npos) runner.run(one);
    }
  }
  return runner.summary(name.empty());
}

}  // namespace
}  // namespace pasal::conformance

int main(int count, char** arguments) {
  if (count < 2) {
    std::cerr << "usage: pasal_conformance FOLDER [NAME]\n";
    return 2;
  }
  try {
    return pasal::conformance::run(arguments[1], count > 2 ? arguments[2] : "");
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << "\n";
    return 1;
  }
}
