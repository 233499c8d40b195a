#include "collectors/dumps/judge.h"

#include "collectors/dumps/archives.h"
#include "collectors/dumps/content.h"
#include "collectors/dumps/judge_ends.h"
#include "collectors/dumps/packed.h"
#include "collectors/dumps/packed_ends.h"
#include "collectors/dumps/stream_ends.h"

namespace lastgood {
namespace {

constexpr std::uint64_t kWhole = 8 * 1024 * 1024;
constexpr std::uint64_t kWholeText = 1024 * 1024;
constexpr std::uint64_t kMoreText = 256 * 1024;  // of both ends, where less leaves it open
constexpr std::uint64_t kGpgTail = 256 * 1024;   // some pieces of the length that it writes
constexpr std::uint64_t kToc = 2 * 1024 * 1024;
constexpr std::uint64_t kTarTail = 512 * 1024;

bool IsPacked(DumpFormat format) { return format >= DumpFormat::kGzip && format <= DumpFormat::kLzop; }

// How much of both ends of a large file that is not packed.
struct Wanted {
  std::uint64_t head = kHeadBytes, tail = kTailBytes;
};

Wanted WantedOf(DumpFormat format) {
  switch (format) {
    case DumpFormat::kPgCustom:
      return {.head = kToc};
    case DumpFormat::kTar:
      return {.tail = kTarTail};
    case DumpFormat::kAge:
      return {.head = 64 * 1024};
    case DumpFormat::kGpg:
      return {.tail = kGpgTail};
    default:
      return {};
  }
}

// `first`: the first kHeadBytes, which were read already.
Result<EndingVerdict> JudgeByEnds(const DumpBytes& bytes, DumpFormat format, const std::string& first,
                                  Wanted wanted) {
  std::string head = first;
  if (wanted.head > first.size()) {
    LASTGOOD_ASSIGN(head, bytes.Head(wanted.head));
  }
  LASTGOOD_ASSIGN(const std::string tail, bytes.Tail(wanted.tail));
  return JudgeEnds(format, head, tail, bytes.size);
}

Result<EndingVerdict> JudgeWhole(const DumpBytes& bytes, DumpFormat format, const std::string& first) {
  std::string whole = first;
  if (bytes.size > first.size()) {
    LASTGOOD_ASSIGN(whole, bytes.Head(bytes.size));
  }
  if (IsPacked(format)) return JudgePacked(format, whole);
  DumpContent content;
  // The zeros that a tape or a disk adds to a text.
  const bool text = format == DumpFormat::kText;
  content.Add(std::string_view(whole).substr(0, text ? whole.find_last_not_of('\0') + 1 : whole.size()));
  return content.Judge();
}

// What stands at the end of a text may stand farther from it, behind statements that were added.
Result<EndingVerdict> JudgeLargeText(const DumpBytes& bytes, const std::string& first) {
  LASTGOOD_ASSIGN(EndingVerdict verdict, JudgeByEnds(bytes, DumpFormat::kText, first, {}));
  if (verdict.completeness == Completeness::kEnds) return verdict;
  return JudgeByEnds(bytes, DumpFormat::kText, first, {kMoreText, kMoreText});
}

// The length of each block stands before it, and nothing behind the last one: they are walked through.
Result<EndingVerdict> JudgeLargeLegacy(const DumpBytes& bytes) {
  constexpr std::uint64_t kMagic = 4, kMostBlocks = 256;
  std::uint64_t at = kMagic, last = 0, blocks = 0;
  for (; at + 4 <= bytes.size && blocks < kMostBlocks; ++blocks) {
    LASTGOOD_ASSIGN(const std::string word, bytes.get(at, 4));
    std::uint64_t length = 0;
    for (std::size_t i = 4; i-- > 0;) length = length << 8 | static_cast<unsigned char>(word[i]);
    if (length == 0) break;
    last = at;
    at += 4 + length;
  }
  constexpr DumpFormat kFormat = DumpFormat::kLz4Legacy;
  if (at < bytes.size && blocks == kMostBlocks)
    return EndingVerdict{Completeness::kPlausible, "lz4: too large to be read to its end", {kFormat}};
  if (at != bytes.size)
    return EndingVerdict{Completeness::kBroken, "lz4: cut off or damaged in its last block", {kFormat}};
  LASTGOOD_ASSIGN(const std::string begin, bytes.Head(HeadWanted(kFormat)));
  LASTGOOD_ASSIGN(const std::string block, bytes.get(last, bytes.size - last));
  return JudgePackedEnds(kFormat, begin, block, bytes.size);
}

Result<EndingVerdict> JudgeAs(const DumpBytes& bytes, DumpFormat format, const std::string& head) {
  const bool closely = IsPacked(format) || format == DumpFormat::kTar || format == DumpFormat::kPgCustom;
  if (closely && bytes.size <= kWhole) return JudgeWhole(bytes, format, head);
  if (format == DumpFormat::kText && bytes.size <= kWholeText) return JudgeWhole(bytes, format, head);
  if (format == DumpFormat::kText) return JudgeLargeText(bytes, head);
  if (format == DumpFormat::kLz4Legacy) return JudgeLargeLegacy(bytes);
  if (IsPacked(format)) {
    LASTGOOD_ASSIGN(const std::string begin, bytes.Head(HeadWanted(format)));
    LASTGOOD_ASSIGN(const std::string tail, bytes.Tail(TailWanted(format)));
    return JudgePackedEnds(format, begin, tail, bytes.size);
  }
  if (format == DumpFormat::kZip || format == DumpFormat::kSevenZip) {
    const bool whole = format == DumpFormat::kZip && bytes.size <= kWhole;
    LASTGOOD_ASSIGN(const std::string tail, bytes.Tail(whole ? kWhole : kDirectoryBytes));
    return format == DumpFormat::kZip ? JudgeZip(tail, bytes.size) : JudgeSevenZip(head, tail, bytes.size);
  }
  return JudgeByEnds(bytes, format, head, WantedOf(format));
}

}  // namespace

Result<EndingVerdict> JudgeDump(const DumpBytes& bytes) {
  if (bytes.size == 0) return EndingVerdict{Completeness::kBroken, "empty", {}};
  LASTGOOD_ASSIGN(const std::string head, bytes.Head(kHeadBytes));
  const DumpFormat format = FormatOf(head);
  LASTGOOD_ASSIGN(EndingVerdict verdict, JudgeAs(bytes, format, head));
  if (verdict.layers.empty()) verdict.layers = {format};
  return verdict;
}

}  // namespace lastgood
