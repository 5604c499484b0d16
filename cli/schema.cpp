// `pasal schema POLICY`: the facts a policy asks for.
#include <memory>

#include "cli/input.hpp"

namespace pasal::cli {
namespace {

struct SchemaOptions {
  Common common;
  std::string policy;
  std::string format;
};

Status run(const SchemaOptions& options, Terminal& terminal) {
  require_policy(options.policy);
  Reading reading(options.common);
  const auto program = read_policy(options.policy, reading);
  log_sources(reading);
  if (!program) {
    complain(terminal, reading);
    return Status::wrong;
  }
  terminal.out(options.format == "json" ? facts_schema(*program) : facts_template(*program));
  return Status::done;
}

}  // namespace

void add_schema(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<SchemaOptions>();
  CLI::App& verb = *app.add_subcommand("schema", "Write the facts a policy asks for, as a facts file to fill in");
  verb.footer(
      "Examples:\n"
      "  pasal schema platform-access.pasal > facts.yaml\n"
      "  pasal schema platform-access.pasal --format json > facts.schema.json   # for editors");
  verb.add_option("POLICY", options->policy, "the policy; - is standard input")->required()->type_name("");
  add_format(verb, options->format, {"yaml", "json"});
  add_common(verb, options->common);
  add_limits(verb, options->common, {Concern::policy});
  verbs[&verb] = [options](Terminal& terminal) {
    set_up(terminal, options->common);
    return run(*options, terminal);
  };
}

}  // namespace pasal::cli
