// Heads and declarations: the policy, its records and facts, measures, parameters, holidays, definitions.
#include <algorithm>
#include <array>

#include "engine/check/checker.hpp"
#include "grammar/built_in_names.hpp"
#include "grammar/definition_head.hpp"

namespace pasal::checking {

namespace {

DurationKind duration_kind(Keyword unit) {
  if (unit == Keyword::working_days) return DurationKind::working_days;
  if (unit == Keyword::days || unit == Keyword::weeks) return DurationKind::days;
  if (unit == Keyword::months || unit == Keyword::years) return DurationKind::months;
  return DurationKind::clock;
}

Keyword only_keyword(const SyntaxNode& node, std::size_t index = 0) {
  for (const auto& child : node.children) {
    if (child->kind == NodeKind::keyword && index-- == 0) return child->keyword;
  }
  return Keyword::none_of_them;
}

// `old fee` of the list `old fees`: one of it is meant.
std::optional<std::string> singular_list_name(std::string_view list, const Record& record, Language language) {
  const std::string name = normalized(list);
  const std::string noun = normalized(record.noun);
  std::vector<std::string> forms = plurals(noun, language);
  forms.push_back(normalized(record.plural));
  for (const std::string& form : forms) {
    if (form != noun && name.ends_with(" " + form)) return name.substr(0, name.size() - form.size()) + noun;
  }
  return std::nullopt;
}

}  // namespace

const SyntaxNode* Checker::clause_tree(const Clause& clause) const {
  return clause.tree == nullptr || clause.tree->children.empty() ? nullptr : clause.tree->children.front().get();
}

bool Checker::add_global(std::string_view name, Meaning meaning, Span span) {
  const std::string key = normalized(name);
  const auto [found, added] = globals_.emplace(key, meaning);
  if (added) {
    global_spans_.emplace(key, span);
    return true;
  }
  diagnostics_.add(DiagnosticKind::duplicate_name, span, std::string(name)).label(global_spans_[key], "it is declared here already");
  return false;
}


// ---- the policy ---------------------------------------------------------------------------------------------------

void Checker::declare_policy() {
  const Statement* first = nullptr;
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      if (statement.kind != StatementKind::policy) continue;
      if (first != nullptr) {
        diagnostics_.add(DiagnosticKind::two_policies, statement.span).label(first->span, "the first one");
        continue;
      }
      first = &statement;
      if (const SyntaxNode* head = clause_tree(statement.head)) {
        program_.policy = unquoted(document.words(*head->child(NodeKind::quoted)));
      }
      for (const Clause& clause : statement.clauses) policy_clause(clause);
    }
  }
}

void Checker::policy_clause(const Clause& clause) {
  const SyntaxNode* node = clause_tree(clause);
  if (node == nullptr) return;
  if (node->kind == NodeKind::authority_clause) program_.authority = unquoted(document_->words(*node->operand()));
  if (node->kind == NodeKind::in_force_clause) program_.in_force = read_in_force(*node);
  if (node->kind == NodeKind::time_zone_clause) {
    const std::string zone(document_->words(*node->operand()));
    if (auto found = TimeZone::find(zone)) {
      program_.zone = *found;
      return;
    }
    const auto near = TimeZone::nearest(zone, 1);
    diagnostics_.add(DiagnosticKind::unknown_zone, span(*node->operand()), zone,
                     near.empty() ? "write it as in `Asia/Jakarta`" : "did you mean `" + near.front() + "`?");
  }
  if (node->kind == NodeKind::working_week_clause) {
    const auto day = [&](std::size_t index) {
      return static_cast<int>(only_keyword(*node, index)) - static_cast<int>(Keyword::monday);
    };
    program_.calendar.week.clear();
    // Keywords in the clause: `working week`, the first day, `to`, the last day.
    for (int at = day(1);; at = (at + 1) % 7) {
      program_.calendar.week.insert(static_cast<Weekday>(at));
      if (at == day(3)) break;
    }
  }
}

