#include "engine/interpret/words.hpp"

namespace pasal::interpret {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Reads the author's lines into one.
class OneLine {
public:
  explicit OneLine(std::string_view text) : text_(text) {}

  std::string read() {
    while (at_ < text_.size()) {
      if (is_blank(text_[at_])) {
        skip_blanks();
      } else if (text_[at_] == '#' && quote_ == 0) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        if (text_[at_] == '"') quote_ = quote_ == 0 ? '"' : 0;
        take();
      }
    }
    return result_;
  }

private:
  // A bullet at the start of a line is punctuation: `all of local office, moderators at least 20`.
  void skip_blanks() {
    bool new_line = false;
    for (; at_ < text_.size() && is_blank(text_[at_]); ++at_) new_line = new_line || text_[at_] == '\n';
    pending_ = true;
    const bool is_bullet = new_line && quote_ == 0 && text_.substr(at_, 2) == "- ";
    if (!is_bullet) return;
    ++at_;
    if (after_bullet_ && !result_.empty()) result_ += ',';
    after_bullet_ = true;
  }
  void take() {
    if (pending_ && !result_.empty()) result_ += ' ';
    pending_ = false;
    result_ += text_[at_++];
  }

  std::string_view text_;
  std::string result_;
  std::size_t at_ = 0;
  char quote_ = 0;
  bool pending_ = false;
  bool after_bullet_ = false;
};

}  // namespace

std::string words_at(const Sources& sources, Span span) {
  if (span.source >= sources.size() || span.begin >= span.end) return {};
  std::string text = OneLine(sources.text(span)).read();
  return text.starts_with("- ") ? text.substr(2) : text;
}

std::string choose(Language language, std::string_view english, std::string_view indonesian) {
  return std::string(language == Language::indonesian ? indonesian : english);
}

std::string margin_text(const Margin& margin, const Program& program) {
  const Language language = program.language;
  const auto shown = [&](const Number& number) { return display(Value(number), margin.type, language, program.zone); };
  std::string other = margin.other_words.empty() ? shown(margin.other) : margin.other_words;
  if (!margin.other_words.empty() && !margin.other_is_literal) other += " (" + shown(margin.other) + ")";
  if (margin.value == margin.other) return choose(language, "exactly ", "tepat ") + other;
  const bool is_over = margin.value > margin.other;
  const auto distance = is_over ? subtract(margin.value, margin.other) : subtract(margin.other, margin.value);
  std::string text = is_over ? choose(language, "over ", "di atas ") : choose(language, "under ", "di bawah ");
  text += other;
  if (distance) text += choose(language, " by ", " sebanyak ") + shown(*distance);
  return text;
}

std::string claim_note(const std::string& claimed, Language language) {
  return choose(language, "claimed ", "dinyatakan ") + claimed +
         choose(language, ", not verified", ", belum diverifikasi");
}

std::string not_in_force(const InForce& dates, Language language) {
  std::string text = choose(language, "in force only", "hanya berlaku");
  if (dates.from) text += choose(language, " from ", " sejak ") + display(*dates.from, language);
  if (dates.until) text += choose(language, " until ", " sampai ") + display(*dates.until, language);
  return text;
}

}  // namespace pasal::interpret
