// Where the objects of a text of manifests are written. Of what kustomize rendered with originAnnotations
// (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/buildmetadata/) it is the file that
// the annotation names. A guess as far as lines go: the first that says the object's name, within its
// document. Pure.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "base/place.h"

namespace lastgood {

// Adds to `places` those of `wanted` that `text`, padded with Pad(), holds and that are not there yet; what
// cannot be read is left out. `stop` ends it.
void LocateObjects(const std::string& file, const std::string& text, const std::set<WrittenObject>& wanted,
                   const std::function<bool()>& stop, Places& places);

}  // namespace lastgood
