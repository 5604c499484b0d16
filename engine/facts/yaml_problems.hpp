// yaml-cpp's complaints in the words of somebody who has never heard of it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "grammar/diagnostic.hpp"

namespace pasal::facts {

// What is known of the place where reading stopped.
struct YamlPlace {
  SourceId source = 0;
  std::string_view text;                                       // the whole source
  std::function<std::uint32_t()> last_end;                     // behind the last complete value
  std::function<std::optional<std::uint32_t>()> open_place;    // where the innermost open bracket or group begins
  std::function<std::optional<std::uint32_t>()> unclosed_quote;  // where a quote begins that nothing closes
};

void report_yaml_problem(const std::string& problem, std::uint32_t offset, const YamlPlace& place, Diagnostics& diagnostics);

// At most 60 characters of a text, on one line, for a message.
std::string excerpt(std::string_view text);

}  // namespace pasal::facts
