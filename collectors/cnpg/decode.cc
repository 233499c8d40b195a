#include "collectors/cnpg/decode.h"

#include <fmt/format.h>

#include "base/outside_text.h"
#include "base/time.h"
#include "collectors/cnpg/decode_replication.h"
#include "collectors/shared/kubernetes.h"

namespace lastgood::cnpg {
namespace {

constexpr std::size_t kLongestMessage = 1024;
constexpr std::size_t kLongestName = 253;

Phase PhaseOf(std::string_view phase) {
  if (phase == "completed") return Phase::kCompleted;
  if (phase == "failed") return Phase::kFailed;
  if (phase == "invalid backup definition") return Phase::kInvalid;
  return phase.empty() || phase == "pending" ? Phase::kPending : Phase::kRunning;
}

std::string Or(std::string text, std::string_view otherwise) {
  return text.empty() ? std::string(otherwise) : std::move(text);
}

// The label, which every scheduled Backup has; else the owner, which depends on backupOwnerReference.
std::string ScheduleOf(const Fields& fields) {
  std::string schedule = fields.String({"metadata", "labels", "cnpg.io/scheduled-backup"});
  if (!schedule.empty()) return schedule;
  fields.EachElement({"metadata", "ownerReferences"}, [&](const Fields& owner) {
    if (owner.String({"kind"}) == "ScheduledBackup") schedule = owner.String({"name"});
  });
  return schedule;
}

std::unique_ptr<BackupRow::Extra> ExtraOf(const Fields& fields, std::string phase) {
  auto extra = std::make_unique<BackupRow::Extra>();
  extra->name = Cut(fields.Name(), kLongestName);
  extra->phase = Cut(Or(std::move(phase), "pending"));
  extra->error = Cut(fields.String({"status", "error"}), kLongestMessage);
  fields.EachElement({"status", "snapshotBackupStatus", "elements"}, [&](const Fields& element) {
    const std::string name = element.String({"name"});
    extra->snapshots.push_back(IdOf(fields.Namespace(), name));
    if (extra->first_snapshot.empty()) extra->first_snapshot = Cut(name, kLongestName);
  });
  return extra;
}

void DecodeBackupSection(const Fields& fields, ClusterRow& row) {
  row.in_tree = fields.Has({"spec", "backup", "barmanObjectStore"});
  row.in_tree_url =
      WithoutCredentials(fields.String({"spec", "backup", "barmanObjectStore", "destinationPath"}));
  row.in_tree_endpoint =
      WithoutCredentials(fields.String({"spec", "backup", "barmanObjectStore", "endpointURL"}));
  row.in_tree_server =
      Or(fields.String({"spec", "backup", "barmanObjectStore", "serverName"}), fields.Name());
  row.snapshots = fields.Has({"spec", "backup", "volumeSnapshot"});
  row.snapshot_class = fields.String({"spec", "backup", "volumeSnapshot", "className"});
  row.retention = fields.String({"spec", "backup", "retentionPolicy"});
  fields.EachElement({"spec", "plugins"}, [&](const Fields& plugin) {
    row.plugins.push_back({plugin.String({"name"}), plugin.String({"parameters", "barmanObjectName"}),
                           Or(plugin.String({"parameters", "serverName"}), fields.Name()),
                           plugin.Bool({"enabled"}).value_or(true),
                           plugin.Bool({"isWALArchiver"}).value_or(false)});
  });
}

void DecodeReported(const Fields& fields, ClusterRow& row) {
  row.reported[""] = {fields.Timestamp({"status", "firstRecoverabilityPoint"}),
                      fields.Timestamp({"status", "lastSuccessfulBackup"})};
  fields.EachMember({"status", "firstRecoverabilityPointByMethod"},
                    [&](std::string_view method, const Fields& time) {
                      row.reported[std::string(method)].first_point = time.Timestamp({});
                    });
  fields.EachMember({"status", "lastSuccessfulBackupByMethod"},
                    [&](std::string_view method, const Fields& time) {
                      row.reported[std::string(method)].last_success = time.Timestamp({});
                    });
  row.last_failed = fields.Timestamp({"status", "lastFailedBackup"});
  fields.EachElement({"status", "conditions"}, [&](const Fields& condition) {
    if (condition.String({"type"}) == "Ready" && condition.String({"status"}) == "True")
      row.ready = condition.Timestamp({"lastTransitionTime"});
    if (condition.String({"type"}) != "ContinuousArchiving") return;
    row.archiving = condition.String({"status"});
    row.archiving_message = FromOutside(condition.String({"message"}), kLongestMessage);
  });
}

void DecodeAnnotations(const Fields& fields, ClusterRow& row) {
  const std::string hibernation = fields.String({"metadata", "annotations", "cnpg.io/hibernation"});
  row.hibernated = hibernation == "on";
  row.was_hibernated = !hibernation.empty() && !row.hibernated;
  row.skip_wal = fields.String({"metadata", "annotations", "cnpg.io/skipWalArchiving"}) == "enabled";
  const std::string fenced = fields.String({"metadata", "annotations", "cnpg.io/fencedInstances"});
  if (fenced != "[]") row.fenced = Cut(fenced, kLongestName);
  ObjectiveAnnotations annotations = ReadObjectiveAnnotations(fields);
  row.max_age = annotations.max_age;
  row.ignore = std::move(annotations.ignore);
  row.complaint = std::move(annotations.complaint);
}

}  // namespace

Result<bool> DecodeBackup(const Fields& fields, Symbols& symbols, BackupRow& row) {
  const std::string cluster = fields.String({"spec", "cluster", "name"});
  if (cluster.empty()) fields.Note({"spec", "cluster", "name"}, "the name of a Cluster", "nothing");
  std::string phase = fields.String({"status", "phase"});
  const std::string method =
      Or(Or(fields.String({"status", "method"}), fields.String({"spec", "method"})), kBarmanMethod);
  row.namespace_ = symbols.Add(fields.Namespace());
  row.cluster = symbols.Add(cluster);
  row.schedule = symbols.Add(ScheduleOf(fields));
  row.method = symbols.Add(method);
  if (method == kBarmanMethod)
    row.destination = symbols.Add(WithoutCredentials(fields.String({"status", "destinationPath"})));
  static_cast<CnpgBackupTimes&>(row) = CnpgBackupTimes::Of(fields);
  row.phase = PhaseOf(phase);
  if (row.phase != Phase::kCompleted || method == kSnapshotMethod)
    row.extra = ExtraOf(fields, std::move(phase));
  return true;
}

Result<bool> DecodeScheduledBackup(const Fields& fields, Symbols&, ScheduledBackupRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.cluster = fields.String({"spec", "cluster", "name"});
  row.schedule = fields.String({"spec", "schedule"});
  row.method = Or(fields.String({"spec", "method"}), kBarmanMethod);
  row.plugin = fields.String({"spec", "pluginConfiguration", "name"});
  row.object_store = fields.String({"spec", "pluginConfiguration", "parameters", "barmanObjectName"});
  row.suspended = fields.Bool({"spec", "suspend"}).value_or(false);
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  row.last_run = fields.Timestamp({"status", "lastScheduleTime"});
  row.next_run = fields.Timestamp({"status", "nextScheduleTime"});
  row.error = Cut(fields.String({"status", "error"}), kLongestMessage);
  return true;
}

Result<bool> DecodeCluster(const Fields& fields, Symbols&, ClusterRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.created = fields.Timestamp({"metadata", "creationTimestamp"});
  DecodeReplication(fields, row.replication);
  DecodeBackupSection(fields, row);
  DecodeReported(fields, row);
  DecodeAnnotations(fields, row);
  return true;
}

Result<bool> DecodeObjectStore(const Fields& fields, Symbols&, ObjectStoreRow& row) {
  row.namespace_ = fields.Namespace();
  row.name = fields.Name();
  row.url = WithoutCredentials(fields.String({"spec", "configuration", "destinationPath"}));
  row.endpoint = WithoutCredentials(fields.String({"spec", "configuration", "endpointURL"}));
  row.retention = fields.String({"spec", "retentionPolicy"});
  fields.EachMember({"status", "serverRecoveryWindow"}, [&](std::string_view server, const Fields& window) {
    RecoveryWindow& known = row.servers[std::string(server)];
    known.first_point = window.Timestamp({"firstRecoverabilityPoint"});
    known.last_success = window.Timestamp({"lastSuccessfulBackupTime"});
    if (!known.last_success)
      known.last_success = window.Timestamp({"lastSuccussfulBackupTime"});  // plugin 0.4
    known.last_failure = window.Timestamp({"lastFailedBackupTime"});
  });
  return true;
}

Result<bool> DecodeVolumeSnapshot(const Fields& fields, Symbols&, VolumeSnapshotRow& row) {
  const std::string backup = fields.String({"metadata", "labels", "cnpg.io/backupName"});
  if (!backup.empty()) row.backup = IdOf(fields.Namespace(), backup);
  row.ready = fields.Bool({"status", "readyToUse"}).value_or(false);
  row.error = FromOutside(fields.String({"status", "error", "message"}), kLongestMessage);
  return true;
}

}  // namespace lastgood::cnpg
