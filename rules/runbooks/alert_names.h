// Alerts that people know by other names. Values.
#pragma once

#include <string>
#include <vector>

#include "model/alerts.h"

namespace lastgood {

// Alerts that other projects ship, or that people write for themselves.
struct KnownElsewhere {
  std::string names;            // `VeleroBackupFailures`, `VeleroBackupFailed`
  std::string origin;           // who ships or writes them
  std::vector<AlertName> here;  // the alerts that cover them; empty when nothing here does
  std::string why;              // the names differ, or it is not covered
};
const std::vector<KnownElsewhere>& AlertsElsewhere();

}  // namespace lastgood
