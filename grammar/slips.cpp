// The slips that officials make, and what each is read as when it is corrected.
#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "grammar/nearest.hpp"
#include "grammar/repair.hpp"

namespace pasal::grammar {

namespace {

// A word, a quoted text or a mark of a clause.
struct Piece {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_date(std::string_view text) { return text.size() >= 10 && text[4] == '-' && text[7] == '-'; }

std::vector<Piece> pieces_of(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  constexpr std::string_view joined = "<>=!&|";  // `=>` is one mark
  std::vector<Piece> pieces;
  std::uint32_t at = begin;
  while (at < end) {
    if (is_space(text[at])) {
      ++at;
      continue;
    }
    Piece piece{at, at + 1};
    if (const std::size_t quoted = quoted_length(text.substr(at, end - at)); quoted != 0) {
      piece.end = at + static_cast<std::uint32_t>(quoted);
    } else if (is_word_character(text[at])) {
      const bool range = is_digit(text[at]) && !is_date(text.substr(at, end - at));  // `17-75`
      while (piece.end < end && is_word_character(text[piece.end]) && !(range && text[piece.end] == '-')) ++piece.end;
      if (text[at] == '-' && at + 1 < end && is_digit(text[at + 1])) piece.end = at + 1;
    } else if (joined.find(text[at]) != std::string_view::npos) {
      while (piece.end < end && joined.find(text[piece.end]) != std::string_view::npos) ++piece.end;
    }
    pieces.push_back(piece);
    at = piece.end;
  }
  return pieces;
}

std::size_t word_count(std::string_view text) { return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1; }

// How many letters of a keyword may be wrong.
std::size_t slips_allowed(std::size_t letters) { return letters <= 5 ? 1 : letters <= 10 ? 2 : 3; }

struct Replacement {
  std::string_view written;
  std::string_view meant;
};
constexpr std::array symbols = {Replacement{"=>", ">="}, Replacement{"=<", "<="}, Replacement{"==", "="}, Replacement{"<>", "!="},
                                Replacement{"≥", ">="},  Replacement{"≤", "<="},  Replacement{"≠", "!="}};
constexpr std::array currencies = {
    Replacement{"euros", "EUR"},   Replacement{"euro", "EUR"}, Replacement{"rupiah", "IDR"}, Replacement{"dollars", "USD"}, Replacement{"dollar", "USD"},
    Replacement{"pounds", "GBP"},  Replacement{"yen", "JPY"},  Replacement{"liras", "TRY"},  Replacement{"lira", "TRY"}};
constexpr std::array english_numbers = {
    Replacement{"one", "1"},     Replacement{"two", "2"},     Replacement{"three", "3"},  Replacement{"four", "4"},  Replacement{"five", "5"},
    Replacement{"six", "6"},     Replacement{"seven", "7"},   Replacement{"eight", "8"},  Replacement{"nine", "9"},  Replacement{"ten", "10"},
    Replacement{"twelve", "12"}, Replacement{"twenty", "20"}, Replacement{"thirty", "30"}, Replacement{"forty", "40"}, Replacement{"fifty", "50"}};
constexpr std::array indonesian_numbers = {
    Replacement{"satu", "1"}, Replacement{"dua", "2"},   Replacement{"tiga", "3"},    Replacement{"empat", "4"},    Replacement{"lima", "5"},
    Replacement{"enam", "6"}, Replacement{"tujuh", "7"}, Replacement{"delapan", "8"}, Replacement{"sembilan", "9"}, Replacement{"sepuluh", "10"}};
constexpr std::array english_months = {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"};
constexpr std::array indonesian_months = {"januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember"};

// Collects what can be tried.
class Slips {
public:
  Slips(const Document& document, const ParseRequest& request, Entry entry, const Vocabulary& vocabulary)
      : document_(document), request_(request), entry_(entry), vocabulary_(vocabulary), pieces_(pieces_of(document.text, request.begin, request.end)) {}

  std::vector<Repair> around(std::uint32_t reached) {
    const auto stopped = std::find_if(pieces_.begin(), pieces_.end(), [&](const Piece& piece) { return piece.end > reached; });
    const auto here = static_cast<std::size_t>(stopped - pieces_.begin());
    constexpr std::size_t near = 8;
    for (std::size_t i = here < near ? 0 : here - near; i < pieces_.size() && i <= here + near; ++i) {
      wrong_word(i);
      misspelt(i);
      number_in_words(i);
      date_in_another_form(i);
      time_in_another_form(i);
      number_in_groups(i);
      currency(i);
      currency_first(i);
      name(i);
      const bool close = i + 2 >= here && i <= here + 1;
      if (!close) continue;
      mark(i);
      missing(i);
      needless(i);
    }
    missing_colon();
    measure();
    std::stable_sort(found_.begin(), found_.end(), [](const Repair& a, const Repair& b) { return a.cost < b.cost; });
    return std::move(found_);
  }

  // `03/07/2018` reads as two divisions, which nobody means.
  std::vector<Repair> dates_with_slashes() {
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      const std::string_view rest = from(i);
      const std::size_t length = std::min(rest.find_first_not_of("0123456789/"), rest.size());
      if (std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(length), '/') == 2) date_in_another_form(i);
    }
    return std::move(found_);
  }

