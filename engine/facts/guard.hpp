// The text of a facts file, judged and made ready before yaml-cpp sees it.
//
// Purpose: yaml-cpp takes any bytes for text, reads byte 4 as the end of the file, stops at a bare `?` and at JSON's
// surrogate pairs, and holds a whole JSON file in memory before it hands on its first value. Input: a source. Output:
// the text to give to yaml-cpp and the way back from its offsets to the source's, or diagnostics.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/facts.hpp"

namespace pasal::facts {

// Stands for a bare `?` in the text that yaml-cpp reads; the source itself has no control characters.
constexpr char bare_question = '\x01';

// A text for yaml-cpp. Usually the source's own; where something was changed, a copy.
class ReadableText {
public:
  explicit ReadableText(std::string_view source) : source_(source), pending_(source) {}

  // Puts `replacement` for the source's bytes [begin, end). Calls come in ascending order; `finish` after the last.
  void replace(std::size_t begin, std::size_t end, std::string_view replacement);
  void finish();

  std::string_view text() const { return changed_ ? std::string_view(copy_) : source_; }
  std::string_view source() const { return source_; }
  // From an offset in `text` to the source's.
  std::uint32_t to_source(std::size_t offset) const;
  // The file is one JSON value: its numbers are a machine's.
  bool is_json() const { return json_; }
  void set_json() { json_ = true; }

private:
  struct Shift {
    std::uint32_t from = 0;  // in `text`
    std::uint32_t source = 0;
  };
  std::string_view source_;
  std::string_view pending_;
  std::string copy_;
  std::vector<Shift> shifts_;
  bool changed_ = false;
  bool json_ = false;
};

// Whether it is UTF-8 without control characters.
bool is_text(std::string_view text);
// The same of a source, and a diagnostic where it is not.
bool is_text(const Sources& sources, SourceId id, Diagnostics& diagnostics);

// Judges the size, the encoding and the control characters of a source. Nothing when it cannot be read at all.
std::optional<ReadableText> make_readable(const Sources& sources, SourceId id, const FactsLimits& limits, Diagnostics& diagnostics);

}  // namespace pasal::facts
