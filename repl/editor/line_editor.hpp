// The line editor: a terminal's keys in, lines out.
//
// Purpose: history that is searched with Ctrl-R, completion with Tab, pasting of many lines, Ctrl-C for the line alone,
// Ctrl-D to leave; wide characters, and a window that changes its size. It knows nothing of policies. On libedit (BSD
// licence), through its own histedit.h: https://www.thrysoee.dk/editline
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pasal::repl {

// What may stand in the place of the end of a line, from byte `begin` on.
struct Completions {
  std::size_t begin = 0;
  std::vector<std::string> words;
};

struct EditorOptions {
  std::string history_file = {};  // empty: nothing is kept between sessions
  std::size_t most_lines = 1000;  // of the history
  std::size_t most_bytes = 1u << 20;  // --max-policy-bytes: what is pasted beyond is left out
  bool color = false;
  // What may stand at the end of the text before the cursor.
  std::function<Completions(std::string_view)> complete = {};
};

enum class LineEnd : std::uint8_t {
  entered,
  cancelled,  // Ctrl-C: the line is dropped
  left        // Ctrl-D on an empty line, or the terminal is gone
};
struct EditedLine {
  std::string text;
  LineEnd end = LineEnd::entered;
};

// One at a time: for as long as it lives it takes over the terminal, which shows no key but in a line, and the signals of
// the process that come from it. Before one of them stops or ends the program the terminal is put right.
class LineEditor {
public:
  explicit LineEditor(EditorOptions options);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  EditedLine read(const std::string& prompt);
  // The line that the next `read` gives without being typed: the rest of a paste.
  const std::string* pasted() const;
  // Drops the rest of a paste. How many lines that were.
  std::size_t drop_pasted();
  // Adds to the history and its file. What cannot be written is let go: a session is worth more than its history.
  void remember(const std::string& line);

  // Set by Ctrl-C, also while no line is being read.
  std::atomic<bool>& interrupted();

private:
  struct Terminal;
  std::unique_ptr<Terminal> terminal_;
};

}  // namespace pasal::repl
