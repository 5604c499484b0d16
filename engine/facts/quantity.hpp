// A number with what is written before and after it: `20 people`, `IDR 1000`, `80%`, `24 hours`.
#pragma once

#include <string_view>

namespace pasal::facts {

struct WrittenQuantity {
  std::string_view before;  // `IDR`
  std::string_view digits;  // with its marks: `1,000`
  std::string_view after;   // `people`
};
WrittenQuantity split_quantity(std::string_view text);

}  // namespace pasal::facts
