// Writing facts, policy and tests; never over a file that is there without being told to.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <system_error>

#include "repl/work.hpp"

namespace pasal::repl {
namespace {

namespace fs = std::filesystem;

bool takes(std::string_view& text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (!text.starts_with(word) || (text.size() > word.size() && !is_space(text[word.size()]))) continue;
    text = trimmed(text.substr(word.size()));
    return true;
  }
  return false;
}

}  // namespace

// The first policy's file, what was replaced in its place, without what was dropped, and below it what was added.
std::string Session::Work::policy_text() const {
  const Sources& sources = case_->sources();
  std::string text;
  std::vector<AddedStatement> added = state_.added;
  bool is_law = false;  // Markdown: statements stand in fenced blocks
  if (!files_.policies.empty()) {
    text = sources[0].text();
    is_law = files_.policies.front().ends_with(".md");
    auto hidden = case_->policy->edited.hidden;
    std::ranges::sort(hidden, std::ranges::greater(), [](const StatementText& one) { return one.span.begin; });
    for (const StatementText& one : hidden) {
      if (one.span.source != 0) continue;
      const auto in_its_place = std::ranges::find_if(added, [&](const AddedStatement& other) { return other.key == one.key; });
      std::size_t size = one.span.end - one.span.begin;
      if (in_its_place == added.end()) {
        // The empty lines below go with it.
        while (one.span.begin + size < text.size() && text[one.span.begin + size] == '\n') ++size;
        text.erase(one.span.begin, size);
      } else {
        text.replace(one.span.begin, size, in_its_place->text);
        added.erase(in_its_place);
      }
    }
  } else if (language() == Language::indonesian) {
    text = "bahasa Indonesia\n";
  }
  if (!text.empty() && !text.ends_with('\n')) text += '\n';
  if (is_law && !added.empty()) text += "\n```pasal";
  for (const AddedStatement& one : added) text += (text.empty() ? "" : "\n") + one.text + "\n";
  if (is_law && !added.empty()) text += "```\n";
  return text;
}

// A test in a file of its own brings in the policy, where that lies beside or below it.
std::string Session::Work::test_file_text(const std::string& path) const {
  const std::string when = display(as_of(), language(), program().zone);
  const std::string name = subject().name.empty() ? say(Sentence::test_name, when) : subject().name + ", " + when;
  const std::string test = test_text(program(), subject(), decision(), name);
  if (path.empty() || files_.policies.empty()) return test;
  std::error_code error;
  const fs::path folder = fs::absolute(path, error).parent_path();
  const fs::path policy = fs::relative(files_.policies.front(), folder, error);
  const std::string head = language() == Language::indonesian ? "bahasa Indonesia\n\n" : "";
  if (error || policy.empty() || policy.begin()->string() == "..") return head + test;
  return head + spelling(Keyword::use, language()) + " \"" + policy.generic_string() + "\"\n\n" + test;
}

Answer Session::Work::write(const std::string& path, const std::string& text, bool over) const {
  // Beside the file first where it takes the place of one, so that it is whole or as it was.
  const std::string part = over ? path + ".part" : path;
  const auto failed = [&](int error) { return wrong(say(Sentence::cannot_write, path, std::generic_category().message(error))); };
  std::FILE* file = std::fopen(part.c_str(), "wxe");
  if (file == nullptr) return errno == EEXIST && !over ? wrong(say(Sentence::file_exists, path)) : failed(errno);
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = std::fclose(file) == 0;
  std::error_code error;
  if (written && closed && over) fs::rename(part, path, error);
  if (written && closed && !error) return {say(Sentence::written, path)};
  const int reason = error ? error.value() : errno;
  fs::remove(part, error);
  return failed(reason);
}

Answer Session::Work::save(std::string_view rest) {
  bool over = takes(rest, {"over", "timpa"});
  std::string text;
  std::string note;
  if (takes(rest, {"facts", "fakta"})) {
    text = facts_text(program(), subject(), as_of());
  } else if (takes(rest, {"policy", "kebijakan"})) {
    text = policy_text();
  } else if (takes(rest, {"test", "uji"})) {
    text = test_file_text(std::string(unquoted_name(rest)));
    if (!state_.added.empty() || !state_.dropped.empty()) note = say(Sentence::test_of_changed_policy);
  } else {
    return wrong(say(Sentence::saves_what));
  }
  over = takes(rest, {"over", "timpa"}) || over;  // said on either side
  if (rest.empty() && over) return wrong(say(Sentence::saves_what));
  if (rest.empty() || stopped()) return unless_stopped(text + note);
  Answer answer = write(std::string(unquoted_name(rest)), text, over);
  if (!answer.failed()) answer.text += note;
  return answer;
}

}  // namespace pasal::repl
