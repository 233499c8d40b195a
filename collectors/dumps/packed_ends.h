// Large packed files, by their first and last bytes: whether the stream ends with the file, and as far as it
// can be told, whether what is inside ends as its tool ends a dump. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "collectors/dumps/ending.h"

namespace lastgood {

// `head` and `tail`: as many bytes as stream_ends.h wants, of a file that is larger.
EndingVerdict JudgePackedEnds(DumpFormat format, std::string_view head, std::string_view tail,
                              std::uint64_t size);

// The first bytes of what is inside, of a file of which there is only the beginning.
std::string UnpackHead(DumpFormat format, std::string_view head);

}  // namespace lastgood
