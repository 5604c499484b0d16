// What every rule and obligation may bring, judged in the order of the policy.
//
// Purpose: the instances that a decision is made of. Input: an evaluator of the case. Output: for each statement its
// instances, which stay until something changes that the statement leans on: then it is stale, and judged again.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/interpret/ladder.hpp"

namespace pasal::interpret {

// A rule that is no exception, or an obligation.
struct JudgedStatement {
  bool is_obligation = false;
  std::uint32_t index = 0;  // in the program's rules or obligations
  Span span;
  bool is_stale = true;
  std::vector<Instance> instances;  // those that may bring something
};

class Judged {
public:
  explicit Judged(const Program& program);

  // Judges what is stale. With `but`, only what does not lean on it.
  void judge(Evaluator& evaluator, const Touched* but = nullptr);
  void make_stale(const Touched& touched);
  void make_all_stale();
  std::vector<JudgedStatement>& statements() { return statements_; }

private:
  std::vector<JudgedStatement> statements_;
};

}  // namespace pasal::interpret
