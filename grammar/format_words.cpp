#include "grammar/format_words.hpp"

#include <algorithm>


namespace pasal::grammar {

namespace {

// What is written on a line of its own where it follows bullets: `and no office` behind `- filters content`.
bool is_joint(const SyntaxNode& node) { return node.kind == NodeKind::keyword && !node.is_operand(); }

}  // namespace

Words::Words(const std::vector<Document>& policy, const FormatOptions& options)
    : document_(policy.front()), translation_(policy, options.language.value_or(policy.front().language)) {
  for (const Statement& statement : document_.statements) {
    if (statement.kind != StatementKind::bare_rule) continue;
    const std::string before = folded(std::string_view(document_.text).substr(statement.head.begin, statement.head.end - statement.head.begin));
    translation_.renamed_rule(before, one_line(statement.head.begin, statement.head.end, statement.head.tree.get()));
  }
}

// ---- a stretch of words ---------------------------------------------------------------------------------------------

void Words::collect(const SyntaxNode& node, Path& path, std::size_t depth, std::vector<Replacement>& replacements) const {
  const auto replace = [&](std::string text) { replacements.push_back({node.begin, node.end, std::move(text), false, is_joint(node)}); };
  switch (static_cast<int>(node.kind)) {
    case static_cast<int>(NodeKind::keyword):
      replace(translation_.keyword(node, path));
      replacements.back().may_break_before = (node.keyword == Keyword::and_ || node.keyword == Keyword::or_) && depth == 0;
      return;
    case static_cast<int>(NodeKind::number):
      return replace(translation_.number(node));
    case static_cast<int>(NodeKind::name): case static_cast<int>(NodeKind::list_name): case static_cast<int>(NodeKind::measure_name):
      return replace(translation_.name(node, path));
    case static_cast<int>(NodeKind::moment):
      return replace(folded(document_.words(node)));
    case static_cast<int>(NodeKind::symbol): {
      const std::string sign = folded(document_.words(node));
      if (sign.starts_with('-')) return;  // of a number, or with the spaces that a difference needs
      replace(sign.substr(0, sign.find(' ')));
      replacements.back().is_spaced = true;
      return;
    }
    case static_cast<int>(NodeKind::enumeration_value):
      return replace(translation_.value(node, path));
    case static_cast<int>(NodeKind::raw_name):
      return replace(translation_.declared_name(node, path));
    case static_cast<int>(NodeKind::quoted):
      return replace(translation_.quoted(node, path));
    default:
      break;
  }
  path.push_back(&node);
  if (node.kind == NodeKind::because_clause) {
    collect_because(node, path, replacements);
  } else {
    const bool deeper = node.kind == NodeKind::parenthesis || node.kind == NodeKind::value_list || node.kind == NodeKind::between_tail ||
                        node.kind == NodeKind::choice_of_two || node.kind == NodeKind::type;
    for (const auto& child : node.children) collect(*child, path, depth + (deeper ? 1 : 0), replacements);
  }
  path.pop_back();
}

// The `{…}` are children behind the quoted text that they stand in: the text is put together around them.
void Words::collect_because(const SyntaxNode& node, Path& path, std::vector<Replacement>& replacements) const {
  const SyntaxNode* quoted = node.child(NodeKind::quoted);
  std::string text;
  std::uint32_t at = quoted->begin;
  for (const auto& child : node.children) {
    if (child.get() == quoted) continue;
    if (child->begin < quoted->begin) {
      collect(*child, path, 0, replacements);
      continue;
    }
    text += document_.text.substr(at, child->begin - at) + one_line(child->begin, child->end, child.get());
    at = child->end;
  }
  text += document_.text.substr(at, quoted->end - at);
  const std::string whole = unquoted(text);
  replacements.push_back({quoted->begin, quoted->end, whole.find('"') == std::string::npos ? "\"" + whole + "\"" : text, false, false});
}

// Copies the text with white space folded, the replacements in their places; a bullet begins a line of its own.
FormattedWords Words::words(std::uint32_t begin, std::uint32_t end, const SyntaxNode* tree, const SyntaxNode* header) const {
  std::vector<Replacement> replacements;
  Path path;
  if (header != nullptr) path.push_back(header);
  if (tree != nullptr) collect(*tree, path, 0, replacements);
  std::sort(replacements.begin(), replacements.end(), [](const Replacement& a, const Replacement& b) { return a.begin < b.begin; });
  FormattedWords result;
  result.lines.emplace_back();
  std::vector<std::uint32_t> columns;
  bool gap = false;
  const auto append = [&](std::string_view text) {
    if (text.empty()) return;
    std::string& line = result.lines.back().text;
    const bool closes = text == "," || text == ":" || text == ")";
    const bool opens = text == "(" && !line.ends_with('-');
    if ((gap || opens) && !line.empty() && !closes && !line.ends_with('(')) line += ' ';
    gap = false;
    line += text;
  };
  auto next = replacements.begin();
  for (std::uint32_t at = begin; at < end;) {
    while (next != replacements.end() && next->begin < at) ++next;
    const bool replaced = next != replacements.end() && next->begin == at;
    const char c = document_.text[at];
    const std::optional<std::uint32_t> column = column_of_first_on_line(at);
    if (column && !is_space(c)) {
      const bool bullet = c == '-' && at + 1 < end && is_space(document_.text[at + 1]);
      if (bullet || (replaced && next->is_joint && !columns.empty() && *column <= columns.back())) {
        // What goes on behind bullets stands in the column of the list that it ends.
        while (!columns.empty() && (bullet ? *column < columns.back() : columns.size() > 1 && *column <= columns[columns.size() - 2])) columns.pop_back();
        if (bullet && (columns.empty() || *column > columns.back())) columns.push_back(*column);
        result.lines.push_back({bullet ? "-" : "", columns.size(), {}});
        if (!bullet) columns.pop_back();
        gap = bullet;
        if (bullet) {
          ++at;
          continue;
        }
      }
    }
    if (replaced) {
      auto& line = result.lines.back();
      if (next->may_break_before && !line.text.empty()) line.breaks.push_back(line.text.size() + 1);
      gap = gap || next->is_spaced;
      append(next->text);
      gap = gap || next->is_spaced;
      at = next->end;
      continue;
    }
    if (is_space(c)) {
      gap = true;
    } else {
      append(std::string_view(&c, 1));
      if (c == ',') result.lines.back().breaks.push_back(result.lines.back().text.size() + 1);
      if (c == ',' || c == ':') gap = true;
    }
    ++at;
  }
  return result;
}

// The column of what stands first on its line.
std::optional<std::uint32_t> Words::column_of_first_on_line(std::uint32_t at) const {
  std::uint32_t line_start = at;
  while (line_start > 0 && document_.text[line_start - 1] == ' ') --line_start;
  if (line_start != 0 && document_.text[line_start - 1] != '\n') return std::nullopt;
  return at - line_start;
}

std::string Words::one_line(std::uint32_t begin, std::uint32_t end, const SyntaxNode* tree, const SyntaxNode* header) const {
  const FormattedWords all = words(begin, end, tree, header);
  std::string text;
  for (const auto& line : all.lines) text += (text.empty() ? "" : " ") + line.text;
  return text;
}

FormattedWords Words::head(const Statement& statement) const {
  FormattedWords result = words(statement.head.begin, statement.head.end, statement.head.tree.get());
  auto& breaks = result.lines.front().breaks;
  // A head goes on below only before `and` and `or`; a definition's body goes on anywhere.
  if (statement.kind != StatementKind::definition) {
    const std::string& text = result.lines.front().text;
    std::erase_if(breaks, [&](std::size_t at) { return at < 2 || text[at - 2] == ','; });
  }
  if (statement.kind == StatementKind::language) {
    result.lines.front().text = translation_.to() == Language::indonesian ? "bahasa Indonesia" : "language English";
  }
  return result;
}

FormattedWords Words::clause(const Clause& clause) const { return words(clause.begin, clause.end, clause.tree.get()); }

std::pair<std::string, std::string> Words::keyword_and_rest(const Clause& clause) const {
  const SyntaxNode* node = clause.tree == nullptr || clause.tree->children.empty() ? nullptr : clause.tree->children.front().get();
  if (node == nullptr || node->children.empty() || node->children.front()->kind != NodeKind::keyword) return {one_line(clause.begin, clause.end, nullptr), ""};
  const SyntaxNode& keyword = *node->children.front();
  return {one_line(keyword.begin, keyword.end, &keyword), one_line(keyword.end, clause.end, node)};
}

std::vector<std::string> Words::parameter_row(const Clause& clause) const {
  const SyntaxNode* node = clause.tree == nullptr || clause.tree->children.empty() ? nullptr : clause.tree->children.front().get();
  if (node == nullptr) return {one_line(clause.begin, clause.end, nullptr), "", ""};
  std::uint32_t from = clause.end;
  std::uint32_t cite = clause.end;
  for (const auto& child : node->children) {
    if (child->kind != NodeKind::keyword) continue;
    if (child->keyword == Keyword::from) from = child->begin;
    if (child->keyword == Keyword::cite) cite = child->begin;
  }
  from = std::min(from, cite);
  return {one_line(clause.begin, from, node), one_line(from, cite, node), one_line(cite, clause.end, node)};
}

std::vector<std::string> Words::cells(const Clause& clause, std::size_t row, const Clause& header) const {
  std::vector<std::string> result;
  const auto& spans = clause.rows[row];
  // The trees of a `given` table's rows stand one after the other; a `table` has one row a clause.
  const std::size_t first = row * clause.rows.front().size();
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const SyntaxNode* tree = first + i < clause.cells.size() ? clause.cells[first + i].get() : nullptr;
    const SyntaxNode* column = i < header.cells.size() && header.cells[i].get() != tree ? header.cells[i].get() : nullptr;
    result.push_back(one_line(spans[i].begin, spans[i].end, tree, column));
  }
  if (row == 0 && is_history(clause) && normalized(result.front()) == spelling(Keyword::date, translation_.from())) {
    result.front() = spelling(Keyword::date, translation_.to());
  }
  return result;
}

bool Words::is_history(const Clause& clause) {
  return clause.tree != nullptr && !clause.tree->children.empty() && clause.tree->children.front()->child(NodeKind::given_history) != nullptr;
}

std::string Words::table_head(const Clause& clause) const {
  const std::uint32_t end = static_cast<std::uint32_t>(std::min<std::size_t>(document_.text.find('\n', clause.begin), clause.end));
  return one_line(clause.begin, end, clause.tree.get());
}

}  // namespace pasal::grammar
