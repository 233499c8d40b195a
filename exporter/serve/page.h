// What `/` shows: one Assessment as a web page. Pure. What came from outside is escaped.
#pragma once

#include "model/assess.h"
#include "model/snapshot.h"
#include "model/thresholds.h"

namespace lastgood {

struct PageFoot {
  std::string version;
  std::string metrics = "metrics";  // where they are, seen from the page
};

// A whole self-contained HTML page without scripts. `thresholds` are those that `assessment` was made with.
std::string RenderPage(const Assessment& assessment, const Snapshot& snapshot, const Thresholds& thresholds,
                       Time now, const PageFoot& foot);

}  // namespace lastgood
