#include "collectors/cnpg/runs.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"

namespace lastgood::cnpg {
namespace {

// For so long the operator may be busy with something else.
constexpr Duration kStart = std::chrono::minutes(30);

// "daily-20261116020000": as the operator calls the Backup of a run (pkg/utils, ToCompactISO8601).
std::string NameOfRun(const ScheduledBackupRow& row, Time run) {
  std::string digits;
  for (const char c : FormatRfc3339(run))
    if (c >= '0' && c <= '9') digits += c;
  return fmt::format("{}-{}", row.name, digits.substr(0, 14));
}

// A Backup of a schedule's run is one of the Cluster that the schedule names: others need not be looked
// through, which would take long when thousands of schedules are late at once.
bool Exists(const Case& one, const std::string& namespace_, const std::string& name) {
  const ObjectId id = IdOf(namespace_, name);
  return std::any_of(one.backups.begin(), one.backups.end(),
                     [&](const BackupRow* row) { return row->id == id; });
}

// After "already exists" the operator tries the same run for ever.
std::string WhyNotStarted(const ScheduledBackupRow& row, const Case& one, Time now) {
  if (row.suspended || !row.next_run || *row.next_run + kStart > now) return "";
  std::string why = fmt::format(
      "ScheduledBackup {} is due since {} (status.nextScheduleTime), and the operator has not started it",
      row.name, FormatRfc3339(*row.next_run));
  const std::string name = NameOfRun(row, *row.next_run);
  if (Exists(one, row.namespace_, name))
    why += fmt::format(": Backup {} of that time exists already; delete it (cloudnative-pg#10562)", name);
  return why;
}

bool FailedAsleep(const BackupRow& backup) {
  return backup.phase == Phase::kFailed && backup.extra != nullptr &&
         backup.extra->error.find("hibernated") != std::string::npos;
}

// Since when a Cluster is awake that was hibernated after its last good backup: the runs before that were
// left out on purpose.
std::optional<Time> AwakeSince(const Case& one, const Track& track) {
  if (one.cluster == nullptr || one.cluster->hibernated) return std::nullopt;
  std::optional<Time> asleep;
  for (const BackupRow* backup : one.backups)
    if (FailedAsleep(*backup)) asleep = std::max(asleep, backup->created.Get());
  const bool slept = asleep && (!track.last_success_finish || *asleep > *track.last_success_finish);
  if (!slept && !one.cluster->was_hibernated) return std::nullopt;
  return one.cluster->ready ? std::max(one.cluster->ready, slept ? asleep : std::nullopt) : asleep;
}

// Why it failed is over: the next run shows more.
void ForgiveSleep(const std::optional<Time>& awake, Track& track) {
  if (!awake) return;
  track.schedules_from = std::max(track.schedules_from, awake);
  if (track.last_failure && *track.last_failure <= *awake &&
      track.last_failure_message.find("hibernated") != std::string::npos) {
    track.last_failure.reset();
    track.last_failure_message.clear();
  }
}

void NoteDeafPlugin(const Case& one, ObjectFacts& object) {
  if (one.cluster == nullptr) return;
  const Plugin* plugin = BackupPlugin(*one.cluster);
  for (const Policy& policy : one.policies)
    if (!policy.row->object_store.empty() && plugin != nullptr &&
        policy.row->object_store != plugin->object_store)
      object.notes.push_back(
          fmt::format("ScheduledBackup {} asks for ObjectStore {} (barmanObjectName), which is ignored: its "
                      "backups go to "
                      "{}, as the Cluster says (cloudnative-pg#7778)",
                      policy.row->name, Cut(policy.row->object_store, 253),
                      plugin->object_store.empty() ? "none" : plugin->object_store));
}

}  // namespace

void TellSchedules(const Case& one, Time now, ObjectFacts& object) {
  for (Track& track : object.tracks) {
    ForgiveSleep(AwakeSince(one, track), track);
    for (const Policy& policy : one.policies)
      if (track.why_late.empty() &&
          std::find(track.policies.begin(), track.policies.end(), policy.key) != track.policies.end())
        track.why_late = WhyNotStarted(*policy.row, one, now);
  }
  NoteDeafPlugin(one, object);
}

}  // namespace lastgood::cnpg
