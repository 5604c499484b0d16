// Which keys mean which fact.
//
// Purpose: a key is the fact's name or its path (`from "financials.turnover"`); case, `-`, `_`, `.` and a space are the
// same, and nested keys join, so that `negative content: {backlog: 5200}` is `negative-content backlog`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/model/program.hpp"
#include "grammar/keywords.hpp"

namespace pasal::facts {

// A key in the form in which keys are compared. A key too long to be a name is left out: the result is empty.
std::string key_name(std::string_view key);

// A fact found under a key: by its name, or by its path.
struct KeyMatch {
  std::uint32_t fact = 0;
  bool by_path = false;
};

class RecordNames {
public:
  RecordNames(const Program& program, std::uint32_t record);

  const std::vector<KeyMatch>& find(const std::string& name) const;
  // Some fact's name or path begins with these words and goes on.
  bool begins_a_name(const std::string& name) const { return beginnings_.contains(name); }
  // For a message: the facts' names, and what else may stand beside them.
  const std::vector<std::string>& candidates() const { return candidates_; }
  const std::string& noun() const { return noun_; }
  bool is_noun(const std::string& name) const { return !noun_key_.empty() && name == noun_key_; }

private:
  void add(std::string_view name, std::uint32_t fact, bool by_path);
  void add_built_in_names(const Program& program, std::uint32_t record);

  std::unordered_map<std::string, std::vector<KeyMatch>> facts_;
  std::unordered_set<std::string> beginnings_;
  std::vector<std::string> candidates_;
  std::string noun_;
  std::string noun_key_;
};

// Whether a key is what stands beside the facts, as `as of`: in English or in the policy's language.
bool is_special(std::string_view name, Keyword keyword, std::string_view english, Language language);

// `a platform`, `an order`
std::string with_article(const std::string& noun);

}  // namespace pasal::facts
