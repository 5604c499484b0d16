// What a session has changed, and what it stands on. Private to repl/.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "repl/session.hpp"

namespace pasal::repl {

// One change of one fact of one subject, as it was said.
struct FactChange {
  std::size_t subject = 0;
  std::string fact;        // normalized name
  std::string assignment;  // `local office = yes`; empty: forgotten
};

struct AddedStatement {
  std::string key;
  std::string text;
  friend bool operator==(const AddedStatement&, const AddedStatement&) = default;
};

// All that can be undone. Small: files are not part of it.
struct State {
  std::vector<AddedStatement> added;
  std::vector<std::string> dropped;  // keys
  std::vector<FactChange> facts;
  std::optional<Moment> as_of;
  std::size_t subject = 0;

  PolicyEdits edits() const;
  bool has_same_policy(const State& other) const { return added == other.added && dropped == other.dropped; }
};

// The policy as it stands, and what the files say of the subjects.
struct LoadedPolicy {
  Sources sources;
  EditedPolicy edited;
  std::vector<Subject> reported;
  std::string warnings;
};

// A state applied to the files: what is asked about.
struct Case {
  std::shared_ptr<const LoadedPolicy> policy;
  std::vector<Subject> subjects;  // with the changes

  const Program& program() const { return policy->edited.program; }
  const Sources& sources() const { return policy->sources; }
  const std::vector<StatementText>& statements() const { return policy->edited.statements; }
};

// The files a session started from.
struct Files {
  std::vector<std::string> policies;
  std::vector<std::string> facts;
  std::map<std::string, std::filesystem::file_time_type> seen;  // when each was last changed

  // What the session's own statements are read in. Without a policy, one in another language begins by saying so.
  Language language_of_edits(Language of_session) const { return policies.empty() ? Language::english : of_session; }
  // Those that changed since they were last looked at.
  std::vector<std::string> changed();
  void look(const Sources& sources);
};

// Applies a state; null with `problem` set where something is wrong. `before`, where given, is a case whose policy is
// that of the state, so that only facts are applied again.
std::shared_ptr<const Case> apply(const State& state, const Files& files, const SessionOptions& options, Language language,
                                  const std::shared_ptr<const Case>& before, std::string& problem,
                                  std::vector<std::string>* offered = nullptr);

}  // namespace pasal::repl
