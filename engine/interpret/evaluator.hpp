// Evaluates the nodes, rules and obligations of a program over one subject's facts.
//
// Purpose: what everything is worth at a moment, in one of two ways of reading it. Input: a program, a subject, the
// moment asked about. Output: values, truths, intervals, duties and what a rule may bring. `decide.cpp` makes a
// decision of them, `explain.cpp` its reasons, `open_walk.cpp` its questions.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/interpret/climb.hpp"
#include "engine/interpret/interpret.hpp"
#include "engine/interpret/memo.hpp"
#include "engine/interpret/standing.hpp"
#include "engine/interpret/until.hpp"
#include "engine/model/names.hpp"
#include "engine/model/operations.hpp"

namespace pasal::interpret {

// How what the author wrote about doubt is read. `decided`: as it is written: `shown C` is no unless C is known to
// be so, and `is reported` asks of the report. `bounds`: doubt stays doubt, and what is not reported may still be.
enum class Mode : std::uint8_t { bounds, decided };

// What an interval is made of: the structure alone (counts, sums of what is known), or declared ranges of facts too.
enum class Ranges : std::uint8_t { structure, declared };

// What is known of one fact at a moment.
struct FactState {
  Value value;                     // Unknown where nothing holds, and for a mere claim
  const Report* report = nullptr;  // what holds: also a claim, also `?`
  bool assumed = false;
  bool claimed = false;  // the report's value is a claim that nobody verified
};
struct ListState {
  const std::vector<Item>* items = nullptr;  // null: unknown
  const Provenance* provenance = nullptr;
  bool assumed = false;
};

// A period of `for each`, both days included.
struct Period {
  Date first;
  Date last;
};

// An item or a period bound at a level. `item` is null for *some item* of a list that nobody reported: all of it is unknown.
struct Binding {
  const Item* item = nullptr;
  std::optional<Period> period;
  std::size_t index = 0;
  std::uint32_t record = 0;
  std::uint64_t epoch = 0;
  bool bound = false;
  bool is_some_item() const { return bound && item == nullptr && !period; }
};

// One record of `measures taken`, as it was reported.
struct TakenRecord {
  std::string measure;  // in the form in which names are compared
  Value amount;
  Value from;
  Value until;
  std::string under;
  std::string about;
  const Item* item = nullptr;
  // As one compares it; empty where the record gives none.
  std::string amount_text() const;
};

// What may have become of a duty.
enum class DutyState : std::uint8_t { none, pending, kept, late, broken, lifted };
class DutyStates {
public:
  void add(DutyState state) { bits_ |= bit(state); }
  void remove(DutyState state) { bits_ &= ~bit(state); }
  bool may_be(DutyState state) const { return (bits_ & bit(state)) != 0; }
  bool surely(DutyState state) const { return bits_ == bit(state); }
  Truth truth(DutyState state) const { return surely(state) ? Truth::yes : may_be(state) ? Truth::unknown : Truth::no; }

private:
  static unsigned bit(DutyState state) { return 1U << static_cast<unsigned>(state); }
  unsigned bits_ = 0;
};

// One measure that a rule may bring.
struct Effect {
  std::uint32_t ladder = 0;
  std::uint32_t rung = 0;
  std::optional<RuleId> exception;         // whose measure it is, where it is not the statement's own
  std::shared_ptr<const Interval> amount;  // null: the measure has none
  bool several = false;                    // more exceptions than this one may bring it
};
// All that a rule, exception or obligation may bring, over all that is unknown.
struct Alternatives {
  bool inactive = false;  // it may bring nothing
  bool falls = false;     // an exception without a measure: it may make its target's measure fall
  std::vector<Effect> effects;
  bool brings_nothing() const { return effects.empty() && !falls; }
};

// What a rule, or a step of an obligation, may bring in one way of reading.
struct StepOutcome {
  Alternatives alternatives;
  StepStanding standing;
};

// Which nodes are worth something else in the two modes: `shown` or `is reported` stands in them.
class Readings {
public:
  explicit Readings(const Program& program);
  bool differ(NodeId node) const { return differ_[node.index]; }

private:
  std::vector<bool> differ_;
};

class Evaluator {
public:
  // `readings`: of the program, where they are known from another evaluation.
  Evaluator(const Program& program, const Subject& subject, Moment now, const EvaluationLimits& limits,
            const Readings* readings = nullptr);
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  const Program& program() const { return program_; }
  const Subject& subject() const { return subject_; }
  Moment now() const { return now_; }

