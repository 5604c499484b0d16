// The leaves of the syntax tree as the formatter writes them, in the same language or another. Private to grammar/.
//
// Purpose: keywords, numbers and the names that every policy has are said in the language wanted; the author's own words
// are copied. Where two keywords of one language are one word of the other, their place decides.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/built_in_names.hpp"
#include "grammar/syntax.hpp"

namespace pasal::grammar {

// A leaf and what it stands in, the innermost last.
using Path = std::vector<const SyntaxNode*>;

class Translation {
public:
  // `policy` is all files of the policy: what they declare is the author's word. The first is the one translated.
  Translation(const std::vector<Document>& policy, Language to);

  Language from() const { return from_; }
  Language to() const { return to_; }
  bool translates() const { return from_ != to_; }

  std::string keyword(const SyntaxNode& leaf, const Path& path) const;
  std::string number(const SyntaxNode& leaf) const;
  std::string name(const SyntaxNode& leaf, const Path& path) const;
  // The value of a `one of`: a measure where the fact is that of `measures taken`.
  std::string value(const SyntaxNode& leaf, const Path& path) const;
  // A text in straight quotes; where it names a rule, that rule's name as it is written now.
  std::string quoted(const SyntaxNode& leaf, const Path& path) const;
  // `the platform`, `time allowed of an order`: names in heads.
  std::string declared_name(const SyntaxNode& leaf, const Path& path) const;
  // The measure of the ladder taken when none is declared, or the words as they are.
  std::string measure(const std::string& words) const;

  // An unnamed rule is named by its sentence, which is written in another way now.
  void renamed_rule(const std::string& before, const std::string& after) { rule_names_[normalized(before)] = after; }

private:
  std::string subject(const SyntaxNode& leaf) const;
  std::string definition(const SyntaxNode& leaf, const SyntaxNode& head) const;
  std::string built_in_name(const std::string& words, bool singular) const;
  // The bytes of the article that a name of the author begins with.
  std::size_t article_of(std::string_view text) const;
  void note_declarations(const Document& document);

  const Document& document_;
  Language from_;
  Language to_;
  bool own_ladder_ = false;
  std::set<std::string> nouns_;
  std::set<std::string> declared_;       // the author's names, normalized
  std::set<std::string> tables_;         // names of tables, normalized
  std::map<std::string, std::string> rule_names_;
};

// Copies words, white space folded.
std::string folded(std::string_view text);

}  // namespace pasal::grammar
