// What is known of a subject as a facts file, which reads back as the same facts.
#include <map>

#include <fmt/format.h>

#include "engine/fact_keys.hpp"
#include "engine/pasal.hpp"

namespace pasal {
namespace {

std::string in_quotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c == '\n' || c == '\t' ? ' ' : c;
  }
  return quoted + "\"";
}

class FactsText {
public:
  FactsText(const Program& program, const Subject& subject, Moment as_of) : program_(program), subject_(subject), as_of_(as_of) {}
  std::string write();

private:
  // A value as the type of its fact reads it.
  std::string value(const Value& value, const Type& type) const;
  std::string time(const Value& value) const;
  std::string report(const Report& report, const Type& type) const;
  void facts(const std::vector<FactKey>& keys, const std::vector<FactReports>& reports, const Record& record, const std::string& indent);
  void fact(const FactKey& key, const FactReports& reports, const std::string& indent);
  void items(const FactReports& reports, std::uint32_t record, const std::string& indent);
  void history();

  const Program& program_;
  const Subject& subject_;
  Moment as_of_;
  std::string text_;
};

std::string FactsText::time(const Value& value) const {
  if (const auto* date = std::get_if<Date>(&value)) return iso(*date);
  const Moment moment = std::get<Moment>(value);
  const Date day = program_.zone.date_of(moment);
  return moment == program_.zone.close_of(day) ? iso(day) : plain(moment, program_.zone);
}

std::string FactsText::value(const Value& value, const Type& type) const {
  if (is_open(value)) return "?";
  if (is_none(value)) return "none";
  if (const auto* yes = std::get_if<bool>(&value)) return *yes ? "yes" : "no";
  if (const auto* number = std::get_if<Number>(&value)) {
    if (type.kind != TypeKind::percent) return number->plain();
    const auto hundredfold = multiply(*number, 100);
    return hundredfold ? hundredfold->plain() + "%" : number->plain();
  }
  if (std::holds_alternative<Date>(value)) return time(value);
  if (const auto* moment = std::get_if<Moment>(&value)) return plain(*moment, program_.zone);
  if (const auto* duration = std::get_if<Duration>(&value)) return display(*duration, Language::english);
  if (const auto* member = std::get_if<EnumerationValue>(&value)) return in_quotes((*type.values)[member->index]);
  if (const auto* text = std::get_if<Text>(&value)) return in_quotes(**text);
  std::string list;
  for (const std::string& one : *std::get<TextList>(value)) list += (list.empty() ? "" : ", ") + in_quotes(one);
  return "[" + list + "]";
}

std::string FactsText::report(const Report& report, const Type& type) const {
  const Provenance& origin = report.provenance;
  const bool verified = origin.verified && !is_open(report.value);  // nothing is known that could be
  const bool plain = origin.source.empty() && !origin.observed && !verified;
  const std::string worth = value(report.value, type);
  if (plain) return worth;
  std::string text = "{value: " + worth;
  if (!origin.source.empty()) text += ", source: " + in_quotes(origin.source);
  if (origin.observed) text += ", observed: " + iso(*origin.observed);
  if (verified) text += ", verified: yes";
  return text + "}";
}

void FactsText::items(const FactReports& reports, std::uint32_t record, const std::string& indent) {
  const Record& of_item = program_.records[record];
  for (const Item& item : *reports.items) {
    const std::size_t begin = text_.size();
    if (!item.name.empty()) text_ += fmt::format("{}  {}: {}\n", indent, of_item.noun, in_quotes(item.name));
    facts(fact_keys(of_item), item.facts, of_item, indent + "  ");
    if (text_.size() == begin) {
      text_ += indent + "- {}\n";
    } else {
      text_.replace(begin + indent.size(), 2, "- ");
    }
  }
}

void FactsText::fact(const FactKey& key, const FactReports& reports, const std::string& indent) {
  const Type& type = key.fact->type;
  if (reports.items) {
    text_ += fmt::format("{}{}:{}\n", indent, key.key, reports.items->empty() ? " none" : "");
    return items(reports, type.record, indent + "  ");
  }
  for (const Report& one : reports.reports) {
    const bool is_history = one.from && !one.provenance.observed;
    if (!is_history) text_ += fmt::format("{}{}: {}\n", indent, key.key, report(one, type));
  }
}

void FactsText::facts(const std::vector<FactKey>& keys, const std::vector<FactReports>& reports, const Record& record,
                      const std::string& indent) {
  for (const FactKey& key : keys) {
    if (key.fact == nullptr) {
      const std::size_t begin = text_.size();
      facts(key.below, reports, record, indent + "  ");
      if (text_.size() != begin) text_.insert(begin, indent + key.key + ":\n");
      continue;
    }
    const auto index = static_cast<std::size_t>(key.fact - record.facts.data());
    if (index < reports.size()) fact(key, reports[index], indent);
  }
}

void FactsText::history() {
  std::map<std::string, std::string> by_time;
  const Record& record = program_.records.front();
  for (std::size_t index = 0; index < record.facts.size() && index < subject_.facts.size(); ++index) {
    for (const Report& one : subject_.facts[index].reports) {
      if (!one.from || one.provenance.observed) continue;
      by_time[time(*one.from)] += fmt::format("    {}: {}\n", record.facts[index].name, report(one, record.facts[index].type));
    }
  }
  if (!by_time.empty()) text_ += "history:\n";
  for (const auto& [from, values] : by_time) text_ += "  " + from + ":\n" + values;
}

std::string FactsText::write() {
  const Record& record = program_.records.front();
  if (!subject_.name.empty()) text_ += fmt::format("{}: {}\n", record.noun, in_quotes(subject_.name));
  text_ += "as of: " + time(as_of_) + "\n";
  facts(fact_keys(record), subject_.facts, record, {});
  history();
  return std::move(text_);
}

}  // namespace

std::string facts_text(const Program& program, const Subject& subject, Moment as_of) { return FactsText(program, subject, as_of).write(); }

}  // namespace pasal
