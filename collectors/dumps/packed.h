// Packed files that are there as a whole: unpacked to their end, with checksums where the format has them,
// and judged by what is inside. Pure, bounded in memory and time.
#pragma once

#include <functional>
#include <string_view>

#include "collectors/dumps/ending.h"

namespace lastgood {

enum class UnpackEnd : std::uint8_t {
  kWhole,     // followed by nothing, or by the zeros of a tape
  kCut,       // the stream runs on past the end of the file
  kDamaged,   // it does not unpack, or a checksum is wrong
  kFollowed,  // by bytes that do not belong to it
  kStopped,   // the sink wanted no more
  kUnable,    // it needs more memory than we give
};

using UnpackSink = std::function<bool(std::string_view)>;  // false: no more

// All members, frames or streams of a file of gzip, zstd, xz, bzip2, lz4 or lzop, one after the other.
UnpackEnd Unpack(DumpFormat format, std::string_view whole, const UnpackSink& sink);

EndingVerdict JudgePacked(DumpFormat format, std::string_view whole);

// One raw stream of deflate, as in a zip file.
UnpackEnd Inflate(std::string_view stream, const UnpackSink& sink);

}  // namespace lastgood
