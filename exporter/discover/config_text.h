// What was found, as a lastgood.yaml with comments. The same for the same: running it again changes nothing.
// Names from outside are quoted where YAML asks for it, and none ends a comment. Pure.
#pragma once

#include <string>

#include "exporter/discover/found.h"

namespace lastgood {

// Gives each bucket a key of its own, but those that are `known`, and each store a name of its own in its
// section.
void NameAll(Found& found);

// `kubernetes` is the section as one line ("{in_cluster: true}"); "" leaves it out.
std::string ConfigText(const Found& found, const std::string& kubernetes);

}  // namespace lastgood
