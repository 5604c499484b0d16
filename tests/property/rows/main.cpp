// Random rows of CSV and NDJSON, and mangled ones: what is taken for plain is what `RowReader` reads.
//
//   pasal_rows_property [--tables N] [--seed S]
//
// A table has a policy, columns and some dozens of rows. Values are spelt in many ways, right and wrong; a part of the rows is
// mangled byte by byte. Prints the first rows that differ, and fails where too few rows were plain for the comparison to say
// much.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string_view>
#include <vector>

#include "tests/property/rows/compare.hpp"

namespace {

using namespace pasal;

constexpr std::size_t rows_a_table = 60;

struct Counts {
  std::size_t rows = 0;
  std::size_t read = 0;   // by RowReader
  std::size_t plain = 0;
  std::size_t failures = 0;
};

class Table {
public:
  Table(std::uint64_t seed, const Program& program) : dice_(seed), seed_(seed), program_(program) {}

  void check(Counts& counts) {
    const RowFormat format = one_in(2) ? RowFormat::csv : RowFormat::ndjson;
    choose_columns();
    std::string text = format == RowFormat::csv ? header() : std::string();
    for (std::size_t i = 0; i < rows_a_table; ++i) {
      std::string row = format == RowFormat::csv ? cells() : object();
      if (one_in(8)) mangle(row);
      text += row + (one_in(20) ? "\r\n" : "\n");
    }
    compare(text, format, counts);
  }

private:
  bool one_in(std::size_t count) { return dice_() % count == 0; }
  template <typename Choices>
  std::string any_of(const Choices& choices) {
    return std::string(choices[dice_() % std::size(choices)]);
  }

  struct Column {
    std::string key;                              // as it is usually spelt
    const FactDeclaration* fact = nullptr;        // none: the name, `as of`, or nothing that is known
  };

  void choose_columns() {
    const Record& record = program_.records.front();
    for (const FactDeclaration& fact : record.facts) {
      if (!one_in(4)) columns_.push_back({fact.path && one_in(3) ? *fact.path : fact.name, &fact});
      if (one_in(60)) columns_.push_back({fact.name, &fact});  // twice, or by both names
    }
    if (!one_in(3)) columns_.push_back({record.noun, nullptr});
    if (one_in(2)) columns_.push_back({"as of", nullptr});
    if (one_in(30)) columns_.push_back({any_of(std::vector{"per tanggal", "history", "owner name", "negative"}), nullptr});
    std::shuffle(columns_.begin(), columns_.end(), dice_);
    strangeness_ = one_in(3) ? 3 : one_in(2) ? 40 : 1000;
    for (Column& column : columns_) column.key = respelt(column.key, 4);
  }

  // The same name with other joints and letters.
  std::string respelt(std::string name, std::size_t seldom) {
    for (char& c : name) {
      if ((c == ' ' || c == '-') && one_in(seldom)) c = any_of(std::vector{" ", "-", "_"})[0];
      if (c >= 'a' && c <= 'z' && one_in(seldom * 4)) c = static_cast<char>(c - 'a' + 'A');
    }
    return name;
  }

  std::string number() {
    static constexpr std::array usual{"0", "7", "12", "12.5", "0.25", "100"};
    static constexpr std::array strange{
        "007", "00", "-0", "0.0", "-3", "-12.50", "+4", "5200", "99999999999", "999999999999999999", "1000000000000000000", "9223372036854775807",
        "12345678901234567890", "1250.75", "12.0", "0.125", "1.500", "1.230", "12.345", "123456.789", "0.00000000000000001", "0.000000000000000001",
        "1.0000000000000000000001", ".5", "5.", "1,500", "1_000", "1e3", "1.5E-2", "1e400", "1e", "-", "--1", "1-2", "1.2.3", "0x10", "12 items",
        "12 people", "2 million", "IDR 1000", "1000 EUR"};
    return any(usual, strange);
  }

