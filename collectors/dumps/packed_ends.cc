#include "collectors/dumps/packed_ends.h"

#include <fmt/format.h>
#include <lz4.h>

#include <algorithm>
#include <limits>

#include "collectors/dumps/content.h"
#include "collectors/dumps/gzip_tail.h"
#include "collectors/dumps/judge_ends.h"
#include "collectors/dumps/packed.h"
#include "collectors/dumps/stream_ends.h"
#include "collectors/dumps/text.h"

namespace lastgood {
namespace {

constexpr std::uint64_t kUnknownSize = std::numeric_limits<std::uint64_t>::max() / 512 * 512;

EndingVerdict Plausible(std::string detail) { return {Completeness::kPlausible, std::move(detail), {}}; }

// lz4 gives nothing out before it has a whole block.
std::string Lz4Head(std::string_view head, std::size_t begin) {
  if (head.size() < begin + 4) return "";
  std::string text(kHeadBytes, '\0');
  const bool stored = (static_cast<unsigned char>(head[begin + 3]) & 0x80) != 0;
  const std::string_view block = head.substr(begin + 4);
  if (stored) return std::string(block.substr(0, kHeadBytes));
  const int out = LZ4_decompress_safe_partial(block.data(), text.data(), static_cast<int>(block.size()),
                                              kHeadBytes, kHeadBytes);
  text.resize(out > 0 ? static_cast<std::size_t>(out) : 0);
  return text;
}

std::size_t Lz4HeaderSize(std::string_view head) {
  const auto flags = static_cast<unsigned char>(head.size() > 4 ? head[4] : 0);
  return 7 + ((flags & 8) != 0 ? 8u : 0u) + ((flags & 1) != 0 ? 4u : 0u);
}

// What is inside ends in bytes that are known.
EndingVerdict JudgeKnown(DumpFormat inner, std::string_view first, const StreamEnd& end) {
  if (inner == DumpFormat::kTar && !end.size) {
    const std::string_view tail = *end.tail;
    if (tail.size() >= 1024 &&
        tail.substr(tail.size() - 1024).find_first_not_of('\0') != std::string_view::npos)
      return {Completeness::kBroken, "a tar file without its end mark: cut off", {}};
    return {Completeness::kEnds, "a tar file that ends with its end mark", {}};
  }
  return JudgeEnds(inner, first, *end.tail, end.size.value_or(kUnknownSize));
}

EndingVerdict JudgeInner(const std::string& first, const StreamEnd& end) {
  if (end.size == 0) return {Completeness::kBroken, "nothing is inside", {}};
  if (first.empty()) return Plausible("what is inside was not read");
  const DumpFormat inner = FormatOf(first);
  EndingVerdict verdict;
  if (inner == DumpFormat::kUnknown || inner == DumpFormat::kUtf16)
    verdict = JudgeEnds(inner, first, first, first.size());
  else if (end.tail && end.known)
    verdict = JudgeKnown(inner, first, end);
  else if (inner == DumpFormat::kTar && end.size && *end.size % 512 != 0)
    verdict = {Completeness::kBroken, "a tar file without its end mark: cut off", {}};
  else if (const auto why = inner == DumpFormat::kText ? WhyNoDump(first, kUnknownSize) : std::nullopt)
    verdict = {Completeness::kBroken, "not a dump: " + *why, {}};
  else
    verdict = Plausible(
        fmt::format("{}, of which the end was not read: it is too large to be unpacked", NameOf(inner)));
  verdict.layers = {inner};
  return verdict;
}

}  // namespace

std::string UnpackHead(DumpFormat format, std::string_view head) {
  if (format == DumpFormat::kLz4) return Lz4Head(head, Lz4HeaderSize(head));
  if (format == DumpFormat::kLz4Legacy) return Lz4Head(head, 4);
  std::string text;
  Unpack(format, head, [&](std::string_view piece) {
    text += piece.substr(0, kHeadBytes - text.size());
    return text.size() < kHeadBytes;
  });
  return text;
}

EndingVerdict JudgePackedEnds(DumpFormat format, std::string_view head, std::string_view tail,
                              std::uint64_t size) {
  const std::string first = UnpackHead(format, head);
  if (format == DumpFormat::kGzip) return JudgeGzipEnds(first, tail);
  const StreamEnd end = EndOfStream(format, head, tail, size);
  if (!end.fault.empty())
    return {Completeness::kBroken, fmt::format("{}: {}", NameOf(format), end.fault), {format}};
  return Within(format, JudgeInner(first, end));
}

}  // namespace lastgood
