#include "grammar/diagnostic.hpp"

#include <algorithm>
#include <tuple>

#include "grammar/keywords.hpp"

namespace pasal {

namespace {

std::string shown_name(std::string_view kind) {
  std::string name(kind);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

const std::vector<std::string>& shown_names() {
  static const std::vector<std::string> names = {
#define DIAGNOSTIC(kind, code, severity, message) shown_name(#kind),
#include "grammar/diagnostics.def"
#undef DIAGNOSTIC
  };
  return names;
}

std::vector<DiagnosticRow> make_rows() {
  std::vector<DiagnosticRow> rows = {
#define DIAGNOSTIC(kind, code, severity, message) {DiagnosticKind::kind, {}, code, Severity::severity, message},
#include "grammar/diagnostics.def"
#undef DIAGNOSTIC
  };
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].name = shown_names()[i];
  return rows;
}

bool same_problem(const Diagnostic& a, DiagnosticKind kind, Span span, const std::string& message) {
  return a.span == span && a.kind == kind && a.message == message;
}

}  // namespace

const std::vector<DiagnosticRow>& diagnostic_rows() {
  static const std::vector<DiagnosticRow> rows = make_rows();
  return rows;
}

const DiagnosticRow& row(DiagnosticKind kind) { return diagnostic_rows()[static_cast<std::size_t>(kind)]; }

Diagnostic& Diagnostics::add_formatted(DiagnosticKind kind, Span span, std::string message) {
  const Severity severity = row(kind).severity;
  // The same problem again, or one too many: the caller still gets something to attach its labels to.
  const auto aside = [&]() -> Diagnostic& {
    overflow_ = Diagnostic{kind, severity, span, {}, {}, {}, {}};
    return overflow_;
  };
  const bool full = all_.size() >= most_;
  if (!full && std::any_of(all_.rbegin(), all_.rend(),
                           [&](const Diagnostic& other) { return same_problem(other, kind, span, message); })) {
    return aside();
  }
  ++(severity == Severity::error ? errors_ : warnings_);
  if (full) {
    ++dropped_;
    return aside();
  }
  all_.push_back({kind, severity, span, std::move(message), {}, {}, {}});
  return all_.back();
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> result = all_;
  std::stable_sort(result.begin(), result.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.span.source, a.span.begin, a.kind) < std::tie(b.span.source, b.span.begin, b.kind);
  });
  return result;
}

namespace {

// Characters, for counting edits: a letter with a mark is one letter. What is not UTF-8 counts by the byte.
std::u32string characters(std::string_view text) {
  std::u32string result;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    if ((byte & 0xC0u) == 0x80u && !result.empty()) {
      result.back() = (result.back() << 6u) | (byte & 0x3Fu);
    } else {
      result += static_cast<char32_t>(byte);
    }
  }
  return result;
}

std::size_t edits(const std::u32string& a, const std::u32string& b, std::size_t limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({replaced, last[j] + 1, current[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before_last[j - 2] + 1);
      }
      least = std::min(least, current[j]);
    }
    if (least > limit) return limit + 1;
    std::swap(before_last, last);
    std::swap(last, current);
  }
  return std::min(last[b.size()], limit + 1);
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  return edits(characters(a), characters(b), limit);
}

std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& candidates, std::size_t most) {
  const std::u32string wanted = characters(normalized(word));
  const std::size_t limit = wanted.size() / 3;
  std::vector<std::pair<std::size_t, const std::string*>> found;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edits(wanted, characters(normalized(candidate)), limit);
    if (distance <= limit) found.emplace_back(distance, &candidate);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> result;
  for (const auto& [distance, candidate] : found) {
    if (result.size() == most) break;
    if (std::find(result.begin(), result.end(), *candidate) == result.end()) result.push_back(*candidate);
  }
  return result;
}

}  // namespace pasal
