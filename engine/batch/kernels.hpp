// Loops over the subjects of one block, each a handful of instructions for many of them at once.
//
// Purpose: the only code that a batch runs for every subject and comparison. A *plane* has a byte for each subject, all ones
// where something holds and 0 where not; a *column* has a code for each subject. They are compiled for several widths of
// instructions, and the widest that the processor has is taken when the program runs.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pasal::batch {

// Subjects in a block. Planes and columns always have so many; what stands behind the last subject counts for nothing.
constexpr std::size_t block_subjects = 512;

// Codes in a column are 1, 2, 4 or 8 bytes wide.
enum class Width : std::uint8_t { one, two, four, eight };
constexpr std::size_t widths = 4;

struct Kernels {
  // The plane of those whose code lies from `from` on and no further than `span` above it; or, `flip` being all ones in place
  // of 0, of those whose code does not. By width.
  void (*begin[widths])(std::uint8_t* plane, const void* column, std::uint64_t from, std::uint64_t span, std::uint8_t flip);
  // Leaves only those in the plane.
  void (*leave[widths])(std::uint8_t* plane, const void* column, std::uint64_t from, std::uint64_t span, std::uint8_t flip);
  // Adds to the plane those whose code lies there.
  void (*add[widths])(std::uint8_t* plane, const void* column, std::uint64_t from, std::uint64_t span);
  // Codes of places: how far each lies above `lowest`, those beyond the two ends being counted there.
  void (*code[widths])(void* column, const std::int64_t* places, std::int64_t lowest, std::int64_t highest);
  // Adds one plane to the other.
  void (*unite)(std::uint8_t* to, const std::uint8_t* plane);
  // The level where the plane holds and no level stands yet. Returns whether some subject still has none.
  bool (*put_level)(std::uint32_t* levels, const std::uint8_t* plane, std::uint32_t level);
};

const Kernels& kernels();

}  // namespace pasal::batch
