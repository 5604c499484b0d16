// The program compiled for the moments that rows ask about.
//
// Purpose: rows of one law are decided by one batch, and a batch is worth compiling only where many rows ask for it. Input:
// moments. Output: the batch that holds then, or nothing: then the reference decides. Shared by threads.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/pasal.hpp"

namespace pasal::cli {

class BatchesByMoment {
public:
  // Refers to the program.
  explicit BatchesByMoment(const Program& program) : program_(program) {}

  // Null where the program cannot be compiled for it, or too few rows have asked about such moments. Stays where it is.
  const Batch* at(Moment moment);

private:
  const Program& program_;
  std::mutex changing_;
  std::vector<std::unique_ptr<const Batch>> batches_;
  std::uint32_t without_ = 0;  // how many have asked in vain since the last was compiled
};

}  // namespace pasal::cli
