// What people read about copies of buckets: causes, commands, names elsewhere, lines in the documents.
// Values.
#pragma once

#include <vector>

#include "model/source_guide.h"

namespace lastgood {

std::vector<SourceGuide> CopyGuides();

}  // namespace lastgood
