// Reads a policy with every file it uses, and checks it; reads facts files.
#include "engine/load.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <map>
#include <system_error>

#include "engine/check/check.hpp"
#include "engine/read_file.hpp"
#include "grammar/keywords.hpp"

namespace pasal {
namespace {

namespace fs = std::filesystem;

// `use "common/terms.pasal"`: the text between the quotes, and where it stands.
struct Use {
  std::string path;
  Span span;
};

// A file while the files it uses are read.
struct Loading {
  std::string name;          // as messages show it
  fs::path identity;         // its canonical path; empty for a text that is no file
  fs::path folder;           // what its `use` statements are relative to
  std::vector<Use> uses;
  std::size_t next = 0;
};

std::vector<Use> uses_of(const Document& document) {
  std::vector<Use> uses;
  for (const Statement& statement : document.statements) {
    if (statement.kind != StatementKind::use || statement.head.tree == nullptr) continue;
    const SyntaxNode* head = statement.head.tree->child(NodeKind::use_head);
    const SyntaxNode* quoted = head != nullptr ? head->child(NodeKind::quoted) : nullptr;
    if (quoted != nullptr) uses.push_back({unquoted(document.words(*quoted)), document.span(*quoted)});
  }
  return uses;
}

// The problem is the file itself: its message names it, and there is no place in it to point at.
constexpr Span no_place{std::numeric_limits<SourceId>::max(), 0, 0};

bool lies_within(const fs::path& folder, const fs::path& path) {
  const auto [end, _] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end();
}

fs::path canonical_path(const fs::path& path) {
  // Of a relative path whose first part is missing, `weakly_canonical` makes no absolute one.
  std::error_code error;
  const fs::path absolute = fs::absolute(path.empty() ? fs::path(".") : path, error);
  fs::path result = fs::weakly_canonical(absolute, error);
  if (error) result = absolute.lexically_normal();
  return result.has_filename() ? result : result.parent_path();  // `policies/` is `policies`
}

class Loader {
public:
  Loader(Sources& sources, Diagnostics& diagnostics, const Limits& limits, std::string root)
      : sources_(sources), diagnostics_(diagnostics), limits_(limits), root_(std::move(root)) {
    if (!root_.empty()) canonical_root_ = canonical_path(root_);
  }

  // A policy in a file; false where it cannot be read.
  bool read_policy(const std::string& path);
  void read_text(std::string name, std::string text) { enter(std::move(name), {}, root_, std::move(text)); }
  // What was read, where every file could be.
  std::optional<std::vector<Document>> take() {
    if (unread_) return std::nullopt;
    return std::move(documents_);
  }
  // Every file that is used, each once. The loop stands in for a recursion that a long chain of files would overflow.
  void read_used();
  std::optional<ParsedPolicy> parse();

private:
  void enter(std::string name, const fs::path& identity, fs::path folder, std::string text);
  void use(const Use& used);
  bool report(const FileText& file, const std::string& path, Span span);
  std::string chain_from(std::size_t place) const;

