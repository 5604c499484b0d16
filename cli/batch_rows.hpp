// What `pasal batch` answers for its rows.
//
// Purpose: of a block of rows the lines to write, what is wrong with them, and how many of each kind there were. Input: a
// checked program and blocks of rows. Output: texts and counts; nothing is printed here. Blocks are answered one by one,
// by as many threads as there are: each has an answerer of its own.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/pasal.hpp"

namespace pasal::cli {

// How many rows there were of each kind.
struct RowCounts {
  std::uint64_t rows = 0;
  std::uint64_t wrong = 0;    // not decided: their facts are wrong
  std::uint64_t open = 0;     // on some ladder
  std::uint64_t outside = 0;  // the policy does not apply
  std::uint64_t errors = 0;   // met while deciding: something could not be worked out
  std::vector<std::vector<std::uint64_t>> measures;  // by ladder and rung
  std::map<std::string, std::uint64_t> rules;        // in how many rows a rule is among the reasons

  void add(const RowCounts& other);
};

struct RowTask {
  RowBlock block;
  std::uint64_t first_row = 1;  // its number in the whole input
};

struct RowAnswers {
  std::string text;
  std::vector<std::string> problems;  // for a person, in the order of the rows
  RowCounts counts;
  bool stops = false;                 // at a row that is wrong, which is the last one counted
};

// What all answerers share. None of it changes while they work.
struct RowSettings {
  const Program& program;
  const Sources& sources;  // of the policy
  RowFormat from = RowFormat::csv;
  RowFormat to = RowFormat::csv;  // no YAML
  std::string input;              // its name in messages
  std::optional<RowHeader> header = {};
  std::optional<Moment> as_of = {};  // for all rows
  Moment now = {};                   // for those that do not say another
  bool explain = false;
  bool strict = false;
  Limits limits = {};
  std::size_t most_problems = 1000;
  RenderOptions layout = {};
};

// The first line of the answer; empty where there is none.
std::string head_of_rows(const RowSettings& settings);

class RowAnswerer {
public:
  explicit RowAnswerer(const RowSettings& settings);
  RowAnswers answer(const RowTask& task);

private:
  bool answer_row(const RowBlock& block, const Row& row, std::uint64_t number, RowAnswers& answers);
  void count(const Decision& decision, RowCounts& counts) const;
  void put_problems(RowAnswers& answers) const;

  const RowSettings& settings_;
  RowReader reader_;
};

// For a person: how many of each measure, open, in error, and the rules that were among the reasons most often.
std::string summary_text(const RowCounts& counts, const Program& program);
std::string summary_json(const RowCounts& counts, const Program& program);

}  // namespace pasal::cli
