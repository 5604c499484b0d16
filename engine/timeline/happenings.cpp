#include "engine/timeline/happenings.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace pasal {
namespace {

class Collector {
public:
  Collector(const Program& program, Moment from, Moment to) : program_(program), from_(from), to_(to) {}

  void facts(const Record& record, const std::vector<FactReports>& facts, const std::string& item);
  void measures(const Subject& subject);
  void law();
  std::vector<TimelineMoment> take();

private:
  void put(const Value& time, Happening happening);
  void items(const FactDeclaration& list, const std::vector<Item>& items);
  void measure(const Item& record);

  const Program& program_;
  Moment from_;
  Moment to_;
  std::map<Moment, std::vector<Happening>> found_;
};

void Collector::put(const Value& time, Happening happening) {
  if (!std::holds_alternative<Date>(time) && !std::holds_alternative<Moment>(time)) return;
  const Moment at = beginning(time, program_.zone);
  if (at >= from_ && at <= to_) found_[at].push_back(std::move(happening));
}

// What a report says from its own day on, and what stood there before. A date that is a fact's value happens on that date.
void Collector::facts(const Record& record, const std::vector<FactReports>& facts, const std::string& item) {
  for (std::size_t index = 0; index < facts.size() && index < record.facts.size(); ++index) {
    const FactDeclaration& declaration = record.facts[index];
    std::optional<Value> before;
    bool claimed_before = false;
    for (const Report& report : facts[index].reports) {
      Happening happening{Happening::Kind::reported, declaration.name, item, before, report.value, declaration.type, report.provenance};
      happening.claimed = declaration.when_verified && !report.provenance.verified && !is_none(report.value) && !is_open(report.value);
      happening.claimed_before = std::exchange(claimed_before, happening.claimed);
      if (report.from) {
        put(*report.from, happening);
      } else if (declaration.if_any && declaration.type.is_time() && !declaration.may_lie_ahead) {
        put(report.value, happening);
      }
      before = report.value;
    }
    if (facts[index].items && declaration.type.kind == TypeKind::list && item.empty()) items(declaration, *facts[index].items);
  }
}

void Collector::items(const FactDeclaration& list, const std::vector<Item>& items) {
  const Record& record = program_.records[list.type.record];
  if (&list == &program_.records[0].facts[program_.measures_taken]) {
    for (const Item& item : items) measure(item);
    return;
  }
  for (std::size_t index = 0; index < items.size(); ++index) {
    const std::string name = items[index].name.empty() ? record.noun + " " + std::to_string(index + 1) : items[index].name;
    facts(record, items[index].facts, name);
  }
}

void Collector::measure(const Item& item) {
  const auto field = [&](TakenFact fact) {
    const auto index = static_cast<std::size_t>(fact);
    return index < item.facts.size() && !item.facts[index].reports.empty() ? item.facts[index].reports.back().value : Value(None{});
  };
  const Type& names = program_.records[program_.records[0].facts[program_.measures_taken].type.record].facts[0].type;
  const Value name = field(TakenFact::measure);
  const auto* member = std::get_if<EnumerationValue>(&name);
  if (member == nullptr || names.values == nullptr || member->index >= names.values->size()) return;
  const std::string& measure = (*names.values)[member->index];
  Happening happening{Happening::Kind::taken, measure, {}, {}, field(TakenFact::amount), {}, item.provenance};
  for (const Ladder& ladder : program_.ladders) {
    for (const Measure& declared : ladder.measures) {
      if (declared.name == measure && declared.amount) happening.type = *declared.amount;
    }
  }
  const Value under = field(TakenFact::under);
  if (const auto* rule = std::get_if<Text>(&under)) happening.item = **rule;
  const Value about = field(TakenFact::about);
  if (const auto* of = std::get_if<Text>(&about)) happening.about = **of;
  put(field(TakenFact::from), std::move(happening));
}

void Collector::law() {
  for (const Parameter& parameter : program_.parameters) {
    std::optional<Value> before;
    for (const ParameterRow& row : parameter.rows) {
      if (row.from) put(*row.from, {Happening::Kind::law, parameter.name, {}, before, row.value, parameter.type, {}});
      before = row.value;
    }
  }
}

std::vector<TimelineMoment> Collector::take() {
  std::vector<TimelineMoment> moments;
  moments.reserve(found_.size());
  for (auto& [at, happenings] : found_) moments.push_back({at, std::move(happenings)});
  return moments;
}

}  // namespace

std::vector<TimelineMoment> happenings(const Program& program, const Subject& subject, Moment from, Moment to) {
  Collector collector(program, from, to);
  collector.facts(program.records[0], subject.facts, {});
  collector.law();
  return collector.take();
}

}  // namespace pasal
