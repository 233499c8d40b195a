// The sections `objectives` and `components` of the config. Mistakes are told by the reader's Finish().
#pragma once

#include "base/config_reader.h"
#include "model/objectives.h"

namespace lastgood {

Objectives ReadObjectives(ConfigReader& config);

}  // namespace lastgood
