// Which files each kind of output consists of. Pure.
#pragma once

#include <string_view>

#include "rules/groups/render.h"

namespace lastgood {

// `what` is one of kGeneratorKinds (options.h).
Files Generate(std::string_view what, const GeneratorSettings& settings);

}  // namespace lastgood
