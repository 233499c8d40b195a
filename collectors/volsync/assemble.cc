#include "collectors/volsync/assemble.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood::volsync {
namespace {

constexpr std::string_view kSource = "ReplicationSource", kDestination = "ReplicationDestination";

ObjectKey KeyOf(std::string_view kind, std::string_view namespace_, std::string_view name) {
  return {systems::kVolsync, std::string(namespace_), std::string(kind), std::string(name)};
}

// A manual trigger counts even where a schedule stands beside it.
bool IsScheduled(const SyncRow& row) { return row.manual.empty() && !row.cron.empty(); }

Track MakeTrack(const SyncRow& row) {
  Track track;
  track.method = row.mover;
  track.destination = row.destination;
  if (row.mover.starts_with("rsync") && !row.destination.empty()) track.endpoint = row.destination;
  if (row.nothing.empty()) {
    track.last_success_finish = row.synced;
    track.last_success_duration = row.duration;
    if (row.synced && row.duration) track.last_success_start = *row.synced - *row.duration;
    track.recovery_point = track.last_success_start ? track.last_success_start : row.synced;
  } else {
    // An earlier one may have been good: of that only the repository tells.
    track.last_success_at_most = row.synced;
    track.last_failure = row.synced ? row.synced : row.created;
    track.last_failure_message =
        fmt::format("VolSync calls it a success, but the mover did nothing: \"{}\"", row.nothing);
  }
  track.running_since = row.started;
  if (row.started) track.running_detail = fmt::format("a sync by {} runs", row.mover);
  if (row.failed) {
    track.last_failure = row.failed_at;
    track.last_failure_message = row.message.empty() ? "the mover failed" : row.message;
    if (row.started)
      track.running_detail +=
          fmt::format(", and VolSync tries again after it failed: {}", track.last_failure_message);
  }
  // Only that there is none is known of the history, never how many there are.
  if (!row.synced) track.counts = BackupCounts{.running = row.started ? 1 : 0};
  return track;
}

void SetProtection(const SyncRow& row, const Result<Cron>& cron, ObjectFacts& object) {
  if (!row.known_mover && !row.paused) {
    object.unread.push_back(fmt::format("\"{}\" is a mover that lastgood does not know", row.mover));
    return;
  }
  const std::string what = fmt::format("claim {} by {}", Cut(row.claim, 253), row.mover);
  const auto set = [&](Protection protection, std::string detail) {
    object.protection = protection;
    object.protection_detail = std::move(detail);
  };
  if (row.paused) return set(Protection::kSuspended, "spec.paused is true");
  if (row.mover.empty())
    return set(Protection::kImpossible,
               "it names no mover (restic, kopia, rclone, rsyncTLS, rsync, syncthing)");
  if (!row.manual.empty())
    return set(Protection::kOnDemand,
               fmt::format("{}, only when someone changes spec.trigger.manual{}", what,
                           row.cron.empty() ? "" : ", which beats spec.trigger.schedule"));
  if (row.cron.empty()) return set(Protection::kContinuous, fmt::format("{}, again and again", what));
  if (!cron.ok()) return set(Protection::kImpossible, cron.error().message);
  set(Protection::kScheduled, fmt::format("{} ({})", what, Cut(row.cron)));
}

ObjectFacts MakeObject(std::string_view kind, std::string_view plural, const SyncRow& row,
                       const Table<SyncRow>& table) {
  ObjectFacts object;
  object.key = KeyOf(kind, row.namespace_, row.name);
  object.observed = table.read.value_or(Time());
  object.created = row.created;
  object.max_age = row.annotations.max_age;
  object.ignore = row.annotations.ignore;
  object.inspect = InspectCommand(object.key, plural, row.name);
  object.tracks.push_back(MakeTrack(row));
  return object;
}

// The restic mover calls what it saves volsync:/data, whatever the claim (mover-restic/entry.sh): of two
// claims in one repository nobody can tell whose snapshot is whose.
std::string WhyNotAlone(const SyncRow& row, const Table<SyncRow>& sources) {
  if (row.mover != "restic" || row.destination.empty()) return "";
  for (const SyncRow& other : sources.rows)
    if (&other != &row && other.namespace_ == row.namespace_ && other.mover == row.mover &&
        other.destination == row.destination && other.claim != row.claim)
      return fmt::format(
          "ReplicationSource {} writes claim {} to the same restic repository (Secret {}): a restore takes "
          "the "
          "newer one of both, and retention deletes either; give each a repository of its own",
          other.name, Cut(other.claim, 253), row.destination);
  return "";
}

// VolSync writes down when the next sync is due, and begins it then.
std::string WhyNotStarted(const SyncRow& row, Time now) {
  constexpr Duration kStart = std::chrono::minutes(30);
  if (row.started || !row.next || *row.next + kStart > now) return "";
  return fmt::format(
      "the sync of {} (status.nextSyncTime) was due, and VolSync has not started it: look at its controller",
      FormatRfc3339(*row.next));
}

void AddSource(const SyncRow& row, const Table<SyncRow>& table, Time now, Facts& facts) {
  ObjectFacts object = MakeObject(kSource, "replicationsources.volsync.backube", row, table);
  const Result<Cron> cron = Cron::Parse(row.cron, CronDialect::kStandard);
  SetProtection(row, cron, object);
  if (std::string why = WhyNotAlone(row, table); !why.empty() && !row.paused) {
    object.protection = Protection::kImpossible;
    object.protection_detail = std::move(why);
  }
  object.covers.push_back({.namespaces = {row.namespace_}, .names = {row.claim}});
  if (IsScheduled(row)) {
    object.tracks[0].policies.push_back(object.key);
    if (cron.ok() && !row.paused) object.tracks[0].schedules.push_back(*cron);
    PolicyFacts& policy = facts.policies.emplace_back();
    policy.key = object.key;
    policy.schedule = row.cron;
    policy.suspended = row.paused;
    policy.valid = cron.ok();
    if (!cron.ok()) policy.detail = cron.error().message;
    policy.last_run = row.started ? row.started : object.tracks[0].last_success_start;
    if (!row.paused && cron.ok()) policy.next_run = row.next ? row.next : cron->Next(now);
    if (!row.paused) object.tracks[0].why_late = WhyNotStarted(row, now);
  }
  facts.objects.push_back(std::move(object));
}

// A restore that someone asked for once, and that has ended well, is no copy that follows anything.
bool IsDone(const SyncRow& row) {
  return !row.manual.empty() && row.last_manual == row.manual && !row.failed && row.nothing.empty();
}

// People let a claim be filled from a repository that is still empty when they set it up: once its source has
// written there, that this restore found nothing is past.
bool IsPast(const SyncRow& row, const Table<SyncRow>& sources) {
  return std::any_of(sources.rows.begin(), sources.rows.end(), [&](const SyncRow& source) {
    return source.namespace_ == row.namespace_ && source.destination == row.destination &&
           source.mover == row.mover && source.synced && source.nothing.empty() &&
           (!row.synced || *source.synced > *row.synced);
  });
}

void AddDestination(const SyncRow& row, const Table<SyncRow>& table, const Table<SyncRow>& sources,
                    Facts& facts) {
  if (IsDone(row)) return;
  const bool nothing = !row.nothing.empty(), once = !row.manual.empty();
  if (nothing && once && IsPast(row, sources)) return;
  ObjectFacts object = MakeObject(kDestination, "replicationdestinations.volsync.backube", row, table);
  if (nothing) {  // told as what failed: a standby is not judged
    object.protection = Protection::kContinuous;
    object.protection_detail = fmt::format("a copy by {} that holds nothing", row.mover);
    facts.objects.push_back(std::move(object));
    return;
  }
  object.protection = Protection::kStandby;
  object.protection_detail =
      row.synced
          ? fmt::format("a copy by {}, last brought up to date at {}", row.mover, FormatRfc3339(*row.synced))
          : fmt::format("a copy by {} that was never brought up to date", row.mover);
  facts.objects.push_back(std::move(object));
}

// Those whose rows are not known are still listed.
void AddUnreadable(std::string_view kind, const Table<SyncRow>& table, Facts& facts) {
  for (const Problem& problem : table.unreadable) {
    if (problem.name.empty()) continue;
    ObjectFacts& object = facts.objects.emplace_back();
    object.key = KeyOf(kind, problem.namespace_, problem.name);
    object.observed = table.read.value_or(Time());
    object.unread.push_back(problem.error.message);
  }
}

void Complain(std::string_view kind, const Table<SyncRow>& table, std::vector<Problem>& problems) {
  for (const SyncRow& row : table.rows)
    if (!row.annotations.complaint.empty())
      problems.push_back(ProblemOf(KeyOf(kind, row.namespace_, row.name), row.annotations.complaint));
}

}  // namespace

Facts Assemble(const VolsyncTables& tables, Time now) {
  Facts facts;
  for (const SyncRow& row : tables.sources.rows) AddSource(row, tables.sources, now, facts);
  for (const SyncRow& row : tables.destinations.rows)
    AddDestination(row, tables.destinations, tables.sources, facts);
  AddUnreadable(kSource, tables.sources, facts);
  AddUnreadable(kDestination, tables.destinations, facts);
  return facts;
}

std::vector<Problem> Complaints(const VolsyncTables& tables) {
  std::vector<Problem> problems;
  Complain(kSource, tables.sources, problems);
  Complain(kDestination, tables.destinations, problems);
  return problems;
}

}  // namespace lastgood::volsync
