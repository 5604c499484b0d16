#include "engine/read_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

#include "grammar/diagnostic.hpp"
#include "grammar/nearest.hpp"

namespace pasal {
namespace {

namespace fs = std::filesystem;

// A folder with more files than this is not searched for one with a similar name.
constexpr std::size_t most_candidates = 1000;

std::string reason_of(int error) { return std::generic_category().message(error); }

FileText failure(FileProblem problem, std::string reason = {}) { return {problem, {}, std::move(reason), 0}; }

}  // namespace

FileText read_file(const std::string& path, std::size_t most_bytes) {
  // The system would take the path to end at its first NUL.
  if (path.empty() || path.find('\0') != std::string::npos) return failure(FileProblem::missing);
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) return failure(FileProblem::missing);
  if (error) return failure(FileProblem::unreadable, error.message());
  if (status.type() == fs::file_type::directory) return failure(FileProblem::folder);

  FileText result;
  if (status.type() == fs::file_type::regular) {
    result.bytes = fs::file_size(path, error);
    if (!error && result.bytes > most_bytes) {
      result.problem = FileProblem::too_large;
      return result;
    }
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (file == nullptr) return failure(FileProblem::unreadable, reason_of(errno));
  std::array<char, 1U << 16U> chunk{};
  while (result.text.size() <= most_bytes) {
    const std::size_t bytes = std::fread(chunk.data(), 1, chunk.size(), file.get());
    if (bytes == 0) break;
    result.text.append(chunk.data(), bytes);
  }
  if (std::ferror(file.get()) != 0) return failure(FileProblem::unreadable, reason_of(errno));
  result.bytes = result.text.size();
  if (result.text.size() > most_bytes) {
    result.problem = FileProblem::too_large;
    result.text = std::string();
  }
  return result;
}

std::string nearest_file(std::string_view path) {
  const fs::path wanted(path);
  const fs::path folder = wanted.has_parent_path() ? wanted.parent_path() : fs::path(".");
  std::error_code error;
  if (!fs::is_directory(folder, error)) return "; there is no folder `" + folder.generic_string() + "`";
  const std::string name = wanted.filename().string();
  std::vector<std::string> names;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator() && names.size() < most_candidates; entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  std::ranges::sort(names);  // a folder's own order is nobody's
  auto near = nearest(name, names, 1);
  // `platform-access` may well mean `platform-access.pasal`.
  const auto with_ending = std::ranges::find_if(names, [&](const std::string& one) { return one.starts_with(name + "."); });
  if (!name.empty() && with_ending != names.end()) near = {*with_ending};
  if (near.empty()) return "; check its name and its folder";
  const fs::path found = wanted.has_parent_path() ? wanted.parent_path() / near.front() : fs::path(near.front());
  return "; did you mean `" + found.generic_string() + "`?";
}

}  // namespace pasal
