// Retention that deletes the newest backup, too: when nothing is left to restore, and whether that happens
// before the next run is due. Retention that keeps the newest whatever its age has no say here. Pure.
#pragma once

#include <optional>

#include "model/facts.h"

namespace lastgood {

// Has what the newest good backup held been deleted?
inline bool IsExpired(const Track& track, Time now) { return track.expires && *track.expires <= now; }

// What has expired is no recovery point.
void DropExpired(Facts& facts, Time now);

// The longest time between two runs of the schedules, taken together, from `start` on; of a week of runs, and
// of at least a few.
std::optional<Duration> LongestGap(const std::vector<Cron>& schedules, Time start);

// Derived::retention_margin of a track. `max_age` is how far apart its runs may be where it has no schedule.
std::optional<Duration> RetentionMargin(const Track& track, Time start,
                                        const std::optional<Duration>& max_age);

}  // namespace lastgood
