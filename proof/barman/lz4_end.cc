#include "proof/barman/lz4_end.h"

#include <algorithm>
#include <optional>

namespace lastgood::proof::barman {
namespace {

constexpr std::size_t kFewZeros = 64;
constexpr int kSure = 3;  // blocks that lead to the end; one alone is found by accident

std::uint32_t Little(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

struct Frame {
  std::size_t header = 0;       // bytes before the first block
  std::size_t most = 0;         // of a block
  std::size_t block_sum = 0;    // bytes behind a block
  std::size_t content_sum = 0;  // bytes behind the end mark
};

std::optional<Frame> ReadFrame(std::string_view head) {
  if (head.size() < 7 || Little(head, 0) != 0x184d2204) return std::nullopt;
  const auto flags = static_cast<unsigned char>(head[4]), sizes = static_cast<unsigned char>(head[5]);
  const unsigned most = sizes >> 4 & 7;
  if (flags >> 6 != 1 || most < 4) return std::nullopt;
  return Frame{7 + ((flags & 8) != 0 ? 8u : 0u) + ((flags & 1) != 0 ? 4u : 0u),
               std::size_t{1} << (8 + 2 * most), (flags & 0x10) != 0 ? 4u : 0u, (flags & 4) != 0 ? 4u : 0u};
}

// Whether blocks lead to `end` in the tail. `first`: where the first one of the frame begins in it; beyond it
// when that was not read. `steps`: how many places may still be looked at, of a file that was made to have
// many ways.
bool LeadsTo(const Frame& frame, std::string_view tail, std::size_t first, std::size_t end, int sure,
             std::size_t& steps) {
  if (sure == kSure || end == first) return true;
  const std::size_t most = 4 + frame.most + frame.block_sum;
  for (std::size_t length = 5 + frame.block_sum; length <= most; ++length) {
    if (length > end || steps == 0) return false;
    --steps;
    const std::size_t at = end - length;
    if ((Little(tail, at) & 0x7fffffff) + 4 + frame.block_sum != length) continue;
    if (LeadsTo(frame, tail, first, at, sure + 1, steps)) return true;
    if (steps == 0) return false;
  }
  return false;
}

}  // namespace

std::size_t Lz4Tail(std::string_view head) {
  const std::optional<Frame> frame = ReadFrame(head);
  return frame ? kSure * (frame->most + 16) : 0;
}

std::string Lz4Fault(std::string_view head, std::string_view tail, std::uint64_t size) {
  const std::optional<Frame> frame = ReadFrame(head);
  if (!frame) return "it does not begin as an lz4 frame";
  const std::size_t after = 4 + frame->content_sum;
  if (tail.size() < after || Little(tail, tail.size() - after) != 0) return "it lacks its end mark";
  // More than an end mark and the five bytes that end a block unpacked.
  if (tail.size() >= kFewZeros &&
      tail.substr(tail.size() - kFewZeros).find_first_not_of('\0') == std::string_view::npos)
    return "its last bytes are zeros: they were never written";
  std::size_t steps = 16 * frame->most;
  const std::uint64_t skipped = size - tail.size();
  const std::size_t first =
      skipped > frame->header ? tail.size() + 1 : frame->header - static_cast<std::size_t>(skipped);
  if (!LeadsTo(*frame, tail, first, tail.size() - after, 0, steps))
    return "its blocks do not lead to its end";
  return "";
}

}  // namespace lastgood::proof::barman
