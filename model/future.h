// Moments that a source tells and that have not come yet: somebody's clock is wrong, the source's or this
// machine's. What was dated so may be of any age, so nothing may count as good by it for longer than from
// when it was first seen. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/facts.h"

namespace lastgood {

// Clocks that are no further apart are not told.
inline constexpr Duration kClockTolerance = std::chrono::minutes(5);

inline bool IsAhead(const std::optional<Time>& moment, Time now) {
  return moment && *moment > now + kClockTolerance;
}

// "the newest good backup is dated 2026-11-27T12:00:00Z, which is 7d from now: ...", and what to do.
std::string AheadInWords(std::string_view what, Time dated, Time now);
inline constexpr std::string_view kClockAdvice =
    "set the clocks (NTP) where it was made and here; delete what a wrong clock dated, and back up anew";

// Bounds what `facts` say by `now`, or by when `former`, the facts of the pass before, first had the same:
// successes (`last_success_at_most`), and the deadlines that follow from a check, a log entry or a missing
// object. A recovery point that is ahead becomes unknown. Both are sorted, as MakePart does it.
void BoundFuture(Facts& facts, const Facts* former, Time now);

}  // namespace lastgood
