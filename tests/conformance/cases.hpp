// The cases: a policy, facts, and what must be decided of them.
//
// A file of cases is YAML: a list of groups, each a policy with its cases.
//
//   - policy: |
//       facts about a shop
//         licensed: yes or no
//       rule "No licence"
//         block if no licensed
//     as of: 2020-01-10              # of all its cases, unless one says otherwise
//     cases:
//       - case: the rule applies
//         facts: "licensed: no"      # a facts file; left out: nothing was reported
//         expect: block              # settled, without questions or errors
//       - case: nobody knows
//         expect: {measure: allow, at most: block, questions: [licensed]}
//
// `expect` says everything about a ladder; several ladders are a list of them, in the order of the policy. Measures are
// written as an answer shows them: `fine 18,000,000 GBP`, `fine (no limit)`.
//
//   measure          what is decided
//   at least         the mildest possible; left out: the measure
//   at most          the strictest possible; left out: the measure. The decision is settled when the two are equal
//   questions        all of them, most decisive first: `licensed`, `received (order A)`; left out: none
//   reasons          the rules, strictest first: `No licence`, `Late (order A)`; left out: not looked at
//   done             what was taken once: `fine 10 TRY: Representative`; left out: none
//
// and beside the first ladder's: `assumed` (all of them; left out: not looked at), `errors` (the messages; left out:
// none), `outside` (why nothing was judged; left out: it was).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pasal::conformance {

struct ExpectedLadder {
  std::string measure;
  std::string at_least;
  std::string at_most;
  std::vector<std::string> questions;
  std::optional<std::vector<std::string>> reasons;
  std::vector<std::string> done;
};

struct Case {
  std::string name;
  std::string place;  // `exceptions.yaml:12`
  std::string policy;
  std::string facts;
  std::string as_of;
  std::vector<ExpectedLadder> ladders;
  std::optional<std::vector<std::string>> assumed;
  std::vector<std::string> errors;
  std::string outside;
};

// Throws std::runtime_error where a file is not as above: a key that nobody reads would be an expectation that nobody
// holds.
std::vector<Case> read_cases(const std::string& path);

}  // namespace pasal::conformance
