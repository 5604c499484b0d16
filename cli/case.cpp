#include "cli/case.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "grammar/nearest.hpp"

namespace pasal::cli {
namespace {

struct Files {
  std::string policy;
  std::vector<std::string> facts;
  bool standard_input = false;
};

std::string no_policy(const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) return fmt::format("`{}` is a folder; name a policy in it", file);
    for (const std::string& policy : {file + ".pasal", file + ".pasal.md"}) {
      if (std::filesystem::exists(policy, error)) return fmt::format("no policy is named; did you mean `{}`?", policy);
    }
  }
  return fmt::format("no policy is named; the file of a policy ends in {}", policy_endings);
}

Files told_apart(const std::vector<std::string>& files) {
  Files result;
  for (const std::string& file : files) {
    if (file == standard_input) {
      if (result.standard_input) throw UsageError("`-` stands twice; standard input can be read once");
      result.standard_input = true;
    } else if (!is_policy(file)) {
      result.facts.push_back(file);
    } else if (result.policy.empty()) {
      result.policy = file;
    } else if (result.policy == file) {
      throw UsageError(fmt::format("`{}` is named twice", file));
    } else {
      throw UsageError(fmt::format("`{}` and `{}` are two policies, and one decides; name one of them", result.policy, file));
    }
  }
  if (result.policy.empty()) throw UsageError(no_policy(files));
  return result;
}

}  // namespace

void add_case(CLI::App& verb, CaseOptions& options, const std::vector<std::string>& formats) {
  verb.add_option("FILES", options.files,
                  "one policy (.pasal, .pasal.md), and facts, which are read together; - is facts on standard input")
      ->required()
      ->type_name("");
  add_format(verb, options.format, formats);
  verb.add_option("--as-of", options.as_of, "the moment asked about: 2018-07-04 (its close) or '2018-07-04 16:00'")
      ->type_name("MOMENT");
  verb.add_option("--set", options.set, "one fact, in the place of what was reported; may be said several times")
      ->type_name("FACT=VALUE")
      ->take_all()
      ->allow_extra_args(false);
}

void add_case_limits(CLI::App& verb, CaseOptions& options) {
  add_width(verb, options.common);
  add_common(verb, options.common);
  add_limits(verb, options.common, {Concern::policy, Concern::facts, Concern::evaluation});
}

Variable variable_named(const Program& program, const std::string& name) {
  if (const auto found = find_variable(program, name)) return *found;
  std::vector<std::string> names;
  for (const FactDeclaration& fact : program.records.front().facts) names.push_back(fact.name);
  for (const Parameter& parameter : program.parameters) names.push_back(parameter.name);
  const auto near = nearest(name, names, 1);
  throw UsageError(fmt::format("`{}` is neither a fact nor a parameter of this policy{}", name,
                               near.empty() ? std::string() : "; did you mean `" + near.front() + "`?"));
}

MeasurePlace measure_named(const Program& program, const std::string& name) {
  if (const auto found = find_measure(program, name)) return *found;
  const auto near = nearest(name, measure_names(program), 1);
  throw UsageError(fmt::format("`{}` is not a measure of this policy{}", name,
                               near.empty() ? std::string() : "; did you mean `" + near.front() + "`?"));
}

Case::Case(const CaseOptions& options) : options_(options), of_policy_(options.common), of_facts_(options.common) {
  for (const std::string& assignment : options.set) require_text("--set", assignment);
  if (options.as_of) moment_of(*options.as_of, TimeZone());  // its form does not depend on the zone
}

bool Case::read_policy(Terminal& terminal) {
  const Files files = told_apart(options_.files);
  facts_ = files.facts;
  standard_input_ = files.standard_input;
  program_ = cli::read_policy(files.policy, of_policy_);
  if (!program_) {
    log_sources(of_policy_);
    complain(terminal, of_policy_);
    return false;
  }
  of_facts_.sources = std::move(of_policy_.sources);
  return true;
}

bool Case::read_facts(Terminal& terminal) {
  const bool all_read = load() && set_facts();
  log_sources(of_facts_);
  complain(terminal, of_facts_);
  if (!all_read) return false;
  for (const Subject& subject : subjects_) moments_.push_back(moment_of_subject(subject));
  return true;
}

bool Case::load() {
  if (facts_.empty() && !standard_input_) {
    Subject nothing_reported;
    nothing_reported.facts.resize(program_->records.front().facts.size());
    subjects_.push_back(std::move(nothing_reported));
    return true;
  }
  std::vector<NamedText> texts;
  if (standard_input_) {
    texts.push_back({std::string(standard_input), read_standard_input(options_.common.limits.facts.file_bytes)});
  }
  subjects_ = load_facts(*program_, facts_, of_facts_.sources, of_facts_.diagnostics, options_.common.limits, texts);
  return !of_facts_.diagnostics.has_errors();
}

bool Case::set_facts() {
  bool all_set = true;
  for (const std::string& assignment : options_.set) {
    for (Subject& subject : subjects_) {
      // What is wrong with it is the same for every subject.
      all_set = set_fact(*program_, subject, assignment, of_facts_.sources, of_facts_.diagnostics) && all_set;
      if (!all_set) break;
    }
  }
  return all_set;
}

Moment Case::moment_of_subject(const Subject& subject) {
  if (options_.as_of) return moment_of(*options_.as_of, program_->zone);
  if (subject.as_of) return *subject.as_of;
  if (!now_) now_ = present_minute();
  return *now_;
}

void Case::say_now(Terminal& terminal) const {
  if (!now_ || options_.is_json()) return;
  const std::string now = display(*now_, program_->language, program_->zone);
  const bool indonesian = program_->language == Language::indonesian;
  terminal.out(indonesian ? fmt::format("per {} (sekarang; tidak ada saat yang disebutkan)\n\n", now)
                          : fmt::format("as of {} (now; no moment was given)\n\n", now));
}

}  // namespace pasal::cli
