// Facts as the evaluators see them: typed values with where they came from, laid out by the program's records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/value.hpp"

namespace pasal {

// Where a value came from.
struct Provenance {
  std::string file;                   // as the user named it; `given` for a test's facts, `--set` for the command line's
  std::uint32_t line = 0;             // 0 where there is none
  std::string source;                 // `meeting of 4 July`
  std::optional<Date> observed;
  bool verified = false;
};

// One report of one fact.
struct Report {
  Value value;                        // Unknown for `?` (known to be unknown)
  std::optional<Value> from;          // Date or Moment from which it holds; none: at the moment asked about
  Provenance provenance;
  std::optional<Moment> since = {};   // where there is no `from`: the `as of` of its document, from which it counts too
  bool instead = false;               // where there is no `from`: it holds even where a dated one would (what if it were so)
};

struct Item;

// All that was reported of one fact of one subject or item.
struct FactReports {
  std::vector<Report> reports;        // dated ones ascending, at most one undated, last
  // A fact that is a list of records: its items, when reported.
  std::optional<std::vector<Item>> items;
  Provenance list_provenance;
  bool reported() const { return !reports.empty() || items.has_value(); }
};
// Another value at the moment asked about; what was reported of earlier moments stays.
void put_instead(FactReports& reports, Report report, const TimeZone& zone);

// One item of a list. `facts` follows the order of its record's facts.
struct Item {
  std::string name;                   // from the key that is the record's noun (`order: A-17`), else empty
  Provenance provenance;
  std::vector<FactReports> facts;
};

// One subject: what a decision is about.
struct Subject {
  std::string name;                   // empty when not given
  std::optional<Moment> as_of;        // the latest `as of` of its documents
  Provenance provenance;
  std::vector<FactReports> facts;     // in the order of the subject record's facts
};

}  // namespace pasal
