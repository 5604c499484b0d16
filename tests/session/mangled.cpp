// Feeds a session lines that nobody would type: real ones with bytes swapped, dropped and doubled, other languages, binary,
// very long ones, deep nesting, with changes, `undo` and `redo` in between.
//
//     pasal_mangled POLICIES [--lines 100000] [--seed 1]
//
// Holds: no crash; a line that fails, and a question, changes nothing; `undo` after a change brings back what was seen
// before, `redo` what was seen after; taking everything back leads to the beginning; memory does not grow.
#include <malloc.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/session/look.hpp"

namespace {

namespace fs = std::filesystem;
using pasal::repl::Answer;
using pasal::repl::Session;
using pasal::session_tests::look;

constexpr std::size_t round_of_lines = 250;  // then everything is taken back
constexpr std::size_t most_growth_mib = 16;  // from the middle to the end

constexpr std::array changes{
    "local office = yes", "local office = no", "local office is yes", "minimum age = 16", "minimum age = 12, local office = yes",
    "negative-content backlog = 100", "negative-content backlog = 1,000,000", "moderators = 25", "moderators = ?", "filters content = yes",
    "annual turnover = 5 million IDR", "monthly active users = 1000000", "N = 6,000", "N = 500", "forget moderators", "unknown minimum age",
    "forget local office", "as of 2018-07-10", "as of 2020-12-01 16:00", "complaints = none", "complaints = {category: gambling, received: 2018-07-01 10:00}",
    "warn if minimum age < 14", "block if no local office and moderators < 20",
    "rule \"Too young\"\n  warn if minimum age < 16\n  because \"It is {minimum age}.\"", "rule \"X\"\n  block if any complaint where category is hoax",
    "rule \"Y\"\n  throttle by 20% if large platform\n  unless filters content", "define small platform as monthly active users below 1,000",
    "parameter N: number of items\n  2,000 from 2018-07-03\n  100 from 2019-01-01", "exception \"Z\" to \"Too young\"\n  allow if moderators at least 5",
    "facts about a platform\n  new fact: number of items", "facts about a platform\n  kind: one of shop, game",
    "obligation \"O\"\n  the platform must have local office\n  or else warn", "drop \"Too young\"", "drop \"Filtered and staffed\"", "drop N",
    "warn if something unknown > 5", "adopt", "keep as a", "keep as b", "subject Tik Tok",
    "test \"T\"\n  given local office is yes\n  expect block"};
constexpr std::array questions{
    "", "decide", "why", "why --all", "why Too young", "why not \"Too young\"", "what if local office", "what if local office = yes",
    "what if minimum age = 16, moderators = 20", "what if minimum age", "what if N", "what if N = 10", "what if annual turnover",
    "sweep minimum age 0..20", "sweep minimum age 0..20 by 1", "sweep negative-content backlog 0..6000", "sweep N 0..10000", "how to allow",
    "how to warn", "questions", "facts", "rules", "measures", "show N", "show \"X\"", "evaluate minimum age + 2", "evaluate negative-content backlog / N",
    "evaluate 1 / 0", "history moderators", "subjects", "check", "test", "help", "help what if", "changes", "compare a", "compare b", "# a comment",
    "save facts", "save policy", "save test"};
constexpr std::array foreign{
    "bagaimana jika kantor lokal = ya", "kantor lokal = ya", "peringatkan jika usia minimum < 13", "¿qué pasa si la edad mínima es 16?",
    "如果最低年龄是十六岁", "что если минимальный возраст = 16", "ماذا لو كان العمر ١٦", "🙂 = 👍", "SELECT * FROM facts; DROP TABLE rules;",
    "#include <stdio.h>", "{\"minimum age\": 16}", "minimum age: 16", "- local office: yes", "if (x) { y(); }", "\xff\xfe\xfd", "e\xcc\x81t\xc3\xa9 = 5"};
constexpr std::array pieces{"minimum age", " = ", "yes", "no", "what if ", "rule \"X\"\n  ", "if ", "block ", "warn ", " and ", " or ", "not ", "(", ")", "\"",
                            "{", "}", "..", " by ", "\n  ", "\n", "\t", "999999999999999999999999", "-1", "0", "1e9", "%", "2018-02-30", " is ", ",", ": ", "undo",
                            "unless ", "any complaint where ", "of ", "N", "N", " < ", "*", " / ", "today", "?", "\\", "because "};

class Lines {
public:
  explicit Lines(std::uint64_t seed) : random_(seed) {}

