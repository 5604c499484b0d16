// Decisions as rows of CSV (RFC 4180).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/pasal.hpp"

namespace pasal::cli {

// The names of the columns. `explain` adds reasons and what would settle an open decision.
std::string csv_head(const Program& program, bool explain);

// Rows, one after another. Most answers repeat each other, and what repeats is remembered.
class CsvRows {
public:
  // Refers to the program.
  CsvRows(const Program& program, bool explain);

  // Appends a row with its line break.
  void add(const Decision& decision, std::string& into);
  // That of a row whose facts are wrong: what it is called, and the problems.
  void add(const std::string& subject, const Diagnostics& problems, const Sources& sources, std::string& into) const;

private:
  // The cells of an outcome, as they were written last for a rung.
  struct Written {
    std::optional<Number> amount;
    std::string cells;
  };
  void add_outcome(const Outcome& outcome, std::uint32_t ladder, std::string& into);
  void add_rules(const LadderDecision& on, std::string& into);

  const Program& program_;
  bool explain_;
  std::size_t columns_;                        // between the subject's and the errors
  std::vector<bool> has_amounts_;              // by ladder
  std::vector<std::vector<Written>> written_;  // by ladder and rung
  std::optional<Moment> as_of_;
  std::string as_of_cell_;
  std::string scratch_;
};

}  // namespace pasal::cli
