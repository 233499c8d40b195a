// What compressed dumps say about whether they are whole: gzip and zstd. A small one is unpacked and its
// checksum compared. Of a big gzip only the end is looked at: a block is found in it from which everything
// unpacks up to the end of the file, or runs on past it. Pure, bounded in memory and time.
#pragma once

#include <string_view>

#include "collectors/dumps/ending.h"

namespace lastgood {

// A whole file, with all its members.
EndingVerdict JudgeGzip(std::string_view whole);
EndingVerdict JudgeZstd(std::string_view whole);

}  // namespace lastgood
