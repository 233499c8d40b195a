// A YAML value as text, the same for what reads the same, whatever its comments and its layout: to be
// compared with another. Pure; a document that TooMuchOf finds nothing wrong with is small enough.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

namespace lastgood {

std::string YamlText(const YAML::Node& node);

}  // namespace lastgood
