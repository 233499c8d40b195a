// Numbers of samples as values of facts: an Error says what was expected. Pure.
#pragma once

#include <cstdint>

#include "exporter/base/clock.h"
#include "exporter/base/result.h"

namespace lastgood::jobs {

Result<bool> ToOutcome(double value);  // 1 or 0
// Seconds since 1970, not later than `now` (but for a few minutes that clocks may differ).
Result<Time> ToTime(double value, Time now);
Result<Duration> ToLength(double value);  // seconds
Result<std::uint64_t> ToCount(double value);

}  // namespace lastgood::jobs
