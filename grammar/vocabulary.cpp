#include "grammar/vocabulary.hpp"

#include <algorithm>

#include "grammar/keywords.hpp"

namespace pasal {

namespace {

bool is_joint(char c) { return c == '-' || c == '_'; }

bool has_role(const NameRoles& roles, const NameRoles& wanted) {
  return (roles.value && wanted.value) || (roles.list && wanted.list) || (roles.record && wanted.record) ||
         (roles.measure && wanted.measure) || (roles.unit && wanted.unit);
}

}  // namespace

NextWord next_word(std::string_view text) {
  NextWord result;
  std::size_t at = 0;
  while (at < text.size() && is_word_character(text[at]) && !is_joint(text[at])) ++at;
  result.word = normalized(text.substr(0, at));
  result.end = at;
  std::size_t joint = at;
  while (joint < text.size() && (is_joint(text[joint]) || is_space(text[joint]))) ++joint;
  result.next = joint;
  // ` - ` with spaces around is a minus, and ends the name; `over-limit` is one word of two parts.
  result.joined = at < text.size() && is_joint(text[at]) && at + 1 < text.size() && is_word_character(text[at + 1]);
  if (joint > at && !result.joined && text.substr(at, joint - at).find_first_of("-_") != std::string_view::npos) result.next = at;
  return result;
}

std::int64_t Vocabulary::locate(std::string_view key, bool create) {
  std::uint32_t node = 0;
  while (!key.empty()) {
    const std::size_t space = key.find(' ');
    const std::string_view word = key.substr(0, space);
    key.remove_prefix(space == std::string_view::npos ? key.size() : space + 1);
    const auto found = trie_[node].next.find(word);
    if (found != trie_[node].next.end()) {
      node = found->second;
      continue;
    }
    if (!create) return -1;
    const auto created = static_cast<std::uint32_t>(trie_.size());
    trie_[node].next.emplace(word, created);
    trie_.emplace_back();
    node = created;
  }
  return node;
}

void Vocabulary::add(std::string_view name, NameRoles roles, const std::vector<std::string>& values) {
  const std::string key = normalized(name);
  if (key.empty()) return;
  TrieNode& node = trie_[static_cast<std::size_t>(locate(key, true))];
  if (node.entry < 0) {
    node.entry = static_cast<std::int64_t>(entries_.size());
    entries_.push_back({key, {}, {}});
  }
  Entry& entry = entries_[static_cast<std::size_t>(node.entry)];
  entry.roles.value |= roles.value;
  entry.roles.list |= roles.list;
  entry.roles.record |= roles.record;
  entry.roles.measure |= roles.measure;
  entry.roles.unit |= roles.unit;
  for (const std::string& value : values) entry.values.push_back(normalized(value));
  std::ranges::sort(entry.values);
}

void Vocabulary::hide(std::string_view name) {
  const std::int64_t node = locate(normalized(name), false);
  hidden_ = node < 0 ? -1 : trie_[static_cast<std::size_t>(node)].entry;
}

void Vocabulary::unhide() { hidden_ = -1; }

NameMatch Vocabulary::longest(std::string_view text, NameRoles wanted) const {
  NameMatch best;
  std::uint32_t node = 0;
  std::size_t at = 0;
  while (true) {
    const NextWord word = next_word(text.substr(at));
    if (word.end == 0) return best;
    const auto found = trie_[node].next.find(word.word);
    if (found == trie_[node].next.end()) return best;
    node = found->second;
    const std::int64_t entry = trie_[node].entry;
    if (entry >= 0 && entry != hidden_ && !word.joined && has_role(entries_[static_cast<std::size_t>(entry)].roles, wanted)) {
      best = {at + word.end, static_cast<std::uint32_t>(entry)};
    }
    if (word.next == word.end) return best;
    at += word.next;
  }
}

std::size_t match_value(std::string_view text, const std::vector<std::string>& values) {
  std::string so_far;
  std::size_t at = 0;
  std::size_t best = 0;
  while (true) {
    const NextWord word = next_word(text.substr(at));
    if (word.end == 0) return best;
    if (!so_far.empty()) so_far += ' ';
    so_far += word.word;
    if (!word.joined && std::ranges::binary_search(values, so_far)) best = at + word.end;
    const std::string next = so_far + ' ';
    const auto longer = std::ranges::lower_bound(values, next);
    const bool goes_on = longer != values.end() && longer->starts_with(next);
    if (!goes_on || word.next == word.end) return best;
    at += word.next;
  }
}

}  // namespace pasal
