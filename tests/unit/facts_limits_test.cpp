// What keeps a facts file from being read: damage, and the limits at their edge and one past it.
#include "tests/unit/facts_program.hpp"

using namespace pasal;

namespace {

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

std::string within(FactsLimits limits, const std::string& text) {
  FactsRun run;
  run.limits = limits;
  return run.read({text}).all();
}

}  // namespace

TEST_CASE("what is not text") {
  CHECK(facts_of("platform: x\nlegal form: caf\xE9\n") == "f1:2:16 not-utf8");
  CHECK(facts_of(std::string("platform: a\0b", 13)) == "f1:1:12 facts-control-character");
  CHECK(facts_of("platform: a\x04") == "f1:1:12 facts-control-character");
  CHECK(facts_of("platform: a\rratio: 1") == "f1:1:12 facts-control-character");
  CHECK(facts_of("platform: a\r\nratio: 1\r\n") == "a{ratio: 1}");
}

TEST_CASE("what is not YAML is explained where it begins") {
  const auto at = [](const std::string& text) { return facts_of(text); };
  CHECK(at("platform: x\nlegal form: \"abc\nratio: 1\n") == "f1:2:13 facts-not-yaml");
  CHECK(at("platform: x\nlegal form: 'abc\n") == "f1:2:13 facts-not-yaml");
  CHECK(at("{\"platform\": \"x\", \"local office\": fal") == "f1:1:38 facts-not-yaml");
  CHECK(at("{\"platform\": \"x\", \"legal form\": \"ab\n") == "f1:1:33 facts-not-yaml");
  CHECK(at("platform: x\n\tratio: 1\n") == "f1:2:1 facts-not-yaml");
  CHECK(problem_of("platform: x\n\tratio: 1\n") == "I cannot read this file on from here: this line is indented with a tab; use spaces");
  CHECK(problem_of("platform: x\nratio 1\nshare: 1%").find("no `:`") != std::string::npos);
  CHECK(problem_of("platform: a: b").find("second `:`") != std::string::npos);
  CHECK(problem_of("ratio: @5") == "I cannot read this file on from here: a value cannot begin with `@`; if it belongs to a text, put the whole text in quotes");
  CHECK(problem_of("legal form: *x").find("repeats what a `&`") != std::string::npos);
  CHECK(problem_of("a: ]").find("closes nothing") != std::string::npos);
}

TEST_CASE("JSON as machines write it") {
  CHECK(facts_of("\xEF\xBB\xBF{\n\t\"platform\": \"T\\ud83d\\ude00\\/\\u00e9\",\n\t\"local office\": true, \"ratio\": 1.500, \"share\": null\n}") ==
        "T😀/é{local office: yes; ratio: 1.5}");
  CHECK(facts_of("[{\"platform\":\"A\"},{\"platform\":\"B\"}]") == "A{}B{}");
  CHECK(facts_of("{\"platform\":\"A\"}\n{\"platform\":\"B\"}\n") == "A{}B{}");
}

TEST_CASE("nesting") {
  FactsLimits limits;
  limits.nesting = 3;
  CHECK(within(limits, "complaints: [{category: gambling}]") == "{complaints: (|category: gambling)}");
  limits.nesting = 2;
  CHECK(within(limits, "complaints: [{category: gambling}]") == "f1:1:14 facts-too-deep");
  // An alias brings its depth along.
  limits.nesting = 4;
  const std::string aliased = "- complaints: &c [{category: gambling}]\n- complaints: *c\n";
  CHECK(within(limits, aliased) == "{complaints: (|category: gambling)}{complaints: (|category: gambling)}");
  limits.nesting = 3;
  CHECK(within(limits, "- complaints: &c [{category: gambling}]\n") == "f1:1:19 facts-too-deep");
}

TEST_CASE("10,000 levels of every kind") {
  constexpr std::size_t levels = 10'000;
  for (const std::string opening : {"[", "{", "[{", "{a: ", "{\"a\":", "- ", "? ", ": ", "- ? ", "{[a]: ", "? - ", "a: [", "!", "&a ", "*a "}) {
    CAPTURE(opening);
    CHECK(facts_of(repeated(opening, levels)).starts_with("f1:1:"));
    CHECK(facts_of("languages: " + repeated(opening, levels)).starts_with("f1:1:"));
  }
  CHECK(facts_of("languages: " + repeated("[", levels) + repeated("]", levels)) == "f1:1:75 facts-too-deep");
  std::string block;
  for (std::size_t i = 0; i < 2'000; ++i) block += std::string(i, ' ') + "a:\n";
  CHECK(facts_of(block) == "f1:65:65 facts-too-deep");
}

TEST_CASE("aliases") {
  FactsLimits limits;
  limits.alias_nodes = 7;
  const std::string text = "- &a {local office: no, ratio: 1}\n- *a\n";  // 5 nodes, the keys among them
  limits.alias_nodes = 5;
  CHECK(within(limits, text) == "{local office: no; ratio: 1}{local office: no; ratio: 1}" );
  limits.alias_nodes = 4;
  CHECK(within(limits, text) == "f1:2:3 facts-alias-too-large");
  CHECK(facts_of("languages: &a [*a]") == "f1:1:16 facts-alias-cycle");
  CHECK(facts_of("&a platform: &b {x: *b}") == "f1:1:21 facts-alias-cycle");
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char name = 'b'; name < 'z'; ++name) {
    const std::string before = std::string("*") + static_cast<char>(name - 1);
    bomb += std::string(1, name) + ": &" + name + " [" + before + repeated("," + before, 8) + "]\n";
  }
  CHECK(facts_of(bomb) == "f1:5:8 facts-alias-too-large");
}

TEST_CASE("sizes") {
  FactsLimits limits;
  limits.list_items = 3;
  CHECK(within(limits, "languages: [a, b, c]") == "{languages: a, b, c}");
  CHECK(within(limits, "languages: [a, b, c, d]") == "f1:1:22 facts-list-too-long");
  CHECK(within(limits, "--- {}\n--- {}\n--- {}\n") == "{}{}{}");
  CHECK(within(limits, "--- {}\n--- {}\n--- {}\n--- {}\n--- {}\n") == "f1:4:5 facts-list-too-long");
  limits.file_bytes = 8;
  CHECK(within(limits, "ratio: 1") == "{ratio: 1}");
  CHECK(within(limits, "ratio: 12") == "f1:1:1 facts-too-large");
  limits = FactsLimits{};
  limits.value_bytes = 5;
  CHECK(within(limits, "platform: abcde") == "f1:1:1 facts-value-too-large");  // the name of the fact
  limits.value_bytes = 8;
  CHECK(within(limits, "platform: abcdefgh") == "abcdefgh{}");
  CHECK(within(limits, "platform: abcdefghi") == "f1:1:11 facts-value-too-large");
}

TEST_CASE("a bracket that never ends is given up before it fills the memory") {
  CHECK(facts_of("languages:\n [" + repeated("1,", 2'000'000)) == "f1:2:2 facts-value-too-large");
  CHECK(facts_of(repeated("[", 3'000'000)) == "f1:1:2 facts-value-too-large");
  CHECK(facts_of("legal form: \"" + repeated("x", 3'000'000)) == "f1:1:13 facts-value-too-large");
}

TEST_CASE("a message quotes only the beginning of what it is about") {
  CHECK(problem_of("ratio: " + repeated("é", 1000)) ==
        "`ratio` is a number, and `" + repeated("é", 60) + "…` is not; write it in digits, as in `5200`");
  CHECK(problem_of(repeated("k", 1000) + ": 1").size() < 300);
}
