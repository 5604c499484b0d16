#include "tests/conformance/adapter.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

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

// What is compiled for a moment and decides the facts that a row holds.
class CompiledAdapter : public Adapter {
public:
  bool explains() const override { return false; }
  std::variant<Decision, CannotExpress> decide(const Program& program, const Sources&, const Subject& subject, Moment as_of) const override {
    const FactLayout layout(program);
    const auto row = FactRow::of(layout, subject);
    if (!row) return CannotExpress{"facts of other days, or measures taken"};
    std::string reason;
    const auto standings = standings_of(program, *row, as_of, reason);
    if (!standings) return CannotExpress{reason};
    Decision decision;
    for (std::uint32_t ladder = 0; ladder < standings->size(); ++ladder) {
      const Standing& standing = (*standings)[ladder];
      LadderDecision on;
      on.ladder = ladder;
      on.measure = standing.measure;
      on.at_least = standing.at_least;
      on.at_most = standing.at_most;
      on.amount_unlimited = standing.amount_unlimited;
      on.settled = standing.settled;
      decision.ladders.push_back(std::move(on));
    }
    return decision;
  }

protected:
  static constexpr const char* handed_over = "something is worked out of what is unknown";
  // By ladder; nothing where it cannot be said, for that reason.
  virtual std::optional<std::vector<Standing>> standings_of(const Program& program, const FactRow& row, Moment as_of, std::string& reason) const = 0;
  // Whether all is planned; else why not.
  static bool plans_all(const std::vector<NotPlanned>& not_planned, std::string& reason) {
    reason = not_planned.empty() ? handed_over : not_planned.front().what;
    return not_planned.empty();
  }
};

class PlanAdapter : public CompiledAdapter {
public:
  std::string_view name() const override { return "plan"; }

private:
  std::optional<std::vector<Standing>> standings_of(const Program& program, const FactRow& row, Moment as_of, std::string& reason) const override {
    const Plan plan(program, as_of);
    std::vector<Standing> standings(program.ladders.size());
    if (!plans_all(plan.not_planned(), reason) || !Plan::Decider(plan).decide(row, standings)) return std::nullopt;
    return standings;
  }
};

// The same row over and over, so that it lies at the beginning, in the middle and at the end of blocks.
class BatchAdapter : public CompiledAdapter {
public:
  std::string_view name() const override { return "batch"; }

private:
  std::optional<std::vector<Standing>> standings_of(const Program& program, const FactRow& row, Moment as_of, std::string& reason) const override {
    const Batch batch(program, as_of);
    if (!plans_all(batch.not_planned(), reason)) return std::nullopt;
    const std::vector<FactRow> rows(1'100, row);
    const BatchDecisions decisions = batch.decide(rows, {.names_rules = true, .threads = 2});
    std::vector<Standing> standings;
    for (std::size_t ladder = 0; ladder < program.ladders.size(); ++ladder) standings.push_back(decisions.standing(0, ladder));
    for (std::size_t subject = 0; subject < rows.size(); ++subject) {
      if (decisions.is_handed_over(subject)) return std::nullopt;
      for (std::size_t ladder = 0; ladder < standings.size(); ++ladder) {
        if (decisions.standing(subject, ladder) != standings[ladder]) throw std::logic_error("one row is decided in two ways");
      }
    }
    return standings;
  }
};

// One fact after the other becomes known.
class IncrementalAdapter : public CompiledAdapter {
public:
  std::string_view name() const override { return "incremental plan"; }

private:
  std::optional<std::vector<Standing>> standings_of(const Program& program, const FactRow& row, Moment as_of, std::string& reason) const override {
    const IncrementalPlan plan(program, as_of);
    if (!plans_all(plan.not_planned(), reason)) return std::nullopt;
    IncrementalPlan::Decision decision(plan, FactRow(row.layout()));
    for (std::uint32_t fact = 0; fact < row.layout().size(); ++fact) take(row, {fact}, decision);
    std::vector<Standing> standings(program.ladders.size());
    if (!decision.standing(standings)) return std::nullopt;
    return standings;
  }
  static void take(const FactRow& row, FactHandle fact, IncrementalPlan::Decision& into) {
    switch (row.state(fact)) {
      case FactRow::State::not_reported: break;
      case FactRow::State::unknown: into.set_unknown(fact); break;
      case FactRow::State::none: into.set_none(fact); break;
      case FactRow::State::items: into.set_items(fact, [&](FactRow& known) { known = row; }); break;
      case FactRow::State::place:
      case FactRow::State::value: into.set(fact, row.value(fact)); break;
    }
    if (row.claimed(fact)) into.set_verified(fact, false);
  }
};

}  // namespace

std::vector<std::unique_ptr<Adapter>> adapters() {
  std::vector<std::unique_ptr<Adapter>> all;
  all.push_back(std::make_unique<Interpreter>());
  all.push_back(std::make_unique<PlanAdapter>());
  all.push_back(std::make_unique<BatchAdapter>());
  all.push_back(std::make_unique<IncrementalAdapter>());
  return all;
}

}  // namespace pasal::conformance
