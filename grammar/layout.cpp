#include "grammar/layout.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "grammar/nearest.hpp"

namespace pasal::grammar {

namespace {

constexpr std::string_view curly_open = "\xE2\x80\x9C";
constexpr std::string_view curly_close = "\xE2\x80\x9D";

constexpr std::string_view no_break_space = "\xC2\xA0";

struct Line {
  std::uint32_t begin = 0;   // of the line
  std::uint32_t first = 0;   // of its first character that is not white space
  std::uint32_t end = 0;     // without the line break
  std::uint32_t indentation() const { return first - begin; }
  bool blank() const { return first == end; }
};

std::vector<Line> split_lines(std::string_view text) {
  std::vector<Line> lines;
  std::uint32_t at = 0;
  const auto size = static_cast<std::uint32_t>(text.size());
  while (at < size) {
    Line line{at, at, at};
    while (line.end < size && text[line.end] != '\n') ++line.end;
    while (line.first < line.end && is_space(text[line.first])) ++line.first;
    lines.push_back(line);
    at = line.end + 1;
  }
  return lines;
}

// In a Markdown law only the fenced blocks marked `pasal` are the policy.
void blank_out_prose(std::string& text, const std::vector<PolicyBlock>& blocks) {
  std::uint32_t from = 0;
  const auto blank = [&](std::uint32_t to) {
    for (std::uint32_t i = from; i < to; ++i) {
      if (text[i] != '\n') text[i] = ' ';
    }
  };
  for (const PolicyBlock& block : blocks) {
    blank(block.text.begin);
    from = block.text.end;
  }
  blank(static_cast<std::uint32_t>(text.size()));
}

// A line that no-break spaces indent is indented.
void plain_indentation(std::string& text) {
  bool at_start = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (at_start && std::string_view(text).substr(i).starts_with(no_break_space)) text.replace(i, 2, "  ");
    at_start = text[i] == '\n' || (at_start && text[i] == ' ');
  }
}

// Groups lines into statements and follows the quotes, so that a `#` in a quoted text is no comment.
class Layout {
public:
  Layout(Document& document, std::vector<PolicyBlock> blocks, Diagnostics& diagnostics)
      : document_(document), blocks_(std::move(blocks)), diagnostics_(diagnostics) {}

  void run() {
    // Lines are split before anything is blanked: offsets do not change.
    auto block = blocks_.begin();
    for (const Line& line : split_lines(document_.text)) {
      if (line.blank()) continue;
      while (block != blocks_.end() && block->text.end <= line.begin) ++block;
      outer_indentation_ = block == blocks_.end() ? 0 : block->indentation;
      if (document_.text[line.first] == '#' && !within_quote(line)) {
        comment(line.first, line.end, true);
        continue;
      }
      place(line);
      scan(line);
      last_ = line;
    }
    close_quote();
    for (Statement& statement : document_.statements) finish(statement);
  }

private:
  bool is_bullet(const Line& line) const {
    return document_.text[line.first] == '-' && line.first + 1 < line.end && is_space(document_.text[line.first + 1]);
  }

  // A quoted text goes on over deeper lines, whatever they begin with.
  bool within_quote(const Line& line) const {
    return open_quote_ && clause_indentation_ && indentation(line) > *clause_indentation_;
  }

  std::uint32_t indentation(const Line& line) const { return line.indentation() - std::min(line.indentation(), outer_indentation_); }

  std::string_view rest(std::uint32_t from, std::uint32_t to) const {
    return std::string_view(document_.text).substr(from, to - from);
  }

  // A sentence that breaks off after `and` or `if`, or goes on with `and` or `or`, is one sentence.
  bool goes_on(const Line& line) const {
    const std::string_view text = rest(line.first, line.end);
    const Language language = document_.language;
    if (match_keyword(text, Keyword::and_, language) != 0) return true;
    if (match_keyword(text, Keyword::or_, language) != 0 && match_keyword(text, Keyword::or_else, language) == 0) return true;
    std::uint32_t end = last_.end;
    while (end > last_.first && is_space(document_.text[end - 1])) --end;
    for (const Keyword keyword : {Keyword::and_, Keyword::or_, Keyword::if_}) {
      for (const Spelling& spelled : spellings(language)) {
        if (spelled.keyword != keyword || end - last_.first <= spelled.text.size()) continue;
        const auto start = static_cast<std::uint32_t>(end - spelled.text.size());
        if (is_space(document_.text[start - 1]) && match_keyword(rest(start, end), keyword, language) != 0) return true;
      }
    }
    return false;
  }

  void place(const Line& line) {
    const std::uint32_t indentation = tabs(line) ? clause_indentation_.value_or(2) : this->indentation(line);
    if (indentation == 0 || document_.statements.empty()) {
      close_quote();
      // An indented first line has no statement to belong to: it is read as one, so that nothing is lost.
      Statement statement;
      statement.head = clause_from(line);
      document_.statements.push_back(std::move(statement));
      clause_indentation_.reset();
      return;
    }
    Statement& statement = document_.statements.back();
    Clause& current = statement.clauses.empty() ? statement.head : statement.clauses.back();
    const bool deeper = clause_indentation_ && indentation > *clause_indentation_;
    if (deeper || (holds_sentences(statement) && (is_bullet(line) || goes_on(line)))) {
      if (open_quote_ && !deeper) close_quote();
      current.end = line.end;
      return;
    }
    close_quote();
    clause_indentation_ = indentation;
    statement.clauses.push_back(clause_from(line));
  }

