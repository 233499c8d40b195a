// What is kept of each Longhorn object (longhorn.io/v1beta2): the input of Assemble. Pure values.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collectors/shared/history.h"
#include "collectors/shared/kubernetes.h"
#include "collectors/shared/table.h"

namespace lastgood::longhorn {

using State = AttemptState;

struct BackupRow {
  // What only unfinished and failed backups need.
  struct Extra {
    std::string name, state, error, job;
    ObjectId snapshot;
    std::int64_t progress = 0;
  };

  ObjectId id;
  Symbol namespace_ = 0, volume = 0, target = 0;
  Symbol claim_namespace = 0, claim = 0;  // as it was when the backup was made
  Stamp created, snapshot, finished, synced;
  State state = State::kPending;
  std::optional<std::uint64_t> size, transferred;
  std::unique_ptr<Extra> extra;

  bool Unfinished() const { return state == State::kPending || state == State::kRunning; }
  template <typename F>
  void EachSymbol(F f) {
    for (Symbol* symbol : {&namespace_, &volume, &target, &claim_namespace, &claim}) f(*symbol);
  }
};

// The jobs and groups that labels name, with the value "enabled".
struct JobLabels {
  std::set<std::string> jobs, groups;
  bool Empty() const { return jobs.empty() && groups.empty(); }
};

struct VolumeRow {
  ObjectId id;
  std::string namespace_, name, state, robustness, target;
  std::string claim_namespace, claim;  // "" when no claim holds it now
  bool standby = false, restore_required = false;
  bool activating = false;  // it was a standby, and is to be one no more
  std::optional<Time> created;
  std::string source;  // the volume from whose backup it was made; of a standby: whose backups it restores
  JobLabels labels;
  ObjectiveAnnotations annotations;
};

// Only of claims with labels of Longhorn's or annotations of ours.
struct ClaimRow {
  ObjectId id;
  std::string namespace_, name;
  bool source = false;  // recurring-job.longhorn.io/source: enabled; then its labels are the Volume's
  JobLabels labels;
  ObjectiveAnnotations annotations;
};

struct JobRow {
  ObjectId id;
  std::string namespace_, name, task, cron;
  std::set<std::string> groups;
  std::int64_t retain = 0;
  std::optional<Time> created;

  bool MakesBackups() const { return task == "backup" || task == "backup-force-create"; }
  bool BacksUpSystem() const { return task == "system-backup"; }
};

struct TargetRow {
  ObjectId id;
  std::string namespace_, name, url, message;
  std::optional<bool> available;
  std::optional<Time> last_synced, created;
  Duration poll = std::chrono::minutes(5);  // 0 is no polling
};

// allow-recurring-job-while-volume-detached; other settings have no row.
struct SettingRow {
  ObjectId id;
  std::string namespace_;
  bool value = false;
};

// Only of volumes that are or were restored from a backup: what they hold. Volumes themselves tell only what
// there is to restore.
struct EngineRow {
  ObjectId id;
  std::string namespace_, volume;
  std::string restored;  // the name of the newest Backup whose data it holds
  std::string error;     // of the restore that goes on
};

struct BackupVolumeRow {
  ObjectId id;
  std::string namespace_, volume;
  std::optional<Time> last_backup;
};

// Only of snapshots with an error.
struct SnapshotRow {
  ObjectId id;  // what backups refer to
  std::string error;
};

struct SystemBackupRow {
  ObjectId id;
  std::string namespace_, name, state_text, error;
  State state = State::kPending;
  std::optional<Time> created, finished;
};

struct ImageBackupRow {
  ObjectId id;
  std::string namespace_, name, image, state_text, error;
  State state = State::kPending;
  std::optional<Time> created, finished;
  std::optional<std::uint64_t> size;
};

struct LonghornTables {
  Table<BackupRow> backups;
  Table<VolumeRow> volumes;
  Table<ClaimRow> claims;
  Table<JobRow> jobs;
  Table<TargetRow> targets;
  Table<SettingRow> settings;
  Table<BackupVolumeRow> backup_volumes;
  Table<EngineRow> engines;
  Table<SnapshotRow> snapshots;
  Table<SystemBackupRow> system_backups;
  Table<ImageBackupRow> image_backups;
};

}  // namespace lastgood::longhorn
