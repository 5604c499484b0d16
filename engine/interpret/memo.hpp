// Remembers what a node was worth, so that a definition that is used a hundred times is evaluated once.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/model/program.hpp"

namespace pasal::interpret {

// For what a remembered result holds: one binding of the item it depends on, one moment, one state of the law.
struct MemoKey {
  std::uint64_t epoch = 0;
  Moment moment;
  Moment law;
  friend bool operator==(const MemoKey&, const MemoKey&) = default;
};

// The latest result of each node. Entries come into being when a node is first evaluated, so memory follows what a
// decision reaches and not the size of the policy.
template <typename T>
class Memo {
public:
  const T* find(NodeId node, const MemoKey& key) const {
    if (node.index >= places_.size() || places_[node.index] == 0) return nullptr;
    const Entry& entry = entries_[places_[node.index] - 1];
    return entry.key == key ? &entry.result : nullptr;
  }

  // How many bytes more are in use now.
  std::size_t store(NodeId node, const MemoKey& key, T result, std::size_t nodes) {
    std::size_t bytes = 0;
    if (places_.empty()) {
      places_.resize(nodes);
      bytes += nodes * sizeof(std::uint32_t);
    }
    std::uint32_t& place = places_[node.index];
    if (place != 0) {
      entries_[place - 1].key = key;
      entries_[place - 1].result = std::move(result);
      return bytes;
    }
    entries_.emplace_back(key, std::move(result));
    place = static_cast<std::uint32_t>(entries_.size());
    return bytes + sizeof(Entry);
  }

private:
  struct Entry {
    Entry(const MemoKey& of, T&& value) : key(of), result(std::move(value)) {}
    MemoKey key;
    T result;
  };
  std::vector<std::uint32_t> places_;  // by node: the entry's index and one, 0 where there is none
  std::vector<Entry> entries_;
};

}  // namespace pasal::interpret
