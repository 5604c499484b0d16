// How deep an evaluation goes.
//
// Conditions nest to a limit, but definitions may stand in definitions without end, and the stack does end. So what
// lies too deep is put off: what was begun above it is given up, the deep node is evaluated first, and then what was
// given up is done again, with everything that was worked out in between remembered. A driver is an evaluation that
// does this; there is one at the outermost node, and a further one wherever an item is bound or the mode, the moment
// or the law changes, since what is remembered there does not hold outside.
#include <algorithm>
#include <utility>

#include "engine/interpret/evaluator.hpp"
#include "engine/model/operands.hpp"

namespace pasal::interpret {
namespace {

// How far below its driver a node is evaluated at once.
constexpr std::uint32_t deepest_below_driver = 400;
// Beyond this the evaluation gives up rather than overflow the stack.
constexpr std::uint32_t deepest = 4'000;

}  // namespace

// What ranges over items, or judges a rule, takes more of the stack than an operator.
Evaluator::Deeper::Deeper(Evaluator& evaluator, std::optional<NodeId> node) : evaluator_(evaluator), weight_(4) {
  const NodeContent* content = node ? &evaluator.program_[*node].content : nullptr;
  const bool is_plain = content != nullptr && selection_of(*content) == nullptr;
  if (is_plain && !std::holds_alternative<ObligationNode>(*content)) weight_ = 1;
  evaluator.depth_ += weight_;
  if (evaluator.depth_ > deepest && evaluator.exhausted_.empty()) {
    evaluator.exhaust("lists and definitions stand in one another too deep to be evaluated");
  }
}

Evaluator::Bound::Bound(Evaluator& evaluator, std::uint32_t level, const Period& period)
    : Bound(evaluator, level, 0, nullptr, 0) {
  evaluator.bindings_[level].period = period;
}
Evaluator::Bound::Bound(Evaluator& evaluator, std::uint32_t level, std::uint32_t record, const Item* item,
                        std::size_t index)
    : evaluator_(evaluator), level_(level), was_driven_(std::exchange(evaluator.is_driven_, false)) {
  if (evaluator.bindings_.size() <= level) evaluator.bindings_.resize(level + 1);
  before_ = evaluator.bindings_[level];
  evaluator.bindings_[level] = {item, std::nullopt, index, record, evaluator.next_epoch_++, true};
}
Evaluator::Bound::~Bound() {
  evaluator_.bindings_[level_] = before_;
  evaluator_.is_driven_ = was_driven_;
}

Evaluator::Within::Within(Evaluator& evaluator, Mode mode, Moment moment, Moment law, bool apart)
    : evaluator_(evaluator),
      mode_(evaluator.mode_),
      moment_(evaluator.moment_),
      law_(evaluator.law_),
      now_(evaluator.now_),
      reported_to_(evaluator.reported_to_),
      epoch_(evaluator.epoch_),
      was_driven_(std::exchange(evaluator.is_driven_, false)),
      apart_(apart),
      watched_to_(evaluator.watched_to_) {
  evaluator.mode_ = mode;
  evaluator.moment_ = moment;
  evaluator.law_ = law;
  if (!apart) return;
  evaluator.reported_to_ = std::min(evaluator.reported_to_, moment);
  until_ = std::exchange(evaluator.until_, {});
  evaluator.watched_to_.reset();
}
Evaluator::Within::~Within() {
  evaluator_.mode_ = mode_;
  evaluator_.moment_ = moment_;
  evaluator_.law_ = law_;
  evaluator_.now_ = now_;
  evaluator_.reported_to_ = reported_to_;
  evaluator_.epoch_ = epoch_;
  evaluator_.is_driven_ = was_driven_;
  if (!apart_) return;
  evaluator_.until_ = until_;
  evaluator_.watched_to_ = watched_to_;
}

// Nothing that is remembered of another moment asked about holds for this one.
Evaluator::Within::Within(Evaluator& evaluator, Moment now) : Within(evaluator, evaluator.mode_, now, now, true) {
  evaluator.now_ = now;
  evaluator.reported_to_ = now;
  evaluator.epoch_ = evaluator.next_epoch_++;
}

Evaluator::Again::Again(Evaluator& evaluator, Context context) : evaluator_(evaluator), other_(std::move(context)) { swap(); }
Evaluator::Again::~Again() { swap(); }
void Evaluator::Again::swap() {
  std::swap(evaluator_.mode_, other_.mode);
  std::swap(evaluator_.moment_, other_.moment);
  std::swap(evaluator_.law_, other_.law);
  std::swap(evaluator_.reported_to_, other_.reported_to);
  std::swap(evaluator_.bindings_, other_.bindings);
}

// Also true while something else is put off. What depends on no item can be left to the outermost driver.
bool Evaluator::puts_off(const Task& task) {
  if (is_interrupted()) return true;
  const Driver& outermost = drivers_.front();
  const bool is_alike = outermost.mode == mode_ && outermost.moment == moment_ && outermost.law == law_;
  const std::size_t driver = is_alike && program_[task.node].level == 0 ? 0 : drivers_.size() - 1;
  if (depth_ - drivers_[driver].depth <= deepest_below_driver) return false;
  put_off_ = {task, driver};
  return true;
}

void Evaluator::drive(const Task& task) {
  const std::size_t self = drivers_.size();
  const std::size_t done = tasks_.size();
  drivers_.push_back({depth_, mode_, moment_, law_});
  tasks_.push_back(task);
  is_driven_ = true;
  while (tasks_.size() > done && !exhausted()) {
    const Task next = tasks_.back();
    if (next.ranges) {
      interval(next.node, *next.ranges);
    } else {
      value(next.node);
    }
    if (!put_off_) {
      tasks_.pop_back();
    } else if (put_off_->driver == self) {
      tasks_.push_back(put_off_->task);
      put_off_.reset();
    } else {
      break;
    }
  }
  tasks_.resize(done, task);
  drivers_.pop_back();
  is_driven_ = false;
}

}  // namespace pasal::interpret
