// Values: what is said beside one, single values, lists and their items.
#include "engine/facts/quantity.hpp"
#include "engine/facts/record.hpp"
#include "engine/facts/yaml_problems.hpp"

namespace pasal::facts {

void RecordReader::read_annotated_part(Annotation& annotation, const std::string& part, const Key& key, NodeIndex value) {
  if (part == "value") {
    annotation.value = value;
    annotation.has_value = true;
    return;
  }
  if (tree_->shape(value) == Shape::nothing) return;
  if (tree_->shape(value) != Shape::value) {
    wrong_shape("`" + part + "`", part == "source" ? "text" : part == "observed" ? "a date" : "yes or no", value, "write it as a single value");
    return;
  }
  if (part == "source") annotation.source = std::string(tree_->text(value));
  if (part == "observed") annotation.observed = values_.read_time("observed", "a date, or a date and time", written(value));
  if (part != "verified") return;
  if (const auto answer = values_.yes_or_no(trimmed(tree_->text(value)))) {
    annotation.verified = *answer;
    return;
  }
  diagnostics_.add(DiagnosticKind::facts_wrong_type, tree_->span(value), excerpt(key.words), "yes or no", excerpt(tree_->text(value)),
                   "write `yes` or `no`");
}

void RecordReader::add_report(FactId fact, Value value, const Annotation& annotation, const Scope& scope) {
  Report report;
  report.value = std::move(value);
  report.from = scope.from ? scope.from : annotation.observed;
  report.provenance = provenance(annotation.value);
  report.provenance.source = annotation.source;
  report.provenance.verified = annotation.verified;
  if (annotation.observed) {
    const Date* date = std::get_if<Date>(&*annotation.observed);
    report.provenance.observed = date != nullptr ? *date : program_.zone.date_of(std::get<Moment>(*annotation.observed));
  }
  scope.draft->add(fact.fact, std::move(report), tree_->span(annotation.value));
}

void RecordReader::read_fact(const Key& key, KeyMatch match, const Annotation& annotation, const Scope& scope) {  // NOLINT(misc-no-recursion)
  const FactId id{scope.record, match.fact};
  const FactDeclaration& fact = program_[id];
  const NodeIndex node = annotation.value;
  const bool list = fact.type.kind == TypeKind::list || fact.type.kind == TypeKind::text_list;
  if (tree_->shape(node) == Shape::list && list) {
    return fact.type.kind == TypeKind::list ? read_list(key, id, annotation, scope) : read_texts(key, id, annotation, scope);
  }
  if (tree_->shape(node) != Shape::value) {
    const bool names = tree_->shape(node) == Shape::names;
    std::string way_out = "write one value";
    if (names) way_out = "write one value, or `value:` and beside it `source:`, `observed:`, `verified:`";
    if (list) way_out = "begin each item with `- `";
    return wrong_shape("`" + fact.name + "`", describe(program_, fact.type), node, way_out);
  }
  const bool word = tree_->is_question(node) || match_keyword(trimmed(tree_->text(node)), Keyword::none, Language::english) > 0 ||
                    match_keyword(trimmed(tree_->text(node)), Keyword::none, program_.language) > 0;
  if (list && !word) return wrong_shape("`" + fact.name + "`", describe(program_, fact.type), node, "begin each item with `- `, or write `none`");
  const bool taken = scope.record != 0 && scope.record == program_.records[0].facts[program_.measures_taken].type.record;
  auto value = values_.read(fact, taken ? Strictness::taken : Strictness::declared, written(node));
  if (!value) return;
  if (fact.type.kind != TypeKind::list || !is_none(*value)) return add_report(id, std::move(*value), annotation, scope);
  Annotation empty = annotation;
  return read_list(key, id, empty, scope);
}

void RecordReader::read_list(const Key& key, FactId id, const Annotation& annotation, const Scope& scope) {  // NOLINT(misc-no-recursion)
  const std::uint32_t record = program_[id].type.record;
  if (scope.from) {
    diagnostics_.add(DiagnosticKind::facts_list_dated, tree_->span(key.node), program_[id].name, program_.records[record].plural);
    return;
  }
  std::vector<Item> items;
  const NodeIndex node = annotation.value;
  if (tree_->shape(node) == Shape::list) {
    items.reserve(tree_->count(node));
    Draft scratch;
    for (NodeIndex child = tree_->first(node); child != no_node; child = tree_->next(child)) {
      if (auto item = read_item(tree_->resolve(child), record, scratch)) items.push_back(std::move(*item));
    }
  }
  Provenance origin = provenance(node);
  origin.source = annotation.source;
  origin.verified = annotation.verified;
  if (annotation.observed) {
    const Date* date = std::get_if<Date>(&*annotation.observed);
    origin.observed = date != nullptr ? *date : program_.zone.date_of(std::get<Moment>(*annotation.observed));
  }
  scope.draft->add_items(program_, id, std::move(items), std::move(origin), tree_->span(node), diagnostics_);
}

std::optional<Item> RecordReader::read_item(NodeIndex node, std::uint32_t record, Draft& scratch) {  // NOLINT(misc-no-recursion)
  if (tree_->shape(node) != Shape::names) {
    const Record& wanted = program_.records[record];
    const std::string& first = wanted.facts.empty() ? wanted.noun : wanted.facts.front().name;
    wrong_shape("this item", with_article(wanted.noun), node, "write its facts with their names, as in `- " + first + ": …`");
    return std::nullopt;
  }
  Item item;
  item.provenance = provenance(node);
  Said said;
  Scope scope;
  scope.record = record;
  scope.draft = &scratch;
  scope.said = &said;
  scope.item_name = &item.name;
  read_names(node, nullptr, scope);
  item.facts = scratch.settle(program_, record, diagnostics_);
  return item;
}

void RecordReader::read_texts(const Key&, FactId id, const Annotation& annotation, const Scope& scope) {
  std::vector<std::string> texts;
  const NodeIndex node = annotation.value;
  texts.reserve(tree_->count(node));
  for (NodeIndex child = tree_->first(node); child != no_node; child = tree_->next(child)) {
    const NodeIndex item = tree_->resolve(child);
    if (tree_->shape(item) == Shape::value) {
      texts.emplace_back(tree_->text(item));
    } else {
      wrong_shape("an item of `" + program_[id].name + "`", "text", item, "write one text, in quotes if it has a `:`");
    }
  }
  add_report(id, std::make_shared<const std::vector<std::string>>(std::move(texts)), annotation, scope);
}

}  // namespace pasal::facts