InForce Checker::read_in_force(const SyntaxNode& clause) {
  InForce result;
  result.span = span(clause);
  bool until = false;
  for (const auto& child : clause.children) {
    if (child->kind == NodeKind::keyword && child->keyword == Keyword::until) until = true;
    if (child->kind != NodeKind::date) continue;
    (until ? result.until : result.from) = read_date(*child);
  }
  if (result.from && result.until && *result.until < *result.from) {
    diagnostics_.add(DiagnosticKind::empty_range, span(clause), words(clause), iso(*result.from), iso(*result.until));
  }
  return result;
}

// ---- records and facts --------------------------------------------------------------------------------------------

std::optional<std::uint32_t> Checker::record_of_noun(std::string_view noun) const {
  const auto found = nouns_.find(normalized(noun));
  return found == nouns_.end() ? std::nullopt : std::optional(found->second);
}

void Checker::declare_records() {
  const std::string subject = subject_noun(documents_);
  program_.records.push_back({subject.empty() ? "platform" : subject, {}, {}, {}});
  nouns_.emplace(program_.records.front().noun, 0);
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      const SyntaxNode* head = statement.kind == StatementKind::facts ? clause_tree(statement.head) : nullptr;
      if (head == nullptr) continue;
      const SyntaxNode& noun = *head->child(NodeKind::raw_name);
      check_name(noun);
      const auto [found, added] = nouns_.emplace(normalized(document.words(noun)), static_cast<std::uint32_t>(program_.records.size()));
      if (added) program_.records.push_back({});
      Record& record = program_.records[found->second];
      if (!record.plural.empty()) continue;
      record.noun = words(noun);
      record.span = span(noun);
      record.plural = head->has(Keyword::plural) ? words(*head->children.back()) : plural(record.noun, document.language);
      nouns_.emplace(normalized(record.plural), found->second);
      for (const std::string& form : plurals(record.noun, document.language)) nouns_.emplace(normalized(form), found->second);
    }
  }
  if (program_.records.front().plural.empty()) program_.records.front().plural = plural(program_.records.front().noun, program_.language);
  const auto taken = static_cast<std::uint32_t>(program_.records.size());
  const auto taken_name = [&](BuiltIn name) { return std::string(built_in(name, program_.language)); };
  program_.records.push_back({taken_name(BuiltIn::measure_taken), taken_name(BuiltIn::measures_taken), {}, {}});
  for (const BuiltIn name : {BuiltIn::measure_taken, BuiltIn::measures_taken}) {
    for (const Language language : {Language::english, program_.language}) nouns_.emplace(built_in(name, language), taken);
  }
  fact_names_.resize(program_.records.size());
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      const SyntaxNode* head = statement.kind == StatementKind::facts ? clause_tree(statement.head) : nullptr;
      const auto record = head == nullptr ? std::optional<std::uint32_t>(0) : record_of_noun(document.words(*head->child(NodeKind::raw_name)));
      if (statement.kind == StatementKind::facts) declare_facts(statement, record.value_or(0));
    }
  }
}

void Checker::declare_facts(const Statement& statement, std::uint32_t record) {
  for (const Clause& clause : statement.clauses) {
    const SyntaxNode* line = clause_tree(clause);
    if (line != nullptr) declare_fact(*line, record);
  }
}

