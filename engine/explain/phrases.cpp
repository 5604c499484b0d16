#include "engine/explain/phrases.hpp"

#include <array>

namespace pasal {
namespace {

struct Row {
  std::string_view english;
  std::string_view indonesian;
};

constexpr std::array rows{
#define PHRASE(name, english, indonesian) Row{english, indonesian},
#include "engine/explain/phrases.def"
#undef PHRASE
};

}  // namespace

std::string_view pattern(Phrase phrase, Language language) {
  const Row& row = rows[static_cast<std::size_t>(phrase)];
  return language == Language::indonesian ? row.indonesian : row.english;
}

}  // namespace pasal
