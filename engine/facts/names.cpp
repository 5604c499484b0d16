#include "engine/facts/names.hpp"

#include <algorithm>

#include "grammar/built_in_names.hpp"

namespace pasal::facts {

std::string key_name(std::string_view key) {
  constexpr std::size_t longest = 4096;
  if (key.size() > longest) return {};
  std::string name(key);
  std::replace(name.begin(), name.end(), '.', ' ');
  return normalized(name);
}

RecordNames::RecordNames(const Program& program, std::uint32_t record) : noun_(program.records[record].noun) {
  const auto& facts = program.records[record].facts;
  for (std::uint32_t i = 0; i < facts.size(); ++i) {
    add(facts[i].name, i, false);
    if (facts[i].path && key_name(*facts[i].path) != key_name(facts[i].name)) add(*facts[i].path, i, true);
    candidates_.push_back(facts[i].name);
  }
  if (program.language != Language::english) add_built_in_names(program, record);
  noun_key_ = key_name(noun_);
  candidates_.push_back(noun_);
  if (record == 0) candidates_.insert(candidates_.end(), {"as of", "history"});
}

// Facts files name `measures taken` and its facts in English, whatever the policy speaks.
void RecordNames::add_built_in_names(const Program& program, std::uint32_t record) {
  if (program.measures_taken >= program.records[0].facts.size()) return;
  if (record == 0) add(built_in(BuiltIn::measures_taken, Language::english), program.measures_taken, false);
  if (record != program.records[0].facts[program.measures_taken].type.record) return;
  for (std::uint32_t i = 0; i < taken_facts.size(); ++i) add(built_in(taken_facts[i], Language::english), i, false);
}

void RecordNames::add(std::string_view name, std::uint32_t fact, bool by_path) {
  const std::string key = key_name(name);
  facts_[key].push_back({fact, by_path});
  for (std::size_t end = key.find(' '); end != std::string::npos; end = key.find(' ', end + 1)) beginnings_.insert(key.substr(0, end));
}

const std::vector<KeyMatch>& RecordNames::find(const std::string& name) const {
  static const std::vector<KeyMatch> none;
  const auto found = facts_.find(name);
  return found == facts_.end() ? none : found->second;
}

bool is_special(std::string_view name, Keyword keyword, std::string_view english, Language language) {
  return name == english || (!name.empty() && match_keyword(name, keyword, language) == name.size());
}

std::string with_article(const std::string& noun) {
  const bool vowel = !noun.empty() && std::string_view("aeiouAEIOU").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + noun;
}

}  // namespace pasal::facts
