// kustomization.yaml for each folder of generated objects, so that `kubectl apply -k` takes it. The outermost
// folder is lastgood itself; what is for somebody's operator lies in a folder of its own, to be asked for.
// Pure.
#pragma once

#include "base/files.h"
#include "rules/settings.h"

namespace lastgood {

// One a folder of `objects`, which are those under kubernetes/.
Files KustomizationFiles(const Files& objects, const GeneratorSettings& settings);

}  // namespace lastgood
