// Numbers of samples as values of facts: an Error says what was expected. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood::jobs {

// How far the clocks of a job and of this machine may differ.
inline constexpr Duration kClocksDiffer = std::chrono::minutes(5);

Result<bool> ToOutcome(double value);  // 1 or 0
// Seconds since 1970, not later than `now` (but for the minutes that clocks may differ).
Result<Time> ToTime(double value, Time now);
// The same, where 0 is written for "never".
Result<std::optional<Time>> ToTimeOrNever(double value, Time now);
Result<Duration> ToLength(double value);  // seconds
Result<std::uint64_t> ToCount(double value);

}  // namespace lastgood::jobs
