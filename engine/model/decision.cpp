#include "engine/model/decision.hpp"

namespace pasal {

bool is_stricter(const Outcome& a, const Outcome& b) {
  if (a.rung != b.rung) return a.rung > b.rung;
  return a.amount && (!b.amount || *a.amount > *b.amount);
}

Outcome rounded(const Outcome& outcome, const Ladder& ladder) {
  const auto& type = ladder.measures[outcome.rung].amount;
  if (!outcome.amount || !type || type->kind != TypeKind::money) return outcome;
  std::int64_t parts = 1;
  for (int decimal = minor_unit_decimals(type->unit); decimal > 0; --decimal) parts *= 10;
  const auto step = Number::ratio(1, parts);
  const auto amount = step ? round_to(*outcome.amount, *step, Rounding::half_up) : std::nullopt;
  return {outcome.rung, amount ? amount : outcome.amount};
}

}  // namespace pasal
