// Answers and problems, written out.
//
// Purpose: decisions for a person and for a machine, and diagnostics for machines. Input: what an evaluator answered,
// with its program and its sources. Output: text. Nothing is decided here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/decision.hpp"
#include "engine/model/program.hpp"
#include "engine/model/timeline.hpp"
#include "engine/model/what_if.hpp"
#include "grammar/diagnostic.hpp"
#include "grammar/source.hpp"

namespace pasal {

struct TextOptions {
  bool color = false;       // ANSI colours; never the only sign
  std::size_t width = 100;  // columns to fold to
};

// What is decided in a few words: `block`; `allow (open)`; `allow; fine 100 TRY` on several ladders.
std::string summary(const Decision& decision, const Program& program, const TextOptions& options = {});
// A measure with its amount.
std::string words(const Outcome& outcome, std::uint32_t ladder, const Program& program, const TextOptions& options = {});
// For a person: the measure first, then each reason with its sentence, its facts and their origin, then what is open.
std::string text(const Decision& decision, const Program& program, const Sources& sources,
                 const TextOptions& options = {});
std::string text(const std::vector<WhyNot>& answer, std::string_view rule, const Program& program,
                 const Sources& sources, const TextOptions& options = {});
// Which values of a fact lead to what: a row a range or value, the one that holds now marked.
std::string text(const Sweep& sweep, const Program& program, const TextOptions& options = {});
// The same as a line of bars, the stricter the darker, with its ends; empty where there is nothing to draw.
std::string bars(const Sweep& sweep, const Program& program, const TextOptions& options = {});
// How many subjects meet each measure between which values, and who they are.
std::string text(const SweepOfMany& sweep, const std::vector<std::string>& subjects, const Program& program, const TextOptions& options = {});
// Which changes lead to a rung of a ladder, else what stands in the way.
std::string text(const Remedies& remedies, std::uint32_t ladder, std::uint32_t rung, const Program& program, const Sources& sources,
                 const TextOptions& options = {});
// The moments at which the decision changed or something was reported, one below the other.
std::string text(const Timeline& timeline, const Program& program, const Sources& sources, const TextOptions& options = {});
// The same as a line of bars for each ladder, the stricter the darker, with its ends and what each shade means.
std::string bars(const Timeline& timeline, const Program& program, const TextOptions& options = {});
// The same as a picture for a report: a document of its own, without scripts, fonts or links.
std::string svg(const Timeline& timeline, const Program& program);
// When a measure is met, and what would avoid it by then.
std::string text(const Avoidance& avoidance, const Timeline& timeline, std::uint32_t ladder, std::uint32_t rung, const Program& program,
                 const TextOptions& options = {});
// Facts under each other, with their values and where they are from.
std::string text(const std::vector<FactUse>& facts, const Program& program, const TextOptions& options = {});
// One JSON object (of `why not`, an array) on one line, keys as in the language reference.
std::string json(const Decision& decision, const Program& program, const Sources& sources);
// The same keys, but of the reasons the rule, its item and its step alone, and nothing of questions and open rules: of very many
// decisions of a program, one after another. Most answers repeat each other, and what repeats is remembered.
class BriefJson {
public:
  // Refers to the program and its sources.
  BriefJson(const Program& program, const Sources& sources) : program_(program), sources_(sources), written_(program.ladders.size()) {}
  // Appends an object, without a line break.
  void add(const Decision& decision, std::string& into);

private:
  // `"measure":"fine","amount":{…}`, as it was written last for a rung.
  struct Written {
    std::optional<Number> amount;
    std::string text;
  };
  const std::string& outcome(const Outcome& outcome, std::uint32_t ladder);

  const Program& program_;
  const Sources& sources_;
  std::vector<std::vector<Written>> written_;  // by ladder and rung
  std::optional<Moment> as_of_;
  std::string as_of_text_;
};
// In the place of the decision on a subject whose facts are wrong.
std::string brief_json(const std::string& subject, const Diagnostics& problems, const Program& program, const Sources& sources);
std::string json(const std::vector<WhyNot>& answer, const Program& program, const Sources& sources);
std::string json(const Sweep& sweep, const Program& program);
std::string json(const SweepOfMany& sweep, const std::vector<std::string>& subjects, const Program& program);
std::string json(const Remedies& remedies, std::uint32_t ladder, std::uint32_t rung, const Program& program, const Sources& sources);
std::string json(const Timeline& timeline, const Program& program, const Sources& sources);
// The timeline, with what avoids a measure under `avoid`.
std::string json(const Avoidance& avoidance, const Timeline& timeline, std::uint32_t ladder, std::uint32_t rung, const Program& program,
                 const Sources& sources);
// Diagnostics for machines: an array of objects, or SARIF 2.1.0.
std::string json(const Diagnostics& diagnostics, const Sources& sources);
std::string sarif(const Diagnostics& diagnostics, const Sources& sources);

}  // namespace pasal
