// Answers and problems as JSON: keys and their order are fixed by the language reference.
#include <charconv>

#include <nlohmann/json.hpp>

#include "engine/explain/explain.hpp"

namespace pasal {
namespace {

using Json = nlohmann::ordered_json;

std::string written(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);  // never throws for a text that is not UTF-8
}

// A JSON reader's double holds 15 digits exactly; what needs more is a string.
Json number(const Number& number) {
  if (const auto whole = number.whole(); whole && number.fits_15_digits()) return *whole;
  const std::string plain = number.plain();
  if (!number.fits_15_digits()) return plain;
  double value = 0;
  const auto [end, problem] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  return problem == std::errc() && end == plain.data() + plain.size() ? Json(value) : Json(plain);
}

Json with_unit(const Number& value, const Type& type) {
  if (type.kind == TypeKind::percent) {
    const auto hundredfold = multiply(value, 100);
    return {{"value", hundredfold ? number(*hundredfold) : Json(value.plain())}, {"unit", "%"}};
  }
  return {{"value", number(value)}, {"unit", type.unit.empty() ? Json() : Json(type.unit)}};
}

Json duration(const Duration& duration) {
  const std::int64_t count = duration.count;
  switch (duration.kind) {
    case DurationKind::clock:
      if (count % 60 == 0) return {{"value", count / 60}, {"unit", "hours"}};
      return {{"value", count}, {"unit", "minutes"}};
    case DurationKind::days: return {{"value", count}, {"unit", "days"}};
    case DurationKind::months:
      if (count % 12 == 0 && count != 0) return {{"value", count / 12}, {"unit", "years"}};
      return {{"value", count}, {"unit", "months"}};
    case DurationKind::working_days: return {{"value", count}, {"unit", "working days"}};
  }
  return nullptr;
}

struct ValueJson {
  const Type& type;
  const TimeZone& zone;

  Json operator()(Unknown) const { return nullptr; }
  Json operator()(ErrorValue) const { return nullptr; }
  Json operator()(None) const { return "none"; }
  Json operator()(bool yes) const { return yes; }
  Json operator()(const Number& value) const {
    const bool is_amount = type.kind == TypeKind::percent || type.kind == TypeKind::money;
    return is_amount ? with_unit(value, type) : number(value);
  }
  Json operator()(Date date) const { return iso(date); }
  Json operator()(Moment moment) const { return iso(moment, zone); }
  Json operator()(const Duration& value) const { return duration(value); }
  Json operator()(EnumerationValue value) const {
    if (type.values == nullptr || value.index >= type.values->size()) return nullptr;
    return (*type.values)[value.index];
  }
  Json operator()(const Text& text) const { return text ? Json(*text) : Json(); }
  Json operator()(const TextList& texts) const { return texts ? Json(*texts) : Json(Json::array()); }
};

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

// The parts of an answer as JSON.
class Answer {
public:
  Answer(const Program& program, const Sources& sources) : program_(program), sources_(sources) {}

  Json decision(const Decision& decision) const;
  Json why_not(const WhyNot& answer) const;

private:
  Json amount(const Outcome& outcome, const Ladder& ladder) const {
    const Measure& measure = ladder.measures[outcome.rung];
    return measure.amount && outcome.amount ? with_unit(*outcome.amount, *measure.amount) : Json();
  }
  Json bound(const Outcome& outcome, const Ladder& ladder) const {
    return {{"measure", ladder.measures[outcome.rung].name}, {"amount", amount(outcome, ladder)}};
  }
  void add_place(Json& object, Span span) const;
  Json value(const Value& value, const Type& type) const { return std::visit(ValueJson{type, program_.zone}, value); }
  Json ladder(const LadderDecision& on) const;
  Json reason(const Reason& reason, const Ladder& ladder) const;
  Json fact(const FactUse& fact) const;
  Json condition(const ConditionPart& part) const;

