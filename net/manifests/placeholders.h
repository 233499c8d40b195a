// Variables in manifests that are substituted before a cluster sees them: Flux's ${VAR} and ${VAR:-default}
// (https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution), and what is
// left of a Helm template. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lastgood {

// `text` with each ${VAR:-default}, ${VAR:=default}, ${VAR-default} and ${VAR=default} replaced by its
// default; a default may hold placeholders of its own. What has no default stays, and so does $${VAR}.
std::string SubstituteDefaults(std::string_view text);

// The first string of an object that is nothing but a placeholder, as it stands there: what the object says
// cannot be known without its value. One within a longer text may stay.
std::optional<std::string> BarePlaceholder(std::string_view json);

// Whether a name was to be filled in.
bool IsTemplateName(std::string_view name);

}  // namespace lastgood
