// A subject's facts and what is decided on them as a `test` statement, in the policy's language.
#include <fmt/format.h>

#include "engine/explain/words.hpp"
#include "engine/pasal.hpp"
#include "grammar/keywords.hpp"

namespace pasal {
namespace {

class TestText {
public:
  TestText(const Program& program, const Subject& subject, const Decision& decision)
      : program_(program), subject_(subject), decision_(decision), language_(program.language) {}
  std::string write(std::string_view name);

private:
  const std::string& word(Keyword keyword) const { return spelling(keyword, language_); }
  std::string value(const Value& value, const Type& type) const;
  std::string as_of() const;
  void given();
  void given_list(const FactDeclaration& fact, const std::vector<Item>& items);
  std::string cell(const Item& item, std::size_t fact, const Record& record) const;
  void expect();

  const Program& program_;
  const Subject& subject_;
  const Decision& decision_;
  Language language_;
  std::string text_;
};

std::string TestText::value(const Value& value, const Type& type) const {
  if (is_open(value)) return "?";
  if (is_none(value)) return word(Keyword::none);
  if (const auto* date = std::get_if<Date>(&value)) return iso(*date);
  if (const auto* moment = std::get_if<Moment>(&value)) return plain(*moment, program_.zone);
  if (const auto* text = std::get_if<Text>(&value)) return "\"" + **text + "\"";
  return display(value, type, language_, program_.zone);
}

std::string TestText::as_of() const {
  const Date day = program_.zone.date_of(decision_.as_of);
  return decision_.as_of == program_.zone.close_of(day) ? iso(day) : plain(decision_.as_of, program_.zone);
}

std::string TestText::cell(const Item& item, std::size_t fact, const Record& record) const {
  if (fact >= item.facts.size() || item.facts[fact].reports.empty()) return "?";
  const Report& report = item.facts[fact].reports.back();
  std::string text = value(report.value, record.facts[fact].type);
  if (record.facts[fact].when_verified && !report.provenance.verified && !is_none(report.value)) text += " " + word(Keyword::unverified);
  return text;
}

// Only the columns that some item fills.
void TestText::given_list(const FactDeclaration& fact, const std::vector<Item>& items) {
  const Record& record = program_.records[fact.type.record];
  std::vector<std::size_t> columns;
  for (std::size_t index = 0; index < record.facts.size(); ++index) {
    for (const Item& item : items) {
      if (index >= item.facts.size() || item.facts[index].reports.empty()) continue;
      columns.push_back(index);
      break;
    }
  }
  if (items.empty() || columns.empty()) {
    text_ += fmt::format("  {} {} {} {}\n", word(Keyword::given), fact.name, word(Keyword::is), word(Keyword::none));
    return;
  }
  text_ += fmt::format("  {} {}\n   ", word(Keyword::given), fact.name);
  for (const std::size_t column : columns) text_ += (column == columns.front() ? " " : " | ") + record.facts[column].name;
  text_ += '\n';
  for (const Item& item : items) {
    text_ += "   ";
    for (const std::size_t column : columns) text_ += (column == columns.front() ? " " : " | ") + cell(item, column, record);
    text_ += '\n';
  }
}

void TestText::given() {
  const Record& record = program_.records.front();
  for (std::size_t index = 0; index < record.facts.size() && index < subject_.facts.size(); ++index) {
    const FactReports& reports = subject_.facts[index];
    if (reports.items || reports.reports.empty()) continue;
    const auto fact = static_cast<std::uint32_t>(index);
    const Reported now = report_in({.kind = Variable::Kind::fact, .fact = {0, fact}, .parameter = {}}, program_, subject_, decision_.as_of);
    const bool is_list = record.facts[index].type.kind == TypeKind::list;
    const Report* holds = is_list ? &reports.reports.back() : now.report;
    if (holds == nullptr) continue;
    text_ += fmt::format("  {} {} {} {}", word(Keyword::given), record.facts[index].name, word(Keyword::is),
                         value(holds->value, record.facts[index].type));
    text_ += now.claimed ? " " + word(Keyword::unverified) + "\n" : "\n";
  }
  for (std::size_t index = 0; index < record.facts.size() && index < subject_.facts.size(); ++index) {
    if (subject_.facts[index].items) given_list(record.facts[index], *subject_.facts[index].items);
  }
}

void TestText::expect() {
  text_ += "  " + word(Keyword::expect);
  std::string comma = " ";
  bool open = false;
  for (const LadderDecision& on : decision_.ladders) {
    text_ += comma + measure_words(on.measure, program_.ladders[on.ladder], program_);
    comma = ", ";
    if (!on.reasons.empty()) text_ += fmt::format(" {} \"{}\"", word(Keyword::because), on.reasons.front().rule);
    open = open || !on.settled;
  }
  text_ += comma + word(open ? Keyword::open : Keyword::settled) + "\n";
}

std::string TestText::write(std::string_view name) {
  text_ = fmt::format("{} \"{}\"\n  {} {}\n", word(Keyword::test), name, word(Keyword::as_of), as_of());
  given();
  expect();
  return std::move(text_);
}

}  // namespace

std::string test_text(const Program& program, const Subject& subject, const Decision& decision, std::string_view name) {
  return TestText(program, subject, decision).write(name);
}

}  // namespace pasal
