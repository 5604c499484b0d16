#include "grammar/sentence_slips.hpp"

#include <algorithm>
#include <array>

namespace pasal::grammar {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view first_word(std::string_view text) {
  return text.substr(0, static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_space) - text.begin()));
}

std::string_view last_word(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0 && !is_space(text[begin - 1])) --begin;
  return text.substr(begin);
}

std::string in_code(std::string_view text) { return "`" + std::string(text) + "`"; }

class Sentence {
public:
  Sentence(const Document& document, const ParseRequest& request, Entry entry, std::uint32_t reached)
      : language_(document.language),
        entry_(entry),
        begin_(request.begin),
        reached_(std::clamp(reached, request.begin, request.end)),
        whole_(std::string_view(document.text).substr(request.begin, request.end - request.begin)),
        before_(trimmed(whole_.substr(0, reached_ - begin_))),
        rest_(trimmed(whole_.substr(reached_ - begin_))) {}

  std::optional<SentenceSlip> find() const {
    if (entry_ == Entry::named_head) return behind_head();
    constexpr std::array conditions = {Entry::sanction_clause, Entry::rule_clause,     Entry::exception_clause, Entry::obligation_clause, Entry::applies_clause,
                                       Entry::guarantee_clause, Entry::definition_body, Entry::case_line,        Entry::whole_expression};
    if (std::find(conditions.begin(), conditions.end(), entry_) == conditions.end()) return std::nullopt;
    using Look = std::optional<SentenceSlip> (Sentence::*)() const;
    constexpr std::array<Look, 9> looks = {&Sentence::breaks_off,   &Sentence::second_if,   &Sentence::without_if, &Sentence::unless_behind_comma, &Sentence::sign_alone,
                                           &Sentence::range,        &Sentence::chain,       &Sentence::parted_sign, &Sentence::starts_with};
    for (const Look look : looks) {
      if (auto slip = (this->*look)()) return slip;
    }
    return std::nullopt;
  }

private:
  bool begins(std::string_view text, Keyword keyword) const { return match_keyword(text, keyword, language_) != 0; }
  bool is(std::string_view text, Keyword keyword) const { return !text.empty() && match_keyword(text, keyword, language_) == text.size(); }
  const std::string& word(Keyword keyword) const { return spelling(keyword, language_); }
  bool joins(std::string_view text) const { return is(text, Keyword::and_) || is(text, Keyword::or_); }

