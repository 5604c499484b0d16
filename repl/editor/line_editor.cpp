#include "repl/editor/line_editor.hpp"

#include <histedit.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cwchar>
#include <deque>
#include <utility>

#include "repl/editor/history_file.hpp"
#include "repl/editor/signals.hpp"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

namespace pasal::repl {
namespace {

constexpr std::string_view end_of_paste = "\x1b[201~";
constexpr const char* ask_for_paste = "\x1b[?2004h";  // bracketed
constexpr const char* ask_no_more = "\x1b[?2004l";
constexpr char escape_mark = '\1';  // around what a prompt shows and what takes no column

// How many characters a text has.
int characters(std::string_view text) {
  return static_cast<int>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

std::string common_beginning(const std::vector<std::string>& words) {
  std::string common = words.front();
  for (const std::string& word : words) {
    const auto [end, other] = std::ranges::mismatch(common, word);
    common.erase(end, common.end());
  }
  while (!common.empty() && (static_cast<unsigned char>(common.back()) & 0xC0u) == 0x80u) common.pop_back();
  return common;
}

// Something that shows has to follow the last mark: what comes behind it is let go otherwise.
std::string in_bold(const std::string& prompt) {
  const std::string mark(1, escape_mark);
  const std::size_t space = prompt.find_last_not_of(' ') + 1;
  return mark + "\x1b[1m" + mark + prompt.substr(0, space) + mark + "\x1b[0m" + mark + prompt.substr(space);
}

// What may be typed: line ends as a file has them, a tab as a space, no other control characters.
std::string plain(std::string_view pasted) {
  std::string text;
  for (std::size_t at = 0; at < pasted.size(); ++at) {
    const char c = pasted[at];
    if (c == '\r') {
      if (at + 1 == pasted.size() || pasted[at + 1] != '\n') text += '\n';
    } else if (c == '\t') {
      text += "  ";
    } else if (c == '\n' || static_cast<unsigned char>(c) >= ' ') {
      text += c;
    }
  }
  return text;
}

}  // namespace

struct LineEditor::Terminal {
  explicit Terminal(EditorOptions from);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  EditedLine read(const std::string& prompt);
  void remember(const std::string& line);
  void add_functions();

  static Terminal& of(EditLine* editor);
  static char* prompt_of(EditLine* editor);
  static int read_character(EditLine* editor, wchar_t* character);
  static unsigned char complete(EditLine* editor, int key);
  static unsigned char paste(EditLine* editor, int key);
  static unsigned char leave(EditLine* editor, int key);
  void list(const std::vector<std::string>& words) const;
  EditedLine edit(const std::string& shown);
  void draw_again();
  void stop();

