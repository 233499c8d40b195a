// When a Schedule runs, and which backups are its own. Pure.
#pragma once

#include "collectors/velero/case.h"

namespace lastgood::velero {

// When Velero makes the next backup by its own rule: the first run after the last backup that it submitted,
// or after the run that it was told to skip. In the past when it is due and something holds it up.
std::optional<Time> NextRun(const Case& one);
PolicyFacts ToPolicy(const Case& one);

// Parts the backups that this Schedule made from those of its name that were found in the bucket and may be
// another cluster's: an imported one counts only from the time between the Schedule's creation and its own
// first backup that still exists, and not after the last one that it submitted.
void DropForeign(Case& one);

// The storage location that its backups go to; null when that is not known.
const LocationRow* LocationOf(const Case& one, const VeleroTables& tables);

}  // namespace lastgood::velero
