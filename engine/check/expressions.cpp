// Expressions: nodes, conditions and the prefixes (`not`, `no`, `has`), dates' parts.
#include <algorithm>
#include <array>

#include "engine/check/checker.hpp"

namespace pasal::checking {

// ---- nodes --------------------------------------------------------------------------------------------------------

Typed Checker::make(NodeContent content, Type type, const SyntaxNode& node, std::uint32_t level, bool has_parameter, const Levels& levels) {
  const NodeId id{static_cast<std::uint32_t>(program_.nodes.size())};
  always_.push_back(work_out_always(content));
  program_.nodes.push_back({span(node), type, level, std::move(content)});
  has_parameter_.push_back(has_parameter);
  levels_.push_back(levels);
  return {id, std::move(type), false};
}

Typed Checker::truth(NodeContent content, const SyntaxNode& node, const Levels& levels, bool has_parameter) {
  return make(std::move(content), {.kind = TypeKind::boolean}, node, levels.deepest(), has_parameter, levels);
}

Typed Checker::call(Operator operation, const std::vector<Typed>& operands, Type type, const SyntaxNode& node) {
  CallNode content{operation, {}};
  Levels levels;
  bool has_parameter = false;
  for (const Typed& operand : operands) {
    if (operand.failed) return failed(node);
    content.operands.push_back(operand.id);
    levels.add(levels_of(operand));
    has_parameter = has_parameter || has_parameter_[operand.id.index];
  }
  Typed result = truth(std::move(content), node, levels, has_parameter);
  program_.nodes.back().type = type;
  result.type = std::move(type);
  return result;
}

Typed Checker::constant(Value value, Type type, const SyntaxNode& node) { return make(ConstantNode{std::move(value)}, std::move(type), node, 0, false, Levels()); }

Typed Checker::failed(const SyntaxNode& node) {
  Typed result = constant(Value(Unknown{}), {}, node);
  result.failed = true;
  return result;
}

// ---- words for types ----------------------------------------------------------------------------------------------

std::string Checker::describe(const Type& type) const {
  switch (type.kind) {
    case TypeKind::boolean: return "yes or no";
    case TypeKind::number: return type.unit.empty() ? "a number" : "a number of " + type.unit;
    case TypeKind::percent: return "a percent";
    case TypeKind::money: return "money in " + type.unit;
    case TypeKind::text: return "text";
    case TypeKind::enumeration: {
      constexpr std::size_t most = 12;  // a message is no place for hundreds of them
      std::string list;
      for (std::size_t i = 0; i < std::min(most, type.values->size()); ++i) list += (list.empty() ? "one of " : ", ") + (*type.values)[i];
      return type.values->size() > most ? list + " and " + std::to_string(type.values->size() - most) + " more" : list;
    }
    case TypeKind::date: return "a date";
    case TypeKind::moment: return "a date and time";
    case TypeKind::duration: return "a period of time";
    case TypeKind::list: return "a list of " + program_.records[type.record].plural;
    case TypeKind::text_list: return "a list of text";
    case TypeKind::item: return with_article(program_.records[type.record].noun);
    case TypeKind::unknown: return "unknown";
  }
  return {};
}

std::string Checker::declaration(const Type& type) const {
  const Language language = document_->language;
  const auto word = [&](Keyword keyword) { return spelling(keyword, language); };
  switch (type.kind) {
    case TypeKind::boolean: return word(Keyword::yes_or_no);
    case TypeKind::number: return type.unit.empty() ? word(Keyword::number) : word(Keyword::number_of) + " " + type.unit;
    case TypeKind::percent: return word(Keyword::percent);
    case TypeKind::money: return word(Keyword::money_in) + " " + type.unit;
    case TypeKind::text: return word(Keyword::text);
    case TypeKind::enumeration: {
      std::string list;
      for (const std::string& value : *type.values) list += (list.empty() ? word(Keyword::one_of) + " " : ", ") + value;
      return list;
    }
    case TypeKind::date: return word(Keyword::date);
    case TypeKind::moment: return word(Keyword::date_and_time);
    case TypeKind::duration: return word(Keyword::duration);
    case TypeKind::text_list: return word(Keyword::list_of) + " " + word(Keyword::text);
    case TypeKind::list: return word(Keyword::list_of) + " " + program_.records[type.record].noun;
    case TypeKind::item: case TypeKind::unknown: return word(Keyword::number);
  }
  return {};
}

// A defined part of a list is checked anew wherever it is used, so that a short policy may come to a long program.
bool Checker::has_too_many_nodes(const SyntaxNode& node) {
  if (program_.nodes.size() <= limits_.nodes) return false;
  if (!nodes_told_) diagnostics_.add(DiagnosticKind::too_many_nodes, span(node), limits_.nodes);
  nodes_told_ = true;
  return true;
}

// ---- dispatch -----------------------------------------------------------------------------------------------------

Typed Checker::expression(const SyntaxNode& node, const Scope& scope) {
  struct Form {
    NodeKind kind;
    Typed (Checker::*lower)(const SyntaxNode&, const Scope&);
  };
  static constexpr std::array forms = {
      Form{NodeKind::logical, &Checker::logical},
      Form{NodeKind::negation, &Checker::negation},
      Form{NodeKind::spanned, &Checker::spanned},
      Form{NodeKind::comparison, &Checker::comparison},
      Form{NodeKind::quantifier, &Checker::quantifier},
      Form{NodeKind::counted, &Checker::counted},
      Form{NodeKind::share, &Checker::share},
      Form{NodeKind::share_of_duty, &Checker::share_of_duty},
      Form{NodeKind::absence, &Checker::absence},
      Form{NodeKind::presence, &Checker::presence},
      Form{NodeKind::bullets, &Checker::bullets},
      Form{NodeKind::offset, &Checker::offset},
      Form{NodeKind::sum, &Checker::sum},
      Form{NodeKind::product, &Checker::product},
      Form{NodeKind::minus, &Checker::minus},
      Form{NodeKind::rounding, &Checker::rounding},
      Form{NodeKind::aggregate, &Checker::aggregate},
      Form{NodeKind::choice_of_two, &Checker::choice_of_two},
      Form{NodeKind::elapsed, &Checker::elapsed},
      Form{NodeKind::part_of_date, &Checker::part_of_date},
      Form{NodeKind::period_value, &Checker::period_value},
      Form{NodeKind::qualified, &Checker::qualified},
      Form{NodeKind::name, &Checker::name},
      Form{NodeKind::as_of_value, &Checker::as_of_value},
  };
  if (has_too_many_nodes(node)) return failed(node);
  for (const Form& form : forms) {
    if (form.kind == node.kind) return (this->*form.lower)(node, scope);
  }
  if (node.kind == NodeKind::parenthesis) return expression(*node.children.front(), scope);
  if (node.kind == NodeKind::unknown_name) return unknown_name(node, declaration({.kind = TypeKind::boolean}));
  return literal(node);
}

Typed Checker::literal(const SyntaxNode& node) {
  if (node.kind == NodeKind::quantity) {
    const auto value = quantity(node);
    return value ? *value : failed(node);
  }
  if (node.kind == NodeKind::date) {
    const auto date = read_date(node);
    return date ? constant(Value(*date), {.kind = TypeKind::date}, node) : failed(node);
  }
  if (node.kind == NodeKind::moment) {
    const auto moment = read_moment(node);
    return moment ? constant(Value(*moment), {.kind = TypeKind::moment}, node) : failed(node);
  }
  if (node.kind == NodeKind::quoted) {
    return constant(Value(std::make_shared<const std::string>(unquoted(document_->words(node)))), {.kind = TypeKind::text}, node);
  }
  if (node.kind == NodeKind::keyword) {
    if (node.keyword == Keyword::today) return make(MomentNode{true}, {.kind = TypeKind::date}, node, 0, false, Levels());
    if (node.keyword == Keyword::now) return make(MomentNode{false}, {.kind = TypeKind::moment}, node, 0, false, Levels());
    if (node.keyword == Keyword::yes) return constant(Value(true), {.kind = TypeKind::boolean}, node);
    if (node.keyword == Keyword::no_value) return constant(Value(false), {.kind = TypeKind::boolean}, node);
    if (node.keyword == Keyword::none) return constant(Value(None{}), {}, node);
  }
  diagnostics_.add(DiagnosticKind::unreadable, span(node), words(node), "this cannot stand where a value is expected");
  return failed(node);
}

// ---- conditions -----------------------------------------------------------------------------------------------------

Typed Checker::condition(const SyntaxNode& node, const Scope& scope) {
  // A condition may not be one bare word more than it is: an unknown name in its place is taken for yes or no.
  if (node.kind == NodeKind::unknown_name) return unknown_name(node, declaration({.kind = TypeKind::boolean}));
  return as_condition(expression(node, scope), node);
}

// A yes/no fact or an `if any` fact stands alone.
Typed Checker::as_condition(Typed value, const SyntaxNode& node) {
  if (value.failed || value.type.kind == TypeKind::boolean) return value;
  const NodeContent& content = program_[value.id].content;
  // A fact whose declaration could not be read: that is reported.
  const bool is_reported = value.type.kind == TypeKind::unknown && (!std::holds_alternative<ConstantNode>(content) || node.kind == NodeKind::unknown_name);
  if (is_reported) return failed(node);
  const FactNode* fact = fact_in(value);
  if (fact != nullptr && program_[fact->fact].if_any) return call(Operator::is_present, {value}, {.kind = TypeKind::boolean}, node);
  if (std::holds_alternative<TakenNode>(content)) return call(Operator::is_present, {value}, {.kind = TypeKind::boolean}, node);
  std::string way_out = "compare it, as in `" + words(node) + " > 10`";
  if (value.type.kind == TypeKind::enumeration) way_out = "say which, as in `" + words(node) + " is " + value.type.values->front() + "`";
  if (value.type.is_time()) way_out = "say when, as in `" + words(node) + " is before today`";
  if (value.type.kind == TypeKind::list) way_out = "say `has " + words(node) + "` or `any … where …`";
  if (value.type.kind == TypeKind::text) way_out = "compare it, as in `" + words(node) + " is \"…\"`";
  diagnostics_.add(DiagnosticKind::not_a_condition, span(node), words(node), describe(value.type), way_out);
  return failed(node);
}

// A fact whose declaration could not be read.
bool Checker::of_unreadable_type(const SyntaxNode& node, const Scope& scope) const {
  const auto meaning = fact_meaning(node, scope);
  return meaning && program_[meaning->fact].type.kind == TypeKind::unknown;
}

// `category is gambling`, where neither is declared, or the category could not be read.
bool Checker::undeclared_choice(const SyntaxNode& node, const Scope& scope) const {
  if (node.kind != NodeKind::comparison) return false;
  const SyntaxNode& left = *node.children.front();
  if (left.kind != NodeKind::unknown_name && !of_unreadable_type(left, scope)) return false;
  const SyntaxNode& tail_node = *node.children.back();
  return tail_node.kind == NodeKind::is_tail && tail_node.children.back()->kind == NodeKind::value_list &&
         tail_node.children.back()->children.front()->kind == NodeKind::unknown_name;
}

Typed Checker::logical(const SyntaxNode& node, const Scope& scope) {
  const bool has_and = node.has(Keyword::and_);
  const bool names_or = node.has(Keyword::or_);
  bool has_or = false;
  std::vector<Typed> operands;
  bool bad = false;
  bool after_or = false;
  const SyntaxNode* last = nullptr;
  for (const auto& child : node.children) {
    if (!child->is_operand()) {
      after_or = child->keyword == Keyword::or_;
      continue;
    }
    // `category is gambling or hoax`, nothing of it declared: the last words are one more value.
    if (after_or && child->kind == NodeKind::unknown_name && last != nullptr && undeclared_choice(*last, scope)) continue;
    has_or = has_or || after_or;
    last = child.get();
    if (names_or && undeclared_choice(*child, scope) && child->children.front()->kind == NodeKind::unknown_name) choice_of_values_ = &node;
    operands.push_back(condition(*child, scope));
    bad = bad || operands.back().failed;
  }
  if (has_and && has_or) {
    auto& problem = diagnostics_.add(DiagnosticKind::mixed_and_or, span(node), spelling(Keyword::and_, document_->language), spelling(Keyword::or_, document_->language));
    // Both readings, on the first three parts that mix.
    std::vector<std::string> parts;
    std::vector<Keyword> between;
    for (const auto& child : node.children) {
      if (child->is_operand()) {
        parts.push_back(words(*child));
      } else {
        between.push_back(child->keyword);
      }
    }
    for (std::size_t i = 0; i + 1 < between.size(); ++i) {
      if (between[i] == between[i + 1]) continue;
      const std::string first = spelling(between[i], document_->language);
      const std::string second = spelling(between[i + 1], document_->language);
      problem.note("either `(" + parts[i] + " " + first + " " + parts[i + 1] + ") " + second + " " + parts[i + 2] + "`");
      problem.note("or `" + parts[i] + " " + first + " (" + parts[i + 1] + " " + second + " " + parts[i + 2] + ")`");
      break;
    }
    return failed(node);
  }
  if (bad || spans_two_ways(node, operands)) return failed(node);
  return call(has_or ? Operator::or_ : Operator::and_, operands, {.kind = TypeKind::boolean}, node);
}

Typed Checker::bullets(const SyntaxNode& node, const Scope& scope) {
  std::vector<Typed> operands;
  bool bad = false;
  for (const auto& child : node.children) {
    if (!child->is_operand()) continue;
    operands.push_back(condition(*child, scope));
    bad = bad || operands.back().failed;
  }
  if (bad) return failed(node);
  return call(node.has(Keyword::any_of) ? Operator::or_ : Operator::and_, operands, {.kind = TypeKind::boolean}, node);
}

Typed Checker::negation(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& inner = *node.operand();
  if (inner.kind == NodeKind::spanned) {
    const std::string of = words(*inner.operand());
    const std::string rest = words(inner).substr(of.size());
    const std::string no = spelling(Keyword::not_, document_->language);
    diagnostics_.add(DiagnosticKind::two_readings, span(node), no + " (" + of + rest + ")", "(" + no + " " + of + ")" + rest);
    return failed(node);
  }
  return call(Operator::not_, {condition(inner, scope)}, {.kind = TypeKind::boolean}, node);
}

// `no X`: is no, is 0, is empty, is none, by the type of X.
Typed Checker::absent(Typed value, const SyntaxNode& node, const Scope& scope) {
  const Type boolean{.kind = TypeKind::boolean};
  if (value.failed) return value;
  const FactNode* fact = fact_in(value);
  const bool may_be_none = std::holds_alternative<TakenNode>(program_[value.id].content) || (fact != nullptr && program_[fact->fact].if_any);
  switch (value.type.kind) {
    case TypeKind::boolean:
      return call(Operator::not_, {value}, boolean, node);
    case TypeKind::number: case TypeKind::percent: case TypeKind::money: {
      const Typed zero = constant(Value(Number(0)), value.type, node);
      const Typed is_zero = call(Operator::equal, {value, zero}, boolean, node);
      return may_be_none ? call(Operator::or_, {call(Operator::is_none, {value}, boolean, node), is_zero}, boolean, node) : is_zero;
    }
    case TypeKind::list:
      return list_test(Quantity::none, value, node, scope);
    case TypeKind::text_list: {
      const Typed empty = constant(Value(std::make_shared<const std::vector<std::string>>()), value.type, node);
      return call(Operator::equal, {value, empty}, boolean, node);
    }
    case TypeKind::text: case TypeKind::enumeration: case TypeKind::date: case TypeKind::moment: case TypeKind::duration:
    case TypeKind::item: case TypeKind::unknown:
      break;
  }
  if (may_be_none) return call(Operator::is_none, {value}, boolean, node);
  diagnostics_.add(DiagnosticKind::not_a_condition, span(node), words(node), "about " + describe(value.type) + " that always has a value",
                   "declare it with `if any` where it may be none");
  return failed(node);
}

Typed Checker::absence(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& inner = *node.operand();
  if (inner.kind == NodeKind::unknown_name) return unknown_name(inner, declaration({.kind = TypeKind::boolean}));
  return absent(expression(inner, scope), node, scope);
}

Typed Checker::presence(const SyntaxNode& node, const Scope& scope) {
  if (node.child(NodeKind::selection) != nullptr) return quantifier(node, scope);
  return present(*node.operand(), node, scope);
}

// `has X`, and X behind `every … has`, `… have` and `must have`.
Typed Checker::present(const SyntaxNode& inner, const SyntaxNode& node, const Scope& scope) {
  if (inner.kind == NodeKind::unknown_name) return unknown_name(inner, declaration({.kind = TypeKind::boolean}));
  Typed value = expression(inner, scope);
  if (value.failed || value.type.kind == TypeKind::boolean) return value;
  if (value.type.kind == TypeKind::list) return list_test(Quantity::any, value, node, scope);
  return call(Operator::not_, {absent(value, node, scope)}, {.kind = TypeKind::boolean}, node);
}

// Whether a list has items: `has orders`, `no orders`.
Typed Checker::list_test(Quantity quantity, const Typed& list, const SyntaxNode& node, const Scope& scope) {
  const auto& fact = std::get<FactNode>(program_[list.id].content);
  const QuantifierNode content{quantity, {fact.level, fact.fact, static_cast<std::uint32_t>(scope.size()), std::nullopt}, std::nullopt};
  return truth(content, node, levels_of(list), false);
}

Typed Checker::shown(Typed condition, const SyntaxNode& node) {
  return call(Operator::shown, {condition}, {.kind = TypeKind::boolean}, node);
}

// ---- time -----------------------------------------------------------------------------------------------------------

Typed Checker::elapsed(const SyntaxNode& node, const Scope& scope) {
  struct Unit {
    Keyword keyword;
    Operator operation;
  };
  constexpr std::array units = {Unit{Keyword::days, Operator::days_between},     Unit{Keyword::weeks, Operator::weeks_between},
                                Unit{Keyword::months, Operator::months_between}, Unit{Keyword::years, Operator::years_between},
                                Unit{Keyword::hours, Operator::hours_between},   Unit{Keyword::minutes, Operator::minutes_between},
                                Unit{Keyword::working_days, Operator::working_days_between}};
  const SyntaxNode& of = *node.operand();
  const Typed from = of.kind == NodeKind::unknown_name ? unknown_name(of, declaration({.kind = TypeKind::date})) : expression(of, scope);
  if (from.failed) return from;
  if (!from.type.is_time()) {
    diagnostics_.add(DiagnosticKind::type_mismatch, span(of), code(of), describe(from.type), "`" + words(*node.children.front()) + " since`", "counted from a date",
                     behind("name a date"));
    return failed(node);
  }
  for (const Unit& unit : units) {
    if (!node.has(unit.keyword)) continue;
    const bool clock = unit.keyword == Keyword::hours || unit.keyword == Keyword::minutes;
    if (clock && from.type.kind == TypeKind::date) {
      diagnostics_.add(DiagnosticKind::type_mismatch, span(of), code(of), describe(from.type), "`" + words(*node.children.front()) + " since`",
                       "counted from a date and time", behind("count days, or declare it as date and time"));
      return failed(node);
    }
    const Typed now = make(MomentNode{!clock}, {.kind = clock ? TypeKind::moment : TypeKind::date}, node, 0, false, Levels());
    Type type{.kind = TypeKind::number};
    type.unit = spelling(unit.keyword, document_->language);
    return call(unit.operation, {from, now}, type, node);
  }
  return failed(node);
}

std::uint32_t months_of(const SyntaxNode& period) {
  if (period.has(Keyword::half_year)) return 6;
  if (period.has(Keyword::quarter)) return 3;
  return period.has(Keyword::years) ? 12 : 1;
}

// A period is no day: which of its days is meant has to be said.
Typed Checker::period_value(const SyntaxNode& node, const Scope& scope) {
  const Typed day = period_day(node, PeriodNode::Day::first, scope);
  if (day.failed) return day;
  const auto edge = [&](Keyword keyword) { return "`" + spelling(keyword, document_->language) + " " + words(node) + "`"; };
  diagnostics_.add(DiagnosticKind::period_is_no_day, span(node), code(node), edge(Keyword::start_of), edge(Keyword::end_of));
  return failed(node);
}

// A day of the period that the statement is asked for.
Typed Checker::period_day(const SyntaxNode& node, PeriodNode::Day day, const Scope& scope) {
  const auto bound = std::find_if(scope.begin(), scope.end(), is_period);
  const bool is_here = bound != scope.end() && node.kind == NodeKind::period_value && months_of(node) == *bound - period_of_months;
  if (!is_here) {
    if (std::find(scope.begin(), scope.end(), unreadable_item) != scope.end()) return failed(node);
    const std::string head = spelling(Keyword::for_each, document_->language);
    diagnostics_.add(DiagnosticKind::no_such_period, span(node), code(node), "`" + head + " " + (node.kind == NodeKind::period_value ? words(node) : spelling(Keyword::half_year, document_->language)) + " …`");
    return failed(node);
  }
  const auto level = static_cast<std::uint32_t>(bound - scope.begin());
  return make(PeriodNode{level, day}, {.kind = TypeKind::date}, node, level, false, Levels(level));
}

// Where a period is counted from. After a period of `for each`, counting starts with the next day; before it, with its
// first.
Typed Checker::counted_from(const SyntaxNode& node, Operator& operation, const Scope& scope) {
  if (node.kind != NodeKind::period_value) {
    return node.kind == NodeKind::unknown_name ? unknown_name(node, declaration({.kind = TypeKind::date})) : expression(node, scope);
  }
  const bool is_after = operation == Operator::after;
  if (is_after) operation = Operator::starting_on;
  return period_day(node, is_after ? PeriodNode::Day::next : PeriodNode::Day::first, scope);
}

Typed Checker::part_of_date(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& of = *node.operand();
  if (node.has(Keyword::start_of)) return period_day(of, PeriodNode::Day::first, scope);
  if (node.has(Keyword::end_of)) return period_day(of, PeriodNode::Day::last, scope);
  const Typed time = of.kind == NodeKind::unknown_name ? unknown_name(of, declaration({.kind = TypeKind::date})) : expression(of, scope);
  if (time.failed) return time;
  if (!time.type.is_time()) {
    diagnostics_.add(DiagnosticKind::type_mismatch, span(of), code(of), describe(time.type), code(*node.children.front()), "asked of a date", behind("name a date"));
    return failed(node);
  }
  const Operator operation = node.has(Keyword::year_of) ? Operator::year_of : node.has(Keyword::month_of) ? Operator::month_of : Operator::day_of;
  Type type{.kind = TypeKind::number};
  type.year = operation == Operator::year_of;
  return call(operation, {time}, type, node);
}

// `F of RECORD` names the record whose fact is meant; `P of N` multiplies.
Typed Checker::qualified(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& first = *node.operand(0);
  const SyntaxNode& second = *node.operand(1);
  if (first.kind == NodeKind::name && (second.kind == NodeKind::name || second.kind == NodeKind::unknown_name)) {
    const std::string noun = key(second);
    const auto record = record_of_noun(noun);
    if (record) {
      for (std::size_t level = scope.size(); level-- > 0;) {
        if (scope[level] != *record) continue;
        const std::string fact = key(first);
        const auto found = fact_names_[*record].find(fact);
        if (found != fact_names_[*record].end()) {
          return meaning_value({Meaning::Kind::fact, static_cast<std::uint32_t>(level), {*record, found->second}, 0, 0}, node, scope);
        }
        const auto global = globals_.find(fact);
        if (global != globals_.end() && global->second.kind == Meaning::Kind::definition) return definition_value(global->second.index, node, scope);
      }
      const std::string said = program_.records[*record].noun;
      diagnostics_.add(DiagnosticKind::item_out_of_reach, span(node), words(node), with_article(said), said, said);
      return failed(node);
    }
  }
  const Typed share = expression(first, scope);
  const Typed whole = second.kind == NodeKind::unknown_name ? unknown_name(second, declaration({.kind = TypeKind::number})) : expression(second, scope);
  if (share.failed || whole.failed) return failed(node);
  if (share.type.kind == TypeKind::percent && whole.type.is_numeric()) return call(Operator::multiply, {share, whole}, whole.type, node);
  diagnostics_.add(DiagnosticKind::type_mismatch, span(node), code(first), describe(share.type), code(second), describe(whole.type),
                   behind("`of` stands between a percent and a number, or between a fact and the item it belongs to"));
  return failed(node);
}

}  // namespace pasal::checking
