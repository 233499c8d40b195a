// What people read about restore drills: causes, commands, names elsewhere, lines in the documents. Values.
#pragma once

#include <vector>

#include "model/source_guide.h"

namespace lastgood {

std::vector<SourceGuide> RestoreTestsGuides();

}  // namespace lastgood
