// What `/` shows: one Assessment as a web page. Pure. What came from outside is escaped.
#pragma once

#include "exporter/serve/page_query.h"
#include "model/assess.h"
#include "model/snapshot.h"
#include "model/thresholds.h"

namespace lastgood {

struct PageFoot {
  std::string version;
  std::string metrics = "metrics";  // where they are, seen from the page
};

// A whole self-contained HTML page, whose only script is kPageScript. `thresholds` are those that
// `assessment`, of all that is known, was made with; `query` is what of it to show.
std::string RenderPage(const Assessment& assessment, const Snapshot& snapshot, const Thresholds& thresholds,
                       const PageQuery& query, Time now, const PageFoot& foot);

}  // namespace lastgood
