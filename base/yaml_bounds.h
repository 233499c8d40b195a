// How large a YAML document may be once its aliases are resolved: a few lines with aliases stand for any
// number of values. Pure.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

namespace lastgood {

// What is too much of it ("nested more than 32 levels deep"), "" if nothing is.
std::string TooMuchOf(const YAML::Node& document);

}  // namespace lastgood
