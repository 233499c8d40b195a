#include "model/derive.h"

#include <algorithm>
#include <tuple>

#include "model/protection.h"
#include "model/retention.h"

namespace lastgood {
namespace {

constexpr Duration kDefaultGrace = std::chrono::hours(1);
constexpr Duration kLeastRunning = std::chrono::hours(1);
constexpr Duration kDailyLimit = std::chrono::hours(49);  // a daily backup is late after that

bool Matches(const ObjectiveMatch& match, const ObjectKey& key) {
  const auto equal = [](const std::optional<std::string>& wanted, const std::string& found) {
    return !wanted || *wanted == found;
  };
  return equal(match.system, key.system) && equal(match.namespace_, key.namespace_) &&
         equal(match.kind, key.kind) && equal(match.name, key.name);
}

void FillFrom(Objective& objective, const Objective& other) {
  if (!objective.max_age) objective.max_age = other.max_age;
  if (!objective.max_duration) objective.max_duration = other.max_duration;
  if (!objective.restore_test_max_age) objective.restore_test_max_age = other.restore_test_max_age;
  if (!objective.grace) objective.grace = other.grace;
  if (!objective.restore_grace) objective.restore_grace = other.restore_grace;
  if (!objective.tolerate_missed) objective.tolerate_missed = other.tolerate_missed;
  if (!objective.copies) objective.copies = other.copies;
  if (!objective.copies_apart) objective.copies_apart = other.copies_apart;
}

struct Limits {
  std::optional<Time> deadline, critical;
};

// The run after the tolerated ones, plus grace; of several schedules the one that is due first.
Limits FromSchedules(const std::vector<Cron>& schedules, Time start, const Objective& objective) {
  const Duration grace = objective.grace.value_or(kDefaultGrace);
  const int runs = objective.tolerate_missed.value_or(1) + 1;
  Limits limits;
  for (const Cron& cron : schedules) {
    const std::optional<Time> due = cron.Nth(start, runs);
    if (!due || (limits.deadline && *limits.deadline <= *due + grace)) continue;
    limits.deadline = *due + grace;
    const std::optional<Time> next = cron.Next(*due);
    limits.critical = next ? std::optional(*next + grace) : std::nullopt;
  }
  return limits;
}

std::optional<Time> FirstKnown(std::initializer_list<std::optional<Time>> times) {
  for (const std::optional<Time>& time : times)
    if (time) return time;
  return std::nullopt;
}

// A success counts as no newer than what bounds it.
std::optional<Time> Bounded(const std::optional<Time>& success, const std::optional<Time>& at_most) {
  return success && at_most ? std::min(*success, *at_most) : success;
}

// From a moment that no success can be newer than follows a deadline that is right or too late, never too
// early.
DeadlineBasis BasisFor(const ObjectFacts& object, const Track& track, const Objective& objective) {
  DeadlineBasis basis{.max_age = objective.max_age,
                      .grace = objective.grace.value_or(kDefaultGrace),
                      .tolerated = objective.tolerate_missed.value_or(1)};
  const std::optional<Time>& at_most = track.last_success_at_most;
  std::optional<Time> success = FirstKnown(
      {Bounded(track.last_success_start, at_most), Bounded(track.last_success_finish, at_most), at_most});
  if (objective.max_age) success = FirstKnown({Bounded(track.last_success_finish, at_most), at_most});
  basis.from = success ? success : object.created;
  basis.what = success ? "the newest good backup" : "its creation";
  if (!objective.max_age && basis.from && track.schedules_from > basis.from) {
    basis.from = track.schedules_from;
    basis.what = "the last run that was skipped on purpose";
  }
  return basis;
}

Limits LimitsOf(const ObjectFacts& object, const Track& track, const Objective& objective) {
  const DeadlineBasis basis = BasisFor(object, track, objective);
  if (!basis.from) return {};
  if (basis.max_age) return {*basis.from + *basis.max_age, *basis.from + *basis.max_age + *basis.max_age / 2};
  return FromSchedules(track.schedules, *basis.from, objective);
}

std::optional<Time> RunningDeadline(const Track& track, const Objective& objective) {
  if (!track.running_since) return std::nullopt;
  const Duration typical = track.typical_duration ? 4 * *track.typical_duration : Duration::zero();
  return *track.running_since + objective.max_duration.value_or(std::max(kLeastRunning, typical));
}

bool FailingNow(const Track& track) {
  return track.last_failure &&
         (!track.last_success_finish || *track.last_failure > *track.last_success_finish);
}

// Smaller is worse: overdue, failing, stuck, then the earliest deadline, then the older success.
auto Badness(const Track& track, const Limits& limits, const Objective& objective, Time now) {
  const std::optional<Time> running = RunningDeadline(track, objective);
  const bool overdue = limits.deadline && *limits.deadline < now;
  const bool stuck = running && *running < now;
  return std::tuple(!overdue, !FailingNow(track), !stuck, limits.deadline.value_or(Time::max()),
                    track.last_success_finish.value_or(Time::min()));
}

void PickWorst(const ObjectFacts& object, const Objective& objective, Time now, Derived& derived) {
  for (std::size_t i = 0; i < object.tracks.size(); ++i) {
    const auto badness = [&](std::size_t index) {
      const Track& track = object.tracks[index];
      return Badness(track, LimitsOf(object, track, objective), objective, now);
    };
    if (!derived.worst || badness(i) < badness(*derived.worst)) derived.worst = i;
  }
}

std::optional<Time> DrillDue(const RestoreTestFacts& test, const Objective& objective, Time from) {
  if (objective.restore_test_max_age) return from + *objective.restore_test_max_age;
  const std::optional<Time> due = FromSchedules(test.schedules, from, objective).deadline;
  return due ? std::optional(*due + test.duration.value_or(Duration::zero())) : std::nullopt;
}

// When the restored data became too old, if that was before the drill ended.
std::optional<Time> DataExpired(const RestoreTestFacts& test, Duration span) {
  if (!test.last_success || !test.recovered_to) return std::nullopt;
  if (!test.max_data_age && test.backups_known) return std::nullopt;
  const Duration limit = test.max_data_age.value_or(std::max(span, kDailyLimit));
  if (*test.last_success - *test.recovered_to <= limit) return std::nullopt;
  return *test.recovered_to + limit;
}

std::optional<Protection> ReasonOf(const ObjectFacts& object) {
  return object.ignore ? std::optional(Protection::kIgnored) : object.protection;
}

// A drill makes an object that nobody backs up, and deletes it soon; one that stays is a database.
bool IsRestoring(const ObjectFacts& object, const Objective& objective, Time now) {
  return ReasonOf(object) == Protection::kNoPolicy && object.restoring_since &&
         now - *object.restoring_since < objective.restore_grace.value_or(std::chrono::days(1));
}

}  // namespace

Objective ObjectiveFor(const Objectives& objectives, const ObjectKey& key) {
  Objective objective;
  for (const ObjectiveMatch& match : objectives.match)
    if (Matches(match, key)) FillFrom(objective, match.objective);
  FillFrom(objective, objectives.fallback);
  return objective;
}

DeadlineBasis BasisOf(const ObjectFacts& object, const std::optional<std::size_t>& worst,
                      const Objectives& objectives) {
  Objective objective = ObjectiveFor(objectives, object.key);
  if (object.max_age) objective.max_age = object.max_age;
  return BasisFor(object, worst ? object.tracks[*worst] : Track(), objective);
}

std::optional<Time> RestoreTestDeadline(const RestoreTestFacts& test, const Objectives& objectives) {
  if (!test.unread.empty()) return std::nullopt;
  Objective objective = ObjectiveFor(objectives, test.key);
  if (test.max_age) objective.restore_test_max_age = test.max_age;
  const std::optional<Time> from =
      FirstKnown({Bounded(test.last_success, test.last_success_at_most), test.created});
  if (!from) return std::nullopt;
  const std::optional<Time> due = DrillDue(test, objective, *from);
  if (!due) return std::nullopt;
  if (const std::optional<Time> expired = DataExpired(test, *due - *from)) return expired;
  if (!test.backups_known) return due;
  if (!test.untested_since) return std::nullopt;
  return DrillDue(test, objective, std::max(*test.untested_since, test.created.value_or(Time::min())));
}

Derived Derive(const ObjectFacts& object, const Objectives& objectives, Time now) {
  Objective objective = ObjectiveFor(objectives, object.key);
  if (object.max_age) objective.max_age = object.max_age;
  Derived derived;
  derived.reason = ReasonOf(object);
  if (IsRestoring(object, objective, now)) derived.reason = Protection::kRestoring;
  if (derived.reason) {
    const ProtectionClass kind = InfoOf(*derived.reason).protection_class;
    derived.deliberate = kind == ProtectionClass::kDeliberate;
    derived.is_protected =
        kind != ProtectionClass::kAtRisk || (derived.reason == Protection::kOnDemand && objective.max_age);
  }
  PickWorst(object, objective, now, derived);
  if (derived.worst) {
    const Track& track = object.tracks[*derived.worst];
    derived.running_deadline = RunningDeadline(track, objective);
    derived.retention_margin = RetentionMargin(track, object.created.value_or(now), objective.max_age);
  }
  if (derived.deliberate || (derived.reason == Protection::kSuspended && !objective.max_age)) return derived;
  const Track none;
  const Limits limits = LimitsOf(object, derived.worst ? object.tracks[*derived.worst] : none, objective);
  derived.deadline = limits.deadline;
  derived.critical_deadline = limits.critical;
  return derived;
}

}  // namespace lastgood
