// What `/` shows: one Assessment as a web page. Pure. What came from outside is escaped.
#pragma once

#include "model/assess.h"
#include "model/snapshot.h"

namespace lastgood {

// A whole self-contained HTML page without scripts.
std::string RenderPage(const Assessment& assessment, const Snapshot& snapshot, Time now,
                       const std::string& version);

}  // namespace lastgood
