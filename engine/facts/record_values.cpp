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
  const bool taken = is_measures_taken(scope.record);
  const bool is_amount = taken && match.fact == static_cast<std::uint32_t>(TakenFact::amount);
  if (is_amount && scope.amount == nullptr) return;  // of no measure: reported already
  const FactDeclaration& fact = is_amount ? *scope.amount : program_[id];
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
  if (list && !tree_->is_question(node) && !says_none(node)) return wrong_shape("`" + fact.name + "`", describe(program_, fact.type), node, "begin each item with `- `, or write `none`");
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
  std::optional<FactDeclaration> amount;
  if (is_measures_taken(record)) amount = amount_declared(node, record);
  if (amount) scope.amount = &*amount;
  read_names(node, nullptr, scope);
  item.facts = scratch.settle(program_, record, diagnostics_);
  return item;
}

bool RecordReader::says_none(NodeIndex node) const {
  const std::string_view text = tree_->shape(node) == Shape::value ? trimmed(tree_->text(node)) : std::string_view{};
  return match_keyword(text, Keyword::none, Language::english) > 0 || match_keyword(text, Keyword::none, program_.language) > 0;
}

bool RecordReader::is_measures_taken(std::uint32_t record) const {
  return record != 0 && record == program_.records[0].facts[program_.measures_taken].type.record;
}

// What a record of `measures taken` says of one of its facts, before its facts are read. Nothing when it does not say.
NodeIndex RecordReader::said_of(NodeIndex item, std::uint32_t record, TakenFact fact) {
  for (NodeIndex child = tree_->first(item); child != no_node; child = tree_->next(tree_->next(child))) {
    const NodeIndex key = tree_->resolve(child);
    if (tree_->shape(key) != Shape::value) continue;
    const auto& matches = names(record).find(key_name(tree_->text(key)));
    if (matches.empty() || matches.front().fact != static_cast<std::uint32_t>(fact)) continue;
    NodeIndex value = tree_->resolve(tree_->next(child));
    if (tree_->shape(value) == Shape::names) value = annotated_value(value);
    const bool says = value != no_node && tree_->shape(value) != Shape::nothing && !tree_->is_question(value);
    return says ? value : no_node;
  }
  return no_node;
}

std::nullopt_t RecordReader::refuse_amount(NodeIndex item, std::uint32_t record, const Measure& measure) {
  const NodeIndex said = said_of(item, record, TakenFact::amount);
  if (said != no_node && !says_none(said)) {
    diagnostics_.add(DiagnosticKind::unexpected_amount, tree_->span(said), measure.name, measure.name);
  }
  return std::nullopt;
}

// A record says what was taken and when; its amount is what the policy declares of that measure. Nothing where there
// is no such measure.
std::optional<FactDeclaration> RecordReader::amount_declared(NodeIndex item, std::uint32_t record) {
  const NodeIndex from = said_of(item, record, TakenFact::from);
  const NodeIndex measure = said_of(item, record, TakenFact::measure);
  if (measure == no_node) {
    diagnostics_.add(DiagnosticKind::facts_incomplete_record, tree_->span(item), "measure", "write which one was taken, as in `measure: block`");
  }
  if (from == no_node || says_none(from)) {
    diagnostics_.add(DiagnosticKind::facts_incomplete_record, tree_->span(item), "from",
                     "write the day or the moment it was taken, as in `from: 2018-07-03`");
  }
  if (measure == no_node || tree_->shape(measure) != Shape::value) return std::nullopt;
  const std::string wanted = normalized(tree_->text(measure).substr(0, 1000));
  for (const Ladder& ladder : program_.ladders) {
    for (const Measure& declared : ladder.measures) {
      if (normalized(declared.name) != wanted) continue;
      if (!declared.amount) return refuse_amount(item, record, declared);
      FactDeclaration amount = program_.records[record].facts[static_cast<std::size_t>(TakenFact::amount)];
      amount.type = *declared.amount;
      return amount;
    }
  }
  return std::nullopt;
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
