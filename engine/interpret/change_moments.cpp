#include "engine/interpret/change_moments.hpp"

#include <algorithm>

#include "engine/interpret/evaluator.hpp"

namespace pasal {
namespace interpret {
namespace {

class ChangeSearch {
public:
  ChangeSearch(const Program& program, const Subject& subject, Moment from, Moment to, const EvaluationLimits& limits)
      : evaluator_(program, subject, from, limits), from_(from), to_(to) {}

  void expression(NodeId node) {
    through([&] { evaluator_.value(node); });
  }
  ChangeMoments take();

private:
  template <typename Evaluate>
  void through(Evaluate evaluate);

  Evaluator evaluator_;
  Moment from_;
  Moment to_;
  ChangeMoments result_;
};

// Evaluates once in each piece, both as it is decided and with doubt left doubt.
template <typename Evaluate>
void ChangeSearch::through(Evaluate evaluate) {
  for (Moment at = from_; at <= to_ && result_.complete;) {
    const auto now = Evaluator::Within::asked(evaluator_, at);
    const Evaluator::Watch watch(evaluator_, to_);
    evaluator_.count_anew();
    for (const Mode mode : {Mode::bounds, Mode::decided}) {
      const auto within = Evaluator::Within::mode(evaluator_, mode);
      evaluate();
    }
    result_.complete = !evaluator_.exhausted();
    at = evaluator_.next_change();
    if (result_.complete && at <= to_) result_.moments.push_back(at);
  }
}

// Where a limit was reached, what lies behind the first place that was left out is not known.
ChangeMoments ChangeSearch::take() {
  std::ranges::sort(result_.moments);
  result_.moments.erase(std::unique(result_.moments.begin(), result_.moments.end()), result_.moments.end());
  if (!result_.complete) result_.moments.clear();
  return std::move(result_);
}

}  // namespace
}  // namespace interpret

ChangeMoments change_moments(const Program& program, const Subject& subject, NodeId node, Moment from, Moment to,
                             const EvaluationLimits& limits) {
  interpret::ChangeSearch search(program, subject, from, to, limits);
  search.expression(node);
  return search.take();
}

}  // namespace pasal
