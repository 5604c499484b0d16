// Measures declared `once`: done when `measures taken` shows them.
//
// Purpose: what was taken counts no more. Input: the instances of rules and obligations, read in one way. Output: their
// alternatives without what is done, and what is done. A record of `measures taken` stands for one measure of one
// instance. Where it does not say which, it stands for the largest that it may stand for; and where it is open which
// that is, the measure may be done or not.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/interpret/ladder.hpp"

namespace pasal::interpret {

// A measure that an instance may bring and that is taken once. Names are in the form in which they are compared.
struct OnceClaim {
  Instance* instance = nullptr;
  Alternatives* alternatives = nullptr;  // of the instance, in the way of reading
  Effect effect;
  std::string measure;
  std::vector<std::string> rules;    // of the statement, and of the exception whose measure it is
  std::string item;
  std::vector<std::string> amounts;  // as a record may write it; empty where it is not known
  const TakenRecord* shown_by = nullptr;  // of a step of a duty: the record that stands for it
  std::optional<Value> not_before;   // of a step of a duty: the breach; an older record stands for another one
  bool is_sure = false;              // nothing else can come of the instance, and the amount is known
  bool is_settled = false;           // done

  bool has_known_amount() const { return effect.amount == nullptr || effect.amount->is_point(); }
};

// The records that have started, found by what they say.
class OnceLedger {
public:
  explicit OnceLedger(Evaluator& evaluator);

  // A record that names the rule and the item: it stands for this claim and for no other. (One that names an exception
  // may stand for any rule in whose place that comes.) So does the one that a step of a duty was found to be taken by.
  const TakenRecord* take_named(const OnceClaim& claim);
  // A record that may stand for the claim, the one that says the most. `keep`: it only is asked for.
  const TakenRecord* find(const OnceClaim& claim, bool keep);
  // Whether there is one, whatever the claim's amount turns out to be.
  bool may_stand_for(const OnceClaim& claim);

private:
  const TakenRecord* take(const std::string& rule, const std::string& item, const OnceClaim& claim, bool keep);
  bool take_exactly(const TakenRecord& record);
  bool is_too_old(const TakenRecord& record, const OnceClaim& claim);
  bool has_amount(const std::string& rule, const std::string& item, const OnceClaim& claim) const;

  Evaluator& evaluator_;
  std::unordered_map<std::string, std::vector<const TakenRecord*>> records_;  // the earliest last
  std::unordered_map<std::string, std::size_t> with_amount_;                  // how many are left, whatever the amount
};

// Takes away what is done of every claim.
class OnceMeasures {
public:
  struct Done {
    const OnceClaim* claim;
    const TakenRecord* record;
  };
  OnceMeasures(Evaluator& evaluator, std::vector<OnceClaim> claims) : claims_(std::move(claims)), ledger_(evaluator) {}

  // In the order in which the records were found to stand for them.
  std::vector<Done> settle();
  // Nobody reported which measures were taken: each may be done.
  void leave_open();

private:
  void settle_named();
  void find_contested();
  void settle_sure();
  void put_done(OnceClaim& claim, const TakenRecord* record);
  static void put_maybe(OnceClaim& claim);

  std::vector<OnceClaim> claims_;
  OnceLedger ledger_;
  std::set<std::string> contested_;  // measures of which an open claim may take a record from a sure one
  std::vector<Done> done_;
};

}  // namespace pasal::interpret
