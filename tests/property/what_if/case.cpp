#include "tests/property/what_if/case.hpp"

#include <algorithm>
#include <iterator>

namespace pasal::property {
namespace {

// Numbers in steps, whole ones among them.
void add_numbers(std::vector<Value>& values, const Number& from, const Number& to, const Number& step) {
  for (Number at = from; at <= to; at = *add(at, step)) values.emplace_back(at);
}

void add_range(std::vector<Value>& values, const Case& of, const Variable& variable, const Type& type, Grid grid) {
  const FactDeclaration* fact = declaration_of(variable, of.program);
  const bool is_fine = grid == Grid::fine;
  if (type.kind == TypeKind::percent) {
    return add_numbers(values, 0, 1, *Number::ratio(1, is_fine ? 200 : 10));
  }
  const Number low = fact != nullptr && fact->lowest ? *fact->lowest : Number(-3);
  const Number high = fact != nullptr && fact->highest ? *fact->highest : *add(low, Number(11));
  add_numbers(values, low, high, is_fine ? *Number::ratio(1, 6) : Number(1));
}

void add_times(std::vector<Value>& values, const Case& of, TypeKind kind, Grid grid) {
  const bool is_fine = grid == Grid::fine;
  if (kind == TypeKind::date) {
    const std::int32_t today = of.program.zone.date_of(of.as_of).days;
    const std::int32_t around = is_fine ? 45 : 9;
    for (std::int32_t day = today - around; day <= today + around; ++day) values.emplace_back(Date{day});
    return;
  }
  const std::int64_t step = is_fine ? 177 : 720;
  for (std::int64_t count = -18; count <= 18; ++count) values.emplace_back(Moment{of.as_of.minutes + count * step});
}

}  // namespace

void put_value(const Program& program, Subject& subject, const Variable& variable, const Value& value) {
  subject.facts.resize(program.records.front().facts.size());
  FactReports* reports = &subject.facts[variable.fact.fact];
  if (variable.kind == Variable::Kind::item_fact) {
    Item& item = (*subject.facts[variable.list].items)[variable.item];
    item.facts.resize(program.records[variable.fact.record].facts.size());
    reports = &item.facts[variable.fact.fact];
  }
  *reports = {};
  pasal::Report one{value, {}, {}};
  one.provenance.verified = true;
  reports->reports.push_back(one);
}

Changed with_value(const Case& of, const Subject& subject, const Variable& variable, const Value& value) {
  Changed result{subject, {}};
  if (variable.kind != Variable::Kind::parameter) {
    put_value(of.program, result.subject, variable, value);
    return result;
  }
  result.program = of.program;
  for (ParameterRow& row : result.program->parameters[variable.parameter.index].rows) row.value = value;
  return result;
}

std::vector<Standing> decided(const Case& of, const Program& program, const Subject& subject) {
  ++of.report.counts["decisions"];
  return standing_of(decide(program, of.sources, subject, of.as_of));
}

bool same_but_amounts(const std::vector<Standing>& a, const std::vector<Standing>& b) {
  return std::ranges::equal(a, b, [](Standing x, Standing y) {
    for (Standing* one : {&x, &y}) {
      for (Outcome* outcome : {&one->measure, &one->at_least, &one->at_most}) outcome->amount.reset();
    }
    return x == y;
  });
}

std::vector<Variable> variables(const Program& program, const Subject& subject, bool parameters) {
  std::vector<Variable> result;
  const auto& facts = program.records.front().facts;
  for (std::uint32_t fact = 0; fact < facts.size(); ++fact) {
    if (facts[fact].type.kind != TypeKind::list) {
      result.push_back({.kind = Variable::Kind::fact, .fact = {0, fact}, .parameter = {}});
      continue;
    }
    if (fact == program.measures_taken || !subject.facts[fact].items) continue;
    const std::uint32_t record = facts[fact].type.record;
    for (std::uint32_t item = 0; item < subject.facts[fact].items->size(); ++item) {
      for (std::uint32_t of_item = 0; of_item < program.records[record].facts.size(); ++of_item) {
        result.push_back({Variable::Kind::item_fact, {record, of_item}, fact, item, {}});
      }
    }
  }
  for (std::uint32_t index = 0; parameters && index < program.parameters.size(); ++index) {
    result.push_back({.kind = Variable::Kind::parameter, .fact = {}, .parameter = {index}});
  }
  return result;
}

std::vector<Value> values_of(const Case& of, const Variable& variable, Grid grid) {
  const Type& type = type_of(variable, of.program);
  std::vector<Value> values;
  if (type.is_numeric()) add_range(values, of, variable, type, grid);
  if (type.is_time()) add_times(values, of, type.kind, grid);
  if (type.kind == TypeKind::duration) {
    for (std::int64_t count = 0; count <= (grid == Grid::fine ? 900 : 600); count += grid == Grid::fine ? 10 : 60) values.emplace_back(Duration{type.duration, count});
  }
  if (type.kind == TypeKind::boolean) values.insert(values.end(), {Value(true), Value(false)});
  if (type.kind == TypeKind::enumeration) {
    for (std::uint32_t index = 0; index < type.values->size(); ++index) values.emplace_back(EnumerationValue{index});
  }
  if (type.kind == TypeKind::text) {
    for (const char* text : {"ab", "a", "b", "ba", "zzz", "cab", ""}) values.emplace_back(std::make_shared<const std::string>(text));
  }
  const FactDeclaration* fact = declaration_of(variable, of.program);
  if (fact != nullptr && fact->if_any) values.emplace_back(None{});
  return values;
}

Value value_at(const Type& type, const Number& place) {
  const std::int64_t count = floor(place).whole().value_or(0);
  if (type.kind == TypeKind::date) return Date{static_cast<std::int32_t>(count)};
  if (type.kind == TypeKind::moment) return Moment{count};
  if (type.kind == TypeKind::duration) return Duration{type.duration, count};
  return place;
}

std::optional<SweepRange> part_of(const std::vector<Value>& values, std::uint32_t dice) {
  std::vector<Value> ordered;
  std::ranges::copy_if(values, std::back_inserter(ordered), [](const Value& value) { return place_of(value).has_value(); });
  if (ordered.size() < 4) return std::nullopt;
  const std::size_t first = dice % (ordered.size() / 2);
  const std::size_t last = first + 1 + (dice / 64) % (ordered.size() / 2);
  return SweepRange{ordered[first], ordered[last], {}};
}

bool is_allowed(const Program& program, const Variable& variable, const Value& value) {
  const FactDeclaration& fact = *declaration_of(variable, program);
  if (is_open(value)) return false;
  if (is_none(value)) return fact.if_any;
  const auto* number = std::get_if<Number>(&value);
  if (number == nullptr) return fact.type.is_numeric() == false;
  return fact.type.is_numeric() && (!fact.lowest || *fact.lowest <= *number) && (!fact.highest || *number <= *fact.highest);
}

std::string assignment(const Program& program, const Variable& variable, const Value& value) {
  const Type& type = type_of(variable, program);
  std::string text = display(value, type, Language::english, program.zone);
  if (std::holds_alternative<Unknown>(value)) text = "?";
  if (const auto* number = std::get_if<Number>(&value)) {
    text = type.kind == TypeKind::percent ? multiply(*number, Number(100))->plain() + "%" : number->plain();
    const std::size_t point = text.find('.');
    if (point != std::string::npos && text.size() == point + 4) text += "0";  // `2.625` could be read in two ways
    if (type.kind == TypeKind::money) text += " " + type.unit;
  }
  if (const auto* date = std::get_if<Date>(&value)) text = iso(*date);
  std::string name = name_of(variable, program);
  if (variable.kind == Variable::Kind::item_fact) name += " of item " + std::to_string(variable.item + 1);
  return name + " = " + text;
}

std::string written(const std::vector<Standing>& standing) {
  std::string result;
  const auto outcome = [](const Outcome& one) { return std::to_string(one.rung) + (one.amount ? "(" + one.amount->plain() + ")" : ""); };
  for (const Standing& one : standing) {
    result += "[" + outcome(one.measure) + " in " + outcome(one.at_least) + ".." + outcome(one.at_most) + (one.amount_unlimited ? " unlimited" : "") +
              (one.settled ? " settled" : "") + "]";
  }
  return result;
}

}  // namespace pasal::property
