// Walks over nodes that go as deep as the policy does, on a stack that does not.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <utility>

#include "engine/interpret/evaluator.hpp"

namespace pasal::interpret {

// Goes down into a node at once; where the stack is deep already, later, when the walk has come back to its top. Every
// step of a walk is done, those that are put off last.
class Later {
public:
  explicit Later(Evaluator& evaluator) : evaluator_(evaluator) {}

  template <typename Work>
  void descend(std::optional<NodeId> node, Work work) {
    if (evaluator_.depth() >= deepest) {
      evaluator_.charge(sizeof(Waiting));
      waiting_.push_back({evaluator_.context(), std::move(work)});
      return;
    }
    {
      const Evaluator::Deeper deeper(evaluator_, node);
      work();
    }
    if (evaluator_.depth() == 0) finish();
  }

private:
  static constexpr std::uint32_t deepest = 400;
  struct Waiting {
    Evaluator::Context context;
    std::function<void()> work;
  };

  void finish() {
    while (!waiting_.empty() && !evaluator_.exhausted()) {
      Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      const Evaluator::Again again(evaluator_, std::move(next.context));
      const Evaluator::Deeper deeper(evaluator_);
      next.work();
    }
    waiting_.clear();
  }

  Evaluator& evaluator_;
  std::deque<Waiting> waiting_;
};

}  // namespace pasal::interpret
