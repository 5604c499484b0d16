#include "repl/editor/signals.hpp"

#include <unistd.h>

#include <cerrno>

namespace pasal::repl {

Noted noted;

namespace {

std::atomic<bool> reads_a_line = false;
termios lent{};
termios taken{};

// Runs in a signal's handler: only calls that are safe there.
void stop_or_end(int signal) {
  const int error = errno;
  LentTerminal::give_back();
  if (signal == SIGTSTP) {
    ::kill(::getpid(), SIGSTOP);
    // In the background it would be stopped again.
    if (::tcgetpgrp(STDIN_FILENO) == ::getpgrp()) ::tcsetattr(STDIN_FILENO, TCSANOW, &taken);
  } else {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  errno = error;
}

void note_signal(int signal) {
  switch (signal) {
    case SIGINT: noted.interrupt = true; return;
    case SIGWINCH: noted.resize = true; return;
    default: break;
  }
  if (!reads_a_line) stop_or_end(signal);
  else if (signal == SIGTSTP) noted.stop = true;
  else noted.end = signal;
}

}  // namespace

SignalNoted::SignalNoted(int signal) : signal_(signal) {
  struct sigaction action {};
  action.sa_handler = note_signal;
  action.sa_flags = SA_RESTART;  // an answer that is being written is written to its end; waiting for a key ends all the same
  sigemptyset(&action.sa_mask);
  sigaction(signal, nullptr, &before_);
  if (before_.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
}

SignalsHeld::SignalsHeld() {
  sigset_t held;
  sigemptyset(&held);
  for (const int signal : {SIGINT, SIGWINCH, SIGTSTP, SIGTERM, SIGHUP, SIGQUIT}) sigaddset(&held, signal);
  sigprocmask(SIG_BLOCK, &held, &before_);
  reads_a_line = true;
}

SignalsHeld::~SignalsHeld() {
  reads_a_line = false;
  sigprocmask(SIG_SETMASK, &before_, nullptr);
}

LentTerminal::LentTerminal() {
  ::tcgetattr(STDIN_FILENO, &lent);
  taken = lent;
}

void LentTerminal::is_taken() { ::tcgetattr(STDIN_FILENO, &taken); }
void LentTerminal::give_back() { ::tcsetattr(STDIN_FILENO, TCSANOW, &lent); }

}  // namespace pasal::repl
