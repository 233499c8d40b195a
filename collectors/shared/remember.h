// Memory of what has expired: failures (Longhorn deletes its Error backups after a day) and restore drills
// (Velero deletes a Restore with its Backup). Pure.
#pragma once

#include "model/facts.h"

namespace lastgood {

// Gives each object of `fresh` the newest failure that `former` knew about the same track, when it is newer
// than its own. Forgotten with the object: one that was created later than the failure is another one.
void RememberFailures(const Facts& former, Facts& fresh);

// Whether a success that restored `point` proves more than what the drill has shown: older data proves
// nothing new, however late it was restored.
bool ProvesMore(const std::optional<Time>& ended, const std::optional<Time>& point,
                const RestoreTestFacts& drill);

// Keeps the drills of objects that are still there: `former` ones that `fresh` lacks, and the newest moments
// of those that both have. A drill and its object share system, namespace and name.
void RememberDrills(const Facts& former, Facts& fresh);

}  // namespace lastgood
