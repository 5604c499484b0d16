#include "grammar/format_words.hpp"

#include <algorithm>
#include <array>

#include "grammar/layout.hpp"

namespace pasal::grammar {

namespace {

// The ladder taken when none is declared, by language.
constexpr std::array default_ladder = {std::pair{std::string_view("allow"), std::string_view("izinkan")},
                                       std::pair{std::string_view("warn"), std::string_view("peringatkan")},
                                       std::pair{std::string_view("block"), std::string_view("blokir")}};

}  // namespace

Words::Words(const Document& document, const FormatOptions& options)
    : document_(document), from_(document.language), to_(options.language.value_or(document.language)) {
  for (const Statement& statement : document.statements) own_ladder_ = own_ladder_ || statement.kind == StatementKind::measures;
}

// ---- one leaf -------------------------------------------------------------------------------------------------------

std::string Words::keyword_text(const SyntaxNode& node) const {
  if (to_ != from_) {
    if (node.keyword == Keyword::article && to_ == Language::indonesian) return {};
    return spelling(node.keyword, to_);
  }
  const std::string_view written = document_.words(node);
  for (const Spelling& candidate : spellings(from_)) {
    if (candidate.keyword == node.keyword && match_keyword(written, node.keyword, from_) != 0 && normalized(written) == normalized(candidate.text)) {
      return candidate.text;
    }
  }
  return spelling(node.keyword, from_);
}

std::string Words::number_text(const SyntaxNode& node) const {
  const NumberStyle before = number_style(from_);
  const NumberStyle after = number_style(to_);
  std::string text(document_.words(node));
  for (char& c : text) {
    if (c == '_' || c == before.group) c = after.group;
    else if (c == before.decimal) c = after.decimal;
  }
  return text;
}

// Curly quotes become straight; in a `because` text the expressions in braces are rewritten where they stand.
std::string Words::quoted_text(const SyntaxNode& node) const {
  const std::string inside = unquoted(document_.words(node));
  return inside.find('"') == std::string::npos ? "\"" + inside + "\"" : std::string(document_.words(node));
}

std::string Words::name_text(const SyntaxNode& node) const {
  std::string text;
  for (const char c : document_.words(node)) {
    if (!is_space(c)) text += c;
    else if (!text.empty() && text.back() != ' ') text += ' ';
  }
  if (to_ == from_) return text;
  if (const std::size_t article = match_keyword(text, Keyword::article, from_); article != 0 && to_ == Language::indonesian) {
    text = text.substr(std::min(article + 1, text.size()));
  }
  if (own_ladder_) return text;
  for (const auto& [english, indonesian] : default_ladder) {
    const std::string_view mine = from_ == Language::english ? english : indonesian;
    if (normalized(text) == mine) return std::string(to_ == Language::english ? english : indonesian);
  }
  return text;
}

// ---- a stretch of words ---------------------------------------------------------------------------------------------

void Words::collect(const SyntaxNode& node, std::size_t depth, std::vector<Replacement>& replacements) const {
  switch (static_cast<int>(node.kind)) {
    case static_cast<int>(NodeKind::keyword): {
      const bool joins = node.keyword == Keyword::and_ || node.keyword == Keyword::or_;
      replacements.push_back({node.begin, node.end, keyword_text(node), joins && depth == 0});
      return;
    }
    case static_cast<int>(NodeKind::number):
      replacements.push_back({node.begin, node.end, number_text(node), false});
      return;
    case static_cast<int>(NodeKind::name): case static_cast<int>(NodeKind::list_name): case static_cast<int>(NodeKind::measure_name):
      replacements.push_back({node.begin, node.end, name_text(node), false});
      return;
    case static_cast<int>(NodeKind::quoted):
      replacements.push_back({node.begin, node.end, quoted_text(node), false});
      return;
    default:
      break;
  }
  if (node.kind == NodeKind::because_clause) {
    // The `{…}` are children behind the quoted text that they stand in: the text is put together around them.
    std::vector<Replacement> inside;
    const SyntaxNode* quoted = node.child(NodeKind::quoted);
    std::string text;
    std::uint32_t at = quoted->begin;
    for (const auto& child : node.children) {
      if (child.get() == quoted) continue;
      if (child->begin < quoted->begin) {
        collect(*child, depth, replacements);
        continue;
      }
      text += document_.text.substr(at, child->begin - at) + one_line(child->begin, child->end, child.get());
      at = child->end;
    }
    text += document_.text.substr(at, quoted->end - at);
    const std::string whole = unquoted(text);
    replacements.push_back({quoted->begin, quoted->end, whole.find('"') == std::string::npos ? "\"" + whole + "\"" : text, false});
    return;
  }
  const bool deeper = node.kind == NodeKind::parenthesis || node.kind == NodeKind::value_list || node.kind == NodeKind::between_tail ||
                      node.kind == NodeKind::choice_of_two || node.kind == NodeKind::type;
  for (const auto& child : node.children) collect(*child, depth + (deeper ? 1 : 0), replacements);
}

// Copies the text with white space folded, the replacements in their places; a bullet begins a line of its own.
FormattedWords Words::words(std::uint32_t begin, std::uint32_t end, const std::vector<const SyntaxNode*>& trees) const {
  std::vector<Replacement> replacements;
  for (const SyntaxNode* tree : trees) {
    if (tree != nullptr) collect(*tree, 0, replacements);
  }
  std::sort(replacements.begin(), replacements.end(), [](const Replacement& a, const Replacement& b) { return a.begin < b.begin; });
  FormattedWords result;
  result.lines.emplace_back();
  std::vector<std::uint32_t> columns;
  bool gap = false;
  const auto append = [&](std::string_view text) {
    if (text.empty()) return;
    std::string& line = result.lines.back().text;
    if (gap && !line.empty()) line += ' ';
    gap = false;
    line += text;
  };
  auto next = replacements.begin();
  for (std::uint32_t at = begin; at < end;) {
    while (next != replacements.end() && next->begin < at) ++next;
    if (next != replacements.end() && next->begin == at) {
      if (next->may_break_before) result.lines.back().breaks.push_back(result.lines.back().text.size() + 1);
      append(next->text);
      at = next->end;
      continue;
    }
    const char c = document_.text[at];
    std::uint32_t line_start = at;
    while (line_start > 0 && document_.text[line_start - 1] == ' ') --line_start;
    const bool first_on_line = line_start == 0 || document_.text[line_start - 1] == '\n';
    if (c == '-' && first_on_line && at + 1 < end && is_space(document_.text[at + 1])) {
      const std::uint32_t column = at - line_start;
      while (!columns.empty() && column < columns.back()) columns.pop_back();
      if (columns.empty() || column > columns.back()) columns.push_back(column);
      result.lines.push_back({"-", columns.size(), {}});
      gap = true;
    } else if (is_space(c)) {
      gap = true;
    } else {
      append(std::string_view(&c, 1));
      if (c == ',') {
        result.lines.back().breaks.push_back(result.lines.back().text.size() + 1);
        gap = true;
      }
      if (c == ':') gap = true;
    }
    ++at;
  }
  return result;
}

std::string Words::one_line(std::uint32_t begin, std::uint32_t end, const SyntaxNode* tree) const {
  const FormattedWords all = words(begin, end, {tree});
  std::string text;
  for (const auto& line : all.lines) text += (text.empty() ? "" : " ") + line.text;
  return text;
}

FormattedWords Words::head(const Statement& statement) const {
  FormattedWords result = words(statement.head.begin, statement.head.end, {statement.head.tree.get()});
  auto& breaks = result.lines.front().breaks;
  // A head goes on below only before `and` and `or`; a definition's body goes on anywhere.
  if (statement.kind != StatementKind::definition) {
    const std::string& text = result.lines.front().text;
    std::erase_if(breaks, [&](std::size_t at) { return at < 2 || text[at - 2] == ','; });
  }
  if (statement.kind == StatementKind::language) result.lines.front().text = to_ == Language::indonesian ? "bahasa Indonesia" : "language English";
  if (statement.kind == StatementKind::facts && to_ == Language::english && from_ != to_) {
    const std::string about = spelling(Keyword::facts_about, to_) + " ";
    std::string& text = result.lines.front().text;
    const bool vowel = text.size() > about.size() && std::string_view("aeiou").find(text[about.size()]) != std::string_view::npos;
    if (text.starts_with(about)) text.insert(about.size(), vowel ? "an " : "a ");
  }
  return result;
}

FormattedWords Words::clause(const Clause& clause) const { return words(clause.begin, clause.end, {clause.tree.get()}); }

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

std::vector<std::string> Words::cells(const Clause& clause, std::size_t row) const {
  std::vector<std::string> result;
  const auto& spans = clause.rows[row];
  // The trees of a `given` table's rows stand one after the other; a `table` has one row a clause.
  const std::size_t first = row * clause.rows.front().size();
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const SyntaxNode* tree = first + i < clause.cells.size() ? clause.cells[first + i].get() : nullptr;
    result.push_back(one_line(spans[i].begin, spans[i].end, tree));
  }
  return result;
}

std::string Words::table_head(const Clause& clause) const {
  const std::uint32_t end = static_cast<std::uint32_t>(std::min<std::size_t>(document_.text.find('\n', clause.begin), clause.end));
  return one_line(clause.begin, end, clause.tree.get());
}

}  // namespace pasal::grammar