  // Which head keyword the first words nearly are.
  std::vector<Repair> of_head() {
    if (pieces_.empty()) return {};
    wrong_word(0);
    misspelt(0, KeywordRole::head);
    std::erase_if(found_, [](const Repair& repair) {
      return role_of(repair.correction.keyword) != KeywordRole::head || repair.correction.keyword == Keyword::language;
    });
    std::stable_sort(found_.begin(), found_.end(), [](const Repair& a, const Repair& b) { return a.cost < b.cost; });
    return std::move(found_);
  }

private:
  std::string_view from(std::size_t piece) const {
    return std::string_view(document_.text).substr(pieces_[piece].begin, request_.end - pieces_[piece].begin);
  }
  std::string_view text(std::size_t piece) const { return from(piece).substr(0, pieces_[piece].end - pieces_[piece].begin); }

  // `count` words from a piece on, where so many words follow each other.
  std::string_view words(std::size_t piece, std::size_t count) const {
    if (count == 0 || piece + count > pieces_.size()) return {};
    for (std::size_t i = piece; i < piece + count; ++i) {
      if (!is_word_character(document_.text[pieces_[i].begin])) return {};
    }
    return from(piece).substr(0, pieces_[piece + count - 1].end - pieces_[piece].begin);
  }

  template <typename... Arguments>
  Repair& add(int cost, DiagnosticKind kind, std::uint32_t begin, std::size_t bytes, const Arguments&... arguments) {
    Repair repair;
    repair.cost = cost;
    repair.kind = kind;
    repair.span = {document_.source, begin, static_cast<std::uint32_t>(begin + std::max<std::size_t>(bytes, 1))};
    repair.message = fmt::format(fmt::runtime(row(kind).message), arguments...);
    found_.push_back(std::move(repair));
    return found_.back();
  }

  void read_as(int cost, std::size_t piece, std::size_t bytes, Keyword keyword, std::string_view right) {
    const std::uint32_t begin = pieces_[piece].begin;
    const bool of_keyword = is_keyword(from(piece).substr(0, bytes));
    Repair& repair = add(cost + (of_keyword ? 2 : 0), DiagnosticKind::misspelt_keyword, begin, bytes, from(piece).substr(0, bytes), right);
    repair.of_keyword = of_keyword;
    repair.correction = {begin, static_cast<std::uint32_t>(bytes), keyword, {}};
    repair.fix = right;
  }

