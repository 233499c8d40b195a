#include "proof/barman/tar_ends.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "collectors/dumps/bzip2_end.h"
#include "collectors/dumps/tar_walk.h"
#include "proof/barman/gzip_end.h"
#include "proof/barman/lz4_end.h"
#include "proof/barman/snappy.h"
#include "proof/barman/unpacker.h"

namespace lastgood::proof::barman {
namespace {

constexpr std::size_t kBlock = 512;
constexpr std::uint64_t kRecord = 10'240;       // what Python's tarfile pads to
constexpr std::uint32_t kRecordIn2To32 = 2048;  // what of it divides a size modulo 2^32
constexpr std::uint64_t kPlainTail = 64 * 1024, kLongTail = 8 * 1024 * 1024;
constexpr std::uint64_t kBzip2Tail = 1024 * 1024;  // a block and more
constexpr std::uint64_t kSmall = 1024 * 1024;      // read as a whole
constexpr std::size_t kFewZeros = 16;
constexpr std::size_t kEndText = 64 * 1024;
constexpr std::uint64_t kPiece = 8 * 1024 * 1024;
// A label of some hundred bytes, its headers, and the padding of the tar to records of 10 KiB.
constexpr std::size_t kLabelWithin = 16 * 1024;
constexpr std::string_view kLabelText = "START WAL LOCATION: ", kControlText = "global/pg_control";

Finding Unread(const TarFile& tar, const Error& error) {
  return Finding::Unknown(fmt::format("{} could not be read: {}", tar.name, error.message));
}
Finding Cut(const TarFile& tar, std::string_view why) {
  return Finding::Broken(fmt::format("{} is cut off or damaged: {}", tar.name, why));
}
Finding NotTheLast(const TarFile& tar) {
  return Finding::Broken(
      fmt::format("{} does not end as the last tar of a backup does: the last one is lost", tar.name));
}

// Of a tar whose last bytes are known for sure.
Finding JudgeMembers(const TarFile& tar, std::string_view end) {
  if (tar.ending == TarEnding::kAny) return {};
  if (tar.ending == TarEnding::kControl)
    return end.find(kControlText) == std::string_view::npos ? NotTheLast(tar) : Finding();
  return LastTarMember(end) == "backup_label" ? Finding() : NotTheLast(tar);
}

// Of one whose last bytes are known in part: `certain` when enough of them are, so that what is not seen is
// not there.
Finding JudgeEndText(const TarFile& tar, std::string_view text, bool certain) {
  if (tar.ending == TarEnding::kAny) return {};
  const std::string_view wanted = tar.ending == TarEnding::kLabel ? kLabelText : kControlText;
  if (text.substr(text.size() - std::min(text.size(), kEndText)).find(wanted) != std::string_view::npos)
    return {};
  if (certain && text.size() >= kLabelWithin) return NotTheLast(tar);
  return Finding::Unknown(
      fmt::format("whether {} is the last tar cannot be told without unpacking it", tar.name));
}

Finding JudgePlain(const TarFile& tar, std::string_view tail) {
  if (tar.size % kRecord != 0) return Cut(tar, "its size is not that of a tar");
  const EndingVerdict verdict = JudgeTarEnds("", tail, tar.size);
  if (verdict.completeness == Completeness::kBroken) return Cut(tar, verdict.detail);
  if (verdict.completeness != Completeness::kEnds)
    return Finding::Unknown(fmt::format("whether {} is whole cannot be told: {}", tar.name, verdict.detail));
  return JudgeMembers(tar, tail);
}

Finding JudgeGzip(const TarFile& tar, std::string_view tail) {
  // A checksum and a size have eight bytes.
  if (tail.find_last_not_of('\0') + 1 + kFewZeros <= tail.size())
    return Cut(tar, "its last bytes are zeros: they were never written");
  if (SizeInGzip(tail) % kRecordIn2To32 != 0)
    return Cut(tar, "its last four bytes are not the size of a tar");
  const std::optional<std::string> text = TextAtGzipEnd(tail);
  if (!text) return Finding::Unknown(fmt::format("where the stream of {} ends was not found", tar.name));
  return JudgeEndText(tar, *text, true);
}

Finding JudgeSnappy(const TarFile& tar, std::string_view tail) {
  const std::optional<std::string> text = TextAtSnappyEnd(tail);
  if (!text) return Cut(tar, "its last chunk does not end with the file");
  return JudgeEndText(tar, *text, true);
}

Finding JudgeBzip2(const TarFile& tar, std::string_view tail) {
  const Bzip2End end = EndOfBzip2(tail);
  if (!end.fault.empty()) return Cut(tar, end.fault);
  return JudgeEndText(tar, end.tail.value_or(""), true);
}

Finding JudgeLz4(Reader& reader, const TarFile& tar) {
  const Result<std::string> head = reader.Head(tar.key, tar.size, kLz4Head);
  if (!head.ok()) return Unread(tar, head.error());
  const Result<std::string> tail = reader.Tail(tar.key, tar.size, Lz4Tail(*head));
  if (!tail.ok()) return Unread(tar, tail.error());
  if (const std::string fault = Lz4Fault(*head, *tail, tar.size); !fault.empty()) return Cut(tar, fault);
  // Text that is new is stored as it is.
  return JudgeEndText(tar, *tail, false);
}

Finding JudgePackedEnd(Reader& reader, const TarFile& tar) {
  if (tar.packing == Packing::kLz4) return JudgeLz4(reader, tar);
  const bool is_gzip = tar.packing == Packing::kGzip, is_bzip2 = tar.packing == Packing::kBzip2;
  const Result<std::string> tail = reader.Tail(tar.key, tar.size,
                                               is_gzip    ? kGzipTail
                                               : is_bzip2 ? kBzip2Tail
                                                          : kSnappyTail);
  if (!tail.ok()) return Unread(tar, tail.error());
  if (is_gzip) return JudgeGzip(tar, *tail);
  return is_bzip2 ? JudgeBzip2(tar, *tail) : JudgeSnappy(tar, *tail);
}

Finding JudgePlainEnd(Reader& reader, const TarFile& tar) {
  Finding finding;
  // Behind a table that ends with empty pages, zeros reach far.
  for (const std::uint64_t most : {kPlainTail, kLongTail}) {
    const Result<std::string> tail = reader.Tail(tar.key, tar.size, most);
    if (!tail.ok()) return Unread(tar, tail.error());
    finding = JudgePlain(tar, *tail);
    if (finding.whole || tail->size() == tar.size) break;
  }
  return finding;
}

// All of a tar as it comes out of its packing.
struct Unpacked {
  TarWalk walk;
  std::string end;  // the last kEndText bytes at least
  std::uint64_t size = 0;

