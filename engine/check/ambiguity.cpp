// Names that cannot be names, and names that would make a sentence readable in two ways.
#include <algorithm>
#include <array>

#include "engine/check/checker.hpp"
#include "grammar/built_in_names.hpp"

namespace pasal::checking {

namespace {

bool has_unknown(const SyntaxNode& node) {
  if (node.kind == NodeKind::unknown_name || node.kind == NodeKind::unknown_list) return true;
  return std::any_of(node.children.begin(), node.children.end(), [](const auto& child) { return has_unknown(*child); });
}

// They stand before a condition: `unless shown C`, `must keep C`.
constexpr std::array prefixes_of_clauses = {Keyword::shown, Keyword::must_keep, Keyword::must_be, Keyword::have};

bool starts_word(std::string_view text, std::size_t at) { return at == 0 || is_space(text[at - 1]); }

std::string_view without_space(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// Only a name that holds a keyword or a digit, or begins with an article, can be anything but a name.
bool may_be_a_sentence(std::string_view text, Language language) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!starts_word(text, i)) continue;
    const std::string_view rest = text.substr(i);
    for (const KeywordRole role : {KeywordRole::operator_, KeywordRole::value}) {
      if (match_role(rest, role, language).bytes != 0) return true;
    }
    if (match_keyword(rest, Keyword::of, language) != 0 || (rest.front() >= '0' && rest.front() <= '9') || rest.front() == '-') return true;
  }
  return std::any_of(prefixes_of_clauses.begin(), prefixes_of_clauses.end(), [&](Keyword word) { return match_keyword(text, word, language) != 0; });
}

std::string followed_by(std::string_view first, std::string_view rest) { return "`" + std::string(first) + "` followed by `" + std::string(rest) + "`"; }

}  // namespace

// A `-` with spaces around it is a minus. (Other marks are told of where the declaration is read.)
void Checker::check_name(const SyntaxNode& name) {
  const std::size_t bytes = name.end - name.begin;
  if (bytes > limits_.name_bytes) diagnostics_.add(DiagnosticKind::name_too_long, span(name), bytes, limits_.name_bytes);
  const std::string_view text = document_->words(name);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool minus = text[i] == '-' && (i == 0 || is_space(text[i - 1])) && (i + 1 == text.size() || is_space(text[i + 1]));
    if (!minus) continue;
    const auto at = static_cast<std::uint32_t>(name.begin + i);
    diagnostics_.add(DiagnosticKind::wrong_name, Span{document_->source, at, at + 1}, "-", "with spaces around it, it is a minus: join the words with it, or with a space");
    return;
  }
}

// What `text` says where it is no name: nothing where it then has an unknown part.
std::optional<std::string> Checker::other_reading(std::string_view text, const Vocabulary& others, Language language) const {
  const auto reads = [&](std::string_view part) {
    const auto tree = part.empty() ? nullptr : parse_expression(part, 0, language, others, nullptr, limits_);
    return tree != nullptr && !has_unknown(*tree);
  };
  const NameMatch first = others.longest(text, {.value = true, .list = true, .record = true, .measure = true, .unit = false});
  const bool begins_with_name = first.bytes != 0 && first.bytes < text.size();
  if (reads(text)) {
    if (begins_with_name) return followed_by(text.substr(0, first.bytes), without_space(text.substr(first.bytes)));
    const std::size_t word = match_role(text, KeywordRole::value, language).bytes;
    if (word != 0 && word < text.size()) return followed_by(text.substr(0, word), without_space(text.substr(word)));
    return "the words Pasal itself knows";
  }
  // `users at least`: an operator that only waits for its other side.
  const std::string_view rest = begins_with_name ? without_space(text.substr(first.bytes)) : std::string_view{};
  const bool operator_follows = match_role(rest, KeywordRole::operator_, language).bytes == rest.size() || match_keyword(rest, Keyword::of, language) == rest.size();
  if (begins_with_name && operator_follows) return followed_by(text.substr(0, first.bytes), rest);
  // `unless shown office`, `must keep records`
  for (const Keyword word : prefixes_of_clauses) {
    const std::size_t bytes = match_keyword(text, word, language);
    if (bytes != 0 && reads(without_space(text.substr(bytes)))) return followed_by(text.substr(0, bytes), without_space(text.substr(bytes)));
  }
  // `fine base if office`
  for (std::size_t i = 1; i < text.size(); ++i) {
    const std::size_t bytes = starts_word(text, i) ? match_keyword(text.substr(i), Keyword::if_, language) : 0;
    if (bytes != 0 && reads(without_space(text.substr(0, i))) && reads(without_space(text.substr(i + bytes)))) return followed_by(without_space(text.substr(0, i)), text.substr(i));
  }
  return std::nullopt;
}

void Checker::check_declaration(const std::string& name, Span declared, const std::set<Language>& languages, Vocabulary& others) {
  const std::string written(sources_.text(declared));
  others.hide(name);
  std::optional<std::string> reading;
  for (const Language language : languages) {
    // As it is written (`2018-07-03`) and in the form in which names are compared (`no-office` is `no office`).
    for (const std::string& text : {written, name}) {
      if (!reading && may_be_a_sentence(text, language)) reading = other_reading(text, others, language);
    }
  }
  if (reading) {
    auto& problem = diagnostics_.add(DiagnosticKind::ambiguous_declaration, declared, written, *reading);
    for (std::size_t i = 0; i < name.size(); ++i) {
      const std::size_t bytes = starts_word(name, i) ? others.longest(std::string_view(name).substr(i), {.value = true, .list = true, .measure = true}).bytes : 0;
      const auto other = bytes == 0 ? global_spans_.end() : global_spans_.find(name.substr(i, bytes));
      if (other == global_spans_.end()) continue;
      problem.label(other->second, "the other name");
      break;
    }
  }
  others.unhide();
}

void Checker::check_ambiguous_declarations() {
  Vocabulary others = vocabulary_;
  std::set<Language> languages;
  for (const Document& document : documents_) languages.insert(document.language);
  for (const auto& [name, declared] : global_spans_) check_declaration(name, declared, languages, others);
  for (std::size_t record = 1; record < program_.records.size(); ++record) {
    for (const FactDeclaration& fact : program_.records[record].facts) {
      if (fact.span.end != fact.span.begin) check_declaration(normalized(fact.name), fact.span, languages, others);
    }
  }
}

}  // namespace pasal::checking
