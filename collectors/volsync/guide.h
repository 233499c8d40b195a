// What people read about VolSync: causes, commands, names elsewhere, lines in the documents. Values.
#pragma once

#include <vector>

#include "model/source_guide.h"

namespace lastgood {

std::vector<SourceGuide> VolsyncGuides();

}  // namespace lastgood
