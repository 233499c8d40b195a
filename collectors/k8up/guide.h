// What people read about k8up: causes, commands, names elsewhere, lines in the documents. Values.
#pragma once

#include <vector>

#include "model/source_guide.h"

namespace lastgood {

std::vector<SourceGuide> K8upGuides();

}  // namespace lastgood