  // As many characters: what is shorter is filled up with spaces.
  Repair* replace(int cost, DiagnosticKind kind, std::uint32_t begin, std::size_t bytes, std::string_view right) {
    if (right.size() > bytes) return nullptr;
    Repair& repair = add(cost, kind, begin, bytes, std::string_view(document_.text).substr(begin, bytes), right);
    repair.begin = begin;
    repair.characters = std::string(right) + std::string(bytes - right.size(), ' ');
    repair.fix = right;
    return &repair;
  }

  // `when` for `if`; `if` in an Indonesian policy.
  void wrong_word(std::size_t i) {
    for (const Spelling& wrong : wrong_words(document_.language)) {
      if (const std::size_t bytes = match_words(from(i), wrong.text)) read_as(1, i, bytes, wrong.keyword, spelling(wrong.keyword, document_.language));
    }
    const Language other = document_.language == Language::english ? Language::indonesian : Language::english;
    for (const Spelling& foreign : spellings(other)) {
      const std::size_t bytes = match_words(from(i), foreign.text);
      if (bytes == 0 || match_keyword(from(i), foreign.keyword, document_.language) == bytes) continue;
      read_as(2, i, bytes, foreign.keyword, spelling(foreign.keyword, document_.language));
    }
  }

  bool is_keyword(std::string_view written) const {
    constexpr std::array roles = {KeywordRole::clause, KeywordRole::operator_, KeywordRole::value, KeywordRole::type};
    return std::any_of(roles.begin(), roles.end(), [&](KeywordRole role) { return match_role(written, role, document_.language).bytes == written.size(); });
  }

  void misspelt(std::size_t i, std::optional<KeywordRole> role = {}) {
    for (const Spelling& right : spellings(document_.language)) {
      if (role ? right.role != *role : right.role == KeywordRole::head) continue;
      const std::size_t count = word_count(right.text);
      for (std::size_t words_written = std::max<std::size_t>(count, 2) - 1; words_written <= count + 1; ++words_written) {
        misspelt_as(i, words(i, words_written), right, words_written == count);
      }
    }
  }

  void misspelt_as(std::size_t i, std::string_view written, const Spelling& right, bool as_many_words) {
    if (written.empty() || match_words(from(i), right.text) != 0) return;
    const std::string said = normalized(written);
    const std::string meant = normalized(right.text);
    if (said == meant) return;
    const std::size_t allowed = slips_allowed(meant.size());
    const std::size_t distance = edit_distance(said, meant, allowed);
    int cost = static_cast<int>(1 + distance) + (as_many_words ? 0 : 1) + (meant.size() <= 3 ? 1 : 0);
    if (distance > allowed) {
      // `lalu` for `yang lalu`
      const bool half = said.size() >= 4 && (meant.starts_with(said + " ") || meant.ends_with(" " + said));
      if (!half) return;
      cost = 3;
    }
    read_as(cost, i, written.size(), right.keyword, right.text);
  }

  void number_in_words(std::size_t i) {
    const std::string said = normalized(text(i));
    const auto look_up = [&](const auto& numbers) {
      for (const Replacement& number : numbers) {
        if (said == number.written) replace(1, DiagnosticKind::misspelt_keyword, pieces_[i].begin, text(i).size(), number.meant);
      }
    };
    document_.language == Language::english ? look_up(english_numbers) : look_up(indonesian_numbers);
  }

