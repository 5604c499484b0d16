#include "repl/sentences.hpp"

#include <array>

namespace pasal::repl {
namespace {

struct Row {
  std::string_view english;
  std::string_view indonesian;
};
constexpr std::array rows{
#define SENTENCE(name, english, indonesian) Row{english, indonesian},
#include "repl/sentences.def"
#undef SENTENCE
};

}  // namespace

std::string_view pattern(Sentence sentence, Language language) {
  const Row& row = rows[static_cast<std::size_t>(sentence)];
  return language == Language::indonesian ? row.indonesian : row.english;
}

}  // namespace pasal::repl
