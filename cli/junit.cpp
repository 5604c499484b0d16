#include "cli/junit.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>

#include "grammar/source.hpp"

namespace pasal::cli {
namespace {

// Two code points that are no characters: UTF-8 can write them, XML 1.0 cannot.
constexpr std::string_view no_characters[] = {"\uFFFE", "\uFFFF"};

// XML 1.0 has no way to write most control characters.
std::string writable(const std::string& text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    result += printable(text.substr(at, end - at));
    if (end < text.size()) result += '\n';
    at = end + 1;
  }
  for (const std::string_view none : no_characters) {
    for (std::size_t at = result.find(none); at != std::string::npos; at = result.find(none, at)) {
      result.replace(at, none.size(), "\uFFFD");
    }
  }
  return result;
}

void set(pugi::xml_node node, const char* attribute, const std::string& text) {
  node.append_attribute(attribute) = writable(text).c_str();
}

pugi::xml_node add_counted(pugi::xml_node parent, const char* element, const std::string& name) {
  pugi::xml_node node = parent.append_child(element);
  set(node, "name", name);
  for (const char* count : {"tests", "failures", "errors"}) node.append_attribute(count) = 0;
  return node;
}

}  // namespace

Junit::Junit(const std::string& name) {
  pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  all_ = add_counted(document_, "testsuites", name);
}

void Junit::suite(const std::string& file) { suite_ = add_counted(all_, "testsuite", file); }

void Junit::count_one(const char* attribute) {
  for (const pugi::xml_node& node : {all_, suite_}) {
    pugi::xml_attribute count = node.attribute(attribute);
    count = count.as_ullong() + 1;
  }
}

pugi::xml_node Junit::add(const JunitCase& test) {
  count_one("tests");
  pugi::xml_node node = suite_.append_child("testcase");
  set(node, "name", test.name);
  set(node, "classname", suite_.attribute("name").value());
  set(node, "file", test.file);
  if (test.line != 0) node.append_attribute("line") = test.line;
  return node;
}

void Junit::add(const JunitCase& test, const char* element, const char* count, const std::string& message,
                const std::string& details) {
  pugi::xml_node problem = add(test).append_child(element);
  count_one(count);
  set(problem, "message", message);
  problem.text().set(writable(details).c_str());
}

std::string Junit::text() {
  std::ostringstream out;
  document_.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace pasal::cli
