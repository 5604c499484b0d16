// The one place where simdjson is called.
#include "engine/facts/json_object.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>

namespace pasal::facts {
namespace {

namespace ondemand = simdjson::ondemand;

// Thrown through simdjson when a limit was reached and reported.
struct Stop {};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view without_digits(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  return text;
}

// `-1.50e+3`. A number is kept as it is written: read as a double it would no longer be exact.
bool is_json_number(std::string_view text) {
  const auto digits = [&text] {
    const bool some = !text.empty() && is_digit(text.front());
    text = without_digits(text);
    return some;
  };
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.starts_with('0')) {
    text.remove_prefix(1);
  } else if (!digits()) {
    return false;
  }
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (!digits()) return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!digits()) return false;
  }
  return text.empty();
}

std::string_view without_blanks(std::string_view text) {
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// What to say of simdjson's complaints.
struct Complaint {
  simdjson::error_code problem;
  std::string_view words;
};
constexpr std::string_view no_value = "this is no value; write `true`, `false` or `null`, or put a text in quotes";
constexpr std::array complaints{
    Complaint{simdjson::UNCLOSED_STRING, "a quote is not closed; put a `\"` where the text ends"},
    Complaint{simdjson::STRING_ERROR, "in a text a `\\` begins a special character, and this is none; write `\\\\` for a `\\`"},
    Complaint{simdjson::NUMBER_ERROR, "this is no number; write it with digits and a point, as in `1250.5`, or put it in quotes"},
    Complaint{simdjson::T_ATOM_ERROR, no_value},
    Complaint{simdjson::F_ATOM_ERROR, no_value},
    Complaint{simdjson::N_ATOM_ERROR, no_value},
    Complaint{simdjson::UNESCAPED_CHARS, "a tab or a line break stands in a text; write `\\t` or `\\n`"},
    Complaint{simdjson::TRAILING_CONTENT, "it goes on behind the closing `}`; write each subject in a line of its own"},
};

std::string_view words(simdjson::error_code problem) {
  for (const Complaint& one : complaints) {
    if (one.problem == problem) return one.words;
  }
  return "a bracket, a comma or a colon is missing, or a text is not in quotes";
}

class Builder {
public:
  Builder(Tree& tree, SourceId source, const char* text, const FactsLimits& limits, Diagnostics& diagnostics)
      : tree_(tree), source_(source), text_(text), limits_(limits), diagnostics_(diagnostics) {}

  void document(ondemand::document& document) {
    const std::string_view token = without_blanks(document.raw_json_token());
    const std::uint32_t begin = offset(token.data());
    const ondemand::json_type type = document.type();
    if (type == ondemand::json_type::array) {
      tree_.add(Shape::list, begin);
      return;
    }
    if (type != ondemand::json_type::object) {
      text(token, begin, false);
      return;
    }
    object(document.get_object(), begin, 1);
    if (const auto rest = document.current_location(); rest.error() == simdjson::SUCCESS) {
      at_ = offset(rest.value_unsafe());
      throw simdjson::simdjson_error(simdjson::TRAILING_CONTENT);
    }
  }
  // What is being read.
  std::uint32_t at() const { return at_; }

private:
  NodeIndex object(ondemand::object object, std::uint32_t begin, std::size_t depth);
  NodeIndex array(ondemand::array array, std::uint32_t begin, std::size_t depth);
  NodeIndex value(ondemand::value value, std::size_t depth);
  NodeIndex text(std::string_view text, std::uint32_t begin, bool quoted);
  void check_depth(std::size_t depth, std::uint32_t begin);
  void append(NodeIndex parent, NodeIndex& last, NodeIndex child, std::size_t items);
  std::uint32_t offset(const char* place) { return at_ = static_cast<std::uint32_t>(place - text_); }
  Span place(std::uint32_t begin) const { return {source_, begin, begin + 1}; }

  Tree& tree_;
  SourceId source_;
  const char* text_;
  const FactsLimits& limits_;
  Diagnostics& diagnostics_;
  std::uint32_t at_ = 0;
};

void Builder::check_depth(std::size_t depth, std::uint32_t begin) {
  if (depth <= limits_.nesting) return;
  diagnostics_.add(DiagnosticKind::facts_too_deep, place(begin), depth, limits_.nesting);
  throw Stop{};
}

void Builder::append(NodeIndex parent, NodeIndex& last, NodeIndex child, std::size_t items) {
  tree_.append(parent, last, child);
  last = child;
  if (items <= limits_.list_items) return;
  diagnostics_.add(DiagnosticKind::facts_list_too_long, tree_.span(child), "item", items, limits_.list_items);
  throw Stop{};
}

NodeIndex Builder::text(std::string_view text, std::uint32_t begin, bool quoted) {
  if (text.size() > limits_.value_bytes) {
    diagnostics_.add(DiagnosticKind::facts_value_too_large, place(begin), limits_.value_bytes);
    throw Stop{};
  }
  return tree_.add_value(begin, std::string(text), quoted);
}

// The depth is limited, here and below.
NodeIndex Builder::object(ondemand::object object, std::uint32_t begin, std::size_t depth) {  // NOLINT(misc-no-recursion)
  check_depth(depth, begin);
  const NodeIndex node = tree_.add(Shape::names, begin);
  NodeIndex last = no_node;
  for (simdjson::simdjson_result<ondemand::field> result : object) {
    ondemand::field field = std::move(result).take_value();
    const std::uint32_t key_begin = offset(field.key().raw() - 1);
    append(node, last, text(field.unescaped_key(), key_begin, true), tree_.count(node) / 2 + 1);
    append(node, last, value(field.value(), depth + 1), tree_.count(node) / 2 + 1);
  }
  return node;
}

NodeIndex Builder::array(ondemand::array array, std::uint32_t begin, std::size_t depth) {  // NOLINT(misc-no-recursion)
  check_depth(depth, begin);
  const NodeIndex node = tree_.add(Shape::list, begin);
  NodeIndex last = no_node;
  for (simdjson::simdjson_result<ondemand::value> item : array) {
    append(node, last, value(std::move(item).take_value(), depth + 1), tree_.count(node) + 1);
  }
  return node;
}

NodeIndex Builder::value(ondemand::value value, std::size_t depth) {  // NOLINT(misc-no-recursion)
  const std::string_view token = without_blanks(value.raw_json_token());
  const std::uint32_t begin = offset(token.data());
  const auto type = value.type();
  if (type.error() != simdjson::SUCCESS) throw simdjson::simdjson_error(simdjson::T_ATOM_ERROR);
  switch (type.value_unsafe()) {
    case ondemand::json_type::object: return object(value.get_object(), begin, depth);
    case ondemand::json_type::array: return array(value.get_array(), begin, depth);
    case ondemand::json_type::string: return text(value.get_string(), begin, true);
    case ondemand::json_type::boolean: return text(value.get_bool() ? "true" : "false", begin, false);
    case ondemand::json_type::null:
      if (!value.is_null()) throw simdjson::simdjson_error(simdjson::N_ATOM_ERROR);
      return tree_.add(Shape::nothing, begin);
    case ondemand::json_type::number: break;
  }
  if (!is_json_number(token)) throw simdjson::simdjson_error(simdjson::NUMBER_ERROR);
  return text(token, begin, false);
}

}  // namespace