  std::string value(const FactDeclaration& fact) {
    static constexpr std::array truths{"yes", "no", "true", "false"};
    static constexpr std::array strange_truths{"Yes", "TRUE", "False", "ya", "tidak", "NO", "y", "1", "yes ", "truex", "nihil"};
    static constexpr std::array dates{"2018-07-03", "2020-02-29", "0001-01-01", "9999-12-31"};
    static constexpr std::array strange_dates{"2019-02-29", "2018-7-3", "03/07/2018", "2018-07-03T10:00", " 2018-07-03", "2018-07-03x", "20180703"};
    static constexpr std::array moments{"2018-07-03 16:00", "2018-07-03T16:00:30+07:00", "2018-07-03T16:00Z"};
    static constexpr std::array strange_moments{"2018-03-25 01:30", "2018-07-03", "2018-07-03T16:00:00.000Z", "2018-07-03 24:00", "2018-07-03 16:00 +0700", "2018-07-03 16"};
    static constexpr std::array kinds{"shop", "video-game", "video game"};
    static constexpr std::array strange_kinds{"SHOP", "video_game", "none of these", "none", "shops", " shop", "video  game"};
    static constexpr std::array periods{"24 hours", "3 hours"};
    static constexpr std::array strange_periods{"1.5", "3", "2 days", "1 month", "1.5 hours", "hours", "3 fortnights", "24 jam"};
    static constexpr std::array texts{"Ministry", "a b", "x"};
    static constexpr std::array strange_texts{"T\xC5\x8Dkyo", "none", "'quoted'", "\"own\"", "12", "no", "nihil", "a\tb", "None ", "it's", "\\", "\xFF", "a\x7F" "b", "\xE2\x80\x99", "'"};
    if (one_in(10)) return any_of(std::array{"?", "", "none", "?", "", "null", " ? ", "NONE"});
    switch (fact.type.kind) {
      case TypeKind::boolean: return any(truths, strange_truths);
      case TypeKind::number:
      case TypeKind::money: return number();
      case TypeKind::percent: return number() + (one_in(strangeness_) ? any_of(std::array{"", " %", "percent", " persen"}) : "%");
      case TypeKind::date: return any(dates, strange_dates);
      case TypeKind::moment: return any(moments, strange_moments);
      case TypeKind::enumeration: return respelt(any(kinds, strange_kinds), 10);
      case TypeKind::duration: return any(periods, strange_periods);
      case TypeKind::text: return any(texts, strange_texts);
      case TypeKind::list:
      case TypeKind::text_list:
      case TypeKind::item:
      case TypeKind::unknown: break;
    }
    return one_in(strangeness_) ? "none" : "";
  }
  template <typename Usual, typename Strange>
  std::string any(const Usual& usual, const Strange& strange) {
    return one_in(strangeness_) ? any_of(strange) : any_of(usual);
  }

  std::string value(const Column& column) {
    if (column.fact != nullptr) return value(*column.fact);
    if (column.key.size() < 6) return any(std::array{"2018-07-04", "2018-07-04 10:00", ""}, std::array{"yesterday", "2018-03-25 01:30", "2018-02-30", "?"});
    return any(std::array{"Tik Tok", "A-17", "12", ""}, std::array{" x ", "T\xC5\x8Dkyo", "a, b", "\"", "line\nbreak", "'x'"});
  }

  // ---- CSV ----

  std::string in_cell(const std::string& text) {
    const bool needs_quotes = text.find_first_of(",\"\n\r") != std::string::npos;
    if (!needs_quotes && !one_in(strangeness_ * 4)) return one_in(strangeness_ * 2) ? " " + text + "\t " : text;
    std::string cell = "\"";
    for (const char c : text) cell += c == '"' ? "\"\"" : std::string(1, c);
    return cell + "\"";
  }
  std::string header() {
    std::string line;
    for (const Column& column : columns_) line += (line.empty() ? "" : ",") + in_cell(column.key);
    return line + "\n";
  }
  std::string cells() {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) line += (i == 0 ? "" : ",") + in_cell(value(columns_[i]));
    if (one_in(strangeness_ * 5)) line += ",";
    return line;
  }

  // ---- NDJSON ----

