#include "cli/batches_by_moment.hpp"

#include <algorithm>

namespace pasal::cli {
namespace {

// Where a policy asks of the minute itself, each moment needs a batch of its own: compiling costs as much as deciding a few
// dozen rows by the reference, so that it is worth it only now and then, and not for ever.
constexpr std::uint32_t asked_before_another = 64;
constexpr std::size_t most_batches = 256;

}  // namespace

const Batch* BatchesByMoment::at(Moment moment) {
  const std::lock_guard lock(changing_);
  auto found = std::ranges::find_if(batches_, [&](const auto& batch) { return batch->holds_at(moment); });
  if (found == batches_.end()) {
    const bool is_worth_it = batches_.empty() || (++without_ >= asked_before_another && batches_.size() < most_batches);
    if (!is_worth_it) return nullptr;
    without_ = 0;
    found = batches_.insert(batches_.end(), std::make_unique<const Batch>(program_, moment));
  }
  return (*found)->not_planned().empty() ? found->get() : nullptr;
}

}  // namespace pasal::cli
