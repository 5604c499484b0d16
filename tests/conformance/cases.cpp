#include "tests/conformance/cases.hpp"

#include <filesystem>
#include <set>
#include <stdexcept>

#include <yaml-cpp/yaml.h>

namespace pasal::conformance {
namespace {

class Reader {
public:
  explicit Reader(const std::string& path) : file_(std::filesystem::path(path).filename()), root_(YAML::LoadFile(path)) {}

  std::vector<Case> read() {
    for (const YAML::Node& group : root_) {
      allow(group, {"policy", "as of", "cases"});
      for (const YAML::Node& one : group["cases"]) put(group, one);
    }
    return std::move(cases_);
  }

private:
  std::string place(const YAML::Node& node) const { return file_ + ":" + std::to_string(node.Mark().line + 1); }

  void allow(const YAML::Node& node, const std::set<std::string>& keys) const {
    for (const auto& entry : node) {
      const auto key = entry.first.as<std::string>();
      if (!keys.contains(key)) throw std::runtime_error(place(entry.first) + ": nobody reads `" + key + "`");
    }
  }

  void put(const YAML::Node& group, const YAML::Node& node) {
    allow(node, {"case", "as of", "facts", "expect"});
    Case result;
    result.name = node["case"].as<std::string>();
    result.place = place(node);
    result.policy = group["policy"].as<std::string>();
    if (node["facts"]) result.facts = node["facts"].as<std::string>();
    result.as_of = (node["as of"] ? node["as of"] : group["as of"]).as<std::string>();
    const YAML::Node expected = node["expect"];
    if (!expected) throw std::runtime_error(result.place + ": nothing is expected");
    if (expected.IsSequence()) {
      for (const YAML::Node& one : expected) put_ladder(one, result);
    } else {
      put_ladder(expected, result);
    }
    cases_.push_back(std::move(result));
  }

  void put_ladder(const YAML::Node& node, Case& into) const {
    ExpectedLadder ladder;
    const bool is_short = node.IsScalar();
    ladder.measure = (is_short ? node : node["measure"]).as<std::string>();
    ladder.at_least = ladder.at_most = ladder.measure;
    if (!is_short) {
      allow(node, {"measure", "at least", "at most", "questions", "reasons", "done", "assumed", "errors", "outside"});
      if (node["at least"]) ladder.at_least = node["at least"].as<std::string>();
      if (node["at most"]) ladder.at_most = node["at most"].as<std::string>();
      if (node["outside"]) into.outside = node["outside"].as<std::string>();
      ladder.reasons = texts(node["reasons"]);
      ladder.questions = texts(node["questions"]).value_or(std::vector<std::string>());
      ladder.done = texts(node["done"]).value_or(std::vector<std::string>());
      if (node["assumed"]) into.assumed = texts(node["assumed"]);
      if (node["errors"]) into.errors = *texts(node["errors"]);
    }
    into.ladders.push_back(std::move(ladder));
  }

  static std::optional<std::vector<std::string>> texts(const YAML::Node& node) {
    return node ? std::optional(node.as<std::vector<std::string>>()) : std::nullopt;
  }

  std::string file_;
  YAML::Node root_;
  std::vector<Case> cases_;
};

}  // namespace

std::vector<Case> read_cases(const std::string& path) { return Reader(path).read(); }

}  // namespace pasal::conformance
