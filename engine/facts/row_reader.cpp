// Of each row its subject, through the readers that facts files go through.
#include <new>

#include "engine/facts/cell_row.hpp"
#include "engine/facts/json_object.hpp"
#include "engine/facts/rows.hpp"

namespace pasal {

using facts::Shape;
using facts::SubjectDraft;
using facts::Tree;

struct RowReader::Reading {
  Reading(const Program& program_read, RowFormat format_read, std::string name_read, const RowHeader* header, const FactsLimits& limits_given)
      : program(program_read), format(format_read), file(std::move(name_read)), limits(limits_given), records(program, sources, diagnostics),
        json(limits) {
    if (header != nullptr) cell_rows.emplace(program, *header, limits, diagnostics);
  }

  std::optional<SubjectDraft> read_row();
  std::optional<SubjectDraft> read_cells();
  std::optional<SubjectDraft> read_json();
  std::optional<SubjectDraft> read_yaml();
  std::optional<SubjectDraft> read_tree(const Tree& tree);

  const Program& program;
  RowFormat format;
  std::string file;
  FactsLimits limits;
  Sources sources;          // the row alone
  Diagnostics diagnostics;  // of the row
  std::string name;
  facts::RecordReader records;
  facts::JsonObjects json;
  facts::Cells cells;
  std::optional<facts::CellRowReader> cell_rows;
};

RowReader::RowReader(const Program& program, RowFormat format, std::string name, const RowHeader* header, const FactsLimits& limits)
    : reading_(std::make_unique<Reading>(program, format, std::move(name), header, limits)) {}
RowReader::~RowReader() = default;

const Diagnostics& RowReader::problems() const { return reading_->diagnostics; }
const Sources& RowReader::sources() const { return reading_->sources; }
const std::string& RowReader::name() const { return reading_->name; }

std::optional<Subject> RowReader::read(const RowBlock& block, const Row& row) {
  Reading& reading = *reading_;
  reading.sources = Sources();
  reading.diagnostics = Diagnostics();
  reading.name.clear();
  reading.sources.add(reading.file, block.text.substr(row.begin, row.too_large ? 0 : row.bytes), row.line);
  if (row.too_large) {
    reading.diagnostics.add(DiagnosticKind::facts_row_too_large, Span{0, 0, 0}, reading.limits.row_bytes);
    return std::nullopt;
  }
  auto draft = reading.read_row();
  if (!draft) return std::nullopt;
  reading.name = draft->name;
  auto facts = draft->facts.settle(reading.program, 0, reading.diagnostics);
  if (reading.diagnostics.has_errors()) return std::nullopt;
  return Subject{std::move(draft->name), draft->as_of, std::move(draft->provenance), std::move(facts)};
}

std::optional<SubjectDraft> RowReader::Reading::read_row() {
  switch (format) {
    case RowFormat::csv: return read_cells();
    case RowFormat::ndjson: return read_json();
    case RowFormat::yaml: break;
  }
  return read_yaml();
}

std::optional<SubjectDraft> RowReader::Reading::read_cells() {
  if (!facts::is_text(sources, 0, diagnostics) || !cells.read(sources[0].text(), 0, diagnostics)) return std::nullopt;
  return cell_rows->read(cells, sources[0]);
}

std::optional<SubjectDraft> RowReader::Reading::read_json() {
  if (!facts::is_text(sources, 0, diagnostics)) return std::nullopt;
  const Tree* tree = json.read(0, sources[0].text(), diagnostics);
  if (tree == nullptr) return std::nullopt;
  return read_tree(*tree);
}

std::optional<SubjectDraft> RowReader::Reading::read_yaml() {
  const auto readable = facts::make_readable(sources, 0, limits, diagnostics);
  if (!readable) return std::nullopt;
  std::optional<SubjectDraft> subject;
  bool is_second = false;
  facts::read_documents(*readable, 0, limits, diagnostics, [&](const Tree& tree) {
    if (is_second) {
      diagnostics.add(DiagnosticKind::facts_not_yaml, tree.span(tree.root()), "put `---` before the next subject");
    } else {
      subject = read_tree(tree);
    }
    is_second = true;
  });
  return subject;
}

std::optional<SubjectDraft> RowReader::Reading::read_tree(const Tree& tree) {
  records.open(tree, 0);
  const Shape shape = tree.shape(tree.root());
  if (shape == Shape::names || shape == Shape::nothing) return records.read_subject(tree.root());
  diagnostics.add(DiagnosticKind::facts_wrong_shape, tree.span(tree.root()), format == RowFormat::yaml ? "a document" : "a line",
                  "one subject with its facts", records.shape_words(tree.root()),
                  format == RowFormat::yaml ? "write `---` and the facts of one subject below it, each with its name"
                                            : "write each subject in a line of its own, as in `{\"local office\": false}`");
  return std::nullopt;
}

}  // namespace pasal
