#include "model/retention.h"

#include <algorithm>

namespace lastgood {
namespace {

constexpr int kFewRuns = 8, kMostRuns = 400;
constexpr Duration kWeek = std::chrono::days(7);

std::optional<Time> NextOf(const std::vector<Cron>& schedules, Time after) {
  std::optional<Time> next;
  for (const Cron& cron : schedules) {
    const std::optional<Time> run = cron.Next(after);
    if (run && (!next || *run < *next)) next = run;
  }
  return next;
}

}  // namespace

void DropExpired(Facts& facts, Time now) {
  for (ObjectFacts& object : facts.objects)
    for (Track& track : object.tracks)
      if (IsExpired(track, now)) track.recovery_point = track.recovery_window_start = std::nullopt;
}

std::optional<Duration> LongestGap(const std::vector<Cron>& schedules, Time start) {
  std::optional<Time> run = NextOf(schedules, start);
  std::optional<Duration> longest;
  for (int i = 0; run && i < kMostRuns && (i < kFewRuns || *run - start < kWeek); ++i) {
    const std::optional<Time> next = NextOf(schedules, *run);
    if (next) longest = std::max(longest.value_or(Duration::zero()), *next - *run);
    run = next;
  }
  return longest;
}

std::optional<Duration> RetentionMargin(const Track& track, Time start,
                                        const std::optional<Duration>& max_age) {
  if (!track.kept_for) return std::nullopt;
  const std::optional<Duration> gap = track.schedules.empty() ? max_age : LongestGap(track.schedules, start);
  return gap ? std::optional(*track.kept_for - *gap) : std::nullopt;
}

}  // namespace lastgood