void Checker::declare_fact(const SyntaxNode& line, std::uint32_t record) {
  const SyntaxNode& name = *line.child(NodeKind::raw_name);
  check_name(name);
  FactDeclaration fact;
  fact.name = words(name);
  fact.span = span(name);
  fact.type = read_type(*line.child(NodeKind::type));
  for (const auto& child : line.children) {
    if (child->kind == NodeKind::fact_option) fact_option(*child, fact);
  }
  check_fact(fact);
  const auto noun = nouns_.find(normalized(fact.name));
  const bool names_its_list = noun != nouns_.end() && fact.type.kind == TypeKind::list && fact.type.record == noun->second;
  if (noun != nouns_.end() && !names_its_list && fact.type.kind != TypeKind::unknown) {
    auto& problem = diagnostics_.add(DiagnosticKind::duplicate_name, fact.span, fact.name);
    if (program_.records[noun->second].span.end != 0) problem.label(program_.records[noun->second].span, "facts are declared about it here");
    return;
  }
  const auto index = static_cast<std::uint32_t>(program_.records[record].facts.size());
  const auto [found, added] = fact_names_[record].emplace(normalized(fact.name), index);
  if (!added) {
    diagnostics_.add(DiagnosticKind::duplicate_name, fact.span, fact.name)
        .label(program_.records[record].facts[found->second].span, "it is declared here already");
    return;
  }
  if (fact.type.kind == TypeKind::list) {
    if (const auto alias = singular_list_name(fact.name, program_.records[fact.type.record], document_->language)) fact_names_[record].emplace(*alias, index);
  }
  if (record == 0) {
    add_global(fact.name, {Meaning::Kind::fact, 0, {0, index}, 0, 0}, fact.span);
  }
  program_.records[record].facts.push_back(std::move(fact));
}

Type Checker::read_type(const SyntaxNode& node) {
  Type type;
  const Keyword keyword = only_keyword(node);
  const SyntaxNode* raw = node.child(NodeKind::raw_words);
  if (keyword == Keyword::yes_or_no) type.kind = TypeKind::boolean;
  if (keyword == Keyword::number || keyword == Keyword::number_of) type.kind = TypeKind::number;
  if (keyword == Keyword::number_of) type.unit = words(*raw);
  if (keyword == Keyword::percent) type.kind = TypeKind::percent;
  if (keyword == Keyword::text) type.kind = TypeKind::text;
  if (keyword == Keyword::date) type.kind = TypeKind::date;
  if (keyword == Keyword::date_and_time) type.kind = TypeKind::moment;
  if (keyword == Keyword::duration || keyword == Keyword::duration_in) type.kind = TypeKind::duration;
  if (keyword == Keyword::duration_in) {
    const Keyword unit = only_keyword(node, 1);
    type.duration = duration_kind(unit);
    type.fixed_duration = true;
    type.duration_unit = spelling(unit, Language::english);
  }
  if (keyword == Keyword::money_in) {
    type.kind = TypeKind::money;
    type.unit = words(*node.child(NodeKind::currency));
  }
  if (keyword == Keyword::one_of) {
    type.kind = TypeKind::enumeration;
    std::vector<std::string> values;
    std::set<std::string> seen;
    for (const auto& child : node.children) {
      if (child->kind != NodeKind::raw_words) continue;
      values.push_back(words(*child));
      if (!seen.insert(normalized(values.back())).second) {
        diagnostics_.add(DiagnosticKind::duplicate_name, span(*child), values.back());
      }
    }
    type.values = std::make_shared<const std::vector<std::string>>(std::move(values));
  }
  if (keyword == Keyword::list_of && raw == nullptr) type.kind = TypeKind::text_list;
  if (keyword == Keyword::list_of && raw != nullptr) {
    type.kind = TypeKind::list;
    if (const auto record = record_of_noun(document_->words(*raw))) {
      type.record = *record;
    } else {
      const auto near = meant_record(words(*raw));
      type.kind = near.empty() ? TypeKind::unknown : TypeKind::list;
      if (!near.empty()) type.record = *record_of_noun(near.front());
      diagnostics_.add(DiagnosticKind::unknown_record, span(*raw), words(*raw),
                       near.empty() ? "; declare them, as in `facts about " + with_article(words(*raw)) + "`" : "; did you mean `" + near.front() + "`?");
    }
  }
  return type;
}

