// What the objects of each backup system say about the buckets that they write to: their decoding for
// `discover`, apart from what their collectors keep. A mistake in one object costs that object alone.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "exporter/discover/gather.h"
#include "net/objects/reading.h"

namespace lastgood {

// The data of a Secret; empty when it cannot be read, of which a remark tells.
using LookIntoSecret = std::function<SecretData(const std::string& namespace_, const std::string& name)>;

struct DestinationReading {
  Resource resource;
  void (*read)(const Fields& object, const LookIntoSecret& secrets, BucketGatherer& gatherer);
};

// ObjectStores and Clusters of CloudNativePG, Longhorn's BackupTargets, Velero's locations, VolSync's sources
// and k8up's Schedules.
const std::vector<DestinationReading>& DestinationReadings();

}  // namespace lastgood
