// One line of NDJSON as a tree.
//
// Purpose: the same tree as that of a facts file, so that a line means what it would mean there. Input: a line. Output:
// its tree, or a diagnostic.
#pragma once

#include <memory>

#include "engine/facts/tree.hpp"

namespace pasal::facts {

class JsonObjects {
public:
  explicit JsonObjects(const FactsLimits& limits);
  ~JsonObjects();
  JsonObjects(const JsonObjects&) = delete;
  JsonObjects& operator=(const JsonObjects&) = delete;

  // `text` is that of the source. Nothing where it is no JSON object. The tree is good until the next is read.
  const Tree* read(SourceId source, std::string_view text, Diagnostics& diagnostics);

private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  FactsLimits limits_;
};

}  // namespace pasal::facts
