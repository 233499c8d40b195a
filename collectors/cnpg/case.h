// Everything that is known about one Cluster, gathered from all tables. Refers to the tables' rows and must
// not outlive them. A value.
#pragma once

#include <string>
#include <vector>

#include "collectors/cnpg/history.h"
#include "collectors/cnpg/policy.h"
#include "collectors/cnpg/rows.h"

namespace lastgood::cnpg {

struct Case {
  ObjectKey key;
  const ClusterRow* cluster = nullptr;  // null when it was not read
  std::string unreadable;               // why the Cluster could not be read; "" otherwise
  std::vector<Policy> policies;
  std::vector<const BackupRow*> backups;
  std::vector<const ClusterRow*> sharers;  // other Clusters that write to the same archive
};

}  // namespace lastgood::cnpg
