// Plain rows: cells between commas, and objects with single values.
#include "engine/facts/plain_rows.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/facts/cell_row.hpp"
#include "engine/facts/guard.hpp"
#include "engine/facts/plain_values.hpp"

namespace pasal {
namespace facts {
namespace {

// `memcmp` for names, which are short: eight bytes at a time, the last eight as a whole.
bool is_same(const char* a, const char* b, std::size_t bytes) {
  constexpr std::size_t word = 8;
  if (bytes < word) return std::memcmp(a, b, bytes) == 0;
  const auto word_at = [](const char* text) {
    std::uint64_t value = 0;
    std::memcpy(&value, text, word);
    return value;
  };
  for (std::size_t at = 0; at + word < bytes; at += word) {
    if (word_at(a + at) != word_at(b + at)) return false;
  }
  return word_at(a + bytes - word) == word_at(b + bytes - word);
}

// A line of JSON as machines write it: single values, and texts without a `\`. What is expected next is usually there, so that
// names and values are read while they are looked through, in the time in which simdjson would find where they stand. Any other
// line is left to simdjson.
class JsonText {
public:
  explicit JsonText(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  // The next character that is not blank, or zero at the end.
  char peek() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n')) ++at_;
    return at_ == end_ ? '\0' : *at_;
  }
  bool take(char mark) {
    if (peek() != mark) return false;
    ++at_;
    return true;
  }
  // What is expected where `peek` stopped.
  bool take(std::string_view text) {
    if (static_cast<std::size_t>(end_ - at_) < text.size() || !is_same(at_, text.data(), text.size())) return false;
    at_ += text.size();
    return true;
  }
  // A text in quotes; nothing where there is none, or where it has a `\` or what ought to have one.
  std::optional<std::string_view> take_quoted() {
    if (!take('"')) return std::nullopt;
    const char* const begin = at_;
    for (; at_ != end_ && *at_ != '"'; ++at_) {
      if (*at_ == '\\' || *at_ == '\t' || *at_ == '\n') return std::nullopt;
    }
    if (at_ == end_) return std::nullopt;
    return std::string_view(begin, static_cast<std::size_t>(at_++ - begin));
  }
  std::optional<PlainNumber> take_number() { return facts::take_number(at_, end_); }
  const char* at() const { return at_; }

private:
  const char* at_;
  const char* end_;
};

// What the keys of lines speak of. As a rule one line has the keys of the line before in the same order; then a comparison finds
// each.
class JsonKeys {
public:
  struct Meaning {
    RowHeader::Column column;
    std::uint64_t said_in = 0;  // the line that had it last
  };

  JsonKeys(const Program& program, const FactsLimits& limits) : program_(program), limits_(limits), names_(program, 0) {}

  void begin_line() {
    ++line_;
    last_ = 0;
    says_as_of_ = false;
  }
  // The next key of the line, and the colon behind it. Nothing where it speaks of nothing, or of what the line has said already.
  const RowHeader::Column* take(JsonText& text) {
    text.peek();
    std::uint32_t key = keys_[last_].next;
    if (key == 0 || !text.take(keys_[key].text)) {
      const char* const begin = text.at();
      const auto words = text.take_quoted();
      key = words ? find(*words) : 0;
      if (key == 0 || !text.take(':')) return nullptr;
      text.peek();
      constexpr std::size_t few = 8;
      const std::string_view written(begin, static_cast<std::size_t>(text.at() - begin));
      if (written.size() < words->size() + few) keys_[key].text = written;
      keys_[last_].next = key;
    }
    last_ = key;
    Meaning& meaning = *keys_[key].meaning;
    const bool is_second = meaning.said_in == line_ || (meaning.column.kind == RowHeader::Kind::as_of && says_as_of_);
    meaning.said_in = line_;
    says_as_of_ = says_as_of_ || meaning.column.kind == RowHeader::Kind::as_of;  // in English or in the policy's language
    return is_second ? nullptr : &meaning.column;
  }

private:
  // A key as it was written.
  struct Key {
    std::string text;  // in its quotes, with the colon and the blanks behind it
    Meaning* meaning = nullptr;
    std::uint32_t next = 0;  // the key that came behind it last
  };

