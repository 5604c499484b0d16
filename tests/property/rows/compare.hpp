// What a plain row holds, against what `RowReader` reads of it. For the property test of rows and for the fuzzer.
#pragma once

#include <string>

#include "engine/facts/typed.hpp"
#include "engine/pasal.hpp"

namespace pasal::property {

// A policy with a fact of every type, some of which go by two names; in English or in Indonesian.
inline std::string policy_of_rows(Language language) {
  const bool english = language == Language::english;
  return std::string(english ? R"(policy "Every type"
  time zone Europe/London

facts about a platform
  local office: yes or no
  backlog: number of items, at least 0
  score: number
  share: percent, 0% to 100%
  turnover: money in EUR, from "financials.turnover"
  fine paid: money in KWD, if any, when verified
  owner: text, if any
  aliases: list of text
  kind: one of shop, video-game, none of these
  founded: date
  closed: date, if any, when verified
  reminded: date and time, if any
  longest wait: duration in hours
  term: duration
  moderators: number of people, 0 to 1,000, when verified
  negative-content backlog: number, from "negative.content"
  complaints: list of complaint, assume none

facts about a complaint
  category: one of gambling, terrorism

block if no local office and backlog > 10
)"
                             : R"(bahasa Indonesia

kebijakan "Every type"
  zona waktu  Asia/Jakarta

fakta tentang platform
  kantor lokal: ya atau tidak
  backlog: jumlah items, paling sedikit 0
  share: persen
  turnover: uang dalam IDR, dari "financials.turnover"
  owner: teks, jika ada
  kind: salah satu dari shop, video-game
  founded: tanggal
  reminded: tanggal dan waktu, jika ada
  moderators: jumlah people, bila terverifikasi

blokir jika backlog > 10
)");
}

class RowComparison {
public:
  RowComparison(const Program& program, RowFormat format, const RowHeader* header, const FactsLimits& limits = {})
      : program_(program), layout_(program), reader_(program, format, "rows", header, limits), plain_(layout_, format, header, limits), row_(layout_) {}

  // What differs of a row that was taken for a plain one; else empty.
  std::string difference(const RowBlock& block, const Row& row) {
    is_plain_ = plain_.read(block, row, row_);
    const auto subject = reader_.read(block, row);
    is_read_ = subject.has_value();
    if (!is_plain_) return {};
    if (!subject) return "it is wrong: " + render(reader_.problems(), reader_.sources());
    const auto wanted = FactRow::of(layout_, *subject);
    if (!wanted) return "no row holds its facts";
    if (subject->name != plain_.name()) return "it is `" + subject->name + "`, and not `" + std::string(plain_.name()) + "`";
    if (subject->as_of != plain_.as_of()) return "`as of` is another";
    for (std::uint32_t fact = 0; fact < layout_.size(); ++fact) {
      if (!holds_same(*wanted, {fact})) return "`" + layout_.declaration({fact}).name + "` is another";
    }
    return {};
  }
  // Of the row that was compared last.
  bool is_plain() const { return is_plain_; }
  bool is_read() const { return is_read_; }

private:
  bool holds_same(const FactRow& wanted, FactHandle fact) const {
    const bool is_claim = layout_.declaration(fact).when_verified && wanted.claimed(fact) != row_.claimed(fact);
    if (wanted.state(fact) != row_.state(fact) || is_claim) return false;
    if (wanted.state(fact) == FactRow::State::place) return wanted.place(fact) == row_.place(fact);
    return facts::same_value(wanted.value(fact), row_.value(fact));
  }

  const Program& program_;
  FactLayout layout_;
  RowReader reader_;
  PlainRows plain_;
  FactRow row_;
  bool is_plain_ = false;
  bool is_read_ = false;
};

}  // namespace pasal::property