// The record that a list of something unknown is of: the nearest, or the only one that no list is of.
std::vector<std::string> Checker::meant_record(const std::string& said) const {
  std::vector<std::string> nouns;
  for (const auto& [noun, index] : nouns_) nouns.push_back(noun);
  std::vector<std::string> near = nearest(said, nouns, 1);
  if (!near.empty()) return near;
  const std::set<std::string> listed = listed_nouns(documents_);
  const std::size_t own = program_.records.size() - 1;  // the last is `measures taken`
  for (std::size_t record = 1; record < own; ++record) {
    const std::string& noun = program_.records[record].noun;
    const bool free = std::none_of(listed.begin(), listed.end(), [&](const std::string& list) { return record_of_noun(list) == record; });
    if (free) near.push_back(noun);
  }
  return near.size() == 1 ? near : std::vector<std::string>{};
}

void Checker::fact_option(const SyntaxNode& option, FactDeclaration& fact) {
  if (option.has(Keyword::if_any)) {
    fact.if_any = true;
  } else if (option.has(Keyword::may_lie_ahead)) {
    fact.may_lie_ahead = true;
  } else if (option.has(Keyword::when_verified)) {
    fact.when_verified = true;
  } else if (option.has(Keyword::changeable)) {
    fact.changeable = true;
  } else if (option.has(Keyword::from_path)) {
    fact.path = unquoted(document_->words(*option.child(NodeKind::quoted)));
  } else if (option.has(Keyword::assume) && fact.type.kind == TypeKind::list && !option.has(Keyword::none)) {
    const std::string none = spelling(Keyword::assume, document_->language) + " " + spelling(Keyword::none, document_->language);
    diagnostics_.add(DiagnosticKind::wrong_option, span(option), words(option), describe(fact.type), "of a list only `" + none + "` can be said");
  } else if (option.has(Keyword::assume)) {
    fact.assumed = read_literal(option, 1, fact.type, fact.name, fact.span);
  } else {
    fact_range(option, fact);
  }
}

namespace {

bool is_percent(const SyntaxNode& quantity) {
  return quantity.child(NodeKind::percent_sign) != nullptr || quantity.has(Keyword::percent);
}

bool is_bare_number(const SyntaxNode& quantity) { return quantity.children.size() == 1 && quantity.child(NodeKind::number) != nullptr; }

}  // namespace

std::optional<Number> Checker::percent_without_sign(const SyntaxNode& quantity, bool negative) {
  const auto read = read_quantity(quantity, negative);
  return read ? divide(std::get<Number>(read->first), Number(100)) : std::nullopt;
}

void Checker::fact_range(const SyntaxNode& option, FactDeclaration& fact) {
  if (!fact.type.is_numeric() && fact.type.kind != TypeKind::unknown) {
    diagnostics_.add(DiagnosticKind::wrong_option, span(option), words(option), describe(fact.type), "a range is for numbers, percents and money");
    return;
  }
  const auto read = [&](std::size_t from) -> std::optional<Number> {
    const auto value = read_literal(option, from, fact.type, fact.name, fact.span);
    if (!value || !std::holds_alternative<Number>(*value)) return std::nullopt;
    return std::get<Number>(*value);
  };
  if (option.has(Keyword::at_least)) {
    fact.lowest = read(1);
  } else if (option.has(Keyword::at_most)) {
    fact.highest = read(1);
  } else {
    std::size_t to = 0;
    while (option.children[to]->keyword != Keyword::range_to) ++to;
    const SyntaxNode& first = *option.children[to - 1];
    // `0 to 100%`: the sign behind the second number is that of both.
    const bool one_sign = fact.type.kind == TypeKind::percent && is_bare_number(first) && is_percent(*option.children.back());
    fact.lowest = one_sign ? percent_without_sign(first, to > 1) : read(0);
    fact.highest = read(to + 1);
  }
  if (fact.lowest && fact.highest && *fact.highest < *fact.lowest) {
    diagnostics_.add(DiagnosticKind::empty_range, span(option), fact.name, fact.lowest->grouped(), fact.highest->grouped());
  }
}

