// Answers and problems, written out.
//
// Purpose: decisions for a person and for a machine, and diagnostics for machines. Input: what an evaluator answered,
// with its program and its sources. Output: text. Nothing is decided here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/decision.hpp"
#include "engine/model/program.hpp"
#include "grammar/diagnostic.hpp"
#include "grammar/source.hpp"

namespace pasal {

struct TextOptions {
  bool color = false;       // ANSI colours; never the only sign
  std::size_t width = 100;  // columns to fold to
};

// For a person: the measure first, then each reason with its sentence, its facts and their origin, then what is open.
std::string text(const Decision& decision, const Program& program, const Sources& sources,
                 const TextOptions& options = {});
std::string text(const std::vector<WhyNot>& answer, std::string_view rule, const Program& program,
                 const Sources& sources, const TextOptions& options = {});
// One JSON object (of `why not`, an array) on one line, keys as in the language reference.
std::string json(const Decision& decision, const Program& program, const Sources& sources);
std::string json(const std::vector<WhyNot>& answer, const Program& program, const Sources& sources);
// Diagnostics for machines: an array of objects, or SARIF 2.1.0.
std::string json(const Diagnostics& diagnostics, const Sources& sources);
std::string sarif(const Diagnostics& diagnostics, const Sources& sources);

}  // namespace pasal
