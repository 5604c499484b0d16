// The words and literals of the grammar, as PEGTL rules that look at the parse state: the language of the keywords
// and the declared names. Every token takes the white space behind it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include <tao/pegtl.hpp>

#include "grammar/keywords.hpp"
#include "grammar/parse.hpp"
#include "grammar/syntax.hpp"
#include "grammar/vocabulary.hpp"

namespace pasal::grammar {

namespace pegtl = TAO_PEGTL_NAMESPACE;

// Thrown (and caught in parse.cpp) when an expression is nested deeper than the limit.
struct TooDeep {
  std::size_t offset;
};

// What the rules look at and remember. Rules that change a setting restore it, whatever the outcome.
struct State {
  const Vocabulary& vocabulary;
  Language language;
  const char* base;                    // the first byte of the document's text
  std::size_t nesting_limit;
  std::size_t nesting = 0;
  bool qualifying = true;              // `F of X` may be read as one value
  bool list_may_follow = false;        // a name may be followed by a list: `at least N officers`
  int bullet_column = -1;              // of the innermost list of bullets
  // The values of the facts a cell or a given value belongs to.
  const std::vector<std::string>* column_values = nullptr;
  std::span<const Correction> corrections;  // what misspelt words are read as
  const char* furthest = nullptr;      // behind the last token that was read: where reading stopped
  struct Named {
    const char* at;
    std::uint32_t entry;
  };
  std::vector<Named> named;            // the names read so far, in the order of the text

  void reached(const char* place) {
    if (furthest == nullptr || place > furthest) furthest = place;
  }
  void remember(const char* at, std::uint32_t entry) {
    while (!named.empty() && named.back().at >= at) named.pop_back();
    named.push_back({at, entry});
  }

