// How a decision depends on one fact, for a person.
#include <algorithm>
#include <array>

#include "engine/explain/explain.hpp"
#include "engine/explain/layout.hpp"
#include "engine/explain/phrases.hpp"
#include "engine/explain/words.hpp"

namespace pasal {
namespace {

std::string value_words(const Value& value, const Type& type, const Program& program) {
  return is_open(value) ? say(Phrase::not_known, program.language) : display(value, type, program.language, program.zone);
}

std::string range_of_times(const RangeEnd& from, const RangeEnd& to, const Type& type, const Program& program) {
  const Language language = program.language;
  if (!from.value) return say(Phrase::until_time, language, value_words(*to.value, type, program));
  if (!to.value) return say(Phrase::from_time, language, value_words(*from.value, type, program));
  const std::string first = value_words(*from.value, type, program);
  const std::string last = value_words(*to.value, type, program);
  return first == last ? first : say(Phrase::range, language, first, last);
}

std::string range_of_numbers(const RangeEnd& from, const RangeEnd& to, const Type& type, const Program& program) {
  const Language language = program.language;
  if (!from.value) return say(to.included ? Phrase::up_to : Phrase::below, language, value_words(*to.value, type, program));
  if (!to.value) return say(from.included ? Phrase::from_on : Phrase::above, language, value_words(*from.value, type, program));
  const std::string first = value_words(*from.value, type, program);
  const std::string last = value_words(*to.value, type, program);
  if (first == last) return say(Phrase::exactly, language, first);
  constexpr std::array phrases{Phrase::above_below, Phrase::above_up_to, Phrase::from_below, Phrase::range};
  return say(phrases[(from.included ? 2U : 0U) + (to.included ? 1U : 0U)], language, first, last);
}

// `1,000 or less`, `over 1,000`, `until 3 July 2018`
std::string range_words(const RangeEnd& from, const RangeEnd& to, const Type& type, const Program& program) {
  if (!from.value && !to.value) return say(Phrase::any_value, program.language);
  return type.is_time() ? range_of_times(from, to, type, program) : range_of_numbers(from, to, type, program);
}

class SweepText {
public:
  SweepText(const Sweep& sweep, const Program& program, const TextOptions& options)
      : sweep_(sweep), program_(program), type_(type_of(sweep.variable, program)), width_(options.width), layout_(options) {}

  std::string table();
  std::string bars();

private:
  template <typename... Arguments>
  std::string say_it(Phrase phrase, const Arguments&... arguments) const {
    return say(phrase, program_.language, arguments...);
  }
  std::string shown(const Value& value) const { return value_words(value, type_, program_); }
  std::string piece_words(const Piece& piece) const;
  bool makes_no_difference() const;
  std::vector<std::string> row(const Piece& piece) const;

