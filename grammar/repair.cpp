#include "grammar/repair.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "grammar/nearest.hpp"

namespace pasal::grammar {

namespace {

constexpr int unknown_cost = 5;   // a name that nobody declared is less likely than a slip
constexpr int most_cost = 10;
constexpr int sure_cost = 3;      // what may stand beside a name that nobody declared
constexpr std::size_t most_repairs = 3;  // in one clause; the same slip again is no further one
constexpr std::size_t longest_clause = 1'000;

struct Names {
  int unknown = 0;
  int known = 0;  // and literals
  std::uint32_t unknown_letters = 0;
};

// Whether more is understood than before.
bool is_better(const Names& names, const Names& than) {
  if (names.unknown != than.unknown) return names.unknown < than.unknown;
  return names.known > than.known || (names.known == than.known && names.unknown_letters < than.unknown_letters);
}

bool is_unknown(const SyntaxNode& node) { return node.kind == NodeKind::unknown_name || node.kind == NodeKind::unknown_list; }

void count_names(const SyntaxNode& node, Names& names) {
  constexpr std::array known = {NodeKind::name,     NodeKind::list_name, NodeKind::measure_name, NodeKind::enumeration_value,
                                NodeKind::quantity, NodeKind::date,      NodeKind::moment,       NodeKind::quoted};
  if (is_unknown(node)) {
    ++names.unknown;
    names.unknown_letters += node.end - node.begin;
  }
  if (std::find(known.begin(), known.end(), node.kind) != known.end()) ++names.known;
  for (const auto& child : node.children) count_names(*child, names);
}

Names names_in(const SyntaxNode& node) {
  Names names;
  count_names(node, names);
  return names;
}

// Tries corrections, one on top of the other.
class Attempts {
public:
  Attempts(Document& document, Entry entry, const ParseRequest& request, const Vocabulary& vocabulary)
      : document_(document), entry_(entry), request_(request), vocabulary_(vocabulary), corrections_(request.corrections.begin(), request.corrections.end()) {}

  std::vector<Repair> possible(std::uint32_t reached) {
    const ParseRequest request = current();
    return possible_repairs(document_, request, entry_, reached, vocabulary_);
  }

  ParseOutcome attempt(const Repair& repair) {
    apply(repair);
    ParseOutcome outcome = parse(entry_, current(), vocabulary_);
    withdraw(repair);
    return outcome;
  }

  void take(Repair repair) {
    apply(repair);
    taken_.push_back(std::move(repair));
  }

  void give_up(std::size_t from) {
    while (taken_.size() > from) {
      withdraw(taken_.back());
      taken_.pop_back();
    }
  }

  const std::vector<Repair>& taken() const { return taken_; }

  Repaired result(ParseOutcome outcome) { return {std::move(outcome.tree), std::move(taken_), outcome.nodes}; }

private:
  ParseRequest current() const {
    ParseRequest request = request_;
    request.corrections = corrections_;
    return request;
  }

  void apply(const Repair& repair) {
    if (repair.characters.empty()) {
      corrections_.push_back(repair.correction);
    } else {
      replaced_.push_back(document_.text.substr(repair.begin, repair.characters.size()));
      document_.text.replace(repair.begin, repair.characters.size(), repair.characters);
    }
  }

  void withdraw(const Repair& repair) {
    if (repair.characters.empty()) {
      corrections_.pop_back();
    } else {
      document_.text.replace(repair.begin, repair.characters.size(), replaced_.back());
      replaced_.pop_back();
    }
  }

