// Writing facts, policy and tests; never over a file that is there without being told to.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "repl/work.hpp"

namespace pasal::repl {
namespace {

namespace fs = std::filesystem;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool takes(std::string_view& text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (!text.starts_with(word) || (text.size() > word.size() && !is_space(text[word.size()]))) continue;
    text = trimmed(text.substr(word.size()));
    return true;
  }
  return false;
}

}  // namespace

// The first policy's file without what was dropped or replaced, then what was added.
std::string Session::Work::policy_text() const {
  const Sources& sources = case_->sources();
  std::string text;
  for (const StatementText& statement : case_->statements()) {
    const bool of_first = files_.policies.empty() ? sources.name(statement.span) == "session" : sources.name(statement.span) == files_.policies.front() || sources.name(statement.span) == "session";
    if (of_first) text += (text.empty() ? "" : "\n") + std::string(sources.text(statement.span)) + "\n";
  }
  Sources scratch;
  Diagnostics unread;
  const auto formatted = format_policy_text("session", text, scratch, unread, {}, options_.limits, ".");
  return formatted.value_or(text);
}

Answer Session::Work::write(const std::string& path, const std::string& text, bool over) const {
  std::error_code error;
  if (!over && fs::exists(path, error)) return {{}, say(Sentence::file_exists, path, path)};
  // Beside the file first, so that it is whole or not there.
  const std::string part = path + ".part";
  {
    std::ofstream file(part, std::ios::binary);
    file << text;
    file.close();
    if (!file) {
      const std::string why = std::strerror(errno);
      fs::remove(part, error);
      return {{}, say(Sentence::cannot_write, path, why)};
    }
  }
  fs::rename(part, path, error);
  if (error) return {{}, say(Sentence::cannot_write, path, error.message())};
  return {say(Sentence::written, path)};
}

Answer Session::Work::save(std::string_view rest) {
  const bool over = takes(rest, {"over", "timpa"});
  std::string text;
  if (takes(rest, {"facts", "fakta"})) {
    text = facts_text(program(), subject(), as_of());
  } else if (takes(rest, {"policy", "kebijakan"})) {
    text = policy_text();
  } else if (takes(rest, {"test", "uji"})) {
    const std::string when = display(as_of(), language(), program().zone);
    text = test_text(program(), subject(), decision(), subject().name.empty() ? say(Sentence::test_name, when) : subject().name + ", " + when);
    if (rest.empty()) return {text};
  } else {
    return {{}, say(Sentence::saves_what)};
  }
  if (rest.empty()) return {{}, say(Sentence::saves_what)};
  return write(std::string(rest), text, over);
}

}  // namespace pasal::repl
