// The families of operators that `operations.cpp` hands over to. Their operands are known (never open).
#pragma once

#include "engine/model/operations.hpp"

namespace pasal {

// add … round_down: exact numbers, and durations of one kind.
OperationResult apply_to_numbers(Operator operation, std::span<const Value> operands, const OperationSetting& setting);
// after … date_of: dates, moments and periods. What is none has no distance: the result is none, a comparison false.
OperationResult apply_to_times(Operator operation, std::span<const Value> operands, const OperationSetting& setting);

// Why a calculation has no result.
OperationResult problem(std::string message);
OperationResult too_large();
OperationResult unlike_durations(const Value& a, const Value& b);

}  // namespace pasal
