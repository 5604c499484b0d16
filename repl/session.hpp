// A what-if session: a line in, text and state out.
//
// Purpose: an analyst asks and changes, and may take everything back. No terminal here, no clock, no printing: an editor,
// a script or a test feeds lines and shows answers. A line that fails changes nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/pasal.hpp"

namespace pasal::repl {

struct SessionOptions {
  Limits limits;         // `limits.evaluation.interrupted`: the answer stops, and says that it is not all
  WhatIfLimits what_if;
  TextOptions text;
  RenderOptions messages = {};   // of what is wrong; without a width they are not folded
  std::size_t height = 0;        // lines of a screen: a longer `why` is folded; 0 never folds
  std::size_t most_undos = 200;  // steps that can be taken back
  std::string root;
  Moment now;                    // the moment asked about where the facts do not say one
};

struct Answer {
  std::string text = {};     // what was asked for
  std::string problem = {};  // what is wrong, ready to be shown; then nothing was changed
  bool leave = false;
  bool failed() const { return !problem.empty(); }
};

class Session {
public:
  explicit Session(SessionOptions options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Reads the files the session starts from. Without policies it starts with an empty one.
  Answer open(const std::vector<std::string>& policies, const std::vector<std::string>& facts);

  // One command, one fact (`local office = yes`) or one statement of the language with the clauses below it.
  Answer line(std::string_view text);

  // Whether an indented line below this text would belong to it: a statement.
  bool takes_clauses(std::string_view text) const;
  // Whether somebody who types it goes on below: a statement that is not whole, or that has clauses already.
  bool may_go_on(std::string_view text) const;

  // What may stand at the end of a line that begins like this: commands, names, values. Each is a whole replacement of
  // the last words, `begin` bytes into the line.
  struct Completion {
    std::size_t begin = 0;
    std::vector<std::string> words;
  };
  Completion complete(std::string_view text) const;

  // Another window: columns to fold text to, lines before a `why` is folded.
  void resize(std::size_t width, std::size_t height);

  std::string prompt() const;  // the subject
  Language language() const;

private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pasal::repl
