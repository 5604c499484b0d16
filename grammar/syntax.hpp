// Text to syntax.
//
// Purpose: a policy's text becomes statements, each with its clauses, each clause a tree. Parsing takes two passes,
// since names are the author's own words: first the heads of statements and the declarations, which need no
// vocabulary, then the expressions against the names declared in this file and in every file it uses.
// Input: a source. Output: a `Document`; problems go to the diagnostics, each statement on its own, all at once.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/diagnostic.hpp"
#include "grammar/keywords.hpp"
#include "grammar/source.hpp"
#include "grammar/vocabulary.hpp"

namespace pasal {

// What a node of the syntax tree is. The names are those of the grammar's rules (grammar/rules.hpp).
enum class NodeKind : std::uint8_t {
#define NODE(kind) kind,
#include "grammar/nodes.def"
#undef NODE
};

// A node: a kind, two offsets into the source, children in the order of the text. Keywords are leaves, so that the
// formatter can translate them.
struct SyntaxNode {
  NodeKind kind = NodeKind::root;
  Keyword keyword = Keyword::none_of_them;  // of a `keyword` node
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::vector<std::unique_ptr<SyntaxNode>> children;

  // The first child of a kind, or null.
  const SyntaxNode* child(NodeKind of_kind) const;
  // Whether a keyword stands among the children.
  bool has(Keyword of_keyword) const;
  // Whether it stands for a value: all but the keywords that join and prefix them (`today` and `none` are values).
  bool is_operand() const;
  // The child at `index` of those that stand for a value, or null.
  const SyntaxNode* operand(std::size_t index = 0) const;
};

enum class StatementKind : std::uint8_t {
  language, policy, use, measures, facts, parameter, holidays, definition, rule, bare_rule, exception, obligation, table, test, guarantee
};

// A part of a statement: its head line, or one of the deeper-indented lines below with what continues it.
struct Clause {
  std::uint32_t begin = 0;  // its text, without comments before it and white space around it
  std::uint32_t end = 0;
  bool unclosed_quote = false;       // reported; what follows the quote is not
  std::unique_ptr<SyntaxNode> tree;  // null where it could not be read (that is reported), or before its pass
  // Rows of a `given` table, each a line of cells: byte ranges of trimmed cells.
  std::vector<std::vector<Span>> rows;
  std::vector<std::unique_ptr<SyntaxNode>> cells;  // of a table's row, in order; null where not read
};

struct Statement {
  StatementKind kind = StatementKind::bare_rule;
  Span span;                    // from its first character to its last
  Clause head;
  std::vector<Clause> clauses;
  bool broken = false;          // a part could not be read: names it would declare are still known
};

// A comment, kept for the formatter. `own_line`: nothing stands before it on its line.
struct Comment {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool own_line = true;
};

struct Document {
  SourceId source = 0;
  Language language = Language::english;
  bool markdown = false;
  // The text with comments (and, in Markdown, the prose) blanked out by spaces: offsets are those of the source.
  std::string text;
  std::vector<Statement> statements;
  std::vector<Comment> comments;
  std::size_t nodes = 0;  // parts of sentences read so far, those of the documents before it included

  Span span(const SyntaxNode& node) const { return {source, node.begin, node.end}; }
  std::string_view words(const SyntaxNode& node) const { return std::string_view(text).substr(node.begin, node.end - node.begin); }
};

struct SyntaxLimits {
  static constexpr std::size_t deepest_nesting = 150;  // each level takes some of the stack: no flag raises it further
  std::size_t file_bytes = 1u << 20;   // --max-policy-bytes
  std::size_t nesting = 128;           // --max-nesting
  std::size_t nodes = 1'000'000;       // --max-expression-nodes
  std::size_t name_bytes = 200;        // --max-name-bytes
};

// First pass: statements, heads, declarations. `nodes` is how many parts the documents before it have.
Document parse_declarations(const Sources& sources, SourceId source, Diagnostics& diagnostics, const SyntaxLimits& limits = {},
                            std::size_t nodes = 0);

// Second pass: everything that holds expressions, against the declared names. `document.nodes` is counted on.
void parse_expressions(Document& document, const Vocabulary& vocabulary, Diagnostics& diagnostics, const SyntaxLimits& limits = {});

// Reads one expression that is not part of a file (`--set`, a session's line, the trial reading of a declared name).
// Null where the text is not one expression; then, where `diagnostics` is given, it says why.
std::unique_ptr<SyntaxNode> parse_expression(std::string_view text, SourceId source, Language language, const Vocabulary& vocabulary,
                                             Diagnostics* diagnostics, const SyntaxLimits& limits = {});

// A quoted text without its quotes and with its line breaks folded to spaces.
std::string unquoted(std::string_view quoted);

}  // namespace pasal
