// The samples of destinations, buckets, logs, copies. Pure.
#pragma once

#include "catalog/samples.h"
#include "model/snapshot.h"

namespace lastgood {

void ExposeDestination(Samples& samples, const DestinationFacts& destination);
void ExposeBucket(Samples& samples, const BucketFacts& bucket);
void ExposeLogs(Samples& samples, const LogsFacts& logs);
void ExposeCopy(Samples& samples, const CopyFacts& copy);

}  // namespace lastgood
