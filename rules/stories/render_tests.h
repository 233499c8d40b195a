// Stories as the files of promtool's unit tests. Pure.
#pragma once

#include "base/files.h"
#include "rules/settings.h"

namespace lastgood {

// rules/tests/<group>.test.yaml, for promtool test rules: the stories about alerts that the settings give.
Files RuleTestFiles(const GeneratorSettings& settings);

}  // namespace lastgood