  Document& document_;
  Entry entry_;
  const ParseRequest& request_;
  const Vocabulary& vocabulary_;
  std::vector<Correction> corrections_;
  std::vector<std::string> replaced_;
  std::vector<Repair> taken_;
};

struct Best {
  std::optional<Repair> repair;
  ParseOutcome outcome;
  int cost = 0;
};

// The correction with which the whole clause is read; else the one with which reading gets furthest beyond it.
Best best_of(Attempts& attempts, std::uint32_t reached, int cost_so_far) {
  Best best;
  for (const Repair& repair : attempts.possible(reached)) {
    if (best.outcome.tree != nullptr && repair.cost >= best.cost) break;
    ParseOutcome outcome = attempts.attempt(repair);
    if (outcome.too_deep) continue;
    if (outcome.tree != nullptr) {
      const int unknown = names_in(*outcome.tree).unknown;
      if (unknown > 0 && (repair.cost > sure_cost || repair.of_keyword)) continue;
      const int cost = repair.cost + unknown_cost * unknown;
      if (cost_so_far + cost > most_cost || (best.outcome.tree != nullptr && cost >= best.cost)) continue;
      best = {repair, std::move(outcome), cost};
      continue;
    }
    const std::uint32_t behind = std::max(repair.span.end, repair.correction.begin + repair.correction.bytes);
    const bool further = outcome.reached > std::max(reached, behind) && outcome.reached > best.outcome.reached;
    if (best.outcome.tree != nullptr || !further || cost_so_far + repair.cost > most_cost) continue;
    best = {repair, std::move(outcome), repair.cost};
  }
  return best;
}

// Where no single correction helps, two that are likely: `block when no office & no agent`.
bool two_at_once(Attempts& attempts, std::uint32_t reached, int cost_so_far, Best& best) {
  constexpr int likely = 1;
  constexpr std::size_t most_tried = 6;
  std::size_t tried = 0;
  for (Repair& first : attempts.possible(reached)) {
    if (first.cost > likely || ++tried > most_tried) break;
    const std::size_t before = attempts.taken().size();
    const int cost = cost_so_far + first.cost;
    attempts.take(std::move(first));
    best = best_of(attempts, reached, cost);
    if (best.repair) {
      best.cost += likely;
      return true;
    }
    attempts.give_up(before);
  }
  return false;
}

}  // namespace

std::optional<Repaired> read_as_meant(Document& document, Entry entry, const ParseRequest& request, std::uint32_t reached, const Vocabulary& vocabulary) {
  if (request.end - request.begin > longest_clause) return std::nullopt;
  Attempts attempts(document, entry, request, vocabulary);
  int cost = 0;
  std::set<std::string> slips;
  while (slips.size() < most_repairs) {
    Best best = best_of(attempts, reached, cost);
    if (!best.repair && !two_at_once(attempts, reached, cost, best)) break;
    // `a; b; c`: one slip, made more than once.
    const bool again = !slips.insert(best.repair->message).second;
    if (!again) cost += best.cost;
    reached = best.outcome.reached;
    attempts.take(std::move(*best.repair));
    if (best.outcome.tree != nullptr) return attempts.result(std::move(best.outcome));
  }
  // The rest cannot be read all the same: a misspelt word is the one to be told of.
  const Repair* first = attempts.taken().empty() ? nullptr : &attempts.taken().front();
  if (first == nullptr || first->cost > sure_cost || first->kind != DiagnosticKind::misspelt_keyword) {
    attempts.give_up(0);
    return std::nullopt;
  }
  attempts.give_up(1);
  return attempts.result({});
}

namespace {

void find_unknown(const SyntaxNode& node, std::vector<const SyntaxNode*>& found) {
  if (is_unknown(node)) found.push_back(&node);
  for (const auto& child : node.children) find_unknown(*child, found);
}

// `day at sea` is `days at sea`, and no slip of a keyword.
bool is_near_a_name(std::string_view words, const Vocabulary& vocabulary) {
  Nearest near(words);
  for (const Vocabulary::Entry& known : vocabulary.entries()) near.offer(known.name);
  constexpr int surely = 700;
  return !near.found().empty() && likeness(words, near.found().front()) >= surely;
}

// `N` is no `no`, `{nope}` no `none`, and a column `kite` no `cite`: a whole name is a slip only of a longer word that is a value itself (`tody`).
bool replaces_name(const Repair& repair, const SyntaxNode& unknown) {
  constexpr std::uint32_t long_enough = 3;
  const Keyword keyword = repair.correction.keyword;
  const bool whole = repair.span.begin <= unknown.begin && repair.span.end >= unknown.end;
  if (!whole || keyword == Keyword::none_of_them) return false;
  return role_of(keyword) == KeywordRole::clause || keyword == Keyword::none || unknown.end - unknown.begin < long_enough;
}

// The correction of a part of an unknown name with which most is understood; `so_far` becomes what is.
Best understood_better(Attempts& attempts, const SyntaxNode& unknown, int most, Names& so_far) {
  Best best;
  for (const Repair& repair : attempts.possible(unknown.begin)) {
    const bool overlaps = repair.span.begin < unknown.end && repair.span.end > unknown.begin;
    const bool kind = repair.kind == DiagnosticKind::misspelt_keyword || repair.kind == DiagnosticKind::unknown_measure;
    if (!kind || !overlaps || repair.message.empty() || repair.cost > most || repair.of_keyword || replaces_name(repair, unknown)) continue;
    ParseOutcome outcome = attempts.attempt(repair);
    if (outcome.tree == nullptr) continue;
    const Names names = names_in(*outcome.tree);
    if (!is_better(names, so_far)) continue;
    best = {repair, std::move(outcome), repair.cost};
    so_far = names;
  }
  return best;
}

}  // namespace

std::optional<Repaired> read_with_fewer_unknown(Document& document, Entry entry, const ParseRequest& request, const SyntaxNode& tree,
                                                const Vocabulary& vocabulary) {
  if (request.end - request.begin > longest_clause) return std::nullopt;
  Attempts attempts(document, entry, request, vocabulary);
  ParseOutcome read;
  Names so_far = names_in(tree);
  bool going_on = so_far.unknown > 0;
  while (going_on && attempts.taken().size() < most_repairs) {
    going_on = false;
    std::vector<const SyntaxNode*> unknown;
    find_unknown(read.tree == nullptr ? tree : *read.tree, unknown);
    constexpr std::size_t most_looked_at = 5;
    for (std::size_t i = 0; i < unknown.size() && i < most_looked_at && !going_on; ++i) {
      const int most = is_near_a_name(document.words(*unknown[i]), vocabulary) ? 1 : sure_cost;
      Best best = understood_better(attempts, *unknown[i], most, so_far);
      if (!best.repair) continue;
      attempts.take(std::move(*best.repair));
      read = std::move(best.outcome);
      going_on = true;
    }
  }
  if (read.tree == nullptr) return std::nullopt;
  return attempts.result(std::move(read));
}

}  // namespace pasal::grammar
