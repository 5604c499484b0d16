// The moments at which an answer may change while time goes by.
//
// Purpose: every value of a policy is piecewise constant in time, so what asks of a stretch of time (a history operator,
// a timeline, a forecast) evaluates once in each piece and never samples. Input: a program, a subject, what is asked, a
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

// Of the decision: of what `decide` answers where it is asked as of each moment of the window (its measures and their
// bounds; not of sentences that count days). The limits hold for each evaluation of a statement by itself.
ChangeMoments change_moments(const Program& program, const Subject& subject, Moment from, Moment to,
                             const EvaluationLimits& limits = {});

// Of one expression, asked as of each moment of the window. `node` depends on no item.
ChangeMoments change_moments(const Program& program, const Subject& subject, NodeId node, Moment from, Moment to,
                             const EvaluationLimits& limits = {});

}  // namespace pasal
