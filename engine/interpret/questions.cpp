#include "engine/interpret/questions.hpp"

#include <algorithm>

#include "engine/interpret/words.hpp"

namespace pasal::interpret {
namespace {

// Facts that are shared by many rules through definitions are walked again for every rule, to count the rules. That is
// for the order alone, so beyond this many steps what was walked before is passed over.
constexpr std::uint64_t counted_steps = 1'000'000;

}  // namespace

QuestionList::QuestionList(Evaluator& evaluator)
    : evaluator_(evaluator),
      walk_(
          evaluator, [this](std::uint32_t level, FactId fact) { found(level, fact); }, [](std::uint32_t) {}),
      first_step_(evaluator.steps()) {}

bool QuestionList::may_count_each() {
  ++walks_;
  return evaluator_.steps() - first_step_ < counted_steps;
}

void QuestionList::found(std::uint32_t level, FactId fact) {
  const Binding* item = evaluator_.binding(level);
  const auto [place, is_new] = places_.try_emplace({fact, item != nullptr ? item->item : nullptr}, asked_.size());
  if (is_new) {
    asked_.push_back({question_of(level, fact), fact, item != nullptr ? item->index : 0, rung_, 0, 0});
    evaluator_.charge(sizeof(Asked));
  }
  Asked& asked = asked_[place->second];
  asked.rung = std::max(asked.rung, rung_);
  if (asked.last_walk != walks_) ++asked.statements;
  asked.last_walk = walks_;
}

Question QuestionList::question_of(std::uint32_t level, FactId fact) {
  const Program& program = evaluator_.program();
  const FactDeclaration& declaration = program[fact];
  const FactState state = evaluator_.state(level, fact);
  Question question{declaration.name, evaluator_.item_name(level), {}, {}, declaration.type};
  const Language language = program.language;
  if (state.claimed) {
    question.claimed = display(state.report->value, declaration.type, language, program.zone);
    question.note = claim_note(question.claimed, language);
  } else if (state.report != nullptr) {
    question.note = choose(language, "reported as unknown", "dilaporkan tidak diketahui");
  } else {
    question.note = choose(language, "not reported", "belum dilaporkan");
  }
  const Date then = program.zone.date_of(evaluator_.moment());
  if (evaluator_.moment() == evaluator_.now() || state.claimed) return question;
  question.note += choose(language, " for ", " untuk ") + display(then, language);
  return question;
}

std::vector<Question> QuestionList::take() {
  std::ranges::stable_sort(asked_, [](const Asked& a, const Asked& b) {
    return std::tuple(b.rung, b.statements, a.fact, a.place) < std::tuple(a.rung, a.statements, b.fact, b.place);
  });
  std::vector<Question> questions;
  questions.reserve(asked_.size());
  for (Asked& asked : asked_) questions.push_back(std::move(asked.question));
  return questions;
}

}  // namespace pasal::interpret
