#include "proof/barman/segment_ends.h"

#include <fmt/format.h>

#include <algorithm>

#include "collectors/dumps/packed_ends.h"
#include "collectors/dumps/stream_ends.h"
#include "proof/barman/gzip_end.h"
#include "proof/barman/lz4_end.h"
#include "proof/barman/snappy.h"
#include "proof/barman/unpacker.h"

namespace lastgood::proof::barman {
namespace {

constexpr std::uint64_t kTrailer = 8;
constexpr std::uint64_t kSmall = 128 * 1024;  // read as a whole
constexpr std::uint64_t kBzip2Tail = 1024;    // its end mark is enough
constexpr std::uint64_t kXzTail = 16 * 1024;  // the index of some hundred blocks
constexpr std::uint64_t kZstdTail = 256 * 1024;
constexpr std::uint64_t kPiece = 8 * 1024 * 1024;
constexpr std::size_t kStep = 64 * 1024;
constexpr std::size_t kPageHeader = 40;

Finding Unread(const SegmentFile& file, const Error& error) {
  return Finding::Unknown(fmt::format("{} could not be read: {}", NameOf(file.segment), error.message));
}
Finding Cut(const SegmentFile& file, std::string_view why) {
  return Finding::Broken(fmt::format("{} is cut off or damaged: {}", NameOf(file.segment), why));
}
Finding WrongSize(const SegmentFile& file, std::uint64_t size) {
  return Cut(file, fmt::format("it unpacks to {} bytes instead of {}", size, file.segment_size.bytes()));
}

Finding JudgeStream(Reader& reader, const SegmentFile& file, std::uint64_t tail_bytes) {
  const Result<std::string> head = reader.Head(file.key, file.size, kHeadBytes);
  if (!head.ok()) return Unread(file, head.error());
  const Result<std::string> tail = reader.Tail(file.key, file.size, tail_bytes);
  if (!tail.ok()) return Unread(file, tail.error());
  const StreamEnd end = EndOfStream(FormatOf(file.packing), *head, *tail, file.size);
  if (!end.fault.empty()) return Cut(file, end.fault);
  if (end.size && *end.size != file.segment_size.bytes()) return WrongSize(file, *end.size);
  if (!end.known) return Finding::Unknown(fmt::format("how {} ends cannot be told", NameOf(file.segment)));
  return {};
}

Finding JudgeLz4(Reader& reader, const SegmentFile& file) {
  const Result<std::string> head = reader.Head(file.key, file.size, kLz4Head);
  if (!head.ok()) return Unread(file, head.error());
  const Result<std::string> tail = reader.Tail(file.key, file.size, Lz4Tail(*head));
  if (!tail.ok()) return Unread(file, tail.error());
  const std::string fault = Lz4Fault(*head, *tail, file.size);
  return fault.empty() ? Finding() : Cut(file, fault);
}

std::uint64_t Little(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = count; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// The first bytes inside; fewer when the format gives none out so early.
std::string Inside(Packing packing, std::string_view head) {
  if (packing == Packing::kPlain) return std::string(head);
  if (packing != Packing::kSnappy) return UnpackHead(FormatOf(packing), head);
  std::string text;
  SnappyStream stream;
  stream.Add(head, [&](std::string_view piece) { text += piece.substr(0, kHeadBytes); });
  return text;
}

std::uint64_t HeadBytesOf(Packing packing) {
  if (packing == Packing::kPlain) return kPageHeader;
  return packing == Packing::kSnappy ? kSnappyTail : HeadWanted(FormatOf(packing));
}

}  // namespace

// src/include/access/xlog_internal.h: XLogLongPageHeaderData, in the byte order of the server.
std::string WhatPageGetsWrong(std::string_view page, const SegmentFile& file) {
  constexpr std::size_t kAddress = 8, kSystem = 24, kSize = 32;
  constexpr unsigned char kLeastMagic = 0xd0, kMostMagic = 0xdf;  // the high byte, of 9.x to what may come
  if (page.size() < kPageHeader) return "";
  const auto high = static_cast<unsigned char>(page[1]), low = static_cast<unsigned char>(page[0]);
  if (high < kLeastMagic || high > kMostMagic) {
    // A server of the other byte order, whose numbers are not compared.
    return low >= kLeastMagic && low <= kMostMagic ? "" : "it does not begin as a segment of WAL";
  }
  const std::uint64_t begin = file.segment_size.IndexOf(file.segment) * file.segment_size.bytes();
  if (Little(page, kAddress, 8) != begin) return "its first page is another segment's";
  if (const std::uint64_t size = Little(page, kSize, 4); size != file.segment_size.bytes())
    return fmt::format("it is of a server with segments of {} bytes", size);
  if (const std::uint64_t id = Little(page, kSystem, 8); file.system_id && id != *file.system_id)
    return fmt::format("it is of another server: its system identifier is {} instead of {}", id,
                       *file.system_id);
  return "";
}

Finding JudgeSegmentEnd(Reader& reader, const SegmentFile& file) {
  if (file.packing == Packing::kPlain) return {};
  if (file.packing == Packing::kGzip) {
    const Result<std::string> tail = reader.Tail(file.key, file.size, kTrailer);
    if (!tail.ok()) return Unread(file, tail.error());
    return SizeInGzip(*tail) == file.segment_size.bytes()
               ? Finding()
               : Cut(file, "its last four bytes are not the size of a segment");
  }
  if (file.size <= kSmall) return JudgeWholeSegment(reader, file);
  if (file.packing == Packing::kSnappy) {
    const Result<std::string> tail = reader.Tail(file.key, file.size, kSnappyTail);
    if (!tail.ok()) return Unread(file, tail.error());
    return TextAtSnappyEnd(*tail) ? Finding() : Cut(file, "its last chunk does not end with the file");
  }
  if (file.packing == Packing::kBzip2) return JudgeStream(reader, file, kBzip2Tail);
  if (file.packing == Packing::kXz) return JudgeStream(reader, file, kXzTail);
  if (file.packing == Packing::kLz4) return JudgeLz4(reader, file);
  return JudgeStream(reader, file, kZstdTail);
}

Finding JudgeSegmentHead(Reader& reader, const SegmentFile& file) {
  const Result<std::string> head = reader.Head(file.key, file.size, HeadBytesOf(file.packing));
  if (!head.ok()) return Unread(file, head.error());
  const std::string wrong = WhatPageGetsWrong(Inside(file.packing, *head), file);
  return wrong.empty() ? Finding() : Finding::Broken(fmt::format("{}: {}", NameOf(file.segment), wrong));
}

Finding JudgeWholeSegment(Reader& reader, const SegmentFile& file) {
  Unpacker unpacker(file.packing);
  std::uint64_t size = 0;
  std::string page;
  const auto take = [&](std::string_view text) {
    size += text.size();
    if (page.size() < kPageHeader) page += text.substr(0, kPageHeader);
  };
  for (std::uint64_t at = 0; at < file.size && size <= file.segment_size.bytes(); at += kPiece) {
    const Result<std::string> piece = reader.Part(file.key, at, std::min(kPiece, file.size - at));
    if (!piece.ok()) return Unread(file, piece.error());
    // In steps, since what was made to unpack without end must not hold us up.
    for (std::string_view rest = *piece; !rest.empty() && size <= file.segment_size.bytes();) {
      const std::string_view step = rest.substr(0, kStep);
      if (!unpacker.Add(step, take)) return Cut(file, "it does not unpack, or its checksum is wrong");
      rest.remove_prefix(step.size());
    }
  }
  if (size != file.segment_size.bytes()) return WrongSize(file, size);
  if (!unpacker.IsWhole()) return Cut(file, "its stream runs on past the end of the file");
  const std::string wrong = WhatPageGetsWrong(page, file);
  return wrong.empty() ? Finding() : Finding::Broken(fmt::format("{}: {}", NameOf(file.segment), wrong));
}

}  // namespace lastgood::proof::barman
