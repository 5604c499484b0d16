// Any bytes as the lines of a session that starts with nothing: a line that fails, and taking a change back, leaves all as
// it was.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "tests/session/look.hpp"

namespace {

using pasal::session_tests::look;

pasal::repl::SessionOptions small() {
  pasal::repl::SessionOptions options;
  options.limits.syntax.file_bytes = 1U << 16U;
  options.limits.evaluation.steps = 20'000;
  options.limits.evaluation.memory_bytes = 16U << 20U;
  options.what_if.evaluation = options.limits.evaluation;
  options.what_if.decisions = 50;
  options.now = pasal::Moment{25'600'000};
  return options;
}

void must(bool holds, const char* what, std::string_view line) {
  if (holds) return;
  std::cerr << what << ":\n" << line << "\n";
  std::abort();
}

// Lines that begin with white space belong to the one above.
std::string_view taken(std::string_view& text) {
  std::size_t end = text.find('\n');
  while (end != std::string_view::npos && end + 1 < text.size() && (text[end + 1] == ' ' || text[end + 1] == '\t')) end = text.find('\n', end + 1);
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// Nothing is written, and no file is read.
bool touches_files(std::string_view line) {
  for (const std::string_view word : {"save", "simpan", "use", "gunakan"}) {
    if (line.find(word) != std::string_view::npos) return true;
  }
  return false;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr int most_lines = 40;
  pasal::repl::Session session(small());
  must(!session.open({}, {}).failed(), "an empty session opens", "");
  std::string seen = look(session);
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  for (int count = 0; !rest.empty() && count < most_lines; ++count) {
    const std::string_view line = taken(rest);
    if (touches_files(lower(line))) continue;
    session.may_go_on(line);
    session.complete(line);
    const pasal::repl::Answer answer = session.line(line);
    if (answer.leave) break;
    std::string now = look(session);
    if (now == seen) continue;
    must(!answer.failed(), "a line that failed changed something", line);
    const bool steps = answer.text.starts_with("Taken back") || answer.text.starts_with("Made again") || answer.text.starts_with("Dibatalkan") || answer.text.starts_with("Dilakukan");
    if (!steps) {
      session.line("undo");
      must(look(session) == seen, "undo leads elsewhere", line);
      session.line("redo");
      must(look(session) == now, "redo leads elsewhere", line);
    }
    seen = std::move(now);
  }
  return 0;
}
