#include "collectors/cnpg/protection.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/time.h"
#include "collectors/cnpg/case.h"
#include "model/protection.h"
#include "net/objects/reading.h"

namespace lastgood::cnpg {
namespace {

struct Verdict {
  Protection protection;
  std::string detail;
};

std::string Title(const Policy& policy) {
  return fmt::format("ScheduledBackup {} ({})", policy.row->name, Cut(policy.row->schedule));
}

Verdict WithoutSchedule(const Case& one, bool backups_known) {
  const auto completed = std::count_if(one.backups.begin(), one.backups.end(), [](const BackupRow* backup) {
    return backup->phase == Phase::kCompleted;
  });
  if (completed == 0)
    return {Protection::kNoPolicy, one.backups.empty() && backups_known
                                       ? "no ScheduledBackup names it, and it has no Backup"
                                       : "no ScheduledBackup names it"};
  return {
      Protection::kOnDemand,
      fmt::format("no ScheduledBackup names it; it has {} completed Backup{} made by hand or by a schedule "
                  "that is gone",
                  completed, completed == 1 ? "" : "s")};
}

// The best that its schedules do: one that runs, else one that is suspended, else one that cannot work.
Verdict BySchedules(const Case& one) {
  for (const Policy& policy : one.policies)
    if (policy.Live())
      return {Protection::kScheduled,
              policy.trap.empty() ? Title(policy) : fmt::format("{}: {}", Title(policy), policy.trap)};
  for (const Policy& policy : one.policies)
    if (!policy.row->suspended)
      return {Protection::kImpossible,
              fmt::format("{}: {}", Title(policy),
                          policy.bad_cron.empty() ? policy.impossible : policy.bad_cron)};
  return {Protection::kSuspended, fmt::format("{} is suspended", Title(one.policies.front()))};
}

// A replica cluster has no primary but its designated one, which is in recovery like the others.
bool WasPromoted(const Replication& replication) {
  return replication.replica && !replication.switching && !replication.primary.empty();
}

std::string Describe(const Replication& replication) {
  std::string text = "a replica cluster";
  if (!replication.source.empty()) text += fmt::format(" of {}", replication.source);
  if (!replication.place.empty()) text += fmt::format(" ({})", replication.place);
  if (!replication.delay.empty()) text += fmt::format(", which applies changes {} late", replication.delay);
  if (replication.switching) text += ", which was the primary until now";
  return text;
}

// What is worth telling of a cluster that no longer follows, but did once or was made to; "" of all others.
std::string FormerLife(const Replication& replication) {
  if (WasPromoted(replication))
    return fmt::format(
        "it is declared {}, but its instance {} is no standby: it was promoted and no longer follows",
        Describe(replication), replication.primary);
  if (replication.switched_off)
    return fmt::format("spec.replica.enabled is false: it was promoted, and follows {} no more",
                       replication.source.empty() ? "its source" : replication.source);
  if (!replication.replica && !replication.restored_from.empty())
    return fmt::format("it was restored from {}, and does not follow", replication.restored_from);
  return "";
}

// Deliberate states need no schedule; a replica with a running one is judged by it.
std::optional<Verdict> Deliberate(const ClusterRow& cluster) {
  if (cluster.hibernated)
    return Verdict{
        Protection::kHibernated,
        fmt::format("hibernated (annotation cnpg.io/hibernation: on){}{}",
                    cluster.replication.replica ? "; while it sleeps it does not follow: it is " : "",
                    cluster.replication.replica ? Describe(cluster.replication) : "")};
  if (!cluster.replication.replica || WasPromoted(cluster.replication)) return std::nullopt;
  return Verdict{Protection::kReplica, Describe(cluster.replication)};
}

bool HasUnreadableSchedule(const Case& one, const CnpgTables& tables) {
  const std::vector<Problem>& problems = tables.schedules.unreadable;
  return std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) {
    return problem.namespace_.empty() || problem.namespace_ == one.key.namespace_;
  });
}

// Whether what was not read could turn "at risk" into something better. Backups made by hand would not: they
// are no policy.
bool MayBeWrong(const Case& one, const CnpgTables& tables) {
  return one.cluster == nullptr ||
         (one.policies.empty() && (HasUnreadableSchedule(one, tables) || !tables.schedules.Complete()));
}

