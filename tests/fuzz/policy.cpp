// Any bytes as a policy: read, checked, laid out and decided. Laying out twice changes nothing the second time.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>

#include "engine/pasal.hpp"

namespace {

// Small, so that a run ends before the fuzzer gives up on it.
pasal::Limits small() {
  pasal::Limits limits;
  limits.syntax.file_bytes = 1U << 16U;
  limits.evaluation.steps = 100'000;
  limits.evaluation.memory_bytes = 16U << 20U;
  return limits;
}

std::string formatted(const std::string& text) {
  pasal::Sources sources;
  pasal::Diagnostics diagnostics;
  return pasal::format_policy_text("p.pasal", text, sources, diagnostics, {}, small()).value_or(text);
}

void check_format(const std::string& text) {
  const std::string once = formatted(text);
  if (formatted(once) == once) return;
  std::cerr << "laid out twice, the text is another:\n" << once << "\n---\n" << formatted(once) << "\n";
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  pasal::Sources sources;
  pasal::Diagnostics diagnostics;
  const auto program = pasal::load_policy_text("p.pasal", text, sources, diagnostics, small());
  const std::string problems = pasal::render(diagnostics, sources);
  check_format(text);
  if (!program) return 0;
  pasal::Subject nothing_reported;
  nothing_reported.facts.resize(program->records.front().facts.size());
  const auto decision = pasal::decide(*program, sources, nothing_reported, pasal::Moment{25'600'000}, small().evaluation);
  const std::string answer = pasal::text(decision, *program, sources) + pasal::json(decision, *program, sources);
  pasal::run_tests(*program, sources, small().evaluation);
  return answer.empty() && problems.empty() ? 1 : 0;
}
