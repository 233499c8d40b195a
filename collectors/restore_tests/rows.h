// What is kept of the objects that a restore drill is made of (CronJobs, their Jobs, the ConfigMaps that
// record what was tested, the backups that they restore), and the drills that are looked for: the input of
// Assemble. Pure values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collectors/restore_tests/record.h"
#include "collectors/shared/cnpg_backup.h"
#include "collectors/shared/table.h"
#include "model/facts.h"

namespace lastgood::restore_tests {

// What the config says of one drill; the built-in one has no name.
struct Plan {
  std::string name, cronjob, namespace_, config_map;  // namespace_ "" is any
  RecordKeys keys;
  std::optional<Duration> max_age, max_data_age;
  std::vector<ObjectKey> restores;
  bool follows = false;  // it looks at a standby, which takes every change and leaves no backup untested
};

struct CronJobRow {
  ObjectId id;
  std::string namespace_, name, schedule, zone;
  bool suspended = false;
  std::optional<Time> created, last_run, last_success;
  std::string source_cluster;       // the value of its variable SOURCE_CLUSTER
  std::string snapshot;             // the VolumeSnapshot from which its Jobs' own volume is made
  std::vector<std::string> claims;  // that its Jobs mount
};

// Only of Jobs that a CronJob owns.
struct JobRow {
  ObjectId id;
  std::string namespace_, name, cronjob;
  std::optional<Time> started, completed, failed;
  std::string why;  // it failed
};

struct RecordRow {
  ObjectId id;
  std::string namespace_;
  std::optional<Time> created;
  std::optional<Time> written;  // when its data was last changed, where the API server says so
  Data data;
};

// A completed Backup of CloudNativePG, or a VolumeSnapshot that is ready to use.
struct BackupRow : CnpgBackupTimes {
  ObjectId id;
  Symbol namespace_ = 0, source = 0;  // of a Cluster, or of a claim
  bool snapshot = false;

  Stamp Moment() const { return CnpgBackupTimes::Moment(snapshot); }
  template <typename F>
  void EachSymbol(F f) {
    f(namespace_);
    f(source);
  }
};

// Only of claims that were made from a VolumeSnapshot, and only once they hold its data.
struct ClaimRow {
  ObjectId id;
  std::string snapshot;
};

struct DrillTables {
  std::vector<Plan> plans;
  Table<CronJobRow> cronjobs;
  Table<JobRow> jobs;
  Table<BackupRow> backups, snapshots;
  Table<ClaimRow> claims;
  std::map<std::string, Table<RecordRow>> records;  // by the name of the ConfigMap
};

}  // namespace lastgood::restore_tests