  // Keeps the branches on the way from now on.
  void record(BranchRecord* record) { record_ = record; }
  // A branch that no node makes: on a date that lies ahead, on a step that is due.
  void record_turn(std::int64_t outcome) {
    if (record_ != nullptr) record_->branches.push_back({{}, {}, {}, outcome});
  }

  // Two amounts of which the larger or the smaller counts, where no condition compares them.
  void record_amounts(const std::optional<Number>& a, const std::optional<Number>& b);
  void record_ends(const Interval& a, const Interval& b);

  // ---- nodes (evaluate.cpp, selection.cpp, bounds.cpp) ----
  Value value(NodeId node);
  Truth truth(NodeId node) { return truth_of(value(node)); }
  Truth truth(const std::optional<NodeId>& node) { return node ? truth(*node) : Truth::yes; }  // nothing: always
  Interval interval(NodeId node, Ranges ranges);
  // What an operator gives; an error at `span` where it gives nothing.
  Value apply_or_fail(Operator operation, std::span<const Value> operands, Span span);
  // Whether the item that is bound is among those selected.
  Truth selected(const Selection& items);

  // ---- the past (history.cpp) ----
  // Both ends are included.
  struct Stretch {
    Moment from;
    Moment to;
  };
  // The time that a history operator asks of; only the present moment where it is not known how long. A period that
  // cannot be counted back is a problem.
  struct Window {
    Stretch time;
    Value period;         // open or none: then `time` is the present moment alone
    std::string problem;
    bool is_known() const { return problem.empty() && std::holds_alternative<Duration>(period); }
  };
  Window window(const HistoryNode& node);
  // Calls `visit` with each stretch of time in which a node is worth the same, in order, read as of its first moment,
  // until it returns false. Returns the first moment behind `time` at which the node may be worth something else, as far
  // as it was watched.
  template <typename Visit>
  Moment for_stretches(NodeId node, const Stretch& time, Visit visit) {
    return for_pieces(time, [&] { value(node); }, visit);
  }
  // The same of all that `evaluate` looks at.
  template <typename Evaluate, typename Visit>
  Moment for_pieces(const Stretch& time, Evaluate evaluate, Visit visit) {
    const Moment reported_to = reported_to_;
    Moment next = time.from;
    for (bool goes_on = true; goes_on && next <= time.to && !is_interrupted();) {
      const Stretch rest{next, time.to};
      const auto then = Within::moment(*this, next);
      const Watch watch(*this, std::max(time.to, then.watched_before().value_or(time.to)));
      evaluate();
      next = until_.next();
      if (rest.from <= reported_to && reported_to < time.to) next = std::min(next, Moment{reported_to.minutes + 1});
      goes_on = visit(Stretch{rest.from, std::min(Moment{next.minutes - 1}, rest.to)});
    }
    return next;
  }

  // ---- until when it stays so (watch.cpp) ----
  // Notes, as long as it lives, until when all that is evaluated stays as it is, as far as `to`.
  class Watch {
  public:
    Watch(Evaluator& evaluator, Moment to)
        : evaluator_(evaluator), before_(std::exchange(evaluator.watched_to_, to)) {}
    ~Watch() { evaluator_.watched_to_ = before_; }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

  private:
    Evaluator& evaluator_;
    std::optional<Moment> before_;
  };
  bool is_watched() const { return watched_to_.has_value(); }
  // Notes a moment, or the first minute of a day, at which something may come out otherwise.
  void may_change(Moment moment) {
    if (moment > moment_) until_.event = std::min(until_.event, moment);
  }
  void note_day(Date date);
  // The first moment at which something that was evaluated since this `Within` began may change.
  Moment next_change() const { return until_.next(); }

