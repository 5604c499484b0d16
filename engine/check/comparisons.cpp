// Comparisons: `>`, `at least`, `is`, `between`, `contains`, distances in time.
#include <algorithm>
#include <array>

#include "engine/check/checker.hpp"

namespace pasal::checking {

namespace {

const Type boolean{.kind = TypeKind::boolean};

bool same_values(const Type& a, const Type& b) {
  if (a.values == nullptr || b.values == nullptr || a.values->size() != b.values->size()) return false;
  for (std::size_t i = 0; i < a.values->size(); ++i) {
    if (normalized((*a.values)[i]) != normalized((*b.values)[i])) return false;
  }
  return true;
}

Operator distance_operator(Operator relation) {
  if (relation == Operator::less) return Operator::later_by_less;
  if (relation == Operator::less_or_equal) return Operator::later_by_at_most;
  if (relation == Operator::greater) return Operator::later_by_more;
  return relation == Operator::greater_or_equal ? Operator::later_by_at_least : Operator::later_by_exactly;
}

}  // namespace

Operator Checker::relation_of(const SyntaxNode& node) const {
  if (node.kind == NodeKind::symbol) {
    const std::string_view symbol = document_->words(node);
    if (symbol == "<") return Operator::less;
    if (symbol == "<=") return Operator::less_or_equal;
    if (symbol == ">") return Operator::greater;
    if (symbol == ">=") return Operator::greater_or_equal;
    return symbol == "!=" ? Operator::not_equal : Operator::equal;
  }
  constexpr std::array greater = {Keyword::more_than, Keyword::over, Keyword::exceeds, Keyword::after};
  constexpr std::array less = {Keyword::less_than, Keyword::fewer_than, Keyword::under, Keyword::before};
  const auto among = [&](const auto& keywords) { return std::find(keywords.begin(), keywords.end(), node.keyword) != keywords.end(); };
  if (among(greater)) return Operator::greater;
  if (among(less)) return Operator::less;
  if (node.keyword == Keyword::at_least || node.keyword == Keyword::on_or_after) return Operator::greater_or_equal;
  return Operator::less_or_equal;
}

// ---- two sides that must fit each other -----------------------------------------------------------------------------

Typed Checker::side(const SyntaxNode& node, const Type& other, const Scope& scope) {
  if (node.kind == NodeKind::unknown_name) return unknown_name(node, declaration(other));
  return expression(node, scope);
}

std::pair<Typed, Typed> Checker::two_sides(const SyntaxNode& left, const SyntaxNode& right, const Scope& scope) {
  if (left.kind != NodeKind::unknown_name) {
    const Typed first = expression(left, scope);
    return {first, side(right, first.type, scope)};
  }
  if (right.kind == NodeKind::unknown_name) {
    const Typed first = unknown_name(left, declaration({.kind = TypeKind::number}));
    return {first, unknown_name(right, declaration({.kind = TypeKind::number}))};
  }
  const Typed second = expression(right, scope);
  return {unknown_name(left, declaration(second.type)), second};
}

void Checker::mismatch(const Typed& left, const Typed& right, const SyntaxNode& left_node, const SyntaxNode& right_node, std::string_view way_out) {
  auto& problem = diagnostics_.add(DiagnosticKind::type_mismatch, both_sides(left_node, right_node), code(left_node), describe(left.type),
                                   code(right_node), describe(right.type), behind(way_out));
  for (const auto& [side, typed] : {std::pair(&left_node, &left), std::pair(&right_node, &right)}) {
    const NodeContent& content = program_[typed->id].content;
    if (const auto* fact = std::get_if<FactNode>(&content)) {
      const FactDeclaration& declared = program_[fact->fact];
      if (declared.span.end != 0) problem.label(declared.span, "`" + words(*side) + "` is declared here");
    } else if (const auto* parameter = std::get_if<ParameterNode>(&content)) {
      problem.label(program_.parameters[parameter->parameter.index].span, "`" + words(*side) + "` is declared here");
    }
  }
}

// A bare number takes the unit it meets.
bool Checker::adapt_literal(Typed& literal, const Type& to) {
  if (!literal.type.literal || literal.type.kind != TypeKind::number || !literal.type.unit.empty()) return false;
  // The amount of a measure taken has the type of the measure's.
  const bool is_amount = to.kind == TypeKind::percent && std::holds_alternative<FactNode>(program_[literal.id].content);
  if (to.kind == TypeKind::money || to.kind == TypeKind::number || is_amount) {
    literal.type = to;
    program_.nodes[literal.id.index].type = to;
    return true;
  }
  const auto* content = std::get_if<ConstantNode>(&program_[literal.id].content);
  if (to.kind != TypeKind::duration || to.duration_unit.empty() || content == nullptr) return false;
  const auto period = duration_of(std::get<Number>(content->value), to);
  if (!period) return false;
  program_.nodes[literal.id.index].content = ConstantNode{Value(*period)};
  program_.nodes[literal.id.index].type = to;
  literal.type = to;
  return true;
}

bool Checker::agree(Typed& left, Typed& right, const SyntaxNode& left_node, const SyntaxNode& right_node) {
  if (left.failed || right.failed) return false;
  const Type& a = left.type;
  const Type& b = right.type;
  if (a.kind == TypeKind::unknown || b.kind == TypeKind::unknown) return true;  // `none`
  if (a.kind == TypeKind::number && b.kind == TypeKind::number) {
    if (a.unit.empty() || b.unit.empty() || same_unit(a.unit, b.unit)) return true;
    auto& problem = diagnostics_.add(DiagnosticKind::unit_mismatch, both_sides(left_node, right_node), code(left_node), describe(a), code(right_node), describe(b));
    for (const auto& [node, typed] : {std::pair(&left_node, &left), std::pair(&right_node, &right)}) {
      const NodeContent& content = program_[typed->id].content;
      if (const auto* fact = std::get_if<FactNode>(&content)) problem.label(program_[fact->fact].span, "`" + words(*node) + "` is declared here");
      if (const auto* parameter = std::get_if<ParameterNode>(&content)) {
        problem.label(program_.parameters[parameter->parameter.index].span, "`" + words(*node) + "` is declared here");
      }
    }
    return false;
  }
  // `13 years` is a number where it meets a number of years.
  for (auto [number, duration, node] : {std::tuple(&left, &right, &right_node), std::tuple(&right, &left, &left_node)}) {
    if (number->type.kind != TypeKind::number || duration->type.kind != TypeKind::duration || !duration->type.literal) continue;
    if (node->kind == NodeKind::quantity && same_unit(number->type.unit, duration->type.duration_unit)) {
      const auto count = read_number(*node->child(NodeKind::number));
      if (!count) return false;
      *duration = constant(Value(*count), number->type, *node);
      return true;
    }
  }
  if (adapt_literal(left, b) || adapt_literal(right, a)) return true;
  if (a.is_time() && b.is_time()) return true;
  // A text in quotes may be a value of a `one of`.
  for (auto [enumeration, text, node] : {std::tuple(&left, &right, &right_node), std::tuple(&right, &left, &left_node)}) {
    if (enumeration->type.kind != TypeKind::enumeration || text->type.kind != TypeKind::text || node->kind != NodeKind::quoted) continue;
    const Typed value = enumeration_constant(*node, enumeration->type, enumeration == &left ? left_node : right_node);
    if (value.failed) return false;
    *text = value;
    return true;
  }
  if (a.kind == b.kind) {
    if (a.kind == TypeKind::duration && a.fixed_duration && b.fixed_duration && a.duration != b.duration) {
      diagnostics_.add(DiagnosticKind::unlike_durations, both_sides(left_node, right_node), words(left_node), counted_in(a.duration), words(right_node),
                       counted_in(b.duration), why_unlike(a.duration, b.duration));
      return false;
    }
    if (a.kind == TypeKind::money && a.unit != b.unit) {
      mismatch(left, right, left_node, right_node, "there is no conversion between currencies");
      return false;
    }
    if (a.kind == TypeKind::enumeration && !same_values(a, b)) {
      mismatch(left, right, left_node, right_node, "they have different values");
      return false;
    }
    if (a.kind != TypeKind::list) return true;
  }
  std::string_view way_out;
  if ((a.kind == TypeKind::percent) != (b.kind == TypeKind::percent) && a.is_numeric() && b.is_numeric()) {
    way_out = "write a percent with its `%`, or say a share as in `50% of N`";
  }
  if ((a.is_time() && b.kind == TypeKind::duration) || (b.is_time() && a.kind == TypeKind::duration)) {
    way_out = "say from when it is counted, as in `more than 3 days ago` or `more than 3 days after D`";
  } else if (a.is_time() != b.is_time()) {
    way_out = "a date is compared with a date, as in `2018-07-03` or `today`";
  }
  mismatch(left, right, left_node, right_node, way_out);
  return false;
}

Typed Checker::compare(Operator operation, Typed left, Typed right, const SyntaxNode& left_node, const SyntaxNode& right_node, const SyntaxNode& node) {
  if (!agree(left, right, left_node, right_node)) return failed(node);
  const bool ordered = operation != Operator::equal && operation != Operator::not_equal;
  const TypeKind kind = left.type.kind;
  if (ordered && (kind == TypeKind::boolean || kind == TypeKind::text || kind == TypeKind::enumeration || kind == TypeKind::text_list)) {
    mismatch(left, right, left_node, right_node, "these have no order; compare them with `is` or `is not`");
    return failed(node);
  }
  return call(operation, {left, right}, boolean, node);
}

// ---- comparisons ----------------------------------------------------------------------------------------------------

Typed Checker::comparison(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& left_node = *node.children.front();
  const SyntaxNode& tail_node = *node.children[1];
  if (where_is_open(left_node, tail_node)) return failed(node);
  if (tail_node.kind == NodeKind::keyword && (tail_node.keyword == Keyword::is_reported || tail_node.keyword == Keyword::is_not_reported)) {
    return reported(left_node, tail_node.keyword == Keyword::is_not_reported, node, scope);
  }
  constexpr std::array states = {Keyword::is_in_force, Keyword::is_broken, Keyword::is_kept};
  if (tail_node.kind == NodeKind::keyword && std::find(states.begin(), states.end(), tail_node.keyword) != states.end()) {
    return state(left_node, tail_node.keyword, node, scope);
  }
  if (tail_node.kind == NodeKind::keyword) {
    const SyntaxNode& right = *node.children[2];
    const Typed left = side(left_node, {.kind = TypeKind::text}, scope);
    return text_test(left, left_node, tail_node.keyword, right, node, scope);
  }
  if (left_node.kind == NodeKind::unknown_name) return compared_unknown(node, scope);
  return tail(expression(left_node, scope), left_node, tail_node, node, scope);
}

// What an undeclared name is compared with tells how to declare it.
Typed Checker::compared_unknown(const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& left_node = *node.children.front();
  const SyntaxNode& tail_node = *node.children[1];
  if (undeclared_choice(node, scope)) {
    std::string values = words(*tail_node.children.back()->children.front());
    if (choice_of_values_ != nullptr) {
      for (const auto& child : choice_of_values_->children) {
        if (child->kind == NodeKind::unknown_name) values += ", " + words(*child);
      }
    }
    choice_of_values_ = nullptr;
    return unknown_name(left_node, spelling(Keyword::one_of, document_->language) + " " + values);
  }
  const SyntaxNode* other = &tail_node;
  const auto is_wrapper = [](const SyntaxNode& wrapper) {
    constexpr std::array wrappers = {NodeKind::relation_tail, NodeKind::is_tail, NodeKind::value_list, NodeKind::between_tail, NodeKind::open_ended};
    return std::find(wrappers.begin(), wrappers.end(), wrapper.kind) != wrappers.end();
  };
  const auto is_value_node = [](const SyntaxNode& candidate) { return candidate.is_operand() && candidate.kind != NodeKind::symbol; };
  while (is_wrapper(*other)) {
    const auto next = std::find_if(other->children.begin(), other->children.end(), [&](const auto& child) { return is_value_node(*child); });
    if (next == other->children.end()) break;
    other = next->get();
  }
  constexpr std::array time_words = {Keyword::ago, Keyword::after, Keyword::before, Keyword::on_or_after, Keyword::on_or_before};
  const bool time = std::any_of(time_words.begin(), time_words.end(), [&](Keyword keyword) { return tail_node.has(keyword); });
  if (other->kind == NodeKind::unknown_name) {
    const std::string guess = declaration({.kind = time ? TypeKind::date : TypeKind::number});
    unknown_name(left_node, guess);
    return unknown_name(*other, guess);
  }
  const Typed right = expression(*other, scope);
  Type guess = right.type;
  const bool clock = right.type.kind == TypeKind::duration && right.type.duration == DurationKind::clock;
  if (time) guess = {.kind = clock || right.type.kind == TypeKind::moment ? TypeKind::moment : TypeKind::date};
  if (other->kind == NodeKind::quantity && guess.kind == TypeKind::duration && !time) {
    guess = {.kind = TypeKind::number};
    guess.unit = right.type.duration_unit;
  }
  return unknown_name(left_node, declaration(guess));
}

Typed Checker::tail(Typed left, const SyntaxNode& left_node, const SyntaxNode& tail_node, const SyntaxNode& node, const Scope& scope) {
  if (tail_node.kind == NodeKind::relation_tail) return relation(left, left_node, tail_node, node, scope);
  if (tail_node.kind == NodeKind::between_tail) return between(left, left_node, tail_node, node, scope);
  if (tail_node.kind == NodeKind::value_list) return is_list(left, left_node, tail_node, false, node, scope);
  if (tail_node.kind == NodeKind::open_ended) return is_value(left, left_node, tail_node, node, scope);
  // is …
  const SyntaxNode& verb = *tail_node.children.front();
  const SyntaxNode& inner = *tail_node.children.back();
  const bool negated = verb.keyword == Keyword::is_not || (verb.kind == NodeKind::symbol && document_->words(verb) == "!=");
  if (inner.kind == NodeKind::value_list) return is_list(left, left_node, inner, negated, node, scope);
  const Typed positive = tail(left, left_node, inner, node, scope);
  return negated ? call(Operator::not_, {positive}, boolean, node) : positive;
}

Typed Checker::relation(Typed left, const SyntaxNode& left_node, const SyntaxNode& tail_node, const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& operation = *tail_node.children.front();
  const SyntaxNode& right_node = *tail_node.children[1];
  if (tail_node.children.size() > 2) return distance(left, left_node, tail_node, node, scope);
  const Typed right = side(right_node, left.type, scope);
  if (left.failed || right.failed) return failed(node);
  constexpr std::array time_words = {Keyword::before, Keyword::after, Keyword::on_or_before, Keyword::on_or_after};
  const bool time_word = std::find(time_words.begin(), time_words.end(), operation.keyword) != time_words.end();
  if (left.type.is_time() && right.type.is_time() && operation.kind == NodeKind::keyword && !time_word) {
    diagnostics_.add(DiagnosticKind::bare_time_comparison, span(operation), words(operation));
    return failed(node);
  }
  if (time_word && !(left.type.is_time() && right.type.is_time())) {
    mismatch(left, right, left_node, right_node, "`" + words(operation) + "` compares two dates or times");
    return failed(node);
  }
  return compare(relation_of(operation), left, right, left_node, right_node, node);
}

// Whether a period can lie between two times: hours only where both have an hour.
bool Checker::is_distance(const Typed& left, const SyntaxNode& left_node, const Typed& period, const SyntaxNode& period_node, const Typed& anchor,
                          const SyntaxNode& anchor_node, std::string_view word) {
  if (!left.type.is_time() || !anchor.type.is_time()) {
    const bool left_wrong = !left.type.is_time();
    mismatch(left_wrong ? left : anchor, period, left_wrong ? left_node : anchor_node, period_node, "`" + std::string(word) + "` needs a date or time");
    return false;
  }
  if (period.type.kind != TypeKind::duration) {
    mismatch(left, period, left_node, period_node, "a distance in time is a period, as in `24 hours` or `3 days`");
    return false;
  }
  const bool clock = period.type.fixed_duration && period.type.duration == DurationKind::clock;
  if (!clock || (left.type.kind == TypeKind::moment && anchor.type.kind == TypeKind::moment)) return true;
  const bool left_wrong = left.type.kind == TypeKind::date;
  mismatch(left_wrong ? left : anchor, period, left_wrong ? left_node : anchor_node, period_node,
           "hours are counted from a date and time; count days, or declare it as date and time");
  return false;
}

// `received more than 24 hours ago`, `answered at most 24 hours after received`.
Typed Checker::distance(Typed left, const SyntaxNode& left_node, const SyntaxNode& tail_node, const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& period_node = *tail_node.children[1];
  const SyntaxNode& direction = *tail_node.children[2];
  const Typed period = side(period_node, {.kind = TypeKind::duration}, scope);
  const bool ago = direction.keyword == Keyword::ago;
  Typed anchor;
  if (ago) {
    const bool day = left.type.kind == TypeKind::date;
    anchor = make(MomentNode{day}, {.kind = day ? TypeKind::date : TypeKind::moment}, direction, 0, false, Levels());
  } else {
    anchor = side(*tail_node.children[3], {.kind = TypeKind::date}, scope);
  }
  if (left.failed || period.failed || anchor.failed) return failed(node);
  const SyntaxNode& anchor_node = ago ? direction : *tail_node.children[3];
  if (!is_distance(left, left_node, period, period_node, anchor, anchor_node, words(direction))) return failed(node);
  if (direction.keyword == Keyword::starting_on) {
    const Typed last = call(Operator::starting_on, {law_on(period, anchor, period_node), anchor}, anchor.type, period_node);
    return compare(relation_of(*tail_node.children.front()), left, last, left_node, period_node, node);
  }
  const Operator operation = distance_operator(relation_of(*tail_node.children.front()));
  const bool left_is_later = direction.keyword == Keyword::after;
  const Typed& from = ago ? left : anchor;  // the day the law of the period is looked up for
  const Typed measured = law_on(period, from, period_node);
  const Typed& later = left_is_later ? left : anchor;
  const Typed& earlier = left_is_later ? anchor : left;
  return call(operation, {later, measured, earlier}, boolean, node);
}

Typed Checker::between(Typed left, const SyntaxNode& left_node, const SyntaxNode& tail_node, const SyntaxNode& node, const Scope& scope) {
  const SyntaxNode& low_node = *tail_node.operand(0);
  const SyntaxNode& high_node = *tail_node.operand(1);
  Typed low = side(low_node, left.type, scope);
  Typed high = side(high_node, left.type, scope);
  if (left.failed || low.failed || high.failed) return failed(node);
  if (!agree(left, low, left_node, low_node) || !agree(left, high, left_node, high_node)) return failed(node);
  if (!left.type.is_numeric() && !left.type.is_time() && left.type.kind != TypeKind::duration) {
    mismatch(left, low, left_node, low_node, "these have no order");
    return failed(node);
  }
  return call(Operator::between, {left, low, high}, boolean, node);
}

Typed Checker::is_list(Typed left, const SyntaxNode& left_node, const SyntaxNode& list, bool negated, const SyntaxNode& node, const Scope& scope) {
  std::vector<Typed> parts;
  bool bad = false;
  for (const auto& child : list.children) {
    if (child->kind == NodeKind::keyword && child->keyword == Keyword::or_) continue;
    parts.push_back(is_value(left, left_node, *child, node, scope));
    bad = bad || parts.back().failed;
  }
  if (bad || left.failed) return failed(node);
  const Typed any = parts.size() == 1 ? parts.front() : call(Operator::or_, parts, boolean, node);
  return negated ? call(Operator::not_, {any}, boolean, node) : any;
}

Typed Checker::enumeration_constant(const SyntaxNode& node, const Type& type, const SyntaxNode& left_node) {
  if (const auto value = value_of_enumeration(node, type)) return constant(Value(*value), type, node);
  const auto near = diagnostics_.full() ? std::vector<std::string>{} : nearest(words(node), *type.values, 1);
  std::string way_out = "it is " + describe(type);
  if (!near.empty()) way_out = "did you mean `" + near.front() + "`?";
  auto& problem = diagnostics_.add(DiagnosticKind::unknown_value, span(node), words(node), words(left_node), way_out);
  if (!near.empty()) problem.suggest(near.front());
  return failed(node);
}

Typed Checker::is_value(Typed left, const SyntaxNode& left_node, const SyntaxNode& value, const SyntaxNode& node, const Scope& scope) {
  if (left.failed) {
    if (value.kind != NodeKind::enumeration_value && value.kind != NodeKind::unknown_name && value.kind != NodeKind::raw_words) expression(value.kind == NodeKind::open_ended ? *value.operand() : value, scope);
    return failed(node);
  }
  if (value.kind == NodeKind::open_ended) {
    const SyntaxNode& bound = *value.operand();
    if (left.type.is_time()) {
      const SyntaxNode& word = *value.children.back();
      diagnostics_.add(DiagnosticKind::bare_time_comparison, span(word), words(word));
      return failed(node);
    }
    return compare(value.has(Keyword::or_more) ? Operator::greater_or_equal : Operator::less_or_equal, left, side(bound, left.type, scope), left_node, bound, node);
  }
  const bool wordy = value.kind == NodeKind::enumeration_value || value.kind == NodeKind::unknown_name || value.kind == NodeKind::raw_words || value.kind == NodeKind::name;
  if (left.type.kind == TypeKind::enumeration && wordy) {
    const bool other_fact = value.kind == NodeKind::name && fact_meaning(value, scope).has_value();
    if (!other_fact) {
      const Typed constant_value = enumeration_constant(value, left.type, left_node);
      return constant_value.failed ? constant_value : call(Operator::equal, {left, constant_value}, boolean, node);
    }
  }
  if (value.kind == NodeKind::enumeration_value || value.kind == NodeKind::raw_words || (value.kind == NodeKind::unknown_name && left.type.kind == TypeKind::text)) {
    diagnostics_.add(DiagnosticKind::type_mismatch, span(value), code(left_node), describe(left.type), code(value), "words without quotes", behind("put a text in quotes, `\"…\"`"));
    return failed(node);
  }
  if (value.kind == NodeKind::keyword && value.keyword == Keyword::none) {
    return left.type.kind == TypeKind::text_list ? absent(left, node, scope) : call(Operator::is_none, {left}, boolean, node);
  }
  const Typed right = side(value, left.type, scope);
  if (right.failed) return failed(node);
  if (left.type.kind == TypeKind::boolean && right.type.kind == TypeKind::boolean) {
    const auto* said = std::get_if<ConstantNode>(&program_[right.id].content);
    if (said != nullptr) return std::get<bool>(said->value) ? left : call(Operator::not_, {left}, boolean, node);
  }
  if (right.type.kind == TypeKind::boolean) {
    // `answered is yes` of a date that may be none asks whether it happened.
    const auto* said = std::get_if<ConstantNode>(&program_[right.id].content);
    const auto* fact = std::get_if<FactNode>(&program_[left.id].content);
    if (said != nullptr && fact != nullptr && program_[fact->fact].if_any) {
      return call(std::get<bool>(said->value) ? Operator::is_present : Operator::is_none, {left}, boolean, node);
    }
  }
  return compare(Operator::equal, left, right, left_node, value, node);
}

Typed Checker::text_test(Typed left, const SyntaxNode& left_node, Keyword keyword, const SyntaxNode& right_node, const SyntaxNode& node, const Scope& scope) {
  const Typed right = side(right_node, {.kind = TypeKind::text}, scope);
  if (left.failed || right.failed) return failed(node);
  const bool list = left.type.kind == TypeKind::text_list && keyword == Keyword::contains;
  if ((left.type.kind != TypeKind::text && !list) || right.type.kind != TypeKind::text) {
    mismatch(left, right, left_node, right_node, keyword == Keyword::contains ? "`contains` asks of text or of a list of text" : "`matches` asks of text");
    return failed(node);
  }
  return call(keyword == Keyword::contains ? Operator::contains : Operator::matches, {left, right}, boolean, node);
}

Typed Checker::reported(const SyntaxNode& left_node, bool negated, const SyntaxNode& node, const Scope& scope) {
  const auto meaning = fact_meaning(left_node, scope);
  if (!meaning) {
    const Typed left = expression(left_node, scope);
    if (left.failed) return left;
    diagnostics_.add(DiagnosticKind::not_a_condition, span(left_node), words(left_node), "not a fact, and only facts are reported", "name a fact");
    return failed(node);
  }
  Typed result = truth(ReportedNode{meaning->level, meaning->fact}, node, Levels(meaning->level), false);
  return negated ? call(Operator::not_, {result}, boolean, node) : result;
}

Typed Checker::state(const SyntaxNode& left_node, Keyword keyword, const SyntaxNode& node, const Scope& scope) {
  if (keyword == Keyword::is_in_force) {
    const Typed left = side(left_node, {.kind = TypeKind::moment}, scope);
    if (left.failed) return left;
    if (const auto* taken = std::get_if<TakenNode>(&program_[left.id].content)) {
      return truth(TakenNode{taken->ladder, taken->rung, true}, node, Levels(0), false);
    }
    diagnostics_.add(DiagnosticKind::not_a_condition, span(left_node), words(left_node), "not a measure", "only measures are in force, as in `block is in force`");
    return failed(node);
  }
  if (left_node.kind != NodeKind::quoted) {
    diagnostics_.add(DiagnosticKind::not_a_condition, span(left_node), words(left_node), "not an obligation's name", "put the obligation's name in quotes");
    return failed(node);
  }
  const std::string said = unquoted(document_->words(left_node));
  const auto found = obligation_names_.find(normalized(said));
  if (found == obligation_names_.end()) {
    std::vector<std::string> names;
    for (const auto& [name, id] : obligation_names_) names.push_back(program_.obligations[id.index].name);
    const auto near = nearest(said, names, 1);
    diagnostics_.add(DiagnosticKind::unknown_rule, span(left_node), said, near.empty() ? "; name an obligation of this policy" : "; did you mean \"" + near.front() + "\"?");
    return failed(node);
  }
  // Inside the same `for each`, this item's duty is meant.
  ObligationNode content;
  content.obligation = found->second;
  content.kept = keyword == Keyword::is_kept;
  const Obligation& obligation = program_.obligations[found->second.index];
  content.same_item = obligation.for_each && scope.size() > 1 && scope[1] == record_of(*obligation.for_each);
  return truth(content, node, Levels(content.same_item ? 1 : 0), false);
}

}  // namespace pasal::checking
