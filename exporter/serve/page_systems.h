// What stands behind the page's list, folded: components and what covers which data, restore drills, where
// backups go, logs, and the sources that all of it was read from. Pure.
#pragma once

#include <string>

#include "model/assess.h"
#include "model/snapshot.h"
#include "model/thresholds.h"

namespace lastgood {

std::string SystemsHtml(const Assessment& assessment, const Snapshot& snapshot, const Thresholds& thresholds,
                        Time now);

}  // namespace lastgood