  // ---- facts (reports.cpp) ----
  FactState state(std::uint32_t level, FactId fact);
  ListState list(std::uint32_t level, FactId fact);
  bool is_reported(std::uint32_t level, FactId fact);
  // The item's name, or its noun and place (`complaint 3`) where it has none. Empty at level 0.
  std::string item_name(std::uint32_t level) const;
  const Binding* binding(std::uint32_t level) const;
  const std::vector<TakenRecord>& taken() const { return taken_; }
  // Those about an item (by its comparable name), or about none, that have started; the earliest first.
  std::vector<const TakenRecord*> taken_about(const std::string& item);
  ListState taken_list() { return list(0, taken_fact()); }
  // How many of its items there are by the moment: a measure that is taken later has not been taken.
  std::size_t count_by_now(FactId list, const std::vector<Item>& items);
  FactId taken_fact() const { return {0, program_.measures_taken}; }
  // Whether a report from then on holds at the present moment.
  bool has_started(const Value& from);
  // The latest record of a measure that has started. Null where there is none.
  const TakenRecord* last_taken(std::uint32_t ladder, std::uint32_t rung);
  Truth taken_in_force(std::uint32_t ladder, std::uint32_t rung);

  // Before it nothing was reported of the subject.
  Moment earliest_report() const;
  // The first moment of which anything may be known: that of the law, else that of the earliest report.
  Moment first_known(const InForce& dates);

  // ---- statements (outcome.cpp, duty.cpp, climb.cpp) ----
  bool in_force(const InForce& dates);
  // The row of a parameter that the law knows at the moment; null before its first date.
  const ParameterRow* row_in_force(const Parameter& parameter);
  // What a rule brings for the item that is bound, and each step of an obligation. `applies`: whether the policy does and
  // the item is selected.
  std::vector<StepOutcome> outcomes(const Rule& rule, Truth applies);
  std::vector<StepOutcome> outcomes(const Obligation& obligation, Truth applies);
  Climb climb(const Obligation& obligation);
  // What an exception does to its target on a ladder.
  Alternatives exception(RuleId rule, std::uint32_t ladder);
  Truth defeated(const std::vector<Defeat>& unless);
  DutyStates duty(const Obligation& obligation, bool with_lifts);
  // Whether the deadline has passed, and the moment the duty is then judged at.
  struct Deadline {
    bool none = false;  // there is no starting date, so no duty yet
    Truth passed = Truth::unknown;
    std::optional<Moment> moment;  // nothing: no deadline, or an unknown one
    Value value;
  };
  Deadline deadline(const Obligation& obligation);

  // ---- what was met on the way ----
  const std::vector<EvaluationError>& errors() const { return errors_; }
  const std::set<std::string>& assumed() const { return assumed_; }
  bool zone_mattered() const { return zone_mattered_; }
  // Counts one step; false when the evaluation has to stop, and from then on all is unknown.
  bool step();
  std::uint64_t steps() const { return steps_; }
  void count_anew() { steps_ = 0; }
  void charge(std::size_t bytes);
  std::size_t charged() const { return bytes_; }
  void give_back(std::size_t bytes) { bytes_ -= bytes; }
  bool exhausted() const { return !exhausted_.empty(); }
  const std::string& exhaustion() const { return exhausted_; }  // which limit was reached
  Span exhausted_at() const { return exhausted_at_; }           // the statement that was being evaluated then
  // From now on it is this statement that is evaluated.
  void now_evaluates(Span statement) { evaluated_ = statement; }
  std::uint32_t depth() const { return depth_; }
  MemoKey key(std::uint32_t level) const;
  OperationSetting setting() { return {program_.calendar, program_.zone, &zone_mattered_}; }
  Mode mode() const { return mode_; }
  Moment moment() const { return moment_; }
  // What happens after the present moment nobody has reported.
  bool is_ahead() const { return moment_ > reported_to_; }
  // The moment at which a date or a moment is judged: a day at its close.
  Moment judged_at(const Value& time) const;

  // Binds an item at a level as long as it lives. Every binding is a new epoch, so that nothing remembered of
  // another item is taken for this one's.
  class Bound {
  public:
    Bound(Evaluator& evaluator, std::uint32_t level, std::uint32_t record, const Item* item, std::size_t index);
    Bound(Evaluator& evaluator, std::uint32_t level, const Period& period);
    ~Bound();
    Bound(const Bound&) = delete;
    Bound& operator=(const Bound&) = delete;

  private:
    Evaluator& evaluator_;
    std::uint32_t level_;
    Binding before_;
    bool was_driven_;
  };

