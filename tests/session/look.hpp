// All that a person can see of how a session stands, as one text: two states that look alike here are alike.
#pragma once

#include <string>

#include "repl/session.hpp"

namespace pasal::session_tests {

inline std::string look(repl::Session& session) {
  std::string seen = session.prompt();
  for (const char* question : {"changes", "decide", "facts", "rules", "measures", "subjects", "check", "show Too young", "history moderators"}) {
    const repl::Answer answer = session.line(question);
    seen += std::string("\n== ") + question + "\n" + answer.text + answer.problem;
  }
  return seen;
}

}  // namespace pasal::session_tests
