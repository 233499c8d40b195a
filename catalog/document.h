// docs/metrics.md, written from the catalogue. Pure.
#pragma once

#include <string>

namespace lastgood {

std::string MetricsDocument();

}  // namespace lastgood
