// Pasal for programs that embed it: load a policy, load facts, decide, explain.
//
//   pasal::Sources sources;
//   pasal::Diagnostics diagnostics;
//   const auto policy = pasal::load_policy("platform-access.pasal", sources, diagnostics);
//   if (!policy) { std::cerr << pasal::render(diagnostics, sources); return 1; }
//   for (const pasal::Subject& subject : pasal::load_facts(*policy, {"tiktok.yaml"}, sources, diagnostics)) {
//     const pasal::Decision decision = pasal::decide(*policy, sources, subject, subject.as_of.value_or(now));
//     std::cout << pasal::text(decision, *policy, sources);
//   }
//
// `now` is a moment of the caller's, for facts that do not say `as of`: no function here prints, exits, throws or reads a
// clock. A `Program` is immutable and may be shared by threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/batch/batch.hpp"
#include "engine/explain/explain.hpp"
#include "engine/facts/facts.hpp"
#include "engine/facts/plain_rows.hpp"
#include "engine/facts/rows.hpp"
#include "engine/interpret/interpret.hpp"
#include "engine/model/decision.hpp"
#include "engine/model/fact_row.hpp"
#include "engine/model/program.hpp"
#include "engine/plan/incremental.hpp"
#include "engine/plan/plan.hpp"
#include "engine/timeline/timeline.hpp"
#include "engine/what_if/what_if.hpp"
#include "grammar/diagnostic.hpp"
#include "grammar/format.hpp"
#include "grammar/source.hpp"
#include "grammar/syntax.hpp"

