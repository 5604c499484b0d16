// `pasal batch POLICY [INPUT]`: many subjects, a row each, decided in their order in constant memory.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <limits>
#include <memory>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "cli/batch_rows.hpp"
#include "cli/in_order.hpp"
#include "cli/input.hpp"
#include "cli/output_file.hpp"
#include "cli/progress.hpp"
#include "grammar/nearest.hpp"

namespace pasal::cli {
namespace {

struct BatchOptions {
  Common common;
  std::string policy;
  std::string input = std::string(standard_input);
  std::string from;
  std::string to;
  std::optional<std::string> output;
  std::optional<std::string> as_of;
  std::vector<std::string> ignored;
  std::string summary = "text";
  std::string threads;
  bool explain = false;
  bool strict = false;
};

// ---- what the options say ---------------------------------------------------------------------------------------

std::optional<RowFormat> format_named(std::string_view name) {
  if (name == "csv") return RowFormat::csv;
  if (name == "ndjson") return RowFormat::ndjson;
  if (name == "yaml") return RowFormat::yaml;
  return std::nullopt;
}

std::optional<RowFormat> format_of_file(std::string_view path) {
  if (path.ends_with(".csv")) return RowFormat::csv;
  if (path.ends_with(".ndjson") || path.ends_with(".jsonl")) return RowFormat::ndjson;
  if (path.ends_with(".yaml") || path.ends_with(".yml")) return RowFormat::yaml;
  return std::nullopt;
}

RowFormat input_format(const BatchOptions& options) {
  if (const auto said = format_named(options.from)) return *said;
  if (const auto found = format_of_file(options.input)) return *found;
  if (options.input == standard_input) throw UsageError("say what stands on standard input: `--from csv`, `--from ndjson` or `--from yaml`");
  throw UsageError(fmt::format("the name of `{}` does not say what it holds; add `--from csv`, `--from ndjson` or `--from yaml`", options.input));
}

RowFormat output_format(const BatchOptions& options, RowFormat from) {
  if (const auto said = format_named(options.to)) return *said;
  const auto found = options.output ? format_of_file(*options.output) : std::nullopt;
  const RowFormat format = found.value_or(from);
  return format == RowFormat::ndjson ? RowFormat::ndjson : RowFormat::csv;
}

std::size_t thread_count(const std::string& said) {
  if (said.empty()) return std::max(1U, std::thread::hardware_concurrency());
  constexpr std::size_t most = 256;
  std::size_t count = 0;
  for (const char digit : said) count = digit >= '0' && digit <= '9' && count <= most ? 10 * count + static_cast<std::size_t>(digit - '0') : most + 1;
  if (count == 0 || count > most) throw UsageError(fmt::format("`--threads`: `{}` is not a number from 1 to {}", said, most));
  return count;
}

// ---- Ctrl-C -----------------------------------------------------------------------------------------------------

std::atomic<int> stop_signal{0};
std::atomic<bool> is_stopped{false};

// As long as it lives, a signal that would end the program lets it stop in order.
class StopSignals {
public:
  StopSignals() {
    struct sigaction action{};
    action.sa_handler = [](int signal) {
      stop_signal = signal;
      is_stopped = true;
    };
    sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &action, &before_[i]);
  }
  ~StopSignals() {
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before_[i], nullptr);
  }
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

private:
  static constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};
  std::array<struct sigaction, signals.size()> before_{};
};

// ---- reading ----------------------------------------------------------------------------------------------------