  const Sweep& sweep_;
  const Program& program_;
  const Type& type_;
  std::size_t width_;
  Layout layout_;
};

std::string SweepText::piece_words(const Piece& piece) const {
  if (piece.any_other) return say_it(Phrase::any_other);
  if (piece.value) return shown(*piece.value);
  return range_words(piece.from, piece.to, type_, program_);
}

std::vector<std::string> SweepText::row(const Piece& piece) const {
  std::vector<std::string> cells{piece.holds_now ? ">" : " ", piece_words(piece)};
  for (std::uint32_t ladder = 0; ladder < program_.ladders.size(); ++ladder) cells.push_back(standing_words(piece, ladder, program_));
  return cells;
}

bool SweepText::makes_no_difference() const {
  return std::ranges::all_of(sweep_.pieces, [&](const Piece& piece) {
    return piece.standing == sweep_.pieces.front().standing && piece.standing_to.empty();
  });
}

std::string SweepText::table() {
  layout_.paragraph(say_it(Phrase::varied, name_of(sweep_.variable, program_), shown(sweep_.now)), 0);
  if (sweep_.pieces.size() > 1 && program_.ladders.size() == 1 && makes_no_difference()) {
    layout_.paragraph(say_it(Phrase::makes_no_difference, standing_words(sweep_.pieces.front(), 0, program_)), 2);
  } else {
    std::vector<std::vector<std::string>> rows;
    if (program_.ladders.size() > 1) {
      rows.push_back({" ", " "});
      for (const Ladder& ladder : program_.ladders) rows.back().push_back(ladder.name);
    }
    for (const Piece& piece : sweep_.pieces) rows.push_back(row(piece));
    layout_.table(std::move(rows), 2);
  }
  if (!sweep_.exact) layout_.paragraph(say_it(Phrase::whole_numbers_only), 2);
  if (!sweep_.complete) layout_.paragraph(say_it(Phrase::not_complete), 2);
  return layout_.take();
}

std::string SweepText::bars() {
  const auto has_ends = [](const Piece& piece) { return !piece.value && piece.from.value && piece.to.value; };
  if (sweep_.pieces.empty() || !std::ranges::all_of(sweep_.pieces, has_ends)) return {};
  const auto first = place_of(*sweep_.pieces.front().from.value);
  const auto last = place_of(*sweep_.pieces.back().to.value);
  const auto length = first && last ? subtract(*last, *first) : std::nullopt;
  if (!length || length->is_zero()) return {};
  const std::size_t columns = std::min<std::size_t>(width_ > 8 ? width_ - 4 : 4, 64);
  for (std::uint32_t ladder = 0; ladder < program_.ladders.size(); ++ladder) {
    std::string line;
    std::size_t piece = 0;
    for (std::size_t column = 0; column < columns; ++column) {
      const auto part = Number::ratio(static_cast<Int128>(column * 2 + 1), static_cast<Int128>(columns * 2));
      const auto shift = multiply(*length, *part);
      const auto place = shift ? add(*first, *shift) : std::nullopt;
      while (place && piece + 1 < sweep_.pieces.size() && *place_of(*sweep_.pieces[piece].to.value) < *place) ++piece;
      line += shade(sweep_.pieces[piece].standing[ladder].measure.rung, program_.ladders[ladder].measures.size());
    }
    layout_.paragraph(line, 2);
  }
  const std::string from = shown(*sweep_.pieces.front().from.value);
  const std::string to = shown(*sweep_.pieces.back().to.value);
  const std::size_t used = display_width(from) + display_width(to);
  layout_.preformatted(from + std::string(used < columns ? columns - used : 1, ' ') + to, 2);
  return layout_.take();
}

}  // namespace

std::string text(const Sweep& sweep, const Program& program, const TextOptions& options) {
  return SweepText(sweep, program, options).table();
}

std::string text(const SweepOfMany& sweep, const std::vector<std::string>& subjects, const Program& program, const TextOptions& options) {
  Layout layout(options);
  const Type& type = type_of(sweep.variable, program);
  const Ladder& ladder = program.ladders[sweep.ladder];
  layout.paragraph(say(Phrase::how_many, program.language, name_of(sweep.variable, program), subjects.size()), 0);
  std::vector<std::vector<std::string>> rows;
  for (const auto& part : sweep.parts) {
    rows.push_back({range_words(part.from, part.to, type, program)});
    for (std::uint32_t rung = 0; rung < ladder.measures.size(); ++rung) {
      const auto count = std::ranges::count(part.rungs, rung);
      rows.back().push_back(count == 0 ? std::string() : ladder.measures[rung].name + " " + std::to_string(count));
    }
  }
  layout.table(std::move(rows), 2);
  for (std::size_t index = 0; index < sweep.parts.size(); ++index) {
    const auto& part = sweep.parts[index];
    layout.empty_line();
    layout.paragraph(range_words(part.from, part.to, type, program) + ":", 2);
    for (auto rung = static_cast<std::uint32_t>(ladder.measures.size()); rung-- > 0;) {
      std::vector<std::string> who;
      for (std::size_t subject = 0; subject < part.rungs.size(); ++subject) {
        const bool moved = index == 0 || sweep.parts[index - 1].rungs[subject] != rung;
        if (part.rungs[subject] == rung && moved) who.push_back(subjects[subject]);
      }
      if (who.empty()) continue;
      const Phrase phrase = index == 0 ? Phrase::who : Phrase::who_now;
      layout.paragraph(say(phrase, program.language, ladder.measures[rung].name, listed(who)), 4);
    }
  }
  if (!sweep.exact) layout.paragraph(say(Phrase::whole_numbers_only, program.language), 2);
  if (!sweep.complete) layout.paragraph(say(Phrase::not_complete, program.language), 2);
  return layout.take();
}

std::string bars(const Sweep& sweep, const Program& program, const TextOptions& options) {
  return SweepText(sweep, program, options).bars();
}

}  // namespace pasal