namespace pasal {

// See "Limits" in the language reference.
struct Limits {
  SyntaxLimits syntax;
  std::size_t policy_bytes_in_all = 16u << 20;  // --max-policy-total-bytes
  FactsLimits facts;
  EvaluationLimits evaluation;
};

// ---- loading --------------------------------------------------------------------------------------------------

// Reads a policy and every file it uses, and checks it. Nothing where it has an error; warnings may come with a
// program. `root` is the folder that `use` may not leave: empty for the folder of the policy.
std::optional<Program> load_policy(const std::string& path, Sources& sources, Diagnostics& diagnostics, const Limits& limits = {},
                                   const std::string& root = {});
// The same for a text in memory, which `name` names in messages. Its `use` statements are relative to the root.
std::optional<Program> load_policy_text(std::string name, std::string text, Sources& sources, Diagnostics& diagnostics,
                                        const Limits& limits = {}, const std::string& root = {});

// ---- a policy with changes on top -------------------------------------------------------------------------------

// One statement of a policy: what it is called and where it stands.
struct StatementText {
  std::string key;   // `rule too young`, `parameter n`, `define large platform`: what takes its place has the same key
  std::string name;  // as the author wrote it: `Too young`; of an unnamed rule its sentence
  StatementKind kind = StatementKind::bare_rule;
  Span span;
};
// The statements of a text by itself, in its order; of one that cannot be read what could be.
std::vector<StatementText> statements_of(std::string name, std::string text, Language language, Sources& sources, Diagnostics& diagnostics,
                                         const Limits& limits = {});

// What a session has changed of a policy.
struct PolicyEdits {
  std::string added;                 // statements; one takes the place of a statement of the files that has the same key
  std::vector<std::string> dropped;  // keys of statements of the files that do not count
};
struct EditedPolicy {
  Program program;
  std::vector<StatementText> statements;  // of the files and of the edits, those that count
  std::vector<StatementText> hidden;      // of the files, those that were dropped or replaced
};
// Reads policies (the first of which names the language), puts the edits on top and checks the whole. Without a path the
// edits are the whole policy. `language` is that of the edits where there is no policy to follow.
std::optional<EditedPolicy> load_edited_policy(const std::vector<std::string>& paths, const PolicyEdits& edits, Sources& sources,
                                               Diagnostics& diagnostics, const Limits& limits = {}, const std::string& root = {},
                                               Language language = Language::english);

// ---- facts --------------------------------------------------------------------------------------------------------

// A text that is no file, and its name in messages: standard input is `-`.
struct NamedText {
  std::string name;
  std::string text;
};
// Reads facts files together, then `texts`. Empty where there is an error.
std::vector<Subject> load_facts(const Program& program, const std::vector<std::string>& paths, Sources& sources, Diagnostics& diagnostics,
                                const Limits& limits = {}, const std::vector<NamedText>& texts = {});
std::vector<Subject> load_facts_text(const Program& program, std::string name, std::string text, Sources& sources, Diagnostics& diagnostics,
                                     const Limits& limits = {});

// `local office = yes`, `local office is yes`: puts one fact of a subject in the place of what was reported of it. It
// stands in no file: `origin` is what answers and messages name instead. Of one origin a fact is set once.
bool set_fact(const Program& program, Subject& subject, std::string_view assignment, Sources& sources, Diagnostics& diagnostics,
              const std::string& origin = "--set");

// A value of what is varied, as a facts file would write it (`?` is unknown), and the range of a sweep: `0..5000`, with a
// step or an empty text.
std::optional<Value> read_value(const Program& program, const Variable& variable, std::string_view text, Sources& sources,
                                Diagnostics& diagnostics);
std::optional<SweepRange> read_range(const Program& program, const Variable& variable, std::string_view text, std::string_view step,
                                     Sources& sources, Diagnostics& diagnostics);

// Answers: `decide` and `why_not` stand in engine/interpret/interpret.hpp, `text`, `json` and `sarif` in
// engine/explain/explain.hpp.

// ---- canonical text ---------------------------------------------------------------------------------------------

// A policy as the formatter writes it. Nothing where the file, or one that it uses, cannot be read as a policy; its
// names need not be declared, so that a part of a policy can be formatted too. Nothing, and no error, where the formatter
// is at fault: what it wrote would not be read as what it was given.
std::optional<std::string> format_policy(const std::string& path, Sources& sources, Diagnostics& diagnostics,
                                         const FormatOptions& options = {}, const Limits& limits = {}, const std::string& root = {});
std::optional<std::string> format_policy_text(std::string name, std::string text, Sources& sources, Diagnostics& diagnostics,
                                              const FormatOptions& options = {}, const Limits& limits = {}, const std::string& root = {});

// ---- facts and tests as text ------------------------------------------------------------------------------------

// A facts file that says what is known of a subject, and reads back as the same facts.
std::string facts_text(const Program& program, const Subject& subject, Moment as_of);
// A `test` statement that gives a subject's facts and expects what is decided on them, in the policy's language. The
// origin of facts is left out; a mere claim is given as `unverified`.
std::string test_text(const Program& program, const Subject& subject, const Decision& decision, std::string_view name);

// ---- tests ------------------------------------------------------------------------------------------------------

struct TestResult {
  std::string name;
  Span span;
  bool passed = false;
  std::vector<std::string> problems;  // `expected allow, but the decision is block`
  Decision decision;
};
// Of all tests, or of those before it was interrupted.
std::vector<TestResult> run_tests(const Program& program, const Sources& sources, const EvaluationLimits& limits = {});

// ---- the facts a policy asks for ----------------------------------------------------------------------------------

// A facts file to fill in, every fact with its type and options as a comment.
std::string facts_template(const Program& program);
// JSON Schema (draft 2020-12) for facts files.
std::string facts_schema(const Program& program);

// ---- diagnostics explained --------------------------------------------------------------------------------------

// What a diagnostic means, with an example that shows it and the same example mended. `code` is `P0203` or
// `type-mismatch`. Nothing where there is no such diagnostic. The examples are the text of the file that `command` names,
// a policy `example.pasal` or facts `example.yaml`; where there is no `command` they are commands themselves, each behind
// a `$ `. `policy` is the text of `platform.pasal`, where the examples stand beside it.
struct Explanation {
  std::string_view code;
  std::string_view name;
  std::string_view cause;
  std::string_view command;
  std::string_view wrong;
  std::string_view right;
  std::string_view policy;
};
std::optional<Explanation> explanation(std::string_view code);
const std::vector<Explanation>& explanations();
// For a person: what it means, then both examples.
std::string text(const Explanation& explanation, const TextOptions& options = {});

}  // namespace pasal
