// What signals say, and the terminal as it was lent. Private to repl/editor/.
//
// Signals reach the process, not an object: what they said is kept here. While a line is read they are noted, and who
// reads acts on them. Between two lines, while an answer is worked out, those that stop or end the program act at once:
// the terminal is given back first.
#pragma once

#include <termios.h>

#include <atomic>
#include <csignal>

namespace pasal::repl {

struct Noted {
  std::atomic<bool> interrupt = false;
  std::atomic<bool> resize = false;
  std::atomic<bool> stop = false;
  std::atomic<int> end = 0;  // the signal
};
extern Noted noted;

// Takes over a signal for as long as it lives, unless whoever started the program had it ignored.
class SignalNoted {
public:
  explicit SignalNoted(int signal);
  ~SignalNoted() { sigaction(signal_, &before_, nullptr); }
  SignalNoted(const SignalNoted&) = delete;
  SignalNoted& operator=(const SignalNoted&) = delete;

private:
  int signal_;
  struct sigaction before_ {};
};

// While a line is read the signals come only where we wait for a key, so that none is lost in between.
class SignalsHeld {
public:
  SignalsHeld();
  ~SignalsHeld();
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  const sigset_t& before() const { return before_; }

private:
  sigset_t before_{};
};

// The terminal on standard input: as it was before, and as it is between two lines. One at a time.
class LentTerminal {
public:
  LentTerminal();  // as it is now
  ~LentTerminal() { give_back(); }
  LentTerminal(const LentTerminal&) = delete;
  LentTerminal& operator=(const LentTerminal&) = delete;
  // As it is now is how it is between two lines, also after a stop.
  static void is_taken();
  static void give_back();
};

}  // namespace pasal::repl
