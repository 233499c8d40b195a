// docs/alerts.md: every alert with what it reads, and which of them stands for an alert that people know by
// another name. Pure.
#pragma once

#include <string>
#include <vector>

#include "model/source_guide.h"
#include "rules/groups/render.h"

namespace lastgood {

// docs/alerts.md
Files AlertDocumentFiles(const GeneratorSettings& settings, const std::vector<SourceGuide>& guides);
// docs/metrics.md, of the catalogue.
Files MetricsDocumentFiles(const GeneratorSettings& settings);

}  // namespace lastgood
