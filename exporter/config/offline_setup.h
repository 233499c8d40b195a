// What a config says to the generator, read without its sources: kubeconfigs, secrets and servers need not be
// there. Errors: kConfig, one line with the place of the mistake.
#pragma once

#include "exporter/config/options.h"

namespace lastgood {

Result<GeneratorSettings> LoadGeneratorSettings(const CommonOptions& options);

}  // namespace lastgood
