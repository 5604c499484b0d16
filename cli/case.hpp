// What one run is about: a policy, the facts about its subjects, and the moment asked about.
//
// Purpose: `decide`, `sweep` and `remedy` take the same files and the same options. Input: their options. Output: a
// checked program and its subjects, each with its moment; problems go to the terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/input.hpp"

namespace pasal::cli {

struct CaseOptions {
  Common common;
  std::vector<std::string> files;  // one policy, and facts
  std::string format;
  std::optional<std::string> as_of;
  std::vector<std::string> set;

  bool is_json() const { return format == "json"; }
};
// The files, the moment and what is set; a verb's own options follow, then the layout and the limits.
void add_case(CLI::App& verb, CaseOptions& options, const std::vector<std::string>& formats = {"text", "json"});
void add_case_limits(CLI::App& verb, CaseOptions& options);

// The fact or parameter of that name. Throws a UsageError that offers the nearest.
Variable variable_named(const Program& program, const std::string& name);
// The measure of that name; the same.
MeasurePlace measure_named(const Program& program, const std::string& name);

class Case {
public:
  // Throws a UsageError where the options are no text or no moment.
  explicit Case(const CaseOptions& options);

  // Reads the policy; false where it is wrong, which is reported.
  bool read_policy(Terminal& terminal);
  // Reads the facts and sets what is to be set; false where something is wrong, which is reported.
  bool read_facts(Terminal& terminal);

  const Program& program() const { return *program_; }
  const Sources& sources() const { return of_facts_.sources; }
  const std::vector<Subject>& subjects() const { return subjects_; }
  Moment as_of(std::size_t subject) const { return moments_[subject]; }
  // Says, to a person, the present minute where it was taken for want of another.
  void say_now(Terminal& terminal) const;

private:
  bool load();
  bool set_facts();
  Moment moment_of_subject(const Subject& subject);

  const CaseOptions& options_;
  Reading of_policy_;
  Reading of_facts_;           // takes over the sources of the policy once it is read
  std::vector<std::string> facts_;
  bool standard_input_ = false;
  std::optional<Program> program_;
  std::vector<Subject> subjects_;
  std::vector<Moment> moments_;
  std::optional<Moment> now_;  // where a subject has no moment of its own: one for all
};

}  // namespace pasal::cli
