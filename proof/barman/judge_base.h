// What of a base backup is there, apart from WAL: by the names and sizes of its files, by its backup.info,
// and by what its tars hold. Errors become findings. Not for sharing between threads.
#pragma once

#include "proof/barman/base.h"
#include "proof/barman/listing.h"
#include "proof/barman/reader.h"

namespace lastgood::proof::barman {

Finding JudgeFiles(const BaseFiles& files, Time now);

// `base` has its backup.info.
Finding JudgeInfo(const Base& base);

// Reads backup.info into `base`, if there is one, or finds why it cannot.
void ReadInfo(Reader& reader, const Listing& listing, Base& base);

// The tars that backup.info wants. `split_at`: a tar of so many bytes may have been followed by another.
Finding JudgeTars(Reader& reader, const Listing& listing, const Base& base, std::uint64_t split_at,
                  Depth depth);

// The smallest tar that was followed by another, of all bases; else what barman-cloud does by default.
std::uint64_t SplitAt(const BaseListing& bases);

}  // namespace lastgood::proof::barman
