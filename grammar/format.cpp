#include "grammar/format.hpp"

#include <algorithm>

#include "grammar/format_words.hpp"
#include "grammar/layout.hpp"

namespace pasal {

namespace {

using grammar::FormattedWords;

constexpr std::size_t clause_indentation = 2;

std::string spaces(std::size_t count) { return std::string(count, ' '); }

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t taken = display_width(text);
  return text + spaces(width > taken ? width - taken : 0);
}

// A block in a list of a Markdown law stands as deep as its fence.
std::string indented(const std::string& text, std::size_t indentation) {
  std::string result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) result += spaces(indentation);
    result += text.substr(begin, end - begin + 1);
    begin = end + 1;
  }
  return result;
}

std::string without_trailing_space(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

// Lays out the statements of one stretch of a document: all of it, or one block of a Markdown law.
class Formatter {
public:
  Formatter(const std::vector<Document>& policy, const Source& source, const FormatOptions& options)
      : document_(policy.front()), source_(source), options_(options), words_(policy, options) {}

  // The statements of a stretch whose first column is that of `indentation`.
  std::string run(Span stretch, std::uint32_t indentation = 0) {
    outer_indentation_ = indentation;
    const Statement* before = nullptr;
    for (const Statement& statement : document_.statements) {
      if (statement.span.begin < stretch.begin || statement.span.begin >= stretch.end) continue;
      if (translated_away(statement)) continue;
      separate(before, statement);
      comments_before(statement.span.begin, 0);
      this->statement(statement);
      before = &statement;
    }
    comments_before(stretch.end, 0);
    return std::move(out_);
  }

  void say_language() {
    if (options_.language == Language::indonesian && !says_language()) out_ += "bahasa Indonesia\n\n";
  }

private:
  bool says_language() const {
    return !document_.statements.empty() && document_.statements.front().kind == StatementKind::language;
  }
  // English is the language of a policy that names none.
  bool translated_away(const Statement& statement) const {
    return statement.kind == StatementKind::language && options_.language == Language::english;
  }

  void separate(const Statement* before, const Statement& statement) {
    if (before == nullptr) return;
    const bool short_ones = before->clauses.empty() && statement.clauses.empty() && before->kind == statement.kind;
    const std::string_view gap = std::string_view(source_.text()).substr(before->span.end, statement.span.begin - before->span.end);
    const bool together = short_ones && std::count(gap.begin(), gap.end(), '\n') == 1;
    if (!together && !out_.empty()) out_ += "\n";
  }

  // ---- comments ---------------------------------------------------------------------------------------------------

  std::string text_of(const Comment& comment) const { return source_.text().substr(comment.begin, comment.end - comment.begin); }

  void comments_before(std::uint32_t offset, std::size_t indentation) {
    while (next_comment_ < document_.comments.size() && document_.comments[next_comment_].begin < offset) {
      out_ += spaces(indentation) + text_of(document_.comments[next_comment_++]) + "\n";
    }
  }

  // The comments inside a clause go before it; one behind its last word stays there.
  std::string take_comments(const Clause& clause, std::size_t indentation) {
    const std::string& text = source_.text();
    std::uint32_t line_end = clause.end;
    while (line_end < text.size() && text[line_end] != '\n') ++line_end;
    std::vector<const Comment*> inside;
    while (next_comment_ < document_.comments.size() && document_.comments[next_comment_].begin < line_end) {
      inside.push_back(&document_.comments[next_comment_++]);
    }
    std::string behind;
    if (!inside.empty() && !inside.back()->own_line) {
      behind = "  " + text_of(*inside.back());
      inside.pop_back();
    }
    for (const Comment* comment : inside) out_ += spaces(indentation) + text_of(*comment) + "\n";
    return behind;
  }

  // Indented comments below the last clause belong to the statement.
  void comments_after(const Statement& statement) {
    const std::string& text = source_.text();
    while (next_comment_ < document_.comments.size()) {
      const Comment& comment = document_.comments[next_comment_];
      const std::size_t line = comment.begin == 0 ? std::string::npos : text.rfind('\n', comment.begin - 1);
      const bool first_column = comment.begin - (line == std::string::npos ? 0 : line + 1) <= outer_indentation_;
      if (!comment.own_line || first_column || next_statement(statement) <= comment.begin) return;
      out_ += spaces(clause_indentation) + text_of(comment) + "\n";
      ++next_comment_;
    }
  }

  std::uint32_t next_statement(const Statement& statement) const {
    const std::size_t next = static_cast<std::size_t>(&statement - document_.statements.data()) + 1;
    return next < document_.statements.size() ? document_.statements[next].span.begin : static_cast<std::uint32_t>(document_.text.size());
  }

  // ---- statements ---------------------------------------------------------------------------------------------------

  void statement(const Statement& statement) {
    clause(statement.head, words_.head(statement), 0);
    switch (statement.kind) {
      case StatementKind::policy: policy_clauses(statement); break;
      case StatementKind::parameter: parameter_rows(statement); break;
      case StatementKind::table: table_rows(statement); break;
      case StatementKind::test: test_clauses(statement); break;
      case StatementKind::language: case StatementKind::use: case StatementKind::measures: case StatementKind::facts:
      case StatementKind::holidays: case StatementKind::definition: case StatementKind::rule: case StatementKind::bare_rule:
      case StatementKind::exception: case StatementKind::obligation: case StatementKind::guarantee:
        for (const Clause& part : statement.clauses) clause(part, words_.clause(part), clause_indentation);
        break;
    }
    comments_after(statement);
  }

  void line(const Clause& clause, const std::string& text, std::size_t indentation) {
    const std::string behind = take_comments(clause, indentation);
    out_ += spaces(indentation) + without_trailing_space(text) + behind + "\n";
  }

  // A clause with its bullets, broken where it is too long.
  void clause(const Clause& clause, const FormattedWords& words, std::size_t indentation) {
    const std::string behind = take_comments(clause, indentation);
    std::string text;
    for (std::size_t i = 0; i < words.lines.size(); ++i) {
      if (i != 0) text += "\n";
      text += broken(words.lines[i].text, indentation + words.lines[i].depth * 2, words.lines[i].breaks);
    }
    out_ += text + behind + "\n";
  }

  // Greedy: each line as long as the width allows, broken only where the words may be.
  std::string broken(const std::string& text, std::size_t indentation, const std::vector<std::size_t>& breaks) const {
    std::string result = spaces(indentation);
    std::size_t start = 0;
    std::size_t room = options_.width > indentation ? options_.width - indentation : 1;
    const std::size_t further = indentation + 2;
    while (display_width(std::string_view(text).substr(start)) > room) {
      std::size_t best = 0;
      for (const std::size_t at : breaks) {
        if (at <= start) continue;
        if (best == 0 || display_width(std::string_view(text).substr(start, at - start)) <= room) best = at;
      }
      if (best == 0) break;
      result += without_trailing_space(text.substr(start, best - start)) + "\n" + spaces(further);
      start = best;
      room = options_.width > further ? options_.width - further : 1;
    }
    return result + text.substr(start);
  }

  // ---- columns ------------------------------------------------------------------------------------------------------

  void policy_clauses(const Statement& statement) {
    std::vector<std::pair<std::string, std::string>> parts;
    std::size_t width = 0;
    for (const Clause& part : statement.clauses) {
      parts.push_back(words_.keyword_and_rest(part));
      width = std::max(width, display_width(parts.back().first));
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
      line(statement.clauses[i], padded(parts[i].first, width) + "  " + parts[i].second, clause_indentation);
    }
  }

  void parameter_rows(const Statement& statement) {
    std::vector<std::vector<std::string>> rows;
    std::size_t value_width = 0;
    std::size_t from_width = 0;
    for (const Clause& part : statement.clauses) {
      rows.push_back(words_.parameter_row(part));
      value_width = std::max(value_width, display_width(rows.back()[0]));
      from_width = std::max(from_width, display_width(rows.back()[1]));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::string text = padded(rows[i][0], value_width) + " " + padded(rows[i][1], from_width);
      if (!rows[i][2].empty()) text += "   " + rows[i][2];
      line(statement.clauses[i], text, clause_indentation);
    }
  }

  static std::vector<std::size_t> column_widths(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
      widths.resize(std::max(widths.size(), row.size()), 0);
      for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
    }
    return widths;
  }

  static std::string row_text(const std::vector<std::string>& row, const std::vector<std::size_t>& widths) {
    std::string text;
    for (std::size_t i = 0; i < row.size(); ++i) text += (i != 0 ? " | " : "") + padded(row[i], widths[i]);
    return without_trailing_space(std::move(text));
  }

  void table_rows(const Statement& statement) {
    std::vector<std::vector<std::string>> rows;
    const Clause* header = nullptr;
    for (const Clause& part : statement.clauses) {
      if (header == nullptr && !part.rows.empty()) header = &part;
      if (!part.rows.empty()) rows.push_back(words_.cells(part, 0, *header));
    }
    const auto widths = column_widths(rows);
    for (const Clause& part : statement.clauses) {
      if (part.rows.empty()) {
        clause(part, words_.clause(part), clause_indentation);
      } else {
        line(part, row_text(words_.cells(part, 0, *header), widths), clause_indentation);
      }
    }
  }

  void test_clauses(const Statement& statement) {
    for (const Clause& part : statement.clauses) {
      if (part.rows.empty()) {
        clause(part, words_.clause(part), clause_indentation);
        continue;
      }
      std::vector<std::vector<std::string>> rows;
      for (std::size_t i = 0; i < part.rows.size(); ++i) rows.push_back(words_.cells(part, i, part));
      const auto widths = column_widths(rows);
      const std::string behind = take_comments(part, clause_indentation);
      out_ += spaces(clause_indentation) + words_.table_head(part) + "\n";
      for (std::size_t i = 0; i < rows.size(); ++i) {
        out_ += spaces(clause_indentation + 2) + row_text(rows[i], widths) + (i + 1 == rows.size() ? behind : "") + "\n";
      }
    }
  }

  const Document& document_;
  const Source& source_;
  const FormatOptions& options_;
  grammar::Words words_;
  std::string out_;
  std::size_t next_comment_ = 0;
  std::uint32_t outer_indentation_ = 0;
};

}  // namespace

std::string format(const std::vector<Document>& policy, const Source& source, const FormatOptions& options) {
  const Document& document = policy.front();
  Formatter formatter(policy, source, options);
  const auto size = static_cast<std::uint32_t>(source.text().size());
  // The file's language line comes before everything else; in a Markdown law, in its first block.
  formatter.say_language();
  if (!document.markdown) return formatter.run({document.source, 0, size});
  std::string result;
  std::uint32_t from = 0;
  for (const auto& [block, indentation] : grammar::policy_blocks(source.text(), document.source)) {
    result += source.text().substr(from, block.begin - from);
    result += indented(formatter.run(block, indentation), indentation);
    from = block.end;
  }
  return result + source.text().substr(from);
}

}  // namespace pasal