  // `03/07/2018`, `3.7.2018`, `3 July 2018`: read as a day of a month of a year.
  void date_in_another_form(std::size_t i) {
    std::array<std::size_t, 3> numbers{};
    std::size_t at = 0;
    const std::string_view rest = from(i);
    for (std::size_t part = 0; part < 3; ++part) {
      const std::size_t begin = at;
      while (at < rest.size() && is_digit(rest[at]) && at - begin < 4) numbers[part] = numbers[part] * 10 + static_cast<std::size_t>(rest[at++] - '0');
      if (at == begin) {
        if (part != 1 || (numbers[1] = month_at(rest, at)) == 0) return;
      }
      if (part == 2) break;
      const std::size_t mark = at;
      while (at < rest.size() && (rest[at] == '/' || rest[at] == '.' || rest[at] == '-' || rest[at] == ' ')) ++at;
      if (at == mark) return;
    }
    if (at < rest.size() && is_word_character(rest[at])) return;
    const bool year_first = numbers[0] > 1000;
    const std::size_t day = year_first ? numbers[2] : numbers[0];
    const std::size_t year = year_first ? numbers[0] : numbers[2];
    if (year < 1000 || day == 0 || day > 31 || numbers[1] == 0 || numbers[1] > 12) return;
    const auto iso = [year](std::size_t month, std::size_t on) { return fmt::format("{:04}-{:02}-{:02}", year, month, on); };
    Repair* repair = replace(1, DiagnosticKind::misspelt_keyword, pieces_[i].begin, at, iso(numbers[1], day));
    const bool either = day <= 12 && day != numbers[1] && !year_first && is_digit(rest[rest.find_first_of("/.- ") + 1]);
    if (repair != nullptr && either) repair->note = "or `" + iso(day, numbers[1]) + "`, if the month was written before the day";
  }

  // `2021-11-02 10.00`
  void time_in_another_form(std::size_t i) {
    const std::string_view rest = from(i);
    constexpr std::size_t length = 5;
    const bool behind_date = i > 0 && pieces_[i].begin - pieces_[i - 1].begin == 11 && text(i - 1).size() == 10;
    if (!behind_date || rest.size() < length || (rest.size() > length && is_word_character(rest[length]))) return;
    if (!is_digit(rest[0]) || !is_digit(rest[1]) || (rest[2] != '.' && rest[2] != 'h') || !is_digit(rest[3]) || !is_digit(rest[4])) return;
    std::string right(rest.substr(0, length));
    right[2] = ':';
    replace(1, DiagnosticKind::misspelt_keyword, pieces_[i].begin, length, right);
  }

  std::size_t month_at(std::string_view text, std::size_t& at) const {
    const std::size_t begin = at;
    while (at < text.size() && is_word_character(text[at]) && !is_digit(text[at])) ++at;
    const std::string said = normalized(text.substr(begin, at - begin));
    if (said.size() < 3) return 0;
    const auto look_up = [&](const auto& months) {
      const auto month = std::find_if(months.begin(), months.end(), [&](std::string_view name) { return name.starts_with(said); });
      return month == months.end() ? 0 : static_cast<std::size_t>(month - months.begin()) + 1;
    };
    return document_.language == Language::english ? look_up(english_months) : look_up(indonesian_months);
  }

  // `10 000`
  void number_in_groups(std::size_t i) {
    if (i == 0 || text(i).size() != 3 || !std::all_of(text(i).begin(), text(i).end(), is_digit)) return;
    const std::string_view before = text(i - 1);
    const bool group = before.size() <= 3 && std::all_of(before.begin(), before.end(), is_digit) && pieces_[i].begin == pieces_[i - 1].end + 1;
    if (!group) return;
    const std::uint32_t begin = pieces_[i - 1].begin;
    std::string right(before);
    right += number_style(document_.language).group;
    right += text(i);
    replace(1, DiagnosticKind::misspelt_keyword, begin, right.size(), right);
  }

  // `€300`, `Rp 2.400.000`: the sign is passed over, since a bare number has the currency that it meets.
  void currency_first(std::size_t i) {
    constexpr std::array signs = {Replacement{"€", "EUR"}, Replacement{"$", "USD"}, Replacement{"£", "GBP"},
                                  Replacement{"¥", "JPY"}, Replacement{"₺", "TRY"}, Replacement{"Rp", "IDR"}};
    const std::string_view rest = from(i);
    for (const Replacement& sign : signs) {
      if (!rest.starts_with(sign.written)) continue;
      std::size_t at = sign.written.size();
      if (at < rest.size() && rest[at] == '.') ++at;
      while (at < rest.size() && is_space(rest[at])) ++at;
      const std::size_t number = std::min(rest.find_first_not_of("0123456789.,", at), rest.size());
      if (number == at || !is_digit(rest[at])) return;
      const std::string right = std::string(rest.substr(at, number - at)) + " " + std::string(sign.meant);
      Repair& repair = add(1, DiagnosticKind::misspelt_keyword, pieces_[i].begin, number, rest.substr(0, number), right);
      repair.begin = pieces_[i].begin;
      repair.characters = std::string(at, ' ');
      repair.fix = right;
    }
  }