  Sources& sources_;
  Diagnostics& diagnostics_;
  const Limits& limits_;
  std::string root_;
  fs::path canonical_root_;
  std::vector<Document> documents_;
  std::vector<Loading> open_;                    // the policy, and who uses whom down to the file being read
  std::map<fs::path, std::size_t> seen_;         // by canonical path: its place in `open_`
  std::size_t bytes_ = 0;
  std::size_t nodes_ = 0;                        // parts of the sentences of all documents
  bool unread_ = false;                          // a file is missing, or read in part: what it declares is unknown
};

bool Loader::read_policy(const std::string& path) {
  FileText file = read_file(path, limits_.syntax.file_bytes);
  if (file.problem != FileProblem::none) {
    return report(file, path, file.problem == FileProblem::too_large ? Span{sources_.add(path, {}), 0, 0} : no_place);
  }
  const fs::path folder = fs::path(path).parent_path();
  if (root_.empty()) {
    root_ = folder.empty() ? "." : folder.generic_string();
    canonical_root_ = canonical_path(root_);
  }
  enter(path, canonical_path(path), folder, std::move(file.text));
  return true;
}

// Reports why a file cannot be read: always false.
bool Loader::report(const FileText& file, const std::string& path, Span span) {
  unread_ = true;
  switch (file.problem) {
    case FileProblem::none: break;
    case FileProblem::missing:
      diagnostics_.add(DiagnosticKind::missing_file, span, path, nearest_file(path));
      break;
    case FileProblem::folder: diagnostics_.add(DiagnosticKind::file_is_folder, span, path); break;
    case FileProblem::unreadable:
      diagnostics_.add(DiagnosticKind::unreadable_file, span, path, file.reason);
      break;
    case FileProblem::too_large:
      diagnostics_.add(DiagnosticKind::policy_too_large, span, path, file.bytes, limits_.syntax.file_bytes);
      break;
  }
  return false;
}

void Loader::enter(std::string name, const fs::path& identity, fs::path folder, std::string text) {
  bytes_ += text.size();
  const SourceId source = sources_.add(name, std::move(text));
  documents_.push_back(parse_declarations(sources_, source, diagnostics_, limits_.syntax, nodes_));
  nodes_ = documents_.back().nodes;
  unread_ = unread_ || nodes_ > limits_.syntax.nodes;
  if (!identity.empty()) seen_[identity] = open_.size();
  open_.push_back({std::move(name), identity, std::move(folder), uses_of(documents_.back()), 0});
}

void Loader::read_used() {
  while (!open_.empty()) {
    if (open_.back().next == open_.back().uses.size()) {
      open_.pop_back();
      continue;
    }
    const Use used = open_.back().uses[open_.back().next++];
    use(used);
  }
}

void Loader::use(const Use& used) {
  if (root_.empty()) {
    diagnostics_.add(DiagnosticKind::use_outside_root, used.span, used.path, ", of which none is known");
    unread_ = true;
    return;
  }
  const fs::path path = (open_.back().folder / used.path).lexically_normal();
  const std::string name = path.generic_string();
  const bool readable_path = !used.path.empty() && used.path.find('\0') == std::string::npos;
  const fs::path identity = readable_path ? canonical_path(path) : fs::path();
  if (readable_path && !lies_within(canonical_root_, identity)) {
    diagnostics_.add(DiagnosticKind::use_outside_root, used.span, used.path, root_ == "." ? "" : " `" + root_ + "`");
    unread_ = true;
    return;
  }
  if (const auto found = seen_.find(identity); found != seen_.end()) {
    // Its place is on the way to the file being read only as long as it is open itself.
    const bool is_open = found->second < open_.size() && open_[found->second].identity == identity;
    if (is_open) diagnostics_.add(DiagnosticKind::use_cycle, used.span, chain_from(found->second));
    return;
  }
  FileText file = readable_path ? read_file(name, limits_.syntax.file_bytes) : FileText{FileProblem::missing, {}, {}, 0};
  if (file.problem != FileProblem::none) {
    report(file, readable_path ? name : used.path, used.span);
    return;
  }
  if (bytes_ + file.text.size() > limits_.policy_bytes_in_all) {
    diagnostics_.add(DiagnosticKind::policies_too_large, used.span, name, bytes_ + file.text.size(),
                     limits_.policy_bytes_in_all);
    unread_ = true;
    return;
  }
  enter(name, identity, path.parent_path(), std::move(file.text));
}

// `a.pasal` -> `b.pasal` -> `a.pasal`
std::string Loader::chain_from(std::size_t place) const {
  std::string chain;
  for (std::size_t at = place; at < open_.size(); ++at) chain += "`" + open_[at].name + "` -> ";
  return chain + "`" + open_[place].name + "`";
}

// Whether a sentence is wrong whatever names a missing file declares. `warn if notified on` may be a good sentence, where
// `notified on` is a name; no name ends in `and`, or has a parenthesis.
bool is_wrong_with_any_names(const Diagnostic& problem, const Sources& sources, Language language) {
  if (problem.kind == DiagnosticKind::unclosed_parenthesis) return true;
  if (problem.kind != DiagnosticKind::unfinished) return false;
  const std::string_view last = sources.text(problem.span);
  constexpr std::string_view signs = "<>=+*/";
  if (!last.empty() && signs.find(last.back()) != std::string_view::npos) return true;
  return std::ranges::any_of(std::array{Keyword::and_, Keyword::or_, Keyword::not_}, [&](Keyword keyword) {
    return !last.empty() && match_keyword(last, keyword, language) == last.size();
  });
}

// Where a file is missing, every name it declares would be reported as unknown: its own message is enough. What is
// wrong with the sentences whatever it declares is told all the same. Where there was too much to read, nothing is.
std::optional<ParsedPolicy> Loader::parse() {
  if (nodes_ > limits_.syntax.nodes) return std::nullopt;
  ParsedPolicy parsed{std::move(documents_), {}};
  parsed.vocabulary = collect_vocabulary(parsed.documents, sources_);
  for (Document& document : parsed.documents) {
    Diagnostics doubtful;
    document.nodes = nodes_;
    parse_expressions(document, parsed.vocabulary, unread_ ? doubtful : diagnostics_, limits_.syntax);
    nodes_ = document.nodes;
    for (const Diagnostic& problem : doubtful.sorted()) {
      if (!is_wrong_with_any_names(problem, sources_, document.language)) continue;
      auto& told = diagnostics_.add_formatted(problem.kind, problem.span, problem.message);
      told.labels = problem.labels;
      told.notes = problem.notes;
      told.fix = problem.fix;
    }
  }
  if (unread_ || nodes_ > limits_.syntax.nodes) return std::nullopt;
  return parsed;
}

std::optional<Program> checked(const std::optional<ParsedPolicy>& parsed, std::size_t errors_before, Sources& sources,
                               Diagnostics& diagnostics, const Limits& limits) {
  if (!parsed) return std::nullopt;
  auto program = check(parsed->documents, parsed->vocabulary, sources, diagnostics, limits.syntax);
  if (diagnostics.error_count() != errors_before) return std::nullopt;
  return program;
}

// A facts file as a source; nothing where it cannot be read.
std::optional<SourceId> facts_source(const std::string& path, Sources& sources, Diagnostics& diagnostics,
                                     const Limits& limits) {
  FileText file = read_file(path, limits.facts.file_bytes);
  switch (file.problem) {
    case FileProblem::none: return sources.add(path, std::move(file.text));
    case FileProblem::missing:
      diagnostics.add(DiagnosticKind::missing_file, no_place, path, nearest_file(path));
      break;
    case FileProblem::folder: diagnostics.add(DiagnosticKind::file_is_folder, no_place, path); break;
    case FileProblem::unreadable: diagnostics.add(DiagnosticKind::unreadable_file, no_place, path, file.reason); break;
    case FileProblem::too_large:
      diagnostics.add(DiagnosticKind::facts_too_large, Span{sources.add(path, {}), 0, 0}, file.bytes,
                      fmt::format("a facts file has at most {} (--max-facts-bytes)", limits.facts.file_bytes));
      break;
  }
  return std::nullopt;
}

}  // namespace

std::optional<ParsedPolicy> parse_policy(const std::string& path, Sources& sources, Diagnostics& diagnostics,
                                         const Limits& limits, const std::string& root) {
  Loader loader(sources, diagnostics, limits, root);
  if (!loader.read_policy(path)) return std::nullopt;
  loader.read_used();
  return loader.parse();
}

std::optional<std::vector<Document>> read_documents(const std::vector<std::string>& paths, Sources& sources, Diagnostics& diagnostics,
                                                    const Limits& limits, const std::string& root) {
  std::vector<Document> all;
  for (const std::string& path : paths) {
    Loader loader(sources, diagnostics, limits, root);
    if (!loader.read_policy(path)) return std::nullopt;
    loader.read_used();
    auto documents = loader.take();
    if (!documents) return std::nullopt;
    std::move(documents->begin(), documents->end(), std::back_inserter(all));
  }
  return all;
}

std::optional<ParsedPolicy> parse_policy_text(std::string name, std::string text, Sources& sources,
                                              Diagnostics& diagnostics, const Limits& limits, const std::string& root) {
  Loader loader(sources, diagnostics, limits, root);
  loader.read_text(std::move(name), std::move(text));
  loader.read_used();
  return loader.parse();
}

std::optional<Program> load_policy(const std::string& path, Sources& sources, Diagnostics& diagnostics,
                                   const Limits& limits, const std::string& root) {
  const std::size_t errors = diagnostics.error_count();
  return checked(parse_policy(path, sources, diagnostics, limits, root), errors, sources, diagnostics, limits);
}

std::optional<Program> load_policy_text(std::string name, std::string text, Sources& sources, Diagnostics& diagnostics,
                                        const Limits& limits, const std::string& root) {
  const std::size_t errors = diagnostics.error_count();
  const auto parsed = parse_policy_text(std::move(name), std::move(text), sources, diagnostics, limits, root);
  return checked(parsed, errors, sources, diagnostics, limits);
}

std::vector<Subject> load_facts(const Program& program, const std::vector<std::string>& paths, Sources& sources,
                                Diagnostics& diagnostics, const Limits& limits, const std::vector<NamedText>& texts) {
  std::vector<SourceId> files;
  for (const std::string& path : paths) {
    if (const auto source = facts_source(path, sources, diagnostics, limits)) files.push_back(*source);
  }
  const bool all_read = files.size() == paths.size();
  for (const NamedText& one : texts) files.push_back(sources.add(one.name, one.text));
  auto subjects = read_facts(program, sources, files, diagnostics, limits.facts);
  if (!all_read) subjects.clear();
  return subjects;
}

std::vector<Subject> load_facts_text(const Program& program, std::string name, std::string text, Sources& sources,
                                     Diagnostics& diagnostics, const Limits& limits) {
  return load_facts(program, {}, sources, diagnostics, limits, {{std::move(name), std::move(text)}});
}

}  // namespace pasal