  // Reads conditions in another way, or at another moment, as long as it lives.
  class Within {
  public:
    static Within mode(Evaluator& evaluator, Mode mode) { return {evaluator, mode, evaluator.moment_, evaluator.law_}; }
    // A condition asked of the past uses that moment's facts, parameters and `today`.
    // When that will change is its own affair.
    static Within moment(Evaluator& evaluator, Moment moment) { return {evaluator, evaluator.mode_, moment, moment, true}; }
    static Within law(Evaluator& evaluator, Moment law) { return {evaluator, evaluator.mode_, evaluator.moment_, law}; }
    // Asks as of another moment; what was bound before has to be bound again.
    static Within asked(Evaluator& evaluator, Moment now) { return {evaluator, now}; }
    ~Within();
    Within(const Within&) = delete;
    Within& operator=(const Within&) = delete;
    std::optional<Moment> watched_before() const { return watched_to_; }

  private:
    Within(Evaluator& evaluator, Mode mode, Moment moment, Moment law, bool apart = false);
    Within(Evaluator& evaluator, Moment now);
    Evaluator& evaluator_;
    Mode mode_;
    Moment moment_;
    Moment law_;
    Moment now_;
    Moment reported_to_;
    std::uint64_t epoch_;
    bool was_driven_;
    bool apart_;
    std::optional<Moment> watched_to_;
    Until until_;
  };

  // All that a condition is read in: what is put off until later is then read in it again.
  struct Context {
    Mode mode;
    Moment moment;
    Moment law;
    Moment reported_to;
    std::vector<Binding> bindings;
  };
  Context context() const { return {mode_, moment_, law_, reported_to_, bindings_}; }
  class Again {
  public:
    Again(Evaluator& evaluator, Context context);
    ~Again();
    Again(const Again&) = delete;
    Again& operator=(const Again&) = delete;

  private:
    void swap();
    Evaluator& evaluator_;
    Context other_;
  };

  // Nothing where it lies outside the calendar.
  static std::optional<Period> period_of(const PeriodSeries& periods, std::int64_t number);

  // Counts how deep the recursion is as long as it lives.
  class Deeper {
  public:
    explicit Deeper(Evaluator& evaluator, std::optional<NodeId> node = std::nullopt);
    ~Deeper() { evaluator_.depth_ -= weight_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;

  private:
    Evaluator& evaluator_;
    std::uint32_t weight_;
  };

  // Binds each item of a list in turn and calls `visit` until it returns false. Returns false when the list is
  // unknown: then nothing was visited.
  template <typename Visit>
  bool for_items(const Selection& items, Visit visit) {
    const ListState known = list(items.list_level, items.list);
    if (known.items == nullptr) return false;
    const std::uint32_t record = program_[items.list].type.record;
    for (std::size_t index = 0; index < known.items->size() && !is_interrupted(); ++index) {
      const Bound bound(*this, items.level, record, &(*known.items)[index], index);
      if (!visit()) break;
    }
    return true;
  }
  // The same for the periods that have begun.
  template <typename Visit>
  void for_periods(const PeriodSeries& periods, std::uint32_t level, Visit visit) {
    for (std::int64_t number = 0; !is_interrupted() && step(); ++number) {
      const auto period = period_of(periods, number);
      if (!period || !has_started(period->first)) break;
      const Bound bound(*this, level, *period);
      visit();
    }
  }
  // The same for the instances of a `for each`; without one there is one instance, and for an unknown list there is
  // one with *some item* bound.
  template <typename Visit>
  void for_instances(const std::optional<ForEach>& for_each, Visit visit) {
    if (!for_each) {
      visit();
      return;
    }
    if (for_each->periods) return for_periods(*for_each->periods, for_each->items.level, visit);
    const auto every = [&visit] {
      visit();
      return true;
    };
    if (for_items(for_each->items, every)) return;
    const Bound bound(*this, for_each->items.level, program_[for_each->items.list].type.record, nullptr, 0);
    visit();
  }

private:
  Value evaluate(const ConstantNode& node, NodeId id);
  Value evaluate(const FactNode& node, NodeId id);
  Value evaluate(const ReportedNode& node, NodeId id);
  Value evaluate(const ParameterNode& node, NodeId id);
  Value evaluate(const MomentNode& node, NodeId id);
  Value evaluate(const PeriodNode& node, NodeId id);
  Value evaluate(const CallNode& node, NodeId id);
  Value evaluate(const ChoiceNode& node, NodeId id);
  Value evaluate(const QuantifierNode& node, NodeId id);
  Value evaluate(const AggregateNode& node, NodeId id);
  Value evaluate(const ShareNode& node, NodeId id);
  Value evaluate(const LawOnNode& node, NodeId id);
  Value evaluate(const HistoryNode& node, NodeId id);
  Value evaluate(const AsOfNode& node, NodeId id);
  Value evaluate(const TakenNode& node, NodeId id);
  Value evaluate(const ObligationNode& node, NodeId id);

