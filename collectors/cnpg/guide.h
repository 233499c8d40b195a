// What people read about CloudNativePG: causes, commands, names elsewhere, lines in the documents. Values.
#pragma once

#include <vector>

#include "model/source_guide.h"

namespace lastgood {

std::vector<SourceGuide> CnpgGuides();

}  // namespace lastgood
