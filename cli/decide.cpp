// `pasal decide POLICY FACTS...`: what is the decision, and why?
#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include <fmt/format.h>

#include "cli/input.hpp"
#include "grammar/keywords.hpp"
#include "grammar/nearest.hpp"

namespace pasal::cli {
namespace {

struct Options {
  Common common;
  std::vector<std::string> files;
  std::string format;
  std::optional<std::string> as_of;
  std::vector<std::string> set;
  std::optional<std::string> why_not;
  bool exit_code = false;
};

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

// `; its rules are "A" and "B"`
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 10;
  if (names.empty()) return "; the policy has no rules";
  std::vector<std::string> quoted;
  for (std::size_t index = 0; index < std::min(names.size(), most); ++index) quoted.push_back('"' + names[index] + '"');
  if (names.size() > most) quoted.push_back(fmt::format("{} more", names.size() - most));
  const std::string last = std::move(quoted.back());
  quoted.pop_back();
  if (quoted.empty()) return "; its only rule is " + last;
  return fmt::format("; its rules are {} and {}", fmt::join(quoted, ", "), last);
}

class Decide {
public:
  Decide(const Options& options, Terminal& terminal)
      : options_(options), terminal_(terminal), of_policy_(options.common), of_facts_(options.common) {}

  Status run();

private:
  bool read_facts(const Files& files);
  bool set_facts();
  void find_rule() const;
  void say_now();
  Moment moment_of_subject(const Subject& subject);
  void answer(const Subject& subject, Moment as_of, bool first);
  void answer_why_not(const Subject& subject, Moment as_of);
  Status status() const;
  bool is_json() const { return options_.format == "json"; }
  TextOptions text_options() const { return {terminal_.color_of_output(), terminal_.width()}; }

