#include "engine/interpret/climb.hpp"

#include <algorithm>

#include "engine/interpret/evaluator.hpp"

namespace pasal::interpret {
namespace {

// Over all that is unknown: what can be, and what must be.
enum class Reading : std::uint8_t { possible, certain };

Value next(const Value& last) {
  if (const auto* date = std::get_if<Date>(&last)) return Date{date->days + 1};
  return Moment{std::get<Moment>(last).minutes + 1};
}

class Climber {
public:
  Climber(Evaluator& evaluator, const Obligation& obligation)
      : evaluator_(evaluator), obligation_(obligation), now_(evaluator.moment()) {}

  Climb climb();

private:
  // From `begin` until the next piece nothing changes.
  struct Piece {
    Moment begin;
    Truth undone = Truth::unknown;
  };
  // A time without a break in which the duty is not done. `certain`: those parts of it in which that is known.
  struct Run {
    Value start;
    Value earliest;  // when it may have begun, over all that is unknown
    Moment last;
    bool after_lapse = false;
    bool is_current = false;  // it goes on at the moment asked about
    std::vector<Run> certain;
    std::vector<Moment> unknown_at;
  };
  struct Course {
    std::vector<StepStanding> steps;
    std::size_t reached = 0;  // how many of the steps were taken at the end
  };

  bool is_owed();
  bool stays() const;
  Truth undone();
  std::optional<Value> first_breach();
  std::vector<Piece> pieces(Moment from);
  std::vector<Run> runs(const Value& first);
  std::vector<const TakenRecord*> records_of(const Run& run, const Run* next_run);
  void put_unused(const TakenRecord& record, bool is_before);
  bool is_of(const TakenRecord& record, std::size_t step) const;
  bool stands_for(const TakenRecord& record, std::size_t step);
  void read_records();
  Course course(const Run& run, Reading reading, std::size_t reached, const std::vector<const TakenRecord*>& records);
  void put_taken(const ObligationStep& step, const Run& run, Reading reading, StepStanding& standing);
  void note_growth(const Run& run, Moment change);
  void wait_for_condition(const ObligationStep& step, const Run& run, Reading reading, StepStanding& standing);
  std::optional<Value> first_met(NodeId condition, const Value& from, const Run& run, Reading reading);
  std::optional<Value> after_wait(const ObligationStep& step, const Value& taken, Reading reading);
  void apply(const Run& run, Reading reading, const Course& course);
  Moment first_minute(const Value& time) const { return beginning(time, evaluator_.program().zone); }
  Value as_time(Moment moment) const;

