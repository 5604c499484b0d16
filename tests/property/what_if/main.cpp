// Reads cases (see driver.hpp) from standard input and holds what-if against brute force in each; with the argument
// `history`, what is asked of the past.
#include <iostream>
#include <string_view>

#include "tests/property/what_if/case.hpp"

namespace pasal::property {
namespace {

void examine(const CaseText& text, bool past, Report& report) {
  const std::string& name = text.heading;
  const ReadCase read = read_case(name, text, report);
  if (read.subjects.empty()) return;
  std::vector<Case> cases;
  for (const Subject& subject : read.subjects) cases.push_back({name, *read.program, read.sources, subject, *subject.as_of, report});
  if (past) return check_history(cases.front());
  const auto dice = static_cast<std::uint32_t>(std::stol(name));
  check_sweeps(cases.front(), dice);
  check_remedies(cases.front());
  check_questions(cases.front(), dice);
  check_together(cases, dice);
}

}  // namespace
}  // namespace pasal::property

int main(int arguments, char** values) {
  const bool past = arguments > 1 && std::string_view(values[1]) == "history";
  pasal::property::run_cases(std::cin, std::cout, [past](const auto& text, auto& report) { pasal::property::examine(text, past, report); });
  return 0;
}
