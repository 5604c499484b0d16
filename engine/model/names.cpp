#include "engine/model/names.hpp"

namespace pasal {

std::string comparable_name(std::string_view name) {
  std::string result;
  for (const char c : name) {
    const bool joins = c == '-' || c == '_' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (joins && (result.empty() || result.back() == ' ')) continue;
    result += joins ? ' ' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

}  // namespace pasal
