// A ScheduledBackup seen against its Cluster: when it runs, where it writes, and whether it can work. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/cnpg/rows.h"
#include "model/facts.h"

namespace lastgood::cnpg {

struct Policy {
  const ScheduledBackupRow* row = nullptr;
  ObjectKey key;
  std::optional<Cron> cron;
  std::string trap;        // what a five-field schedule really does
  std::string bad_cron;    // why the schedule does not parse
  std::string impossible;  // why every backup that it starts must fail
  std::string doubt;       // what it needs and is not among the files, though it may be elsewhere

  bool Live() const { return cron && !row->suspended && impossible.empty(); }
};

// `cluster` is null when it is not known; `stores` is null when ObjectStores were not read.
Policy MakePolicy(const ScheduledBackupRow& row, const ClusterRow* cluster,
                  const Table<ObjectStoreRow>* stores);

// `missing`: why the Cluster that it names is not there, though all Clusters were read; "" when it is.
PolicyFacts ToFacts(const Policy& policy, const std::string& missing, Time now);

// The enabled plugin that writes to ObjectStores, else any enabled one; null when there is none.
const Plugin* BackupPlugin(const ClusterRow& cluster);

// Where backups of `method` go, as far as the Cluster tells; "" when unknown.
std::string DestinationOf(const ClusterRow& cluster, std::string_view method);

// "30d", "4w", "6m" (Barman counts 31 days for a month).
std::optional<Duration> ParseRetention(std::string_view text);

}  // namespace lastgood::cnpg