  std::string next() {
    const std::size_t kind = below(100);
    if (kind < 14) return one(changes);
    if (kind < 20) return one(questions);
    if (kind < 27) return "undo";
    if (kind < 32) return "redo";
    if (kind < 60) return mangled(one(changes), 1 + below(3));
    if (kind < 76) return mangled(one(questions), 1 + below(3));
    if (kind < 82) return mangled(one(foreign), below(2));
    if (kind < 88) return spliced();
    if (kind < 95) return made_up();
    if (kind < 97) return binary();
    if (kind < 99) return nested();
    return long_line();
  }

private:
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
  template <std::size_t size>
  std::string one(const std::array<const char*, size>& of) { return of[below(size)]; }

  std::string mangled(std::string line, std::size_t times) {
    for (; times > 0 && !line.empty(); --times) {
      const std::size_t at = below(line.size());
      switch (below(7)) {
        case 0: std::swap(line[at], line[below(line.size())]); break;
        case 1: line.erase(at, 1 + below(3)); break;
        case 2: line.insert(at, line.substr(at, 1 + below(6))); break;
        case 3: line[at] = static_cast<char>(below(256)); break;
        case 4: line.insert(at, one(pieces)); break;
        case 5: line.resize(at); break;
        default: line[at] = static_cast<char>(line[at] ^ (1 << below(8))); break;
      }
    }
    return line;
  }
  std::string spliced() {
    const std::string left = below(2) == 0 ? one(changes) : one(questions);
    const std::string right = one(changes);
    return left.substr(0, below(left.size() + 1)) + right.substr(below(right.size()));
  }
  std::string made_up() {
    std::string line;
    for (std::size_t count = 1 + below(12); count > 0; --count) line += one(pieces);
    return line;
  }
  std::string binary() {
    std::string line(below(200), '\0');
    for (char& c : line) c = static_cast<char>(below(256));
    return line;
  }
  std::string nested() {
    const std::size_t depth = 1 + below(below(10) == 0 ? 20'000 : 300);
    const std::array openings{"(", "not ", "{", "[", "\"", "what if ", "(no local office and ", "any complaint where (", "-"};
    std::string line = std::array{"warn if ", "evaluate ", "minimum age = ", "complaints = ", "rule \"X\"\n  block if ", ""}[below(6)];
    const std::string opening = openings[below(openings.size())];
    for (std::size_t i = 0; i < depth; ++i) line += opening;
    line += "local office";
    if (below(2) == 0) line.append(depth, ')');
    return line;
  }
  std::string long_line() {
    const std::size_t size = 1 + below(below(10) == 0 ? 300'000 : 20'000);
    const std::string piece = below(2) == 0 ? one(changes) + " " : one(pieces);
    std::string line = one(questions);
    while (line.size() < size) line += piece;
    return line;
  }

  std::mt19937_64 random_;
};

// `save` is told to write nowhere but where the pool says.
bool writes(std::string_view line) {
  while (!line.empty() && (static_cast<unsigned char>(line.front()) <= ' ')) line.remove_prefix(1);
  std::string word(line.substr(0, 6));
  for (char& c : word) c = static_cast<char>(c | 0x20);
  const bool is_save = word.starts_with("save") || word.starts_with("simpan");
  return is_save && line != "save facts" && line != "save policy" && line != "save test";
}

std::size_t resident_mib() {
  malloc_trim(0);
  std::ifstream file("/proc/self/statm");
  std::size_t whole = 0;
  std::size_t resident = 0;
  file >> whole >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) >> 20U;
}

void show_difference(const std::string& was, const std::string& is) {
  std::size_t at = 0;
  while (at < was.size() && at < is.size() && was[at] == is[at]) ++at;
  const std::size_t begin = at < 300 ? 0 : at - 300;
  std::cerr << "--- it was\n" << was.substr(begin, 900) << "\n--- it is\n" << is.substr(begin, 900) << "\n";
}

class Run {
public:
  Run(Session& session, std::uint64_t seed) : session_(session), lines_(seed), beginning_(look(session)), seen_(beginning_) {}

