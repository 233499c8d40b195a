// Alerts that people have under other names, of systems that no collector reads. The others stand in the
// guide of their source. Values.
#pragma once

#include <vector>

#include "model/source_guide.h"

namespace lastgood {

const std::vector<KnownElsewhere>& OfNoSource();

}  // namespace lastgood
