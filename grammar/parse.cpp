// The one translation unit that instantiates PEGTL.
#include "grammar/parse.hpp"

#include <array>
#include <iterator>

#include <tao/pegtl.hpp>

#include "grammar/rules.hpp"

namespace pasal::grammar {

namespace {

// A rule leaves a node in the tree when it says of which kind.
template <typename Rule>
concept Kinded = requires { Rule::kind; };

// A node while parsing: it comes and goes with abandoned alternatives.
struct Building {
  NodeKind kind = NodeKind::root;
  Keyword keyword = Keyword::none_of_them;
  const char* begin = nullptr;
  const char* end = nullptr;
  std::vector<Building> children;
};

// The nodes from `first` on become the parts of one. White space behind it is not its own.
void gather(std::vector<Building>& nodes, std::size_t first, Building node) {
  const auto parts = nodes.begin() + static_cast<std::ptrdiff_t>(first);
  node.children.assign(std::make_move_iterator(parts), std::make_move_iterator(nodes.end()));
  while (node.end != node.begin && is_space(node.end[-1])) --node.end;
  nodes.erase(parts, nodes.end());
  nodes.push_back(std::move(node));
}

// Builds the tree: `nodes` are those that are read and not yet part of another. A rule that fails takes away what its parts
// have left there. (PEGTL's own parse_tree does the same with so many templates that they took most of the time to compile.)
template <typename Rule>
struct Builder : pegtl::normal<Rule> {
  static constexpr bool enable = false;  // nothing is left for its own start, success and failure to do

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput>
  static bool match(ParseInput& in, State& state, std::vector<Building>& nodes) {
    const std::size_t before = nodes.size();
    const char* begin = in.current();
    if (!pegtl::match<Rule, A, M, Action, Control>(in, state, nodes)) {
      nodes.resize(before);
      return false;
    }
    if constexpr (Kinded<Rule>) {
      Keyword keyword = Keyword::none_of_them;
      if constexpr (requires { Rule::keyword_of_rule; }) keyword = Rule::keyword_of_rule;
      gather(nodes, before, {Rule::kind, keyword, begin, in.current(), {}});
    }
    return true;
  }
};

// A node of these kinds that has only one part says nothing: the part takes its place.
constexpr std::array folding = {NodeKind::logical, NodeKind::negation, NodeKind::spanned, NodeKind::comparison, NodeKind::offset,
                                NodeKind::sum, NodeKind::product, NodeKind::rounding, NodeKind::qualified, NodeKind::as_of_value};

bool folds(NodeKind kind) { return std::find(folding.begin(), folding.end(), kind) != folding.end(); }

// `13 or more` is read as the beginning of an offset.
NodeKind kind_of(const Building& node) {
  if (node.kind != NodeKind::offset) return node.kind;
  const Keyword last = node.children.back().keyword;
  return last == Keyword::or_more || last == Keyword::or_less ? NodeKind::open_ended : node.kind;
}

std::unique_ptr<SyntaxNode> convert(const Building& from, const char* base, std::size_t& nodes) {
  if (from.children.size() == 1 && folds(from.kind)) return convert(from.children.front(), base, nodes);
  ++nodes;
  auto node = std::make_unique<SyntaxNode>();
  node->kind = kind_of(from);
  node->keyword = from.keyword;
  node->begin = static_cast<std::uint32_t>(from.begin - base);
  node->end = static_cast<std::uint32_t>(from.end - base);
  node->children.reserve(from.children.size());
  for (const auto& child : from.children) node->children.push_back(convert(child, base, nodes));
  return node;
}

template <typename Rule>
ParseOutcome parse_as(const ParseRequest& request, const Vocabulary& vocabulary) {
  const char* base = request.text.data();
  State state{.vocabulary = vocabulary,
              .language = request.language,
              .base = base,
              .nesting_limit = request.nesting_limit,
              .column_values = request.column_values,
              .corrections = request.corrections,
              .furthest = base + request.begin,
              .named = {}};
  pegtl::memory_input<pegtl::tracking_mode::lazy> in(base + request.begin, base + request.end, "");
  ParseOutcome outcome;
  Building root;
  try {
    if (pegtl::parse<Rule, pegtl::nothing, Builder, pegtl::apply_mode::nothing>(in, state, root.children)) {
      root.begin = base + request.begin;
      root.end = in.current();
      outcome.tree = convert(root, base, outcome.nodes);
    }
  } catch (const TooDeep& deep) {
    outcome.too_deep = true;
    outcome.reached = static_cast<std::uint32_t>(deep.offset);
    return outcome;
  }
  outcome.reached = static_cast<std::uint32_t>(state.furthest - base);
  return outcome;
}

}  // namespace

ParseOutcome parse(Entry entry, const ParseRequest& request, const Vocabulary& vocabulary) {
  ParseOutcome outcome;
  switch (entry) {
#define ENTRY(name) \
  case Entry::name: \
    outcome = parse_as<rule::name>(request, vocabulary); \
    break;
    PASAL_GRAMMAR_ENTRIES(ENTRY)
#undef ENTRY
  }
  outcome.is_cell = entry == Entry::cell;
  return outcome;
}

// ---- what the tokens look for -------------------------------------------------------------------------------------

const Correction* State::correction_at(const char* place) const {
  const auto at = static_cast<std::uint32_t>(place - base);
  for (const Correction& correction : corrections) {
    if (correction.begin == at) return &correction;
  }
  return nullptr;
}

std::size_t State::keyword_at(std::string_view rest, Keyword keyword) const {
  if (!corrections.empty()) {
    const Correction* correction = correction_at(rest.data());
    if (correction != nullptr && correction->bytes != 0) return correction->keyword == keyword ? correction->bytes : 0;
  }
  return match_keyword(rest, keyword, language);
}

bool State::operator_at(std::string_view rest) const {
  if (!corrections.empty()) {
    const Correction* correction = correction_at(rest.data());
    if (correction != nullptr && correction->keyword != Keyword::none_of_them) return role_of(correction->keyword) == KeywordRole::operator_;
  }
  return match_role(rest, KeywordRole::operator_, language).bytes != 0;
}

bool State::inserted_at(const char* place, Keyword keyword) const {
  const Correction* correction = corrections.empty() ? nullptr : correction_at(place);
  return correction != nullptr && correction->bytes == 0 && correction->keyword == keyword;
}

std::size_t State::name_at(const char* place, NameRoles wanted, std::uint32_t& entry) const {
  const Correction* correction = corrections.empty() ? nullptr : correction_at(place);
  if (correction == nullptr || correction->name.empty()) return 0;
  const NameMatch found = vocabulary.longest(correction->name, wanted);
  entry = found.entry;
  return found.bytes == correction->name.size() ? correction->bytes : 0;
}

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool ends_a_value(char c) { return std::string_view("),|:}<>=+*/%!?").find(c) != std::string_view::npos; }

}  // namespace

