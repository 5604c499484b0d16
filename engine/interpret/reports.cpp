// What was reported: which report holds at a moment, which list is known, what was done before.
#include <algorithm>
#include <iterator>
#include <span>

#include "engine/interpret/evaluator.hpp"

namespace pasal::interpret {
namespace {

// The report of a field of a record; what is absent counts as none.
Value field(const Item& item, TakenFact fact) {
  const auto index = static_cast<std::size_t>(fact);
  if (index >= item.facts.size() || item.facts[index].reports.empty()) return None{};
  return item.facts[index].reports.back().value;
}

std::string field_text(const Item& item, TakenFact fact, const Record& record) {
  const Value value = field(item, fact);
  if (const auto* text = std::get_if<Text>(&value)) return comparable_name(**text);
  const auto* member = std::get_if<EnumerationValue>(&value);
  if (member == nullptr) return {};
  const auto& names = record.facts[static_cast<std::size_t>(fact)].type.values;
  return names != nullptr && member->index < names->size() ? comparable_name((*names)[member->index]) : std::string();
}

}  // namespace

const Binding* Evaluator::binding(std::uint32_t level) const {
  return level > 0 && level < bindings_.size() && bindings_[level].bound ? &bindings_[level] : nullptr;
}

std::string Evaluator::item_name(std::uint32_t level) const {
  const Binding* here = binding(level);
  if (here != nullptr && here->period) return iso(here->period->first) + " to " + iso(here->period->last);
  if (here == nullptr || here->item == nullptr) return {};
  if (!here->item->name.empty()) return here->item->name;
  return program_.records[here->record].noun + " " + std::to_string(here->index + 1);
}

const FactReports* Evaluator::reports_of(std::uint32_t level, FactId fact) const {
  const Binding* here = binding(level);
  const std::vector<FactReports>* facts = level == 0 ? &subject_.facts : nullptr;
  if (here != nullptr && here->item != nullptr) facts = &here->item->facts;
  return facts != nullptr && fact.fact < facts->size() ? &(*facts)[fact.fact] : nullptr;
}

// A date counts from the start of its day.
bool Evaluator::has_started(const Value& from) {
  if (const auto* date = std::get_if<Date>(&from)) {
    note_day(*date);
    return *date <= program_.zone.date_of(moment_);
  }
  const auto* moment = std::get_if<Moment>(&from);
  if (moment != nullptr) may_change(*moment);
  return moment != nullptr && *moment <= moment_;
}

bool Evaluator::lies_ahead(const Value& value) {
  if (const auto* date = std::get_if<Date>(&value)) {
    note_day(*date);
    return *date > program_.zone.date_of(moment_);
  }
  const auto* moment = std::get_if<Moment>(&value);
  if (moment != nullptr) may_change(*moment);
  return moment != nullptr && *moment > moment_;
}

// The latest dated report that has started; else the undated one, at the moment asked about and back to its `as of`.
const Report* Evaluator::report_at(const FactReports& reports, std::uint32_t level) {
  const bool has_undated = !reports.reports.empty() && !reports.reports.back().from;
  const auto undated = reports.reports.end() - (has_undated ? 1 : 0);
  const auto later = std::partition_point(reports.reports.begin(), undated,
                                          [this](const Report& report) { return has_started(*report.from); });
  if (moment_ != now_) record_turn(later - reports.reports.begin());
  if (is_ahead() && (level == 0 || reports.reports.begin() != undated)) return nullptr;
  bool holds = has_undated;
  if (holds && level == 0) {
    const bool counts = undated->since && moment_ >= *undated->since;
    if (undated->since) may_change(*undated->since);
    if (!counts) may_change(now_);
    holds = counts || moment_ == now_;
  }
  if (later != reports.reports.begin() && !(holds && undated->instead)) return &*std::prev(later);
  return holds ? &*undated : nullptr;
}

// What a record of `measures taken` does not say was not so; but a measure that has an amount had one. Nothing where
// the item is no such record.
std::optional<Value> Evaluator::unsaid_of_record(std::uint32_t level, FactId fact) const {
  const Binding* here = binding(level);
  if (here == nullptr || here->item == nullptr || here->record != program_[taken_fact()].type.record)
    return std::nullopt;
  if (fact.fact != static_cast<std::uint32_t>(TakenFact::amount)) return Value(None{});
  const std::string measure = field_text(*here->item, TakenFact::measure, program_.records[here->record]);
  for (const Ladder& ladder : program_.ladders) {
    for (const Measure& declared : ladder.measures) {
      if (declared.amount && comparable_name(declared.name) == measure) return Value(Unknown{});
    }
  }
  return Value(None{});
}

FactState Evaluator::state(std::uint32_t level, FactId fact) {
  const FactDeclaration& declaration = program_[fact];
  const Binding* here = binding(level);
  if (level > 0 && (here == nullptr || here->item == nullptr)) return {};
  const FactReports* reports = reports_of(level, fact);
  if (reports == nullptr || !reports->reported()) {
    if (auto unsaid = unsaid_of_record(level, fact)) return {std::move(*unsaid)};
    if (!declaration.assumed) return {};
    assumed_.insert(declaration.name);
    return {*declaration.assumed, nullptr, true};
  }
  FactState result;
  result.report = report_at(*reports, level);
  if (result.report == nullptr) return result;
  const Value& value = result.report->value;
  if (is_open(value)) return result;
  if (declaration.when_verified && !is_none(value) && !result.report->provenance.verified) {
    result.claimed = true;
    return result;
  }
  const bool is_future = declaration.if_any && !declaration.may_lie_ahead && lies_ahead(value);
  if (declaration.if_any && declaration.type.is_time()) record_turn(is_future ? 1 : 0);
  result.value = is_future ? Value(None{}) : value;
  return result;
}

ListState Evaluator::list(std::uint32_t level, FactId fact) {
  const Binding* here = binding(level);
  if (level > 0 && (here == nullptr || here->item == nullptr)) return {};
  const FactReports* reports = reports_of(level, fact);
  if (reports != nullptr && reports->items) return {&*reports->items, &reports->list_provenance};
  if (reports != nullptr && !reports->reports.empty()) {
    const Report& report = reports->reports.back();
    return is_none(report.value) ? ListState{&no_items_, &report.provenance} : ListState{};
  }
  const FactDeclaration& declaration = program_[fact];
  if (!declaration.assumed) return {};
  assumed_.insert(declaration.name);
  return {&no_items_, nullptr, true};
}

bool Evaluator::is_reported(std::uint32_t level, FactId fact) {
  const FactReports* reports = reports_of(level, fact);
  if (reports == nullptr) return false;
  return reports->items.has_value() || report_at(*reports, level) != nullptr;
}

Moment Evaluator::first_known(const InForce& dates) {
  std::optional<Moment> first;
  for (const InForce* in_force : std::initializer_list<const InForce*>{&dates, &program_.in_force}) {
    if (in_force->from) first = std::max(first.value_or(program_.zone.start_of(*in_force->from)), program_.zone.start_of(*in_force->from));
  }
  return first ? *first : earliest_report();
}

Moment Evaluator::earliest_report() const {
  Moment earliest = moment_;
  for (const FactReports& reports : subject_.facts) {
    if (reports.reports.empty()) continue;
    const Report& first = reports.reports.front();  // of the dated ones
    const Report& last = reports.reports.back();    // the undated one, if any
    if (first.from) earliest = std::min(earliest, beginning(*first.from, program_.zone));
    if (last.since) earliest = std::min(earliest, *last.since);
  }
  return earliest;
}

// ---- measures taken -------------------------------------------------------------------------------------------

std::string TakenRecord::amount_text() const {
  const auto* number = std::get_if<Number>(&amount);
  return number != nullptr ? number->plain() : std::string();
}

// Of one minute, the one that was reported first.
auto Evaluator::in_time() const {
  return [this](const TakenRecord* record) { return std::pair(judged_at(record->from), record); };
}

void Evaluator::read_taken() {
  if (program_.records.empty() || program_.measures_taken >= program_.records[0].facts.size()) return;
  const FactReports* reports = reports_of(0, taken_fact());
  if (reports == nullptr || !reports->items) return;
  const Record& record = program_.records[program_[taken_fact()].type.record];
  for (const Item& item : *reports->items) {
    taken_.push_back({field_text(item, TakenFact::measure, record), field(item, TakenFact::amount),
                      field(item, TakenFact::from), field(item, TakenFact::until),
                      field_text(item, TakenFact::under, record), field_text(item, TakenFact::about, record), &item});
  }
  for (const TakenRecord& taken : taken_) {
    if (!is_open(taken.from) && !is_none(taken.from)) taken_about_[taken.about].push_back(&taken);
  }
  for (auto& [about, records] : taken_about_) std::ranges::sort(records, {}, in_time());
  charge(taken_.size() * (sizeof(TakenRecord) + sizeof(const TakenRecord*)));
}

// The facts give every record its day; one of a program that does not is no later one.
bool Evaluator::is_taken_later(FactId list, const Item& item) {
  if (list != taken_fact()) return false;
  const Value from = field(item, TakenFact::from);
  return !is_open(from) && !is_none(from) && !has_started(from);
}

Truth Evaluator::selected(const Selection& items) {
  const Binding* here = binding(items.level);
  if (here != nullptr && here->item != nullptr && is_taken_later(items.list, *here->item)) return Truth::no;
  return truth(items.where);
}

std::size_t Evaluator::count_by_now(FactId list, const std::vector<Item>& items) {
  if (list != taken_fact()) return items.size();
  return static_cast<std::size_t>(std::ranges::count_if(items, [&](const Item& item) { return !is_taken_later(list, item); }));
}

std::vector<const TakenRecord*> Evaluator::taken_about(const std::string& item) {
  const auto about = [this](const std::string& name) {
    const auto found = taken_about_.find(name);
    return found != taken_about_.end() ? std::span(found->second) : std::span<const TakenRecord* const>();
  };
  const auto named = item.empty() ? std::span<const TakenRecord* const>() : about(item);
  std::vector<const TakenRecord*> records;
  std::ranges::merge(about({}), named, std::back_inserter(records), {}, in_time(), in_time());
  std::erase_if(records, [this](const TakenRecord* record) { return !step() || !has_started(record->from); });
  return records;
}

const TakenRecord* Evaluator::last_taken(std::uint32_t ladder, std::uint32_t rung) {
  const std::string measure = comparable_name(program_.ladders[ladder].measures[rung].name);
  const TakenRecord* last = nullptr;
  for (const TakenRecord& record : taken_) {
    if (record.measure != measure || !has_started(record.from)) continue;
    if (last == nullptr || order(record.from, last->from, setting()) != std::strong_ordering::less) last = &record;
  }
  return last;
}

// A date counts to the end of its day.
Truth Evaluator::has_ended(const TakenRecord& record) {
  if (is_open(record.until)) return Truth::unknown;
  if (const auto* date = std::get_if<Date>(&record.until)) {
    note_day(Date{date->days + 1});
    return truth_of(*date < program_.zone.date_of(moment_));
  }
  const auto* moment = std::get_if<Moment>(&record.until);
  if (moment != nullptr) may_change(Moment{moment->minutes + 1});
  return truth_of(moment != nullptr && *moment < moment_);
}

// The mildest measure of the ladder, taken later, ends what was taken before.
Truth Evaluator::taken_in_force(std::uint32_t ladder, std::uint32_t rung) {
  const std::string measure = comparable_name(program_.ladders[ladder].measures[rung].name);
  const TakenRecord* lifting = rung == 0 ? nullptr : last_taken(ladder, 0);
  const auto is_lifted = [&](const TakenRecord& record) {
    if (lifting == nullptr) return false;
    const auto found = order(lifting->from, record.from, setting());
    return found == std::strong_ordering::greater || (found == std::strong_ordering::equal && lifting > &record);
  };
  Truth result = Truth::no;
  for (const TakenRecord& record : taken_) {
    if (record.measure != measure || !has_started(record.from) || is_lifted(record)) continue;
    result = either(result, negate(has_ended(record)));
  }
  return result;
}

}  // namespace pasal::interpret