  void Add(std::string_view piece) {
    walk.Add(piece);
    size += piece.size();
    end += piece;
    if (end.size() > 2 * kEndText) end.erase(0, end.size() - kEndText);
  }
};

Finding JudgeUnpacked(const TarFile& tar, const Unpacked& all) {
  if (all.size == 0) return Cut(tar, "nothing is inside");
  if (all.size % kRecord != 0) return Cut(tar, "what is inside has not the size of a tar");
  if (const std::string fault = all.walk.Fault(all.size); !fault.empty() && !all.walk.IsAtEnd())
    return Cut(tar, "a tar that " + fault);
  return JudgeMembers(tar, all.end);
}

}  // namespace

std::string LastTarMember(std::string_view tail) {
  tail.remove_prefix(tail.size() % kBlock);
  for (std::size_t at = tail.size(); at >= kBlock; at -= kBlock) {
    const std::string_view block = tail.substr(at - kBlock, kBlock);
    if (!TarWalk::IsHeader(block)) continue;
    const std::string_view name = block.substr(0, 100);
    return std::string(name.substr(0, name.find('\0')));
  }
  return "";
}

Finding JudgeTarEnd(Reader& reader, const TarFile& tar) {
  if (tar.packing == Packing::kPlain) return JudgePlainEnd(reader, tar);
  return tar.size <= kSmall ? JudgeWholeTar(reader, tar) : JudgePackedEnd(reader, tar);
}

Finding JudgeWholeTar(Reader& reader, const TarFile& tar) {
  Unpacker unpacker(tar.packing);
  Unpacked all;
  for (std::uint64_t at = 0; at < tar.size; at += kPiece) {
    const Result<std::string> piece = reader.Part(tar.key, at, std::min(kPiece, tar.size - at));
    if (!piece.ok()) return Unread(tar, piece.error());
    if (!unpacker.Add(*piece, [&](std::string_view text) { all.Add(text); }))
      return Cut(tar, "it does not unpack, or its checksum is wrong");
  }
  if (!unpacker.IsWhole()) return Cut(tar, "its stream runs on past the end of the file");
  return JudgeUnpacked(tar, all);
}

}  // namespace lastgood::proof::barman
