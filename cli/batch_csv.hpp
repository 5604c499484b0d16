// Decisions as rows of CSV (RFC 4180).
#pragma once

#include <string>

#include "engine/pasal.hpp"

namespace pasal::cli {

// The names of the columns. `explain` adds reasons and what would settle an open decision.
std::string csv_head(const Program& program, bool explain);
std::string csv_row(const Decision& decision, const Program& program, bool explain);
// Of a row whose facts are wrong: what it is called, and the problems.
std::string csv_row(const std::string& subject, const Diagnostics& problems, const Sources& sources, const Program& program, bool explain);

}  // namespace pasal::cli
