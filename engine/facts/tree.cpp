#include "engine/facts/tree.hpp"

#include <algorithm>

namespace pasal::facts {

std::string_view Tree::text(NodeIndex node) const {
  const Node& value = nodes_[node];
  if (value.storage == Storage::own) return texts_[value.first];
  return text_.substr(value.first, value.count);
}

bool Tree::is_question(NodeIndex node) const { return shape(node) == Shape::value && text(node) == "?"; }

NodeIndex Tree::resolve(NodeIndex node) const {
  return node != no_node && nodes_[node].storage == Storage::alias ? nodes_[node].first : node;
}

namespace {

// Where a quoted value that begins at `begin` ends, its closing quote included; `npos` where there is none.
std::size_t quoted_end(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 >= text.size() || text[i + 1] != quote) return i + 1;
      ++i;
    }
  }
  return std::string_view::npos;
}

}  // namespace

Span Tree::span(NodeIndex node) const {
  const Node& at = nodes_[node];
  const auto place = [this, &at](std::size_t end) {
    return Span{source_, at.begin, static_cast<std::uint32_t>(std::min(end, text_.size()))};
  };
  if (at.begin >= text_.size()) return place(at.begin);
  if (at.storage == Storage::alias) return place(text_.find_first_of(" \t\r\n,]}", at.begin));
  if (at.shape != Shape::value) return place(at.begin + 1);
  const char mark = text_[at.begin];
  if (at.quoted && (mark == '"' || mark == '\'')) return place(quoted_end(text_, at.begin));
  const std::string_view value = text(node);
  if (!at.quoted && text_.substr(at.begin, value.size()) == value) return place(at.begin + value.size());
  return place(text_.find_first_of("\r\n", at.begin));
}

std::optional<std::uint32_t> Tree::unclosed_quote() const {
  if (nodes_.empty() || nodes_.back().shape != Shape::value || !nodes_.back().quoted) return std::nullopt;
  std::size_t begin = nodes_.back().begin;
  while (begin < text_.size() && (text_[begin] == '&' || text_[begin] == '!')) {  // `&name "…"`
    begin = text_.find_first_of(" \t\r\n", begin);
    begin = std::min(text_.find_first_not_of(" \t\r\n", begin), text_.size());
  }
  const bool quote = begin < text_.size() && (text_[begin] == '"' || text_[begin] == '\'');
  if (!quote || quoted_end(text_, begin) != std::string_view::npos) return std::nullopt;
  return static_cast<std::uint32_t>(begin);
}

NodeIndex Tree::add(Shape shape, std::uint32_t begin) {
  Node node;
  node.begin = begin;
  node.shape = shape;
  nodes_.push_back(node);
  return static_cast<NodeIndex>(nodes_.size() - 1);
}

NodeIndex Tree::add_value(std::uint32_t begin, const std::string& value, bool quoted) {
  const NodeIndex index = add(Shape::value, begin);
  Node& node = nodes_[index];
  node.quoted = quoted;
  // Mostly the value stands in the source as it is, perhaps behind a quote.
  const std::uint32_t offset = begin + (quoted ? 1 : 0);
  const bool question = !quoted && value.size() == 1 && value.front() == bare_question;
  if (question || (offset <= text_.size() && text_.substr(offset, value.size()) == value)) {
    node.first = offset;
    node.count = static_cast<std::uint32_t>(value.size());
    return index;
  }
  node.storage = Storage::own;
  node.first = static_cast<std::uint32_t>(texts_.size());
  texts_.push_back(value);
  // A `?` that the guard took for a bare one and that stood in a text.
  std::replace(texts_.back().begin(), texts_.back().end(), bare_question, '?');
  return index;
}

NodeIndex Tree::add_alias(std::uint32_t begin, NodeIndex target) {
  const NodeIndex index = add(nodes_[target].shape, begin);
  nodes_[index].storage = Storage::alias;
  nodes_[index].first = target;
  return index;
}

void Tree::append(NodeIndex parent, NodeIndex last_child, NodeIndex child) {
  if (last_child == no_node) {
    nodes_[parent].first = child;
  } else {
    nodes_[last_child].next = child;
  }
  ++nodes_[parent].count;
}

}  // namespace pasal::facts
