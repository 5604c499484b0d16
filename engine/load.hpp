// A policy's files, read and parsed. Private to the facade.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/pasal.hpp"
#include "grammar/vocabulary.hpp"

namespace pasal {

// Both passes done: the policy's own document first, then those of the files it uses.
struct ParsedPolicy {
  std::vector<Document> documents;
  Vocabulary vocabulary;
};

// Nothing where a file could not be read; other problems are in the diagnostics, and what follows them is there too.
std::optional<ParsedPolicy> parse_policy(const std::string& path, Sources& sources, Diagnostics& diagnostics,
                                         const Limits& limits, const std::string& root);
// The first pass over policies and every file they use, the policies' own documents in their order among them. Nothing
// where a file could not be read.
std::optional<std::vector<Document>> read_documents(const std::vector<std::string>& paths, Sources& sources, Diagnostics& diagnostics,
                                                    const Limits& limits, const std::string& root);
std::optional<ParsedPolicy> parse_policy_text(std::string name, std::string text, Sources& sources,
                                              Diagnostics& diagnostics, const Limits& limits, const std::string& root);

}  // namespace pasal
