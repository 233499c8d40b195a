// The samples of objects, policies and drills. Pure.
#pragma once

#include "catalog/object_metrics.h"
#include "catalog/samples.h"
#include "model/snapshot.h"

namespace lastgood {

using ObjectLabels = LabelText<catalog::kObject>;
ObjectLabels ObjectLabelsOf(const ObjectKey& key);

void ExposeObject(Samples& samples, const ObjectFacts& object, const Derived& derived);
void ExposePolicy(Samples& samples, const PolicyFacts& policy);

void ExposeRestoreTest(Samples& samples, const RestoreTestFacts& test, const std::optional<Time>& deadline);

}  // namespace lastgood
