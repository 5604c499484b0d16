// What may stand at the end of a line: commands at its start; names, and values after `=`, as they are declared.
#include <algorithm>
#include <set>

#include "repl/work.hpp"

namespace pasal::repl {
namespace {

// `wanted` is normalized.
bool starts(std::string_view name, const std::string& wanted) {
  const std::string whole = normalized(name);
  return whole.size() > wanted.size() ? whole.starts_with(wanted) : whole == wanted;
}

std::vector<std::string> values_of(const Type& type, Language language) {
  if (type.kind == TypeKind::boolean) return {spelling(Keyword::yes, language), spelling(Keyword::no_value, language)};
  if (type.kind == TypeKind::enumeration && type.values != nullptr) return *type.values;
  return {};
}

// The fact or parameter on the left of the last `=`: the longest name that ends there, since `what if`, or another fact
// with its value, may stand before it.
std::optional<Variable> assigned_last(std::string_view text, const Program& program, std::size_t longest_name) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos || equals == 0 || std::string_view("<>!").find(text[equals - 1]) != std::string_view::npos) return std::nullopt;
  for (std::size_t at = equals - std::min(equals, longest_name); at < equals; ++at) {
    if (is_space(text[at]) || (at != 0 && !is_space(text[at - 1]))) continue;
    if (auto variable = find_variable(program, trimmed(text.substr(at, equals - at)))) return variable;
  }
  return std::nullopt;
}

// What may follow `forecast`: it is no name, and completed only there.
std::vector<std::string_view> forecast_words(std::string_view text, Language language) {
  const auto said = command_at(text, language);
  if (!said || said->command != Command::forecast) return {};
  if (language == Language::indonesian) return {"sampai", "hindari"};
  return {"until", "avoid"};
}

}  // namespace

// The words typed last may be the beginning of a name of several words: the longest beginning counts.
Session::Completion Session::Work::complete(std::string_view text) const {
  Completion result;
  std::set<std::string> all;
  if (const auto assigned = assigned_last(text, program(), longest_name())) {
    result.begin = text.rfind('=') + 1;
    while (result.begin < text.size() && is_space(text[result.begin])) ++result.begin;
    for (const std::string& value : values_of(type_of(*assigned, program()), language())) {
      if (starts(value, normalized(text.substr(result.begin)))) all.insert(value);
    }
    result.words.assign(all.begin(), all.end());
    return result;
  }
  std::vector<std::string> names = fact_names();
  for (const Parameter& parameter : program().parameters) names.push_back(parameter.name);
  for (const std::string& rule : rule_names()) names.push_back(rule);
  for (std::string& measure : measure_names(program())) names.push_back(std::move(measure));
  for (const Subject& one : case_->subjects) {
    if (!one.name.empty()) names.push_back(one.name);
  }
  for (const std::string_view word : forecast_words(text, language())) names.emplace_back(word);
  std::size_t longest = longest_name();
  for (const std::string& name : names) longest = std::max(longest, 2 * name.size());
  for (std::size_t at = text.size() - std::min(text.size(), longest); at <= text.size() && all.empty(); ++at) {
    const bool word_begins = at == 0 || is_space(text[at - 1]) || text[at - 1] == '"';
    if (!word_begins || (at < text.size() && is_space(text[at]))) continue;
    result.begin = at;
    const std::string wanted = normalized(text.substr(at));
    if (at == 0) {
      for (const std::string& words : command_words(language())) {
        if (starts(words, wanted)) all.insert(words);
      }
    }
    for (const std::string& name : names) {
      if ((at == 0 || at < text.size()) && starts(name, wanted)) all.insert(name);
    }
  }
  if (all.empty() && (text.empty() || is_space(text.back()))) {
    result.begin = text.size();
    all.insert(names.begin(), names.end());
  }
  result.words.assign(all.begin(), all.end());
  return result;
}

}  // namespace pasal::repl
