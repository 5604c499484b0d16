// The unknown facts that can change a decision, most decisive first.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "engine/interpret/open_walk.hpp"
#include "engine/model/decision.hpp"

namespace pasal::interpret {

// Collects the questions of one ladder. Input: the open statements that matter, the one that may be strictest first,
// each with its item bound. Output: the questions.
class QuestionList {
public:
  explicit QuestionList(Evaluator& evaluator);

  // The unknown facts of a statement (of an obligation, one of its steps) that may bring `rung`.
  template <typename Statement>
  void ask(const Statement& statement, std::size_t step, std::uint32_t rung) {
    rung_ = rung;
    if (may_count_each()) walk_.start();
    walk_.statement(statement, step);
  }
  std::vector<Question> take();

private:
  struct Asked {
    Question question;
    FactId fact;
    std::size_t place = 0;   // of the item
    std::uint32_t rung = 0;  // the strictest it can bring
    std::uint32_t statements = 0;
    std::uint32_t last_walk = 0;
  };
  void found(std::uint32_t level, FactId fact);
  Question question_of(std::uint32_t level, FactId fact);
  bool may_count_each();

  Evaluator& evaluator_;
  OpenWalk walk_;
  std::uint32_t rung_ = 0;
  std::uint32_t walks_ = 0;
  std::uint64_t first_step_ = 0;
  std::vector<Asked> asked_;
  std::map<std::tuple<FactId, const Item*>, std::size_t> places_;
};

}  // namespace pasal::interpret
