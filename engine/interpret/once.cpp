#include "engine/interpret/once.hpp"

#include <algorithm>

namespace pasal::interpret {
namespace {

std::string key_of(const std::string& measure, const std::string& rule, const std::string& item,
                   const std::string& amount) {
  return measure + '\n' + rule + '\n' + item + '\n' + amount;
}

std::vector<std::string> or_unsaid(std::vector<std::string> said) {
  said.emplace_back();
  return said;
}

}  // namespace

std::string ledger_amount(const Value& amount) {
  if (const auto* number = std::get_if<Number>(&amount)) return number->plain();
  const auto* period = std::get_if<Duration>(&amount);
  return period != nullptr ? std::to_string(period->count) : std::string();
}

OnceLedger::OnceLedger(Evaluator& evaluator) {
  for (const TakenRecord& record : evaluator.taken()) {
    if (!evaluator.has_started(record.from)) continue;
    records_[key_of(record.measure, record.under, record.about, ledger_amount(record.amount))].push_back(&record);
  }
  for (auto& [key, records] : records_) std::ranges::reverse(records);
}

const TakenRecord* OnceLedger::take(const std::string& key, bool keep) {
  const auto found = records_.find(key);
  if (found == records_.end() || found->second.empty()) return nullptr;
  const TakenRecord* record = found->second.back();
  if (!keep) found->second.pop_back();
  return record;
}

OnceLedger::Found OnceLedger::take(const std::string& measure, const std::vector<std::string>& rules,
                                   const std::string& item, const std::vector<std::string>& amounts, bool is_sure) {
  if (records_.empty()) return {};
  const std::vector<std::string> items =
      item.empty() ? std::vector<std::string>{""} : std::vector<std::string>{item, ""};
  for (const std::string& rule : or_unsaid(rules)) {
    for (const std::string& about : items) {
      const bool is_certain = is_sure || (!rule.empty() && about == item);
      for (const std::string& amount : or_unsaid(amounts)) {
        const TakenRecord* record = take(key_of(measure, rule, about, amount), !is_certain);
        if (record != nullptr) return {record, is_certain};
      }
    }
  }
  return {};
}

}  // namespace pasal::interpret