struct JsonObjects::Parser {
  ondemand::parser parser;
  std::string padded;  // simdjson reads some bytes beyond the end
  std::unique_ptr<Tree> tree;
};

JsonObjects::JsonObjects(const FactsLimits& limits) : parser_(std::make_unique<Parser>()), limits_(limits) {
  constexpr std::size_t deepest = 400;  // as of YAML
  limits_.nesting = std::min(limits_.nesting, deepest);
}
JsonObjects::~JsonObjects() = default;

const Tree* JsonObjects::read(SourceId source, std::string_view text, Diagnostics& diagnostics) {
  std::string& padded = parser_->padded;
  padded.assign(text);
  padded.append(simdjson::SIMDJSON_PADDING, ' ');
  parser_->tree = std::make_unique<Tree>(source, text, true);
  Builder builder(*parser_->tree, source, padded.data(), limits_, diagnostics);
  try {
    ondemand::document document = parser_->parser.iterate(padded.data(), text.size(), padded.size());
    builder.document(document);
    return parser_->tree.get();
  } catch (const Stop&) {
  } catch (const simdjson::simdjson_error& problem) {
    const auto last = static_cast<std::uint32_t>(text.empty() ? 0 : text.size() - 1);
    const std::uint32_t at = std::min(builder.at(), last);
    diagnostics.add(DiagnosticKind::facts_not_json, Span{source, at, at + 1}, words(problem.error()));
  }
  return nullptr;
}

}  // namespace pasal::facts
