// JSON Schema (draft 2020-12) for facts files, so that an editor completes names and values.
//
// The names of facts stand as the author wrote them. Other spellings of a name, and keys that nest to one, are facts
// too, so that further keys are allowed: `pasal decide` is the judge.
#include <nlohmann/json.hpp>

#include "engine/fact_keys.hpp"
#include "engine/pasal.hpp"
#include "grammar/keywords.hpp"

namespace pasal {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* date_pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
constexpr const char* moment_pattern =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:?[0-9]{2})?$";

class Schema {
public:
  explicit Schema(const Program& program) : program_(program) {}
  std::string write() const;

private:
  Json value(const FactDeclaration& fact, bool taken) const;
  Json list_of(const Type& type) const;
  Json number(const FactDeclaration& fact) const;
  Json fact(const FactDeclaration& fact, bool taken) const;
  Json object(const std::vector<FactKey>& keys, bool taken) const;
  Json record(std::uint32_t index) const;
  Json yes_no() const;
  static std::string place(std::uint32_t record) { return "record-" + std::to_string(record); }
  static Json reference(std::uint32_t record) { return {{"$ref", "#/$defs/" + place(record)}}; }

  const Program& program_;
};

Json text_like(const char* pattern) { return {{"type", "string"}, {"pattern", pattern}}; }

Json Schema::yes_no() const {
  Json words = Json::array({true, false, "yes", "no"});
  if (program_.language == Language::indonesian) {
    words.push_back(spelling(Keyword::yes, program_.language));
    words.push_back(spelling(Keyword::no_value, program_.language));
  }
  return {{"enum", std::move(words)}};
}

// A limit that a JSON number does not hold exactly is left to `pasal decide`.
void add_limit(Json& schema, const char* key, const std::optional<Number>& limit) {
  if (!limit) return;
  const auto whole = limit->whole();
  if (whole && limit->fits_15_digits()) schema[key] = *whole;
}

Json Schema::number(const FactDeclaration& fact) const {
  Json schema{{"type", "number"}};
  add_limit(schema, "minimum", fact.lowest);
  add_limit(schema, "maximum", fact.highest);
  return schema;
}

Json Schema::list_of(const Type& type) const { return {{"type", "array"}, {"items", reference(type.record)}}; }

Json Schema::value(const FactDeclaration& fact, bool taken) const {
  switch (fact.type.kind) {
    case TypeKind::boolean: return yes_no();
    case TypeKind::number:
      if (taken) return {{"type", Json::array({"number", "string"})}};
      return {{"anyOf", Json::array({number(fact), text_like("^[-+]?[0-9]")})}};
    case TypeKind::money: return {{"anyOf", Json::array({number(fact), text_like("^[-+]?[0-9]")})}};
    case TypeKind::percent: return text_like("^[-+]?[0-9.]+ *%$");
    case TypeKind::text: return {{"type", Json::array({"string", "number", "boolean"})}};
    case TypeKind::enumeration: return {{"enum", *fact.type.values}};
    case TypeKind::date: return text_like(date_pattern);
    case TypeKind::moment:
      if (!taken) return text_like(moment_pattern);
      return {{"anyOf", Json::array({text_like(date_pattern), text_like(moment_pattern)})}};
    case TypeKind::duration:
      if (fact.type.duration_unit.empty()) return {{"type", "string"}};
      return {{"type", Json::array({"number", "string"})}};
    case TypeKind::text_list:
      return {{"type", "array"}, {"items", {{"type", Json::array({"string", "number", "boolean"})}}}};
    case TypeKind::list: return list_of(fact.type);
    case TypeKind::item:
    case TypeKind::unknown: break;
  }
  return true;
}

Json Schema::fact(const FactDeclaration& fact, bool taken) const {
  const bool is_list = fact.type.kind == TypeKind::list || fact.type.kind == TypeKind::text_list;
  Json known = value(fact, taken);
  Json words = Json::array({nullptr, "?"});
  if (fact.if_any || is_list) words.push_back("none");
  Json choices = Json::array({known, {{"enum", words}}});
  if (fact.type.kind != TypeKind::list) {
    Json annotated_value{{"anyOf", choices}};
    Json properties{{"value", std::move(annotated_value)},
                    {"source", {{"type", "string"}}},
                    {"observed", text_like(date_pattern)},
                    {"verified", yes_no()}};
    choices.push_back({{"type", "object"},
                       {"properties", std::move(properties)},
                       {"required", Json::array({"value"})},
                       {"additionalProperties", false}});
  }
  return {{"description", declaration_words(fact, program_)}, {"anyOf", std::move(choices)}};
}

Json Schema::object(const std::vector<FactKey>& keys, bool taken) const {
  Json properties = Json::object();
  for (const FactKey& key : keys) {
    if (key.below.empty()) {
      properties[key.key] = fact(*key.fact, taken);
    } else {
      properties[key.key] = {{"type", "object"}, {"properties", object(key.below, taken)}};
    }
  }
  return properties;
}

Json Schema::record(std::uint32_t index) const {
  const Record& described = program_.records[index];
  const bool taken = is_measures_taken(index, program_);
  Json name{{"description", "the name of the " + described.noun}, {"type", Json::array({"string", "number", "null"})}};
  Json properties = Json::object();
  if (!taken) properties[described.noun] = std::move(name);
  if (index == 0) {
    const Json times = Json::array({text_like(date_pattern), text_like(moment_pattern), {{"type", "null"}}});
    properties["as of"] = {{"description", "the moment asked about"}, {"anyOf", times}};
    properties["history"] = {{"description", "facts by the date from which they held"},
                             {"type", "object"},
                             {"additionalProperties", reference(0)}};
  }
  properties.update(object(fact_keys(described), taken));
  return {{"title", described.noun}, {"type", "object"}, {"properties", std::move(properties)}};
}

std::string Schema::write() const {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}};
  schema["title"] = program_.policy.empty() ? "Facts" : "Facts for: " + program_.policy;
  if (!program_.records.empty()) {
    Json list{{"type", "array"}, {"items", reference(0)}};
    schema["anyOf"] = Json::array({reference(0), std::move(list)});
  }
  for (std::uint32_t index = 0; index < program_.records.size(); ++index) {
    schema["$defs"][place(index)] = record(index);
  }
  return schema.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string facts_schema(const Program& program) { return Schema(program).write(); }

}  // namespace pasal
