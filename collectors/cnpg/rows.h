// What is kept of each CloudNativePG object: the input of Assemble. Backups are many, so their rows are
// small; the others hold plain strings. Pure values.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/shared/cnpg_backup.h"
#include "collectors/shared/table.h"

namespace lastgood::cnpg {

inline constexpr std::string_view kBarmanMethod = "barmanObjectStore";
inline constexpr std::string_view kSnapshotMethod = "volumeSnapshot";
inline constexpr std::string_view kPluginMethod = "plugin";
inline constexpr std::string_view kBarmanPlugin = "barman-cloud.cloudnative-pg.io";

// Of the operator's phases only completed and failed are final: all others block the schedule.
enum class Phase : std::uint8_t { kPending, kRunning, kInvalid, kCompleted, kFailed };

struct BackupRow : CnpgBackupTimes {
  // What few Backups need: those that are not completed, and volume snapshots.
  struct Extra {
    std::string name, phase, error;
    std::vector<ObjectId> snapshots;  // of its VolumeSnapshots
    std::string first_snapshot;       // the name of one of them
  };

  ObjectId id;
  Symbol namespace_ = 0, cluster = 0, schedule = 0, method = 0;
  Symbol destination = 0;  // a URL, in-tree only
  Phase phase = Phase::kPending;
  std::unique_ptr<Extra> extra;

  bool Final() const { return phase == Phase::kCompleted || phase == Phase::kFailed; }
  template <typename F>
  void EachSymbol(F f) {
    for (Symbol* symbol : {&namespace_, &cluster, &schedule, &method, &destination}) f(*symbol);
  }
};
static_assert(sizeof(BackupRow) <= 72);

struct ScheduledBackupRow {
  ObjectId id;
  std::string namespace_, name, cluster, schedule, method, plugin, error;
  std::string object_store;  // that it asks the plugin for; the plugin does not listen
  bool suspended = false;
  std::optional<Time> created, last_run, next_run;
};

struct Plugin {
  std::string name, object_store, server;
  bool enabled = true, wal_archiver = false;
};

// The operator's own word about a method, as text in the status.
struct ReportedTimes {
  std::optional<Time> first_point, last_success;
};

// Where a Cluster's data comes from, and whether it still follows.
struct Replication {
  bool replica = false;       // it is declared to follow
  bool switched_off = false;  // spec.replica.enabled is false: it was promoted
  bool switching = false;     // a primary on its way to be a replica
  std::string source, place;  // the name of the external cluster, and where that lies
  std::string delay;          // spec.replica.minApplyDelay
  std::string restored_from;  // spec.bootstrap.recovery: the external cluster, or a Backup
  std::string server;         // the external cluster's serverName, where it has one
  std::string primary;        // an instance that says that it is no standby
};

struct ClusterRow {
  ObjectId id;
  std::string namespace_, name;
  std::optional<Time> created;
  bool hibernated = false, skip_wal = false;
  std::string fenced;  // the annotation's list of instances
  Replication replication;
  bool in_tree = false, snapshots = false;
  std::string in_tree_url, snapshot_class, retention;
  std::string in_tree_endpoint;  // "" is the cloud's own
  std::string in_tree_server;    // the folder below in_tree_url
  bool was_hibernated = false;   // the annotation is still there, and says off
  std::optional<Time> ready;     // since when it is ready
  std::vector<Plugin> plugins;
  std::map<std::string, ReportedTimes> reported;  // by method; "" is the field without a method
  std::optional<Time> last_failed;
  std::string archiving, archiving_message;  // of the condition ContinuousArchiving; "" when absent
  std::optional<Duration> max_age;
  std::optional<std::string> ignore;
  std::string complaint;  // about its lastgood.dev annotations or its retention policy
};

struct RecoveryWindow {
  std::optional<Time> first_point, last_success, last_failure;
};

struct ObjectStoreRow {
  ObjectId id;
  std::string namespace_, name, url, retention;
  std::string endpoint;  // "" is the cloud's own
  std::map<std::string, RecoveryWindow> servers;
};

struct VolumeSnapshotRow {
  ObjectId id;
  ObjectId backup;  // of the Backup that its label names; none without the label
  bool ready = false;
  std::string error;
};

struct CnpgTables {
  Table<BackupRow> backups;
  Table<ScheduledBackupRow> schedules;
  Table<ClusterRow> clusters;
  Table<ObjectStoreRow> stores;
  Table<VolumeSnapshotRow> snapshots;
};

}  // namespace lastgood::cnpg
