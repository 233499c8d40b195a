// Everything that is known about one volume, gathered from all tables. Refers to the tables' rows and must
// not outlive them. A value.
#pragma once

#include <string>
#include <vector>

#include "collectors/longhorn/jobs.h"
#include "collectors/longhorn/rows.h"

namespace lastgood::longhorn {

struct Case {
  ObjectKey key;
  const VolumeRow* volume = nullptr;  // null when Volumes were not read, or not this one
  const ClaimRow* claim = nullptr;    // null when it has nothing to say
  std::string unreadable;             // why the Volume could not be read; "" otherwise
  Coverage coverage;
  std::vector<const BackupRow*> backups;
};

}  // namespace lastgood::longhorn