  std::uint32_t find(std::string_view words) {
    if (const auto known = spellings_.find(words)) return *known;
    if (words.size() > limits_.value_bytes) return 0;
    const std::string name = key_name(words);
    auto meaning = meanings_.find(name);
    if (meaning == meanings_.end()) {
      auto column = column_named(program_, names_, name);
      if (!column) return 0;
      meaning = meanings_.emplace(name, Meaning{std::move(*column)}).first;
    }
    const auto key = static_cast<std::uint32_t>(keys_.size());
    if (!spellings_.learn(words, key)) return 0;
    keys_.push_back({'"' + std::string(words) + "\":", &meaning->second, 0});
    return key;
  }

  const Program& program_;
  const FactsLimits& limits_;
  RecordNames names_;
  std::unordered_map<std::string, Meaning> meanings_;  // by the names as they are compared
  std::vector<Key> keys_{Key{}};                       // 0 stands for the beginning of a line
  Spellings spellings_;                                // of the keys
  std::uint32_t last_ = 0;
  std::uint64_t line_ = 0;
  bool says_as_of_ = false;
};

}  // namespace
}  // namespace facts

using facts::Written;

struct PlainRows::Reading {
  Reading(const FactLayout& layout, RowFormat format_read, const RowHeader* header_read, const FactsLimits& limits_given)
      : format(format_read), header(header_read), limits(limits_given), values(layout) {
    if (format == RowFormat::ndjson) keys.emplace(layout.program(), limits);
    if (header != nullptr) is_possible = !header->columns.empty() && !says_twice(*header);
  }

  static bool says_twice(const RowHeader& header);
  bool read(std::string_view text, FactRow& into);
  bool read_cells(std::string_view text, FactRow& into);
  bool cut_cells(std::string_view text, FactRow& into);
  bool read_object(std::string_view line, FactRow& into);
  bool read_value(const RowHeader::Column& column, facts::JsonText& text, FactRow& into);
  bool put(const RowHeader::Column& column, const Written& written, FactRow& into);
  bool put(const RowHeader::Column& column, const facts::PlainNumber& number, const Written& written, FactRow& into);

  RowFormat format;
  const RowHeader* header;
  FactsLimits limits;
  bool is_possible = true;  // that a row is plain
  facts::PlainValues values;
  facts::Cells cells;                   // of CSV in quotes
  std::optional<facts::JsonKeys> keys;  // of NDJSON
  std::string_view name;
  std::optional<Moment> as_of;
};

PlainRows::PlainRows(const FactLayout& layout, RowFormat format, const RowHeader* header, const FactsLimits& limits)
    : reading_(std::make_unique<Reading>(layout, format, header, limits)) {}
PlainRows::~PlainRows() = default;
PlainRows::PlainRows(PlainRows&&) noexcept = default;
PlainRows& PlainRows::operator=(PlainRows&&) noexcept = default;

std::string_view PlainRows::name() const { return reading_->name; }
std::optional<Moment> PlainRows::as_of() const { return reading_->as_of; }

bool PlainRows::read(const RowBlock& block, const Row& row, FactRow& into) {
  return !row.too_large && read(std::string_view(block.text).substr(row.begin, row.bytes), into);
}

bool PlainRows::read(std::string_view row, FactRow& into) { return reading_->read(row, into); }

// Two columns that speak of one thing have to agree.
bool PlainRows::Reading::says_twice(const RowHeader& header) {
  std::vector<std::pair<RowHeader::Kind, std::uint32_t>> said;
  for (const RowHeader::Column& column : header.columns) {
    if (column.kind == RowHeader::Kind::ignored) continue;
    if (column.kind != RowHeader::Kind::fact) said.emplace_back(column.kind, 0);
    for (const std::uint32_t fact : column.facts) said.emplace_back(column.kind, fact);
  }
  std::ranges::sort(said);
  return std::ranges::adjacent_find(said) != said.end();
}

bool PlainRows::Reading::read(std::string_view text, FactRow& into) {
  name = {};
  as_of.reset();
  into.clear();
  if (!is_possible || !facts::is_text(text)) return false;
  if (format == RowFormat::csv) return header != nullptr && read_cells(text, into);
  return format == RowFormat::ndjson && read_object(text, into);
}

bool PlainRows::Reading::put(const RowHeader::Column& column, const Written& written, FactRow& into) {
  if (written.text.size() > limits.value_bytes) return false;
  switch (column.kind) {
    case RowHeader::Kind::ignored: return true;
    case RowHeader::Kind::name: name = trimmed(written.text); return true;
    case RowHeader::Kind::as_of: as_of = values.read_as_of(written); return as_of.has_value();
    case RowHeader::Kind::fact: break;
  }
  for (const std::uint32_t fact : column.facts) {
    const bool is_first = into.state({fact}) == FactRow::State::not_reported;  // it may be said by its name and by its path
    if (!is_first || !values.put({fact}, written, into)) return false;
  }
  return true;
}

bool PlainRows::Reading::put(const RowHeader::Column& column, const facts::PlainNumber& number, const Written& written, FactRow& into) {
  if (column.kind != RowHeader::Kind::fact || column.facts.size() > 1 || written.text.size() > limits.value_bytes) return put(column, written, into);
  const FactHandle fact{column.facts.front()};
  return into.state(fact) == FactRow::State::not_reported && values.put(fact, number, written, into);
}

// ---- CSV --------------------------------------------------------------------------------------------------------

bool PlainRows::Reading::read_cells(std::string_view text, FactRow& into) {
  const auto has = [text](char c) { return text.find(c) != std::string_view::npos; };
  if (!has('"') && !has('\n') && !has('\r')) return cut_cells(text, into);
  Diagnostics problems(0);  // only counted
  if (!cells.read(text, 0, problems) || cells.size() != header->columns.size()) return false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string_view cell = cells.text(i);
    const bool has_own_quotes = cell.starts_with('"') || cell.starts_with('\'');
    if (has_own_quotes || (!cell.empty() && !put(header->columns[i], {cell, false, false, {}}, into))) return false;
  }
  return true;
}