  // ---- depth (depth.cpp) ----
  struct Task {
    NodeId node;
    std::optional<Ranges> ranges;  // asks for the node's interval; without, for its value
  };
  struct Driver {
    std::uint32_t depth = 0;
    Mode mode = Mode::bounds;
    Moment moment;
    Moment law;
  };
  struct PutOff {
    Task task;
    std::size_t driver = 0;
  };
  bool puts_off(const Task& task);
  void drive(const Task& task);
  bool is_interrupted() const { return put_off_.has_value() || exhausted(); }

  // ---- watch.cpp ----
  // What is evaluated as long as it lives is noted as one part of what is evaluated around it.
  class Part {
  public:
    explicit Part(Evaluator& evaluator) : evaluator_(evaluator), around_(std::exchange(evaluator.until_, {})) {}
    ~Part() {
      around_.add(evaluator_.until_);
      evaluator_.until_ = around_;
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

  private:
    Evaluator& evaluator_;
    Until around_;
  };
  bool is_remembered(const Memo<Until>& memo, NodeId id, const MemoKey& key);
  void note_law(const Parameter& parameter, const ParameterRow* row);
  void note_drift(const CallNode& call, std::span<const Value> operands, const Value& result, NodeId id);
  void absorb(const CallNode& call);
  bool stays_open(const CallNode& call, std::span<const Value> operands);
  std::optional<Value> value_at_clock(NodeId id, Moment clock);
  std::optional<Value> average_at_clock(const HistoryNode& node, NodeId id, Moment clock);
  std::optional<std::int64_t> place_at_clock(const CallNode& call, Moment clock);
  Moment steady_end(bool counts_working_days) const;

  // ---- history.cpp ----
  struct Average {
    Number sum;       // of every minute of the window
    Number first;     // what the value is where the window begins, and where it ends
    Number last;
    Moment from;
  };
  Window window_at(const HistoryNode& node, const Value& period, Moment end);
  Value of_condition(const HistoryNode& node, const Window& asked);
  Value of_values(const HistoryNode& node, const Window& asked, NodeId id);
  Value average(const HistoryNode& node, const Window& asked, NodeId id);
  void note_window(const HistoryNode& node, const Window& window, Moment boundary, Moment next);
  Interval history_interval(const HistoryNode& node, Ranges ranges);

  void exhaust(std::string reached);
  Value fail(std::string message, Span span);
  Value apply_call(const CallNode& call, std::span<const Value> operands, NodeId id);
  Truth compare_by_intervals(const CallNode& call);
  void record_call(const CallNode& call, std::span<const Value> operands, NodeId id, const Value& result);
  // Of a node that depends on what is varied; of a turn that no node makes, always.
  bool records(NodeId id) const { return record_ != nullptr && (*record_->wanted)[id.index]; }
  void record_choice(NodeId id, const Value& a, const Value& b);
  Interval side(NodeId id, const Value& value);
  Value count(const Selection& items);
  Value aggregate(const AggregateNode& node, NodeId id);
  static Value nothing_of(const Type& type);
  Value combine_obligation(const ObligationNode& node, const Obligation& obligation, NodeId id);
  Truth judged(const Interval& balance, Operator comparison, NodeId id);
  std::size_t memo_index(NodeId id) const;

  Interval open_interval(const NodeContent& content, Ranges ranges);
  Interval call_interval(const CallNode& call, Ranges ranges);
  Interval choice_interval(const ChoiceNode& choice, Ranges ranges);
  Interval aggregate_interval(const AggregateNode& aggregate, Ranges ranges);
  Interval count_interval(const Selection& items);

