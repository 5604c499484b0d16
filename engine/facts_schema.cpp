// JSON Schema (draft 2020-12) for facts files, so that an editor completes names and values, and marks what is wrong.
//
// The names of facts stand as the author wrote them; other spellings of a name, and keys that nest to one, are known by
// patterns. What a schema cannot see is left to `pasal decide`: a number in quotes that is out of range, a time that
// the clocks passed over, one fact under two spellings of its name.
#include <map>
#include <nlohmann/json.hpp>

#include "engine/fact_keys.hpp"
#include "engine/pasal.hpp"
#include "engine/schema_patterns.hpp"

namespace pasal {
namespace {

using Json = nlohmann::ordered_json;

// The names and paths of a record's facts by their words. What stands at `negative` are those that begin so.
struct NameTree {
  std::map<std::string, NameTree> below;
  std::vector<std::uint32_t> facts;             // with exactly these words
  std::map<std::string, const NameTree*> keys;  // as the author writes them
  std::string place;                            // of the group in `$defs`
};

Json text_like(const std::string& pattern) { return {{"type", "string"}, {"pattern", pattern}}; }
Json reference(const std::string& place) { return {{"$ref", "#/$defs/" + place}}; }
std::string place_of(std::uint32_t record) { return "record-" + std::to_string(record); }
std::string place_of(std::uint32_t record, std::uint32_t fact) {
  return place_of(record) + "-fact-" + std::to_string(fact);
}
Json scalar() { return {{"type", Json::array({"string", "number", "boolean"})}}; }

class Schema {
public:
  explicit Schema(const Program& program) : program_(program) {}
  std::string write();

private:
  Json typed(const Type& type, const FactDeclaration& fact, bool taken) const;
  Json number(const FactDeclaration& fact, const Type& type) const;
  Json enumeration(const Type& type) const;
  Json time(bool with_date) const;
  Json fact(const FactDeclaration& fact, const Type& type, bool taken, bool needed) const;
  Json annotated(const Json& value) const;
  void add_annotation(Json& object) const;

  static NameTree& descend(NameTree& tree, std::string_view words);
  NameTree names_of(std::uint32_t record) const;
  void place_groups(NameTree& tree, std::uint32_t record);
  Json facts_at(const NameTree& node, std::uint32_t record) const;
  void add_patterns(Json& patterns, const NameTree& tree, const std::string& before, std::uint32_t record) const;
  Json group(const NameTree& tree, std::uint32_t record) const;
  Json dated_facts(const Json& subject) const;
  void add_named(Json& object, const std::string& name, const Json& schema) const;
  Json record(std::uint32_t index, const NameTree& names) const;
  void add_taken_rules(Json& record) const;

