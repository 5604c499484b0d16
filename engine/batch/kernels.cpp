#include "engine/batch/kernels.hpp"

#include <algorithm>

namespace pasal::batch {
namespace {

#define PASAL_INLINE inline __attribute__((always_inline))

template <typename Code>
PASAL_INLINE void begin(std::uint8_t* __restrict plane, const void* __restrict column, std::uint64_t from, std::uint64_t span, std::uint8_t flip) {
  const Code* codes = static_cast<const Code*>(column);
  const Code first = static_cast<Code>(from);
  const Code most = static_cast<Code>(span);
  for (std::size_t i = 0; i < block_subjects; ++i) {
    const bool lies_there = static_cast<Code>(codes[i] - first) <= most;
    plane[i] = static_cast<std::uint8_t>((lies_there ? 0xFF : 0) ^ flip);
  }
}

template <typename Code>
PASAL_INLINE void leave(std::uint8_t* __restrict plane, const void* __restrict column, std::uint64_t from, std::uint64_t span, std::uint8_t flip) {
  const Code* codes = static_cast<const Code*>(column);
  const Code first = static_cast<Code>(from);
  const Code most = static_cast<Code>(span);
  for (std::size_t i = 0; i < block_subjects; ++i) {
    const bool lies_there = static_cast<Code>(codes[i] - first) <= most;
    plane[i] = static_cast<std::uint8_t>(plane[i] & ((lies_there ? 0xFF : 0) ^ flip));
  }
}

template <typename Code>
PASAL_INLINE void add(std::uint8_t* __restrict plane, const void* __restrict column, std::uint64_t from, std::uint64_t span) {
  const Code* codes = static_cast<const Code*>(column);
  const Code first = static_cast<Code>(from);
  const Code most = static_cast<Code>(span);
  for (std::size_t i = 0; i < block_subjects; ++i) {
    const bool lies_there = static_cast<Code>(codes[i] - first) <= most;
    plane[i] = static_cast<std::uint8_t>(plane[i] | (lies_there ? 0xFF : 0));
  }
}

template <typename Code>
PASAL_INLINE void code(void* __restrict column, const std::int64_t* __restrict places, std::int64_t lowest, std::int64_t highest) {
  Code* codes = static_cast<Code*>(column);
  for (std::size_t i = 0; i < block_subjects; ++i) {
    const std::int64_t place = std::min(std::max(places[i], lowest), highest);
    codes[i] = static_cast<Code>(static_cast<std::uint64_t>(place) - static_cast<std::uint64_t>(lowest));
  }
}

PASAL_INLINE void unite(std::uint8_t* __restrict to, const std::uint8_t* __restrict plane) {
  for (std::size_t i = 0; i < block_subjects; ++i) to[i] = static_cast<std::uint8_t>(to[i] | plane[i]);
}

PASAL_INLINE bool put_level(std::uint32_t* __restrict levels, const std::uint8_t* __restrict plane, std::uint32_t level) {
  for (std::size_t i = 0; i < block_subjects; ++i) {
    const auto holds = static_cast<std::uint32_t>(static_cast<std::int32_t>(static_cast<std::int8_t>(plane[i])));
    levels[i] = levels[i] != 0 ? levels[i] : level & holds;
  }
  std::uint32_t least = ~std::uint32_t{0};
  for (std::size_t i = 0; i < block_subjects; ++i) least = std::min(least, levels[i]);
  return least == 0;
}

// One set of them for each width of instructions: the loops above are compiled anew in each.
#define PASAL_KERNELS(name, attribute)                                                                                                     \
  struct name {                                                                                                                            \
    template <typename Code>                                                                                                               \
    attribute static void begin_one(std::uint8_t* p, const void* c, std::uint64_t from, std::uint64_t span, std::uint8_t flip) {           \
      begin<Code>(p, c, from, span, flip);                                                                                                 \
    }                                                                                                                                      \
    template <typename Code>                                                                                                               \
    attribute static void leave_one(std::uint8_t* p, const void* c, std::uint64_t from, std::uint64_t span, std::uint8_t flip) {           \
      leave<Code>(p, c, from, span, flip);                                                                                                 \
    }                                                                                                                                      \
    template <typename Code>                                                                                                               \
    attribute static void add_one(std::uint8_t* p, const void* c, std::uint64_t from, std::uint64_t span) {                                \
      add<Code>(p, c, from, span);                                                                                                         \
    }                                                                                                                                      \
    template <typename Code>                                                                                                               \
    attribute static void code_one(void* c, const std::int64_t* places, std::int64_t lowest, std::int64_t highest) {                       \
      code<Code>(c, places, lowest, highest);                                                                                              \
    }                                                                                                                                      \
    attribute static void unite_one(std::uint8_t* to, const std::uint8_t* plane) { unite(to, plane); }                                     \
    attribute static bool put_levels(std::uint32_t* levels, const std::uint8_t* plane, std::uint32_t level) {                              \
      return put_level(levels, plane, level);                                                                                              \
    }                                                                                                                                      \
    static constexpr Kernels all{                                                                                                          \
        {begin_one<std::uint8_t>, begin_one<std::uint16_t>, begin_one<std::uint32_t>, begin_one<std::uint64_t>},                           \
        {leave_one<std::uint8_t>, leave_one<std::uint16_t>, leave_one<std::uint32_t>, leave_one<std::uint64_t>},                           \
        {add_one<std::uint8_t>, add_one<std::uint16_t>, add_one<std::uint32_t>, add_one<std::uint64_t>},                                   \
        {code_one<std::uint8_t>, code_one<std::uint16_t>, code_one<std::uint32_t>, code_one<std::uint64_t>},                               \
        unite_one,                                                                                                                         \
        put_levels};                                                                                                                       \
  };

PASAL_KERNELS(Portable, )
#if defined(__x86_64__)
PASAL_KERNELS(Avx2, __attribute__((target("avx2"))))
PASAL_KERNELS(Avx512, __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))))
#endif

const Kernels& widest() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) return Avx512::all;
  if (__builtin_cpu_supports("avx2")) return Avx2::all;
#endif
  return Portable::all;
}

}  // namespace

const Kernels& kernels() {
  static const Kernels& chosen = widest();
  return chosen;
}

}  // namespace pasal::batch
