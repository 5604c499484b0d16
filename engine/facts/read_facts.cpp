// Subjects of several documents and files, joined.
#include <new>
#include <unordered_map>

#include "engine/facts/facts.hpp"
#include "engine/facts/record.hpp"

namespace pasal {

namespace {

using facts::NodeIndex;
using facts::RecordReader;
using facts::Shape;
using facts::SubjectDraft;
using facts::Tree;

// Joins what the documents say of one subject: by name, an unnamed one by its place in its file.
class Gathering {
public:
  Gathering(const Program& program, Diagnostics& diagnostics)
      : program_(program), diagnostics_(diagnostics), errors_before_(diagnostics.error_count()) {}

  void open_file() { place_ = 0; }
  std::size_t in_this_file() const { return place_; }
  std::size_t size() const { return subjects_.size(); }
  bool knows(const SubjectDraft& subject) const { return find(subject).has_value(); }
  void add(SubjectDraft subject);
  std::vector<Subject> settle();

private:
  std::optional<std::size_t> find(const SubjectDraft& subject) const;

  const Program& program_;
  Diagnostics& diagnostics_;
  std::size_t errors_before_;
  std::vector<SubjectDraft> subjects_;
  std::unordered_map<std::string, std::size_t> by_name_;
  std::vector<std::size_t> by_place_;  // the subject that first stood there
  std::size_t place_ = 0;              // of the next subject in this file
};

std::optional<std::size_t> Gathering::find(const SubjectDraft& subject) const {
  const auto named = by_name_.find(subject.name);
  if (!subject.name.empty() && named != by_name_.end()) return named->second;
  if (place_ >= by_place_.size()) return std::nullopt;
  const std::size_t there = by_place_[place_];
  const bool one_is_unnamed = subject.name.empty() || subjects_[there].name.empty();
  return one_is_unnamed ? std::optional(there) : std::nullopt;
}

void Gathering::add(SubjectDraft subject) {
  const auto found = find(subject);
  const std::size_t index = found.value_or(subjects_.size());
  if (!subject.name.empty()) by_name_.emplace(subject.name, index);
  if (place_ == by_place_.size()) by_place_.push_back(index);
  ++place_;
  if (!found) {
    subjects_.push_back(std::move(subject));
    return;
  }
  SubjectDraft& known = subjects_[index];
  if (known.name.empty()) known.name = subject.name;
  if (subject.as_of && (!known.as_of || *known.as_of < *subject.as_of)) known.as_of = subject.as_of;
  known.facts.merge(program_, std::move(subject.facts), diagnostics_);
}

std::vector<Subject> Gathering::settle() {
  std::vector<Subject> result;
  for (SubjectDraft& draft : subjects_) {
    auto facts = draft.facts.settle(program_, 0, diagnostics_);
    if (diagnostics_.error_count() > errors_before_) continue;  // nobody will read it
    result.push_back({std::move(draft.name), draft.as_of, std::move(draft.provenance), std::move(facts)});
  }
  return result;
}

// One run over the files.
class FactsReader {
public:
  FactsReader(const Program& program, const Sources& sources, Diagnostics& diagnostics, const FactsLimits& limits)
      : sources_(sources), diagnostics_(diagnostics), limits_(limits), records_(program, sources, diagnostics), gathering_(program, diagnostics) {}

  void read_file(SourceId file);
  std::vector<Subject> settle() { return gathering_.settle(); }

private:
  void read_document(const Tree& tree, SourceId file);
  void add(NodeIndex node);

  const Sources& sources_;
  Diagnostics& diagnostics_;
  const FactsLimits& limits_;
  RecordReader records_;
  Gathering gathering_;
  bool too_many_ = false;      // subjects
  bool lists_nobody_ = false;  // the file has a list of subjects without any
};

void FactsReader::read_file(SourceId file) {
  gathering_.open_file();
  lists_nobody_ = false;
  const std::size_t errors = diagnostics_.error_count();
  const auto readable = facts::make_readable(sources_, file, limits_, diagnostics_);
  if (!readable) return;
  facts::read_documents(*readable, file, limits_, diagnostics_, [&](const Tree& tree) { read_document(tree, file); });
  if (gathering_.in_this_file() > 0 || lists_nobody_ || diagnostics_.error_count() > errors) return;
  // An empty file: one subject of which nothing is reported.
  Tree empty(file, sources_[file].text(), false);
  empty.add(Shape::nothing, 0);
  records_.open(empty, file);
  add(empty.root());
}

void FactsReader::read_document(const Tree& tree, SourceId file) {
  records_.open(tree, file);
  const NodeIndex root = tree.root();
  switch (tree.shape(root)) {
    case Shape::nothing: return;
    case Shape::names: return add(root);
    case Shape::value:
      diagnostics_.add(DiagnosticKind::facts_wrong_shape, tree.span(root), "a facts file", "facts with their names", "a single value",
                       "write each fact as a name, a colon and a value, as in `local office: no`");
      return;
    case Shape::list: break;
  }
  if (tree.count(root) == 0) lists_nobody_ = true;
  for (NodeIndex child = tree.first(root); child != facts::no_node; child = tree.next(child)) add(tree.resolve(child));
}

void FactsReader::add(NodeIndex node) {
  const Shape shape = records_.shape(node);
  if (shape != Shape::names && shape != Shape::nothing) {
    diagnostics_.add(DiagnosticKind::facts_wrong_shape, records_.span(node), "an item of this list", "one subject with its facts",
                     records_.shape_words(node), "write each fact as a name, a colon and a value, as in `- local office: no`");
    return;
  }
  SubjectDraft subject = records_.read_subject(node);
  if (gathering_.size() >= limits_.list_items && !gathering_.knows(subject)) {
    if (!too_many_) diagnostics_.add(DiagnosticKind::facts_list_too_long, records_.span(node), "subject", gathering_.size() + 1, limits_.list_items);
    too_many_ = true;
    return;
  }
  gathering_.add(std::move(subject));
}

}  // namespace

std::vector<Subject> read_facts(const Program& program, const Sources& sources, const std::vector<SourceId>& files,
                                Diagnostics& diagnostics, const FactsLimits& limits) {
  const std::size_t errors = diagnostics.error_count();
  std::vector<Subject> subjects;
  SourceId current = files.empty() ? 0 : files.front();
  try {
    FactsReader reader(program, sources, diagnostics, limits);
    for (const SourceId file : files) {
      current = file;
      reader.read_file(file);
    }
    subjects = reader.settle();
  } catch (const std::bad_alloc&) {
    diagnostics.add(DiagnosticKind::facts_too_large, Span{current, 0, 0}, sources[current].text().size(),
                    "the memory of this machine does not hold all of its facts");
  }
  if (diagnostics.error_count() > errors) subjects.clear();
  return subjects;
}

std::optional<Value> read_scalar(const Program& program, const FactDeclaration& fact, std::string_view text, bool quoted, Span span,
                                 Diagnostics& diagnostics) {
  facts::ValueReader reader(program, diagnostics);
  return reader.read(fact, facts::Strictness::declared, {text, quoted, false, span});
}

}  // namespace pasal
