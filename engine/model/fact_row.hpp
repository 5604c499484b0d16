// The facts of one subject for a program that embeds Pasal: filled by handle, with no names or files on the way.
//
// Purpose: many decisions a second over facts that are at hand as numbers, dates and yes or no. Input: the vocabulary of a
// program. Output: rows that a plan decides, and that become a `Subject` where the reference has to.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/program.hpp"

namespace pasal {

// A fact of the subject, in the layout that gave it.
struct FactHandle {
  std::uint32_t fact = 0;
  friend bool operator==(FactHandle, FactHandle) = default;
};

// Where the facts of a program lie in a row. Refers to the program, which has to outlive it; may be shared by threads.
class FactLayout {
public:
  explicit FactLayout(const Program& program) : FactLayout(program, 0, 0) {}

  const Program& program() const { return *program_; }
  std::size_t size() const { return scales_.size(); }
  // By its declared name; case, `-`, `_` and a space are the same. Nothing where there is no such fact, or where it is a list.
  std::optional<FactHandle> find(std::string_view name) const;
  // The same of a list of records. `measures taken` cannot be had: its records are for the reference.
  std::optional<FactHandle> find_list(std::string_view name) const;
  // Where the facts of each of its items lie.
  const FactLayout& items(FactHandle list) const { return *items_[list.fact]; }
  bool has_items(FactHandle fact) const { return items_[fact.fact] != nullptr; }
  // The place of a value in the fact's `one of`; nothing where it is none of them.
  std::optional<EnumerationValue> member(FactHandle fact, std::string_view value) const;
  const FactDeclaration& declaration(FactHandle fact) const { return program_->records[record_].facts[fact.fact]; }
  // How many facts have a place in a row: all but lists.
  std::size_t scalars() const { return scalars_; }
  // How many units of a row's place make one of the fact: money counts in its minor unit, percent in millionths.
  std::int64_t scale(FactHandle fact) const { return scales_[fact.fact]; }

private:
  FactLayout(const Program& program, std::uint32_t record, std::uint32_t depth);

  const Program* program_;
  std::uint32_t record_;  // of the program, whose facts these are
  std::vector<std::int64_t> scales_;
  std::vector<std::shared_ptr<const FactLayout>> items_;  // by fact: of lists
  std::size_t scalars_ = 0;
};

// One subject's facts. Filling and reading it allocates nothing once it exists, except for values that have no place: texts,
// lists of texts, durations, and numbers that are no whole number of the smallest unit. Everything starts as not reported. `set` returns false, and leaves the fact as it was, where the value is not of the fact's type or lies outside
// its declared range: what a facts file would be refused for.
class FactRow {
public:
  enum class State : std::uint8_t { not_reported, unknown, none, place, value, items };

  explicit FactRow(const FactLayout& layout);
  // The facts of a subject; nothing where they say what a row does not hold: what was so on another day, or which measures were taken.
  static std::optional<FactRow> of(const FactLayout& layout, const Subject& subject);

  bool set(FactHandle fact, std::same_as<bool> auto value) { return set_truth(fact, value); }
  // A whole number, in the fact's own unit; of a percent: so many percent.
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  bool set(FactHandle fact, T value) {
    return set_whole(fact, static_cast<std::int64_t>(value));
  }
  bool set(FactHandle fact, const Number& value);  // of a percent a fraction: 80% is 4/5
  bool set(FactHandle fact, Date value);
  bool set(FactHandle fact, Moment value);
  bool set(FactHandle fact, EnumerationValue value);
  bool set(FactHandle fact, const Value& value);   // any other
  bool set_none(FactHandle fact);                  // only of a fact that is declared `if any`; of a list: that it has no items
  void set_unknown(FactHandle fact);               // `?`: known to be unknown
  // What is known to fit: the type is the caller's to see to, and the range.
  void set_place(FactHandle fact, std::int64_t place) {
    note(fact, State::place, false);
    block_[fact.fact] = place;
  }
  // Whether a value counts as verified. It does until this says otherwise, and again once it is set anew. It matters where a
  // fact is declared to count `when verified`.
  void set_verified(FactHandle fact, bool verified);
  // A list: how many items it has, each with nothing reported. What an item takes is kept for the next time.
  void set_items(FactHandle list, std::size_t count);
  // One of them: a row of the layout `items(list)`.
  FactRow& item(FactHandle list, std::size_t index);
  std::span<const FactRow> items(FactHandle list) const;
  // What an item is called in reasons (`order A-17`).
  void set_name(std::string_view name) { name_ = name; }
  const std::string& name() const { return name_; }
  void clear(FactHandle fact);                     // not reported
  void clear();                                    // nothing is

  const FactLayout& layout() const { return *layout_; }
  State state(FactHandle fact) const { return static_cast<State>(marks()[fact.fact] & ~claim); }
  std::int64_t place(FactHandle fact) const { return block_[fact.fact]; }  // where the state is `place`
  bool claimed(FactHandle fact) const { return (marks()[fact.fact] & claim) != 0; }
  const std::int64_t* places() const { return block_.data(); }  // by fact; where the state is no `place`, any
  // Whether every fact but lists has a place and counts as verified, so that nothing is unknown or none.
  bool has_all_places() const { return without_place_ == 0; }
  // As it was reported; Unknown where nothing was.
  Value value(FactHandle fact) const;
  // The same facts for the reference, as reported at `as_of`.
  Subject subject(Moment as_of, std::string_view name = {}) const;

private:
  static constexpr std::uint8_t claim = 0x80;
  static constexpr std::uint8_t placed = static_cast<std::uint8_t>(State::place);  // and no claim

  // A byte for each fact, behind the places: its state, and whether it is a claim.
  std::uint8_t* marks() { return reinterpret_cast<std::uint8_t*>(block_.data() + layout_->size()); }
  const std::uint8_t* marks() const { return reinterpret_cast<const std::uint8_t*>(block_.data() + layout_->size()); }
  void note(FactHandle fact, State state, bool claimed) {
    std::uint8_t& mark = marks()[fact.fact];
    without_place_ -= mark != placed ? 1U : 0U;
    mark = static_cast<std::uint8_t>(static_cast<std::uint8_t>(state) | (claimed ? claim : 0U));
    without_place_ += mark != placed ? 1U : 0U;
  }
  struct Items {
    std::uint32_t list = 0;
    std::size_t count = 0;
    std::vector<FactRow> rows;  // there may be more
  };
  const Items* find_items(FactHandle list) const;
  void note_list(FactHandle list, State state) { marks()[list.fact] = static_cast<std::uint8_t>(state); }
  void put_state(FactHandle fact, State state);
  std::vector<FactReports> reports(Moment as_of) const;
  static bool take(FactRow& row, const std::vector<FactReports>& facts);
  bool set_truth(FactHandle fact, bool value);
  bool set_whole(FactHandle fact, std::int64_t value);
  bool put(FactHandle fact, std::int64_t place);
  bool put(FactHandle fact, const Value& value);

  const FactLayout* layout_;
  std::vector<std::int64_t> block_;  // one block, so that a row comes into the cache whole: places, then marks
  std::vector<Value> values_;        // by fact, of those that have no place; empty until there is one
  std::vector<Items> items_;         // of the lists that had any so far
  std::string name_;
  std::size_t without_place_;
};

}  // namespace pasal
