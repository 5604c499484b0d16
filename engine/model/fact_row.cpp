#include "engine/model/fact_row.hpp"

#include <algorithm>
#include <string>

#include "engine/model/names.hpp"

namespace pasal {
namespace {

constexpr std::int64_t percent_scale = 1'000'000;

std::int64_t scale_of(const Type& type) {
  if (type.kind == TypeKind::percent) return percent_scale;
  std::int64_t scale = 1;
  if (type.kind == TypeKind::money) {
    for (int decimals = minor_unit_decimals(type.unit); decimals > 0; --decimals) scale *= 10;
  }
  return scale;
}

bool is_inside(const FactDeclaration& fact, const Number& value) {
  return (!fact.lowest || *fact.lowest <= value) && (!fact.highest || value <= *fact.highest);
}

}  // namespace

// Lists within lists, as deep as this.
constexpr std::uint32_t most_depth = 16;

FactLayout::FactLayout(const Program& program, std::uint32_t record, std::uint32_t depth) : program_(&program), record_(record) {
  if (program.records.empty()) return;
  const auto& facts = program.records[record].facts;
  for (std::uint32_t fact = 0; fact < facts.size(); ++fact) {
    const Type& type = facts[fact].type;
    scales_.push_back(scale_of(type));
    scalars_ += type.kind != TypeKind::list ? 1U : 0U;
    const bool has_items = type.kind == TypeKind::list && depth < most_depth && !(record == 0 && fact == program.measures_taken);
    items_.push_back(has_items ? std::shared_ptr<const FactLayout>(new FactLayout(program, type.record, depth + 1)) : nullptr);
  }
}

std::optional<FactHandle> FactLayout::find_list(std::string_view name) const {
  const std::string sought = comparable_name(name);
  for (std::uint32_t fact = 0; fact < scales_.size(); ++fact) {
    if (items_[fact] != nullptr && comparable_name(declaration({fact}).name) == sought) return FactHandle{fact};
  }
  return std::nullopt;
}

std::optional<FactHandle> FactLayout::find(std::string_view name) const {
  const std::string sought = comparable_name(name);
  for (std::uint32_t fact = 0; fact < scales_.size(); ++fact) {
    const FactDeclaration& declared = declaration({fact});
    if (comparable_name(declared.name) == sought && declared.type.kind != TypeKind::list) return FactHandle{fact};
  }
  return std::nullopt;
}

std::optional<EnumerationValue> FactLayout::member(FactHandle fact, std::string_view value) const {
  const EnumerationValues& values = declaration(fact).type.values;
  if (values == nullptr) return std::nullopt;
  const std::string sought = comparable_name(value);
  const auto found = std::ranges::find_if(*values, [&](const std::string& one) { return comparable_name(one) == sought; });
  if (found == values->end()) return std::nullopt;
  return EnumerationValue{static_cast<std::uint32_t>(found - values->begin())};
}

FactRow::FactRow(const FactLayout& layout)
    : layout_(&layout), block_(layout.size() + (layout.size() + sizeof(std::int64_t) - 1) / sizeof(std::int64_t)), without_place_(layout.scalars()) {
  static_assert(static_cast<std::uint8_t>(State::not_reported) == 0, "a block of zeros says so of every fact");
}

std::optional<FactRow> FactRow::of(const FactLayout& layout, const Subject& subject) {
  FactRow row(layout);
  return take(row, subject.facts) ? std::optional(std::move(row)) : std::nullopt;
}

// False where a row does not hold it.
bool FactRow::take(FactRow& row, const std::vector<FactReports>& facts) {
  for (std::uint32_t fact = 0; fact < facts.size() && fact < row.layout_->size(); ++fact) {
    const FactReports& reports = facts[fact];
    if (!reports.reported()) continue;
    const bool is_list = row.layout_->declaration({fact}).type.kind == TypeKind::list;
    if ((is_list && !row.layout_->has_items({fact})) || reports.items.has_value() == !reports.reports.empty()) return false;
    if (reports.items) {
      row.set_items({fact}, reports.items->size());
      for (std::size_t index = 0; index < reports.items->size(); ++index) {
        const Item& item = (*reports.items)[index];
        row.item({fact}, index).set_name(item.name);
        if (!take(row.item({fact}, index), item.facts)) return false;
      }
      continue;
    }
    if (reports.reports.size() > 1 || reports.reports.front().from) return false;
    const Report& report = reports.reports.front();
    if (is_open(report.value)) row.set_unknown({fact});
    else if (is_none(report.value) ? !row.set_none({fact}) : !row.set({fact}, report.value)) return false;
    // A claim is worth noting only where it counts as unknown.
    if (row.layout_->declaration({fact}).when_verified && !is_open(report.value)) row.set_verified({fact}, report.provenance.verified);
  }
  return true;
}

void FactRow::set_items(FactHandle list, std::size_t count) {
  note_list(list, State::items);
  auto found = std::ranges::find(items_, list.fact, &Items::list);
  if (found == items_.end()) found = items_.insert(items_.end(), Items{list.fact, 0, {}});
  if (found->rows.size() < count) found->rows.resize(count, FactRow(layout_->items(list)));
  found->count = count;
  for (std::size_t index = 0; index < count; ++index) {
    found->rows[index].clear();
    found->rows[index].name_.clear();
  }
}

const FactRow::Items* FactRow::find_items(FactHandle list) const {
  const auto found = std::ranges::find(items_, list.fact, &Items::list);
  return state(list) == State::items && found != items_.end() ? &*found : nullptr;
}

FactRow& FactRow::item(FactHandle list, std::size_t index) { return std::ranges::find(items_, list.fact, &Items::list)->rows[index]; }

std::span<const FactRow> FactRow::items(FactHandle list) const {
  const Items* found = find_items(list);
  return found != nullptr ? std::span(found->rows).first(found->count) : std::span<const FactRow>();
}

bool FactRow::put(FactHandle fact, std::int64_t place) {
  note(fact, State::place, false);
  block_[fact.fact] = place;
  return true;
}

bool FactRow::put(FactHandle fact, const Value& value) {
  if (values_.empty()) values_.resize(layout_->size());
  note(fact, State::value, false);
  values_[fact.fact] = value;
  return true;
}

bool FactRow::set_truth(FactHandle fact, bool value) {
  return layout_->declaration(fact).type.kind == TypeKind::boolean && put(fact, value ? 1 : 0);
}

bool FactRow::set_whole(FactHandle fact, std::int64_t value) {
  const FactDeclaration& declared = layout_->declaration(fact);
  if (!declared.type.is_numeric()) return false;
  if (declared.type.kind == TypeKind::percent) {
    const auto part = Number::ratio(value, 100);
    return part && set(fact, *part);
  }
  if ((declared.lowest || declared.highest) && !is_inside(declared, Number(value))) return false;
  std::int64_t place = 0;
  if (__builtin_mul_overflow(value, layout_->scale(fact), &place)) return put(fact, Value(Number(value)));
  return put(fact, place);
}

bool FactRow::set(FactHandle fact, const Number& value) {
  const FactDeclaration& declared = layout_->declaration(fact);
  if (!declared.type.is_numeric() || !is_inside(declared, value)) return false;
  const auto scaled = multiply(value, Number(layout_->scale(fact)));
  const auto place = scaled ? scaled->whole() : std::nullopt;
  return place ? put(fact, *place) : put(fact, Value(value));
}

bool FactRow::set(FactHandle fact, Date value) {
  return layout_->declaration(fact).type.kind == TypeKind::date && put(fact, std::int64_t{value.days});
}

bool FactRow::set(FactHandle fact, Moment value) {
  return layout_->declaration(fact).type.kind == TypeKind::moment && put(fact, value.minutes);
}

bool FactRow::set(FactHandle fact, EnumerationValue value) {
  const Type& type = layout_->declaration(fact).type;
  const bool is_member = type.kind == TypeKind::enumeration && type.values != nullptr && value.index < type.values->size();
  return is_member && put(fact, std::int64_t{value.index});
}

bool FactRow::set(FactHandle fact, const Value& value) {
  if (const auto* truth = std::get_if<bool>(&value)) return set(fact, *truth);
  if (const auto* number = std::get_if<Number>(&value)) return set(fact, *number);
  if (const auto* date = std::get_if<Date>(&value)) return set(fact, *date);
  if (const auto* moment = std::get_if<Moment>(&value)) return set(fact, *moment);
  if (const auto* member = std::get_if<EnumerationValue>(&value)) return set(fact, *member);
  if (is_none(value)) return set_none(fact);
  const Type& type = layout_->declaration(fact).type;
  if (const auto* period = std::get_if<Duration>(&value)) {
    if (type.kind != TypeKind::duration || (type.fixed_duration && type.duration != period->kind)) return false;
    return put(fact, value);
  }
  const bool is_text = std::holds_alternative<Text>(value) && type.kind == TypeKind::text;
  const bool is_texts = std::holds_alternative<TextList>(value) && type.kind == TypeKind::text_list;
  return (is_text || is_texts) && put(fact, value);
}

bool FactRow::set_none(FactHandle fact) {
  const FactDeclaration& declared = layout_->declaration(fact);
  const bool is_list = declared.type.kind == TypeKind::list;
  if (is_list) note_list(fact, State::none);
  else if (declared.if_any) note(fact, State::none, false);
  return is_list || declared.if_any;
}

void FactRow::set_verified(FactHandle fact, bool verified) {
  if (layout_->declaration(fact).type.kind != TypeKind::list) note(fact, state(fact), !verified);
}

void FactRow::set_unknown(FactHandle fact) { put_state(fact, State::unknown); }

void FactRow::clear(FactHandle fact) { put_state(fact, State::not_reported); }

void FactRow::put_state(FactHandle fact, State state) {
  if (layout_->declaration(fact).type.kind == TypeKind::list) note_list(fact, state);
  else note(fact, state, false);
}

void FactRow::clear() {
  std::fill_n(marks(), layout_->size(), std::uint8_t{0});
  without_place_ = layout_->scalars();
}

Value FactRow::value(FactHandle fact) const {
  const State known = state(fact);
  if (known == State::none) return None{};
  if (known == State::value) return values_[fact.fact];
  if (known != State::place) return Unknown{};
  const std::int64_t place = block_[fact.fact];
  const TypeKind kind = layout_->declaration(fact).type.kind;
  if (kind == TypeKind::boolean) return place != 0;
  if (kind == TypeKind::date) return Date{static_cast<std::int32_t>(place)};
  if (kind == TypeKind::moment) return Moment{place};
  if (kind == TypeKind::enumeration) return EnumerationValue{static_cast<std::uint32_t>(place)};
  const std::int64_t scale = layout_->scale(fact);
  return scale == 1 ? Number(place) : *Number::ratio(place, scale);
}

std::vector<FactReports> FactRow::reports(Moment as_of) const {
  std::vector<FactReports> facts(layout_->size());
  for (std::uint32_t fact = 0; fact < layout_->size(); ++fact) {
    const State known = state({fact});
    if (known == State::not_reported) continue;
    const Provenance provenance{.file = {}, .line = 0, .source = {}, .observed = {}, .verified = !claimed({fact})};
    if (known != State::items) {
      facts[fact].reports.push_back({value({fact}), std::nullopt, provenance, as_of});
      continue;
    }
    facts[fact].items.emplace();
    facts[fact].list_provenance = provenance;
    for (const FactRow& item : items({fact})) facts[fact].items->push_back({item.name_, provenance, item.reports(as_of)});
  }
  return facts;
}

Subject FactRow::subject(Moment as_of, std::string_view name) const {
  Subject subject;
  subject.name = name;
  subject.as_of = as_of;
  subject.facts = reports(as_of);
  return subject;
}

}  // namespace pasal
