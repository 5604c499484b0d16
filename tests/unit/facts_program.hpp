// A vocabulary with a fact of every type, and facts files written out for comparison.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/facts/facts.hpp"

namespace pasal {

inline FactDeclaration declared(std::string name, Type type) {
  FactDeclaration fact;
  fact.name = std::move(name);
  fact.type = std::move(type);
  return fact;
}
inline FactDeclaration if_any(FactDeclaration fact) {
  fact.if_any = true;
  return fact;
}
inline Type kind(TypeKind kind, std::string unit = {}) {
  Type type;
  type.kind = kind;
  type.unit = std::move(unit);
  return type;
}
inline Type list_of(std::uint32_t record) {
  Type type = kind(TypeKind::list);
  type.record = record;
  return type;
}
inline Type one_of(std::vector<std::string> values) {
  Type type = kind(TypeKind::enumeration);
  type.values = std::make_shared<const std::vector<std::string>>(std::move(values));
  return type;
}

inline Program vocabulary(const std::string& zone = "Asia/Jakarta") {
  Program program;
  program.zone = *TimeZone::find(zone);
  FactDeclaration age = declared("minimum age", kind(TypeKind::number, "years"));
  age.lowest = Number(0);
  age.highest = Number(120);
  FactDeclaration turnover = declared("annual turnover", kind(TypeKind::money, "IDR"));
  turnover.path = "financials.turnover";
  Type hours = kind(TypeKind::duration);
  hours.fixed_duration = true;
  hours.duration_unit = "hours";
  program.records.push_back({"platform",
                             "platforms",
                             {declared("local office", kind(TypeKind::boolean)),
                              declared("negative-content backlog", kind(TypeKind::number, "items")), age, turnover,
                              declared("moderators", kind(TypeKind::number, "people")),
                              declared("complaints", list_of(1)), if_any(declared("registered on", kind(TypeKind::date))),
                              declared("last contact", kind(TypeKind::moment)), declared("share", kind(TypeKind::percent)),
                              declared("answer time", hours), declared("legal form", kind(TypeKind::text)),
                              declared("trade name", kind(TypeKind::text)), declared("languages", kind(TypeKind::text_list)),
                              declared("ratio", kind(TypeKind::number)), declared("measures taken", list_of(2))},
                             {}});
  program.measures_taken = 14;
  program.records[0].facts[11].if_any = true;
  program.records.push_back({"complaint",
                             "complaints",
                             {declared("category", one_of({"child abuse", "gambling", "none"})),
                              declared("received", kind(TypeKind::moment)),
                              if_any(declared("answered", kind(TypeKind::moment)))},
                             {}});
  program.records.push_back({"measure taken",
                             "measures taken",
                             {declared("measure", one_of({"allow", "warn", "fine", "throttle", "block"})),
                              if_any(declared("amount", kind(TypeKind::number))), if_any(declared("from", kind(TypeKind::moment))),
                              if_any(declared("until", kind(TypeKind::moment))), if_any(declared("under", kind(TypeKind::text))),
                              if_any(declared("about", kind(TypeKind::text)))},
                             {}});
  Ladder ladder;
  for (const char* name : {"allow", "warn", "fine", "throttle", "block"}) ladder.measures.push_back({name, {}, false, false, {}});
  ladder.measures[2].amount = kind(TypeKind::money, "TRY");
  ladder.measures[3].amount = kind(TypeKind::percent);
  program.ladders.push_back(std::move(ladder));
  return program;
}

// Files read together, and everything that came of it as text.
struct FactsRun {
  Program program;
  FactsLimits limits;
  Sources sources;
  Diagnostics diagnostics;
  std::vector<Subject> subjects;

  explicit FactsRun(Program used = vocabulary()) : program(std::move(used)) {}

  FactsRun& read(const std::vector<std::string>& texts) {
    std::vector<SourceId> files;
    for (const std::string& text : texts) files.push_back(sources.add("f" + std::to_string(files.size() + 1), text));
    subjects = read_facts(program, sources, files, diagnostics, limits);
    return *this;
  }

  // `f1:3:7 facts-wrong-type`, a problem a line.
  std::string problems() const {
    std::string text;
    for (const Diagnostic& problem : diagnostics.sorted()) {
      const Position at = sources.position(problem.span);
      text += (text.empty() ? "" : "\n") + sources.name(problem.span) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
              std::string(row(problem.kind).name);
    }
    return text;
  }
  std::string shown(const Report& report, const Type& type) const {
    std::string text = display(report.value, type, program.language, program.zone);
    if (!report.from) return text;
    const Date* date = std::get_if<Date>(&*report.from);
    return text + " from " + (date != nullptr ? iso(*date) : iso(std::get<Moment>(*report.from), program.zone));
  }
  std::string shown(const std::vector<FactReports>& facts, std::uint32_t record) const {
    std::string text;
    for (std::size_t i = 0; i < facts.size(); ++i) {
      const FactDeclaration& fact = program.records[record].facts[i];
      const auto separate = [&] { text += (text.empty() ? "" : "; ") + fact.name + ": "; };
      for (const Report& report : facts[i].reports) {
        separate();
        text += shown(report, fact.type);
      }
      if (!facts[i].items) continue;
      separate();
      for (const Item& item : *facts[i].items) text += "(" + item.name + "|" + shown(item.facts, fact.type.record) + ")";
    }
    return text;
  }
  // All facts of all subjects: `Tik Tok{local office: no}`; or the problems.
  std::string all() const {
    if (diagnostics.has_errors()) return problems();
    std::string text;
    for (const Subject& subject : subjects) text += subject.name + "{" + shown(subject.facts, 0) + "}";
    return text;
  }
};

inline std::string facts_of(const std::string& text, Language language = Language::english) {
  Program program = vocabulary();
  program.language = language;
  return FactsRun(std::move(program)).read({text}).all();
}
// The message of the first problem.
inline std::string problem_of(const std::string& text, const std::string& zone = "Asia/Jakarta") {
  FactsRun run(vocabulary(zone));
  run.read({text});
  return run.diagnostics.has_errors() ? run.diagnostics.sorted().front().message : "no problem";
}

}  // namespace pasal
