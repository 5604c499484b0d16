// What a YAML document says, before anybody asks what it means.
//
// Purpose: a compact tree (20 bytes a node) over the source's own text. Built by `read_documents`; an alias refers to
// the node it repeats, and those expansions are limited, so that walking the tree stays in proportion to the text.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/guard.hpp"

namespace pasal::facts {

using NodeIndex = std::uint32_t;
constexpr NodeIndex no_node = 0xFFFFFFFF;

enum class Shape : std::uint8_t {
  nothing,  // null, or left empty
  value,    // a single value
  list,
  names,    // facts with names: key, value, key, value …
};

class Tree {
public:
  explicit Tree(SourceId source, std::string_view text, bool json) : source_(source), text_(text), json_(json) {}

  Shape shape(NodeIndex node) const { return nodes_[node].shape; }
  bool quoted(NodeIndex node) const { return nodes_[node].quoted; }
  std::string_view text(NodeIndex node) const;
  // A `?`, bare or quoted: known to be unknown.
  bool is_question(NodeIndex node) const;
  // How many items a list has, or how many keys and values together.
  std::uint32_t count(NodeIndex node) const { return nodes_[node].count; }
  // The children in order, up to `no_node`. A child may be an alias: `resolve` gives the node it stands for.
  NodeIndex first(NodeIndex node) const { return nodes_[node].first; }
  NodeIndex next(NodeIndex child) const { return nodes_[child].next; }
  NodeIndex resolve(NodeIndex child) const;
  std::uint32_t begin(NodeIndex node) const { return nodes_[node].begin; }
  // The bytes of a single value with its quotes; of anything else its first character.
  Span span(NodeIndex node) const;
  // Where a quote begins that the text never closes; yaml-cpp lets that pass at the end of a file. Only the last
  // value can be such a one.
  std::optional<std::uint32_t> unclosed_quote() const;
  bool json() const { return json_; }
  NodeIndex root() const { return 0; }

  // ---- for the builder ----
  NodeIndex add(Shape shape, std::uint32_t begin);
  NodeIndex add_value(std::uint32_t begin, const std::string& value, bool quoted);
  NodeIndex add_alias(std::uint32_t begin, NodeIndex target);
  void append(NodeIndex parent, NodeIndex last_child, NodeIndex child);
  std::size_t size() const { return nodes_.size(); }

private:
  enum class Storage : std::uint8_t { source, own, alias };
  struct Node {
    std::uint32_t begin = 0;
    NodeIndex next = no_node;
    std::uint32_t first = no_node;  // first child; of a value where its text begins, or its index; of an alias its target
    std::uint32_t count = 0;        // children; of a value its bytes
    Shape shape = Shape::nothing;
    bool quoted = false;
    Storage storage = Storage::source;
  };

  SourceId source_;
  std::string_view text_;          // of the source
  bool json_;
  std::vector<Node> nodes_;
  std::deque<std::string> texts_;  // values that the source does not hold letter by letter
};

// Reads the documents of a text and hands each, complete, to `document`. Says what keeps it from going on: not YAML,
// too deep, too many items, an alias that expands too far or into itself.
void read_documents(const ReadableText& readable, SourceId source, const FactsLimits& limits, Diagnostics& diagnostics,
                    const std::function<void(const Tree&)>& document);

}  // namespace pasal::facts
