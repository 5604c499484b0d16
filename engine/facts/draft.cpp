#include "engine/facts/draft.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/facts/typed.hpp"
#include "engine/facts/yaml_problems.hpp"

namespace pasal::facts {

namespace {

// When a report begins to hold, for sorting; what has no date comes last.
std::int64_t start_of(const Report& report, const TimeZone& zone) {
  if (!report.from) return std::numeric_limits<std::int64_t>::max();
  return beginning(*report.from, zone).minutes;
}

bool same_reports(const std::vector<Report>& a, const std::vector<Report>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Report& x, const Report& y) { return x.from == y.from && same_value(x.value, y.value); });
}

// Lists of records nest no deeper than the file they were read from.
bool same_items(const std::vector<Item>& a, const std::vector<Item>& b) {  // NOLINT(misc-no-recursion)
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Item& x, const Item& y) {
    return x.name == y.name && std::equal(x.facts.begin(), x.facts.end(), y.facts.begin(), y.facts.end(), [](const FactReports& m, const FactReports& n) {
             if (m.items.has_value() != n.items.has_value()) return false;
             return same_reports(m.reports, n.reports) && (!m.items || same_items(*m.items, *n.items));
           });
  });
}

std::string shown(const Value& value, const FactDeclaration& fact, const Program& program) {
  return "`" + excerpt(display(value, fact.type, program.language, program.zone)) + "`";
}

std::string counted_items(std::size_t items) {
  return items == 0 ? "none" : "a list of " + std::to_string(items) + (items == 1 ? " item" : " items");
}

void disagree(Diagnostics& diagnostics, const FactDeclaration& fact, Span place, Span other, const std::string& here, const std::string& there) {
  diagnostics.add(DiagnosticKind::facts_disagree, place, fact.name, here, there).label(other, "here it is " + there);
}

}  // namespace

void Draft::add(std::uint32_t fact, Report report, Span place) {
  FactDraft& draft = facts_[fact];
  draft.reports.push_back(std::move(report));
  draft.places.push_back(place);
}

void Draft::add_items(const Program& program, FactId fact, std::vector<Item> items, Provenance provenance, Span place,
                      Diagnostics& diagnostics) {
  FactDraft& draft = facts_[fact.fact];
  if (!draft.items) {
    draft.items = std::move(items);
    draft.list_provenance = std::move(provenance);
    draft.list_place = place;
    return;
  }
  if (same_items(*draft.items, items)) {
    draft.list_provenance.verified = draft.list_provenance.verified || provenance.verified;
    return;
  }
  const bool alike = draft.items->size() == items.size();
  disagree(diagnostics, program[fact], place, draft.list_place, alike ? "one list" : counted_items(items.size()),
           alike ? "a different one" : counted_items(draft.items->size()));
}

void Draft::count_since(Moment as_of) {
  for (auto& [fact, draft] : facts_) {
    for (Report& report : draft.reports) {
      if (!report.from) report.since = as_of;
    }
  }
}

void Draft::merge(const Program& program, Draft&& other, Diagnostics& diagnostics) {
  for (auto& [fact, from] : other.facts_) {
    FactDraft& to = facts_[fact];
    std::move(from.reports.begin(), from.reports.end(), std::back_inserter(to.reports));
    to.places.insert(to.places.end(), from.places.begin(), from.places.end());
    if (!from.items) continue;
    add_items(program, {0, fact}, std::move(*from.items), std::move(from.list_provenance), from.list_place, diagnostics);
  }
}

namespace {

// Sorted by date, one report a date.
std::vector<Report> settle_reports(FactDraft& draft, const FactDeclaration& fact, const Program& program, Diagnostics& diagnostics) {
  if (draft.reports.size() < 2) return std::move(draft.reports);
  std::vector<std::pair<std::int64_t, std::size_t>> order;
  for (std::size_t i = 0; i < draft.reports.size(); ++i) order.emplace_back(start_of(draft.reports[i], program.zone), i);
  std::sort(order.begin(), order.end());
  std::vector<Report> result;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    Report& report = draft.reports[order[i].second];
    if (i == 0 || order[i].first != order[i - 1].first) {
      kept = order[i].second;
      result.push_back(std::move(report));
    } else if (same_value(result.back().value, report.value)) {
      result.back().provenance.verified = result.back().provenance.verified || report.provenance.verified;
      if (report.since && (!result.back().since || *report.since < *result.back().since)) result.back().since = report.since;
    } else {
      disagree(diagnostics, fact, draft.places[order[i].second], draft.places[kept], shown(report.value, fact, program),
               shown(result.back().value, fact, program));
    }
  }
  return result;
}

}  // namespace

std::vector<FactReports> Draft::settle(const Program& program, std::uint32_t record, Diagnostics& diagnostics) {
  std::vector<FactReports> result(program.records[record].facts.size());
  for (auto& [index, draft] : facts_) {
    const FactDeclaration& fact = program.records[record].facts[index];
    if (draft.items && !draft.reports.empty()) {  // `?` in one place and a list in another
      disagree(diagnostics, fact, draft.places.front(), draft.list_place, shown(draft.reports.front().value, fact, program),
               counted_items(draft.items->size()));
    }
    result[index].reports = settle_reports(draft, fact, program, diagnostics);
    result[index].items = std::move(draft.items);
    result[index].list_provenance = std::move(draft.list_provenance);
  }
  facts_.clear();
  return result;
}

}  // namespace pasal::facts
