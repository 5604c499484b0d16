#include "cli/input.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace pasal::cli {

bool is_policy(std::string_view path) { return path.ends_with(".pasal") || path.ends_with(".pasal.md"); }

void require_policy(const std::string& path) {
  if (path == standard_input || is_policy(path)) return;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return;  // what is missing, or a folder, is told by who reads it
  throw UsageError(fmt::format("`{}` is not a policy; the file of a policy ends in {}", path, policy_endings));
}

std::string read_standard_input(std::size_t most_bytes) {
  std::string text;
  std::array<char, 1U << 16U> chunk{};
  while (text.size() <= most_bytes) {
    const std::size_t bytes = std::fread(chunk.data(), 1, chunk.size(), stdin);
    if (bytes == 0) break;
    text.append(chunk.data(), bytes);
  }
  if (std::ferror(stdin) != 0) {
    throw UsageError(fmt::format("standard input cannot be read: {}", std::generic_category().message(errno)));
  }
  return text;
}

void require_text(std::string_view flag, const std::string& value) {
  if (first_invalid_utf8(value) < value.size()) throw UsageError(fmt::format("`{}`: `{}` is not UTF-8 text", flag, value));
}

std::optional<Program> read_policy(const std::string& path, Reading& reading) {
  const Common& common = reading.common;
  if (path != standard_input) {
    return load_policy(path, reading.sources, reading.diagnostics, common.limits, common.root);
  }
  return load_policy_text(path, read_standard_input(common.limits.syntax.file_bytes), reading.sources,
                          reading.diagnostics, common.limits, common.root.empty() ? "." : common.root);
}

void log_sources(const Reading& reading) {
  if (!reading.common.verbose) return;
  spdlog::logger log("pasal", std::make_shared<spdlog::sinks::stderr_sink_st>());
  log.set_pattern("pasal: %v");
  for (SourceId id = 0; id < reading.sources.size(); ++id) {
    log.info("read {}: {} bytes", reading.sources[id].name(), reading.sources[id].text().size());
  }
}

Moment moment_of(const std::string& text, const TimeZone& zone) {
  if (const auto date = parse_date(text)) return zone.close_of(*date);
  const auto civil = parse_civil_time(text);
  if (!civil) {
    throw UsageError(fmt::format(
        "`{}` is not a moment; write a date, as in `2018-07-04`, or a date and a time, as in `2018-07-04 16:00`", text));
  }
  const auto moment = zone.moment(*civil);
  if (!moment) throw UsageError(fmt::format("there is no `{}` in {}: the clock was put forward then", text, zone.name()));
  return *moment;
}

Moment present_minute() {
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::floor<std::chrono::minutes>(since_1970).count()};
}

void set_up(Terminal& terminal, const Common& common) {
  const ColorMode said = common.color == "always" ? ColorMode::always : ColorMode::never;
  terminal.set_color(common.color == "auto" ? ColorMode::automatic : said);
  terminal.set_width(common.width);
}

void complain(Terminal& terminal, const Reading& reading) {
  const RenderOptions options{.color = terminal.color_of_errors(), .width = terminal.width_of_errors()};
  terminal.complain(render(reading.diagnostics, reading.sources, options));
}

}  // namespace pasal::cli
