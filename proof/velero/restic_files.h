// Files of a restic repository, read: each is named by the SHA-256 of its content.
#pragma once

#include "collectors/repositories/restic_listing.h"
#include "proof/proof.h"
#include "proof/velero/judgement.h"

namespace lastgood::proof::velero {

// At kEnds a key that is whole, the ends of the newest packs and index files of up to 1 MiB, without any of
// which restic stops; at kContent every index file.
Judgement JudgeResticFiles(const ResticListing& listing, const ReadPart& read, Depth depth);

// Whether the file is what its name says.
Judgement JudgeResticFile(const ResticFile& file, const ReadPart& read);

}  // namespace lastgood::proof::velero
