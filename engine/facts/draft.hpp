// What has been read of one subject or item so far, with the place of every report.
//
// Purpose: reports of one fact come from several keys, documents and files. They are gathered here and settled once:
// sorted by date, equal ones joined, different ones reported with both places.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/facts.hpp"
#include "engine/model/program.hpp"
#include "grammar/diagnostic.hpp"

namespace pasal::facts {

struct FactDraft {
  std::vector<Report> reports;
  std::vector<Span> places;               // of each report
  std::optional<std::vector<Item>> items;
  Provenance list_provenance;
  Span list_place;
};

// Holds what was said and nothing else: of a thousand facts that are declared most subjects say a few.
class Draft {
public:
  void add(std::uint32_t fact, Report report, Span place);
  // A list of records. A second one must be the same.
  void add_items(const Program& program, FactId fact, std::vector<Item> items, Provenance provenance, Span place, Diagnostics& diagnostics);
  // The `as of` of the document that these facts stand in.
  void count_since(Moment as_of);
  void merge(const Program& program, Draft&& other, Diagnostics& diagnostics);
  // Sorts and joins what was added, and empties the draft.
  std::vector<FactReports> settle(const Program& program, std::uint32_t record, Diagnostics& diagnostics);

private:
  std::map<std::uint32_t, FactDraft> facts_;
};

}  // namespace pasal::facts