// The input, piece by piece.
class InputText {
public:
  explicit InputText(const std::string& path) {
    file_ = path == standard_input ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file_ < 0) problem_ = errno;
    struct stat status{};
    if (file_ < 0 || fstat(file_, &status) != 0) return;
    if (S_ISDIR(status.st_mode)) problem_ = EISDIR;
    if (S_ISREG(status.st_mode)) size_ = static_cast<std::uint64_t>(status.st_size);
  }
  ~InputText() {
    if (file_ > STDIN_FILENO) close(file_);
  }
  InputText(const InputText&) = delete;
  InputText& operator=(const InputText&) = delete;

  // Empty at the end, where it cannot be read, and where it was stopped.
  std::string_view next() {
    while (problem_ == 0 && !is_stopped) {
      const ssize_t bytes = read(file_, piece_.data(), piece_.size());
      if (bytes >= 0) return {piece_.data(), static_cast<std::size_t>(bytes)};
      if (errno != EINTR) problem_ = errno;
    }
    return {};
  }
  std::uint64_t size() const { return size_; }  // 0: nobody knows
  int problem() const { return problem_; }      // an `errno`

private:
  int file_ = -1;
  int problem_ = 0;
  std::uint64_t size_ = 0;
  std::array<char, 1U << 16U> piece_{};
};

// ---- the run ----------------------------------------------------------------------------------------------------

// A limit below the usual one is meant to be reached; only the reference counts its steps.
bool is_limited(const EvaluationLimits& limits) {
  const EvaluationLimits usual;
  return limits.steps < usual.steps || limits.memory_bytes < usual.memory_bytes;
}

// As many as a batch decides in one go.
constexpr std::size_t block_rows = 512;

class BatchRun {
public:
  BatchRun(const BatchOptions& options, Terminal& terminal)
      : options_(options), terminal_(terminal), from_(input_format(options)), threads_(thread_count(options.threads)), reading_(options.common),
        input_(options.input), splitter_(from_, options.common.limits.facts.row_bytes, block_rows), progress_(terminal, input_.size()) {
    if (options.policy == standard_input && options.input == standard_input) throw UsageError("`-` stands twice; standard input can be read once");
    if (options.as_of) moment_of(*options.as_of, TimeZone());  // its form does not depend on the zone
  }

  Status run();

private:
  using Rows = InOrder<RowTask, RowAnswers>;

  bool open_input();
  bool read_header();
  std::optional<RowBlock> next_block();
  bool answer_all(const RowSettings& settings);
  bool take(Rows& rows);
  bool write(std::string_view text);
  void say(const std::vector<std::string>& problems);
  Status finish();
  Status stopped();

  const BatchOptions& options_;
  Terminal& terminal_;
  RowFormat from_;
  std::size_t threads_;
  Reading reading_;
  InputText input_;
  RowSplitter splitter_;
  bool is_read_ = false;  // to its end
  std::optional<Program> program_;
  std::optional<RowHeader> header_;
  std::optional<RowBlock> first_;  // what is left of the block that began with the header
  std::optional<OutputFile> output_;
  Progress progress_;
  RowCounts counts_;
  std::size_t said_ = 0;       // problems
  bool is_cut_short_ = false;  // by a row that is wrong
};

Status BatchRun::run() {
  program_ = read_policy(options_.policy, reading_);
  const bool can_begin = program_ && open_input() && (from_ != RowFormat::csv || read_header());
  log_sources(reading_);
  complain(terminal_, reading_);
  if (!can_begin) return Status::wrong;
  if (options_.output) output_.emplace(*options_.output);
  RowSettings settings{.program = *program_, .sources = reading_.sources, .input = options_.input};
  settings.from = from_;
  settings.to = output_format(options_, from_);
  settings.header = header_;
  if (options_.as_of) settings.as_of = moment_of(*options_.as_of, program_->zone);
  settings.now = present_minute();
  settings.explain = options_.explain;
  settings.strict = options_.strict;
  settings.limits = options_.common.limits;
  BatchesByMoment batches(*program_);
  if (!options_.explain && !is_limited(settings.limits.evaluation)) settings.batches = &batches;
  settings.limits.evaluation.interrupted = &is_stopped;
  settings.layout = {.color = terminal_.color_of_errors(), .width = terminal_.width_of_errors()};
  const bool is_written = write(head_of_rows(settings)) && answer_all(settings);
  progress_.clear();
  if (is_stopped) return stopped();
  if (!is_written && !output_) return Status::done;  // nobody reads on, or the terminal says what is in the way
  if (!is_written) {
    terminal_.complain(fmt::format("pasal: `{}` cannot be written: {}\n", *options_.output, output_->problem()));
    return Status::wrong;
  }
  return finish();
}

