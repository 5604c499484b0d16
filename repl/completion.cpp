// What may stand at the end of a line: commands at its start; names, and values after `=`, as they are declared.
#include <algorithm>
#include <set>

#include "repl/work.hpp"

namespace pasal::repl {
namespace {

bool starts(std::string_view name, std::string_view typed) {
  const std::string wanted = normalized(typed);
  const std::string whole = normalized(name);
  return whole.size() > wanted.size() ? whole.starts_with(wanted) : whole == wanted;
}

std::vector<std::string> values_of(const Type& type, Language language) {
  if (type.kind == TypeKind::boolean) return {spelling(Keyword::yes, language), spelling(Keyword::no_value, language)};
  if (type.kind == TypeKind::enumeration && type.values != nullptr) return *type.values;
  return {};
}

}  // namespace

// The words typed last may be the beginning of a name of several words: the longest beginning counts.
Session::Completion Session::Work::complete(std::string_view text) const {
  Completion result;
  std::set<std::string> all;
  const std::size_t equals = text.rfind('=');
  if (const auto name = equals == std::string_view::npos ? std::nullopt : assigned_name(std::string(text) + " x")) {
    result.begin = equals + 1;
    while (result.begin < text.size() && is_space(text[result.begin])) ++result.begin;
    for (const std::string& value : values_of(type_of(*find_variable(program(), *name), program()), language())) {
      if (starts(value, text.substr(result.begin))) all.insert(value);
    }
    result.words.assign(all.begin(), all.end());
    return result;
  }
  std::vector<std::string> names = fact_names();
  for (const Parameter& parameter : program().parameters) names.push_back(parameter.name);
  for (const std::string& rule : rule_names()) names.push_back(rule);
  for (const Ladder& ladder : program().ladders) {
    for (const Measure& measure : ladder.measures) names.push_back(measure.name);
  }
  for (const Subject& one : case_->subjects) {
    if (!one.name.empty()) names.push_back(one.name);
  }
  for (std::size_t at = 0; at <= text.size() && all.empty(); ++at) {
    const bool word_begins = at == 0 || is_space(text[at - 1]) || text[at - 1] == '"';
    if (!word_begins || (at < text.size() && is_space(text[at]))) continue;
    result.begin = at;
    if (at == 0) {
      for (const std::string& words : command_words(language())) {
        if (starts(words, text)) all.insert(words);
      }
    }
    for (const std::string& name : names) {
      if ((at == 0 || at < text.size()) && starts(name, text.substr(at))) all.insert(name);
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
