// Which known name a misspelt one stands for.
//
// Input: the words as written and the names there are. Output: the names that may have been meant, the likeliest first.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pasal {

// The nearest of `candidates` to `written`, best first, at most `most`. A name is near by its letters (`local ofice`), or
// by its words in whatever order (`birth date` for `date of birth`, `office` for `local office`). Case, `-`, `_` and
// spaces count as equal.
std::vector<std::string> nearest(std::string_view written, const std::vector<std::string>& candidates, std::size_t most = 3);

// How alike two names are by the same measure, in thousandths: 1000 where they are equal, 0 where they are not near.
int likeness(std::string_view written, std::string_view name);

// The number of edits (insert, delete, replace, swap) between two words, or `limit` + 1 where it is more than that.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace pasal
