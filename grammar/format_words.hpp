// The words of statements in canonical form, and translated. Private to grammar/.
//
// Purpose: keywords and numbers are rewritten, the author's own words copied with white space folded. Where lines
// break and how columns stand is the formatter's business.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "grammar/format.hpp"

namespace pasal::grammar {

// The text of a clause: its first line, then a line for each bullet, `depth` steps deeper. `breaks` are the offsets in
// the text where a long line may be broken.
struct FormattedWords {
  struct Line {
    std::string text;
    std::size_t depth = 0;
    std::vector<std::size_t> breaks;
  };
  std::vector<Line> lines;
};

class Words {
public:
  Words(const Document& document, const FormatOptions& options);

  FormattedWords head(const Statement& statement) const;
  FormattedWords clause(const Clause& clause) const;
  // `time zone` and `Asia/Jakarta`.
  std::pair<std::string, std::string> keyword_and_rest(const Clause& clause) const;
  // A parameter's value, `from …`, `cite …`; empty where there is none.
  std::vector<std::string> parameter_row(const Clause& clause) const;
  std::vector<std::string> cells(const Clause& clause, std::size_t row) const;
  // The first line of a `given` table.
  std::string table_head(const Clause& clause) const;

private:
  // A stretch of the text that is written in another way.
  struct Replacement {
    std::uint32_t begin;
    std::uint32_t end;
    std::string text;
    bool may_break_before = false;
  };

  void collect(const SyntaxNode& node, std::size_t depth, std::vector<Replacement>& replacements) const;
  FormattedWords words(std::uint32_t begin, std::uint32_t end, const std::vector<const SyntaxNode*>& trees) const;
  std::string one_line(std::uint32_t begin, std::uint32_t end, const SyntaxNode* tree) const;
  std::string keyword_text(const SyntaxNode& node) const;
  std::string number_text(const SyntaxNode& node) const;
  std::string quoted_text(const SyntaxNode& node) const;
  std::string name_text(const SyntaxNode& node) const;

  const Document& document_;
  Language from_;
  Language to_;
  bool own_ladder_ = false;
};

}  // namespace pasal::grammar
