// What people read about OpenSearch and Elasticsearch: causes, commands, names elsewhere, lines in the
// documents. Values.
#pragma once

#include <vector>

#include "model/source_guide.h"

namespace lastgood {

std::vector<SourceGuide> OpensearchGuides();

}  // namespace lastgood