bool BatchRun::open_input() {
  if (input_.problem() == 0) return true;
  constexpr Span no_place{std::numeric_limits<SourceId>::max(), 0, 0};
  const auto add = [&](DiagnosticKind kind, auto... more) { reading_.diagnostics.add(kind, no_place, options_.input, more...); };
  if (input_.problem() == ENOENT) add(DiagnosticKind::missing_file, "");
  else if (input_.problem() == EISDIR) add(DiagnosticKind::file_is_folder);
  else add(DiagnosticKind::unreadable_file, std::generic_category().message(input_.problem()));
  return false;
}

std::optional<RowBlock> BatchRun::next_block() {
  if (first_) return std::exchange(first_, std::nullopt);
  while (!is_stopped) {
    if (auto block = splitter_.next()) return block;
    if (is_read_) return std::nullopt;
    const std::string_view text = input_.next();
    is_read_ = text.empty();
    splitter_.add(text);
    if (is_read_) splitter_.finish();
  }
  return std::nullopt;
}

// The first row names the columns. A text without any row is one without columns.
bool BatchRun::read_header() {
  auto block = next_block();
  if (!block) return true;
  const Row row = block->rows.front();
  block->rows.erase(block->rows.begin());
  const SourceId source = reading_.sources.add(options_.input, block->text.substr(row.begin, row.bytes), row.line);
  if (row.too_large) {
    reading_.diagnostics.add(DiagnosticKind::facts_row_too_large, Span{source, 0, 0}, options_.common.limits.facts.row_bytes);
    return false;
  }
  header_ = read_row_header(*program_, reading_.sources, source, options_.ignored, reading_.diagnostics);
  if (!header_) return false;
  if (!header_->not_found.empty()) {
    throw UsageError(fmt::format("`--ignore-columns`: there is no column `{}`", header_->not_found.front()));
  }
  first_ = std::move(block);
  return true;
}

bool BatchRun::answer_all(const RowSettings& settings) {
  Rows rows(threads_, [&settings]() -> Rows::Work {
    return [answerer = std::make_shared<RowAnswerer>(settings)](const RowTask& task) { return answerer->answer(task); };
  });
  std::uint64_t next_row = 1;
  while (auto block = next_block()) {
    const std::uint64_t first_row = std::exchange(next_row, next_row + block->rows.size());
    rows.give({std::move(*block), first_row});
    while (rows.is_full()) {
      if (!take(rows)) return is_cut_short_;
    }
  }
  while (!rows.is_empty()) {
    if (!take(rows)) return is_cut_short_;
  }
  return true;
}

// The answers to the next block, in the order of the input. False where there is no use in going on.
bool BatchRun::take(Rows& rows) {
  const auto [task, answers] = rows.take();
  if (is_stopped) return false;
  say(answers.problems);
  counts_.add(answers.counts);
  if (!write(answers.text)) return false;
  progress_.show(counts_.rows, task.block.end);
  is_cut_short_ = answers.stops;
  return !is_cut_short_;
}

bool BatchRun::write(std::string_view text) {
  if (output_) return output_->write(text);
  terminal_.out(text);
  return !terminal_.has_failed();
}

void BatchRun::say(const std::vector<std::string>& problems) {
  const std::size_t before = said_;
  said_ += problems.size();
  const std::size_t most = options_.common.most_problems;
  if (problems.empty() || before >= most) return;
  progress_.clear();
  for (std::size_t i = 0; i < std::min(problems.size(), most - before); ++i) terminal_.complain(problems[i]);
}

