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

#include "cli/batches_by_moment.hpp"
#include "cli/batch_csv.hpp"
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
  BatchesByMoment* batches = nullptr;  // shared by all answerers; none: the reference decides every row
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
  // A row that was read, and how it is answered.
  struct Read {
    std::string name;
    Moment as_of;
    const Batch* batch = nullptr;  // decides it, with others of its block; else
    std::string text;              // what was answered already
  };

  bool read_row(const RowBlock& block, const Row& row, std::uint64_t number, RowAnswers& answers);
  bool read_plainly(const RowBlock& block, const Row& row, std::uint64_t number);
  bool read_for_batch(const Subject& subject, Moment as_of);
  FactRow& row_at(std::size_t place);
  const Batch* batch_at(Moment moment);
  void decide_rows(std::size_t first, std::size_t behind, RowAnswers& answers);
  void take(const BatchDecisions& decisions, std::size_t subject, const Read& read);
  void answer_by_reference(const Subject& subject, Moment as_of, RowCounts& counts, std::string& into);
  void write(const Decision& decision, std::string& into);
  void write_wrong(const std::string& name, std::string& into) const;
  void count(const Decision& decision, RowCounts& counts) const;
  void count_standing(const Decision& decision, RowCounts& counts) const;
  void put_problems(RowAnswers& answers) const;

  const RowSettings& settings_;
  FactLayout layout_;
  RowReader reader_;
  PlainRows plain_rows_;
  CsvRows csv_rows_;
  BriefJson brief_json_;
  std::vector<Read> read_;       // the rows of a block
  std::vector<FactRow> rows_;    // their facts, as far as a batch decides them; there may be more
  std::optional<std::pair<Moment, const Batch*>> last_batch_;
  std::vector<std::uint64_t> rules_applied_;     // by rule: to how many rows of the block, as far as a batch decided them
  std::map<const Batch*, std::string> outside_;  // why the policy does not apply, in the words of the reference
  Decision decision_;            // of the last row that a batch decided; kept for the memory that it has
  std::vector<AppliedRule> applied_;
};

// For a person: how many of each measure, open, in error, and the rules that were among the reasons most often.
std::string summary_text(const RowCounts& counts, const Program& program);
std::string summary_json(const RowCounts& counts, const Program& program);

}  // namespace pasal::cli