  const FactReports* reports_of(std::uint32_t level, FactId fact) const;
  const Report* report_at(const FactReports& reports, std::uint32_t level);
  bool lies_ahead(const Value& value);
  bool is_taken_later(FactId list, const Item& item);
  std::optional<Value> unsaid_of_record(std::uint32_t level, FactId fact) const;
  auto in_time() const;
  void read_taken();
  Truth has_ended(const TakenRecord& record);
  Alternatives outcome(const Rule& rule, Truth applies);
  Alternatives outcome(const Obligation& obligation, const MeasureReference& measure, Truth applies);
  Alternatives with_exceptions(Truth applies, const std::optional<Effect>& own, const std::vector<RuleId>& exceptions,
                               std::uint32_t ladder);
  void record_overtaking(const std::vector<Alternatives>& exceptions, const std::vector<Effect>& own);
  Alternatives judge_exception(RuleId id, std::uint32_t ladder);
  Truth exception_applies(const Rule& rule);
  const Alternatives* judged_exception(RuleId id, std::uint32_t ladder);
  Effect effect_of(const MeasureReference& measure, std::optional<RuleId> exception);
  void put_effect(const Effect& effect, std::vector<Effect>& into) const;
  Truth lifted(const Obligation& obligation);
  void add_lift(const Obligation& obligation, DutyStates& states);
  static bool is_unknown_start(const Obligation& obligation, const Deadline& due);
  void judge_passed(const Obligation& obligation, const std::optional<Moment>& deadline, DutyStates& states);

  const Program& program_;
  const Subject& subject_;
  Moment now_;
  EvaluationLimits limits_;

  Mode mode_ = Mode::bounds;
  Moment moment_;                  // of the facts and of `today`
  Moment law_;                     // of the parameters
  Moment reported_to_;             // of what happened later nothing is known at the moment
  std::vector<Binding> bindings_;  // by level; level 0 is the subject
  std::uint64_t epoch_ = 0;        // of what depends on no item
  std::uint64_t next_epoch_ = 1;

  BranchRecord* record_ = nullptr;
  std::uint64_t steps_ = 0;
  std::size_t bytes_ = 0;
  std::uint32_t depth_ = 0;
  std::vector<Driver> drivers_;    // the outermost first
  bool is_driven_ = false;         // the last of them is for the present context
  std::vector<Task> tasks_;        // of all drivers, each waiting for those behind it
  std::optional<PutOff> put_off_;  // until its driver is reached, nothing is evaluated
  std::string exhausted_;
  Span evaluated_{};
  Span exhausted_at_{};
  std::vector<EvaluationError> errors_;
  std::map<std::pair<std::string, Span>, std::uint32_t> error_places_;
  std::set<std::string> assumed_;
  bool zone_mattered_ = false;

  std::optional<Readings> own_readings_;
  const Readings& readings_;
  std::vector<bool> judging_;                // by obligation: being judged now
  std::array<Memo<Value>, 4> values_;        // here and now or elsewhere; in bounds or decided
  std::array<Memo<Interval>, 8> intervals_;  // the same; by structure or by declared ranges
  std::optional<Moment> watched_to_;         // how far it is noted until when things stay as they are
  Until until_;
  std::array<Memo<Until>, 4> until_when_;    // of the values that were watched, and of the intervals
  std::array<Memo<Until>, 8> until_when_interval_;
  std::array<Memo<Average>, 4> averages_;
  struct JudgedException {
    MemoKey key;
    Alternatives alternatives;
    std::optional<Until> until;
  };
  std::map<std::tuple<RuleId, std::uint32_t, Mode>, JudgedException> exceptions_;
  std::vector<TakenRecord> taken_;
  std::unordered_map<std::string, std::vector<const TakenRecord*>> taken_about_;  // by `about`, the earliest first
  const std::vector<Item> no_items_;
};

// ---- intervals (bounds.cpp) ----
Interval point(const Number& number);
// A known number, or the count of a day, a minute or a period; anything else has no limits.
Interval point_of(const Value& value);
Interval hull(const Interval& a, const Interval& b);
// What an operator from `add` to `round_down` gives of any two numbers of these intervals.
Interval calculated(Operator operation, const Interval& a, const Interval& b);
// What a comparison of any two numbers of these intervals gives.
Truth compare(Operator comparison, const Interval& a, const Interval& b);

}  // namespace pasal::interpret
