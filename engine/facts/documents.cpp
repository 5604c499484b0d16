// The one place where yaml-cpp is called: its events become a tree, its exceptions diagnostics.
#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <unordered_map>

#include "engine/facts/tree.hpp"
#include "engine/facts/yaml_problems.hpp"

namespace pasal::facts {

namespace {

// yaml-cpp 0.7 gives up at 500 calls; below that its stack is safe in every build.
constexpr std::size_t deepest = 400;

// Thrown through yaml-cpp when a limit was reached and reported.
struct Stop {};
// Thrown through yaml-cpp when it reads on and on without handing out a value.
struct ValueTooLarge {};

class TreeBuilder final : public YAML::EventHandler {
public:
  TreeBuilder(const ReadableText& readable, SourceId source, const FactsLimits& limits, Diagnostics& diagnostics)
      : readable_(readable),
        source_(source),
        limits_(limits),
        nesting_(std::min(limits.nesting, deepest)),
        diagnostics_(diagnostics),
        tree_(source, readable.source(), readable.is_json()) {}

  const Tree& tree() const { return tree_; }
  std::size_t read_to() const { return read_to_; }
  // Where the innermost bracket or group that is still open begins.
  std::optional<std::uint32_t> open_place() const {
    if (frames_.empty()) return std::nullopt;
    return tree_.begin(frames_.back().node);
  }
  // Behind the last value or bracket that was read. Names or items without a bracket begin with the first of them.
  std::uint32_t last_end() const {
    if (tree_.size() == 0) return document_begin_;
    const auto last = static_cast<NodeIndex>(tree_.size() - 1);
    const Span span = tree_.span(last);
    const bool collection = tree_.shape(last) == Shape::names || tree_.shape(last) == Shape::list;
    const char first = readable_.source().substr(span.begin, 1).empty() ? ' ' : readable_.source()[span.begin];
    return collection && first != '[' && first != '{' ? span.begin : span.end;
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    const std::uint32_t begin = offset(mark);
    if (documents_++ > 0) check_separated(begin);
    document_begin_ = begin;
    tree_ = Tree(source_, readable_.source(), readable_.is_json());
    frames_.clear();
    anchors_.clear();
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const NodeIndex node = tree_.add(Shape::nothing, place_of_nothing(offset(mark)));
    if (anchor != 0) anchors_[anchor] = {node, 1, 0, true};
    place(node, 1);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    const std::uint32_t begin = offset(mark);
    refuse_tag(tag, begin);
    if (value.size() > limits_.value_bytes) throw ValueTooLarge{};
    const NodeIndex node = tree_.add_value(begin, value, tag == "!");
    const std::size_t weight = 1 + value.size() / 1024;  // repeating a long text is worth more than one
    if (anchor != 0) anchors_[anchor] = {node, weight, 0, true};
    place(node, weight);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(Shape::list, mark, tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(Shape::names, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

private:
  // A collection whose end has not been read.
  struct Frame {
    NodeIndex node = no_node;
    NodeIndex last_child = no_node;
    std::size_t weight_before = 0;
    std::size_t height = 1;  // of what is complete inside it, itself included
    YAML::anchor_t anchor = 0;
  };
  // What a `&name` marks. `weight` counts its nodes, those that its own aliases repeat included.
  struct Anchored {
    NodeIndex node = no_node;
    std::size_t weight = 0;
    std::size_t height = 0;
    bool complete = false;
  };

  std::uint32_t offset(const YAML::Mark& mark) {
    const std::size_t at = mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
    read_to_ = std::max(read_to_, at);
    return readable_.to_source(at);
  }

  std::uint32_t place_of_nothing(std::uint32_t begin) const;
  void check_separated(std::uint32_t begin);
  void refuse_tag(const std::string& tag, std::uint32_t begin);
  void open(Shape shape, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor);
  void close();
  void place(NodeIndex node, std::size_t weight);
  void check_depth(std::size_t depth, std::uint32_t begin);
  Span span(std::uint32_t begin, std::uint32_t bytes = 1) const { return {source_, begin, begin + bytes}; }

  const ReadableText& readable_;
  SourceId source_;
  const FactsLimits& limits_;
  std::size_t nesting_;
  Diagnostics& diagnostics_;
  Tree tree_;
  std::vector<Frame> frames_;
  std::unordered_map<YAML::anchor_t, Anchored> anchors_;
  std::size_t weight_ = 0;    // nodes so far, repeated ones included
  std::size_t repeated_ = 0;  // those that aliases repeat
  std::size_t documents_ = 0;
  std::uint32_t document_begin_ = 0;
  std::size_t read_to_ = 0;
};

// An item or a fact with nothing in it is noticed only on a later line; it is the `-` or the `:` before it that is meant.
std::uint32_t TreeBuilder::place_of_nothing(std::uint32_t begin) const {
  const std::string_view before = readable_.source().substr(0, begin);
  const std::size_t last = before.find_last_not_of(" \t\r\n");
  const bool on_line_above = last != std::string_view::npos && before.find('\n', last) != std::string_view::npos;
  return on_line_above ? static_cast<std::uint32_t>(last) : begin;
}

// yaml-cpp takes what does not belong to the document above for a new one, without a `---` between them.
void TreeBuilder::check_separated(std::uint32_t begin) {
  const std::string_view text = readable_.source();
  if (text.substr(begin, 3) == "---" || readable_.is_json()) return;
  const std::uint32_t end = last_end();
  if (end <= begin && text.substr(end, begin - end).find("\n...") != std::string_view::npos) return;
  diagnostics_.add(DiagnosticKind::facts_not_yaml, span(begin),
                   "it does not belong to what stands above; line it up with the names or items that it belongs to, or put `---` before "
                   "the next subject");
  throw Stop{};
}

void TreeBuilder::refuse_tag(const std::string& tag, std::uint32_t begin) {
  if (tag.empty() || tag == "?" || tag == "!") return;
  const std::string_view text = readable_.source();
  const std::size_t end = std::min(text.find_first_of(" \t\r\n,]}", begin), text.size());
  const auto bytes = static_cast<std::uint32_t>(end - begin);
  diagnostics_.add(DiagnosticKind::facts_tag, span(begin, bytes), excerpt(text.substr(begin, bytes)));
}

void TreeBuilder::check_depth(std::size_t depth, std::uint32_t begin) {
  if (depth <= nesting_) return;
  diagnostics_.add(DiagnosticKind::facts_too_deep, span(begin), depth, nesting_);
  throw Stop{};
}

void TreeBuilder::open(Shape shape, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
  const std::uint32_t begin = offset(mark);
  check_depth(frames_.size() + 1, begin);
  refuse_tag(tag, begin);
  const NodeIndex node = tree_.add(shape, begin);
  if (anchor != 0) anchors_[anchor] = {node, 0, 0, false};
  frames_.push_back({node, no_node, weight_, 1, anchor});
}

void TreeBuilder::close() {
  const Frame frame = frames_.back();
  frames_.pop_back();
  if (frame.anchor != 0) anchors_[frame.anchor] = {frame.node, weight_ - frame.weight_before + 1, frame.height, true};
  if (!frames_.empty()) frames_.back().height = std::max(frames_.back().height, frame.height + 1);
  place(frame.node, 1);
}

void TreeBuilder::place(NodeIndex node, std::size_t weight) {
  weight_ += weight;
  if (frames_.empty()) return;
  Frame& frame = frames_.back();
  tree_.append(frame.node, frame.last_child, node);
  frame.last_child = node;
  const std::size_t items = tree_.shape(frame.node) == Shape::list ? tree_.count(frame.node) : tree_.count(frame.node) / 2;
  if (items <= limits_.list_items) return;
  diagnostics_.add(DiagnosticKind::facts_list_too_long, tree_.span(node), "item", items, limits_.list_items);
  throw Stop{};
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const std::uint32_t begin = offset(mark);
  const Anchored target = anchors_[anchor];
  if (!target.complete) {
    diagnostics_.add(DiagnosticKind::facts_alias_cycle, span(begin));
    throw Stop{};
  }
  repeated_ += target.weight;
  if (repeated_ > limits_.alias_nodes) {
    diagnostics_.add(DiagnosticKind::facts_alias_too_large, span(begin), repeated_, limits_.alias_nodes);
    throw Stop{};
  }
  check_depth(frames_.size() + target.height, begin);
  if (!frames_.empty()) frames_.back().height = std::max(frames_.back().height, target.height + 1);
  place(tree_.add_alias(begin, target.node), target.weight);
}

// Hands the text over piece by piece, as long as values come out at the other end.
class WatchedText final : public std::streambuf {
public:
  WatchedText(std::string_view text, const TreeBuilder& builder, std::size_t most) : text_(text), builder_(builder), most_(most) {}

protected:
  int_type underflow() override {
    // The builder judges a value to the byte; this stops what never becomes one, and counts what was read ahead.
    constexpr std::size_t read_ahead = 16'384;
    if (given_ > builder_.read_to() + most_ + read_ahead) throw ValueTooLarge{};
    const std::size_t bytes = std::min<std::size_t>(4096, text_.size() - given_);
    if (bytes == 0) return traits_type::eof();
    char* const begin = const_cast<char*>(text_.data() + given_);  // a streambuf never writes to what it only reads
    setg(begin, begin, begin + bytes);
    given_ += bytes;
    return traits_type::to_int_type(*begin);
  }

private:
  std::string_view text_;
  const TreeBuilder& builder_;
  std::size_t most_;
  std::size_t given_ = 0;
};

void run_parser(std::istream& stream, TreeBuilder& builder, const std::function<void(const Tree&)>& document) {
  YAML::Parser parser(stream);
  while (parser.HandleNextDocument(builder)) {
    if (builder.tree().unclosed_quote()) throw YAML::ParserException(YAML::Mark::null_mark(), YAML::ErrorMsg::EOF_IN_SCALAR);
    if (builder.tree().size() > 0) document(builder.tree());
  }
}

}  // namespace

void read_documents(const ReadableText& readable, SourceId source, const FactsLimits& limits, Diagnostics& diagnostics,
                    const std::function<void(const Tree&)>& document) {
  TreeBuilder builder(readable, source, limits, diagnostics);
  WatchedText buffer(readable.text(), builder, limits.value_bytes);
  std::istream stream(&buffer);
  stream.exceptions(std::ios::badbit);  // lets what the buffer throws pass
  const auto text = readable.source();
  const YamlPlace place{source, text, [&] { return builder.last_end(); }, [&] { return builder.open_place(); },
                        [&] { return builder.tree().unclosed_quote(); }};
  try {
    run_parser(stream, builder, document);
  } catch (const Stop&) {
  } catch (const ValueTooLarge&) {
    const std::uint32_t begin = std::min<std::uint32_t>(builder.last_end(), static_cast<std::uint32_t>(text.size()));
    const std::size_t first = std::min(text.find_first_not_of(" \t\r\n:,-", begin), text.size());
    diagnostics.add(DiagnosticKind::facts_value_too_large, Span{source, static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(first)},
                    limits.value_bytes);
  } catch (const YAML::ParserException& problem) {
    const std::size_t at = problem.mark.pos < 0 ? 0 : static_cast<std::size_t>(problem.mark.pos);
    report_yaml_problem(problem.msg, readable.to_source(at), place, diagnostics);
  } catch (const std::exception& problem) {
    report_yaml_problem(problem.what(), readable.to_source(builder.read_to()), place, diagnostics);
  }
}

}  // namespace pasal::facts
