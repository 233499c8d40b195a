#include "collectors/dumps/zstd_end.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace lastgood {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMostBlock = 128 * 1024;
constexpr std::size_t kHeader = 3;
constexpr int kSure = 4;  // blocks; one alone would be found by accident in one file of a hundred

std::uint32_t Little(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i)
    value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

// Whether a block begins at `at` and ends at `end` (RFC 8878, 3.1.1.2).
bool IsBlock(std::string_view bytes, std::size_t at, std::size_t end, bool last) {
  const std::uint32_t header = Little(bytes, at, kHeader);
  const std::uint32_t type = (header >> 1) & 3, size = header >> 3;
  if ((header & 1) != (last ? 1 : 0) || type == 3 || size > kMostBlock) return false;
  return at + kHeader + (type == 1 ? 1 : size) == end;
}

// Whether the header of a frame ends here (3.1.1.1).
bool IsBehindFrameHeader(std::string_view bytes, std::size_t at) {
  constexpr std::string_view kMagic = "\x28\xb5\x2f\xfd"sv;
  for (std::size_t length = 6; length <= 18 && length <= at; ++length)
    if (bytes.substr(at - length).starts_with(kMagic)) return true;
  return false;
}

// `steps`: how many places may still be looked at, of a file that was made to have many chains.
bool IsPrecededByBlocks(std::string_view bytes, std::size_t end, int sure, std::int64_t& steps) {
  if (sure == kSure || IsBehindFrameHeader(bytes, end)) return true;
  if (end < kHeader + kMostBlock) return true;  // what could say otherwise was not read
  for (std::size_t at = end - kHeader; at + kHeader + kMostBlock >= end; --at) {
    if (--steps < 0) return true;
    if (IsBlock(bytes, at, end, false) && IsPrecededByBlocks(bytes, at, sure + 1, steps)) return true;
  }
  return false;
}

bool EndsWithFrame(std::string_view bytes) {
  if (bytes.size() < kHeader) return false;
  const std::size_t end = bytes.size();
  std::int64_t steps = 64 * static_cast<std::int64_t>(kMostBlock);
  for (std::size_t at = end - kHeader;; --at) {
    if (IsBlock(bytes, at, end, true) && IsPrecededByBlocks(bytes, at, 1, steps)) return true;
    if (at == 0 || at + kHeader + kMostBlock < end) return false;
  }
}

// A skippable frame at the end: the table of the seekable format.
std::string_view WithoutSkippable(std::string_view tail) {
  for (std::size_t at = tail.rfind("\x2a\x4d\x18"sv); at != std::string_view::npos && at > 0;
       at = tail.rfind("\x2a\x4d\x18"sv, at - 1)) {
    if ((static_cast<unsigned char>(tail[at - 1]) & 0xf0) != 0x50 || at + 7 > tail.size()) continue;
    if (at + 7 + std::size_t{Little(tail, at + 3, 4)} == tail.size()) return tail.substr(0, at - 1);
  }
  return tail;
}

}  // namespace

std::string ZstdFault(std::string_view head, std::string_view tail) {
  constexpr std::size_t kFewZeros = 32;  // no checksum or block ends so
  if (tail.find_last_not_of('\0') + 1 + kFewZeros <= tail.size())
    return "its last bytes are zeros: they were never written";
  tail = WithoutSkippable(tail);
  const bool first_has_sum = head.size() > 4 && (static_cast<unsigned char>(head[4]) & 4) != 0;
  for (const bool sum : {first_has_sum, !first_has_sum})
    if (tail.size() > 8 && EndsWithFrame(tail.substr(0, tail.size() - (sum ? 4 : 0)))) return "";
  return "its last block does not end with the file: cut off";
}

}  // namespace lastgood