void Checker::check_fact(const FactDeclaration& fact) {
  const auto refuse = [&](std::string_view option, std::string_view why) {
    diagnostics_.add(DiagnosticKind::wrong_option, fact.span, option, describe(fact.type), why);
  };
  if (fact.type.kind == TypeKind::unknown) return;
  if (fact.may_lie_ahead && !fact.type.is_time()) refuse("may lie ahead", "it is for dates that are an expiry or an end");
  if (fact.if_any && (fact.type.kind == TypeKind::list || fact.type.kind == TypeKind::text_list)) {
    refuse("if any", "a list with nothing in it is already none; write `assume none` for a list that nobody reports");
  }
  const bool list = fact.type.kind == TypeKind::list || fact.type.kind == TypeKind::text_list;
  if (fact.assumed && is_none(*fact.assumed) && !list && !fact.if_any) {
    refuse("assume none", "add `if any`, so that it may be none");
  }
  if (fact.assumed) in_range(fact, *fact.assumed, fact.span);
}

// ---- measures -----------------------------------------------------------------------------------------------------

void Checker::declare_measures() {
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      if (statement.kind != StatementKind::measures || clause_tree(statement.head) == nullptr) continue;
      const SyntaxNode& head = *clause_tree(statement.head);
      Ladder ladder;
      ladder.span = span(head);
      ladder.name = spelling(Keyword::measures, document.language);
      if (const SyntaxNode* on = head.child(NodeKind::raw_name)) {
        ladder.name += " " + spelling(Keyword::on_ladder, document.language) + " " + words(*on);
      }
      for (const Ladder& other : program_.ladders) {
        if (normalized(other.name) == normalized(ladder.name)) {
          diagnostics_.add(DiagnosticKind::duplicate_name, ladder.span, ladder.name).label(other.span, "it is declared here already");
        }
      }
      for (const Clause& clause : statement.clauses) {
        if (const SyntaxNode* line = clause_tree(clause)) measure_line(*line, ladder);
      }
      if (ladder.measures.empty() && !statement.broken) {
        diagnostics_.add(DiagnosticKind::missing_clause, statement.span, "a list of measures", "at least one measure, the mildest first, a line each");
      }
      if (!ladder.measures.empty()) program_.ladders.push_back(std::move(ladder));
    }
  }
  if (program_.ladders.empty()) default_ladder();
  declare_measures_taken();
}

void Checker::measure_line(const SyntaxNode& line, Ladder& ladder) {
  const SyntaxNode& name = *line.child(NodeKind::raw_name);
  check_name(name);
  Measure measure;
  measure.name = words(name);
  measure.span = span(name);
  measure.added_up = line.has(Keyword::added_up);
  measure.once = line.has(Keyword::once);
  if (const SyntaxNode* type = line.child(NodeKind::type)) {
    measure.amount = read_type(*type);
    if (!measure.amount->is_numeric() && measure.amount->kind != TypeKind::unknown) {
      diagnostics_.add(DiagnosticKind::wrong_option, span(*type), words(*type), "a measure", "an amount is a percent, a number or money, as in `money in TRY`");
    }
  } else if (measure.added_up) {
    diagnostics_.add(DiagnosticKind::wrong_option, measure.span, "added up", "a measure without an amount", "declare one, as in `fine: money in TRY, added up`");
  }
  const auto ladder_index = static_cast<std::uint32_t>(program_.ladders.size());
  const auto rung = static_cast<std::uint32_t>(ladder.measures.size());
  if (rung == 0 && measure.amount) {
    diagnostics_.add(DiagnosticKind::wrong_option, measure.span, "an amount", "the mildest measure", "the mildest measure decides nothing, so it has none");
  }
  if (add_global(measure.name, {Meaning::Kind::measure, 0, {}, ladder_index, rung}, measure.span)) ladder.measures.push_back(std::move(measure));
}