bool value_may_end(const char* at, const char* end, const State& state) {
  while (at != end && is_space(*at)) ++at;
  if (at == end || ends_a_value(*at)) return true;
  const std::string_view rest(at, static_cast<std::size_t>(end - at));
  if (!state.corrections.empty() && state.operator_at(rest)) return true;  // `&`, read as `and`
  if (*at == '-') return bullet_at(at, end, state.base) >= 0 || (rest.size() > 1 && is_space(rest[1]));
  if (!is_word_character(*at)) return false;
  if (state.operator_at(rest) || state.keyword_at(rest, Keyword::of) != 0) return true;
  if (!state.list_may_follow) return false;
  return state.vocabulary.longest(rest, {.value = false, .list = true, .record = false, .measure = false, .unit = false}).bytes != 0;
}

bool begins_a_keyword(std::string_view text, std::size_t bytes, const State& state) {
  const KeywordMatch longer = match_role(text, KeywordRole::value, state.language);
  std::string_view rest = text.substr(std::max(bytes, longer.bytes));
  const auto skip_space = [&rest] {
    while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
  };
  skip_space();
  constexpr std::array periods = {Keyword::minutes, Keyword::hours,  Keyword::days,        Keyword::weeks,
                                  Keyword::months,  Keyword::years,  Keyword::working_days};
  const auto is_the_name = [&](Keyword period) { return match_keyword(text, period, state.language) == bytes; };
  if (match_keyword(rest, Keyword::since, state.language) != 0 && std::any_of(periods.begin(), periods.end(), is_the_name)) return true;
  if (longer.bytes <= bytes || !state.qualifying) return false;
  if (const std::size_t article = match_keyword(rest, Keyword::article, state.language)) {
    rest.remove_prefix(article);
    skip_space();
  }
  const NameMatch record = state.vocabulary.longest(rest, {.value = false, .list = false, .record = true, .measure = false, .unit = false});
  return record.bytes == 0 || !value_may_end(rest.data() + record.bytes, rest.data() + rest.size(), state);
}

