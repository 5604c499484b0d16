#include "cli/help_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace pasal::cli {
namespace {

// A flag, a file or a verb, and what it is for.
struct Entry {
  std::string name;
  std::string description;
};

constexpr std::size_t widest_name = 32;
constexpr std::size_t least_description = 30;

// Two columns; where the terminal is too narrow for them, a description stands below its name.
std::string listed(const std::string& title, const std::vector<Entry>& entries, std::size_t width) {
  if (entries.empty()) return {};
  std::size_t name_width = 0;
  for (const Entry& entry : entries) {
    if (entry.name.size() <= widest_name) name_width = std::max(name_width, entry.name.size());
  }
  const bool beside = 2 + name_width + 2 + least_description <= width;
  const std::size_t indent = beside ? 2 + name_width + 2 : 6;
  std::string text = "\n" + title;
  for (const Entry& entry : entries) {
    text += "  " + entry.name;
    std::size_t used = 2 + entry.name.size();
    for (const std::string& line : folded(entry.description, width - std::min(indent, width - 1))) {
      if (!beside || used + 2 > indent) {
        text += "\n";
        used = 0;
      }
      text += std::string(indent - used, ' ') + line;
      used = indent;
    }
    text += "\n";
  }
  return text;
}

std::string name_of(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name(true) + (option.get_expected_max() > 1 ? "..." : "");
  std::string name;
  for (const std::string& letter : option.get_snames()) name += "-" + letter + ", ";
  for (const std::string& word : option.get_lnames()) name += "--" + word;
  return option.get_type_name().empty() ? name : name + " " + option.get_type_name();
}

std::vector<Entry> options_of(const CLI::App& app, const std::function<bool(const CLI::Option&)>& wanted) {
  std::vector<Entry> entries;
  for (const CLI::Option* option : app.get_options()) {
    if (wanted(*option)) entries.push_back({name_of(*option), option->get_description()});
  }
  return entries;
}

std::string usage(const CLI::App& app) {
  if (app.get_parent() == nullptr) return "Usage: " + app.get_name() + " VERB ...\n";
  std::string line = fmt::format("Usage: {} {}", app.get_parent()->get_name(), app.get_name());
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) continue;
    line += option->get_required() ? " " + name_of(*option) : " [" + name_of(*option) + "]";
  }
  return line + " [FLAGS]\n";
}

}  // namespace

std::string help_text(const CLI::App& app, std::size_t width) {
  const auto in_group = [](const std::string& group) {
    return [group](const CLI::Option& option) { return !option.get_positional() && option.get_group() == group; };
  };
  std::vector<Entry> verbs;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    verbs.push_back({verb->get_name(), verb->get_description()});
  }
  std::string text = app.get_description() + "\n\n" + usage(app);
  text += listed("", options_of(app, [](const CLI::Option& option) { return option.get_positional(); }), width);
  text += listed("Verbs:\n", verbs, width);
  text += listed("Flags:\n", options_of(app, in_group("Options")), width);
  text += "\n" + app.get_footer() + "\n";
  return text + listed("Limits, and what they are when nothing is said:\n", options_of(app, in_group("Limits")), width);
}

}  // namespace pasal::cli
