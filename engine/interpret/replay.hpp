// A case through time: what is decided as of one moment after another.
//
// Purpose: timelines and forecasts. Input: a program, a subject, a window. Output: every moment at which the decision may
// be another, the decision as of it, and which reasons came and went. What each rule or obligation brings is kept until the
// evaluator says that it may come out otherwise (see `watch.cpp`), so nothing is sampled, and a moment costs what changes at
// it.
#pragma once

#include <memory>
#include <vector>

#include "engine/interpret/interpret.hpp"
#include "engine/model/timeline.hpp"

namespace pasal {

class Replay {
public:
  // From `from` to `to`, both included. The limit on steps holds for each instance of a rule or an obligation by itself.
  // What is passed stays where it is as long as the replay lives.
  Replay(const Program& program, const Sources& sources, const Subject& subject, Moment from, Moment to,
         const EvaluationLimits& limits = {});
  ~Replay();

  // Goes to the next moment at which the decision may be another; the first is `from`. There may be too many of them, never
  // too few. False where there is none any more, or where a limit was reached.
  bool next();
  Moment at() const;
  // False: a limit was reached, and of what lies behind it nothing is said.
  bool complete() const;

  // As of `at()`, without reasons, open rules, questions and errors.
  Decision decide();
  // The reasons of the last decision that were not there when this was asked last, by ladder, and the names of those that
  // were and are no longer.
  struct Reasons {
    std::vector<std::vector<Reason>> newly;
    std::vector<ReasonName> no_longer;
  };
  Reasons reasons();

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pasal
