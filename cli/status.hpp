// The statuses that `pasal` ends with. Scripts rely on them.
#pragma once

namespace pasal::cli {

enum class Status : int {
  done = 0,      // every subject was decided; nothing is wrong
  wrong = 1,     // the policy or the facts are wrong, a test failed
  usage = 2,     // the command is wrong
  open = 3,      // with --exit-code: some decision is open
  stricter = 4,  // with --exit-code: some measure is stricter than the mildest
  internal = 70, // a mistake of ours
};

}  // namespace pasal::cli