void Checker::default_ladder() {
  Ladder ladder;
  ladder.name = spelling(Keyword::measures, program_.language);
  std::uint32_t rung = 0;
  for (const BuiltIn name : pasal::default_ladder) {
    const std::string said(built_in(name, program_.language));
    ladder.measures.push_back({said, std::nullopt, false, false, {}});
    const bool added = globals_.emplace(said, Meaning{Meaning::Kind::measure, 0, {}, 0, rung++}).second;
    if (!added) diagnostics_.add(DiagnosticKind::ambiguous_declaration, global_spans_[said], said, "a measure, since the policy declares no measures of its own");
  }
  program_.ladders.push_back(std::move(ladder));
}

// The built-in list of what was done before. A record that does not say when it ended is still in force.
void Checker::declare_measures_taken() {
  const auto taken = static_cast<std::uint32_t>(program_.records.size() - 1);
  std::vector<std::string> names;
  for (const Ladder& ladder : program_.ladders) {
    for (const Measure& measure : ladder.measures) names.push_back(measure.name);
  }
  // In the policy's own language; the English names are understood in every policy, as in facts files.
  const auto add = [&](BuiltIn name, Type type) {
    FactDeclaration fact;
    fact.name = std::string(built_in(name, program_.language));
    fact.type = std::move(type);
    fact.if_any = name != BuiltIn::measure;
    fact.may_lie_ahead = true;
    if (fact.if_any) fact.assumed = Value(None{});
    const auto index = static_cast<std::uint32_t>(program_.records[taken].facts.size());
    for (const Language language : {program_.language, Language::english}) fact_names_[taken].emplace(built_in(name, language), index);
    program_.records[taken].facts.push_back(std::move(fact));
  };
  Type measure{.kind = TypeKind::enumeration};
  measure.values = std::make_shared<const std::vector<std::string>>(std::move(names));
  add(BuiltIn::measure, measure);
  Type amount{.kind = TypeKind::number};
  amount.literal = true;  // it takes the unit of the amount it is compared with
  add(BuiltIn::amount, amount);
  add(BuiltIn::from, {.kind = TypeKind::moment});
  add(BuiltIn::until, {.kind = TypeKind::moment});
  add(BuiltIn::under, {.kind = TypeKind::text});
  add(BuiltIn::about, {.kind = TypeKind::text});
  FactDeclaration list;
  list.name = std::string(built_in(BuiltIn::measures_taken, program_.language));
  list.type = {.kind = TypeKind::list};
  list.type.record = taken;
  list.assumed = Value(None{});
  program_.measures_taken = static_cast<std::uint32_t>(program_.records.front().facts.size());
  const Meaning meaning{Meaning::Kind::fact, 0, {0, program_.measures_taken}, 0, 0};
  for (const Language language : {program_.language, Language::english}) {
    const std::string name(built_in(BuiltIn::measures_taken, language));
    fact_names_.front().emplace(name, program_.measures_taken);
    globals_.emplace(name, meaning);
  }
  program_.records.front().facts.push_back(std::move(list));
}

// ---- parameters, holidays, definitions ------------------------------------------------------------------------------

void Checker::declare_parameters() {
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      const SyntaxNode* head = statement.kind == StatementKind::parameter ? clause_tree(statement.head) : nullptr;
      if (head == nullptr) continue;
      const SyntaxNode& name = *head->child(NodeKind::raw_name);
      check_name(name);
      Parameter parameter;
      parameter.name = words(name);
      parameter.span = span(name);
      parameter.type = read_type(*head->child(NodeKind::type));
      for (const Clause& clause : statement.clauses) {
        if (const SyntaxNode* row = clause_tree(clause)) parameter_row(*row, parameter);
      }
      if (parameter.rows.empty() && statement.clauses.empty()) {
        diagnostics_.add(DiagnosticKind::missing_clause, statement.span, "`" + parameter.name + "`", "a value below it, as in `1,000 from 2018-07-03`");
      }
      std::stable_sort(parameter.rows.begin(), parameter.rows.end(),
                       [](const ParameterRow& a, const ParameterRow& b) { return a.from.value_or(Date{-10'000'000}) < b.from.value_or(Date{-10'000'000}); });
      for (std::size_t i = 1; i < parameter.rows.size(); ++i) {
        if (parameter.rows[i].from != parameter.rows[i - 1].from) continue;
        const std::string when = parameter.rows[i].from ? iso(*parameter.rows[i].from) : "the beginning";
        diagnostics_.add(DiagnosticKind::same_start, parameter.rows[i].span, parameter.name, when).label(parameter.rows[i - 1].span, "the other one");
      }
      const auto index = static_cast<std::uint32_t>(program_.parameters.size());
      if (add_global(parameter.name, {Meaning::Kind::parameter, 0, {}, index, 0}, parameter.span)) program_.parameters.push_back(std::move(parameter));
    }
  }
}

