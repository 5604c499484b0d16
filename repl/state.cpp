#include "repl/state.hpp"

#include <algorithm>
#include <system_error>

#include "repl/sentences.hpp"

namespace pasal::repl {

namespace fs = std::filesystem;

PolicyEdits State::edits() const {
  PolicyEdits edits;
  for (const AddedStatement& one : added) edits.added += one.text + "\n\n";
  edits.dropped = dropped;
  return edits;
}

namespace {

std::optional<fs::file_time_type> time_of(const std::string& path) {
  std::error_code error;
  const auto time = fs::last_write_time(path, error);
  return error ? std::nullopt : std::optional(time);
}

std::shared_ptr<LoadedPolicy> load(const State& state, const Files& files, const SessionOptions& options, Language language, std::string& problem,
                           std::vector<std::string>* offered) {
  auto loaded = std::make_shared<LoadedPolicy>();
  Diagnostics diagnostics;
  auto policy = load_edited_policy(files.policies, state.edits(), loaded->sources, diagnostics, options.limits, options.root, files.language_of_edits(language));
  if (!policy) {
    problem = render(diagnostics, loaded->sources, options.messages);
    if (offered == nullptr) return nullptr;
    std::size_t errors = 0;
    for (const Diagnostic& one : diagnostics.sorted()) {
      const bool can_be_declared = one.kind == DiagnosticKind::unknown_name && one.fix && one.fix->find('\n') != std::string::npos;
      if (can_be_declared) offered->push_back(*one.fix);
      errors += one.severity == Severity::error ? 1U : 0U;
    }
    // A sentence that is right but for its names: the offer says it all.
    if (offered->size() == errors) problem.clear();
    return nullptr;
  }
  loaded->edited = std::move(*policy);
  loaded->warnings = render(diagnostics, loaded->sources, options.messages);
  if (files.facts.empty()) {
    loaded->reported.emplace_back();
    loaded->reported.back().facts.resize(loaded->edited.program.records.front().facts.size());
    return loaded;
  }
  Sources of_facts;
  Diagnostics about_facts;
  loaded->reported = load_facts(loaded->edited.program, files.facts, of_facts, about_facts, options.limits);
  if (about_facts.has_errors()) {
    problem = render(about_facts, of_facts, options.messages);
    return nullptr;
  }
  return loaded;
}

bool apply_facts(const State& state, Case& loaded, const SessionOptions& options, std::string& problem) {
  loaded.subjects = loaded.policy->reported;
  // The files may have changed since.
  if (state.subject >= loaded.subjects.size()) {
    problem = say(Sentence::subject_gone, loaded.program().language);
    return false;
  }
  for (const FactChange& change : state.facts) {
    if (change.subject >= loaded.subjects.size()) continue;
    Subject& subject = loaded.subjects[change.subject];
    const auto named = find_variable(loaded.program(), change.fact);
    const bool is_fact = named && named->kind == Variable::Kind::fact;
    if (is_fact && change.assignment.empty()) subject.facts[named->fact.fact] = {};
    if (!is_fact || change.assignment.empty()) continue;
    Sources scratch;
    Diagnostics diagnostics;
    if (set_fact(loaded.program(), subject, change.assignment, scratch, diagnostics, say(Sentence::this_session, loaded.program().language))) continue;
    problem = render(diagnostics, scratch, options.messages);
    return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> Files::changed() {
  std::vector<std::string> names;
  for (auto& [path, time] : seen) {
    const auto now = time_of(path);
    if (!now || *now == time) continue;
    time = *now;
    names.push_back(path);
  }
  return names;
}

void Files::look(const Sources& sources) {
  const auto add = [&](const std::string& path) {
    if (const auto time = time_of(path)) seen.insert_or_assign(path, *time);
  };
  for (SourceId id = 0; id < sources.size(); ++id) add(sources[id].name());
  for (const std::string& path : facts) add(path);
}

std::shared_ptr<const Case> apply(const State& state, const Files& files, const SessionOptions& options, Language language,
                                  const std::shared_ptr<const Case>& before, std::string& problem, std::vector<std::string>* offered) {
  const auto applied = std::make_shared<Case>();
  applied->policy = before != nullptr ? before->policy : load(state, files, options, language, problem, offered);
  if (applied->policy == nullptr || !apply_facts(state, *applied, options, problem)) return nullptr;
  return applied;
}

}  // namespace pasal::repl
