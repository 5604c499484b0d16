// `--set 'local office = yes'`: one fact of a subject, in the place of what was reported of it.
#include <algorithm>
#include <optional>

#include "engine/pasal.hpp"
#include "engine/written_number.hpp"
#include "grammar/keywords.hpp"
#include "grammar/nearest.hpp"

namespace pasal {
namespace {

constexpr std::string_view spaces = " \t\r\n";

// The bytes of `text` without the white space around them.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
};
Part trimmed(std::string_view text, Part part) {
  while (part.begin < part.end && spaces.find(text[part.begin]) != std::string_view::npos) ++part.begin;
  while (part.begin < part.end && spaces.find(text[part.end - 1]) != std::string_view::npos) --part.end;
  return part;
}

struct Assignment {
  Part name;
  Part value;
};

// Every way to divide the text at `=` or at `is`: a name may hold the word.
std::vector<Assignment> readings(std::string_view text, Language language) {
  std::vector<Assignment> result;
  const auto add = [&](std::size_t at, std::size_t bytes) {
    const Assignment reading{trimmed(text, {0, at}), trimmed(text, {at + bytes, text.size()})};
    if (reading.name.begin < reading.name.end && reading.value.begin < reading.value.end) result.push_back(reading);
  };
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) add(at, 1);
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (spaces.find(text[at - 1]) == std::string_view::npos) continue;
    if (const std::size_t bytes = match_keyword(text.substr(at), Keyword::is, language)) add(at, bytes);
  }
  return result;
}

bool is_from(const FactReports& fact, std::string_view origin) {
  if (fact.items) return fact.list_provenance.file == origin;
  return !fact.reports.empty() && fact.reports.back().provenance.file == origin;
}

class Setter {
public:
  Setter(const Program& program, Subject& subject, std::string_view text, std::string origin, SourceId source, Diagnostics& diagnostics)
      : program_(program), subject_(subject), text_(text), origin_(std::move(origin)), source_(source), diagnostics_(diagnostics) {}

  bool set();

private:
  std::string example() const;
  Span span(Part part) const {
    return {source_, static_cast<std::uint32_t>(part.begin), static_cast<std::uint32_t>(part.end)};
  }
  std::string words(Part part) const { return std::string(text_.substr(part.begin, part.end - part.begin)); }
  void unknown_fact(Part name);
  bool put(std::uint32_t index, Part name, Part value);
  bool is_none(std::string_view value) const;
  bool put_list(std::uint32_t index, std::string_view value, Span place);

  const Program& program_;
  Subject& subject_;
  std::string_view text_;
  std::string origin_;
  SourceId source_;
  Diagnostics& diagnostics_;
};

// An assignment that this policy accepts: to its first yes/no fact, where it has one.
std::string Setter::example() const {
  const auto& facts = program_.records.front().facts;
  const auto is_boolean = [](const FactDeclaration& fact) { return fact.type.kind == TypeKind::boolean; };
  const auto found = std::ranges::find_if(facts, is_boolean);
  if (found != facts.end()) return found->name + " = " + spelling(Keyword::yes, program_.language);
  return facts.front().name + " = ?";
}

bool Setter::set() {
  const auto all = readings(text_, program_.language);
  if (all.empty()) {
    diagnostics_.add(DiagnosticKind::wrong_assignment, span({0, text_.size()}), std::string(text_), example());
    return false;
  }
  for (const Assignment& reading : all) {
    const auto named = find_variable(program_, words(reading.name));
    if (named && named->kind == Variable::Kind::fact) return put(named->fact.fact, reading.name, reading.value);
  }
  unknown_fact(all.front().name);
  return false;
}

void Setter::unknown_fact(Part name) {
  std::vector<std::string> names;
  for (const FactDeclaration& fact : program_.records.front().facts) names.push_back(fact.name);
  const auto near = nearest(words(name), names, 1);
  diagnostics_.add(DiagnosticKind::unknown_name, span(name), words(name),
                   near.empty() ? std::string(" among the facts about a ") + program_.records.front().noun
                                : "; did you mean `" + near.front() + "`?");
}

bool Setter::put(std::uint32_t index, Part name, Part value) {
  const FactDeclaration& fact = program_.records.front().facts[index];
  if (is_from(subject_.facts[index], origin_)) {
    diagnostics_.add(DiagnosticKind::facts_repeated_key, span(name), fact.name);
    return false;
  }
  std::string text = words(value);
  if (fact.type.kind == TypeKind::list) return put_list(index, text, span(value));
  if (text == "null" || text == "~") {  // not reported
    subject_.facts[index] = {};
    return true;
  }
  const bool quoted = text.size() >= 2 && text.starts_with('"') && text.ends_with('"');
  if (quoted) text = text.substr(1, text.size() - 2);
  Report report;
  report.since = subject_.as_of;
  report.provenance = {.file = origin_, .line = 0, .source = {}, .observed = {}, .verified = true};
  if (quoted || text != "?") {  // a bare `?` is known to be unknown, as `Report` starts out
    if (fact.type.kind == TypeKind::text_list && !is_none(text)) {
      diagnostics_.add(DiagnosticKind::list_not_set, span(value), fact.name);
      return false;
    }
    if (!quoted && fact.type.kind != TypeKind::text) text = as_in_facts(text, program_.language);
    auto read = read_scalar(program_, fact, text, quoted, span(value), diagnostics_);
    if (!read) return false;
    report.value = std::move(*read);
  }
  put_instead(subject_.facts[index], std::move(report), program_.zone);
  return true;
}

bool Setter::is_none(std::string_view value) const {
  return match_keyword(value, Keyword::none, program_.language) == value.size() ||
         match_keyword(value, Keyword::none, Language::english) == value.size();
}

bool Setter::put_list(std::uint32_t index, std::string_view value, Span place) {
  const bool none = is_none(value);
  if (!none && value != "?") {
    diagnostics_.add(DiagnosticKind::list_not_set, place, program_.records.front().facts[index].name);
    return false;
  }
  FactReports reports;
  const Provenance provenance{.file = origin_, .line = 0, .source = {}, .observed = {}, .verified = true};
  if (none) {
    reports.items.emplace();
    reports.list_provenance = provenance;
  } else {
    reports.reports.push_back({.value = Unknown{}, .from = {}, .provenance = provenance, .since = subject_.as_of});
  }
  subject_.facts[index] = std::move(reports);
  return true;
}

}  // namespace

bool set_fact(const Program& program, Subject& subject, std::string_view assignment, Sources& sources, Diagnostics& diagnostics,
              const std::string& origin) {
  if (program.records.empty()) return false;
  subject.facts.resize(program.records.front().facts.size());
  const SourceId source = sources.add(origin, std::string(assignment));
  return Setter(program, subject, assignment, origin, source, diagnostics).set();
}

}  // namespace pasal
