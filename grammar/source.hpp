// Texts and places in them.
//
// Purpose: everything that is read (a policy, a facts file, a line typed in a session) is a source; a span is a range
// of bytes in one. Lines and columns are worked out only when a message is shown.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pasal {

// Which source of a `Sources` a span lies in.
using SourceId = std::uint32_t;

// The bytes [begin, end) of one source.
struct Span {
  SourceId source = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  friend auto operator<=>(const Span&, const Span&) = default;
};

// From the start of `a` to the end of `b`, which lies in the same source.
inline Span join(Span a, Span b) { return {a.source, a.begin, b.end}; }

// A line and a column, both counted from 1; the column counts characters (code points), not bytes.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

// One text with its name (the path as the user gave it, or `-`).
class Source {
public:
  // `first_line`: of a part of a file, where it begins there.
  Source(std::string name, std::string text, std::uint32_t first_line = 1);
  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }
  Position position(std::uint32_t offset) const;      // O(log lines)
  std::uint32_t line(std::uint32_t offset) const;        // its line alone
  std::string_view line_text(std::uint32_t line) const;  // without its line break
  std::uint32_t line_start(std::uint32_t line) const;    // the offset of its first byte
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }

private:
  std::uint32_t characters_before(std::uint32_t offset) const;

  std::string name_;
  std::string text_;
  std::uint32_t first_line_;
  std::vector<std::uint32_t> line_starts_;
  std::vector<std::uint32_t> characters_;  // before each block of bytes, so that a column in a very long line is cheap
};

// All sources that one run has read; ids are their order of arrival. Sources are never removed.
class Sources {
public:
  SourceId add(std::string name, std::string text, std::uint32_t first_line = 1);
  const Source& operator[](SourceId id) const { return sources_[id]; }
  std::size_t size() const { return sources_.size(); }
  std::string_view text(Span span) const;
  Position position(Span span) const { return sources_[span.source].position(span.begin); }
  const std::string& name(Span span) const { return sources_[span.source].name(); }

private:
  std::vector<Source> sources_;
};

// The columns a terminal needs for a UTF-8 text: wide (East Asian) characters take two, combining marks none.
std::size_t display_width(std::string_view text);

// Where the first byte stands that is not well-formed UTF-8; the text's size when all of it is.
std::size_t first_invalid_utf8(std::string_view text);

// A text for a line of a terminal: what would move the cursor, change colours or turn the direction of the writing, and
// what is not UTF-8, is shown as U+FFFD; tabs and line breaks as a space.
std::string printable(std::string_view text);
// Where the first character stands that is shown so, tabs and line breaks apart; the text's size where there is none.
std::size_t first_unprintable(std::string_view text);

// `U+202E`: the character at a place of a well-formed text.
std::string code_point(std::string_view text, std::size_t at);

// A text in lines of at most `width` columns, parted at its spaces; of the first line `used` columns are taken. A word
// that is longer than a line stands alone, whole: it may be a path that somebody copies.
std::vector<std::string> folded(std::string_view text, std::size_t width, std::size_t used = 0);

}  // namespace pasal