  // `euro`, `eur`
  void currency(std::size_t i) {
    const std::string said = normalized(text(i));
    for (const Replacement& known : currencies) {
      if (said == known.written) replace(1, DiagnosticKind::misspelt_keyword, pieces_[i].begin, said.size(), known.meant);
    }
    const bool letters = said.size() == 3 && std::all_of(said.begin(), said.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!letters) return;
    std::string capitals = said;
    for (char& c : capitals) c = static_cast<char>(c - 'a' + 'A');
    if (capitals != text(i)) replace(3, DiagnosticKind::misspelt_keyword, pieces_[i].begin, 3, capitals);
  }

  // A declared name that holds a keyword (`distance to school`) ends at the keyword when it is misspelt.
  void name(std::size_t i) {
    if (i > 0 && is_word_character(document_.text[pieces_[i].begin]) && words(i - 1, 1).size() == 1) return;
    for (const std::string& known : names_with_keywords()) {
      const std::size_t count = word_count(known);
      for (std::size_t written = count - 1; written <= count + 1; ++written) {
        const std::string_view said = words(i, written);
        const int like = said.empty() ? 0 : likeness(said, known);
        constexpr int surely = 750;
        if (like >= surely && like < 1000) read_as_name(2 + (1000 - like) / 100, i, said.size(), known);
      }
    }
    // `annual turn over`: the keyword is a part of a word that was written as two.
    for (std::size_t written = 2; written <= 4; ++written) {
      const std::string_view said = words(i, written);
      if (said.empty() || !holds_keyword(normalized(said))) continue;
      for (const Vocabulary::Entry& known : vocabulary_.entries()) {
        if (without_spaces(known.name) == without_spaces(normalized(said)) && known.name != normalized(said)) read_as_name(1, i, said.size(), known.name);
      }
    }
  }

  void read_as_name(int cost, std::size_t piece, std::size_t bytes, const std::string& name) {
    Repair repair;
    repair.cost = cost;
    repair.correction = {pieces_[piece].begin, static_cast<std::uint32_t>(bytes), Keyword::none_of_them, name};
    found_.push_back(std::move(repair));
  }

  static std::string without_spaces(std::string name) {
    std::erase(name, ' ');
    return name;
  }

  const std::vector<std::string>& names_with_keywords() {
    if (looked_for_names_) return names_with_keywords_;
    looked_for_names_ = true;
    for (const Vocabulary::Entry& known : vocabulary_.entries()) {
      if (holds_keyword(known.name)) names_with_keywords_.push_back(known.name);
    }
    constexpr std::size_t many = 500;  // each is compared with each place
    if (names_with_keywords_.size() > many) names_with_keywords_.clear();
    return names_with_keywords_;
  }

  bool holds_keyword(std::string_view name) const {
    for (std::size_t at = 1; at < name.size(); ++at) {
      if (name[at - 1] != ' ') continue;
      if (match_role(name.substr(at), KeywordRole::operator_, document_.language).bytes != 0) return true;
      if (match_keyword(name.substr(at), Keyword::of, document_.language) != 0) return true;
    }
    return false;
  }

