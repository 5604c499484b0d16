// Reads cases from standard input and holds what-if against brute force in each; prints what did not agree and the
// counts of what was compared; with the argument `history`, what is asked of the past. A case is a policy, a line `=== facts SEED`, facts, and a line `=== end`.
#include <iostream>
#include <string_view>

#include "tests/property/what_if/case.hpp"

namespace pasal::property {
namespace {

constexpr char end_of_failure = '\x1e';

void examine(const std::string& name, const std::string& policy, const std::string& facts, bool past, Report& report) {
  Sources sources;
  Diagnostics diagnostics;
  const auto program = load_policy_text("policy.pasal", policy, sources, diagnostics);
  const auto subjects = program ? load_facts_text(*program, "facts.yaml", facts, sources, diagnostics) : std::vector<Subject>{};
  if (subjects.empty()) {
    report.failures.push_back(name + ": cannot be read\n" + render(diagnostics, sources));
    return;
  }
  ++report.counts["cases"];
  std::vector<Case> cases;
  for (const Subject& subject : subjects) cases.push_back({name, *program, sources, subject, *subject.as_of, report});
  if (past) return check_history(cases.front());
  const auto dice = static_cast<std::uint32_t>(std::stol(name));
  check_sweeps(cases.front(), dice);
  check_remedies(cases.front());
  check_questions(cases.front(), dice);
  check_together(cases, dice);
}

void run(std::istream& in, std::ostream& out, bool past) {
  Report report;
  std::string name;
  std::string policy;
  std::string facts;
  std::string* text = &policy;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== facts ")) {
      name = line.substr(10);
      text = &facts;
    } else if (line == "=== end") {
      examine(name, policy, facts, past, report);
      policy.clear();
      facts.clear();
      text = &policy;
    } else {
      *text += line + "\n";
    }
  }
  for (const std::string& failure : report.failures) out << "seed " << failure << end_of_failure;
  for (const auto& [what, count] : report.counts) out << "count " << count << " " << what << "\n";
}

}  // namespace
}  // namespace pasal::property

int main(int arguments, char** values) {
  const bool past = arguments > 1 && std::string_view(values[1]) == "history";
  pasal::property::run(std::cin, std::cout, past);
  return 0;
}
