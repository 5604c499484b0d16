// Answers and problems as JSON: keys and their order are fixed by the language reference.
#include <algorithm>
#include <array>
#include <charconv>

#include <nlohmann/json.hpp>

#include "engine/explain/explain.hpp"
#include "engine/explain/words.hpp"

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
  Json brief(const std::string& subject, const Diagnostics& problems) const;
  Json why_not(const WhyNot& answer) const;
  Json sweep(const Sweep& sweep) const;
  Json sweep(const SweepOfMany& sweep, const std::vector<std::string>& subjects) const;
  Json remedies(const Remedies& remedies, std::uint32_t ladder, std::uint32_t rung) const;
  Json timeline(const Timeline& timeline) const;
  Json avoidance(const Avoidance& avoidance, std::uint32_t ladder, std::uint32_t rung) const;
  Json bound(const Outcome& outcome, const Ladder& ladder) const {
    return {{"measure", ladder.measures[outcome.rung].name}, {"amount", amount(outcome, ladder)}};
  }
  Json problem(const std::string& message, Span span) const {
    Json object{{"message", message}};
    add_place(object, span);
    return object;
  }

private:
  Json amount(const Outcome& outcome, const Ladder& ladder) const {
    const Measure& measure = ladder.measures[outcome.rung];
    return measure.amount && outcome.amount ? with_unit(*outcome.amount, *measure.amount) : Json();
  }
  void add_place(Json& object, Span span) const;
  Json value(const Value& value, const Type& type) const { return std::visit(ValueJson{type, program_.zone}, value); }
  Json ladder(const LadderDecision& on) const;
  Json reason(const Reason& reason, const Ladder& ladder) const;
  Json fact(const FactUse& fact) const;
  Json condition(const ConditionPart& part) const;
  Json standing(const Standing& standing, const Ladder& ladder) const;
  Json piece(const Piece& piece, const Type& type) const;
  void add_range(Json& object, const RangeEnd& from, const RangeEnd& to, const Type& type) const;
  Json change(const Change& change) const;
  Json happening(const Happening& one) const;

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
  if (reason.step > 0) object["step"] = reason.step;
  if (!reason.course.empty()) object["course"] = reason.course;
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
  for (const EvaluationError& error : decision.errors) object["errors"].push_back(problem(error.message, error.span));
  if (const std::string data = zone_data(decision, program_); !data.empty()) object["zone_data"] = data;
  return object;
}

