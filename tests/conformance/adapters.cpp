#include "tests/conformance/adapter.hpp"

namespace pasal::conformance {
namespace {

// The reference: it expresses everything.
class Interpreter : public Adapter {
public:
  std::string_view name() const override { return "interpreter"; }
  std::variant<Decision, CannotExpress> decide(const Program& program, const Sources& sources, const Subject& subject,
                                               Moment as_of) const override {
    return pasal::decide(program, sources, subject, as_of);
  }
};

// The plan, on the facts that a row holds.
class PlanAdapter : public Adapter {
public:
  std::string_view name() const override { return "plan"; }
  bool explains() const override { return false; }
  std::variant<Decision, CannotExpress> decide(const Program& program, const Sources&, const Subject& subject, Moment as_of) const override {
    const Plan plan(program, as_of);
    if (!plan.not_planned().empty()) return CannotExpress{plan.not_planned().front().what};
    const FactLayout layout(program);
    const auto row = FactRow::of(layout, subject);
    if (!row) return CannotExpress{"facts of other days, or a list"};
    std::vector<Standing> standings(program.ladders.size());
    if (!Plan::Decider(plan).decide(*row, standings)) return CannotExpress{"something is worked out of what is unknown"};
    Decision decision;
    for (std::uint32_t ladder = 0; ladder < standings.size(); ++ladder) {
      LadderDecision on;
      on.ladder = ladder;
      on.measure = standings[ladder].measure;
      on.at_least = standings[ladder].at_least;
      on.at_most = standings[ladder].at_most;
      on.amount_unlimited = standings[ladder].amount_unlimited;
      on.settled = standings[ladder].settled;
      decision.ladders.push_back(std::move(on));
    }
    return decision;
  }
};

}  // namespace

std::vector<std::unique_ptr<Adapter>> adapters() {
  std::vector<std::unique_ptr<Adapter>> all;
  all.push_back(std::make_unique<Interpreter>());
  all.push_back(std::make_unique<PlanAdapter>());
  return all;
}

}  // namespace pasal::conformance
