// What has become of a duty, in words: its state, how its steps climb, and what was counted on the way.
#include <algorithm>
#include <array>

#include "engine/interpret/explain.hpp"

namespace pasal::interpret {
namespace {

// Longer periods than this say nothing of their days off.
constexpr std::int32_t most_days = 3660;
// So many holidays are named.
constexpr std::size_t most_named = 5;

// `deadline` without what says which day's law it is counted by.
const CallNode* call_of(const Program& program, NodeId node) {
  const auto* law = std::get_if<LawOnNode>(&program[node].content);
  return std::get_if<CallNode>(&program[law != nullptr ? law->value : node].content);
}

std::string state_word(DutyState state, Language language) {
  switch (state) {
    case DutyState::none: return choose(language, "no duty", "tidak ada kewajiban");
    case DutyState::pending: return choose(language, "pending", "menunggu");
    case DutyState::kept: return choose(language, "kept", "dipenuhi");
    case DutyState::late: return choose(language, "late", "terlambat");
    case DutyState::broken: return choose(language, "broken", "dilanggar");
    case DutyState::lifted: return choose(language, "lifted", "dicabut");
  }
  return {};
}

}  // namespace

std::string Explainer::time_words(const Value& time) {
  return display(time, Type(), evaluator_.program().language, evaluator_.program().zone);
}

// ---- days that do not count -----------------------------------------------------------------------------------

// ` (not counted: 4 days of the weekend and the holiday 17 August 2018)`; nothing where every day counts.
std::string Explainer::uncounted_words(const Value& period, const Value& from, const Value& last) {
  const Program& program = evaluator_.program();
  const auto* duration = std::get_if<Duration>(&period);
  const auto* end = std::get_if<Date>(&last);
  if (duration == nullptr || duration->kind != DurationKind::working_days || end == nullptr) return {};
  const Date begin = day_of(from, evaluator_.setting());
  if (end->days - begin.days > most_days) return {};
  std::size_t weekend = 0;
  std::vector<std::string> holidays;
  for (Date day = begin; day <= *end; ++day.days) {
    if (day == begin || is_working_day(day, program.calendar)) continue;
    if (program.calendar.week.contains(weekday(day))) {
      holidays.push_back(display(day, program.language));
    } else {
      ++weekend;
    }
  }
  std::string text;
  if (weekend > 0) {
    text = std::to_string(weekend) + (weekend == 1 ? choose(program.language, " day of the weekend", " hari akhir pekan")
                                                   : choose(program.language, " days of the weekend", " hari akhir pekan"));
  }
  if (!holidays.empty()) {
    text += (text.empty() ? "" : choose(program.language, " and ", " dan ")) +
            (holidays.size() == 1 ? choose(program.language, "the holiday ", "hari libur ") : choose(program.language, "the holidays ", "hari libur "));
    for (std::size_t i = 0; i < std::min(holidays.size(), most_named); ++i) text += (i == 0 ? "" : ", ") + holidays[i];
    if (holidays.size() > most_named) text += choose(program.language, " and others", " dan lainnya");
  }
  return text.empty() ? text : choose(program.language, " (not counted: ", " (tidak dihitung: ") + text + ")";
}

// The same of a deadline that is counted in working days from a day.
std::string Explainer::uncounted_words(NodeId deadline, const Value& last) {
  const CallNode* call = call_of(evaluator_.program(), deadline);
  const bool counts = call != nullptr && (call->operation == Operator::after || call->operation == Operator::starting_on);
  if (!counts) return {};
  const Value from = evaluator_.value(call->operands[1]);
  if (is_open(from) || is_none(from)) return {};
  const auto law = Evaluator::Within::law(evaluator_, evaluator_.judged_at(from));
  const Date day = day_of(from, evaluator_.setting());  // `starting on` counts it
  const Date before = call->operation == Operator::starting_on ? Date{day.days - 1} : day;
  return uncounted_words(evaluator_.value(call->operands[0]), before, last);
}

// ---- the duty -------------------------------------------------------------------------------------------------

std::string Explainer::own_sentence(const Obligation& obligation) {
  const Program& program = evaluator_.program();
  std::string text = words_at(sources_, obligation.words);
  if (text.empty()) text = choose(program.language, "must ", "wajib ") + words(obligation.duty);
  const auto due = evaluator_.deadline(obligation);
  if (!due.moment) return text;
  return text + choose(program.language, "; due ", "; batas waktu ") + time_words(due.value) + uncounted_words(*obligation.deadline, due.value);
}

// `Late: done, but not by 31 January 2020.`; of several that it may be: `Open: kept or late.`
std::string Explainer::state_words(const Obligation& obligation) {
  constexpr std::array states{DutyState::none, DutyState::pending, DutyState::kept, DutyState::late, DutyState::broken, DutyState::lifted};
  const Language language = evaluator_.program().language;
  const DutyStates found = evaluator_.duty(obligation, true);
  std::vector<std::string> possible;
  for (const DutyState state : states) {
    if (!found.may_be(state)) continue;
    if (found.surely(state)) return state_words(obligation, state);
    possible.push_back(state_word(state, language));
  }
  std::string text = choose(language, "Open: ", "Terbuka: ");
  for (std::size_t i = 0; i < possible.size(); ++i) {
    text += (i == 0 ? "" : i + 1 < possible.size() ? ", " : choose(language, " or ", " atau ")) + possible[i];
  }
  return text + ".";
}

std::string Explainer::state_words(const Obligation& obligation, DutyState state) {
  const Language language = evaluator_.program().language;
  const bool owed = evaluator_.in_force(obligation.in_force) && evaluator_.truth(obligation.condition) != Truth::no;
  const Evaluator::Deadline due = owed ? evaluator_.deadline(obligation) : Evaluator::Deadline{};
  const std::string day = due.moment ? time_words(due.value) : std::string();
  switch (state) {
    case DutyState::none:
      return due.none ? choose(language, "Not begun: it has no starting date.", "Belum mulai: belum ada tanggal mulai.")
                      : choose(language, "No duty.", "Tidak ada kewajiban.");
    case DutyState::pending: return choose(language, "Pending: due ", "Menunggu: batas waktu ") + day + ".";
    case DutyState::kept:
      if (day.empty()) return choose(language, "Kept.", "Dipenuhi.");
      return (due.passed == Truth::yes ? choose(language, "Kept: done by ", "Dipenuhi: dilakukan paling lambat ")
                                       : choose(language, "Kept: done; due ", "Dipenuhi: sudah dilakukan; batas waktu ")) + day + ".";
    case DutyState::late: return choose(language, "Late: done, but not by ", "Terlambat: dilakukan, tetapi tidak sampai ") + day + ".";
    case DutyState::lifted: return choose(language, "Lifted.", "Dicabut.");
    case DutyState::broken: break;
  }
  const Climb climb = evaluator_.climb(obligation);
  if (climb.after_lapse && climb.broken_since) return choose(language, "Broken: ", "Dilanggar: ") + lapse_words(climb);
  if (!climb.broken_since) return choose(language, "Broken; since when is not known.", "Dilanggar; sejak kapan tidak diketahui.");
  return choose(language, "Broken since ", "Dilanggar sejak ") + time_words(*climb.broken_since) + ".";
}

std::string Explainer::lapse_words(const Climb& climb) {
  return choose(evaluator_.program().language, "met, and lapsed on ", "sudah dipenuhi, lalu gugur pada ") + time_words(*climb.broken_since) + ".";
}

// Its state, then its steps where it climbs and may be broken. Outside the policy no duty is judged.
std::vector<std::string> Explainer::standing(const Obligation& obligation) {
  const Program& program = evaluator_.program();
  if (!evaluator_.in_force(program.in_force) || evaluator_.truth(program.applies_if) == Truth::no) return {};
  std::vector<std::string> lines{state_words(obligation)};
  const DutyStates states = evaluator_.duty(obligation, true);
  if (!states.may_be(DutyState::broken) || obligation.steps.size() < 2) return lines;
  const Climb climb = evaluator_.climb(obligation);
  for (std::size_t step = 0; step < climb.steps.size(); ++step) {
    lines.push_back(measure_words(obligation.steps[step].measure) + ": " + step_words(obligation, climb, step) + unused_words(climb, step));
  }
  return lines;
}

// ---- asked for in a condition -----------------------------------------------------------------------------------

// `Remove  3 of 4 kept`; of one duty, what has become of it.
void Explainer::put_duties(const ObligationNode& node, Support& into) {
  const Obligation& obligation = evaluator_.program().obligations[node.obligation.index];
  const bool of_one = !obligation.for_each || (node.same_item && !node.share);
  FactUse use{obligation.name, {}, Unknown{}, {}, {}, false, {}, {}};
  if (of_one && obligation.for_each) use.item = evaluator_.item_name(obligation.for_each->items.level);
  std::string text = of_one ? state_words(obligation) : count_words(node, obligation);
  if (text.ends_with('.')) text.pop_back();
  use.value = std::make_shared<const std::string>(text);
  use.type.kind = TypeKind::text;
  put(std::move(use), into);
  if (node.share) mention(*node.share, into);
}

// Those that are pending or lifted are not counted, and neither is what nobody knows.
std::string Explainer::count_words(const ObligationNode& node, const Obligation& obligation) {
  const Language language = evaluator_.program().language;
  const DutyState asked = node.kept ? DutyState::kept : DutyState::broken;
  std::int64_t all = 0;
  std::int64_t found = 0;
  evaluator_.for_instances(obligation.for_each, [&] {
    if (evaluator_.selected(obligation.for_each->items) != Truth::yes) return;
    const DutyStates states = evaluator_.duty(obligation, true);
    const bool may_be_out = states.may_be(DutyState::none) || states.may_be(DutyState::pending) || states.may_be(DutyState::lifted);
    all += may_be_out ? 0 : 1;
    found += states.surely(asked) ? 1 : 0;
  });
  const NumberMarks marks = number_marks(language);
  return Number(found).grouped(marks) + choose(language, " of ", " dari ") + Number(all).grouped(marks) + " " + state_word(asked, language);
}

// ---- its steps ------------------------------------------------------------------------------------------------

// `Step 2 of 4, due since 5 December 2020: 30 days after step 1, taken on 4 November 2020.` Nothing where a duty has one
// step and never lapsed: its sentence names the deadline.
std::string Explainer::course(const Obligation& obligation, std::size_t step) {
  const Climb climb = evaluator_.climb(obligation);
  std::string text;
  if (climb.after_lapse && climb.broken_since) {
    text = lapse_words(climb);
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  if (obligation.steps.size() == 1 && evaluator_.truth(obligation.duty) != Truth::yes) return text;
  if (!text.empty()) text += ' ';
  return text + step_words(obligation, climb, step) + unused_words(climb, step);
}

std::string Explainer::step_words(const Obligation& obligation, const Climb& climb, std::size_t step) {
  const Language language = evaluator_.program().language;
  const StepStanding& standing = climb.steps[step];
  std::string text = choose(language, "Step ", "Langkah ") + std::to_string(step + 1) + choose(language, " of ", " dari ") +
                     std::to_string(obligation.steps.size()) + since_words(standing);
  if (standing.record != nullptr) {
    text += (standing.due ? choose(language, " and taken on ", " dan diambil pada ") : choose(language, ", taken on ", ", diambil pada ")) +
            time_words(standing.record->from);
  }
  if (step > 0) text += wait_words(obligation, climb, step);
  if (evaluator_.truth(obligation.duty) == Truth::yes && standing.due) {
    text += choose(language, "; it stays, though the duty was met later", "; tetap berlaku, walaupun kewajiban kemudian dipenuhi");
  }
  return text + ".";
}

// Since when it is due, or from when.
std::string Explainer::since_words(const StepStanding& standing) {
  const Language language = evaluator_.program().language;
  if (!standing.due && standing.waited) return choose(language, ", due when its `if` holds", ", berlaku ketika `jika`-nya terpenuhi");
  if (!standing.due) return {};
  if (!standing.breach) return choose(language, ", due from a day that is not known", ", berlaku sejak hari yang tidak diketahui");
  if (standing.since_is_open) return choose(language, ", due; since when its `if` holds is not known", ", berlaku; sejak kapan `jika`-nya terpenuhi tidak diketahui");
  const bool is_ahead = evaluator_.moment() < beginning(*standing.due, evaluator_.program().zone);
  std::string text = is_ahead ? choose(language, ", due from ", ", berlaku mulai ") : choose(language, ", due since ", ", berlaku sejak ");
  text += time_words(*standing.due);
  if (standing.waited) text += choose(language, ", when its `if` first held", ", ketika `jika`-nya mulai terpenuhi");
  return text;
}

// What the wait of a step was counted from.
std::string Explainer::wait_words(const Obligation& obligation, const Climb& climb, std::size_t step) {
  const Program& program = evaluator_.program();
  const StepStanding& standing = climb.steps[step];
  const StepStanding& before = climb.steps[step - 1];
  const std::optional<NodeId>& wait = obligation.steps[step].wait;
  if (standing.resumed) return choose(program.language, ", as far as it had come", ", sejauh yang telah dicapai");
  const std::string number = std::to_string(step);
  std::string text = ": ";
  if (wait) text += period_words(*wait, before.taken) + " ";
  text += choose(program.language, "after step ", "setelah langkah ") + number;
  if (!before.taken) return text + not_taken_words();
  text += before.counts_as_taken ? choose(program.language, ", which counts as taken when due, on ", ", yang dianggap diambil ketika berlaku, pada ")
                                 : choose(program.language, ", taken on ", ", yang diambil pada ");
  text += time_words(*before.taken);
  const std::optional<Value>& over = standing.waited ? standing.waited : standing.due;
  const auto* day = over && wait && standing.breach ? std::get_if<Date>(&*over) : nullptr;
  return day != nullptr ? text + uncounted_words(wait_of(*wait, *before.taken), *before.taken, Date{day->days - 1}) : text;
}

std::string Explainer::not_taken_words() {
  const Language language = evaluator_.program().language;
  const ListState records = evaluator_.taken_list();
  if (records.assumed) return choose(language, ", which is not due yet", ", yang belum berlaku");
  if (records.items == nullptr) return choose(language, ", which is not known to have been taken", ", yang tidak diketahui sudah diambil");
  return choose(language, ", which was not taken", ", yang belum diambil");
}

// How long a wait is by the law of the day on which it begins.
Value Explainer::wait_of(NodeId wait, const Value& taken) {
  const auto law = Evaluator::Within::law(evaluator_, evaluator_.judged_at(taken));
  return evaluator_.value(wait);
}

std::string Explainer::period_words(NodeId wait, const std::optional<Value>& taken) {
  const Program& program = evaluator_.program();
  return display(taken ? wait_of(wait, *taken) : evaluator_.value(wait), program[wait].type, program.language, program.zone);
}

// ` Not counted: the fine of 5 January 2020, older than the breach.` Said at the first step of the measure.
std::string Explainer::unused_words(const Climb& climb, std::size_t step) {
  const Language language = evaluator_.program().language;
  std::string text;
  for (const UnusedRecord& unused : climb.unused) {
    if (unused.step != step) continue;
    text += choose(language, " Not counted: what was taken on ", " Tidak dihitung: yang diambil pada ") + time_words(unused.record->from);
    switch (unused.why) {
      case UnusedRecord::Why::older: text += choose(language, ", before the breach.", ", sebelum pelanggaran."); break;
      case UnusedRecord::Why::other_amount: text += choose(language, ", of another amount.", ", dengan jumlah lain."); break;
      case UnusedRecord::Why::taken_already: text += choose(language, ", after every step of this measure was taken.", ", setelah semua langkah tindakan ini diambil."); break;
    }
  }
  return text;
}

}  // namespace pasal::interpret
