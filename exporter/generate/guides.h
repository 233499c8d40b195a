// What the sources' own guides add to the generated documents. Pure.
#pragma once

#include <vector>

#include "model/source_guide.h"
#include "rules/settings.h"

namespace lastgood {

// In the order of the collectors.
std::vector<SourceGuide> AllGuides();
// Those of the configured sources, and of systems that may be backed up where lastgood does not read them.
std::vector<SourceGuide> GuidesOf(const GeneratorSettings& settings);

}  // namespace lastgood
