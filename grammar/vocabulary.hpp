// The declared names, as a trie of words.
//
// Purpose: the second pass of parsing looks up the longest declared name where a value may stand. What a name means
// is the checker's business; the grammar only needs to know where it may stand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pasal {

// Where a name may stand; a name may have several roles.
struct NameRoles {
  bool value = false;    // a fact, a parameter, a definition
  bool list = false;     // a list of records, its record's noun, a defined part of one
  bool record = false;   // a record's noun
  bool measure = false;
  bool unit = false;     // `people`, after a number
};

// A name found in a text.
struct NameMatch {
  std::size_t bytes = 0;               // 0: none
  std::uint32_t entry = 0;             // index into the vocabulary's entries
};

// The declared names. Building is O(total length); a look-up is O(length of the longest match).
class Vocabulary {
public:
  struct Entry {
    std::string name;                  // normalized
    NameRoles roles;
    std::vector<std::string> values;   // of a fact that is `one of`: its values, normalized and sorted
  };

  // Adds a name or adds roles and values to one that is there.
  void add(std::string_view name, NameRoles roles, const std::vector<std::string>& values = {});
  // The same vocabulary without one name (for the trial reading of a declaration).
  void hide(std::string_view name);
  void unhide();

  const Entry& entry(std::uint32_t index) const { return entries_[index]; }
  const std::vector<Entry>& entries() const { return entries_; }

  // The longest name with a wanted role that starts `text` and neither ends inside a word nor inside a hyphenated one.
  NameMatch longest(std::string_view text, NameRoles wanted) const;

private:
  // The trie's node at the end of a normalized name; created where `create` says so, else -1 where there is none.
  std::int64_t locate(std::string_view key, bool create);

  struct TrieNode {
    std::map<std::string, std::uint32_t, std::less<>> next;
    std::int64_t entry = -1;
  };
  std::vector<TrieNode> trie_{TrieNode{}};
  std::vector<Entry> entries_;
  std::int64_t hidden_ = -1;
};

// The longest of `values` (normalized and sorted) that starts `text` as whole words: its bytes, or 0.
std::size_t match_value(std::string_view text, const std::vector<std::string>& values);

// The next word at the start of `text`, for matching names: its bytes including the joint (`-`, `_`, white space)
// before the next one are `taken`; the word itself, in lower case, is `word`.
struct NextWord {
  std::string word;
  std::size_t end = 0;    // where the word ends
  std::size_t next = 0;   // where the next word would start
  bool joined = false;    // the next word is joined by `-` or `_`: the word does not end here
};
NextWord next_word(std::string_view text);

}  // namespace pasal
