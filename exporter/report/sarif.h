// One Assessment as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), for code
// scanning: each finding a result that points at the line where its object is written. Pure.
#pragma once

#include <string>

#include "exporter/report/gate.h"

namespace lastgood {

std::string RenderSarif(const Assessment& assessment, const GateContext& context);

}  // namespace lastgood
