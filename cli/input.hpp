// What the command line names: policies, facts, standard input, moments.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/verb.hpp"

namespace pasal::cli {

inline constexpr std::string_view standard_input = "-";

// `.pasal` and `.pasal.md` are policies; anything else is facts.
bool is_policy(std::string_view path);
inline constexpr std::string_view policy_endings = "`.pasal` or `.pasal.md`";
// Throws a UsageError for a file that is there and is no policy; `-` is one.
void require_policy(const std::string& path);

// Standard input to its end, but not much more than `most_bytes`: what is longer is reported as too large.
std::string read_standard_input(std::size_t most_bytes);

// Throws a UsageError for a value that is not UTF-8: it would come out again in an answer.
void require_text(std::string_view flag, const std::string& value);

// What one run has read, and what is wrong with it.
struct Reading {
  explicit Reading(const Common& from) : common(from), diagnostics(from.most_problems) {}
  const Common& common;
  Sources sources;
  Diagnostics diagnostics;
};
// A policy from a file, or from standard input for `-`. Problems go to the reading's diagnostics.
std::optional<Program> read_policy(const std::string& path, Reading& reading);
// Says what was read, where --verbose asks for it.
void log_sources(const Reading& reading);

// `2018-07-04` (the close of that day) or `2018-07-04 16:00`, in the policy's zone. Throws a UsageError.
Moment moment_of(const std::string& text, const TimeZone& zone);
// The present minute. The one place of the program that reads a clock.
Moment present_minute();

// Takes the terminal's settings from the options.
void set_up(Terminal& terminal, const Common& common);
// Problems for a person, on standard error.
void complain(Terminal& terminal, const Reading& reading);

}  // namespace pasal::cli