  const Program& program_;
  Json places_ = Json::object();
  std::uint32_t groups_ = 0;
};

// ---- values ---------------------------------------------------------------------------------------------------------

// A limit that a JSON number does not hold exactly is left to `pasal decide`.
void add_limit(Json& schema, const char* key, const std::optional<Number>& limit) {
  if (!limit) return;
  const auto whole = limit->whole();
  if (whole && limit->fits_15_digits()) schema[key] = *whole;
}

Json Schema::number(const FactDeclaration& fact, const Type& type) const {
  Json plain{{"type", "number"}};
  add_limit(plain, "minimum", fact.lowest);
  add_limit(plain, "maximum", fact.highest);
  return {{"anyOf", Json::array({plain, text_like(schema::quantity_pattern(type, program_.language))})}};
}

// The author's words are there to be offered. YAML takes some words, as `12` or `true`, for what is no text.
Json Schema::enumeration(const Type& type) const {
  Json words = *type.values;
  for (const std::string& value : *type.values) {
    Json read = Json::parse(value, nullptr, false);
    if (read.is_number() || read.is_boolean()) words.push_back(std::move(read));
  }
  return {{"anyOf", Json::array({{{"enum", words}}, text_like(schema::value_pattern(*type.values))})}};
}

Json Schema::time(bool with_date) const {
  if (!with_date) return text_like(schema::moment_pattern());
  return {{"anyOf", Json::array({text_like(schema::date_pattern()), text_like(schema::moment_pattern())})}};
}

Json Schema::typed(const Type& type, const FactDeclaration& fact, bool taken) const {
  switch (type.kind) {
    case TypeKind::boolean:
      return {{"anyOf", Json::array({{{"type", "boolean"}}, text_like(schema::truth_pattern(program_.language))})}};
    case TypeKind::number:
    case TypeKind::money: return number(fact, type);
    case TypeKind::percent: return text_like(schema::quantity_pattern(type, program_.language));
    case TypeKind::text: return scalar();
    case TypeKind::enumeration: return enumeration(type);
    case TypeKind::date: return text_like(schema::date_pattern());
    case TypeKind::moment: return time(taken);
    case TypeKind::duration:
      if (type.duration_unit.empty()) return text_like(schema::quantity_pattern(type, program_.language));
      return number(fact, type);
    case TypeKind::text_list: return {{"type", "array"}, {"items", scalar()}};
    case TypeKind::list: return {{"type", "array"}, {"items", reference(place_of(type.record))}};
    case TypeKind::item:
    case TypeKind::unknown: break;
  }
  return true;
}

// `needed`: it must be said, and be known.
Json Schema::fact(const FactDeclaration& fact, const Type& type, bool taken, bool needed) const {
  const bool is_list = type.kind == TypeKind::list || type.kind == TypeKind::text_list;
  Json choices = Json::array({typed(type, fact, taken)});
  if (!needed) {
    choices.push_back({{"type", "null"}});
    choices.push_back(text_like(schema::question_pattern()));
    if (fact.if_any || is_list)
      choices.push_back(text_like(schema::keyword_pattern({Keyword::none}, program_.language)));
  }
  Json said{{"anyOf", choices}};
  choices.push_back(annotated(said));
  return {{"description", declaration_words(fact, program_)}, {"anyOf", std::move(choices)}};
}

// What may be said of a value beside it.
void Schema::add_annotation(Json& object) const {
  const Json verified{{"anyOf", Json::array({{{"type", Json::array({"boolean", "null"})}},
                                             text_like(schema::truth_pattern(program_.language))})}};
  const Json observed{{"anyOf", Json::array({time(true), {{"type", "null"}}})}};
  const Json source{{"type", Json::array({"string", "number", "boolean", "null"})}};
  add_named(object, "source", source);
  add_named(object, "observed", observed);
  add_named(object, "verified", verified);
}

Json Schema::annotated(const Json& value) const {
  Json object{{"type", "object"}, {"properties", Json::object()}, {"patternProperties", Json::object()}};
  add_named(object, "value", value);
  add_annotation(object);
  object["required"] = Json::array({"value"});
  object["additionalProperties"] = false;
  return object;
}

// ---- names ----------------------------------------------------------------------------------------------------------

NameTree& Schema::descend(NameTree& tree, std::string_view words) {
  std::string name(words);
  for (char& c : name) c = c == '.' ? ' ' : c;
  name = normalized(name);
  NameTree* node = &tree;
  for (std::size_t begin = 0; begin < name.size();) {
    const std::size_t end = std::min(name.find(' ', begin), name.size());
    node = &node->below[name.substr(begin, end - begin)];
    begin = end + 1;
  }
  return *node;
}

// A fact stands at its name, and where it has a path also there.
NameTree Schema::names_of(std::uint32_t record) const {
  NameTree tree;
  const auto& facts = program_.records[record].facts;
  for (std::uint32_t index = 0; index < facts.size(); ++index) {
    NameTree& by_name = descend(tree, facts[index].name);
    by_name.facts.push_back(index);
    if (!facts[index].path) {
      tree.keys[facts[index].name] = &by_name;
      continue;
    }
    NameTree* node = &tree;
    const std::string& path = *facts[index].path;
    for (std::size_t begin = 0; begin <= path.size();) {
      const std::size_t end = std::min(path.find('.', begin), path.size());
      const std::string key = path.substr(begin, end - begin);
      NameTree& next = descend(*node, key);
      node->keys[key] = &next;
      node = &next;
      begin = end + 1;
    }
    if (node != &by_name) node->facts.push_back(index);
  }
  if (record == 0 && program_.language == Language::indonesian) {
    descend(tree, "tindakan yang diambil").facts.push_back(program_.measures_taken);
  }
  return tree;
}

void Schema::place_groups(NameTree& tree,
                          std::uint32_t record) {  // NOLINT(misc-no-recursion): as deep as a name has words
  for (auto& [word, node] : tree.below) {
    if (node.below.empty()) continue;
    node.place = place_of(record) + "-group-" + std::to_string(groups_++);
    place_groups(node, record);
    places_[node.place] = group(node, record);
  }
}

// What may stand at a key: its facts, or those whose names it begins, or both.
Json Schema::facts_at(const NameTree& node, std::uint32_t record) const {
  Json choices = Json::array();
  if (!node.facts.empty()) {
    Json all = Json::array();
    for (const std::uint32_t fact : node.facts) all.push_back(reference(place_of(record, fact)));
    choices.push_back(all.size() == 1 ? all.front() : Json{{"allOf", all}});
  }
  if (!node.below.empty()) choices.push_back(reference(node.place));
  return choices.size() == 1 ? choices.front() : Json{{"anyOf", choices}};
}

void Schema::add_patterns(Json& patterns, const NameTree& tree, const std::string& before,  // NOLINT(misc-no-recursion)
                          std::uint32_t record) const {
  for (const auto& [word, node] : tree.below) {
    const std::string words = before.empty() ? word : before + " " + word;
    patterns[schema::key_pattern(words)] = facts_at(node, record);
    add_patterns(patterns, node, words, record);
  }
}

Json Schema::group(const NameTree& tree, std::uint32_t record) const {
  Json properties = Json::object();
  for (const auto& [key, node] : tree.keys) properties[key] = facts_at(*node, record);
  Json patterns = Json::object();
  add_patterns(patterns, tree, {}, record);
  Json object{{"type", Json::array({"object", "null"})}, {"properties", properties}, {"patternProperties", patterns}};
  if (!tree.facts.empty()) {  // a value with what is said of it, and more facts beside it
    Json values = Json::array();
    for (const std::uint32_t fact : tree.facts) values.push_back(reference(place_of(record, fact)));
    add_named(object, "value", {{"anyOf", values}});
    add_annotation(object);
    for (const char* said : {"source", "observed", "verified"})
      object["dependentRequired"][said] = Json::array({"value"});
  }
  object["additionalProperties"] = false;
  return object;
}

// ---- records --------------------------------------------------------------------------------------------------------

void Schema::add_named(Json& object, const std::string& name, const Json& schema) const {
  if (object["properties"].contains(name)) return;  // a fact has that name
  const std::string pattern = schema::key_pattern(name);
  if (object["patternProperties"].contains(pattern)) return;
  object["properties"][name] = schema;
  object["patternProperties"][pattern] = schema;
}

// A record of `measures taken` says what was taken and when; its amount is what that measure has.
void Schema::add_taken_rules(Json& record) const {
  record["required"] = Json::array({"measure", "from"});
  const FactDeclaration& amount = program_.records[program_.records[0].facts[program_.measures_taken].type.record]
                                      .facts[static_cast<std::size_t>(TakenFact::amount)];
  for (const Ladder& ladder : program_.ladders) {
    for (const Measure& measure : ladder.measures) {
      const Json is_this{{"properties", {{"measure", text_like(schema::value_pattern({measure.name}))}}},
                         {"required", Json::array({"measure"})}};
      const std::string none = schema::keyword_pattern({Keyword::none}, program_.language);
      const Json nothing{
          {"anyOf", Json::array({{{"type", "null"}}, text_like(schema::question_pattern()), text_like(none)})}};
      const Json allowed = measure.amount ? fact(amount, *measure.amount, false, false) : nothing;
      record["allOf"].push_back({{"if", is_this}, {"then", {{"properties", {{"amount", allowed}}}}}});
    }
  }
}

// The facts of one day: no lists of records, whose items are not dated.
Json Schema::dated_facts(const Json& subject) const {
  Json day = subject;
  const Record& record = program_.records[0];
  for (const FactDeclaration& fact : record.facts) {
    if (fact.type.kind != TypeKind::list) continue;
    day["properties"].erase(fact.name);
    day["patternProperties"].erase(schema::key_pattern(fact.name));
  }
  return day;
}

Json Schema::record(std::uint32_t index, const NameTree& names) const {
  const Record& described = program_.records[index];
  Json object = group(names, index);
  Json whole{{"title", described.noun}};
  whole.update(object);
  const bool taken = is_measures_taken(index, program_);
  if (index > 0) whole["type"] = "object";
  if (taken) add_taken_rules(whole);
  const Json name{{"description", "the name of the " + described.noun},
                  {"type", Json::array({"string", "number", "boolean", "null"})}};
  add_named(whole, described.noun, name);
  if (index > 0) return whole;
  const Json as_of{{"description", "the moment asked about"}, {"anyOf", Json::array({time(true), {{"type", "null"}}})}};
  const Json history{{"description", "facts by the date from which they held"},
                     {"type", Json::array({"object", "null"})},
                     {"propertyNames", time(true)},
                     {"additionalProperties", reference(place_of(0) + "-day")}};
  add_named(whole, "as of", as_of);
  add_named(whole, "history", history);
  for (const auto& [keyword, schema] : {std::pair(Keyword::as_of, as_of), std::pair(Keyword::history, history)}) {
    const std::string& said = spelling(keyword, program_.language);
    if (program_.language != Language::english) add_named(whole, said, schema);
  }
  return whole;
}

std::string Schema::write() {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}};
  schema["title"] = program_.policy.empty() ? "Facts" : "Facts for: " + program_.policy;
  if (!program_.records.empty()) {
    Json list{{"type", "array"}, {"items", reference(place_of(0))}};
    schema["anyOf"] = Json::array({reference(place_of(0)), std::move(list)});
  }
  for (std::uint32_t index = 0; index < program_.records.size(); ++index) {
    const bool taken = is_measures_taken(index, program_);
    const auto& facts = program_.records[index].facts;
    NameTree names = names_of(index);
    place_groups(names, index);
    places_[place_of(index)] = record(index, names);
    if (index == 0) places_[place_of(index) + "-day"] = dated_facts(group(names, index));
    for (std::uint32_t at = 0; at < facts.size(); ++at) {
      const bool is_amount = taken && at == static_cast<std::uint32_t>(TakenFact::amount);
      const bool needed = taken && (at == static_cast<std::uint32_t>(TakenFact::measure) ||
                                    at == static_cast<std::uint32_t>(TakenFact::from));
      const Type type = is_amount ? Type{} : facts[at].type;  // what an amount may be follows from its measure
      places_[place_of(index, at)] = fact(facts[at], type, taken, needed);
    }
  }
  schema["$defs"] = std::move(places_);
  return schema.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string facts_schema(const Program& program) { return Schema(program).write(); }

}  // namespace pasal
