// What the property tests share that read generated cases: a case from text, and the report of what did not agree.
//
// A case is a policy, a line `=== facts SEED …`, facts, and a line `=== end`. What did not agree and the counts of what was
// compared go to the output, for tests/property/driver.py.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/pasal.hpp"

namespace pasal::property {

// What was compared, by name, and what did not agree.
struct Report {
  std::map<std::string, std::uint64_t> counts;
  std::vector<std::string> failures;

  // Notes a failure of the case `name` where it does not hold.
  bool require(bool holds, const std::string& name, const std::string& what);
};

struct CaseText {
  std::string heading;  // what stands behind `=== facts`: the seed, and what else the test asks for
  std::string policy;
  std::string facts;
};

// A case as it was read; without subjects where it could not be, which is reported.
struct ReadCase {
  Sources sources;
  std::optional<Program> program;
  std::vector<Subject> subjects;
};
ReadCase read_case(const std::string& name, const CaseText& text, Report& report);

// Reads every case and has it examined.
void run_cases(std::istream& in, std::ostream& out, const std::function<void(const CaseText&, Report&)>& examine);

// Contents of texts included; none is the same as none, and unknown as unknown.
bool is_same(const Value& a, const Value& b);

// The moments at which something may change while time goes by, as the evaluator says them: ascending, each behind the first
// minute of the window. Between two that follow each other nothing changes. There may be too many of them, never too few.
struct ChangeMoments {
  std::vector<Moment> moments;
  bool complete = true;  // false: a limit was reached
};
// Of the decision, as a replay says.
ChangeMoments decision_changes(const Program& program, const Sources& sources, const Subject& subject, Moment from, Moment to);
// Of one expression that depends on no item, asked as of each moment.
ChangeMoments value_changes(const Program& program, const Subject& subject, NodeId node, Moment from, Moment to);

}  // namespace pasal::property
