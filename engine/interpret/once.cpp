#include "engine/interpret/once.hpp"

#include <algorithm>
#include <tuple>

namespace pasal::interpret {
namespace {

std::string key_of(const std::string& measure, const std::string& rule, const std::string& item) {
  return measure + '\n' + rule + '\n' + item;
}

bool reaches_more(const Effect& a, const Effect& b) {
  if (std::tuple(a.ladder, a.rung) != std::tuple(b.ladder, b.rung)) {
    return std::tuple(a.ladder, a.rung) > std::tuple(b.ladder, b.rung);
  }
  if (a.amount == nullptr || b.amount == nullptr || !b.amount->highest) return false;
  return !a.amount->highest || *a.amount->highest > *b.amount->highest;
}

// The item, and what a record says that does not name one.
std::vector<std::string> or_unsaid(const std::string& item) {
  return item.empty() ? std::vector<std::string>{""} : std::vector<std::string>{item, ""};
}

}  // namespace

// ---- records --------------------------------------------------------------------------------------------------

OnceLedger::OnceLedger(Evaluator& evaluator) : evaluator_(evaluator) {
  for (const TakenRecord& record : evaluator.taken()) {
    if (!evaluator.has_started(record.from)) continue;
    const std::string key = key_of(record.measure, record.under, record.about);
    const std::string amount = record.amount_text();
    records_[key + '\n' + amount].push_back(&record);
    if (!amount.empty()) ++with_amount_[key];
  }
  for (auto& [key, records] : records_) std::ranges::reverse(records);
}

const TakenRecord* OnceLedger::take(const std::string& rule, const std::string& item, const OnceClaim& claim,
                                    bool keep) {
  const std::string key = key_of(claim.measure, rule, item);
  std::vector<std::string> amounts = claim.amounts;
  amounts.emplace_back();
  for (const std::string& amount : amounts) {
    const auto found = records_.find(key + '\n' + amount);
    if (found == records_.end() || found->second.empty()) continue;
    const auto place = std::ranges::find_if(found->second.rbegin(), found->second.rend(), [&](const TakenRecord* record) {
      return !is_too_old(*record, claim);
    });
    if (place == found->second.rend()) continue;
    const TakenRecord* record = *place;
    if (!keep) found->second.erase(std::next(place).base());
    if (!keep && !amount.empty()) --with_amount_[key];
    return record;
  }
  return nullptr;
}

// Where the claim's own amount is not known, a record with an amount may have it.
bool OnceLedger::has_amount(const std::string& rule, const std::string& item, const OnceClaim& claim) const {
  if (claim.has_known_amount()) return false;
  const auto found = with_amount_.find(key_of(claim.measure, rule, item));
  return found != with_amount_.end() && found->second > 0;
}

bool OnceLedger::is_too_old(const TakenRecord& record, const OnceClaim& claim) {
  return claim.not_before && order(record.from, *claim.not_before, evaluator_.setting()) == std::strong_ordering::less;
}

bool OnceLedger::take_exactly(const TakenRecord& record) {
  const std::string key = key_of(record.measure, record.under, record.about);
  const std::string amount = record.amount_text();
  const auto found = records_.find(key + '\n' + amount);
  if (found == records_.end() || std::erase(found->second, &record) == 0) return false;
  if (!amount.empty()) --with_amount_[key];
  return true;
}

const TakenRecord* OnceLedger::take_named(const OnceClaim& claim) {
  const bool is_named = claim.shown_by != nullptr && !claim.shown_by->under.empty();
  if (is_named && take_exactly(*claim.shown_by)) return claim.shown_by;
  return take(claim.rules.front(), claim.item, claim, false);
}

const TakenRecord* OnceLedger::find(const OnceClaim& claim, bool keep) {
  std::vector<std::string> rules = claim.rules;
  rules.emplace_back();
  for (const std::string& rule : rules) {
    for (const std::string& item : or_unsaid(claim.item)) {
      if (const TakenRecord* record = take(rule, item, claim, keep)) return record;
    }
  }
  return nullptr;
}

bool OnceLedger::may_stand_for(const OnceClaim& claim) {
  if (find(claim, true) != nullptr) return true;
  std::vector<std::string> rules = claim.rules;
  rules.emplace_back();
  return std::ranges::any_of(rules, [&](const std::string& rule) {
    return std::ranges::any_of(or_unsaid(claim.item),
                               [&](const std::string& item) { return has_amount(rule, item, claim); });
  });
}

// ---- claims ---------------------------------------------------------------------------------------------------

void OnceMeasures::put_maybe(OnceClaim& claim) { claim.alternatives->inactive = true; }

void OnceMeasures::put_done(OnceClaim& claim, const TakenRecord* record) {
  claim.is_settled = true;
  claim.alternatives->inactive = true;
  std::erase_if(claim.alternatives->effects, [&](const Effect& other) {
    return other.ladder == claim.effect.ladder && other.rung == claim.effect.rung &&
           other.exception == claim.effect.exception;
  });
  done_.push_back({&claim, record});
}

void OnceMeasures::leave_open() {
  for (OnceClaim& claim : claims_) put_maybe(claim);
}

std::vector<OnceMeasures::Done> OnceMeasures::settle() {
  settle_named();
  find_contested();
  settle_sure();
  for (OnceClaim& claim : claims_) {
    if (!claim.is_settled && !claim.is_sure && ledger_.may_stand_for(claim)) put_maybe(claim);
  }
  return std::move(done_);
}

void OnceMeasures::settle_named() {
  for (OnceClaim& claim : claims_) {
    if (const TakenRecord* record = ledger_.take_named(claim)) put_done(claim, record);
  }
}

// What is open may take a record that could stand for something sure as well: then neither is certain.
void OnceMeasures::find_contested() {
  for (const OnceClaim& claim : claims_) {
    if (claim.is_settled || claim.is_sure) continue;
    claim.instance->may_take_record = ledger_.may_stand_for(claim);
    if (claim.instance->may_take_record) contested_.insert(claim.measure);
  }
}

// The largest first, whatever stands first in the policy.
void OnceMeasures::settle_sure() {
  std::vector<OnceClaim*> sure;
  for (OnceClaim& claim : claims_) {
    if (!claim.is_settled && claim.is_sure) sure.push_back(&claim);
  }
  std::ranges::stable_sort(sure,
                           [](const OnceClaim* a, const OnceClaim* b) { return reaches_more(a->effect, b->effect); });
  for (OnceClaim* claim : sure) {
    const bool is_contested = contested_.contains(claim->measure);
    const TakenRecord* record = ledger_.find(*claim, is_contested);
    if (record != nullptr && is_contested) put_maybe(*claim);
    if (record != nullptr && !is_contested) put_done(*claim, record);
  }
}

}  // namespace pasal::interpret
