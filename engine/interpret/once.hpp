// Measures declared `once`: done when `measures taken` shows them.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "engine/interpret/evaluator.hpp"

namespace pasal::interpret {

// The records of `measures taken` that may stand for what a rule brings; each stands for at most one.
class OnceLedger {
public:
  explicit OnceLedger(Evaluator& evaluator);

  // The record that says the most: of this measure and, where it says so, of this rule (or obligation, or
  // exception), this item and this amount. One that names the rule and the item is certain, and is taken; so is any
  // for what surely applies. Else it may stand for something else as well, and stays.
  struct Found {
    const TakenRecord* record = nullptr;
    bool is_certain = false;
  };
  Found take(const std::string& measure, const std::vector<std::string>& rules, const std::string& item,
             const std::vector<std::string>& amounts, bool is_sure);

private:
  const TakenRecord* take(const std::string& key, bool keep);
  std::unordered_map<std::string, std::vector<const TakenRecord*>> records_;  // the earliest last
};

// An amount as the ledger compares it.
std::string ledger_amount(const Value& amount);

}  // namespace pasal::interpret