  void mark(std::size_t i) {
    const std::uint32_t begin = pieces_[i].begin;
    const std::string_view mark = text(i);
    for (const Replacement& symbol : symbols) {
      if (mark == symbol.written) replace(1, DiagnosticKind::misspelt_keyword, begin, mark.size(), symbol.meant);
    }
    if (mark == ";") replace(1, DiagnosticKind::misspelt_keyword, begin, 1, ",");
    const bool joins = match_keyword(mark, Keyword::and_, document_.language) != 0 || match_keyword(mark, Keyword::or_, document_.language) != 0;
    if (joins) replace(3, DiagnosticKind::misspelt_keyword, begin, mark.size(), ",");
    constexpr std::string_view ends = ".;!";
    const bool last = i + 1 == pieces_.size();
    if (last && mark.size() == 1 && (ends.find(mark.front()) != std::string_view::npos || mark == ",")) take_out(1, i);
    if (!last && mark == ":") take_out(2, i);
    if (!last && mark == "," && is_operator(i + 1)) take_out(2, i);
    if (begin == request_.begin || !is_space(document_.text[begin - 1])) return;
    const KeywordMatch option = match_role(from(i), KeywordRole::type, document_.language);  // `if any` is one
    const std::string_view behind = from(i).substr(0, std::max(option.bytes, mark.size()));
    Repair& comma = add(2, DiagnosticKind::missing_comma, begin, behind.size(), behind);
    comma.begin = begin - 1;
    comma.characters = ",";
  }

  bool is_operator(std::size_t i) const { return match_role(from(i), KeywordRole::operator_, document_.language).bytes != 0; }

  // A word at the very end promises more: there the sentence stops too early.
  void take_out(int cost, std::size_t i) {
    if (i + 1 == pieces_.size() && is_word_character(text(i).front())) return;
    Repair& repair = add(cost, DiagnosticKind::needless_word, pieces_[i].begin, text(i).size(), text(i));
    repair.begin = pieces_[i].begin;
    repair.characters = std::string(text(i).size(), ' ');
  }

  // A declaration without its colon: `books out number of books`, `helm ganda? ya atau tidak`.
  void missing_colon() {
    constexpr std::array with_colon = {Entry::fact_line, Entry::measure_line, Entry::parameter_head};
    if (std::find(with_colon.begin(), with_colon.end(), entry_) == with_colon.end()) return;
    if (std::any_of(pieces_.begin(), pieces_.end(), [&](const Piece& piece) { return document_.text[piece.begin] == ':'; })) return;
    constexpr std::size_t longest_name = 12;
    for (std::size_t i = 1; i < pieces_.size() && i < longest_name; ++i) {
      const std::uint32_t begin = pieces_[i].begin;
      const std::string_view mark = text(i);
      if (mark.size() == 1 && std::string_view(";=?-").find(mark.front()) != std::string_view::npos) {
        replace(1, DiagnosticKind::misspelt_keyword, begin, 1, ":");
      } else if (is_space(document_.text[begin - 1])) {
        Repair& colon = add(2, DiagnosticKind::missing_word, begin, mark.size(), ":", mark);
        colon.begin = begin - 1;
        colon.characters = ":";
      }
    }
  }

  void missing(std::size_t i) {
    constexpr std::array may_be_missing = {Keyword::is,       Keyword::if_,  Keyword::where, Keyword::as,
                                           Keyword::money_in, Keyword::from, Keyword::must,  Keyword::one_of};
    for (const Keyword keyword : may_be_missing) {
      if (keyword == Keyword::one_of && from(i).find(',') == std::string_view::npos) continue;
      const std::string& right = spelling(keyword, document_.language);
      Repair& repair = add(4, DiagnosticKind::missing_word, pieces_[i].begin, text(i).size(), right, text(i));
      repair.correction = {pieces_[i].begin, 0, keyword, {}};
      repair.fix = right + " " + std::string(text(i));
    }
  }

