// What every rule and obligation may bring, judged in the order of the policy.
//
// Purpose: the instances that a decision is made of. Input: an evaluator of the case. Output: for each statement its
// instances, which stay until something changes that the statement leans on: then it is stale, and judged again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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

// All of a program, in the order of the policy, not yet judged.
std::vector<JudgedStatement> statements_of(const Program& program);

const std::optional<ForEach>& for_each_of(const Program& program, const JudgedStatement& statement);

// What an instance takes up in memory.
std::size_t bytes_of(const Instance& instance);

// Whether two judgements of one instance bring the same to every ladder.
bool is_same(const Instance& a, const Instance& b);

// What the instance of a statement whose item or period is bound may bring, in both ways of reading. Of an obligation, each
// step by itself; nothing for those that may bring nothing.
std::vector<Instance> judge_instance(Evaluator& evaluator, const JudgedStatement& statement);

class Judged {
public:
  explicit Judged(const Program& program) : statements_(statements_of(program)) {}

  // All that may bring something, judged where it was stale. They move when something is judged again.
  std::vector<Instance*> instances(Evaluator& evaluator);

  // Judges what is stale. With `but`, only what does not lean on it.
  void judge(Evaluator& evaluator, const Touched* but = nullptr);
  void make_stale(const Touched& touched);
  void make_all_stale();

private:
  std::vector<JudgedStatement> statements_;
};

}  // namespace pasal::interpret
