// Memory of failures whose object has expired (Longhorn deletes its Error backups after a day). Pure.
#pragma once

#include "exporter/model/facts.h"

namespace lastgood {

// Gives each object of `fresh` the newest failure that `former` knew about the same track, when it is newer
// than its own. Forgotten with the object: one that was created later than the failure is another one.
void RememberFailures(const Facts& former, Facts& fresh);

}  // namespace lastgood
