#include "grammar/nearest.hpp"

#include <algorithm>
#include <cstdint>

#include "grammar/keywords.hpp"

namespace pasal {

namespace {

// Characters, for counting edits: a letter with a mark is one letter. What is not UTF-8 counts by the byte.
std::u32string characters(std::string_view text) {
  std::u32string result;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    if ((byte & 0xC0u) == 0x80u && !result.empty()) {
      result.back() = (result.back() << 6u) | (byte & 0x3Fu);
    } else {
      result += static_cast<char32_t>(byte);
    }
  }
  return result;
}

std::size_t edits(const std::u32string& a, const std::u32string& b, std::size_t limit) {
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({replaced, last[j] + 1, current[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before_last[j - 2] + 1);
      }
      least = std::min(least, current[j]);
    }
    if (least > limit) return limit + 1;
    std::swap(before_last, last);
    std::swap(last, current);
  }
  return std::min(last[b.size()], limit + 1);
}

// ---- by letters ---------------------------------------------------------------------------------------------------

// In thousandths; 0 where more than a third of the letters differ.
int likeness_of_letters(const std::u32string& written, const std::u32string& name) {
  const std::size_t limit = written.size() / 3;
  const std::size_t distance = edits(written, name, limit);
  if (distance > limit || written.empty()) return 0;
  return static_cast<int>(1000 - 1000 * distance / std::max(written.size(), name.size()));
}

// ---- by words -----------------------------------------------------------------------------------------------------

std::vector<std::u32string> words_of(const std::u32string& name) {
  std::vector<std::u32string> words(1);
  for (const char32_t letter : name) {
    if (letter != U' ') {
      words.back() += letter;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::size_t letters_of(const std::vector<std::u32string>& words) {
  std::size_t letters = 0;
  for (const std::u32string& word : words) letters += word.size();
  return letters;
}

// How two words agree: so many letters, and whether the shorter one is only a part of the longer (`birth`, `birthdate`).
struct Agreement {
  std::size_t letters = 0;
  bool part = false;
};

Agreement agreement(const std::u32string& a, const std::u32string& b) {
  const std::u32string& shorter = a.size() <= b.size() ? a : b;
  const std::u32string& longer = a.size() <= b.size() ? b : a;
  if (a == b) return {a.size(), false};
  const std::size_t allowed = (longer.size() + 1) / 3;
  const std::size_t distance = edits(a, b, allowed);
  if (distance <= allowed && distance < shorter.size()) return {shorter.size() - distance, false};
  constexpr std::size_t long_enough = 4;  // `birth` in `birthdate` says something, `of` in `office` does not
  if (shorter.size() < long_enough) return {};
  if (longer.find(shorter) != std::u32string::npos) return {shorter.size(), true};
  std::size_t common = 0;
  while (common < shorter.size() && shorter[common] == longer[common]) ++common;
  if (common >= long_enough && common * 5 >= shorter.size() * 3) return {common, false};  // `adverts`, `advertising`
  return {};
}

// Takes what agrees out of both words: a part leaves the rest of the longer word, which may agree with another word.
void take(std::u32string& a, std::u32string& b, bool part) {
  std::u32string& shorter = a.size() <= b.size() ? a : b;
  std::u32string& longer = a.size() <= b.size() ? b : a;
  if (part) {
    longer.erase(longer.find(shorter), shorter.size());
  } else {
    longer.clear();
  }
  shorter.clear();
}

// In thousandths; 0 where they share too little. A word too many weighs more than one that is missing: `complaints
// received` is not `received`, and `office` may be `local office`.
int likeness_of_words(std::vector<std::u32string> written, std::vector<std::u32string> name) {
  const std::size_t all = letters_of(written) + letters_of(name);
  std::size_t agreed = 0;
  while (true) {
    Agreement best;
    std::size_t at = 0;
    std::size_t in_name = 0;
    for (std::size_t i = 0; i < written.size(); ++i) {
      for (std::size_t j = 0; j < name.size(); ++j) {
        const Agreement found = agreement(written[i], name[j]);
        if (found.letters <= best.letters) continue;
        best = found;
        at = i;
        in_name = j;
      }
    }
    if (best.letters == 0) break;
    agreed += best.letters;
    take(written[at], name[in_name], best.part);
  }
  const int likeness = static_cast<int>(2000 * agreed / std::max<std::size_t>(all + 2 * letters_of(written), 1));
  constexpr int near = 550;
  return likeness >= near ? likeness : 0;
}

struct Written {
  std::u32string letters;
  std::vector<std::u32string> words;
};

Written prepared(std::string_view text) {
  std::u32string letters = characters(normalized(text));
  std::vector<std::u32string> words = words_of(letters);
  return {std::move(letters), std::move(words)};
}

// What is near in one way is the nearer the more it is so in the other.
int likeness(const Written& written, const Written& name) {
  if (written.letters == name.letters) return written.letters.empty() ? 0 : 1000;
  constexpr std::size_t most_words = 20;  // more are no name, and each is compared with each
  const bool few = written.words.size() <= most_words && name.words.size() <= most_words;
  const int by_words = few ? likeness_of_words(written.words, name.words) : 0;
  int by_letters = likeness_of_letters(written.letters, name.letters);
  // `response limit` is `response time` by most of its letters, and says something else.
  if (by_words == 0 && written.words.size() > 1 && name.words.size() > 1) by_letters = by_letters * 3 / 4;
  return (9 * std::max(by_letters, by_words) + std::min(by_letters, by_words)) / 10;
}

}  // namespace

int likeness(std::string_view written, std::string_view name) { return likeness(prepared(written), prepared(name)); }

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  return edits(characters(a), characters(b), limit);
}

std::vector<std::string> nearest(std::string_view written, const std::vector<std::string>& candidates, std::size_t most) {
  Nearest near(written, most);
  for (const std::string& candidate : candidates) near.offer(candidate);
  return near.found();
}

Nearest::Nearest(std::string_view written, std::size_t most) : written_(written), letters_(count(written)), most_(most) {}

Nearest::Letters Nearest::count(std::string_view text) {
  Letters letters;
  bool joint = false;
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (byte >= 0x80) letters.plain = false;
    const bool was_joint = joint;
    joint = c == ' ' || c == '-' || c == '_' || c == '\t' || c == '\n' || c == '\r';
    if (joint) continue;
    if (was_joint && letters.all > 0) ++letters.spaces;
    ++letters.counts[byte % 32];  // capitals and small letters alike
    ++letters.all;
  }
  return letters;
}

