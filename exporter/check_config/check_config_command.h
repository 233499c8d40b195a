// `lastgood check-config`: reads lastgood.yaml and the web config as serve would, and touches no network. A
// mistake is an Error (kConfig), one line with its place, which main turns into exit code 2.
#pragma once

#include "exporter/config/ended.h"
#include "exporter/config/options.h"

namespace lastgood {

Result<Ended> RunCheckConfig(const CheckConfigOptions& options);

}  // namespace lastgood
