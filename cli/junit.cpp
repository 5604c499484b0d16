#include "cli/junit.hpp"

#include <sstream>

namespace pasal::cli {
namespace {

// XML 1.0 has no way to write most control characters.
std::string writable(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 || c == '\n' || c == '\t') {
      result += c;
    } else {
      result += "\uFFFD";
    }
  }
  return result;
}

}  // namespace

Junit::Junit(const std::string& name) {
  pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  all_ = document_.append_child("testsuites");
  all_.append_attribute("name") = name.c_str();
  all_.append_attribute("tests") = 0;
  all_.append_attribute("failures") = 0;
}

void Junit::suite(const std::string& file) {
  suite_ = all_.append_child("testsuite");
  suite_.append_attribute("name") = writable(file).c_str();
  suite_.append_attribute("tests") = 0;
  suite_.append_attribute("failures") = 0;
}

void Junit::add_one(pugi::xml_node node, const char* attribute) {
  pugi::xml_attribute count = node.attribute(attribute);
  count = count.as_ullong() + 1;
}

pugi::xml_node Junit::test(const std::string& name) {
  add_one(all_, "tests");
  add_one(suite_, "tests");
  pugi::xml_node node = suite_.append_child("testcase");
  node.append_attribute("name") = writable(name).c_str();
  node.append_attribute("classname") = suite_.attribute("name").value();
  return node;
}

void Junit::passed(const std::string& name) { test(name); }

void Junit::failed(const std::string& name, const std::string& message, const std::string& details) {
  pugi::xml_node failure = test(name).append_child("failure");
  add_one(all_, "failures");
  add_one(suite_, "failures");
  failure.append_attribute("message") = writable(message).c_str();
  failure.text().set(writable(details).c_str());
}

std::string Junit::text() {
  std::ostringstream out;
  document_.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace pasal::cli