// Why it is not protected; of one that is, a note, and only where it was to follow.
void TellFormerLife(const Replication& replication, bool live, ObjectFacts& facts) {
  const std::string life = FormerLife(replication);
  if (life.empty() || InfoOf(*facts.protection).protection_class == ProtectionClass::kDeliberate) return;
  if (!live)
    facts.protection_detail += "; " + life;
  else if (replication.replica || replication.switched_off)
    facts.notes.push_back(life);
}

// Since when it is a restore that is being tried: of a Cluster that is here, or of a Backup.
std::optional<Time> RestoringSince(const Case& one, const CnpgTables& tables) {
  const Replication& replication = one.cluster->replication;
  if (replication.replica || replication.restored_from.empty()) return std::nullopt;
  const bool known = replication.restored_from.starts_with("Backup ") ||
                     std::ranges::any_of(tables.clusters.rows, [&](const ClusterRow& row) {
                       return &row != one.cluster &&
                              (row.name == replication.restored_from || row.name == replication.server);
                     });
  return known ? one.cluster->created : std::nullopt;
}

// Two writers overwrite each other's WAL: a base backup without its WAL restores nothing.
std::string WhyNotAlone(const Case& one) {
  std::vector<std::string> names;
  for (const ClusterRow* other : one.sharers) names.push_back(other->namespace_ + '/' + other->name);
  return fmt::format(
      "Cluster {} writes to the same archive (path and server name): they overwrite each other's WAL; give "
      "each a serverName of its own",
      fmt::join(names, ", "));
}

bool NeedsArchive(const ClusterRow& cluster) {
  return cluster.in_tree || std::any_of(cluster.plugins.begin(), cluster.plugins.end(),
                                        [](const Plugin& p) { return p.enabled && p.wal_archiver; });
}

}  // namespace

void JudgeProtection(const Case& one, const CnpgTables& tables, ObjectFacts& facts) {
  const bool live = std::any_of(one.policies.begin(), one.policies.end(),
                                [](const Policy& policy) { return policy.Live(); });
  std::optional<Verdict> verdict;
  if (one.cluster != nullptr && (!live || one.cluster->hibernated)) verdict = Deliberate(*one.cluster);
  if (!verdict && (!tables.schedules.Known() || !one.unreadable.empty())) return;
  if (!verdict)
    verdict = one.policies.empty() ? WithoutSchedule(one, tables.backups.Known()) : BySchedules(one);
  if (!live && verdict->protection != Protection::kHibernated &&
      verdict->protection != Protection::kReplica && MayBeWrong(one, tables))
    return;
  const bool deliberate = InfoOf(verdict->protection).protection_class == ProtectionClass::kDeliberate;
  if (!deliberate && !one.sharers.empty()) verdict = {Protection::kImpossible, WhyNotAlone(one)};
  facts.protection = verdict->protection;
  facts.protection_detail = std::move(verdict->detail);
  if (one.cluster != nullptr) facts.restoring_since = RestoringSince(one, tables);
  if (one.cluster != nullptr) TellFormerLife(one.cluster->replication, live, facts);
  if (one.cluster != nullptr && !one.cluster->fenced.empty())
    facts.protection_detail += fmt::format("; fenced instances: {}", one.cluster->fenced);
}

// With no destination the operator reports success without archiving anything, so that is no evidence.
void JudgeWalArchiving(const Case& one, ObjectFacts& facts) {
  if (one.cluster == nullptr || one.cluster->hibernated) return;
  const ClusterRow& cluster = *one.cluster;
  if (cluster.skip_wal) {
    facts.wal_archiving_detail = "switched off by the annotation cnpg.io/skipWalArchiving";
    return;
  }
  if (!NeedsArchive(cluster)) {
    facts.wal_archiving_detail = "no destination for WAL is configured";
    return;
  }
  if (cluster.archiving == "True") facts.wal_archiving = true;
  if (cluster.archiving == "False") facts.wal_archiving = false;
  facts.wal_archiving_detail = cluster.archiving_message;
}

}  // namespace lastgood::cnpg
