#include "repl/editor/history_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace pasal::repl {
namespace {

namespace fs = std::filesystem;

constexpr int owner_alone = S_IRUSR | S_IWUSR;

// Writes `text` as a whole; false where it could not.
bool write_all(int file, const std::string& text) {
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  return ::close(file) == 0 && written;
}

}  // namespace

std::vector<std::string> read_history(const std::string& path, std::size_t most) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(std::move(line));
  if (lines.size() <= 2 * most) {
    if (lines.size() > most) lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(most));
    return lines;
  }
  lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(most));
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  const std::string part = path + ".part";
  const int cut = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, owner_alone);
  if (cut == -1) return lines;
  std::error_code error;
  if (write_all(cut, text)) fs::rename(part, path, error);
  else fs::remove(part, error);
  return lines;
}

void add_to_history(const std::string& path, const std::string& line) {
  std::error_code error;
  if (const fs::path folder = fs::path(path).parent_path(); !folder.empty()) fs::create_directories(folder, error);
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, owner_alone);
  if (file == -1) return;
  ::fchmod(file, owner_alone);  // whatever it was before
  write_all(file, line + "\n");
}

}  // namespace pasal::repl
