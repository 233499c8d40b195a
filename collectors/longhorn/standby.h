// A disaster recovery volume: it restores each new backup of its source, and can be activated in its place.
// Pure.
#pragma once

#include <optional>
#include <string>

#include "collectors/longhorn/rows.h"
#include "model/facts.h"

namespace lastgood::longhorn {

struct Standby {
  std::string unread;            // why what it holds is not known; "" when it is
  std::string restored, error;   // the Backup that it holds, and what is wrong with the next restore
  std::optional<Time> point;     // the moment of that Backup's data
  std::optional<Time> newest;    // of the newest complete Backup of the source
  std::optional<Time> waiting;   // when the oldest complete Backup that it does not hold was made
  std::optional<Time> observed;  // the older of the readings
  bool known = false;            // whether Backups wait is known
};

Standby StandbyOf(const VolumeRow& volume, const LonghornTables& tables);

// For people: what it holds, how far it is behind, why.
std::string Describe(const Standby& standby, const VolumeRow& volume);

// How it follows its source, as a drill that never ends; none when that is not known.
std::optional<RestoreTestFacts> DrillOf(const Standby& standby, const ObjectFacts& object,
                                        const ObjectKey& restores);

}  // namespace lastgood::longhorn
