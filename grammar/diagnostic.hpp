// What is wrong, where, and what to do about it.
//
// Purpose: every problem in a policy or in facts is a `Diagnostic` value, collected in a sink and rendered once, at
// the edge. The kinds are the rows of diagnostics.def. Messages are in lower case, say the situation and then the
// way out, and put code and names in backticks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "grammar/source.hpp"

namespace pasal {

enum class Severity : std::uint8_t { error, warning };

enum class DiagnosticKind : std::uint16_t {
#define DIAGNOSTIC(kind, code, severity, message) kind,
#include "grammar/diagnostics.def"
#undef DIAGNOSTIC
};

// A row of diagnostics.def.
struct DiagnosticRow {
  DiagnosticKind kind;
  std::string_view name;     // `type-mismatch`, shown in brackets after the message
  std::string_view code;     // `P0203`, for `pasal explain`
  Severity severity;
  std::string_view message;  // a fmt format
};
const DiagnosticRow& row(DiagnosticKind kind);
const std::vector<DiagnosticRow>& diagnostic_rows();

// A second place a message points at, with what it shows there.
struct Label {
  Span span;
  std::string text;
};

// One problem. `fix` is text that, put where the message says, mends it.
struct Diagnostic {
  DiagnosticKind kind;
  Severity severity;
  Span span;
  std::string message;
  std::vector<Label> labels;
  std::vector<std::string> notes;
  std::optional<std::string> fix;

  Diagnostic& label(Span place, std::string text) {
    labels.push_back({place, std::move(text)});
    return *this;
  }
  Diagnostic& note(std::string text) {
    notes.push_back(std::move(text));
    return *this;
  }
  Diagnostic& suggest(std::string text) {
    fix = std::move(text);
    return *this;
  }
};

// Collects problems; keeps the first `most` and counts the rest. Two equal problems at one place are kept once.
class Diagnostics {
public:
  explicit Diagnostics(std::size_t most = 1000) : most_(most) {}

  // Adds a problem; the arguments fill the `{}` of the row's message. The result may be given labels, notes and a fix
  // before the next call.
  template <typename... Arguments>
  Diagnostic& add(DiagnosticKind kind, Span span, const Arguments&... arguments) {
    return add_formatted(kind, span, fmt::format(fmt::runtime(row(kind).message), arguments...));
  }
  Diagnostic& add_formatted(DiagnosticKind kind, Span span, std::string message);

  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }
  std::size_t warning_count() const { return warnings_; }
  std::size_t dropped() const { return dropped_; }
  // Whether further problems are only counted: then nobody reads what could be said of them.
  bool full() const { return all_.size() >= most_; }
  // Sorted by source, place and kind.
  std::vector<Diagnostic> sorted() const;
  // Forgets everything after the first `size()` problems: for trying a reading and giving it up.
  std::size_t size() const { return all_.size(); }

private:
  std::size_t most_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::size_t dropped_ = 0;
  std::vector<Diagnostic> all_;
  Diagnostic overflow_{};
};

struct RenderOptions {
  bool color = false;     // ANSI colours; never the only sign
  std::size_t width = 0;  // of the terminal, whose folding would part a caret from its line; 0: there is none
};

// For a person: `file:line:column: severity: message [name]`, the line itself, a caret, labels, notes, the fix.
std::string render(const Diagnostics& diagnostics, const Sources& sources, const RenderOptions& options = {});
std::string render(const Diagnostic& diagnostic, const Sources& sources, const RenderOptions& options = {});

}  // namespace pasal
