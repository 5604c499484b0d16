#include "engine/model/type.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace pasal {

int minor_unit_decimals(const std::string& currency) {
  using namespace std::string_view_literals;
  // ISO 4217. Every currency that is not listed has cents, or something like them.
  static constexpr std::array none = {"BIF"sv, "CLP"sv, "DJF"sv, "GNF"sv, "ISK"sv, "JPY"sv, "KMF"sv, "KRW"sv, "PYG"sv,
                                      "RWF"sv, "UGX"sv, "UYI"sv, "VND"sv, "VUV"sv, "XAF"sv, "XOF"sv, "XPF"sv};
  static constexpr std::array three = {"BHD"sv, "IQD"sv, "JOD"sv, "KWD"sv, "LYD"sv, "OMR"sv, "TND"sv};
  static constexpr std::array four = {"CLF"sv, "UYW"sv};
  const auto is_among = [&currency](const auto& list) { return std::ranges::find(list, currency) != list.end(); };
  if (is_among(none)) return 0;
  if (is_among(three)) return 3;
  return is_among(four) ? 4 : 2;
}

}  // namespace pasal