  // `and if`, `dan dan`
  void needless(std::size_t i) {
    const std::string_view word = words(i, 1);
    if (i + 1 == pieces_.size() && is_keyword(word)) return;  // the sentence breaks off
    const bool behind_number = i > 0 && is_digit(text(i - 1).back());  // it may be meant as a unit
    if (word.empty() || word == "-" || is_digit(word.front()) || behind_number) return;
    constexpr std::array reversing = {Keyword::unless, Keyword::not_, Keyword::no, Keyword::is_not};  // without it, the opposite is said
    const bool reverses = std::any_of(reversing.begin(), reversing.end(), [&](Keyword keyword) { return match_keyword(word, keyword, document_.language) != 0; });
    const bool doubled = i > 0 && normalized(text(i - 1)) == normalized(word);
    if (reverses && !doubled) return;
    take_out(doubled ? 1 : is_keyword(word) ? 5 : 6, i);
  }

  // The words before an amount or a keyword.
  std::size_t measure_bytes(std::size_t i) const {
    std::size_t bytes = 0;
    for (std::size_t at = i; at < pieces_.size(); ++at) {
      const std::string_view word = words(at, 1);
      if (word.empty() || word == "Rp" || std::any_of(word.begin(), word.end(), is_digit) || is_operator(at)) break;
      if (match_keyword(from(at), Keyword::because, document_.language) != 0) break;
      bytes = pieces_[at].end - pieces_[i].begin;
    }
    return bytes;
  }

  // Where a measure is expected: at the start, or behind the word that it follows.
  std::optional<std::size_t> measure_piece() const {
    constexpr std::array at_start = {Entry::rule_clause, Entry::sanction_clause, Entry::exception_clause, Entry::measure_cell};
    if (std::find(at_start.begin(), at_start.end(), entry_) != at_start.end()) return pieces_.empty() ? std::nullopt : std::optional<std::size_t>(0);
    for (const Keyword keyword : {Keyword::or_else, Keyword::then, Keyword::never, Keyword::expect}) {
      if (pieces_.empty() || match_keyword(from(0), keyword, document_.language) == 0) continue;
      const std::size_t behind = word_count(spelling(keyword, document_.language));
      return behind < pieces_.size() ? std::optional(behind) : std::nullopt;
    }
    return std::nullopt;
  }

  void measure() {
    const auto i = measure_piece();
    const std::size_t bytes = i ? measure_bytes(*i) : 0;
    if (bytes == 0) return;
    const std::string_view said = from(*i).substr(0, bytes);
    std::vector<std::string> names;
    for (const Vocabulary::Entry& known : vocabulary_.entries()) {
      if (known.roles.measure) names.push_back(known.name);
    }
    for (const std::string& near : nearest(said, names, 1)) {
      if (normalized(said) == near) continue;
      Repair& repair = add(2 + (1000 - likeness(said, near)) / 200, DiagnosticKind::unknown_measure, pieces_[*i].begin, bytes, said,
                           "; did you mean `" + near + "`?");
      repair.correction = {pieces_[*i].begin, static_cast<std::uint32_t>(bytes), Keyword::none_of_them, near};
      repair.fix = near;
    }
  }

  const Document& document_;
  const ParseRequest& request_;
  Entry entry_;
  const Vocabulary& vocabulary_;
  std::vector<Piece> pieces_;
  std::vector<Repair> found_;
  bool looked_for_names_ = false;
  std::vector<std::string> names_with_keywords_;
};

}  // namespace

std::vector<Repair> possible_repairs(const Document& document, const ParseRequest& request, Entry entry, std::uint32_t reached,
                                     const Vocabulary& vocabulary) {
  return Slips(document, request, entry, vocabulary).around(reached);
}

std::vector<Repair> dates_with_slashes(const Document& document, const ParseRequest& request) {
  const Vocabulary none;
  return Slips(document, request, Entry::whole_expression, none).dates_with_slashes();
}

std::vector<Repair> possible_heads(const Document& document, const ParseRequest& request) {
  const Vocabulary none;
  return Slips(document, request, Entry::named_head, none).of_head();
}

}  // namespace pasal::grammar
