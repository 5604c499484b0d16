#include "engine/batch/fact_columns.hpp"

#include <algorithm>

namespace pasal {
namespace {

bool set_by_kind(FactRow& row, FactHandle fact, std::int64_t value) {
  switch (row.layout().declaration(fact).type.kind) {
    case TypeKind::boolean: return (value == 0 || value == 1) && row.set(fact, value == 1);
    case TypeKind::enumeration: return value >= 0 && value <= INT32_MAX && row.set(fact, EnumerationValue{static_cast<std::uint32_t>(value)});
    case TypeKind::date: return value >= INT32_MIN && value <= INT32_MAX && row.set(fact, Date{static_cast<std::int32_t>(value)});
    case TypeKind::moment: return row.set(fact, Moment{value});
    case TypeKind::number:
    case TypeKind::percent:
    case TypeKind::money: return row.set(fact, value);
    case TypeKind::text:
    case TypeKind::duration:
    case TypeKind::list:
    case TypeKind::text_list:
    case TypeKind::item:
    case TypeKind::unknown: return false;
  }
  return false;
}

}  // namespace

FactColumns::FactColumns(const FactLayout& layout, std::size_t subjects) : layout_(&layout), subjects_(subjects), columns_(layout.size()) {
  for (Column& column : columns_) {
    column.places.resize(subjects);
    column.states.resize(subjects, FactRow::State::not_reported);
    column.claimed.resize(subjects);
  }
}

std::optional<std::size_t> FactColumns::set(FactHandle fact, std::span<const std::int64_t> values) { return set(fact, values, {}); }

std::optional<std::size_t> FactColumns::set(FactHandle fact, std::span<const std::int64_t> values, std::span<const std::uint8_t> reported) {
  Column column;
  column.places.resize(subjects_);
  column.states.resize(subjects_, FactRow::State::not_reported);
  column.claimed.resize(subjects_);
  column.are_all_places = true;
  std::map<std::pair<std::uint32_t, std::size_t>, Value> without_place;
  FactRow row(*layout_);
  for (std::size_t subject = 0; subject < subjects_; ++subject) {
    const bool is_reported = subject < values.size() && (reported.empty() || (subject < reported.size() && reported[subject] != 0));
    column.are_all_places = column.are_all_places && is_reported;
    if (!is_reported) continue;
    if (!set_by_kind(row, fact, values[subject])) return subject;
    column.states[subject] = row.state(fact);
    column.places[subject] = row.place(fact);
    if (row.state(fact) == FactRow::State::place) continue;
    column.are_all_places = false;
    without_place.emplace(std::pair(fact.fact, subject), row.value(fact));
  }
  columns_[fact.fact] = std::move(column);
  values_.erase(values_.lower_bound({fact.fact, 0}), values_.lower_bound({fact.fact + 1, 0}));
  values_.merge(without_place);
  return std::nullopt;
}

void FactColumns::set(std::size_t subject, const FactRow& row) {
  bool has_items = false;
  for (std::uint32_t fact = 0; fact < columns_.size(); ++fact) {
    Column& column = columns_[fact];
    const FactRow::State state = row.state({fact});
    has_items = has_items || state == FactRow::State::items;
    column.states[subject] = state;
    column.claimed[subject] = row.claimed({fact}) ? 1 : 0;
    column.places[subject] = state == FactRow::State::place ? row.place({fact}) : 0;
    column.are_all_places = false;
    if (state == FactRow::State::value) values_.insert_or_assign({fact, subject}, row.value({fact}));
    else if (!values_.empty()) values_.erase({fact, subject});
  }
  if (has_items) with_lists_.insert_or_assign(subject, row);
  else with_lists_.erase(subject);
}

void FactColumns::read(std::size_t subject, FactRow& into) const {
  const auto with_lists = with_lists_.find(subject);
  if (with_lists != with_lists_.end()) into = with_lists->second;
  else into.clear();
  for (std::uint32_t fact = 0; fact < columns_.size(); ++fact) {
    const Column& column = columns_[fact];
    switch (column.states[subject]) {
      case FactRow::State::not_reported: into.clear({fact}); break;
      case FactRow::State::items: break;  // as they were set
      case FactRow::State::unknown: into.set_unknown({fact}); break;
      case FactRow::State::none: into.set_none({fact}); break;
      case FactRow::State::value: into.set({fact}, value({fact}, subject)); break;
      case FactRow::State::place: into.set_place({fact}, column.places[subject]); break;
    }
    if (column.claimed[subject] != 0) into.set_verified({fact}, false);
  }
}

}  // namespace pasal
