// YAML's merge keys: "<<: *other" or "<<: [*a, *b]" gives a mapping the keys of another one, unless it has
// them itself. Pure but for the document.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>

namespace lastgood {

// Merges in place, everywhere in `document`. "" or what is wrong with one; `where` is then its place.
std::string Merge(const YAML::Node& document, YAML::Mark& where);

}  // namespace lastgood
