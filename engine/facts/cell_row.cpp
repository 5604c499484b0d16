// What columns mean, and what cells say.
#include "engine/facts/cell_row.hpp"

#include <algorithm>
#include <map>

#include "engine/facts/guard.hpp"
#include "engine/facts/yaml_problems.hpp"
#include "grammar/nearest.hpp"

namespace pasal {
namespace facts {
namespace {

Report report_of(Value value, const Provenance& provenance) {
  Report report;
  report.value = std::move(value);
  report.provenance = provenance;
  return report;
}

class HeaderReader {
public:
  HeaderReader(const Program& program, const std::vector<std::string>& ignored, Diagnostics& diagnostics)
      : program_(program), names_(program, 0), diagnostics_(diagnostics) {
    for (const std::string& name : ignored) ignored_.emplace_back(name, false);
  }

  RowHeader read(const Cells& cells) {
    RowHeader header;
    for (std::size_t i = 0; i < cells.size(); ++i) header.columns.push_back(column(std::string(trimmed(cells.text(i))), cells.span(i)));
    for (const auto& [name, was_found] : ignored_) {
      if (!was_found) header.not_found.push_back(name);
    }
    return header;
  }

private:
  RowHeader::Column column(const std::string& words, Span place) {
    const std::string key = key_name(words);
    if (ignores(key)) return {RowHeader::Kind::ignored, {}};
    if (words.empty()) {
      diagnostics_.add(DiagnosticKind::facts_not_csv, place, "here the name of a column is missing; write the name of the fact that stands below it");
      return {RowHeader::Kind::ignored, {}};
    }
    const auto [before, is_fresh] = said_.emplace(key, place);
    if (!is_fresh) {
      diagnostics_.add(DiagnosticKind::facts_repeated_key, place, excerpt(words)).label(before->second, "it is said here already");
      return {RowHeader::Kind::ignored, {}};
    }
    if (auto column = column_named(program_, names_, key)) return std::move(*column);
    undeclared(words, key, place);
    return {RowHeader::Kind::ignored, {}};
  }

  bool ignores(const std::string& key) {
    bool result = false;
    for (auto& [name, was_found] : ignored_) {
      if (key_name(name) != key) continue;
      was_found = true;
      result = true;
    }
    return result;
  }

  void undeclared(const std::string& words, const std::string& key, Span place) {
    std::vector<std::string> candidates = names_.candidates();
    std::erase(candidates, "history");  // stands in no cell
    const auto near = nearest(key, candidates, 1);
    const std::string leave_out = "leave the column out with --ignore-columns '" + excerpt(words) + "'";
    diagnostics_.add(DiagnosticKind::facts_undeclared_key, place, excerpt(words), "a fact of " + with_article(names_.noun()),
                     near.empty() ? "declare it in the policy, or " + leave_out : "did you mean `" + near.front() + "`? Else " + leave_out);
  }

