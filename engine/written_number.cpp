#include "engine/written_number.hpp"

namespace pasal {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (at + count < text.size() && is_digit(text[at + count])) ++count;
  return count;
}

}  // namespace

std::string as_in_facts(std::string_view written, Language language) {
  const char group = language == Language::indonesian ? '.' : ',';
  const char point = language == Language::indonesian ? ',' : '.';
  std::size_t at = written.starts_with('-') ? 1 : 0;
  std::string number(written.substr(0, at));
  const std::size_t first = digits_at(written, at);
  number += written.substr(at, first);
  at += first;
  bool grouped = false;
  while (first <= 3 && at < written.size() && written[at] == group && digits_at(written, at + 1) == 3) {
    number += written.substr(at + 1, 3);
    at += 4;
    grouped = true;
  }
  const bool has_fraction = at < written.size() && written[at] == point && digits_at(written, at + 1) != 0;
  const std::size_t fraction = has_fraction ? digits_at(written, at + 1) : 0;
  // `1,500` of an Indonesian policy may be meant either way: it is asked.
  const bool is_plain = grouped || (point == ',' && has_fraction && fraction != 3);
  if (first == 0 || !is_plain) return std::string(written);
  if (has_fraction) number += "." + std::string(written.substr(at + 1, fraction));
  at += has_fraction ? fraction + 1 : 0;
  const bool ends = at == written.size() || written[at] == ' ' || written[at] == '%';
  return ends ? number + std::string(written.substr(at)) : std::string(written);
}

}  // namespace pasal