Status BatchRun::finish() {
  if (input_.problem() != 0) {
    terminal_.complain(fmt::format("pasal: `{}` cannot be read on: {}\n", options_.input, std::generic_category().message(input_.problem())));
    return Status::wrong;
  }
  if (said_ > options_.common.most_problems) terminal_.complain(fmt::format("and {} more problems\n", grouped(said_ - options_.common.most_problems)));
  if (is_cut_short_) {
    terminal_.complain(fmt::format("pasal: stopped at row {}, which is wrong (--strict){}\n", grouped(counts_.rows),
                                   output_ ? "; `" + *options_.output + "` was not written" : std::string()));
    return Status::wrong;
  }
  if (output_ && !output_->commit()) {
    terminal_.complain(fmt::format("pasal: `{}` cannot be written: {}\n", *options_.output, output_->problem()));
    return Status::wrong;
  }
  if (options_.summary == "text") terminal_.complain(summary_text(counts_, *program_));
  if (options_.summary == "json") terminal_.complain(summary_json(counts_, *program_));
  return counts_.wrong > 0 ? Status::wrong : Status::done;
}

Status BatchRun::stopped() {
  terminal_.complain(fmt::format("pasal: stopped after {} {}{}\n", grouped(counts_.rows), counts_.rows == 1 ? "row" : "rows",
                                 output_ ? "; `" + *options_.output + "` was not written" : std::string()));
  return Status::wrong;
}

void add_batch_options(CLI::App& verb, BatchOptions& options) {
  verb.add_option("POLICY", options.policy, "the policy: .pasal or .pasal.md")->required()->type_name("");
  verb.add_option("INPUT", options.input, "the rows: .csv, .ndjson or .yaml; - is standard input, and so is none")->type_name("");
  add_choice(verb, "--from", options.from, "what the input is, whatever its name", {"csv", "ndjson", "yaml"});
  add_choice(verb, "--to", options.to, "how to answer; else as the output's name says, or like the input, YAML as CSV", {"csv", "ndjson"});
  verb.add_option("--output", options.output, "a file for the answer, complete or absent; else standard output")->type_name("FILE");
  verb.add_option("--as-of", options.as_of, "the moment asked about, for all rows; else what a row says in `as of`, else now")->type_name("MOMENT");
  verb.add_option("--ignore-columns", options.ignored, "columns of CSV that say nothing of the facts, separated by commas")
      ->type_name("NAMES")
      ->delimiter(',');
  verb.add_flag("--explain", options.explain, "say the reasons, and what would settle an open decision");
  verb.add_flag("--strict", options.strict, "stop at the first row that is wrong");
  add_choice(verb, "--summary", options.summary, "how to say on standard error what came out in all", {"text", "json", "none"});
  verb.add_option("--threads", options.threads, "how many rows to decide at a time; else as many as the machine has processors")->type_name("N");
}

}  // namespace

void add_batch(CLI::App& app, Verbs& verbs) {
  const auto options = std::make_shared<BatchOptions>();
  CLI::App& verb = *app.add_subcommand("batch", "Decide many subjects, a row each");
  verb.footer(
      "Examples:\n"
      "  pasal batch platform-access.pasal platforms.csv --output decisions.csv\n"
      "  pasal batch platform-access.pasal platforms.ndjson --explain > decisions.ndjson\n"
      "  pasal batch platform-access.pasal - --from csv --as-of 2018-07-10 < platforms.csv\n"
      "\n"
      "A row that is wrong is reported with its line, counted and answered with its error; the others are decided.\n"
      "Exit status: 0 every row was decided; 1 the policy or some row is wrong; 2 wrong usage.");
  add_batch_options(verb, *options);
  add_common(verb, options->common);
  add_limits(verb, options->common, {Concern::policy, Concern::facts, Concern::rows, Concern::evaluation});
  verbs[&verb] = [options](Terminal& terminal) {
    set_up(terminal, options->common);
    require_policy(options->policy);
    Status status = Status::done;
    {
      const StopSignals signals;
      status = BatchRun(*options, terminal).run();
    }
    // Who waits for the program learns that it was stopped, and by what.
    if (is_stopped) {
      terminal.finish(0);
      std::raise(stop_signal);
    }
    return status;
  };
}

}  // namespace pasal::cli