  bool feed(std::size_t number) {
    const std::string line = lines_.next();
    if (writes(line)) return true;
    session_.takes_clauses(line);
    session_.may_go_on(line);
    session_.complete(line);
    const auto began = std::chrono::steady_clock::now();
    const Answer answer = session_.line(line);
    const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (took > longest) {
      longest = took;
      longest_line = line.substr(0, 120);
    }
    const std::string now = look(session_);
    answer.failed() ? ++failed : ++right;
    if (answer.failed() && now != seen_) return wrong("a line that failed changed something", number, line, seen_, now);
    const bool changed = now != seen_;
    // `undo` may be mangled and still be one: what it answers tells.
    const bool is_step = answer.text.starts_with("Taken back") || answer.text.starts_with("Made again");
    if (changed && !is_step) {
      ++changes_made;
      if (!expect("undo", seen_, number, line) || !expect("redo", now, number, line)) return false;
    }
    seen_ = now;
    return number % round_of_lines != 0 || from_the_beginning(number);
  }

  std::size_t right = 0;
  std::size_t failed = 0;
  std::size_t changes_made = 0;
  double longest = 0;
  std::string longest_line;

private:
  bool expect(const char* step, const std::string& wanted, std::size_t number, const std::string& line) {
    const Answer answer = session_.line(step);
    if (answer.failed()) return wrong(std::string(step) + " failed: " + answer.problem, number, line, wanted, wanted);
    const std::string now = look(session_);
    return now == wanted || wrong(std::string(step) + " leads elsewhere", number, line, wanted, now);
  }
  // Everything taken back, made again, and taken back: so that the state does not grow with the lines.
  bool from_the_beginning(std::size_t number) {
    for (const bool again : {false, true}) {
      while (!session_.line("undo").failed()) {}
      if (const std::string now = look(session_); now != beginning_) return wrong("everything taken back is not the beginning", number, "undo", beginning_, now);
      if (again) break;
      while (!session_.line("redo").failed()) {}
    }
    seen_ = beginning_;
    return true;
  }
  static bool wrong(const std::string& what, std::size_t number, const std::string& line, const std::string& was, const std::string& is) {
    std::cerr << "line " << number << ": " << what << "\n  " << line.substr(0, 2000) << "\n";
    show_difference(was, is);
    return false;
  }

  Session& session_;
  Lines lines_;
  std::string beginning_;
  std::string seen_;
};

}  // namespace

int main(int count, char** arguments) {
  std::size_t lines = 100'000;
  std::uint64_t seed = 1;
  if (count < 2) return 2;
  for (int i = 2; i + 1 < count; i += 2) {
    const std::string_view option = arguments[i];
    if (option == "--lines") lines = std::strtoull(arguments[i + 1], nullptr, 10);
    if (option == "--seed") seed = std::strtoull(arguments[i + 1], nullptr, 10);
  }
  // Lines name files: those that they read lie here, and there is nothing else.
  std::string folder = (fs::temp_directory_path() / "pasal-mangled-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return 2;
  fs::copy(arguments[1], fs::path(folder) / "policies", fs::copy_options::recursive);
  fs::current_path(folder);

  pasal::repl::SessionOptions options;
  options.now = pasal::Moment{25'600'000};
  options.what_if.decisions = 500;
  options.most_undos = 2 * round_of_lines;
  options.limits.evaluation.steps = 1'000'000;
  Session session(std::move(options));
  const Answer opened = session.open({"policies/platform-access.pasal"}, {"policies/facts/tiktok-2018-07-04.yaml"});
  bool well = !opened.failed();
  std::cerr << opened.problem;
  Run run(session, seed);
  std::size_t in_the_middle = 0;
  const auto began = std::chrono::steady_clock::now();
  for (std::size_t number = 1; well && number <= lines; ++number) {
    well = run.feed(number);
    if (number == lines / 2) in_the_middle = resident_mib();
  }
  const std::size_t at_the_end = resident_mib();
  fs::current_path("/");
  fs::remove_all(folder);
  std::cout << lines << " lines, seed " << seed << ": " << run.right << " right, of which " << run.changes_made << " changed something; " << run.failed
            << " wrong; " << std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count() << " s\n"
            << "longest answer " << run.longest << " s: " << run.longest_line << "\n"
            << "resident " << in_the_middle << " MiB in the middle, " << at_the_end << " MiB at the end\n";
  if (!well) return 1;
#if defined(__SANITIZE_ADDRESS__)
  return 0;  // what is freed is kept back to be watched: it grows whatever we do
#endif
  if (at_the_end > in_the_middle + most_growth_mib) {
    std::cerr << "memory grows with the lines\n";
    return 1;
  }
  return 0;
}
