// What is kept of each Velero object (velero.io/v1, DataUploads v2alpha1): the input of Assemble. Pure
// values.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/shared/history.h"
#include "collectors/shared/kubernetes.h"
#include "collectors/shared/table.h"

namespace lastgood::velero {

// Only of Backups that a schedule made; those made by hand without one are not judged.
struct BackupRow {
  // What only those need that are not simply complete.
  struct Extra {
    std::string name, phase, reason;
    std::int64_t warnings = 0, errors = 0, items_total = 0, items_done = 0;
    std::int64_t snapshots_missing = 0;  // attempted, but not completed
  };

  ObjectId id;
  Symbol namespace_ = 0, schedule = 0, location = 0;
  Stamp created, started, completed, expires;
  AttemptState state = AttemptState::kPending;
  bool imported = false;  // found in the bucket after it had completed: not made here, or its object was lost
  bool blocks = false;    // while it is so, Velero makes no new backup of its schedule
  bool empty = false;     // it holds no item
  std::int32_t snapshots = 0;                    // of volumes, by the storage: which volumes is not told
  bool file_system = false, operations = false;  // what uploads it has beside those that may be unread
  std::unique_ptr<Extra> extra;

  template <typename F>
  void EachSymbol(F f) {
    for (Symbol* symbol : {&namespace_, &schedule, &location}) f(*symbol);
  }
};

// A PodVolumeBackup or a DataUpload: the data of one volume in one Backup.
struct UploadRow {
  // What only unfinished and failed ones need.
  struct Extra {
    std::string what, phase, message;  // "DataUpload nightly-1-x7 of app/data"
    Stamp since;
    std::int64_t total = 0, done = 0;
  };

  ObjectId id, backup;  // of the Backup
  AttemptState state = AttemptState::kPending;
  Symbol claim = 0;    // the uid of the claim
  bool empty = false;  // the volume was, and nothing was written
  std::optional<std::uint64_t> bytes, transferred;
  std::unique_ptr<Extra> extra;

  template <typename F>
  void EachSymbol(F f) {
    f(claim);
  }
};

struct ScheduleRow {
  ObjectId id;
  std::string namespace_, name, cron, phase, errors, location;
  std::string covers;                 // in words
  std::vector<Selection> selections;  // the claims that it takes, by name and label
  bool paused = false;
  std::optional<Time> created, last_backup, last_skipped;
  std::optional<Duration> ttl;
  ObjectiveAnnotations annotations;
};

struct LocationRow {
  ObjectId id;
  std::string namespace_, name, url, phase, message;
  std::optional<std::string> endpoint;  // "" is the provider's own
  bool is_default = false, read_only = false;
  std::optional<Time> created, last_validation;
  Duration frequency = std::chrono::minutes(1);  // 0 is never
};

// Where one namespace's volumes are kept by kopia or restic.
struct RepositoryRow {
  ObjectId id;
  std::string namespace_, name, type, volume_namespace, location, phase, message;
  std::optional<Time> created, last_maintenance;
  std::optional<Duration> frequency;  // of maintenance
  std::string failed_maintenance;     // of the newest run, when it failed
};

struct RestoreRow {
  ObjectId id;
  std::string namespace_, name, schedule, backup, reason;
  AttemptState state = AttemptState::kPending;
  std::optional<Time> started, completed;
};

struct VeleroTables {
  Table<BackupRow> backups;
  Table<ScheduleRow> schedules;
  Table<LocationRow> locations;
  Table<UploadRow> pod_volume_backups, data_uploads;
  Table<RepositoryRow> repositories;
  Table<RestoreRow> restores;
};

}  // namespace lastgood::velero