// Without quotes and line breaks a cell is what stands between two commas, without the blanks around it.
bool PlainRows::Reading::cut_cells(std::string_view text, FactRow& into) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  for (const RowHeader::Column& column : header->columns) {
    while (at != end && is_blank(*at)) ++at;
    const char* const begin = at;
    const auto number = facts::take_number(at, end);
    const bool is_number = number && (at == end || *at == ',');
    while (at != end && *at != ',') ++at;
    const char* last = at;
    while (last != begin && is_blank(last[-1])) --last;
    const Written cell{{begin, static_cast<std::size_t>(last - begin)}, false, false, {}};
    if (cell.text.starts_with('\'')) return false;
    if (!cell.text.empty() && !(is_number ? put(column, *number, cell, into) : put(column, cell, into))) return false;
    const bool is_last = &column == &header->columns.back();
    if ((at == end) != is_last) return false;
    if (!is_last) ++at;
  }
  return true;
}

// ---- NDJSON -----------------------------------------------------------------------------------------------------

bool PlainRows::Reading::read_object(std::string_view line, FactRow& into) {
  facts::JsonText text(line);
  keys->begin_line();
  if (limits.nesting == 0 || !text.take('{')) return false;
  if (text.peek() != '}') {
    std::size_t count = 0;
    do {
      const RowHeader::Column* const column = ++count > limits.list_items ? nullptr : keys->take(text);
      if (column == nullptr || !read_value(*column, text, into)) return false;
    } while (text.take(','));
  }
  return text.take('}') && text.peek() == '\0';
}

bool PlainRows::Reading::read_value(const RowHeader::Column& column, facts::JsonText& text, FactRow& into) {
  switch (text.peek()) {
    case '"': {
      const auto words = text.take_quoted();
      return words && put(column, {*words, true, true, {}}, into);
    }
    case 't': return text.take("true") && put(column, {"true", false, true, {}}, into);
    case 'f': return text.take("false") && put(column, {"false", false, true, {}}, into);
    case 'n': return text.take("null");  // not reported
    default: break;
  }
  const char* const begin = text.at();
  const auto number = text.take_number();
  return number && put(column, *number, {{begin, static_cast<std::size_t>(text.at() - begin)}, false, true, {}}, into);
}

}  // namespace pasal