  // Keywords and names as they stand in the text, and where they were corrected, as they are meant.
  std::size_t keyword_at(std::string_view rest, Keyword keyword) const;
  bool operator_at(std::string_view rest) const;
  bool inserted_at(const char* place, Keyword keyword) const;
  std::size_t name_at(const char* place, NameRoles wanted, std::uint32_t& entry) const;
  const Correction* correction_at(const char* place) const;
};

// The column of a `- ` that opens a line, or -1.
inline int bullet_at(const char* at, const char* end, const char* base) {
  if (at == end || *at != '-' || at + 1 == end || !is_space(at[1])) return -1;
  const char* line = at;
  while (line != base && line[-1] == ' ') --line;
  return line == base || line[-1] == '\n' ? static_cast<int>(at - line) : -1;
}

// Whether a value may end before `rest`: at the end, at punctuation, or at a keyword that may follow a value.
bool value_may_end(const char* at, const char* end, const State& state);
// How many bytes of words that no declaration knows stand at `at`: up to the next operator.
std::size_t unknown_words(const char* at, const char* end, const State& state, bool stop_at_of);
// Whether the name of `bytes` bytes at the start of `text` is only the beginning of a longer keyword there: `sum` in
// `sum of fees`, `days` in `days since D`. In `sum of the fee`, with the noun of a record, it is the name.
bool begins_a_keyword(std::string_view text, std::size_t bytes, const State& state);
// How many bytes of a number, with its marks, stand here; of a date; of a date and a time.
std::size_t number_length(std::string_view text);
std::size_t date_length(std::string_view text);
std::size_t moment_length(std::string_view text);

namespace rule {

using pegtl::at;
using pegtl::not_at;
using pegtl::one;
using pegtl::opt;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;
using pegtl::string;
using finish = pegtl::eof;

struct ws : star<pegtl::one<' ', '\n', '\t', '\r'>> {};

// A line that is not indented deeper than the bullets above it belongs to none of them.
inline bool behind_bullets(const char* at, const char* end, const State& state) {
  if (state.bullet_column < 0) return false;
  const char* line = at;
  while (line != state.base && line[-1] == ' ') --line;
  return line != state.base && line[-1] == '\n' && at - line <= state.bullet_column && bullet_at(at, end, state.base) < 0;
}

// A rule that is a function of the text and the state: how many bytes it takes, 0 for no match.
template <typename Rule>
struct token {
  using rule_t = Rule;
  using subs_t = pegtl::empty_list;

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput, typename... States>
  static bool match(ParseInput& in, State& state, States&&... /*unused*/) {
    const char* begin = in.current();
    if (behind_bullets(begin, in.end(), state)) return false;
    std::size_t bytes = Rule::measure(begin, in.end(), state);
    if (bytes == 0) return false;
    while (begin + bytes != in.end() && is_space(begin[bytes])) ++bytes;
    in.bump(bytes);
    state.reached(begin + bytes);
    return true;
  }
};

inline std::string_view view(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

template <Keyword K>
struct keyword : token<keyword<K>> {
  static constexpr auto kind = NodeKind::keyword;
  static constexpr auto keyword_of_rule = K;
  static std::size_t measure(const char* begin, const char* end, const State& state) { return state.keyword_at(view(begin, end), K); }

  // A keyword that is missing takes nothing.
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput, typename... States>
  static bool match(ParseInput& in, State& state, States&&... more) {
    if (!state.inserted_at(in.current(), K)) return token<keyword<K>>::template match<A, M, Action, Control>(in, state, more...);
    state.reached(in.current());
    return true;
  }
};

namespace word {
#define KEYWORD(name, english, indonesian, role) using name = keyword<Keyword::name>;
#include "grammar/keywords.def"
#undef KEYWORD
}  // namespace word

// Takes nothing; remembers how far the reading went.
struct reading_went_on {
  using rule_t = reading_went_on;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput, typename... States>
  static bool match(ParseInput& in, State& state, States&&... /*unused*/) {
    state.reached(in.current());
    return true;
  }
};

// A symbol: a PEGTL rule for its characters, then white space.
template <typename Characters>
struct symbol : seq<Characters, ws, reading_went_on> {};

struct comma : symbol<one<','>> {};
struct colon : symbol<one<':'>> {};
struct open_parenthesis : symbol<one<'('>> {};
struct close_parenthesis : symbol<one<')'>> {};
struct plus_sign : symbol<one<'+'>> { static constexpr auto kind = NodeKind::symbol; };
// Subtraction has spaces around it: `13-17` is neither a number nor a name.
struct minus_sign : token<minus_sign> {
  static constexpr auto kind = NodeKind::symbol;
  static std::size_t measure(const char* begin, const char* end, const State& state) {
    const bool spaced = begin != state.base && is_space(begin[-1]) && begin + 1 != end && is_space(begin[1]);
    return begin != end && *begin == '-' && spaced ? 1 : 0;
  }
};
struct leading_minus : one<'-'> { static constexpr auto kind = NodeKind::symbol; };
struct percent_sign : symbol<one<'%'>> { static constexpr auto kind = NodeKind::percent_sign; };
struct unknown_mark : symbol<one<'?'>> { static constexpr auto kind = NodeKind::unknown_mark; };

// ---- rules that change a setting while their inner rule is tried ------------------------------------------------

template <typename Setting, typename Inner>
struct with_setting {
  using rule_t = with_setting;
  using subs_t = pegtl::type_list<Inner>;

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput, typename... States>
  static bool match(ParseInput& in, State& state, States&&... more) {
    const Setting setting(in.current(), state);
    return Control<Inner>::template match<A, M, Action, Control>(in, state, more...);
  }
};

struct deeper {
  State& state;
  deeper(const char* place, State& in_state) : state(in_state) {
    if (state.nesting >= state.nesting_limit) throw TooDeep{static_cast<std::size_t>(place - state.base)};
    ++state.nesting;
  }
  ~deeper() { --state.nesting; }
  deeper(const deeper&) = delete;
  deeper& operator=(const deeper&) = delete;
};
template <bool State::*Flag, bool Value>
struct flagged {
  State& state;
  bool before;
  flagged(const char* /*place*/, State& in_state) : state(in_state), before(in_state.*Flag) { state.*Flag = Value; }
  ~flagged() { state.*Flag = before; }
  flagged(const flagged&) = delete;
  flagged& operator=(const flagged&) = delete;
};
// In parentheses no outer restriction holds.
struct free_of_restrictions {
  State& state;
  bool qualifying;
  bool list_may_follow;
  free_of_restrictions(const char* /*place*/, State& in_state)
      : state(in_state), qualifying(in_state.qualifying), list_may_follow(in_state.list_may_follow) {
    state.qualifying = true;
    state.list_may_follow = false;
  }
  ~free_of_restrictions() {
    state.qualifying = qualifying;
    state.list_may_follow = list_may_follow;
  }
  free_of_restrictions(const free_of_restrictions&) = delete;
  free_of_restrictions& operator=(const free_of_restrictions&) = delete;
};

template <typename Inner> struct nested : with_setting<deeper, Inner> {};
template <typename Inner> struct unqualified : with_setting<flagged<&State::qualifying, false>, Inner> {};
template <typename Inner> struct before_list : with_setting<flagged<&State::list_may_follow, true>, Inner> {};
template <typename Inner> struct unrestricted : with_setting<free_of_restrictions, Inner> {};

// Operands with an operator between each two, without recursion.
template <typename Operand, typename Separator>
struct list_of : seq<Operand, star<Separator, Operand>> {};

struct bullet : token<bullet> {
  static std::size_t measure(const char* begin, const char* end, const State& state) {
    return bullet_at(begin, end, state.base) >= 0 ? 1 : 0;
  }
};

// `- condition` lines in one column, deeper than the list they stand in.
template <typename Inner>
struct bullet_list {
  using rule_t = bullet_list;
  using subs_t = pegtl::type_list<bullet, Inner>;

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput, typename... States>
  static bool match(ParseInput& in, State& state, States&&... more) {
    const int outer = state.bullet_column;
    const int column = bullet_at(in.current(), in.end(), state.base);
    if (column <= outer) return false;
    state.bullet_column = column;
    bool good = true;
    while (good && bullet_at(in.current(), in.end(), state.base) == column) {
      good = Control<bullet>::template match<A, pegtl::rewind_mode::dontcare, Action, Control>(in, state, more...) &&
             Control<Inner>::template match<A, pegtl::rewind_mode::dontcare, Action, Control>(in, state, more...);
    }
    state.bullet_column = outer;
    return good;
  }
};

struct if_qualified : token<if_qualified> {
  using rule_t = if_qualified;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput, typename... States>
  static bool match(ParseInput& /*in*/, State& state, States&&... /*unused*/) {
    return state.qualifying;
  }
};

// A place where a value may end, without taking anything.
struct value_end {
  using rule_t = value_end;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput, typename... States>
  static bool match(ParseInput& in, State& state, States&&... /*unused*/) {
    return value_may_end(in.current(), in.end(), state);
  }
};
template <typename Inner> struct alone : seq<Inner, value_end> {};
template <typename Inner> struct ending : seq<Inner, at<sor<finish, comma>>> {};

// ---- names ------------------------------------------------------------------------------------------------------

// A declared name with one of the wanted roles, the articles before it skipped.
inline std::size_t measure_name_with(const char* begin, const char* end, State& state, NameRoles wanted) {
  std::string_view text = view(begin, end);
  std::uint32_t meant = 0;
  if (const std::size_t bytes = state.name_at(begin, wanted, meant)) {
    state.remember(begin, meant);
    return bytes;
  }
  std::size_t skipped = 0;
  while (true) {
    const NameMatch found = state.vocabulary.longest(text.substr(skipped), wanted);
    if (found.bytes != 0) {
      state.remember(begin, found.entry);
      return skipped + found.bytes;
    }
    const std::size_t article = match_keyword(text.substr(skipped), Keyword::article, state.language);
    if (article == 0) return 0;
    skipped += article;
    while (skipped < text.size() && is_space(text[skipped])) ++skipped;
  }
}

struct name : token<name> {
  static constexpr auto kind = NodeKind::name;
  static std::size_t measure(const char* begin, const char* end, State& state) {
    const std::size_t bytes =
        measure_name_with(begin, end, state, {.value = true, .list = true, .record = true, .measure = true, .unit = false});
    if (bytes == 0 || !value_may_end(begin + bytes, end, state)) return 0;
    return begins_a_keyword(view(begin, end), bytes, state) ? 0 : bytes;
  }
};
// PEGTL keeps the nodes of what `at<>` looks ahead at, so looking ahead at words has a rule of its own.
template <typename Token>
struct ahead {
  using rule_t = ahead;
  using subs_t = pegtl::empty_list;
  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput, typename... States>
  static bool match(ParseInput& in, State& state, States&&... /*unused*/) {
    return Token::measure(in.current(), in.end(), state) != 0;
  }
};
struct list_name : token<list_name> {
  static constexpr auto kind = NodeKind::list_name;
  static std::size_t measure(const char* begin, const char* end, State& state) {
    const std::size_t bytes = measure_name_with(begin, end, state, {.value = false, .list = true, .record = false, .measure = false, .unit = false});
    return bytes != 0 && value_may_end(begin + bytes, end, state) ? bytes : 0;
  }
};
struct measure_name : token<measure_name> {
  static constexpr auto kind = NodeKind::measure_name;
  static std::size_t measure(const char* begin, const char* end, State& state) {
    return measure_name_with(begin, end, state, {.value = false, .list = false, .record = false, .measure = true, .unit = false});
  }
};
struct unknown_name : token<unknown_name> {
  static constexpr auto kind = NodeKind::unknown_name;
  static std::size_t measure(const char* begin, const char* end, const State& state) {
    return unknown_words(begin, end, state, !state.qualifying);
  }
};
struct unknown_list : token<unknown_list> {
  static constexpr auto kind = NodeKind::unknown_list;
  static std::size_t measure(const char* begin, const char* end, const State& state) { return unknown_words(begin, end, state, false); }
};
// Unknown words, then `where`: they stand for a list.
struct unknown_list_where {
  static std::size_t measure(const char* begin, const char* end, const State& state) {
    const char* at = begin + unknown_words(begin, end, state, false);
    while (at != end && is_space(*at)) ++at;
    return at == begin ? 0 : state.keyword_at(view(at, end), Keyword::where);
  }
};
// After `is`, the values of that fact's `one of` come first. The fact is the name read last, or in `category of
// complaint` the one before the record.
struct enumeration_value : token<enumeration_value> {
  static constexpr auto kind = NodeKind::enumeration_value;
  static std::size_t measure(const char* begin, const char* end, const State& state) {
    const std::vector<std::string>* values = state.column_values != nullptr ? state.column_values : values_asked_of(begin, state);
    if (values == nullptr) return 0;
    const std::size_t bytes = match_value(view(begin, end), *values);
    if (bytes == 0 || !value_may_end(begin + bytes, end, state)) return 0;
    // `kind is game or shop open`: where `shop open` is a fact, `shop` is not the value.
    const NameMatch longer = state.vocabulary.longest(view(begin, end), {.value = true, .list = true, .record = true, .measure = true, .unit = false});
    return longer.bytes > bytes && value_may_end(begin + longer.bytes, end, state) ? 0 : bytes;
  }

private:
  static const std::vector<std::string>* values_asked_of(const char* begin, const State& state) {
    for (auto named = state.named.rbegin(); named != state.named.rend(); ++named) {
      if (named->at >= begin) continue;
      const Vocabulary::Entry& entry = state.vocabulary.entry(named->entry);
      if (!entry.values.empty()) return &entry.values;
      if (!entry.roles.record) return nullptr;
    }
    return nullptr;
  }
};

// ---- literals ---------------------------------------------------------------------------------------------------

struct quoted : token<quoted> {
  static constexpr auto kind = NodeKind::quoted;
  static std::size_t measure(const char* begin, const char* end, const State& /*state*/) { return quoted_length(view(begin, end)); }
};
struct number : token<number> {
  static constexpr auto kind = NodeKind::number;
  static std::size_t measure(const char* begin, const char* end, const State& /*state*/) { return number_length(view(begin, end)); }
};
struct date : token<date> {
  static constexpr auto kind = NodeKind::date;
  static std::size_t measure(const char* begin, const char* end, const State& /*state*/) { return date_length(view(begin, end)); }
};
struct moment : token<moment> {
  static constexpr auto kind = NodeKind::moment;
  static std::size_t measure(const char* begin, const char* end, const State& /*state*/) { return moment_length(view(begin, end)); }
};
struct currency : token<currency> {
  static constexpr auto kind = NodeKind::currency;
  static std::size_t measure(const char* begin, const char* end, const State& /*state*/) {
    const std::string_view text = view(begin, end);
    if (text.size() < 3 || (text.size() > 3 && is_word_character(text[3]))) return 0;
    for (const char c : text.substr(0, 3)) {
      if (c < 'A' || c > 'Z') return 0;
    }
    return 3;
  }
};
struct unit_name : token<unit_name> {
  static constexpr auto kind = NodeKind::unit_name;
  static std::size_t measure(const char* begin, const char* end, const State& state) {
    const NameMatch found =
        state.vocabulary.longest(view(begin, end), {.value = false, .list = false, .record = false, .measure = false, .unit = true});
    return found.bytes != 0 && value_may_end(begin + found.bytes, end, state) ? found.bytes : 0;
  }
};
struct scale : sor<word::thousand, word::million, word::billion, word::trillion> {};
struct period_unit : sor<word::working_days, word::minutes, word::hours, word::days, word::weeks, word::months, word::years> {};
struct plain_quantity : seq<number, opt<scale>> { static constexpr auto kind = NodeKind::quantity; };
struct quantity : sor<seq<number, opt<scale>, opt<sor<percent_sign, word::percent, currency, period_unit, unit_name>>>,
                      seq<currency, number, opt<scale>>> { static constexpr auto kind = NodeKind::quantity; };
struct truth_value : sor<word::yes, word::no_value> {};

// ---- words of declarations --------------------------------------------------------------------------------------

// Words up to one of the stop characters or the end.
inline std::size_t words_until(std::string_view text, std::string_view stops) {
  std::size_t length = std::min(text.find_first_of(stops), text.size());
  while (length > 0 && is_space(text[length - 1])) --length;
  return length;
}
struct raw_name_until_comma : token<raw_name_until_comma> {
  static constexpr auto kind = NodeKind::raw_name;
  static std::size_t measure(const char* begin, const char* end, const State& /*state*/) { return words_until(view(begin, end), ",:;"); }
};
struct raw_name_until_colon : token<raw_name_until_colon> {
  static constexpr auto kind = NodeKind::raw_name;
  static std::size_t measure(const char* begin, const char* end, const State& /*state*/) { return words_until(view(begin, end), ":;=,"); }
};
struct raw_name_of_measure : token<raw_name_of_measure> {
  static constexpr auto kind = NodeKind::raw_name;
  static std::size_t measure(const char* begin, const char* end, const State& /*state*/) { return words_until(view(begin, end), ":;=,"); }
};
struct raw_words : token<raw_words> {
  static constexpr auto kind = NodeKind::raw_words;
  static std::size_t measure(const char* begin, const char* end, const State& /*state*/) { return words_until(view(begin, end), ",;:|\""); }
};
// A text whose quotes were forgotten: read all the same, and reported.
struct unquoted_text : token<unquoted_text> {
  static constexpr auto kind = NodeKind::raw_words;
  static std::size_t measure(const char* begin, const char* end, const State& /*state*/) { return words_until(view(begin, end), "\""); }
};
// Words up to a keyword that stands by itself.
inline std::size_t words_before(const char* begin, const char* end, Keyword stop, const State& state) {
  for (const char* at = begin; at != end; ++at) {
    if (at != begin && is_space(at[-1]) && state.keyword_at(view(at, end), stop) != 0) {
      while (at != begin && is_space(at[-1])) --at;
      return static_cast<std::size_t>(at - begin);
    }
  }
  return 0;
}
struct definition_name : token<definition_name> {
  static constexpr auto kind = NodeKind::raw_name;
  static std::size_t measure(const char* begin, const char* end, const State& state) {
    return words_before(begin, end, Keyword::as, state);
  }
};
struct unquoted_before_to : token<unquoted_before_to> {
  static constexpr auto kind = NodeKind::raw_words;
  static std::size_t measure(const char* begin, const char* end, const State& state) {
    return words_until(view(begin, begin + words_before(begin, end, Keyword::to_rules, state)), "\"");
  }
};
struct raw_words_until_from : token<raw_words_until_from> {
  static constexpr auto kind = NodeKind::raw_words;
  static std::size_t measure(const char* begin, const char* end, const State& state) {
    const std::size_t bytes = words_before(begin, end, Keyword::from, state);
    return bytes != 0 ? bytes : words_until(view(begin, end), ",\"");
  }
};
struct subject_until_must : token<subject_until_must> {
  static constexpr auto kind = NodeKind::raw_name;
  static std::size_t measure(const char* begin, const char* end, const State& state) {
    const std::size_t forbidden = words_before(begin, end, Keyword::must_not, state);
    const std::size_t obliged = words_before(begin, end, Keyword::must, state);
    return forbidden != 0 && (obliged == 0 || forbidden < obliged) ? forbidden : obliged;
  }
};
struct zone_words : token<zone_words> {
  static constexpr auto kind = NodeKind::raw_words;
  static std::size_t measure(const char* begin, const char* end, const State& /*state*/) { return words_until(view(begin, end), ","); }
};

}  // namespace rule
}  // namespace pasal::grammar
