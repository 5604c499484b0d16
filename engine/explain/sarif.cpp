// Diagnostics as SARIF 2.1.0, which code hosts and editors read.
#include <algorithm>
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
  if (path.starts_with('/')) return "file://" + result;
  while (result.starts_with("./")) result.erase(0, 2);  // code hosts compare it with the paths they know
  return result;
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

std::string_view level(const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error ? "error" : "warning"; }

std::string message(const Diagnostic& diagnostic) {
  std::string text = diagnostic.message;
  for (const std::string& note : diagnostic.notes) text += "\n" + note;
  if (!diagnostic.fix) return text;
  const bool one_line = diagnostic.fix->find('\n') == std::string::npos;
  return text + "\ntry:" + (one_line ? " " : "\n") + *diagnostic.fix;
}

Json result(const Diagnostic& diagnostic, const Sources& sources) {
  Json object{{"ruleId", row(diagnostic.kind).code},
              {"level", level(diagnostic)},
              {"message", {{"text", message(diagnostic)}}},
              {"locations", Json::array({location(diagnostic.span, sources)})}};
  for (const Label& label : diagnostic.labels) {
    if (label.span.source >= sources.size()) continue;
    Json place = location(label.span, sources);
    place["message"] = {{"text", label.text}};
    object["relatedLocations"].push_back(std::move(place));
  }
  return object;
}

// A file that is missing has no place, and code hosts refuse a result without one.
Json notification(const Diagnostic& diagnostic) {
  return {{"descriptor", {{"id", row(diagnostic.kind).code}}}, {"level", level(diagnostic)}, {"message", {{"text", message(diagnostic)}}}};
}

Json rule(const DiagnosticRow& described) {
  std::string words(described.name);
  std::ranges::replace(words, '-', ' ');
  const std::string help = "`pasal explain " + std::string(described.code) + "` says what it means.";
  return {{"id", described.code}, {"name", described.name}, {"shortDescription", {{"text", words}}}, {"help", {{"text", help}}}};
}

}  // namespace

std::string sarif(const Diagnostics& diagnostics, const Sources& sources) {
  std::map<std::string_view, const DiagnosticRow*> used;
  Json results = Json::array();
  Json notifications = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    used[row(diagnostic.kind).code] = &row(diagnostic.kind);
    if (diagnostic.span.source < sources.size()) {
      results.push_back(result(diagnostic, sources));
    } else {
      notifications.push_back(notification(diagnostic));
    }
  }
  Json rules = Json::array();
  for (const auto& [code, described] : used) rules.push_back(rule(*described));
  const Json driver{{"name", "pasal"}, {"version", PASAL_VERSION}, {"rules", std::move(rules)}};
  Json invocation{{"executionSuccessful", notifications.empty()}};
  if (!notifications.empty()) invocation["toolExecutionNotifications"] = std::move(notifications);
  const Json run{{"tool", {{"driver", driver}}},
                 {"invocations", Json::array({std::move(invocation)})},
                 {"columnKind", "unicodeCodePoints"},
                 {"results", std::move(results)}};
  const Json log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({run})}};
  return log.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace pasal