  const Options& options_;
  Terminal& terminal_;
  Reading of_policy_;
  Reading of_facts_;     // shares the sources of the policy: see `run`
  std::optional<Program> program_;
  std::vector<Subject> subjects_;
  std::optional<Moment> now_;  // where a subject has no moment of its own: one for all
  bool some_open_ = false;
  bool some_stricter_ = false;
};

Status Decide::run() {
  const Files files = told_apart(options_.files);
  program_ = read_policy(files.policy, of_policy_);
  if (!program_) {
    log_sources(of_policy_);
    complain(terminal_, of_policy_);
    return Status::wrong;
  }
  of_facts_.sources = std::move(of_policy_.sources);
  find_rule();
  const bool all_read = read_facts(files) && set_facts();
  log_sources(of_facts_);
  complain(terminal_, of_facts_);
  if (!all_read) return Status::wrong;

  std::vector<Moment> moments;
  for (const Subject& subject : subjects_) moments.push_back(moment_of_subject(subject));
  if (now_ && !is_json()) say_now();
  for (std::size_t index = 0; index < subjects_.size(); ++index) answer(subjects_[index], moments[index], index == 0);
  return status();
}

bool Decide::read_facts(const Files& files) {
  if (files.facts.empty() && !files.standard_input) {
    Subject nothing_reported;
    nothing_reported.facts.resize(program_->records.front().facts.size());
    subjects_.push_back(std::move(nothing_reported));
    return true;
  }
  std::vector<NamedText> texts;
  if (files.standard_input) {
    texts.push_back({std::string(standard_input), read_standard_input(options_.common.limits.facts.file_bytes)});
  }
  subjects_ = load_facts(*program_, files.facts, of_facts_.sources, of_facts_.diagnostics, options_.common.limits, texts);
  return !of_facts_.diagnostics.has_errors();
}

bool Decide::set_facts() {
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

// A rule that nobody declared is a wrong command, not an answer.
void Decide::find_rule() const {
  if (!options_.why_not) return;
  std::vector<std::string> names;
  for (const Rule& rule : program_->rules) {
    names.push_back(rule.name);
    if (!rule.table.empty() && std::ranges::find(names, rule.table) == names.end()) names.push_back(rule.table);
  }
  for (const Obligation& obligation : program_->obligations) names.push_back(obligation.name);
  const std::string wanted = normalized(*options_.why_not);
  if (std::ranges::any_of(names, [&](const std::string& name) { return normalized(name) == wanted; })) return;
  const auto near = nearest(*options_.why_not, names, 1);
  std::erase_if(names, [&](const std::string& name) {
    return std::ranges::any_of(program_->rules, [&](const Rule& rule) { return !rule.table.empty() && rule.name == name; });
  });
  throw UsageError(fmt::format("there is no rule \"{}\"{}", *options_.why_not,
                               near.empty() ? listed(names) : fmt::format("; did you mean \"{}\"?", near.front())));
}

void Decide::say_now() {
  const std::string now = display(*now_, program_->language, program_->zone);
  const bool indonesian = program_->language == Language::indonesian;
  terminal_.out(indonesian ? fmt::format("per {} (sekarang; tidak ada saat yang disebutkan)\n\n", now)
                           : fmt::format("as of {} (now; no moment was given)\n\n", now));
}

Moment Decide::moment_of_subject(const Subject& subject) {
  if (options_.as_of) return moment_of(*options_.as_of, program_->zone);
  if (subject.as_of) return *subject.as_of;
  if (!now_) now_ = present_minute();
  return *now_;
}

void Decide::answer(const Subject& subject, Moment as_of, bool first) {
  if (!first && !is_json()) terminal_.out("\n");
  const Decision decision = decide(*program_, of_facts_.sources, subject, as_of, options_.common.limits.evaluation);
  for (const LadderDecision& on : decision.ladders) {
    some_open_ = some_open_ || !on.settled;
    some_stricter_ = some_stricter_ || on.measure.rung > 0;
  }
  if (options_.why_not) {
    answer_why_not(subject, as_of);
    return;
  }
  terminal_.out(is_json() ? json(decision, *program_, of_facts_.sources) + "\n"
                          : text(decision, *program_, of_facts_.sources, text_options()));
}

void Decide::answer_why_not(const Subject& subject, Moment as_of) {
  const auto why = why_not(*program_, of_facts_.sources, subject, as_of, *options_.why_not,
                           options_.common.limits.evaluation);
  if (is_json()) {
    terminal_.out(json(why, *program_, of_facts_.sources) + "\n");
    return;
  }
  const std::string when = display(as_of, program_->language, program_->zone);
  terminal_.out(subject.name.empty() ? when + "\n\n" : fmt::format("{}, {}\n\n", subject.name, when));
  terminal_.out(text(why, *options_.why_not, *program_, of_facts_.sources, text_options()));
}

Status Decide::status() const {
  if (!options_.exit_code) return Status::done;
  if (some_open_) return Status::open;
  return some_stricter_ ? Status::stricter : Status::done;
}

}  // namespace

void add_decide(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<Options>();
  CLI::App& verb = *app.add_subcommand("decide", "Say what a policy decides on facts, and why");
  verb.footer(
      "Examples:\n"
      "  pasal decide platform-access.pasal tiktok.yaml\n"
      "  pasal decide platform-access.pasal tiktok.yaml --as-of 2018-07-10 --set 'local office = yes'\n"
      "  pasal decide platform-access.pasal tiktok.yaml --why-not 'Too young'\n"
      "  pasal decide platform-access.pasal - --format json < tiktok.yaml\n"
      "\n"
      "Exit status: 0 every subject was decided; 1 the policy or the facts are wrong; 2 wrong usage.\n"
      "With --exit-code: 3 some decision is open, else 4 some measure is stricter than the mildest.");
  verb.add_option("FILES", options->files,
                  "one policy (.pasal, .pasal.md), and facts, which are read together; - is facts on standard input")
      ->required()
      ->type_name("");
  add_format(verb, options->format, {"text", "json"});
  verb.add_option("--as-of", options->as_of, "the moment asked about: 2018-07-04 (its close) or '2018-07-04 16:00'")
      ->type_name("MOMENT");
  verb.add_option("--set", options->set, "one fact, in the place of what was reported; may be said several times")
      ->type_name("FACT=VALUE")
      ->take_all()
      ->allow_extra_args(false);
  verb.add_option("--why-not", options->why_not, "say why this rule is, or is not, among the reasons")->type_name("RULE");
  verb.add_flag("--exit-code", options->exit_code, "let the exit status tell the decision");
  add_width(verb, options->common);
  add_common(verb, options->common);
  add_limits(verb, options->common, {Concern::policy, Concern::facts, Concern::evaluation});
  verbs[&verb] = [options](Terminal& terminal) {
    set_up(terminal, options->common);
    for (const std::string& assignment : options->set) require_text("--set", assignment);
    if (options->as_of) moment_of(*options->as_of, TimeZone());  // its form does not depend on the zone
    return Decide(*options, terminal).run();
  };
}

}  // namespace pasal::cli