// Never less than how alike the two are: every letter that they share may agree.
int Nearest::most_alike(const Letters& candidate) const {
  if (!letters_.plain || !candidate.plain) return 1000;
  std::size_t shared = 0;
  for (std::size_t i = 0; i < letters_.counts.size(); ++i) shared += std::min(letters_.counts[i], candidate.counts[i]);
  const std::size_t longer = std::max<std::size_t>(1, std::max(letters_.all + letters_.spaces, candidate.all + candidate.spaces));
  const std::size_t by_letters = 1000 * (shared + std::min(letters_.spaces, candidate.spaces)) / longer;
  const std::size_t by_words = 2000 * shared / std::max<std::size_t>(1, candidate.all + 3 * letters_.all);
  return static_cast<int>(std::max(by_letters, by_words)) + 1;  // both are rounded down
}

void Nearest::offer(const std::string& candidate) {
  const bool is_full = found_.size() == most_;
  const int wanted = !is_full ? 0 : found_.empty() ? 1000 : found_.back().likeness;
  if (wanted > 0 && most_alike(count(candidate)) <= wanted) return;
  const int found = likeness(written_, candidate);
  if (found <= wanted || std::ranges::find(found_, candidate, &Found::candidate) != found_.end()) return;
  const auto place = std::ranges::upper_bound(found_, found, std::ranges::greater(), &Found::likeness);
  found_.insert(place, {found, candidate});
  if (found_.size() > most_) found_.pop_back();
}

std::vector<std::string> Nearest::found() const {
  std::vector<std::string> result;
  for (const Found& one : found_) result.push_back(one.candidate);
  return result;
}

}  // namespace pasal
