#include "engine/explain/facts_table.hpp"

#include "engine/explain/layout.hpp"
#include "engine/explain/phrases.hpp"
#include "engine/explain/words.hpp"

namespace pasal {
namespace {

std::string origin(const FactUse& fact, Language language) {
  const Provenance& from = fact.provenance;
  std::vector<std::string> parts;
  if (fact.assumed) parts.push_back(say(Phrase::assumed, language));
  if (!fact.claimed.empty()) parts.push_back(say(Phrase::claimed, language));
  if (!from.file.empty()) parts.push_back(from.line == 0 ? from.file : from.file + ":" + std::to_string(from.line));
  if (!from.source.empty()) parts.push_back(from.source);
  if (from.observed) parts.push_back(say(Phrase::observed, language, display(*from.observed, language)));
  if (parts.empty() && is_open(fact.value)) return say(Phrase::not_reported, language);
  return listed(parts);
}

}  // namespace

std::vector<std::vector<std::string>> fact_rows(const std::vector<FactUse>& facts, const std::string& item,
                                                const Program& program) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(facts.size());
  for (const FactUse& fact : facts) {
    const bool is_claim = !fact.claimed.empty();
    rows.push_back({with_item(fact.name, fact.item == item ? std::string() : fact.item),
                    is_claim ? fact.claimed : display(fact.value, fact.type, program.language, program.zone),
                    fact.margin, origin(fact, program.language)});
  }
  return rows;
}

std::string text(const std::vector<FactUse>& facts, const Program& program, const TextOptions& options) {
  Layout layout(options);
  layout.table(fact_rows(facts, {}, program), 2);
  return layout.take();
}

}  // namespace pasal
