// The moments at which a value may change while time goes by. Of a decision, `replay.hpp` says them.
//
// Purpose: every value of a policy is piecewise constant in time, so what asks of a stretch of time evaluates once in each
// piece and never samples. Input: a program, a subject, what is asked, a
// window. Output: where the pieces begin. The evaluator says it itself: whatever it looks at on its way notes until when
// it stays as it is (`watch.cpp`), so that no second reading of the policy can disagree with the first.
#pragma once

#include <optional>
#include <vector>

#include "engine/interpret/interpret.hpp"

namespace pasal {

struct ChangeMoments {
  // Ascending, each the first minute of a piece and after `from`, the last of them not after `to`. Between two that follow
  // each other (and from `from` to the first, and from the last to `to`) nothing changes. There may be too many of them,
  // never too few.
  std::vector<Moment> moments;
  // False: a limit was reached. Then there are none, and nothing is said.
  bool complete = true;
};

// Of one expression, asked as of each moment of the window. `node` depends on no item.
ChangeMoments change_moments(const Program& program, const Subject& subject, NodeId node, Moment from, Moment to,
                             const EvaluationLimits& limits = {});

}  // namespace pasal
