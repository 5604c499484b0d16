// Any bytes as a facts file, read against a policy that declares a fact of every type, and decided.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/pasal.hpp"

namespace {

constexpr const char* policy = R"(policy "Every type"
  time zone Europe/London

facts about a platform
  local office: yes or no
  backlog: number of items, at least 0
  share answered: percent, 0% to 100%
  turnover: money in IDR, from "financials.turnover"
  owner: text
  aliases: list of text
  kind: one of shop, game, messenger
  founded: date
  closed: date, if any
  reminded: date and time, if any
  longest wait: duration in hours
  moderators: number of people, when verified
  complaints: list of complaint, assume none

facts about a complaint
  category: one of gambling, terrorism
  received: date and time

block if no local office and backlog > 10
warn if any complaint where category is terrorism and received more than 24 hours ago
warn if block is in force and moderators at least 20
)";

pasal::Limits small() {
  pasal::Limits limits;
  limits.facts.file_bytes = 1U << 18U;
  limits.facts.value_bytes = 1U << 14U;
  limits.facts.alias_nodes = 1'000;
  limits.facts.list_items = 1'000;
  limits.evaluation.steps = 100'000;
  return limits;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static pasal::Sources of_policy;
  static pasal::Diagnostics of_declarations;
  static const auto program = pasal::load_policy_text("p.pasal", policy, of_policy, of_declarations);
  pasal::Sources sources = of_policy;
  pasal::Diagnostics diagnostics;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto subjects = pasal::load_facts_text(*program, "f.yaml", text, sources, diagnostics, small());
  std::string answer = pasal::render(diagnostics, sources);
  for (const pasal::Subject& subject : subjects) {
    const auto decision = pasal::decide(*program, sources, subject, subject.as_of.value_or(pasal::Moment{25'600'000}), small().evaluation);
    answer += pasal::text(decision, *program, sources) + pasal::json(decision, *program, sources);
  }
  return 0;
}
