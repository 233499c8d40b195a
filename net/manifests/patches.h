// One patch of a kustomization: whom it is for, and what it makes of an object. As kustomize does it for
// custom resources: a JSON merge patch (RFC 7386), or JSON patch operations (RFC 6902)
// (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/objects/object.h"

namespace lastgood {

// The documents of a YAML or JSON text as JSON; what cannot be read is left out.
std::vector<std::string> ReadDocuments(std::string_view text);

struct Patch {
  std::string file;                    // where it is written, for messages
  std::string kind, namespace_, name;  // "" is any
  bool regex = false;                  // these are regular expressions of the whole value
  bool selects = false;                // by labels or annotations too, which are not looked at
  std::string body;  // JSON: an object to merge, or operations; "" of a patch that could not be read
};

// The patch with this body, for `target` of the kustomization (JSON) or, when that is "", for the object that
// the body names.
Patch MakePatch(std::string file, std::string_view target, std::string body);

bool MayConcern(const Patch& patch, const ObjectName& object);

// What they make of the object, one after the other. kMalformed names the first of which that cannot be told.
Result<std::string> Patched(const std::vector<const Patch*>& patches, std::string_view object);

}  // namespace lastgood