  EditorOptions options;
  EditLine* editor = nullptr;
  History* history = nullptr;
  std::string prompt;         // with marks
  std::string prompt_text;    // what is seen of it
  std::deque<std::string> pasted_lines;
  std::string rest_of_paste;  // behind its last line end: still to be typed on
  std::string last;           // what was remembered last
  const SignalsHeld* held = nullptr;
  bool cancelled = false;
  LentTerminal lent;
  SignalNoted interrupts{SIGINT};
  SignalNoted resizes{SIGWINCH};
  SignalNoted stops{SIGTSTP};
  SignalNoted terminations{SIGTERM};
  SignalNoted hangups{SIGHUP};
  SignalNoted quits{SIGQUIT};
};

LineEditor::Terminal& LineEditor::Terminal::of(EditLine* editor) {
  void* terminal = nullptr;
  el_get(editor, EL_CLIENTDATA, &terminal);
  return *static_cast<Terminal*>(terminal);
}

char* LineEditor::Terminal::prompt_of(EditLine* editor) { return of(editor).prompt.data(); }

LineEditor::Terminal::Terminal(EditorOptions from) : options(std::move(from)) {
  // For reading keys alone: evaluation never asks for a locale.
  if (const char* type = std::setlocale(LC_CTYPE, ""); type == nullptr || MB_CUR_MAX == 1) std::setlocale(LC_CTYPE, "C.UTF-8");
  editor = el_init("pasal", stdin, stdout, stderr);
  history = history_init();
  HistEvent event{};
  ::history(history, &event, H_SETSIZE, static_cast<int>(options.most_lines));
  ::history(history, &event, H_SETUNIQUE, 1);
  if (!options.history_file.empty()) {
    for (const std::string& line : read_history(options.history_file, options.most_lines)) ::history(history, &event, H_ENTER, line.c_str());
  }
  el_set(editor, EL_CLIENTDATA, this);
  // Between two lines keys wait unseen and as they are (Ctrl-D too): they are shown where they are typed on, at the prompt.
  el_set(editor, EL_SETTY, "-x", "-echo", "-icanon", nullptr);
  LentTerminal::is_taken();
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_HIST, ::history, history);
  el_set(editor, EL_PROMPT_ESC, prompt_of, escape_mark);
  el_set(editor, EL_GETCFN, read_character);
  add_functions();
  el_set(editor, EL_BIND, "^I", "pasal-complete", nullptr);
  el_set(editor, EL_BIND, "^D", "pasal-leave", nullptr);
  el_set(editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  el_set(editor, EL_BIND, "^S", "em-inc-search-next", nullptr);
  el_set(editor, EL_BIND, "^W", "ed-delete-prev-word", nullptr);
  el_set(editor, EL_BIND, "\\e[200~", "pasal-paste", nullptr);
  el_set(editor, EL_BIND, "\\e[3~", "ed-delete-next-char", nullptr);
  el_set(editor, EL_BIND, "\\e[1;5C", "em-next-word", nullptr);
  el_set(editor, EL_BIND, "\\e[1;5D", "ed-prev-word", nullptr);
}

void LineEditor::Terminal::add_functions() {
#if defined(__SANITIZE_ADDRESS__)
  const __lsan::ScopedDisabler names_are_not_watched;  // libedit never frees the names of functions
#endif
  el_set(editor, EL_ADDFN, "pasal-complete", "Completes commands, names and values", complete);
  el_set(editor, EL_ADDFN, "pasal-paste", "Takes what is pasted", paste);
  el_set(editor, EL_ADDFN, "pasal-leave", "Leaves on an empty line", leave);
}

LineEditor::Terminal::~Terminal() {
  el_end(editor);
  history_end(history);
}

// A key, or the end. Ctrl-C ends the line as a failure that `read` tells from others.
int LineEditor::Terminal::read_character(EditLine* editor, wchar_t* character) {
  Terminal& terminal = of(editor);
  std::mbstate_t state{};
  for (;;) {
    pollfd keys{STDIN_FILENO, POLLIN, 0};
    if (ppoll(&keys, 1, nullptr, &terminal.held->before()) == -1 && errno != EINTR) return -1;
    if (noted.resize.exchange(false)) terminal.draw_again();
    if (noted.stop.exchange(false)) terminal.stop();
    if (noted.end != 0) return -1;
    if (noted.interrupt) {
      terminal.cancelled = true;
      return -1;
    }
    if (keys.revents == 0) continue;
    char byte = 0;
    const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
    if (got == -1 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return static_cast<int>(got);
    const std::size_t used = std::mbrtowc(character, &byte, 1, &state);
    if (used == static_cast<std::size_t>(-2)) continue;  // more bytes belong to it
    if (used == static_cast<std::size_t>(-1)) {
      state = {};
      continue;  // no character of this encoding: let go
    }
    return 1;
  }
}

unsigned char LineEditor::Terminal::complete(EditLine* editor, int /*key*/) {
  Terminal& terminal = of(editor);
  if (!terminal.options.complete) return CC_ERROR;
  const LineInfo* line = el_line(editor);
  const std::string_view text(line->buffer, static_cast<std::size_t>(line->cursor - line->buffer));
  const Completions found = terminal.options.complete(text);
  if (found.words.empty() || found.begin > text.size()) return CC_REFRESH_BEEP;
  const std::string_view typed = text.substr(found.begin);
  const bool is_one = found.words.size() == 1;
  const std::string put = is_one ? found.words.front() + " " : common_beginning(found.words);
  if (is_one || put.size() > typed.size()) {
    el_deletestr(editor, characters(typed));
    return el_insertstr(editor, put.c_str()) == -1 ? CC_ERROR : CC_REFRESH;
  }
  terminal.list(found.words);
  return CC_REDISPLAY;
}

// In columns, below the line.
void LineEditor::Terminal::list(const std::vector<std::string>& words) const {
  constexpr std::size_t most_shown = 100;
  int columns = 80;
  el_get(editor, EL_GETTC, "co", &columns, nullptr);
  const std::size_t shown = std::min(words.size(), most_shown);
  int widest = 0;
  for (std::size_t i = 0; i < shown; ++i) widest = std::max(widest, characters(words[i]));
  const int across = std::max(1, columns / (widest + 2));
  std::fputc('\n', stdout);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool is_last = (static_cast<int>(i) + 1) % across == 0 || i + 1 == shown;
    std::fputs(words[i].c_str(), stdout);
    if (is_last) std::fputc('\n', stdout);
    else std::fprintf(stdout, "%*s", widest + 2 - characters(words[i]), "");
  }
  if (words.size() > shown) std::fprintf(stdout, "... %zu\n", words.size() - shown);
  std::fflush(stdout);
}

// Everything up to the end of the paste. Its first line goes on where the cursor stands; the others are given one by one.
unsigned char LineEditor::Terminal::paste(EditLine* editor, int /*key*/) {
  Terminal& terminal = of(editor);
  std::string pasted;
  std::array<char, MB_LEN_MAX> bytes{};
  for (wchar_t character = 0; read_character(editor, &character) == 1;) {
    std::mbstate_t state{};
    const std::size_t size = std::wcrtomb(bytes.data(), character, &state);
    if (size == static_cast<std::size_t>(-1)) continue;
    pasted.append(bytes.data(), size);
    if (pasted.ends_with(end_of_paste)) break;
    // Only the end is looked for in what is too long.
    if (pasted.size() > terminal.options.most_bytes + 4 * end_of_paste.size()) pasted.erase(terminal.options.most_bytes, pasted.size() - terminal.options.most_bytes - end_of_paste.size());
  }
  if (pasted.ends_with(end_of_paste)) pasted.resize(pasted.size() - end_of_paste.size());
  std::string text = plain(pasted);
  const std::size_t first = text.find('\n');
  if (el_insertstr(editor, text.substr(0, first).c_str()) == -1) return CC_ERROR;
  if (first == std::string::npos) return CC_REFRESH;
  std::size_t at = first + 1;
  for (std::size_t end = text.find('\n', at); end != std::string::npos; at = end + 1, end = text.find('\n', at)) {
    terminal.pasted_lines.push_back(text.substr(at, end - at));
  }
  terminal.rest_of_paste = text.substr(at);
  el_push(editor, "\n");  // the key that ends the line, once it is shown
  return CC_REFRESH;
}

unsigned char LineEditor::Terminal::leave(EditLine* editor, int /*key*/) {
  const LineInfo* line = el_line(editor);
  return line->lastchar == line->buffer ? CC_EOF : CC_ERROR;
}

EditedLine LineEditor::Terminal::read(const std::string& shown) {
  if (!pasted_lines.empty()) {
    EditedLine line{std::move(pasted_lines.front())};
    pasted_lines.pop_front();
    std::fputs((shown + line.text + "\n").c_str(), stdout);
    std::fflush(stdout);
    return line;
  }
  prompt_text = shown;
  EditedLine line = edit(shown);
  // The line is left: now a signal may do what it does.
  if (const int signal = noted.end.exchange(0); signal != 0) std::raise(signal);
  return line;
}

EditedLine LineEditor::Terminal::edit(const std::string& shown) {
  prompt = options.color ? in_bold(shown) : shown;
  noted.interrupt = false;
  cancelled = false;
  const SignalsHeld signals;
  held = &signals;
  // Before the prompt invites to type: libedit would do it behind it, and what came in between would be shown twice.
  el_set(editor, EL_PREP_TERM, 1);
  std::fputs(ask_for_paste, stdout);
  std::fflush(stdout);
  if (!rest_of_paste.empty()) el_push(editor, std::exchange(rest_of_paste, {}).c_str());
  int count = 0;
  const char* text = el_gets(editor, &count);
  std::fputs(ask_no_more, stdout);
  if (cancelled) {
    noted.interrupt = false;
    std::fputs("^C\n", stdout);
    std::fflush(stdout);
    return {{}, LineEnd::cancelled};
  }
  std::fflush(stdout);
  if (text == nullptr || count <= 0) return {{}, LineEnd::left};
  std::string line(text, static_cast<std::size_t>(count));
  if (line.ends_with('\n')) line.pop_back();
  return {std::move(line)};
}

// Another window. libedit draws from where the cursor is, and takes that for the beginning of the prompt.
void LineEditor::Terminal::draw_again() {
  int before = 0;
  int columns = 0;
  el_get(editor, EL_GETTC, "co", &before, nullptr);
  el_resize(editor);
  el_get(editor, EL_GETTC, "co", &columns, nullptr);
  const LineInfo* line = el_line(editor);
  const int shown = characters(prompt_text) + characters({line->buffer, static_cast<std::size_t>(line->cursor - line->buffer)});
  const char* up = nullptr;
  el_get(editor, EL_GETTC, "up", &up, nullptr);
  if (up == nullptr || *up == '\0') {
    std::fputs("\r\n", stdout);
  } else {
    // Some terminals fold a line anew and some do not: rather leave a row than take one of an answer.
    for (int row = shown / std::max({before, columns, 1}); row > 0; --row) std::fputs(up, stdout);
    std::fputs("\r\x1b[J", stdout);
  }
  std::fflush(stdout);
  el_set(editor, EL_REFRESH);
}

// Ctrl-Z: the shell gets its terminal back as it lent it.
void LineEditor::Terminal::stop() {
  std::fputs(ask_no_more, stdout);
  std::fputs("\r\n", stdout);
  std::fflush(stdout);
  el_set(editor, EL_PREP_TERM, 0);
  LentTerminal::give_back();
  ::kill(::getpid(), SIGSTOP);
  el_set(editor, EL_PREP_TERM, 1);
  std::fputs(ask_for_paste, stdout);
  std::fflush(stdout);
  el_set(editor, EL_REFRESH);
}

void LineEditor::Terminal::remember(const std::string& line) {
  if (line.find_first_not_of(" \t") == std::string::npos || line.find('\n') != std::string::npos || line == last) return;
  last = line;
  HistEvent event{};
  ::history(history, &event, H_ENTER, line.c_str());
  if (!options.history_file.empty()) add_to_history(options.history_file, line);
}

LineEditor::LineEditor(EditorOptions options) : terminal_(std::make_unique<Terminal>(std::move(options))) {}
LineEditor::~LineEditor() = default;
EditedLine LineEditor::read(const std::string& prompt) { return terminal_->read(prompt); }
const std::string* LineEditor::pasted() const { return terminal_->pasted_lines.empty() ? nullptr : &terminal_->pasted_lines.front(); }
std::size_t LineEditor::drop_pasted() {
  const bool has_rest = !std::exchange(terminal_->rest_of_paste, {}).empty();
  const std::size_t dropped = terminal_->pasted_lines.size() + (has_rest ? 1U : 0U);
  terminal_->pasted_lines.clear();
  return dropped;
}
void LineEditor::remember(const std::string& line) { terminal_->remember(line); }
std::atomic<bool>& LineEditor::interrupted() { return noted.interrupt; }

}  // namespace pasal::repl
