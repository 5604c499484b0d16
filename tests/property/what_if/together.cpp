// The sweeps of several subjects, put together and held against a decision of each of them at every value.
#include <algorithm>

#include "tests/property/what_if/case.hpp"

namespace pasal::property {
namespace {

class TogetherCheck {
public:
  TogetherCheck(const std::vector<Case>& of, const Variable& variable, const SweepOfMany& all) : of_(of), variable_(variable), all_(all) {}

  void parts() const;
  void span(const SweepRange& range) const;
  void value(const Value& value) const;
  bool is_told(const Value& value) const;

private:
  const Case& one() const { return of_.front(); }
  std::string written() const;

  const std::vector<Case>& of_;
  const Variable& variable_;
  const SweepOfMany& all_;
};

std::optional<Number> place(const RangeEnd& end) { return end.value ? place_of(*end.value) : std::nullopt; }

bool contains(const SweepOfMany::Part& part, const Number& here) {
  const auto from = place(part.from);
  const auto to = place(part.to);
  return (!from || *from < here || (part.from.included && *from == here)) && (!to || here < *to || (part.to.included && *to == here));
}

std::string TogetherCheck::written() const {
  std::string result;
  const auto end = [](const RangeEnd& one) { return (place(one) ? place(one)->plain() : std::string("none")) + (one.included ? " included" : ""); };
  for (const auto& part : all_.parts) {
    result += "\n    " + end(part.from) + " .. " + end(part.to) + ":";
    for (const std::uint32_t rung : part.rungs) result += " " + std::to_string(rung);
  }
  return "\n    together, ladder " + std::to_string(all_.ladder) + (all_.exact ? "" : ", not exact") + result;
}

// One begins where the other ends, and they differ for some subject.
void TogetherCheck::parts() const {
  const std::string name = name_of(variable_, one().program) + " together: ";
  one().require(all_.complete, name + "not complete");
  for (std::size_t index = 0; index < all_.parts.size(); ++index) {
    const auto& part = all_.parts[index];
    one().require(part.rungs.size() == of_.size(), name + "a subject is missing" + written());
    if (index == 0) continue;
    const auto& before = all_.parts[index - 1];
    one().require(place(before.to) == place(part.from) && before.to.included != part.from.included, name + "a gap or an overlap" + written());
    one().require(before.rungs != part.rungs, name + "two neighbours say the same" + written());
  }
}

void TogetherCheck::span(const SweepRange& range) const {
  const bool spans = !all_.parts.empty() && place(all_.parts.front().from) == place_of(range.from) && all_.parts.front().from.included &&
                     place(all_.parts.back().to) == place_of(range.to) && all_.parts.back().to.included;
  one().require(spans, name_of(variable_, one().program) + " together: not the range that was asked for" + written());
}

// What is not exact is known at whole numbers, and of percent at whole per cents.
bool TogetherCheck::is_told(const Value& value) const {
  const auto* number = std::get_if<Number>(&value);
  if (all_.exact || number == nullptr) return true;
  return type_of(variable_, one().program).kind == TypeKind::percent ? multiply(*number, Number(100))->is_whole() : number->is_whole();
}

void TogetherCheck::value(const Value& value) const {
  const std::string here = assignment(one().program, variable_, value) + " together: ";
  const auto holds = [&](const SweepOfMany::Part& part) { return contains(part, *place_of(value)); };
  if (!one().require(std::ranges::count_if(all_.parts, holds) == 1, here + "not in one part" + written())) return;
  const auto& part = *std::ranges::find_if(all_.parts, holds);
  for (std::size_t index = 0; index < of_.size(); ++index) {
    const Changed changed = with_value(of_[index], of_[index].subject, variable_, value);
    const auto standing = decided(of_[index], changed.program ? *changed.program : one().program, changed.subject);
    ++one().report.counts["subjects together"];
    one().require(part.rungs[index] == standing[all_.ladder].measure.rung, here + of_[index].subject.name + " " + property::written(standing) + written());
  }
}

void check_variable(const std::vector<Case>& of, const Variable& variable, std::uint32_t dice) {
  const Case& one = of.front();
  const std::vector<Value> values = values_of(one, variable, Grid::fine);
  const auto range = part_of(values, dice);
  if (!range) return;
  std::vector<Sweep> whole;
  std::vector<Sweep> parts;
  for (const Case& each : of) {
    whole.push_back(what_if(each.program, each.subject, each.as_of, variable));
    parts.push_back(sweep(each.program, each.subject, each.as_of, variable, *range));
  }
  for (std::uint32_t ladder = 0; ladder < one.program.ladders.size(); ++ladder) {
    const SweepOfMany everything = together(whole, ladder);
    const SweepOfMany part = together(parts, ladder);
    const TogetherCheck all(of, variable, everything);
    const TogetherCheck some(of, variable, part);
    all.parts();
    some.parts();
    some.span(*range);
    for (const Value& value : values) {
      const auto at = place_of(value);
      if (!at) continue;
      if (all.is_told(value)) all.value(value);
      if (*place_of(range->from) <= *at && *at <= *place_of(range->to) && some.is_told(value)) some.value(value);
    }
  }
}

}  // namespace

void check_together(const std::vector<Case>& of, std::uint32_t dice) {
  if (of.size() < 2) return;
  for (const Variable& variable : variables(of.front().program, of.front().subject, true)) {
    // Of the facts some; those of an item are another subject's too.
    const bool is_asked = variable.kind == Variable::Kind::parameter || (variable.kind == Variable::Kind::fact && (dice + variable.fact.fact) % 4 == 0);
    if (is_asked) check_variable(of, variable, dice++);
  }
}

}  // namespace pasal::property