  const Program& program_;
  RecordNames names_;
  Diagnostics& diagnostics_;
  std::vector<std::pair<std::string, bool>> ignored_;  // and whether there is such a column
  std::map<std::string, Span> said_;
};

// A text in quotes of its own, as a facts file would write it: `"none"` is the text and not nothing.
Written unquoted(Written cell) {
  const std::string_view text = cell.text;
  const bool is_marked = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
  if (!is_marked) return cell;
  const std::string_view inside = text.substr(1, text.size() - 2);
  if (inside.find(text.front()) != std::string_view::npos) return cell;
  cell.text = inside;
  cell.quoted = true;
  return cell;
}

}  // namespace

std::optional<RowHeader::Column> column_named(const Program& program, const RecordNames& names, const std::string& name) {
  RowHeader::Column column;
  for (const KeyMatch& match : names.find(name)) column.facts.push_back(match.fact);
  if (!column.facts.empty()) return column;
  if (names.is_noun(name)) return RowHeader::Column{RowHeader::Kind::name, {}};
  if (is_special(name, Keyword::as_of, "as of", program.language)) return RowHeader::Column{RowHeader::Kind::as_of, {}};
  return std::nullopt;
}

SubjectDraft CellRowReader::read(const Cells& cells, const Source& source) {
  SubjectDraft subject;
  const auto end = static_cast<std::uint32_t>(source.text().size());
  subject.place = {0, 0, end};
  subject.provenance.file = source.name();
  subject.provenance.line = source.line(0);
  if (cells.size() != header_.columns.size()) {
    const auto counted = [](std::size_t count, const char* what) { return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s"); };
    const std::size_t last = std::min(cells.size(), header_.columns.size() + 1) - 1;
    diagnostics_.add(DiagnosticKind::facts_not_csv, cells.span(last),
                     fmt::format("it has {}, and there {} {}; write one for each column, and a cell that has a comma in it in quotes",
                                 counted(cells.size(), "cell"), header_.columns.size() == 1 ? "is" : "are",
                                 counted(header_.columns.size(), "column")));
  }
  Provenance provenance = subject.provenance;
  for (std::size_t i = 0; i < std::min(cells.size(), header_.columns.size()); ++i) {
    // In a row that has too few or too many, nobody knows which cells stand below which columns.
    if (cells.size() != header_.columns.size() && header_.columns[i].kind != RowHeader::Kind::name) continue;
    provenance.line = source.line(cells.span(i).begin);
    read_cell(header_.columns[i], {cells.text(i), false, false, cells.span(i)}, provenance, subject);
  }
  if (subject.as_of) subject.facts.count_since(*subject.as_of);
  return subject;
}

void CellRowReader::read_cell(const RowHeader::Column& column, const Written& cell, const Provenance& provenance, SubjectDraft& subject) {
  if (cell.text.empty()) return;  // not reported
  if (cell.text.size() > limits_.value_bytes) {
    diagnostics_.add(DiagnosticKind::facts_value_too_large, cell.span, limits_.value_bytes);
    return;
  }
  switch (column.kind) {
    case RowHeader::Kind::ignored: return;
    case RowHeader::Kind::name: subject.name = trimmed(cell.text); return;
    case RowHeader::Kind::as_of: return read_as_of(cell, subject);
    case RowHeader::Kind::fact: break;
  }
  for (const std::uint32_t fact : column.facts) read_fact(fact, cell, provenance, subject);
}

void CellRowReader::read_as_of(const Written& cell, SubjectDraft& subject) {
  const auto time = values_.read_time("as of", "a date, or a date and time", cell);
  if (!time) return;
  const Date* date = std::get_if<Date>(&*time);
  subject.as_of = date != nullptr ? program_.zone.close_of(*date) : std::get<Moment>(*time);
}

void CellRowReader::read_fact(std::uint32_t fact, const Written& cell, const Provenance& provenance, SubjectDraft& subject) {
  const FactDeclaration& declared = program_.records[0].facts[fact];
  if (declared.type.kind == TypeKind::list || declared.type.kind == TypeKind::text_list) return read_list(fact, cell, provenance, subject);
  auto value = values_.read(declared, Strictness::declared, unquoted(cell));
  if (value) subject.facts.add(fact, report_of(std::move(*value), provenance), cell.span);
}

// Of a list a cell can say that it has no items, or that nobody knows them.
void CellRowReader::read_list(std::uint32_t fact, const Written& cell, const Provenance& provenance, SubjectDraft& subject) {
  const FactDeclaration& declared = program_.records[0].facts[fact];
  const std::string_view text = trimmed(cell.text);
  const bool is_none = is_special(text, Keyword::none, "none", program_.language);
  if (text != "?" && !is_none) {
    diagnostics_.add(DiagnosticKind::facts_wrong_shape, cell.span, "`" + declared.name + "`", describe(program_, declared.type), "a single cell",
                     "a cell cannot hold a list: write the rows as NDJSON, or `none` where there are no items");
    return;
  }
  auto value = values_.read(declared, Strictness::declared, cell);
  if (!value) return;
  if (is_none && declared.type.kind == TypeKind::list) {
    subject.facts.add_items(program_, {0, fact}, {}, provenance, cell.span, diagnostics_);
  } else {
    subject.facts.add(fact, report_of(std::move(*value), provenance), cell.span);
  }
}

}  // namespace facts

std::optional<RowHeader> read_row_header(const Program& program, const Sources& sources, SourceId row,
                                         const std::vector<std::string>& ignored, Diagnostics& diagnostics) {
  const std::size_t errors = diagnostics.error_count();
  facts::Cells cells;
  if (!facts::is_text(sources, row, diagnostics) || !cells.read(sources[row].text(), row, diagnostics)) return std::nullopt;
  RowHeader header = facts::HeaderReader(program, ignored, diagnostics).read(cells);
  if (diagnostics.error_count() > errors) return std::nullopt;
  return header;
}

}  // namespace pasal
