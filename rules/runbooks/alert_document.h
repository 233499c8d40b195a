// docs/alerts.md: every alert with what it reads, and which of them stands for an alert that people know by
// another name. Pure.
#pragma once

#include <string>
#include <vector>

#include "rules/groups/render.h"

namespace lastgood {

// Alerts that other projects ship, or that people write for themselves.
struct KnownElsewhere {
  std::string names;              // `VeleroBackupFailures`, `VeleroBackupFailed`
  std::string origin;             // who ships or writes them
  std::vector<std::string> here;  // the alerts that cover them; empty when nothing here does
  std::string why;                // the names differ, or it is not covered
};
const std::vector<KnownElsewhere>& AlertsElsewhere();

// docs/alerts.md
Files AlertDocumentFiles(const GeneratorSettings& settings);
// docs/metrics.md, of the catalogue.
Files MetricsDocumentFiles(const GeneratorSettings& settings);

}  // namespace lastgood