  Evaluator& evaluator_;
  const Obligation& obligation_;
  Moment now_;
  std::optional<Moment> deadline_;
  bool start_is_unknown_ = false;
  Truth owed_ = Truth::yes;
  std::vector<std::string> measures_;            // of the steps, as names are compared
  std::vector<const TakenRecord*> records_;      // that may stand for them
  Climb climb_;
};

// A day where it is a day's first minute.
Value Climber::as_time(Moment moment) const {
  const TimeZone& zone = evaluator_.program().zone;
  const Date day = zone.date_of(moment);
  return zone.start_of(day) == moment ? Value(day) : Value(moment);
}

// ---- since when it is not done ------------------------------------------------------------------------------------

bool Climber::is_owed() {
  owed_ = evaluator_.in_force(obligation_.in_force) ? evaluator_.truth(obligation_.condition) : Truth::no;
  return owed_ != Truth::no;
}

// Whether a step stays when the duty is met.
bool Climber::stays() const {
  return std::ranges::any_of(obligation_.steps, [](const ObligationStep& step) { return step.even_if_late; });
}

// The first day or minute in which it may be broken; nothing where that has not come.
std::optional<Value> Climber::first_breach() {
  if (!obligation_.deadline) return as_time(evaluator_.first_known(obligation_.in_force));
  const Evaluator::Deadline due = evaluator_.deadline(obligation_);
  if (due.none || due.passed == Truth::no) return std::nullopt;
  start_is_unknown_ = is_open(due.value);
  deadline_ = due.moment;
  return start_is_unknown_ ? as_time(evaluator_.first_known(obligation_.in_force)) : next(due.value);
}

// Without a deadline the duty begins with its condition.
Truth Climber::undone() {
  const Truth undone = negate(evaluator_.truth(obligation_.duty));
  return obligation_.deadline ? undone : both(undone, evaluator_.truth(obligation_.condition));
}

// In the order of time, up to the moment asked about.
std::vector<Climber::Piece> Climber::pieces(Moment from) {
  std::vector<Piece> found;
  Truth undone = Truth::unknown;
  evaluator_.for_pieces({from, now_}, [&] { undone = this->undone(); }, [&](const Evaluator::Stretch& stretch) {
    if (found.empty() || found.back().undone != undone) found.push_back({stretch.from, undone});
    return true;
  });
  return found;
}

// What is done a minute after the deadline is late: the deadline itself counts, and the breach begins behind it.
std::vector<Climber::Run> Climber::runs(const Value& first) {
  std::vector<Run> found;
  const Moment from = deadline_.value_or(std::min(first_minute(first), now_));
  const std::vector<Piece> all = pieces(from);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Truth undone = all[i].undone;
    if (undone == Truth::no) continue;
    const bool is_last = i + 1 == all.size();
    const Value start = all[i].begin == from ? first : as_time(all[i].begin);
    const Moment last = is_last ? now_ : std::max(Moment{all[i + 1].begin.minutes - 1}, first_minute(start));
    const Truth before = i > 0 ? all[i - 1].undone : Truth::no;
    if (i == 0 || before == Truth::no) found.push_back({start, start, last, i > 0, is_last, {}, {}});
    Run& run = found.back();
    run.last = last;
    run.is_current = is_last;
    if (undone == Truth::unknown) run.unknown_at.push_back(i + 1 < all.size() ? all[i].begin : now_);
    if (undone != Truth::yes) continue;
    if (i == 0 || before != Truth::yes) run.certain.push_back({start, run.start, last, run.after_lapse, is_last, {}, {}});
    run.certain.back().last = last;
    run.certain.back().is_current = is_last;
  }
  return found;
}

// ---- which steps were taken ---------------------------------------------------------------------------------------

void Climber::read_records() {
  const Program& program = evaluator_.program();
  for (const ObligationStep& step : obligation_.steps) {
    measures_.push_back(comparable_name(program.ladders[step.measure.ladder].measures[step.measure.rung].name));
  }
  records_ = evaluator_.taken_about(comparable_name(evaluator_.item_name(1)));
}

bool Climber::is_of(const TakenRecord& record, std::size_t step) const {
  return record.measure == measures_[step] && (record.under.empty() || record.under == comparable_name(obligation_.name));
}

// Whether a record that is about the item, or about none, is of the step's measure and amount.
bool Climber::stands_for(const TakenRecord& record, std::size_t step) {
  if (!is_of(record, step)) return false;
  const std::optional<NodeId>& amount = obligation_.steps[step].measure.amount;
  const std::string given = record.amount_text();
  if (given.empty() || !amount) return true;
  const Value worth = evaluator_.value(*amount);
  const auto* number = std::get_if<Number>(&worth);
  return number != nullptr && given == number->plain();
}

// Each stands for the first step that was not taken yet.
std::vector<const TakenRecord*> Climber::records_of(const Run& run, const Run* next_run) {
  std::vector<const TakenRecord*> found(obligation_.steps.size());
  for (const TakenRecord* record : records_) {
    const bool is_before = !start_is_unknown_ && order(record->from, run.start, evaluator_.setting()) == std::strong_ordering::less;
    const bool is_later = next_run != nullptr && order(record->from, next_run->start, evaluator_.setting()) != std::strong_ordering::less;
    evaluator_.record_turn(is_before ? 0 : is_later ? 2 : 1);
    if (is_later) continue;
    std::size_t step = is_before ? found.size() : 0;
    while (step < found.size() && (found[step] != nullptr || !stands_for(*record, step))) ++step;
    if (step < found.size()) found[step] = record;
    else if (run.is_current) put_unused(*record, is_before);
  }
  return found;
}

// One that might have been meant for a step, and counts for none.
void Climber::put_unused(const TakenRecord& record, bool is_before) {
  using Why = UnusedRecord::Why;
  Why why = Why::other_amount;
  for (std::size_t i = 0; i < measures_.size(); ++i) {
    if (!is_before && stands_for(record, i)) why = Why::taken_already;
  }
  for (std::size_t i = 0; i < measures_.size(); ++i) {
    if (is_of(record, i)) return climb_.unused.push_back({&record, i, is_before ? Why::older : why});
  }
}

// The first time from then on, within the run, at which the condition holds.
std::optional<Value> Climber::first_met(NodeId condition, const Value& from, const Run& run, Reading reading) {
  const Moment begin = first_minute(from);
  std::optional<Value> found;
  const Moment next = evaluator_.for_stretches(condition, {begin, run.last}, [&](const Evaluator::Stretch& stretch) {
    const Truth truth = evaluator_.truth(condition);
    const bool holds = reading == Reading::certain ? truth == Truth::yes : truth != Truth::no;
    if (holds) found = stretch.from == begin ? from : as_time(stretch.from);
    return !holds;
  });
  if (!found) note_growth(run, next);
  return found;
}

// A run that ends a minute before the moment asked about grows with it: a value without a date holds at that moment alone.
void Climber::note_growth(const Run& run, Moment change) {
  const std::int64_t behind = now_.minutes - run.last.minutes;
  if (behind <= 1) evaluator_.may_change(Moment{change.minutes + behind});
}

// A step with an `if` is due when its wait is over and that holds as well.
void Climber::wait_for_condition(const ObligationStep& step, const Run& run, Reading reading, StepStanding& standing) {
  if (!step.condition || !standing.due || first_minute(*standing.due) > run.last) return;
  const Value waited = *standing.due;
  standing.due = first_met(*step.condition, waited, run, reading);
  const std::optional<Value> possible = first_met(*step.condition, waited, run, Reading::possible);
  standing.since_is_open = possible != first_met(*step.condition, waited, run, Reading::certain);
  if (standing.since_is_open) {
    climb_.unknown_conditions.push_back({static_cast<std::size_t>(&step - obligation_.steps.data()), first_minute(*possible)});
  }
  if (standing.due != waited) standing.waited = waited;
}

// When the step was taken, or counts as having been. Of the last one nobody asks.
void Climber::put_taken(const ObligationStep& step, const Run& run, Reading reading, StepStanding& standing) {
  if (standing.record != nullptr) standing.taken = standing.record->from;
  if (standing.record != nullptr || (&step == &obligation_.steps.back() && !obligation_.resumes)) return;
  const ListState records = evaluator_.taken_list();
  if (!standing.due || first_minute(*standing.due) > run.last) return;
  if (!records.assumed && (records.items != nullptr || reading == Reading::certain)) return;
  standing.taken = standing.due;
  standing.counts_as_taken = true;
}

// The law of the day on which the wait begins says how long it is.
std::optional<Value> Climber::after_wait(const ObligationStep& step, const Value& taken, Reading reading) {
  if (!step.wait) return taken;
  const auto law = Evaluator::Within::law(evaluator_, evaluator_.judged_at(taken));
  const Value wait = evaluator_.value(*step.wait);
  if (is_open(wait)) return reading == Reading::possible ? std::optional(taken) : std::nullopt;
  const Value operands[] = {wait, taken};
  const Value last = evaluator_.apply_or_fail(Operator::after, operands, step.span);
  if (is_open(last)) return reading == Reading::possible ? std::optional(taken) : std::nullopt;
  return is_none(last) ? std::nullopt : std::optional(next(last));
}

// ---- the course ---------------------------------------------------------------------------------------------------

// `reached`: the steps that were taken before the lapse, with which it goes on.
Climber::Course Climber::course(const Run& run, Reading reading, std::size_t reached,
                                const std::vector<const TakenRecord*>& records) {
  Course result;
  std::optional<Value> due = run.start;
  for (std::size_t i = 0; i < obligation_.steps.size(); ++i) {
    StepStanding standing;
    if (i > 0 && i >= reached) {
      const std::optional<Value>& taken = i == reached ? std::optional(run.start) : result.steps.back().taken;
      due = taken ? after_wait(obligation_.steps[i], *taken, reading) : std::nullopt;
      if (start_is_unknown_ && taken && reading == Reading::possible) due = run.start;
    }
    standing.due = due;
    wait_for_condition(obligation_.steps[i], run, reading, standing);
    standing.resumed = i < reached;
    if (!start_is_unknown_) standing.breach = run.earliest;
    standing.record = records[i];
    put_taken(obligation_.steps[i], run, reading, standing);
    if (standing.taken) result.reached = i + 1;
    result.steps.push_back(std::move(standing));
  }
  result.reached = std::max(result.reached, reached);
  return result;
}

void Climber::apply(const Run& run, Reading reading, const Course& course) {
  const Truth least = reading == Reading::certain ? Truth::yes : Truth::unknown;
  for (std::size_t i = 0; i < course.steps.size(); ++i) {
    const ObligationStep& step = obligation_.steps[i];
    const StepStanding& found = course.steps[i];
    StepStanding& standing = climb_.steps[i];
    if (run.is_current && standing.applies == Truth::no && (found.due || !standing.due)) standing = found;
    const bool is_due = found.due && first_minute(*found.due) <= run.last;
    evaluator_.record_turn(is_due ? 1 : 0);
    if (found.due && !is_due) note_growth(run, first_minute(*found.due));
    const Truth holds = evaluator_.truth(step.condition);  // now: noted, where until when it stays so is watched
    if (!is_due || (!run.is_current && !step.even_if_late) || holds < least) continue;
    const Truth applies = std::min({least, owed_, holds});
    if (applies < standing.applies) continue;
    standing = found;
    standing.applies = applies;
  }
}

Climb Climber::climb() {
  climb_.steps.resize(obligation_.steps.size());
  if (!is_owed()) return climb_;
  const std::optional<Value> first = first_breach();
  if (!first) return climb_;
  const Truth done = evaluator_.truth(obligation_.duty);  // now: noted, where until when it stays so is watched
  if (done == Truth::yes && !stays()) return climb_;
  read_records();
  const std::vector<Run> all = runs(*first);
  std::size_t possibly_reached = 0;
  std::size_t surely_reached = 0;
  for (std::size_t i = 0; i < all.size() && !evaluator_.exhausted(); ++i) {
    const Run& run = all[i];
    if (!run.is_current && !stays() && !obligation_.resumes) continue;  // it left nothing
    const auto records = records_of(run, i + 1 < all.size() ? &all[i + 1] : nullptr);
    const Course possible = course(run, Reading::possible, possibly_reached, records);
    apply(run, Reading::possible, possible);
    if (obligation_.resumes) possibly_reached = possible.reached;
    for (const Run& part : run.certain) {
      if (start_is_unknown_) break;
      const Course certain = course(part, Reading::certain, surely_reached, records);
      apply(part, Reading::certain, certain);
      if (obligation_.resumes) surely_reached = certain.reached;
    }
    if (run.is_current || stays()) climb_.unknown_at.insert(climb_.unknown_at.end(), run.unknown_at.begin(), run.unknown_at.end());
    if (!run.is_current) continue;
    climb_.after_lapse = run.after_lapse;
    const bool is_known = !start_is_unknown_ && !run.certain.empty() && run.certain.front().start == run.start;
    if (is_known && run.certain.back().is_current && run.certain.size() == 1) climb_.broken_since = run.start;
  }
  return climb_;
}

}  // namespace

Climb Evaluator::climb(const Obligation& obligation) { return Climber(*this, obligation).climb(); }

}  // namespace pasal::interpret