std::size_t unknown_words(const char* at, const char* end, const State& state, bool stop_at_of) {
  const char* begin = at;
  const char* last = at;
  while (at != end && is_word_character(*at)) {
    const std::string_view rest(at, static_cast<std::size_t>(end - at));
    if (bullet_at(at, end, state.base) >= 0) break;
    if (*at == '-' && (at + 1 == end || is_space(at[1]))) break;
    if (state.operator_at(rest)) break;
    if (stop_at_of && at != begin && state.keyword_at(rest, Keyword::of) != 0) break;
    while (at != end && is_word_character(*at)) ++at;
    last = at;
    while (at != end && is_space(*at)) ++at;
  }
  return static_cast<std::size_t>(last - begin);
}

std::size_t number_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && (is_digit(text[length]) || (length > 0 && (text[length] == ',' || text[length] == '.' || text[length] == '_')))) {
    ++length;
  }
  // A mark belongs to the number only between two digits: `1,000, 5` and `12.` end before the mark.
  while (length > 0 && !is_digit(text[length - 1])) --length;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_digit(text[i]) && !is_digit(text[i - 1])) {
      length = i - 1;
      break;
    }
  }
  if (length == 0) return 0;
  const bool runs_on = length < text.size() && is_word_character(text[length]) && text[length] != '-';
  return runs_on ? 0 : length;
}

std::size_t date_length(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-dd";
  if (text.size() < shape.size()) return 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 'd' ? !is_digit(text[i]) : text[i] != shape[i]) return 0;
  }
  const bool runs_on = text.size() > shape.size() && is_word_character(text[shape.size()]);
  return runs_on ? 0 : shape.size();
}

std::size_t moment_length(std::string_view text) {
  if (text.size() < 16 || date_length(text.substr(0, 10)) == 0 || (!is_space(text[10]) && text[10] != 'T')) return 0;
  std::size_t at = 11;
  while (at < text.size() && is_space(text[10]) && is_space(text[at])) ++at;
  const auto digits = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i, ++at) {
      if (at >= text.size() || !is_digit(text[at])) return false;
    }
    return true;
  };
  if (!digits(2) || at >= text.size() || text[at] != ':') return 0;
  ++at;
  if (!digits(2)) return 0;
  return at < text.size() && is_word_character(text[at]) ? 0 : at;
}

std::size_t quoted_length(std::string_view text) {
  constexpr std::string_view curly_open = "\xE2\x80\x9C";
  constexpr std::string_view curly_close = "\xE2\x80\x9D";
  if (text.starts_with('"')) {
    const std::size_t close = text.find('"', 1);
    return close == std::string_view::npos ? text.size() : close + 1;  // an unclosed quote is reported by the layout
  }
  if (!text.starts_with(curly_open) && !text.starts_with(curly_close)) return 0;
  const std::size_t close = text.find(curly_close, curly_open.size());
  const std::size_t straight = text.find('"', curly_open.size());
  if (close == std::string_view::npos && straight == std::string_view::npos) return text.size();
  return close < straight ? close + curly_close.size() : straight + 1;
}

}  // namespace pasal::grammar
