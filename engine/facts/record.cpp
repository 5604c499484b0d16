// Keys: which fact each means, and what else may stand beside facts.
#include "engine/facts/record.hpp"

#include <algorithm>

#include "engine/facts/quantity.hpp"
#include "engine/facts/yaml_problems.hpp"
#include "grammar/nearest.hpp"

namespace pasal::facts {

namespace {

const std::vector<std::string>& annotation_words() {
  static const std::vector<std::string> words = {"value", "source", "observed", "verified"};
  return words;
}

bool is_annotation_word(const std::string& name) {
  return std::find(annotation_words().begin(), annotation_words().end(), name) != annotation_words().end();
}

}  // namespace

RecordReader::RecordReader(const Program& program, const Sources& sources, Diagnostics& diagnostics)
    : program_(program), sources_(sources), diagnostics_(diagnostics), values_(program, diagnostics) {}

const RecordNames& RecordReader::names(std::uint32_t record) {
  auto& entry = names_[record];
  if (!entry) entry = std::make_unique<RecordNames>(program_, record);
  return *entry;
}

Provenance RecordReader::provenance(NodeIndex node) const {
  Provenance result;
  result.file = sources_[source_].name();
  result.line = sources_[source_].line(tree_->begin(node));
  return result;
}

Written RecordReader::written(NodeIndex node) const {
  return {tree_->text(node), tree_->quoted(node), tree_->json(), tree_->span(node)};
}

std::string RecordReader::shape_words(NodeIndex node) const {
  switch (tree_->shape(node)) {
    case Shape::nothing: return "nothing";
    case Shape::value: return "a single value";
    case Shape::list: return "a list";
    case Shape::names: return "a group of facts";
  }
  return {};
}

void RecordReader::wrong_shape(const std::string& what, const std::string& declared, NodeIndex node, const std::string& way_out) {
  diagnostics_.add(DiagnosticKind::facts_wrong_shape, tree_->span(node), what, declared, shape_words(node), way_out);
}

bool RecordReader::say_once(const std::string& name, const Key& key, Said& said) {
  const Span place = tree_->span(key.node);
  const auto [before, fresh] = said.emplace(name, place);
  if (fresh) return true;
  diagnostics_.add(DiagnosticKind::facts_repeated_key, place, excerpt(key.words)).label(before->second, "it is said here already");
  return false;
}

void RecordReader::undeclared(const Key& key, const Scope& scope) {
  if (trimmed(key.words).empty()) {
    diagnostics_.add(DiagnosticKind::facts_wrong_name, tree_->span(key.node), "a fact's name", "write a name before the `:`");
    return;
  }
  const RecordNames& known = names(scope.record);
  const std::string what = "a fact of " + with_article(known.noun());
  std::string way_out = "declare it in the policy, or take it out";
  if (diagnostics_.dropped() == 0 && !key.name.empty()) {
    const auto near = nearest(key.name, known.candidates(), 1);
    if (!near.empty()) way_out = "did you mean `" + near.front() + "`?";
    if (!near.empty() && key_name(near.front()) == key.name) way_out = "it stands at the top of a document, beside the facts";
  }
  if (trimmed(key.words) == "<<" && !tree_->quoted(key.node)) way_out = "facts cannot be merged in; write them out";
  diagnostics_.add(DiagnosticKind::facts_undeclared_key, tree_->span(key.node), excerpt(key.words), what, way_out);
}

SubjectDraft RecordReader::read_subject(NodeIndex node) {
  SubjectDraft subject{{}, {}, provenance(node), tree_->span(node), {}};
  if (tree_->shape(node) == Shape::nothing) return subject;
  Said said;
  Scope scope;
  scope.draft = &subject.facts;
  scope.said = &said;
  scope.subject = &subject;
  read_names(node, nullptr, scope);
  if (subject.as_of) subject.facts.count_since(*subject.as_of);
  return subject;
}

// The tree is no deeper than the limit on nesting, so this is not either.
void RecordReader::read_names(NodeIndex mapping, const Key* outer, const Scope& scope) {  // NOLINT(misc-no-recursion)
  Said groups;
  for (NodeIndex child = tree_->first(mapping); child != no_node; child = tree_->next(child)) {
    const NodeIndex node = tree_->resolve(child);
    child = tree_->next(child);
    const NodeIndex value = tree_->resolve(child);
    if (tree_->shape(node) != Shape::value) {
      const std::string way_out = tree_->shape(node) == Shape::nothing
                                      ? "write a name before the `:`"
                                      : "before the `:` stands " + shape_words(node) + " instead of a name";
      diagnostics_.add(DiagnosticKind::facts_wrong_name, tree_->span(node), "a fact's name", way_out);
      continue;
    }
    Key key{node, key_name(tree_->text(node)), std::string(tree_->text(node))};
    if (outer != nullptr) {
      key.name = outer->name + " " + key.name;
      key.words = outer->words + " " + key.words;
    }
    if (begins_group(key, value, scope)) {
      if (say_once(key.name, key, groups)) read_names(value, &key, scope);
    } else {
      read_entry(key, value, outer == nullptr, scope);
    }
  }
}

// Whether what stands below a key are facts whose names it begins, rather than a value with what is said of it.
bool RecordReader::begins_group(const Key& key, NodeIndex value, const Scope& scope) {
  if (tree_->shape(value) != Shape::names || !names(scope.record).begins_a_name(key.name)) return false;
  return names(scope.record).find(key.name).empty() ? !is_history(key, scope) : !is_annotated(value);
}

void RecordReader::read_entry(const Key& key, NodeIndex value, bool outermost, const Scope& scope) {  // NOLINT(misc-no-recursion)
  const RecordNames& known = names(scope.record);
  const auto& matches = known.find(key.name);
  if (matches.empty() && outermost && read_special(key, value, scope)) return;
  const bool group = known.begins_a_name(key.name);
  const bool named = tree_->shape(value) == Shape::names;
  const bool annotated = named && !matches.empty() && is_annotated(value);
  if (matches.empty() && group && tree_->shape(value) == Shape::nothing) return;
  if (matches.empty() && group) {
    wrong_shape("`" + excerpt(key.words) + "`", "only the beginning of some facts' names", value, "write those facts below it, each with its name");
    return;
  }
  if (matches.empty()) return undeclared(key, scope);
  if (!say_once(key.name, key, *scope.said)) return;
  Annotation annotation;
  annotation.value = value;
  if (annotated) {
    if (group && has_two_readings(value, key, scope)) return;
    annotation = read_annotation(value, key, scope);
    if (!annotation.has_value) return;
  }
  if (tree_->shape(annotation.value) == Shape::nothing) return;  // null is not reported
  for (const KeyMatch match : matches) read_fact(key, match, annotation, scope);
}

// `market: {value: 5}` where both `market` and `market value` are facts. A `source` beside it would settle it.
bool RecordReader::has_two_readings(NodeIndex mapping, const Key& key, const Scope& scope) {
  for (NodeIndex child = tree_->first(mapping); child != no_node; child = tree_->next(tree_->next(child))) {
    const std::string part = key_name(tree_->text(tree_->resolve(child)));
    if (is_annotation_word(part) && names(scope.record).find(key.name + " " + part).empty()) return false;
  }
  const std::string joined = key.words + " value";
  diagnostics_.add(DiagnosticKind::facts_ambiguous_key, tree_->span(key.node), excerpt(key.words), excerpt(key.words), excerpt(joined),
                   excerpt(joined));
  return true;
}

bool RecordReader::is_history(const Key& key, const Scope& scope) const {
  return scope.subject != nullptr && is_special(key.name, Keyword::history, "history", program_.language);
}

// What may stand beside the facts: the subject's name, `as of`, `history`, an item's name.
bool RecordReader::read_special(const Key& key, NodeIndex value, const Scope& scope) {
  if (names(scope.record).is_noun(key.name) && (scope.subject != nullptr || scope.item_name != nullptr)) {
    if (!say_once(key.name, key, *scope.said)) return true;
    (scope.subject != nullptr ? scope.subject->name : *scope.item_name) = read_name(key, value);
    return true;
  }
  if (scope.subject == nullptr) return false;
  if (is_special(key.name, Keyword::as_of, "as of", program_.language)) {
    if (say_once("as of", key, *scope.said)) read_as_of(value, *scope.subject);
    return true;
  }
  if (is_history(key, scope)) {
    if (say_once("history", key, *scope.said)) read_history(value, scope);
    return true;
  }
  return false;
}

std::string RecordReader::read_name(const Key& key, NodeIndex value) {
  if (tree_->shape(value) == Shape::value) return std::string(trimmed(tree_->text(value)));
  if (tree_->shape(value) != Shape::nothing) wrong_shape("`" + excerpt(key.words) + "`", "a name", value, "write the name alone");
  return {};
}

void RecordReader::read_as_of(NodeIndex node, SubjectDraft& subject) {
  if (tree_->shape(node) == Shape::nothing) return;
  if (tree_->shape(node) != Shape::value) {
    wrong_shape("`as of`", "a date, or a date and time", node, "write `2018-07-03` or `2018-07-03 16:00`");
    return;
  }
  const auto time = values_.read_time("as of", "a date, or a date and time", written(node));
  if (!time) return;
  const Date* date = std::get_if<Date>(&*time);
  subject.as_of = date != nullptr ? program_.zone.close_of(*date) : std::get<Moment>(*time);
}

void RecordReader::read_history(NodeIndex node, const Scope& scope) {  // NOLINT(misc-no-recursion)
  const std::string way_out = "write a date, a colon and the facts of that day, as in `2018-07-01: {…}`";
  if (tree_->shape(node) == Shape::nothing) return;
  if (tree_->shape(node) != Shape::names) return wrong_shape("`history`", "dates with their facts", node, way_out);
  Said dates;
  for (NodeIndex child = tree_->first(node); child != no_node; child = tree_->next(child)) {
    const NodeIndex date = tree_->resolve(child);
    child = tree_->next(child);
    const NodeIndex facts = tree_->resolve(child);
    if (tree_->shape(date) != Shape::value) {
      diagnostics_.add(DiagnosticKind::facts_wrong_name, tree_->span(date), "a date", way_out);
      continue;
    }
    const auto time = values_.read_time("history", "dates with their facts", written(date));
    const Key key{date, {}, std::string(tree_->text(date))};
    if (!time || !say_once(std::string(trimmed(tree_->text(date))), key, dates) || tree_->shape(facts) == Shape::nothing) continue;
    if (tree_->shape(facts) != Shape::names) {
      wrong_shape("`" + excerpt(key.words) + "`", "a day of `history`", facts, way_out);
      continue;
    }
    Said said;
    Scope day = scope;
    day.said = &said;
    day.from = *time;
    day.subject = nullptr;
    read_names(facts, nullptr, day);
  }
}

// What stands behind `value:`, where something does.
NodeIndex RecordReader::annotated_value(NodeIndex mapping) const {
  for (NodeIndex child = tree_->first(mapping); child != no_node; child = tree_->next(tree_->next(child))) {
    const NodeIndex key = tree_->resolve(child);
    if (tree_->shape(key) == Shape::value && key_name(tree_->text(key)) == "value") return tree_->resolve(tree_->next(child));
  }
  return no_node;
}

RecordReader::Annotation RecordReader::read_annotation(NodeIndex mapping, const Key& key, const Scope& scope) {  // NOLINT(misc-no-recursion)
  Annotation annotation;
  Said said;
  for (NodeIndex child = tree_->first(mapping); child != no_node; child = tree_->next(child)) {
    const NodeIndex node = tree_->resolve(child);
    child = tree_->next(child);
    const NodeIndex value = tree_->resolve(child);
    if (tree_->shape(node) != Shape::value) {
      diagnostics_.add(DiagnosticKind::facts_wrong_name, tree_->span(node), "a name", "beside a value stand `source`, `observed` and `verified`");
      continue;
    }
    const Key part{node, key_name(tree_->text(node)), std::string(tree_->text(node))};
    if (is_annotation_word(part.name)) {
      if (say_once(part.name, part, said)) read_annotated_part(annotation, part.name, part, value);
      continue;
    }
    const Key joined{node, key.name + " " + part.name, key.words + " " + part.words};
    const RecordNames& known = names(scope.record);
    if (!known.find(joined.name).empty() || known.begins_a_name(joined.name)) {
      read_entry(joined, value, false, scope);
      continue;
    }
    const auto near = nearest(part.name, annotation_words(), 1);
    diagnostics_.add(DiagnosticKind::facts_undeclared_key, tree_->span(node), excerpt(part.words), "said of a value",
                     near.empty() ? "beside `value` stand `source`, `observed` and `verified`" : "did you mean `" + near.front() + "`?");
  }
  return annotation;
}

}  // namespace pasal::facts
