// `lastgood check`. An error is one line for main to print (exit code 2).
#pragma once

#include "base/result.h"
#include "exporter/config/ended.h"
#include "exporter/config/options.h"

namespace lastgood {

// One pass over every source, then the report on standard output; progress on standard error if that is a
// terminal.
Result<Ended> RunCheck(const CheckOptions& options);

}  // namespace lastgood
