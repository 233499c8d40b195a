// All that is said of one server: the bases are judged, the newest first, then the WAL along their routes.
// Errors become findings and texts. Not for sharing between threads.
#pragma once

#include "proof/barman/listing.h"
#include "proof/proof.h"

namespace lastgood::proof::barman {

ProvenStore ProveStore(const Listing& listing, const ReadPart& read, Depth depth, Time now);

}  // namespace lastgood::proof::barman
