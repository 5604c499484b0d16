// CLIPS: a defrule for each rule of the policy over a record that is asserted, run and retracted. The strictest measure has
// the highest salience, and what fires first halts.
//
//   decide CASE_DIR
#include "bench/rivals/harness/harness.hpp"

#include <fstream>
#include <memory>
#include <utility>

extern "C" {
#include <clips/clips.h>
}

namespace {

std::string slot_value(const nlohmann::json& value) {
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string comparison(const nlohmann::json& each) {
  const std::string fact = each["fact"], sign = each["op"], value = slot_value(each["value"]);
  if (sign == "==") return "(" + fact + " " + value + ")";
  if (sign == "!=") return "(" + fact + " ~" + value + ")";
  return "(" + fact + " ?" + fact + "&:(" + sign + " ?" + fact + " " + value + "))";
}

std::string in_clips(const nlohmann::json& policy) {
  const auto& measures = policy["measures"];
  std::string text = "(defglobal ?*measure* = " + measures[0].get<std::string>() + ")\n(deftemplate record\n";
  for (const auto& fact : policy["facts"])
    text += "  (slot " + fact["name"].get<std::string>() + " (type " + (fact["type"] == "number" ? "INTEGER" : "SYMBOL") + "))\n";
  text += ")\n";
  for (std::size_t i = 0; i < policy["rules"].size(); ++i) {
    const auto& rule = policy["rules"][i];
    const std::string measure = rule["measure"];
    const auto strictness = std::find(measures.begin(), measures.end(), measure) - measures.begin();
    text += "(defrule rule-" + std::to_string(i) + " (declare (salience " + std::to_string(strictness) + "))\n  (record";
    for (const auto& each : rule["all"]) text += " " + comparison(each);
    text += ")\n  => (bind ?*measure* " + measure + ") (halt))\n";
  }
  return text;
}

// Symbols live in the environment, and a record names them.
using Slots = std::vector<std::pair<const char*, DATA_OBJECT>>;

}  // namespace

int main(int, char** arguments) {
  const harness::Case input(arguments[1]);
  const std::string path = std::string(arguments[1]) + "/policy.clp";
  std::ofstream(path) << in_clips(input.policy);

  void* environment = CreateEnvironment();
  const auto began = harness::Clock::now();
  if (EnvLoad(environment, path.c_str()) != 1) harness::fail("CLIPS cannot load " + path);
  EnvReset(environment);
  const double load_ms = 1000 * harness::seconds_since(began);
  void* const record_template = EnvFindDeftemplate(environment, "record");

  std::vector<std::string> names;
  for (const auto& fact : input.policy["facts"]) names.push_back(fact["name"]);

  const auto convert = [&](const std::string& text) {
    const auto facts = nlohmann::json::parse(text);
    Slots slots;
    for (const auto& name : names) {
      const auto& value = facts[name];
      DATA_OBJECT object{};
      if (value.is_number()) {
        SetType(object, INTEGER);
        SetValue(object, EnvAddLong(environment, value.get<long long>()));
        IncrementIntegerCount(static_cast<INTEGER_HN*>(GetValue(object)));
      } else {
        SetType(object, SYMBOL);
        SetValue(object, EnvAddSymbol(environment, slot_value(value).c_str()));
        IncrementSymbolCount(static_cast<SYMBOL_HN*>(GetValue(object)));
      }
      slots.emplace_back(name.c_str(), object);
    }
    return slots;
  };
  const std::string mildest = input.policy["measures"][0];
  const auto decide = [&](const Slots& slots) {
    DATA_OBJECT measure;
    SetType(measure, SYMBOL);
    SetValue(measure, EnvAddSymbol(environment, mildest.c_str()));
    EnvSetDefglobalValue(environment, "measure", &measure);
    void* fact = EnvCreateFact(environment, record_template);
    for (const auto& [name, value] : slots) EnvPutFactSlot(environment, fact, name, const_cast<DATA_OBJECT*>(&value));
    fact = EnvAssert(environment, fact);
    EnvRun(environment, -1);
    EnvGetDefglobalValue(environment, "measure", &measure);
    EnvRetract(environment, fact);
    return DOToString(measure);
  };
  harness::report("CLIPS", "6.30", input, load_ms, convert, decide);
}
