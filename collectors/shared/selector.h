// Label selectors as Kubernetes objects write them (meta/v1 LabelSelector), for collectors whose backups take
// what they select.
#pragma once

#include <vector>

#include "model/facts.h"
#include "net/objects/fields.h"

namespace lastgood {

// Appends the terms of `selector`, a LabelSelector. An operator that is not known is noted as an error.
void AddRequirements(const Fields& selector, std::vector<Requirement>& requirements);

}  // namespace lastgood