void Checker::parameter_row(const SyntaxNode& row, Parameter& parameter) {
  ParameterRow result;
  result.span = span(row);
  const auto value = read_literal(row, 0, parameter.type, parameter.name, parameter.span);
  bool from = false;
  bool cite = false;
  for (const auto& child : row.children) {
    if (child->kind == NodeKind::keyword && child->keyword == Keyword::from) from = true;
    if (child->kind == NodeKind::keyword && child->keyword == Keyword::cite) cite = true;
    if (from && child->kind == NodeKind::date) result.from = read_date(*child);
    if (cite && child->kind == NodeKind::quoted) result.cite = unquoted(document_->words(*child));
  }
  if (!value) return;
  result.value = *value;
  parameter.rows.push_back(std::move(result));
}

void Checker::declare_holidays() {
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      const SyntaxNode* head = statement.kind == StatementKind::holidays ? clause_tree(statement.head) : nullptr;
      if (head == nullptr) continue;
      const std::string year_text(document.words(*head->child(NodeKind::number)));
      const auto year = Number::parse(year_text);
      const auto whole = year ? year->whole() : std::nullopt;
      if (!whole || *whole < 1 || *whole > 9999) {
        diagnostics_.add(DiagnosticKind::wrong_number, span(*head->child(NodeKind::number)), year_text, "write a year, as in `2022`");
        continue;
      }
      auto& days = program_.calendar.holidays[static_cast<int>(*whole)];
      for (const Clause& clause : statement.clauses) {
        const SyntaxNode* line = clause_tree(clause);
        if (line == nullptr) continue;
        for (const auto& child : line->children) {
          const auto day = child->kind == NodeKind::date ? read_date(*child) : std::nullopt;
          if (!day) continue;
          if (year_of(*day) != *whole) {
            diagnostics_.add(DiagnosticKind::value_out_of_range, span(*child), words(*child), "a holiday of " + year_text, "in another year");
          }
          days.insert(*day);
        }
      }
    }
  }
}

void Checker::declare_definitions() {
  const std::set<std::string> nouns = declared_nouns(documents_);
  for (const Document& document : documents_) {
    document_ = &document;
    for (const Statement& statement : document.statements) {
      const SyntaxNode* head = statement.kind == StatementKind::definition ? clause_tree(statement.head) : nullptr;
      if (head == nullptr) continue;
      check_name(*head->child(NodeKind::raw_name));
      const DefinitionHead said = definition_head(document, *head, nouns);
      Definition definition;
      definition.name = said.name;
      definition.document = &document;
      definition.statement = &statement;
      definition.span = span(*head->child(NodeKind::raw_name));
      if (!said.record.empty()) definition.record = nouns_[said.record];
      const SyntaxNode* body = statement.head.tree->children.size() > 1 ? statement.head.tree->children[1].get() : nullptr;
      definition.subset = body != nullptr && body->kind == NodeKind::subset;
      const auto index = static_cast<std::uint32_t>(definitions_.size());
      if (!add_global(said.name, {Meaning::Kind::definition, 0, {}, index, 0}, definition.span)) continue;
      if (definition.subset) {
        for (const std::string& form : plurals(said.name, document.language)) globals_.emplace(form, Meaning{Meaning::Kind::definition, 0, {}, index, 0});
      }
      definitions_.push_back(std::move(definition));
    }
  }
}

}  // namespace pasal::checking
