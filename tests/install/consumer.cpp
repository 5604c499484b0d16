// What an embedder does first: a policy and facts in memory, and the decision.

#include <engine/pasal.hpp>
#include <iostream>

int main() {
  pasal::Sources sources;
  pasal::Diagnostics diagnostics;
  const auto policy = pasal::load_policy_text("office.pasal",
                                              "facts about a platform\n"
                                              "  local office: yes or no\n"
                                              "\n"
                                              "rule \"No office\"\n"
                                              "  block if no local office\n",
                                              sources, diagnostics);
  if (!policy) {
    std::cerr << pasal::render(diagnostics, sources);
    return 1;
  }
  const auto subjects = pasal::load_facts_text(*policy, "facts.yaml", "platform: Tik Tok\nas of: 2018-07-04\nlocal office: no\n",
                                               sources, diagnostics);
  if (subjects.size() != 1 || !subjects.front().as_of) {
    std::cerr << pasal::render(diagnostics, sources);
    return 1;
  }
  const pasal::Decision decision = pasal::decide(*policy, sources, subjects.front(), *subjects.front().as_of);
  const std::string answer = pasal::json(decision, *policy, sources);
  std::cout << answer << '\n';
  return answer.find("\"measure\":\"block\"") == std::string::npos;
}
