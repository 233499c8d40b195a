// Which files each kind of output consists of. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "rules/groups/render.h"

namespace lastgood {

// `what` is one of kGeneratorKinds (options.h).
Files Generate(std::string_view what, const GeneratorSettings& settings);
// The same by what they are for: "rules", "docs", ...; a target may consist of no file.
std::map<std::string, Files> GenerateByTarget(std::string_view what, const GeneratorSettings& settings);

}  // namespace lastgood
