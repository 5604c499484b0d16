// `pasal help [VERB]`
#include <memory>

#include <fmt/format.h>

#include "cli/help_text.hpp"
#include "cli/suggest.hpp"

namespace pasal::cli {

void add_help(CLI::App& app, Verbs& verbs) {
  const auto wanted = std::make_shared<std::string>();
  CLI::App& verb = *app.add_subcommand("help", "Say how a verb is used");
  verb.footer("Example:\n  pasal help decide");
  verb.add_option("VERB", *wanted, "the verb; without it, all are listed")->type_name("");
  verbs[&verb] = [wanted, &app](Terminal& terminal) {
    if (wanted->empty()) {
      terminal.out(help_text(app, terminal.width()));
      return Status::done;
    }
    const auto found = app.get_subcommands([&](const CLI::App* one) { return one->get_name() == *wanted; });
    if (found.empty()) throw UsageError(unknown_verb(app, *wanted));
    terminal.out(help_text(*found.front(), terminal.width()));
    return Status::done;
  };
}

}  // namespace pasal::cli
