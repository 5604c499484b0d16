// Where rows begin and end: lines, lines with open quotes, documents.
#include <algorithm>

#include "engine/facts/rows.hpp"

namespace pasal {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::size_t block_bytes = 1u << 18u;  // a block that has so many is full, whatever its rows
constexpr std::string_view blanks = " \t\r\n";

bool is_blank(std::string_view line) { return line.find_first_not_of(blanks) == std::string_view::npos; }

// Whether a line of CSV ends inside a quoted cell. Elsewhere than at its beginning a quote opens nothing.
bool ends_in_quotes(std::string_view line, bool in_quotes) {
  if (!in_quotes && line.find('"') == std::string_view::npos) return false;
  bool begins_cell = true;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_quotes && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      ++i;
    } else if (in_quotes) {
      in_quotes = c != '"';
      begins_cell = false;
    } else if (c == '"' && begins_cell) {
      in_quotes = true;
    } else if (c == ',') {
      begins_cell = true;
    } else if (c != ' ' && c != '\t') {
      begins_cell = false;
    }
  }
  return in_quotes;
}

// `---`, alone or before a value.
bool begins_document(std::string_view line) {
  return line.starts_with("---") && (line.size() == 3 || blanks.find(line[3]) != std::string_view::npos);
}

// Whether a line of YAML is more than a comment, a directive or a mark between documents.
bool says_something(std::string_view line) {
  if (begins_document(line)) line.remove_prefix(3);
  const std::size_t first = line.find_first_not_of(blanks);
  if (first == std::string_view::npos || line[first] == '#' || line[0] == '%') return false;
  return !(line.starts_with("...") && is_blank(line.substr(3)));
}

}  // namespace

RowSplitter::RowSplitter(RowFormat format, std::size_t row_bytes, std::size_t block_rows)
    : format_(format), row_bytes_(row_bytes), block_rows_(block_rows) {}

void RowSplitter::add(std::string_view text) { text_ += text; }

std::optional<RowBlock> RowSplitter::next() {
  split();
  const bool is_full = rows_.size() >= block_rows_ || kept_from() >= block_bytes;
  const bool is_last = is_finished_ && at_ == text_.size();
  if (!is_full && !is_last) return std::nullopt;
  const std::size_t end = kept_from();
  if (rows_.empty()) {
    forget(end);
    return std::nullopt;
  }
  RowBlock block{text_.substr(0, end), std::move(rows_), taken_ + end};
  rows_.clear();
  forget(end);
  return block;
}

void RowSplitter::forget(std::size_t bytes) {
  text_.erase(0, bytes);
  taken_ += bytes;
  at_ -= bytes;
  searched_ -= std::min(searched_, bytes);
  open_.begin -= std::min(open_.begin, bytes);
  first_line_end_ -= std::min(first_line_end_, bytes);
}

void RowSplitter::split() {
  if (!skip_mark()) return;
  while (rows_.size() < block_rows_ && kept_from() < block_bytes) {
    if (at_ == text_.size()) {
      if (is_finished_ && is_open_) close_last();
      if (at_ == text_.size()) return;
      continue;
    }
    const std::size_t line_break = text_.find('\n', std::max(at_, searched_));
    if (line_break != std::string::npos) {
      take_line(line_break + 1);
    } else if (is_finished_) {
      take_line(text_.size());
    } else {
      searched_ = text_.size();
      if (is_mid_line_ || searched_ - kept_from() > row_bytes_) cut_off();
      return;
    }
  }
}

// A byte order mark is no part of the first row. False where more has to be read to tell.
bool RowSplitter::skip_mark() {
  if (has_begun_) return true;
  if (text_.size() < byte_order_mark.size() && !is_finished_) return false;
  has_begun_ = true;
  if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  return true;
}

void RowSplitter::take_line(std::size_t end) {
  const std::size_t begin = at_;
  const std::uint32_t number = line_++;
  at_ = end;
  if (is_mid_line_) {
    is_mid_line_ = false;
    return;
  }
  if (format_ == RowFormat::yaml) return take_yaml(begin, end, number);
  if (format_ == RowFormat::csv) return take_csv(begin, end, number);
  if (is_blank(std::string_view(text_).substr(begin, end - begin))) return;
  open_row(begin, number);
  close_row(end);
}

void RowSplitter::take_csv(std::size_t begin, std::size_t end, std::uint32_t number) {
  const std::string_view line = std::string_view(text_).substr(begin, end - begin);
  if (!is_open_) {
    if (is_blank(line)) return;
    open_row(begin, number);
    first_line_end_ = end;
  }
  in_quotes_ = ends_in_quotes(line, in_quotes_);
  if (!in_quotes_) return close_row(end);
  if (end - open_.begin > row_bytes_) give_up_quote();
}

void RowSplitter::take_yaml(std::size_t begin, std::size_t end, std::uint32_t number) {
  const std::string_view line = std::string_view(text_).substr(begin, end - begin);
  if (begins_document(line)) {
    if (is_open_ && says_something_) close_row(begin);
    is_open_ = false;
    skips_ = false;
  }
  if (skips_) return;
  if (!is_open_) open_row(begin, number);
  says_something_ = says_something_ || says_something(line);
  if (end - open_.begin <= row_bytes_) return;
  if (says_something_) close_row(end);
  is_open_ = false;
  skips_ = true;
}

void RowSplitter::open_row(std::size_t begin, std::uint32_t number) {
  open_ = {begin, 0, number, false};
  is_open_ = true;
  says_something_ = false;
  in_quotes_ = false;
}

void RowSplitter::close_row(std::size_t end) {
  is_open_ = false;
  while (end > open_.begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r')) --end;
  open_.bytes = end - open_.begin;
  open_.too_large = open_.bytes > row_bytes_;
  rows_.push_back(open_);
}

// The text ends in a row.
void RowSplitter::close_last() {
  if (in_quotes_) return give_up_quote();
  if (says_something_) close_row(text_.size());
  is_open_ = false;
}

// A quote that nothing closes: the mistake is in the first line, and the lines behind it are read by themselves.
void RowSplitter::give_up_quote() {
  in_quotes_ = false;
  at_ = first_line_end_;
  searched_ = at_;
  line_ = open_.line + 1;
  close_row(first_line_end_);
}

// The line that is being read belongs to a row that is too long.
void RowSplitter::cut_off() {
  if (in_quotes_) return give_up_quote();
  if (!is_mid_line_ && !skips_) {
    if (!is_open_) open_row(at_, line_);
    close_row(text_.size());
    rows_.back().too_large = true;
    skips_ = format_ == RowFormat::yaml;
  }
  is_open_ = false;
  is_mid_line_ = true;
  at_ = text_.size();
}

}  // namespace pasal
