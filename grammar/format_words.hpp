// The words of statements in canonical form, and translated. Private to grammar/.
//
// Purpose: keywords and numbers are rewritten, the author's own words copied with white space folded. Where lines
// break and how columns stand is the formatter's business.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grammar/format.hpp"
#include "grammar/translation.hpp"

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
  Words(const std::vector<Document>& policy, const FormatOptions& options);

  Language language() const { return translation_.to(); }
  FormattedWords head(const Statement& statement) const;
  FormattedWords clause(const Clause& clause) const;
  // `time zone` and `Asia/Jakarta`.
  std::pair<std::string, std::string> keyword_and_rest(const Clause& clause) const;
  // A parameter's value, `from …`, `cite …`; empty where there is none.
  std::vector<std::string> parameter_row(const Clause& clause) const;
  // A row's cells; `header` is the clause whose first row names the columns.
  std::vector<std::string> cells(const Clause& clause, std::size_t row, const Clause& header) const;
  // The first line of a `given` table.
  std::string table_head(const Clause& clause) const;

private:
  // A stretch of the text that is written in another way.
  struct Replacement {
    std::uint32_t begin;
    std::uint32_t end;
    std::string text;
    bool may_break_before = false;
    bool is_joint = false;
    bool is_spaced = false;  // a sign such as `>` or `+`
  };

  void collect(const SyntaxNode& node, Path& path, std::size_t depth, std::vector<Replacement>& replacements) const;
  void collect_because(const SyntaxNode& node, Path& path, std::vector<Replacement>& replacements) const;
  FormattedWords words(std::uint32_t begin, std::uint32_t end, const SyntaxNode* tree, const SyntaxNode* header = nullptr) const;
  std::string one_line(std::uint32_t begin, std::uint32_t end, const SyntaxNode* tree, const SyntaxNode* header = nullptr) const;
  std::optional<std::uint32_t> column_of_first_on_line(std::uint32_t at) const;
  static bool is_history(const Clause& clause);

  const Document& document_;
  Translation translation_;
};

}  // namespace pasal::grammar