  std::string in_quotes(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') quoted += '\\';
      if (c == '\n') quoted += "\\n";
      else if (c >= 'a' && one_in(strangeness_ * 30)) quoted += "\\u00" + std::string(1, "0123456789abcdef"[c / 16]) + "0123456789abcdef"[c % 16];
      else quoted += c;
    }
    return quoted + "\"";
  }
  std::string in_json(const Column& column) {
    if (one_in(strangeness_ * 5)) return any_of(std::array{"[]", "{}", "[1]", "{\"value\": 12}", "{\"source\": \"x\"}", "nul", "\"", "tru", "[\"a\"]", "1.", "null x"});
    const std::string text = value(column);
    const bool is_number = column.fact != nullptr && column.fact->type.is_numeric() && column.fact->type.kind != TypeKind::percent;
    if (text.empty() || text == "null") return "null";
    if (text == "true" || text == "false" || (is_number && !one_in(strangeness_) && text != "?" && text[0] != 'n') || one_in(strangeness_ * 10)) return text;
    if (text == "yes" || text == "no") return text == "yes" ? "true" : "false";
    return in_quotes(text);
  }
  std::string blank() { return one_in(strangeness_) ? any_of(std::array{"", " ", "  ", "\t", " \t "}) : " "; }
  std::string object() {
    std::string line = "{";
    bool is_first = true;
    for (const Column& column : columns_) {
      if (one_in(10)) continue;
      line += (is_first ? "" : "," + blank()) + in_quotes(one_in(strangeness_) ? respelt(column.key, 4) : column.key) + ":" + blank() + in_json(column);
      is_first = false;
      if (one_in(strangeness_ * 20)) line += "," + in_quotes(column.key) + ":" + in_json(column);
    }
    return line + "}";
  }

  void mangle(std::string& row) {
    static constexpr std::string_view marks = "\",:{}[] \t\r\n\\0159.-+eE?%'tfn\x01\x7F\xC3\xA9\xFFx";
    for (std::size_t i = dice_() % 3; i < 3 && !row.empty(); ++i) {
      const std::size_t at = dice_() % row.size();
      const char mark = marks[dice_() % marks.size()];
      switch (dice_() % 4) {
        case 0: row[at] = mark; break;
        case 1: row.insert(at, 1, mark); break;
        case 2: row.erase(at, 1 + dice_() % 4); break;
        default: row += row.substr(at, dice_() % 12); break;
      }
    }
  }

  void compare(const std::string& text, RowFormat format, Counts& counts) {
    FactsLimits limits;
    limits.row_bytes = one_in(20) ? 300 : 1U << 16U;
    limits.value_bytes = one_in(20) ? 8 : 1U << 14U;
    limits.list_items = one_in(20) ? 5 : 1000;
    RowSplitter splitter(format, limits.row_bytes, 1 + dice_() % 100);
    splitter.add(text);
    splitter.finish();
    auto block = splitter.next();
    std::optional<RowHeader> header;
    if (format == RowFormat::csv && block) {
      const Row first = block->rows.front();
      block->rows.erase(block->rows.begin());
      Sources sources;
      Diagnostics problems;
      const SourceId source = sources.add("rows.csv", block->text.substr(first.begin, first.bytes));
      header = read_row_header(program_, sources, source, one_in(4) ? std::vector<std::string>{"owner"} : std::vector<std::string>{}, problems);
      if (!header) return;
    }
    property::RowComparison comparison(program_, format, header ? &*header : nullptr, limits);
    for (; block; block = splitter.next()) {
      for (const Row& row : block->rows) {
        const std::string difference = comparison.difference(*block, row);
        ++counts.rows;
        counts.read += comparison.is_read() ? 1U : 0U;
        counts.plain += comparison.is_plain() ? 1U : 0U;
        if (difference.empty() || ++counts.failures > 5) continue;
        std::cout << "seed " << seed_ << ", line " << row.line << ": " << difference << "\n"
                  << (header ? text.substr(0, text.find('\n') + 1) : "") << block->text.substr(row.begin, row.bytes) << "\n\n";
      }
    }
  }

  std::mt19937_64 dice_;
  std::uint64_t seed_;
  const Program& program_;
  std::vector<Column> columns_;
  std::size_t strangeness_ = 1;  // one value in so many is strange
};

std::optional<std::uint64_t> number_after(std::string_view option, int count, char** arguments) {
  for (int i = 1; i + 1 < count; ++i) {
    if (arguments[i] == option) return std::strtoull(arguments[i + 1], nullptr, 10);
  }
  return std::nullopt;
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t tables = number_after("--tables", count, arguments).value_or(1000);
  const std::uint64_t seed = number_after("--seed", count, arguments).value_or(1);
  Sources sources;
  Diagnostics problems;
  const auto english = load_policy_text("p.pasal", property::policy_of_rows(Language::english), sources, problems);
  const auto indonesian = load_policy_text("i.pasal", property::policy_of_rows(Language::indonesian), sources, problems);
  if (!english || !indonesian) {
    std::cout << render(problems, sources);
    return 1;
  }
  Counts counts;
  for (std::uint64_t i = 0; i < tables; ++i) Table(seed + i, i % 3 == 0 ? *indonesian : *english).check(counts);
  std::cout << counts.failures << " failures; " << counts.rows << " rows, " << counts.read << " without mistakes, " << counts.plain << " plain\n";
  const bool says_enough = 2 * counts.plain > counts.read && counts.rows > counts.read;
  if (!says_enough) std::cout << "too few rows were plain\n";
  return counts.failures > 0 || !says_enough ? 1 : 0;
}
