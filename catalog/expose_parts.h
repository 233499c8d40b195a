// The pieces that Expose is made of: one function for each kind of fact. Pure.
#pragma once

#include "catalog/samples.h"
#include "model/snapshot.h"

namespace lastgood {

void ExposeObject(Samples& samples, const ObjectFacts& object, const Derived& derived);
void ExposePolicy(Samples& samples, const PolicyFacts& policy);
void ExposeDestination(Samples& samples, const DestinationFacts& destination);
void ExposeBucket(Samples& samples, const BucketFacts& bucket);
void ExposeLogs(Samples& samples, const LogsFacts& logs);
void ExposeRestoreTest(Samples& samples, const RestoreTestFacts& test, const std::optional<Time>& deadline);
void ExposeCopy(Samples& samples, const CopyFacts& copy);
void ExposeCollector(Samples& samples, const Part& part);

}  // namespace lastgood
