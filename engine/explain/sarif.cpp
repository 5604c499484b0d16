// Diagnostics as SARIF 2.1.0, which code hosts and editors read.
#include <map>

#include <nlohmann/json.hpp>

#include "engine/explain/explain.hpp"

namespace pasal {
namespace {

using Json = nlohmann::ordered_json;

// A path as a URI reference: what is not unreserved (RFC 3986) is percent-encoded, `/` stays.
std::string uri(std::string_view path) {
  constexpr std::string_view hexadecimal = "0123456789ABCDEF";
  std::string result;
  for (const char c : path) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool digit = c >= '0' && c <= '9';
    if (letter || digit || std::string_view("/-._~").find(c) != std::string_view::npos) {
      result += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    result += {'%', hexadecimal[byte >> 4U], hexadecimal[byte & 15U]};
  }
  return path.starts_with('/') ? "file://" + result : result;
}

Json location(Span span, const Sources& sources) {
  const Position begin = sources.position(span);
  const Position end = sources[span.source].position(span.end);
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", uri(sources.name(span))}}},
            {"region",
             {{"startLine", begin.line},
              {"startColumn", begin.column},
              {"endLine", end.line},
              {"endColumn", end.column}}}}}};
}

Json result(const Diagnostic& diagnostic, const Sources& sources) {
  std::string message = diagnostic.message;
  for (const std::string& note : diagnostic.notes) message += "\n" + note;
  if (diagnostic.fix) message += "\n" + *diagnostic.fix;
  Json object{{"ruleId", row(diagnostic.kind).code},
              {"level", diagnostic.severity == Severity::error ? "error" : "warning"},
              {"message", {{"text", message}}},
              {"locations", Json::array()}};
  // A file that is missing has no place.
  if (diagnostic.span.source < sources.size()) object["locations"].push_back(location(diagnostic.span, sources));
  for (const Label& label : diagnostic.labels) {
    Json place = location(label.span, sources);
    place["message"] = {{"text", label.text}};
    object["relatedLocations"].push_back(std::move(place));
  }
  return object;
}

}  // namespace

std::string sarif(const Diagnostics& diagnostics, const Sources& sources) {
  std::map<std::string_view, const DiagnosticRow*> used;
  Json results = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    used[row(diagnostic.kind).code] = &row(diagnostic.kind);
    results.push_back(result(diagnostic, sources));
  }
  Json rules = Json::array();
  for (const auto& [code, described] : used) {
    rules.push_back({{"id", code}, {"name", described->name}, {"help", {{"text", "pasal explain " + std::string(code)}}}});
  }
  const Json driver{{"name", "pasal"}, {"version", PASAL_VERSION}, {"rules", std::move(rules)}};
  const Json run{{"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
  const Json log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({run})}};
  return log.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace pasal
