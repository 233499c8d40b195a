#include "collectors/jobs/values.h"

#include <fmt/format.h>

#include <cmath>

#include "base/time.h"

namespace lastgood::jobs {
namespace {

constexpr double kFirstSecond = 946'684'800;  // of the year 2000: what is less is an age
constexpr double kLastSecond = 1e11;          // what is more are milliseconds
constexpr double kLongest = 100.0 * 365 * 86400;
constexpr double kMostBytes = 9e18;

Error Expected(std::string_view what, double value, std::string_view guess = "") {
  return {ErrorCode::kMalformed, fmt::format("expected {}, found {}{}", what, value, guess)};
}

Duration Milliseconds(double seconds) { return Duration(std::llround(seconds * 1000)); }

}  // namespace

Result<bool> ToOutcome(double value) {
  if (value != 0 && value != 1) return Expected("1 or 0", value);
  return value == 1;
}

Result<Time> ToTime(double value, Time now) {
  constexpr std::string_view what = "seconds since 1970";
  if (std::isinf(value) || !(value > 0)) return Expected(what, value);
  if (value < kFirstSecond) return Expected(what, value, ": is it an age?");
  if (value > kLastSecond) return Expected(what, value, ": are these milliseconds?");
  const Time time(Milliseconds(value));
  if (time > now + kClocksDiffer)
    return Error{ErrorCode::kClockSkew,
                 fmt::format("{} lies in the future: compare the clocks", FormatRfc3339(time))};
  return time;
}

Result<std::optional<Time>> ToTimeOrNever(double value, Time now) {
  if (value == 0) return std::optional<Time>();
  LASTGOOD_ASSIGN(const Time time, ToTime(value, now));
  return std::optional(time);
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
