// Which Clusters write to one archive: the same server name below the same path of the same service. They
// overwrite each other's WAL, and what one has backed up says nothing of the other
// (plugin-barman-cloud#263). Refers to the tables' rows and must not outlive them. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "collectors/cnpg/rows.h"

namespace lastgood::cnpg {

class Archives {
 public:
  explicit Archives(const CnpgTables& tables);

  // The other Clusters that write where this one does.
  std::vector<const ClusterRow*> SharersOf(const ClusterRow& cluster) const;

 private:
  std::vector<std::string> PlacesOf(const ClusterRow& cluster) const;

  const CnpgTables& tables_;
  std::map<std::string, std::vector<const ClusterRow*>> writers_;  // by place
};

}  // namespace lastgood::cnpg
