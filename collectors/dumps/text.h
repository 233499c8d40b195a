// Texts: whether one is a dump at all, or what a failed job left in its place (an error message, a web page),
// and whether it ends as its tool ends one. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "collectors/dumps/ending.h"
#include "collectors/dumps/text_scan.h"

namespace lastgood {

// Whether these first bytes are text in UTF-8 or in an older encoding of one byte a letter.
bool IsText(std::string_view head);

// What PowerShell writes, as UTF-8 as far as it is ASCII. The byte order is told by a mark, if there is one.
std::string FromUtf16(std::string_view bytes, bool big_endian);

// Why a text of `size` bytes that begins so is no dump, in words; nullopt when it may be one.
std::optional<std::string> WhyNoDump(std::string_view head, std::uint64_t size);

// `scan` has seen all of the text, or both ends with a gap between them.
EndingVerdict JudgeText(std::string_view head, std::string_view tail, std::uint64_t size,
                        const TextScan& scan);

}  // namespace lastgood