  // A line that declares a name has no `and` to go on with: the name itself may begin with it.
  bool holds_sentences(const Statement& statement) const {
    constexpr std::array declaring = {Keyword::measures, Keyword::facts_about, Keyword::parameter, Keyword::holidays_for};
    const Keyword head = match_role(rest(statement.head.begin, statement.head.end), KeywordRole::head, document_.language).keyword;
    return std::find(declaring.begin(), declaring.end(), head) == declaring.end();
  }

  static Clause clause_from(const Line& line) {
    Clause clause;
    clause.begin = line.first;
    clause.end = line.end;
    return clause;
  }

  // A line that a tab indents is taken for one more clause.
  bool tabs(const Line& line) {
    const std::size_t tab = rest(line.begin, line.first).find('\t');
    if (tab == std::string_view::npos) return false;
    const auto at = static_cast<std::uint32_t>(line.begin + tab);
    diagnostics_.add(DiagnosticKind::tab_indentation, Span{document_.source, at, at + 1});
    return true;
  }

  void comment(std::uint32_t begin, std::uint32_t end, bool own_line) {
    while (end > begin && is_space(document_.text[end - 1])) --end;
    document_.comments.push_back({begin, end, own_line});
    for (std::uint32_t i = begin; i < end; ++i) document_.text[i] = ' ';
  }

  void scan(const Line& line) {
    for (std::uint32_t i = line.first; i < line.end; ++i) {
      const std::string_view text = rest(i, line.end);
      if (open_quote_) {
        const bool straight = text.front() == '"' && (!curly_ || !text.starts_with(curly_close));
        if (straight || (curly_ && text.starts_with(curly_close))) open_quote_.reset();
      } else if (text.front() == '"' || text.starts_with(curly_open) || text.starts_with(curly_close)) {
        open_quote_ = i;
        curly_ = text.front() != '"';
      } else if (text.front() == '#') {
        comment(i, line.end, false);
        return;
      } else if (text.starts_with(no_break_space)) {
        document_.text[i] = document_.text[i + 1] = ' ';  // as word processors write it
      }
    }
  }

  // A quote that its clause does not close: said once, at the quote; the clause is not read any further.
  void close_quote() {
    if (!open_quote_) return;
    Statement& statement = document_.statements.back();
    Clause& clause = statement.clauses.empty() ? statement.head : statement.clauses.back();
    std::uint32_t end = *open_quote_;
    while (end < document_.text.size() && document_.text[end] != '\n') ++end;
    diagnostics_.add(DiagnosticKind::unclosed_quote, Span{document_.source, *open_quote_, end});
    clause.unclosed_quote = true;
    open_quote_.reset();
  }

  void trim(Clause& clause) const {
    while (clause.end > clause.begin && is_space(document_.text[clause.end - 1])) --clause.end;
  }

  void finish(Statement& statement) const {
    trim(statement.head);
    for (Clause& clause : statement.clauses) trim(clause);
    const std::uint32_t end = statement.clauses.empty() ? statement.head.end : statement.clauses.back().end;
    statement.span = {document_.source, statement.head.begin, end};
  }

  Document& document_;
  std::vector<PolicyBlock> blocks_;   // of a Markdown law
  Diagnostics& diagnostics_;
  std::uint32_t outer_indentation_ = 0;  // of the block that the line stands in
  std::optional<std::uint32_t> open_quote_;
  bool curly_ = false;
  std::optional<std::uint32_t> clause_indentation_;
  Line last_;
};

}  // namespace

std::vector<PolicyBlock> policy_blocks(std::string_view text, SourceId source, std::vector<Span>* misspelt) {
  std::vector<PolicyBlock> blocks;
  bool inside = false;
  bool ours = false;
  char mark = 0;
  std::size_t fence = 0;
  for (const Line& line : split_lines(text)) {
    const std::string_view words = text.substr(line.first, line.end - line.first);
    const char first = words.empty() ? '\0' : words.front();
    const std::size_t length = first == '`' || first == '~' ? std::min(words.find_first_not_of(first), words.size()) : 0;
    if (inside) {
      if (first != mark || length < fence || words.find_first_not_of(" \r", length) != std::string_view::npos) continue;
      if (ours) blocks.back().text.end = line.begin;
      inside = false;
    } else if (length >= 3) {
      std::string_view name = words.substr(length);
      while (!name.empty() && is_space(name.front())) name.remove_prefix(1);
      inside = true;
      const std::string_view word = name.substr(0, std::min(name.find_first_of(" \t\r"), name.size()));
      ours = word == "pasal" || edit_distance(word, "pasal", 1) <= 1;
      if (ours && word != "pasal" && misspelt != nullptr) {
        const auto at = static_cast<std::uint32_t>(word.data() - text.data());
        misspelt->push_back({source, at, at + static_cast<std::uint32_t>(word.size())});
      }
      mark = first;
      fence = length;
      const auto next = static_cast<std::uint32_t>(std::min<std::size_t>(line.end + 1, text.size()));
      if (ours) blocks.push_back({{source, next, static_cast<std::uint32_t>(text.size())}, line.indentation()});
    }
  }
  return blocks;
}

void lay_out(Document& document, const Source& source, Diagnostics& diagnostics) {
  document.text = source.text();
  if (document.text.starts_with("\xEF\xBB\xBF")) document.text.replace(0, 3, "   ");
  plain_indentation(document.text);
  std::vector<PolicyBlock> blocks;
  if (document.markdown) {
    std::vector<Span> misspelt;
    blocks = policy_blocks(document.text, document.source, &misspelt);
    for (const Span& mark : misspelt) {
      diagnostics.add(DiagnosticKind::misspelt_keyword, mark, std::string_view(document.text).substr(mark.begin, mark.end - mark.begin), "pasal").suggest("pasal");
    }
    blank_out_prose(document.text, blocks);
  }
  Layout(document, std::move(blocks), diagnostics).run();
}

}  // namespace pasal::grammar
