// JUnit's XML, which build servers read.
#pragma once

#include <cstddef>
#include <string>

#include <pugixml.hpp>

namespace pasal::cli {

class Junit {
public:
  explicit Junit(const std::string& name);

  // What follows belongs to this file.
  void suite(const std::string& file);
  void passed(const std::string& name);
  void failed(const std::string& name, const std::string& message, const std::string& details);
  std::string text();

private:
  pugi::xml_node test(const std::string& name);
  static void add_one(pugi::xml_node node, const char* attribute);

  pugi::xml_document document_;
  pugi::xml_node all_;
  pugi::xml_node suite_;
};

}  // namespace pasal::cli
