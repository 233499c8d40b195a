// The facts of a repository that is known by its bucket only. Pure.
#pragma once

#include "collectors/opensearch/client.h"
#include "collectors/opensearch/listing.h"

namespace lastgood::opensearch {

// `cluster_before` is the uuid of the cluster that had written last when it was read before, "" for none.
RepositoryFacts AssembleStored(const Plan& plan, const RepositoryListing& listing,
                               const std::string& cluster_before, Time now);

}  // namespace lastgood::opensearch
