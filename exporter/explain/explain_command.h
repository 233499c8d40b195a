// `lastgood explain`. An error is one line for main to print (exit code 2).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "exporter/config/ended.h"
#include "exporter/config/options.h"

namespace lastgood {

// One pass over every source, then the story of each thing that is called so. Exit codes as those of `check`.
Result<Ended> RunExplain(const ExplainOptions& options);

// The rows that are meant by a name, "namespace/name", "kind/name" or "system/namespace/kind/name". kConfig
// when there is none, or more than a person would read.
Result<std::vector<const Row*>> RowsCalled(const std::string& object, const Assessment& assessment);

}  // namespace lastgood