  const Program& program_;
  const Sources& sources_;
};

void Answer::add_place(Json& object, Span span) const {
  const bool known = span.source < sources_.size();
  object["file"] = known ? Json(sources_.name(span)) : Json();
  object["line"] = known ? Json(sources_.position(span).line) : Json();
}

Json Answer::fact(const FactUse& fact) const {
  return {{"name", fact.name},
          {"value", value(fact.value, fact.type)},
          {"file", or_null(fact.provenance.file)},
          {"line", fact.provenance.line == 0 ? Json() : Json(fact.provenance.line)}};
}

Json Answer::reason(const Reason& reason, const Ladder& ladder) const {
  Json object{{"rule", or_null(reason.rule)},
              {"item", or_null(reason.item)},
              {"measure", ladder.measures[reason.outcome.rung].name},
              {"amount", amount(reason.outcome, ladder)},
              {"because", reason.because},
              {"cite", reason.cites},
              {"facts", Json::array()}};
  for (const FactUse& use : reason.facts) object["facts"].push_back(fact(use));
  add_place(object, reason.span);
  return object;
}

Json Answer::ladder(const LadderDecision& on) const {
  const Ladder& ladder = program_.ladders[on.ladder];
  Json object{{"ladder", ladder.name},
              {"measure", ladder.measures[on.measure.rung].name},
              {"amount", amount(on.measure, ladder)},
              {"settled", on.settled},
              {"at_least", bound(on.at_least, ladder)},
              {"at_most", bound(on.at_most, ladder)},
              {"reasons", Json::array()},
              {"open", Json::array()},
              {"questions", Json::array()}};
  for (const Reason& one : on.reasons) object["reasons"].push_back(reason(one, ladder));
  for (const OpenRule& rule : on.open) {
    object["open"].push_back({{"rule", rule.rule},
                              {"item", or_null(rule.item)},
                              {"at_least", bound(rule.at_least, ladder)},
                              {"at_most", bound(rule.at_most, ladder)}});
  }
  for (const Question& question : on.questions) {
    object["questions"].push_back({{"name", question.name},
                                   {"item", or_null(question.item)},
                                   {"claimed", or_null(question.claimed)},
                                   {"note", or_null(question.note)}});
  }
  for (const DoneMeasure& done : on.done) {
    object["done"].push_back({{"rule", done.rule},
                              {"item", or_null(done.item)},
                              {"measure", ladder.measures[done.outcome.rung].name},
                              {"amount", amount(done.outcome, ladder)},
                              {"from", value(done.from, Type{})}});
  }
  return object;
}

Json Answer::decision(const Decision& decision) const {
  Json object{{"subject", or_null(decision.subject)},
              {"policy", or_null(program_.policy)},
              {"as_of", iso(decision.as_of, program_.zone)}};
  object["decisions"] = Json::array();
  for (const LadderDecision& on : decision.ladders) object["decisions"].push_back(ladder(on));
  object["assumed"] = decision.assumed;
  object["errors"] = Json::array();
  for (const EvaluationError& error : decision.errors) {
    Json problem{{"message", error.message}};
    add_place(problem, error.span);
    object["errors"].push_back(std::move(problem));
  }
  return object;
}

Json truth(Truth truth) { return truth == Truth::unknown ? Json() : Json(truth == Truth::yes); }

Json Answer::condition(const ConditionPart& part) const {
  Json object{{"text", part.text},
              {"holds", truth(part.truth)},
              {"stands_in_the_way", part.stands_in_the_way},
              {"facts", Json::array()},
              {"parts", Json::array()}};
  for (const FactUse& use : part.facts) object["facts"].push_back(fact(use));
  for (const ConditionPart& below : part.parts) object["parts"].push_back(condition(below));
  return object;
}

Json Answer::why_not(const WhyNot& answer) const {
  Json object{{"rule", answer.rule},
              {"item", or_null(answer.item)},
              {"applies", truth(answer.applies)},
              {"condition", condition(answer.condition)},
              {"defeated_by", Json::array()}};
  for (const ConditionPart& defeat : answer.defeated_by) object["defeated_by"].push_back(condition(defeat));
  add_place(object, answer.span);
  return object;
}

Json region(Span span, const Sources& sources) {
  if (span.source >= sources.size()) {
    return {{"file", nullptr}, {"line", nullptr}, {"column", nullptr}, {"end_line", nullptr}, {"end_column", nullptr}};
  }
  const Position begin = sources.position(span);
  const Position end = sources[span.source].position(span.end);
  return {{"file", sources.name(span)},
          {"line", begin.line},
          {"column", begin.column},
          {"end_line", end.line},
          {"end_column", end.column}};
}

}  // namespace

std::string json(const Decision& decision, const Program& program, const Sources& sources) {
  return written(Answer(program, sources).decision(decision));
}

std::string json(const std::vector<WhyNot>& answer, const Program& program, const Sources& sources) {
  Json array = Json::array();
  for (const WhyNot& one : answer) array.push_back(Answer(program, sources).why_not(one));
  return written(array);
}

std::string json(const Diagnostics& diagnostics, const Sources& sources) {
  Json array = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.sorted()) {
    const DiagnosticRow& described = row(diagnostic.kind);
    Json object = region(diagnostic.span, sources);
    object["severity"] = diagnostic.severity == Severity::error ? "error" : "warning";
    object["code"] = described.code;
    object["name"] = described.name;
    object["message"] = diagnostic.message;
    object["labels"] = Json::array();
    for (const Label& label : diagnostic.labels) {
      Json place = region(label.span, sources);
      place["text"] = label.text;
      object["labels"].push_back(std::move(place));
    }
    object["notes"] = diagnostic.notes;
    object["fix"] = diagnostic.fix ? Json(*diagnostic.fix) : Json();
    array.push_back(std::move(object));
  }
  return written(array);
}

}  // namespace pasal