Json Answer::brief(const std::string& subject, const Diagnostics& problems) const {
  Json object{{"subject", or_null(subject)}, {"policy", or_null(program_.policy)}, {"as_of", nullptr}, {"decisions", Json::array()}, {"errors", Json::array()}};
  for (const Diagnostic& one : problems.sorted()) {
    if (one.severity == Severity::error) object["errors"].push_back(problem(one.message, one.span));
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
  if (!answer.duty.empty()) object["duty"] = answer.duty;
  add_place(object, answer.span);
  return object;
}

Json Answer::standing(const Standing& standing, const Ladder& ladder) const {
  return {{"ladder", ladder.name},
          {"measure", ladder.measures[standing.measure.rung].name},
          {"amount", amount(standing.measure, ladder)},
          {"settled", standing.settled},
          {"at_least", bound(standing.at_least, ladder)},
          {"at_most", bound(standing.at_most, ladder)}};
}

void Answer::add_range(Json& object, const RangeEnd& from, const RangeEnd& to, const Type& type) const {
  object["from"] = from.value ? value(*from.value, type) : Json();
  object["from_included"] = from.included;
  object["to"] = to.value ? value(*to.value, type) : Json();
  object["to_included"] = to.included;
}

Json Answer::piece(const Piece& piece, const Type& type) const {
  Json object;
  if (piece.value) {
    object["value"] = piece.any_other ? Json() : value(*piece.value, type);
    object["known"] = !is_open(*piece.value);
  } else {
    add_range(object, piece.from, piece.to, type);
  }
  object["now"] = piece.holds_now;
  object["decisions"] = Json::array();
  for (std::size_t ladder = 0; ladder < piece.standing.size(); ++ladder) {
    Json one = standing(piece.standing[ladder], program_.ladders[ladder]);
    if (!piece.standing_to.empty()) one["amount_at_end"] = amount(piece.standing_to[ladder].measure, program_.ladders[ladder]);
    object["decisions"].push_back(std::move(one));
  }
  return object;
}

Json Answer::sweep(const Sweep& sweep) const {
  const Type& type = type_of(sweep.variable, program_);
  Json object{{"name", name_of(sweep.variable, program_)}, {"now", value(sweep.now, type)}, {"pieces", Json::array()}};
  for (const Piece& one : sweep.pieces) object["pieces"].push_back(piece(one, type));
  object["exact"] = sweep.exact;
  object["complete"] = sweep.complete;
  return object;
}

Json Answer::sweep(const SweepOfMany& sweep, const std::vector<std::string>& subjects) const {
  const Type& type = type_of(sweep.variable, program_);
  const Ladder& on = program_.ladders[sweep.ladder];
  Json object{{"name", name_of(sweep.variable, program_)}, {"ladder", on.name}, {"parts", Json::array()}};
  for (const auto& part : sweep.parts) {
    Json one;
    add_range(one, part.from, part.to, type);
    one["measures"] = Json::object();
    for (const Measure& measure : on.measures) one["measures"][measure.name] = Json::array();
    for (std::size_t subject = 0; subject < part.rungs.size(); ++subject) {
      one["measures"][on.measures[part.rungs[subject]].name].push_back(subjects[subject]);
    }
    object["parts"].push_back(std::move(one));
  }
  object["exact"] = sweep.exact;
  object["complete"] = sweep.complete;
  return object;
}

Json Answer::change(const Change& change) const {
  const Type& type = type_of(change.variable, program_);
  const bool of_item = change.variable.kind == Variable::Kind::item_fact;
  return {{"name", name_of(change.variable, program_)},
          {"item", of_item ? Json(program_.records[change.variable.fact.record].noun + " " + std::to_string(change.variable.item + 1)) : Json()},
          {"from", value(change.from, type)},
          {"to", value(change.to, type)},
          {"claimed", change.claimed}};
}

Json Answer::remedies(const Remedies& remedies, std::uint32_t ladder, std::uint32_t rung) const {
  const Ladder& on = program_.ladders[ladder];
  Json object{{"ladder", on.name}, {"to", on.measures[rung].name}, {"already", remedies.already}, {"remedies", Json::array()}};
  for (const Remedy& remedy : remedies.remedies) {
    Json one{{"changes", Json::array()}, {"decision", standing(remedy.reached, on)}};
    for (const Change& made : remedy.changes) one["changes"].push_back(change(made));
    object["remedies"].push_back(std::move(one));
  }
  object["in_the_way"] = Json::array();
  for (const Reason& one : remedies.in_the_way) object["in_the_way"].push_back(reason(one, on));
  object["complete"] = remedies.complete;
  return object;
}

Json Answer::happening(const Happening& one) const {
  constexpr std::array<std::string_view, 3> kinds{"reported", "taken", "law"};
  Json object{{"kind", kinds[static_cast<std::size_t>(one.kind)]}, {"name", one.name}};
  if (one.kind == Happening::Kind::taken) {
    object["under"] = or_null(one.item);
    object["about"] = or_null(one.about);
    object["amount"] = is_none(one.after) ? Json() : value(one.after, one.type);
  } else {
    object["item"] = or_null(one.item);
    object["from"] = one.before ? value(*one.before, one.type) : Json();
    object["to"] = value(one.after, one.type);
    object["claimed"] = one.claimed;
  }
  object["file"] = or_null(one.provenance.file);
  object["line"] = one.provenance.line == 0 ? Json() : Json(one.provenance.line);
  return object;
}

Json reason_names(const std::vector<ReasonName>& names) {
  Json array = Json::array();
  for (const ReasonName& name : names) {
    array.push_back({{"rule", name.rule}, {"item", or_null(name.item)}, {"step", name.step == 0 ? Json() : Json(name.step)}});
  }
  return array;
}

Json Answer::timeline(const Timeline& timeline) const {
  Json object{{"subject", or_null(timeline.subject)},
              {"policy", or_null(program_.policy)},
              {"from", iso(timeline.from, program_.zone)},
              {"to", iso(timeline.to, program_.zone)},
              {"stretches", Json::array()},
              {"happenings", Json::array()}};
  for (const TimelineStretch& stretch : timeline.stretches) {
    Json one{{"from", iso(stretch.from, program_.zone)}, {"to", iso(stretch.to, program_.zone)}, {"outside", or_null(stretch.decision.outside)}, {"decisions", Json::array()}};
    const std::vector<Standing> standings = standing_of(stretch.decision);
    one["newly"] = Json::array();
    for (std::size_t on = 0; on < standings.size(); ++on) {
      one["decisions"].push_back(standing(standings[on], program_.ladders[on]));
      if (on >= stretch.newly.size()) continue;
      for (const Reason& newly : stretch.newly[on]) one["newly"].push_back(reason(newly, program_.ladders[on]));
    }
    one["no_longer"] = reason_names(stretch.no_longer);
    object["stretches"].push_back(std::move(one));
  }
  for (const TimelineMoment& moment : timeline.moments) {
    for (const Happening& one : moment.happenings) {
      Json what{{"at", iso(moment.at, program_.zone)}};
      what.update(happening(one));
      object["happenings"].push_back(std::move(what));
    }
  }
  object["complete"] = timeline.complete;
  return object;
}

Json Answer::avoidance(const Avoidance& avoidance, std::uint32_t ladder, std::uint32_t rung) const {
  Json object{{"measure", program_.ladders[ladder].measures[rung].name},
              {"met_at", avoidance.met_at ? Json(iso(*avoidance.met_at, program_.zone)) : Json()},
              {"surely", avoidance.surely},
              {"by", avoidance.met_at && !avoidance.now ? Json(iso(Moment{avoidance.met_at->minutes - 1}, program_.zone)) : Json()}};
  if (avoidance.met_at && rung > 0) object["remedy"] = remedies(avoidance.remedies, ladder, rung - 1);
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

namespace {

// A text in quotes, or null where it is empty.
void add_text(std::string& into, std::string_view text) {
  if (text.empty()) {
    into += "null";
    return;
  }
  const bool is_plain = std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7F' && c != '"' && c != '\\'; });
  if (!is_plain) {
    into += written(text);
    return;
  }
  into += '"';
  into += text;
  into += '"';
}

}  // namespace

const std::string& BriefJson::outcome(const Outcome& outcome, std::uint32_t ladder) {
  const Ladder& on = program_.ladders[ladder];
  written_[ladder].resize(on.measures.size());
  Written& last = written_[ladder][outcome.rung];
  if (!last.text.empty() && last.amount == outcome.amount) return last.text;
  const std::string object = written(Answer(program_, sources_).bound(outcome, on));
  last = {outcome.amount, object.substr(1, object.size() - 2)};
  return last.text;
}

void BriefJson::add(const Decision& decision, std::string& into) {
  if (as_of_ != decision.as_of) {
    as_of_ = decision.as_of;
    as_of_text_ = iso(decision.as_of, program_.zone);
  }
  into += "{\"subject\":";
  add_text(into, decision.subject);
  into += ",\"policy\":";
  add_text(into, program_.policy);
  into += ",\"as_of\":";
  add_text(into, as_of_text_);
  into += ",\"decisions\":[";
  for (const LadderDecision& on : decision.ladders) {
    into += &on == decision.ladders.data() ? "{\"ladder\":" : ",{\"ladder\":";
    add_text(into, program_.ladders[on.ladder].name);
    into += ',';
    into += outcome(on.measure, on.ladder);
    into += on.settled ? ",\"settled\":true,\"at_least\":{" : ",\"settled\":false,\"at_least\":{";
    into += outcome(on.at_least, on.ladder);
    into += "},\"at_most\":{";
    into += outcome(on.at_most, on.ladder);
    into += "},\"reasons\":[";
    for (const Reason& reason : on.reasons) {
      into += &reason == on.reasons.data() ? "{\"rule\":" : ",{\"rule\":";
      add_text(into, reason.rule);
      into += ",\"item\":";
      add_text(into, reason.item);
      if (reason.rule.empty()) into += ",\"because\":" + written(reason.because);
      if (reason.step > 0) into += ",\"step\":" + std::to_string(reason.step);
      into += '}';
    }
    into += "]}";
  }
  into += "],\"errors\":[";
  for (const EvaluationError& error : decision.errors) {
    if (&error != decision.errors.data()) into += ',';
    into += written(Answer(program_, sources_).problem(error.message, error.span));
  }
  into += "]}";
}

std::string brief_json(const std::string& subject, const Diagnostics& problems, const Program& program, const Sources& sources) {
  return written(Answer(program, sources).brief(subject, problems));
}

std::string json(const std::vector<WhyNot>& answer, const Program& program, const Sources& sources) {
  Json array = Json::array();
  for (const WhyNot& one : answer) array.push_back(Answer(program, sources).why_not(one));
  return written(array);
}

std::string json(const Sweep& sweep, const Program& program) {
  const Sources none;
  return written(Answer(program, none).sweep(sweep));
}

std::string json(const SweepOfMany& sweep, const std::vector<std::string>& subjects, const Program& program) {
  const Sources none;
  return written(Answer(program, none).sweep(sweep, subjects));
}

std::string json(const Remedies& remedies, std::uint32_t ladder, std::uint32_t rung, const Program& program, const Sources& sources) {
  return written(Answer(program, sources).remedies(remedies, ladder, rung));
}

std::string json(const Timeline& timeline, const Program& program, const Sources& sources) {
  return written(Answer(program, sources).timeline(timeline));
}

std::string json(const Avoidance& avoidance, const Timeline& timeline, std::uint32_t ladder, std::uint32_t rung, const Program& program,
                 const Sources& sources) {
  const Answer answer(program, sources);
  Json object = answer.timeline(timeline);
  object["avoid"] = answer.avoidance(avoidance, ladder, rung);
  return written(object);
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
