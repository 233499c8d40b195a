// What people read about dumps: causes, commands, names elsewhere, lines in the documents. Values.
#pragma once

#include <vector>

#include "model/source_guide.h"

namespace lastgood {

std::vector<SourceGuide> DumpsGuides();

}  // namespace lastgood
