// What people read about buckets: causes, commands, names elsewhere, lines in the documents. Values.
#pragma once

#include <vector>

#include "model/source_guide.h"

namespace lastgood {

std::vector<SourceGuide> S3Guides();

}  // namespace lastgood
