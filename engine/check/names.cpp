// What a name means where it stands, and what to say of one that nobody declared.
#include <algorithm>

#include "engine/check/checker.hpp"

namespace pasal::checking {

std::string Checker::words(const SyntaxNode& node) const { return words(node.begin, node.end); }

std::string Checker::words(std::uint32_t begin, std::uint32_t end) const {
  std::string result;
  for (const char c : std::string_view(document_->text).substr(begin, end - begin)) {
    if (!is_space(c)) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  while (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

std::string Checker::code(const SyntaxNode& node) const {
  return node.kind == NodeKind::quoted ? words(node) : "`" + words(node) + "`";
}

std::string with_article(std::string_view noun) {
  const bool vowel = !noun.empty() && std::string_view("aeiouAEIOU").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + std::string(noun);
}

std::string behind(std::string_view way_out) { return way_out.empty() ? std::string{} : "; " + std::string(way_out); }

// The longest declared name comes before articles: `The Hague` may be a name.
std::string Checker::key(const SyntaxNode& node) const {
  std::string_view text = document_->words(node);
  const NameRoles any{.value = true, .list = true, .record = true, .measure = true, .unit = false};
  while (vocabulary_.longest(text, any).bytes == 0) {
    const std::size_t article = match_keyword(text, Keyword::article, document_->language);
    if (article == 0) break;
    text.remove_prefix(article);
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  }
  return normalized(text);
}

std::vector<Meaning> Checker::meanings(const std::string& name, const Scope& scope) const {
  std::vector<Meaning> result;
  for (std::size_t level = scope.size(); level-- > 1;) {
    if (is_hidden(scope[level])) continue;
    const auto& facts = fact_names_[scope[level]];
    const auto found = facts.find(name);
    if (found == facts.end()) continue;
    result.push_back({Meaning::Kind::fact, static_cast<std::uint32_t>(level), {scope[level], found->second}, 0, 0});
    break;  // the innermost item of a record is meant
  }
  const auto found = globals_.find(name);
  if (found == globals_.end()) return result;
  if (found->second.kind == Meaning::Kind::definition) {
    const Definition& definition = definitions_[found->second.index];
    const bool in_reach = definition.record == 0 || std::find(scope.begin(), scope.end(), definition.record) != scope.end();
    if (!in_reach || definition.subset) return result;
  }
  result.push_back(found->second);
  return result;
}

std::string Checker::words_of_meaning(const Meaning& meaning) const {
  switch (meaning.kind) {
    case Meaning::Kind::fact: return "a fact of the " + program_.records[meaning.fact.record].noun;
    case Meaning::Kind::parameter: return "a parameter";
    case Meaning::Kind::definition: return "a definition";
    case Meaning::Kind::measure: return "a measure";
  }
  return {};
}

Typed Checker::name(const SyntaxNode& node, const Scope& scope) {
  const std::string said = key(node);
  const auto found = meanings(said, scope);
  if (found.size() == 1) return meaning_value(found.front(), node, scope);
  if (found.size() > 1) {
    const std::string owner = found.front().kind == Meaning::Kind::fact ? program_.records[found.front().fact.record].noun : program_.records[0].noun;
    diagnostics_.add(DiagnosticKind::ambiguous_name, span(node), words(node), words_of_meaning(found[0]), words_of_meaning(found[1]), said, owner);
    return failed(node);
  }
  for (std::uint32_t record = 1; record < program_.records.size(); ++record) {
    const auto global = globals_.find(said);
    const bool item_definition = global != globals_.end() && global->second.kind == Meaning::Kind::definition && definitions_[global->second.index].record == record;
    if (!fact_names_[record].contains(said) && !item_definition) continue;
    if (std::find(scope.begin(), scope.end(), unreadable_item) != scope.end()) return failed(node);
    const std::string& noun = program_.records[record].noun;
    diagnostics_.add(DiagnosticKind::item_out_of_reach, span(node), words(node), with_article(noun), noun, noun);
    return failed(node);
  }
  if (nouns_.contains(said) || globals_.contains(said)) {
    diagnostics_.add(DiagnosticKind::not_a_condition, span(node), words(node), "a kind of item",
                     "ask for some, as in `any " + said + " where …` or `count of " + said + "`");
    return failed(node);
  }
  return unknown_name(node, declaration({.kind = TypeKind::boolean}));
}

Typed Checker::meaning_value(const Meaning& meaning, const SyntaxNode& node, const Scope& scope) {
  switch (meaning.kind) {
    case Meaning::Kind::fact: {
      const FactDeclaration& fact = program_[meaning.fact];
      if (fact.type.kind == TypeKind::unknown) return failed(node);  // what it is could not be read, which is reported
      return make(FactNode{meaning.level, meaning.fact}, fact.type, node, meaning.level, false, Levels(meaning.level));
    }
    case Meaning::Kind::parameter: {
      const Parameter& parameter = program_.parameters[meaning.index];
      if (parameter.type.kind == TypeKind::unknown) return failed(node);
      return make(ParameterNode{{meaning.index}}, parameter.type, node, 0, true, Levels());
    }
    case Meaning::Kind::measure:
      return make(TakenNode{meaning.index, meaning.rung, false}, {.kind = TypeKind::moment}, node, 0, false, Levels(0));
    case Meaning::Kind::definition:
      return definition_value(meaning.index, node, scope);
  }
  return failed(node);
}

// The level of the item a definition is about, where it is used; 0: of the subject.
std::size_t Checker::level_of(const Definition& definition, const Scope& scope) {
  if (definition.record == 0) return 0;
  for (std::size_t level = scope.size(); level-- > 1;) {
    if (scope[level] == definition.record) return level;
  }
  return 0;
}

Typed Checker::definition_value(std::uint32_t index, const SyntaxNode& node, const Scope& scope) {
  const Definition& definition = definitions_[index];
  // One lowering for each level that its item is bound at.
  const std::size_t level = level_of(definition, scope);
  if (const auto done = definition.lowered.find(level); done != definition.lowered.end()) return done->second;
  if (definition.in_progress) {
    report_circle(index);
    return failed(node);
  }
  // A definition sees its own record's item and the subject, wherever it is used; other items are out of its reach.
  Scope inside(level + 1, out_of_reach);
  inside.front() = 0;
  if (level > 0) inside.back() = definition.record;
  lower_definitions(index, inside);
  return definitions_[index].lowered.at(level);
}

// The definitions that a definition names come first, so that a chain of thousands of them is no deep recursion.
void Checker::lower_definitions(std::uint32_t index, const Scope& scope) {
  struct Step {
    std::uint32_t index;
    std::vector<std::uint32_t> named;
    std::size_t next = 0;
  };
  std::vector<Step> steps;
  const auto enter = [&](std::uint32_t one) {
    definitions_[one].in_progress = true;
    in_progress_.push_back(one);
    steps.push_back({one, definitions_named_in(definitions_[one])});
  };
  enter(index);
  while (!steps.empty()) {
    Step& step = steps.back();
    if (step.next < step.named.size()) {
      const Definition& named = definitions_[step.named[step.next]];
      const bool waits = !named.in_progress && !named.lowered.contains(level_of(named, scope));
      const std::uint32_t one = step.named[step.next++];
      if (waits) enter(one);
      continue;
    }
    const Typed value = lower_definition(definitions_[step.index], scope);
    Definition& done = definitions_[step.index];
    done.lowered.emplace(level_of(done, scope), value);
    done.in_progress = false;
    in_progress_.pop_back();
    steps.pop_back();
  }
}

// Those that stand where the definition itself does: of the subject, or of the same item.
std::vector<std::uint32_t> Checker::definitions_named_in(const Definition& definition) {
  std::vector<std::uint32_t> named;
  const Document* outer = document_;
  document_ = definition.document;
  const auto visit = [&](const SyntaxNode& node, const auto& self) -> void {
    if (node.kind == NodeKind::qualified && is_fact_of_record(node)) return;
    for (const auto& child : node.children) self(*child, self);
    if (node.kind != NodeKind::name) return;
    const auto found = globals_.find(key(node));
    if (found == globals_.end() || found->second.kind != Meaning::Kind::definition) return;
    const Definition& meant = definitions_[found->second.index];
    if (!meant.subset && (meant.record == 0 || meant.record == definition.record)) named.push_back(found->second.index);
  };
  const auto& children = definition.statement->head.tree->children;
  if (children.size() > 1) visit(*children[1], visit);
  for (const Clause& clause : definition.statement->clauses) {
    if (clause.tree != nullptr) visit(*clause.tree, visit);
  }
  document_ = outer;
  return named;
}

// `size of complaint`, where that is a fact, whatever else is called `size`.
bool Checker::is_fact_of_record(const SyntaxNode& qualified) const {
  const SyntaxNode& first = *qualified.operand(0);
  const SyntaxNode& second = *qualified.operand(1);
  if (first.kind != NodeKind::name || second.kind != NodeKind::name) return false;
  const auto record = record_of_noun(key(second));
  return record && fact_names_[*record].contains(key(first));
}

void Checker::report_circle(std::uint32_t index) {
  const auto first = std::find(in_progress_.begin(), in_progress_.end(), index);
  std::string circle;
  for (auto one = first; one != in_progress_.end(); ++one) {
    if (one - first == most_in_circle) {
      circle += " and " + std::to_string(in_progress_.end() - one) + " more";
      break;
    }
    circle += (circle.empty() ? "`" : ", `") + definitions_[*one].name + "`";
  }
  diagnostics_.add(DiagnosticKind::definition_cycle, definitions_[index].span, circle);
}

Typed Checker::lower_definition(const Definition& definition, const Scope& scope) {
  const Document* outer = document_;
  document_ = definition.document;
  const auto& children = definition.statement->head.tree->children;
  const Typed value = children.size() > 1 ? expression(*children[1], scope) : definition_cases(definition, scope);
  document_ = outer;
  return value;
}

Typed Checker::definition_cases(const Definition& definition, const Scope& scope) {
  ChoiceNode choice;
  choice.name = definition.name;
  std::optional<Typed> first;
  const SyntaxNode* first_node = nullptr;
  const SyntaxNode& head = *definition.statement->head.tree->children.front();
  Levels levels;
  bool has_parameter = false;
  bool bad = definition.statement->broken;
  const auto note = [&](const Typed& part) {
    levels.add(levels_of(part));
    has_parameter = has_parameter || has_parameter_[part.id.index];
    bad = bad || part.failed;
  };
  for (const Clause& clause : definition.statement->clauses) {
    const SyntaxNode* line = clause_tree(clause);
    if (line == nullptr) continue;
    Typed value = expression(*line->operand(0), scope);
    note(value);
    if (first && !value.failed && !first->failed) {
      Typed left = *first;
      if (!agree(left, value, *first_node, *line->operand(0))) bad = true;
      if (first->type.literal) first = left;
    }
    if (!first || first->failed) {
      first = value;
      first_node = line->operand(0);
    }
    if (line->has(Keyword::otherwise)) {
      choice.otherwise = value.id;
      continue;
    }
    const Typed when = condition(*line->operand(1), scope);
    note(when);
    choice.cases.push_back({when.id, value.id});
  }
  if (!first) {
    if (!definition.statement->broken) {
      diagnostics_.add(DiagnosticKind::missing_clause, definition.span, "`" + definition.name + "`", "a value behind `as`, or lines such as `24 hours otherwise`");
    }
    return failed(head);
  }
  if (bad) return failed(head);
  Type type = first->type;
  return make(std::move(choice), type, head, levels.deepest(), has_parameter, levels);
}

std::optional<Meaning> Checker::fact_meaning(const SyntaxNode& node, const Scope& scope) const {
  if (node.kind != NodeKind::name) return std::nullopt;
  for (const Meaning& meaning : meanings(key(node), scope)) {
    if (meaning.kind == Meaning::Kind::fact) return meaning;
  }
  return std::nullopt;
}

// What was taken for a name and is the beginning of something else: `sum of infections`, `any order without`.
bool Checker::half_said(const SyntaxNode& node) {
  const std::string said = words(node);
  for (const Keyword summary : {Keyword::count_of, Keyword::sum_of, Keyword::average, Keyword::highest, Keyword::lowest}) {
    const std::size_t bytes = match_keyword(said, summary, document_->language);
    if (bytes == 0 || bytes == said.size()) continue;
    const std::string list = list_with(normalized(std::string_view(said).substr(bytes)));
    diagnostics_.add(DiagnosticKind::unfinished, span(node), "say of which list, as in `" + said + " " + spelling(Keyword::of, document_->language) + " " + list + "`");
    return true;
  }
  for (const Keyword quantifier : {Keyword::any, Keyword::every}) {
    const std::size_t bytes = match_keyword(said, quantifier, document_->language);
    if (bytes == 0 || bytes == said.size()) continue;
    const NameMatch list = vocabulary_.longest(std::string_view(said).substr(bytes + 1), {.list = true});
    if (list.bytes == 0) continue;
    const std::string of_list = said.substr(0, bytes + 1 + list.bytes);
    const std::string rest = said.substr(std::min(of_list.size() + 1, said.size()));
    const Span place{document_->source, node.end - static_cast<std::uint32_t>(rest.size()), node.end};
    diagnostics_.add(DiagnosticKind::unreadable, place, rest,
                     "say which are meant, as in `" + of_list + " " + spelling(Keyword::where, document_->language) + " …`");
    return true;
  }
  return false;
}

// A list whose items have such a fact.
std::string Checker::list_with(const std::string& fact) const {
  for (std::uint32_t record = 1; record < fact_names_.size(); ++record) {
    if (!fact_names_[record].contains(fact)) continue;
    for (const FactDeclaration& candidate : program_.records.front().facts) {
      if (candidate.type.kind == TypeKind::list && candidate.type.record == record) return candidate.name;
    }
  }
  return "LIST";
}

// The message offers the nearest name, or a declaration that makes the sentence run.
Typed Checker::unknown_name(const SyntaxNode& node, const std::string& guess) {
  if (half_said(node)) return failed(node);
  std::string said = words(node);
  while (const std::size_t article = match_keyword(said, Keyword::article, document_->language)) {
    if (article >= said.size()) break;
    said.erase(0, article + 1);
  }
  if (!unknown_told_.insert(normalized(said)).second) return failed(node);
  Nearest names(said);
  for (const auto& entry : vocabulary_.entries()) {
    if (!diagnostics_.full() && (entry.roles.value || entry.roles.list)) names.offer(entry.name);
  }
  const auto near = names.found();
  std::string nearest_name = near.empty() ? std::string{} : near.front();
  // The name as its author declared it.
  const auto declared = global_spans_.find(nearest_name);
  if (declared != global_spans_.end()) nearest_name = std::string(sources_.text(declared->second));
  auto& problem = diagnostics_.add(DiagnosticKind::unknown_name, span(node), said,
                                   near.empty() ? "; declare it, or use a name that is" : "; did you mean `" + nearest_name + "`?");
  if (!near.empty()) {
    problem.suggest(nearest_name);
  } else {
    const Record& subject = program_.records.front();
    const std::string about = document_->language == Language::english ? with_article(subject.noun) : subject.noun;
    problem.suggest(spelling(Keyword::facts_about, document_->language) + " " + about + "\n  " + said + ": " + guess);
  }
  return failed(node);
}

}  // namespace pasal::checking
