// Proves the backups of one volume in a Longhorn backup store. Each cfg is read once, one at a time, and each
// block at most once. What cannot be read leaves its backups without a verdict.
#pragma once

#include <string>

#include "proof/longhorn/volume_listing.h"
#include "proof/proof.h"

namespace lastgood::proof::longhorn {

// `listing` must be sorted.
ProvenStore ProveVolume(const VolumeListing& listing, const std::string& root, const ReadPart& read,
                        Depth depth, Time now);

}  // namespace lastgood::proof::longhorn
