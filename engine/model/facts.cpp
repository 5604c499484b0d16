#include "engine/model/facts.hpp"

#include <algorithm>
#include <utility>

namespace pasal {
void put_instead(FactReports& reports, Report report, const TimeZone& zone) {
  if (!reports.reports.empty() && !reports.reports.back().from) {
    Report before = std::move(reports.reports.back());
    reports.reports.pop_back();
    if (before.since) {  // so far it counted from then on
      before.from = *before.since;
      const auto later = std::ranges::find_if(
          reports.reports, [&](const Report& other) { return beginning(*other.from, zone) > *before.since; });
      reports.reports.insert(later, std::move(before));
    }
  }
  report.instead = true;
  reports.items.reset();
  reports.reports.push_back(std::move(report));
}

}  // namespace pasal
