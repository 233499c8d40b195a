// What a cluster, or the index of a repository, says: snapshots, policies, the repository itself. Plain
// values; unknown is std::nullopt or "".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/cron.h"

namespace lastgood::opensearch {

// As SnapshotState of both systems: kIncompatible was written by a version that this one cannot restore.
enum class SnapshotState : std::uint8_t { kUnknown, kRunning, kSuccess, kPartial, kFailed, kIncompatible };

struct SnapshotRow {
  std::string name;
  std::string uuid;  // the name where there is none
  SnapshotState state = SnapshotState::kUnknown;
  std::string state_text;  // as written
  std::optional<Time> start, end;
  std::string policy;                  // that made it; "" by hand, or unknown
  std::string why;                     // it failed, or is partial
  std::optional<std::int64_t> shards;  // that it should hold
  bool detailed = false;               // times and policy were asked for
};

// What the cluster itself says of a policy's last success: its snapshot may be gone.
struct PolicySuccess {
  std::string snapshot;  // "" when it does not say
  std::optional<Time> start;
  Time end;
};

struct PolicyRow {
  std::string name, repository;
  std::string schedule, timezone;  // as written
  std::optional<Cron> cron;        // absent when it cannot be read as the system will run it
  std::string trouble;             // why there is no cron
  bool creates = true;             // some only delete
  std::optional<bool> suspended;
  std::string suspended_detail;
  std::optional<Time> since;  // made, changed or enabled last
  std::optional<Time> next_run, last_run;
  std::optional<Duration> retention;
  std::optional<std::int64_t> retention_backups;
  std::string indices;  // the selection as written; "" is all
  bool without_global_state = false;
  std::optional<PolicySuccess> succeeded;
  bool names_successes = false;  // the system always tells of the last success: without one there was none
  // No good snapshot that ended later is this cluster's, which has made none since; nullopt: unknown.
  std::optional<Time> own_until;
  std::optional<Time> failed;  // its last failure, which may have left no snapshot
  std::string failure;
};

struct ClusterRow {
  std::string name, version;
  std::optional<bool> elasticsearch;  // else OpenSearch; nullopt: it does not say
};

struct SnapshotRepositoryRow {
  std::string type;
  std::string url;                      // built of bucket and path, without credentials
  std::optional<std::string> endpoint;  // of the service that keeps it; it may be set elsewhere
  bool read_only = false;
  bool shallow = false;  // holds references only: the data stays in the cluster's remote store
};

}  // namespace lastgood::opensearch
