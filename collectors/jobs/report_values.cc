#include "collectors/jobs/report_values.h"

#include <fmt/format.h>

#include <cmath>

#include "exporter/base/time.h"

namespace lastgood::jobs {
namespace {

constexpr double kLatestSecond = 1e11;  // above it are milliseconds
constexpr double kLongest = 100.0 * 365 * 86400;
constexpr double kMostBytes = 9e18;
constexpr Duration kClocksDiffer = std::chrono::minutes(5);

Error Expected(std::string_view what, double value) {
  return {ErrorCode::kMalformed, fmt::format("expected {}, found {}", what, value)};
}

Duration Milliseconds(double seconds) { return Duration(std::llround(seconds * 1000)); }

}  // namespace

Result<bool> ToOutcome(double value) {
  if (value != 0 && value != 1) return Expected("1 or 0", value);
  return value == 1;
}

Result<Time> ToTime(double value, Time now) {
  if (!(value > 0 && value < kLatestSecond)) return Expected("seconds since 1970", value);
  const Time time(Milliseconds(value));
  if (time > now + kClocksDiffer)
    return Error{ErrorCode::kClockSkew,
                 fmt::format("{} lies in the future: compare the clocks", FormatRfc3339(time))};
  return time;
}

Result<Duration> ToLength(double value) {
  if (!(value >= 0 && value < kLongest)) return Expected("a duration in seconds", value);
  return Milliseconds(value);
}

Result<std::uint64_t> ToCount(double value) {
  if (!(value >= 0 && value < kMostBytes)) return Expected("a count, zero or more", value);
  return static_cast<std::uint64_t>(value);
}

}  // namespace lastgood::jobs
