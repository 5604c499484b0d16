// `pasal fmt FILES...`: the canonical text of a policy.
#include <memory>

#include <fmt/format.h>

#include "cli/diff.hpp"
#include "cli/find_policies.hpp"
#include "cli/input.hpp"
#include "cli/replace_file.hpp"

namespace pasal::cli {
namespace {

struct FmtOptions {
  Common common;
  std::vector<std::string> paths;
  std::string language;
  bool check = false;
  bool diff = false;
  bool to_output = false;
};

class Fmt {
public:
  Fmt(const FmtOptions& options, Terminal& terminal) : options_(options), terminal_(terminal) {}

  Status run();

private:
  void file(const std::string& path);
  std::optional<std::string> formatted(const std::string& path, Reading& reading) const;
  void show(const std::string& path, const std::string& before, const std::string& after);

  const FmtOptions& options_;
  Terminal& terminal_;
  bool failed_ = false;
};

Status Fmt::run() {
  if (options_.to_output && (options_.check || options_.diff)) {
    throw UsageError("`--stdout` writes the whole policy, and `--check` and `--diff` write none; leave one of them out");
  }
  const FoundPolicies found = find_policies(options_.paths);
  for (const FoundPolicy& one : found.policies) file(one.path);
  for (const std::string& problem : found.problems) terminal_.complain(problem + "\n");
  return failed_ || !found.problems.empty() ? Status::wrong : Status::done;
}

std::optional<std::string> Fmt::formatted(const std::string& path, Reading& reading) const {
  FormatOptions format;
  if (!options_.language.empty()) format.language = options_.language == "id" ? Language::indonesian : Language::english;
  const Common& common = options_.common;
  if (path != standard_input) {
    return format_policy(path, reading.sources, reading.diagnostics, format, common.limits, common.root);
  }
  return format_policy_text(path, read_standard_input(common.limits.syntax.file_bytes), reading.sources,
                            reading.diagnostics, format, common.limits, common.root.empty() ? "." : common.root);
}

void Fmt::file(const std::string& path) {
  Reading reading(options_.common);
  const auto after = formatted(path, reading);
  log_sources(reading);
  complain(terminal_, reading);
  if (!after) {
    const bool is_ours = !reading.diagnostics.has_errors();
    terminal_.complain(fmt::format("{}: not formatted{}\n", printable(path),
                                   is_ours ? "; `pasal fmt` would spoil it, which is a mistake of the program: please report it" : ""));
    failed_ = true;
    return;
  }
  show(path, reading.sources[0].text(), *after);  // the policy itself is read first
}

void Fmt::show(const std::string& path, const std::string& before, const std::string& after) {
  const bool differs = before != after;
  const std::string shown = printable(path);
  if (options_.check || options_.diff) {
    if (options_.diff) terminal_.out(unified_diff(shown, before, after));
    if (options_.check && differs) {
      terminal_.complain(fmt::format("{}: `pasal fmt` would change it\n", shown));
      failed_ = true;
    }
    return;
  }
  if (options_.to_output || path == standard_input) {
    terminal_.out(after);
    return;
  }
  if (!differs) return;
  const std::string problem = replace_file(path, before, after);
  if (problem.empty()) {
    terminal_.out(fmt::format("{}: formatted\n", shown));
    return;
  }
  terminal_.complain(fmt::format("{}: could not be written: {}\n", shown, problem));
  failed_ = true;
}

}  // namespace

void add_fmt(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<FmtOptions>();
  CLI::App& verb = *app.add_subcommand("fmt", "Lay a policy out as all policies are, or translate its keywords");
  verb.footer(
      "Examples:\n"
      "  pasal fmt platform-access.pasal\n"
      "  pasal fmt --check policies\n"
      "  pasal fmt --language id --stdout platform-access.pasal > akses-platform.pasal\n"
      "\n"
      "Exit status: 0 done; 1 a file has errors (and stays as it is), or with --check would change; 2 wrong usage.");
  verb.add_option("PATHS", options->paths,
                  "policies (.pasal, .pasal.md), and folders to search for them; - is a policy on standard input")
      ->required()
      ->type_name("");
  verb.add_flag("--check", options->check, "change nothing; the exit status says whether a file would change");
  verb.add_flag("--diff", options->diff, "change nothing; show what would change");
  verb.add_flag("--stdout", options->to_output, "write to standard output instead of the file");
  add_choice(verb, "--language", options->language, "translate the keywords", {"en", "id"});
  add_common(verb, options->common);
  add_limits(verb, options->common, {Concern::policy});
  verbs[&verb] = [options](Terminal& terminal) {
    set_up(terminal, options->common);
    return Fmt(*options, terminal).run();
  };
}

}  // namespace pasal::cli