  // Whether a keyword stands somewhere in the text, outside quotes.
  bool holds(std::string_view text, Keyword keyword) const {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') i = std::min(text.find('"', i + 1), text.size() - 1);
      if ((i == 0 || is_space(text[i - 1])) && begins(text.substr(i), keyword)) return true;
    }
    return false;
  }

  std::uint32_t at(std::string_view part) const { return begin_ + static_cast<std::uint32_t>(part.data() - whole_.data()); }
  SentenceSlip slip(std::string_view part, std::string way_out, std::string fix = {}) const {
    const std::uint32_t from = at(part);
    return {DiagnosticKind::unreadable, from, from + static_cast<std::uint32_t>(std::max<std::size_t>(part.size(), 1)), std::move(way_out), std::move(fix)};
  }

  // `rule "C" block if student`
  std::optional<SentenceSlip> behind_head() const {
    if (!before_.ends_with('"') || rest_.empty()) return std::nullopt;
    if (rest_ == ":") return SentenceSlip{DiagnosticKind::needless_word, at(rest_), at(rest_) + 1};
    return slip(rest_, "a name in quotes ends its line; put this on the next line, with two spaces before it");
  }

  // `warn if age > 5 and`
  std::optional<SentenceSlip> breaks_off() const {
    const std::string_view last = last_word(trimmed(whole_));
    if (!joins(last) || at(last) > reached_) return std::nullopt;
    SentenceSlip found = slip(last, "after " + in_code(last) + " say what else " + (is(last, Keyword::and_) ? "must" : "can") + " hold");
    found.kind = DiagnosticKind::unfinished;
    return found;
  }

  // `block if age > 5 if student`
  std::optional<SentenceSlip> second_if() const {
    if (!begins(rest_, Keyword::if_) || !holds(before_, Keyword::if_) || joins(last_word(before_))) return std::nullopt;
    return slip(rest_, "one " + in_code(word(Keyword::if_)) + " is enough for all conditions; join them with " + in_code(word(Keyword::and_)));
  }

  // `warn unless student`
  std::optional<SentenceSlip> without_if() const {
    const bool measure = entry_ == Entry::sanction_clause || entry_ == Entry::rule_clause;
    if (!measure || before_.empty() || !begins(rest_, Keyword::unless) || holds(before_, Keyword::if_)) return std::nullopt;
    const std::string condition(trimmed(rest_.substr(match_keyword(rest_, Keyword::unless, language_))));
    if (condition.empty()) return std::nullopt;
    const bool alone = std::all_of(condition.begin(), condition.end(), is_word_character);
    const std::string denied = word(Keyword::if_) + " " + word(Keyword::not_) + " " + (alone ? condition : "(" + condition + ")");
    return slip(rest_, "write " + in_code(std::string(before_) + " " + denied) + ", or put " + in_code(word(Keyword::unless)) + " on a line of its own below it");
  }

  // `block if age > 5, unless student`
  std::optional<SentenceSlip> unless_behind_comma() const {
    if (!rest_.starts_with(',') || !begins(trimmed(rest_.substr(1)), Keyword::unless)) return std::nullopt;
    return slip(rest_, in_code(word(Keyword::unless)) + " stands on a line of its own below, and the comma is left out");
  }

  // `age > - 5`: without its sign it would be another number.
  std::optional<SentenceSlip> sign_alone() const {
    if (!rest_.starts_with('-') || rest_.size() < 2 || !is_space(rest_[1])) return std::nullopt;
    const std::string_view number = first_word(trimmed(rest_.substr(1)));
    if (number.empty() || !is_digit(number.front())) return std::nullopt;
    const std::string together = "-" + std::string(number);
    return slip(rest_.substr(0, static_cast<std::size_t>(number.data() + number.size() - rest_.data())),
                "the sign of a number stands directly before it, as in " + in_code(together), together);
  }

  // `age is 12 to 15`
  std::optional<SentenceSlip> range() const {
    const std::string_view low = last_word(before_);
    const bool is_range = begins(rest_, Keyword::range_to) || begins(rest_, Keyword::to);
    if (!is_range || low.empty() || !is_digit(low.front())) return std::nullopt;
    const std::string_view high = first_word(trimmed(rest_.substr(first_word(rest_).size())));
    if (high.empty() || !is_digit(high.front())) return std::nullopt;
    const std::string right = word(Keyword::between) + " " + std::string(low) + " " + word(Keyword::and_) + " " + std::string(high);
    return slip(rest_, "a range is written as in " + in_code(right));
  }

  // `5 < age < 10`
  std::optional<SentenceSlip> chain() const {
    if (!rest_.starts_with('<') && !rest_.starts_with('>')) return std::nullopt;
    const std::size_t sign = before_.find_last_of("<>");
    if (sign == std::string_view::npos) return std::nullopt;
    const std::string_view middle = trimmed(before_.substr(std::min(before_.find_first_not_of("<>=", sign), before_.size())));
    if (middle.empty() || is_digit(middle.front()) || holds(middle, Keyword::and_) || holds(middle, Keyword::or_)) return std::nullopt;
    const std::string second = std::string(middle) + " " + std::string(rest_.substr(0, rest_.find('\n')));
    return slip(rest_, "a comparison has two sides; write two and join them: " + in_code("… " + word(Keyword::and_) + " " + second));
  }

  // `age = = 5`, `age > = 5`
  std::optional<SentenceSlip> parted_sign() const {
    if (!rest_.starts_with('=') || before_.empty() || std::string_view("<>=!").find(before_.back()) == std::string_view::npos) return std::nullopt;
    const std::string right = before_.back() == '=' ? "=" : std::string(1, before_.back()) + "=";
    return slip(rest_, "the sign is written " + in_code(right));
  }

  // `name starts with "B"`
  std::optional<SentenceSlip> starts_with() const {
    struct Words { std::string_view said; bool at_end; };
    constexpr std::array phrases = {Words{"starts with", false},   Words{"begins with", false},  Words{"ends with", true},       Words{"diawali dengan", false},
                                    Words{"dimulai dengan", false}, Words{"diakhiri dengan", true}, Words{"berakhir dengan", true}, Words{"berakhiran", true}};
    const std::size_t quoted = quoted_length(rest_);
    if (quoted < 3) return std::nullopt;
    for (const Words& phrase : phrases) {
      if (!before_.ends_with(phrase.said)) continue;
      const std::string part(rest_.substr(1, quoted - 2));
      const std::string right = word(Keyword::matches) + (phrase.at_end ? " \"*" + part + "\"" : " \"" + part + "*\"");
      const std::string_view place = before_.substr(before_.size() - phrase.said.size());
      return slip(place, "write " + in_code(right) + ", where " + in_code("*") + " stands for any text");
    }
    return std::nullopt;
  }

  Language language_;
  Entry entry_;
  std::uint32_t begin_;
  std::uint32_t reached_;
  std::string_view whole_;
  std::string_view before_;
  std::string_view rest_;
};

}  // namespace

std::optional<SentenceSlip> sentence_slip(const Document& document, const ParseRequest& request, Entry entry, std::uint32_t reached) {
  return Sentence(document, request, entry, reached).find();
}

}  // namespace pasal::grammar
