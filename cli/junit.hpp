// JUnit's XML, which build servers read.
#pragma once

#include <cstdint>
#include <string>

#include <pugixml.hpp>

namespace pasal::cli {

// A test case and where it stands; line 0 is the file as a whole.
struct JunitCase {
  std::string name;
  std::string file;
  std::uint32_t line = 0;
};

class Junit {
public:
  explicit Junit(const std::string& name);

  // What follows belongs to this file.
  void suite(const std::string& file);
  void passed(const JunitCase& test) { add(test); }
  void failed(const JunitCase& test, const std::string& message, const std::string& details) {
    add(test, "failure", "failures", message, details);
  }
  // What could not be tried at all.
  void broken(const JunitCase& test, const std::string& message, const std::string& details) {
    add(test, "error", "errors", message, details);
  }
  std::string text();

private:
  pugi::xml_node add(const JunitCase& test);
  void add(const JunitCase& test, const char* element, const char* count, const std::string& message,
           const std::string& details);
  void count_one(const char* attribute);

  pugi::xml_document document_;
  pugi::xml_node all_;
  pugi::xml_node suite_;
};

}  // namespace pasal::cli
