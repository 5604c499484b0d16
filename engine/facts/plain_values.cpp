#include "engine/facts/plain_values.hpp"

#include <array>

namespace pasal::facts {
namespace {

constexpr std::array<std::int64_t, 19> powers_of_ten = [] {
  std::array<std::int64_t, 19> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = 10 * powers[i - 1];
  return powers;
}();

std::optional<PlainNumber> number_of(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto number = take_number(at, end);
  return at == end ? number : std::nullopt;
}

Number exact(const PlainNumber& number, std::int64_t divisor) {
  return *Number::ratio(number.digits, Int128{divisor} * powers_of_ten[static_cast<std::size_t>(number.decimals)]);
}

}  // namespace

PlainValues::PlainValues(const FactLayout& layout) : layout_(layout), values_(layout.program(), problems_) {
  for (std::uint32_t fact = 0; fact < layout.size(); ++fact) {
    const FactDeclaration& declared = layout.declaration({fact});
    usual_.push_back({declared.type.kind, declared.when_verified, declared.lowest || declared.highest, layout.scale({fact})});
  }
}

bool PlainValues::put(FactHandle fact, const PlainNumber& number, const Written& written, FactRow& into) {
  if (!put_number(fact, number, written, into)) return put(fact, written, into);
  note_claim(fact, into);
  return true;
}

bool PlainValues::put(FactHandle fact, const Written& written, FactRow& into) {
  if (!put_usual(fact, written, into) && !put_any(fact, written, into)) return false;
  note_claim(fact, into);
  return true;
}

// What a row says is a claim. That is noted only where it counts, so that rows of other facts are decided at once.
void PlainValues::note_claim(FactHandle fact, FactRow& into) const {
  if (usual_[fact.fact].when_verified && into.state(fact) != FactRow::State::unknown) into.set_verified(fact, false);
}

bool PlainValues::put_number(FactHandle fact, const PlainNumber& number, const Written& written, FactRow& into) const {
  const Usual& usual = usual_[fact.fact];
  if (usual.kind != TypeKind::number && usual.kind != TypeKind::money) return false;
  if (number.decimals == 0) {
    std::int64_t place = 0;
    if (usual.has_range || __builtin_mul_overflow(number.digits, usual.scale, &place)) return into.set(fact, number.digits);
    into.set_place(fact, place);
    return true;
  }
  // `1.500` may be one and a half or fifteen hundred, except where a machine wrote it.
  if (number.decimals == 3 && !(written.json && !written.quoted)) return false;
  return into.set(fact, exact(number, 1));
}

bool PlainValues::put_spelling(FactHandle fact, const Written& written, FactRow& into) const {
  const auto place = usual_[fact.fact].spellings.find(written.text);
  if (place) into.set_place(fact, *place);
  return place.has_value();
}

// What is taken here is what `ValueReader` would make of it too.
bool PlainValues::put_usual(FactHandle fact, const Written& written, FactRow& into) const {
  const Usual& usual = usual_[fact.fact];
  switch (usual.kind) {
    case TypeKind::boolean: {
      const bool is_yes = written.text == "true" || written.text == "yes";
      const bool is_no = written.text == "false" || written.text == "no";
      if (!is_yes && !is_no) return put_spelling(fact, written, into);
      into.set_place(fact, is_yes ? 1 : 0);
      return true;
    }
    case TypeKind::enumeration: return put_spelling(fact, written, into);
    case TypeKind::number:
    case TypeKind::money: {
      const auto number = number_of(written.text);
      return number && put_number(fact, *number, written, into);
    }
    case TypeKind::percent: {
      if (!written.text.ends_with('%')) return false;
      const auto number = number_of(written.text.substr(0, written.text.size() - 1));
      return number && number->decimals != 3 && into.set(fact, exact(*number, 100));
    }
    case TypeKind::date: {
      const auto date = parse_date(written.text);
      return date && into.set(fact, *date);
    }
    case TypeKind::moment: {
      const auto time = parse_civil_time(written.text);
      const auto moment = time ? layout_.program().zone.moment(*time) : std::nullopt;
      return moment && into.set(fact, *moment);
    }
    case TypeKind::text:
    case TypeKind::duration:
    case TypeKind::list:
    case TypeKind::text_list:
    case TypeKind::item:
    case TypeKind::unknown: break;
  }
  return false;
}

bool PlainValues::put_any(FactHandle fact, const Written& written, FactRow& into) {
  const FactDeclaration& declared = layout_.declaration(fact);
  if (declared.type.kind == TypeKind::list || declared.type.kind == TypeKind::text_list) return false;
  const std::size_t problems = problems_.dropped();
  const auto value = values_.read(declared, Strictness::declared, written);
  if (!value || problems_.dropped() > problems) return false;
  if (is_open(*value)) {
    into.set_unknown(fact);
    return true;
  }
  if (const auto* truth = std::get_if<bool>(&*value)) usual_[fact.fact].spellings.learn(written.text, *truth ? 1 : 0);
  if (const auto* member = std::get_if<EnumerationValue>(&*value)) usual_[fact.fact].spellings.learn(written.text, member->index);
  return into.set(fact, *value);
}

std::optional<Moment> PlainValues::read_as_of(const Written& written) {
  if (as_of_ && written.text == as_of_text_) return as_of_;
  const auto time = values_.read_time("as of", "a date, or a date and time", written);
  as_of_.reset();
  if (!time) return std::nullopt;
  const Date* date = std::get_if<Date>(&*time);
  as_of_ = date != nullptr ? layout_.program().zone.close_of(*date) : std::get<Moment>(*time);
  as_of_text_ = written.text;
  return as_of_;
}

}  // namespace pasal::facts
