#include "grammar/diagnostic.hpp"

#include <algorithm>
#include <tuple>

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
  if (!full() && std::any_of(all_.rbegin(), all_.rend(),
                           [&](const Diagnostic& other) { return same_problem(other, kind, span, message); })) {
    return aside();
  }
  ++(severity == Severity::error ? errors_ : warnings_);
  if (full()) {
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

}  // namespace pasal
