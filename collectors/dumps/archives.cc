#include "collectors/dumps/archives.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "collectors/dumps/content.h"
#include "collectors/dumps/packed.h"

namespace lastgood {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t kMostUnpacked = std::uint64_t{1} << 30;

std::uint64_t Little(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count && at + i < bytes.size(); ++i)
    value |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

std::uint32_t Crc(std::string_view bytes, std::uint32_t from = 0) {
  return static_cast<std::uint32_t>(
      crc32(from, reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned>(bytes.size())));
}

EndingVerdict Of(DumpFormat format, Completeness completeness, std::string_view what) {
  return {completeness, fmt::format("{} {}", NameOf(format), what), {format}};
}

struct ZipEnd {
  std::uint64_t entries = 0, directory = 0, length = 0;  // of the directory
  std::uint64_t at = 0;                                  // where it ends
};

// The record at the end (APPNOTE.TXT 4.3.16), with its larger form before it (4.3.14, 4.3.15).
std::optional<ZipEnd> FindZipEnd(std::string_view tail, std::uint64_t size) {
  constexpr std::size_t kRecord = 22, kLocator = 20;
  const std::uint64_t begin = size - tail.size();
  for (std::size_t at = tail.rfind("PK\x05\x06"sv); at != std::string_view::npos;
       at = at == 0 ? at - 1 : tail.rfind("PK\x05\x06"sv, at - 1)) {
    if (at + kRecord + Little(tail, at + 20, 2) != tail.size()) continue;
    ZipEnd end{Little(tail, at + 10, 2), Little(tail, at + 16, 4), Little(tail, at + 12, 4), begin + at};
    if (at < kLocator || tail.substr(at - kLocator, 4) != "PK\x06\x07"sv) return end;
    const std::uint64_t large = Little(tail, at - kLocator + 8, 8);
    if (large < begin || large - begin + 56 > tail.size()) return std::nullopt;
    const std::size_t here = large - begin;
    if (tail.substr(here, 4) != "PK\x06\x06"sv) return std::nullopt;
    return ZipEnd{Little(tail, here + 32, 8), Little(tail, here + 48, 8), Little(tail, here + 40, 8), large};
  }
  return std::nullopt;
}

struct ZipEntry {
  std::uint64_t flags = 0, method = 0, crc = 0, packed = 0, size = 0, offset = 0;
};

// nullopt: the directory is damaged.
std::optional<std::vector<ZipEntry>> ReadZipDirectory(std::string_view directory, std::uint64_t count) {
  std::vector<ZipEntry> entries;
  std::size_t at = 0;
  while (entries.size() < count) {
    if (directory.size() < at + 46 || directory.substr(at, 4) != "PK\x01\x02"sv) return std::nullopt;
    ZipEntry entry{Little(directory, at + 8, 2),  Little(directory, at + 10, 2),
                   Little(directory, at + 16, 4), Little(directory, at + 20, 4),
                   Little(directory, at + 24, 4), Little(directory, at + 42, 4)};
    // Sizes beyond 32 bits stand in an extra field of kind 1, those that are needed, in this order.
    const std::size_t name = Little(directory, at + 28, 2), extra = Little(directory, at + 30, 2);
    for (std::size_t i = at + 46 + name; i + 4 <= at + 46 + name + extra;
         i += 4 + Little(directory, i + 2, 2)) {
      if (Little(directory, i, 2) != 1) continue;
      std::size_t field = i + 4;
      for (std::uint64_t* value : {&entry.size, &entry.packed, &entry.offset})
        if (*value == 0xffffffff) *value = Little(directory, field, 8), field += 8;
    }
    entries.push_back(entry);
    at += 46 + name + extra + Little(directory, at + 32, 2);
  }
  return entries;
}

// One file of an archive that is there as a whole; nullopt: it is not looked into.
std::optional<EndingVerdict> JudgeZipFile(std::string_view whole, const ZipEntry& entry,
                                          std::uint64_t& left) {
  if ((entry.flags & 1) != 0 || (entry.method != 0 && entry.method != 8)) return std::nullopt;
  if (entry.offset + 30 > whole.size() || whole.substr(entry.offset, 4) != "PK\x03\x04"sv)
    return Of(DumpFormat::kZip, Completeness::kBroken,
              "whose files are not where its directory says: damaged");
  const std::uint64_t data =
      entry.offset + 30 + Little(whole, entry.offset + 26, 2) + Little(whole, entry.offset + 28, 2);
  if (data + entry.packed > whole.size())
    return Of(DumpFormat::kZip, Completeness::kBroken, "that lacks what its directory names: cut off");
  const std::string_view packed = whole.substr(data, entry.packed);
  DumpContent content;
  std::uint32_t crc = 0;
  const UnpackSink sink = [&](std::string_view piece) {
    crc = Crc(piece, crc);
    content.Add(piece);
    left -= std::min<std::uint64_t>(left, piece.size());
    return left > 0;
  };
  const UnpackEnd end = entry.method == 8 ? Inflate(packed, sink) : (sink(packed), UnpackEnd::kWhole);
  if (end == UnpackEnd::kStopped) return std::nullopt;
  if (end != UnpackEnd::kWhole || crc != entry.crc)
    return Of(DumpFormat::kZip, Completeness::kBroken,
              "that is damaged: a file does not unpack, or its checksum is wrong");
  if (content.size() == 0) return std::nullopt;
  return JudgeInside(DumpFormat::kZip, content);
}

// The worst of its files speaks for it.
EndingVerdict JudgeZipFiles(std::string_view whole, const std::vector<ZipEntry>& entries) {
  constexpr std::size_t kMostFiles = 100;
  std::optional<EndingVerdict> worst;
  std::size_t looked = 0;
  std::uint64_t left = kMostUnpacked;  // of all of them: their data may overlap
  for (const ZipEntry& entry : entries) {
    if (looked++ == kMostFiles || left == 0) break;
    std::optional<EndingVerdict> verdict = JudgeZipFile(whole, entry, left);
    // A README beside the dump is none of its parts.
    if (verdict && verdict->completeness == Completeness::kBroken &&
        verdict->detail.starts_with("not a dump") && entries.size() > 1)
      continue;
    if (verdict && (!worst || verdict->completeness > worst->completeness)) worst = std::move(verdict);
  }
  return worst.value_or(Of(DumpFormat::kZip, Completeness::kPlausible, "whose files were not looked into"));
}

}  // namespace

EndingVerdict JudgeZip(std::string_view tail, std::uint64_t size) {
  const std::optional<ZipEnd> end = FindZipEnd(tail, size);
  if (!end) return Of(DumpFormat::kZip, Completeness::kBroken, "without its directory at the end: cut off");
  if (end->entries == 0) return Of(DumpFormat::kZip, Completeness::kBroken, "with nothing inside");
  if (end->length > end->at || end->directory + end->length > end->at)
    return Of(DumpFormat::kZip, Completeness::kBroken, "that lacks what its directory names: cut off");
  const std::uint64_t begin = size - tail.size();
  if (end->directory < begin)
    return Of(DumpFormat::kZip, Completeness::kPlausible, "with its directory at the end");
  const std::optional<std::vector<ZipEntry>> entries =
      ReadZipDirectory(tail.substr(end->directory - begin, end->length), end->entries);
  if (!entries) return Of(DumpFormat::kZip, Completeness::kBroken, "whose directory is damaged");
  if (std::ranges::all_of(*entries, [](const ZipEntry& entry) { return entry.size == 0; }))
    return Of(DumpFormat::kZip, Completeness::kBroken, "with nothing inside but empty files");
  if (begin == 0) return JudgeZipFiles(tail, *entries);
  return Of(DumpFormat::kZip, Completeness::kPlausible,
            "with its directory at the end: its files were not read");
}

EndingVerdict JudgeSevenZip(std::string_view head, std::string_view tail, std::uint64_t size) {
  constexpr std::uint64_t kHeader = 32;
  if (head.size() < kHeader)
    return Of(DumpFormat::kSevenZip, Completeness::kBroken, "that is cut off in its header");
  if (Crc(head.substr(12, 20)) != Little(head, 8, 4))
    return Of(DumpFormat::kSevenZip, Completeness::kBroken, "whose header is damaged, or was never finished");
  const std::uint64_t offset = Little(head, 12, 8), length = Little(head, 20, 8);
  if (offset > size || length > size || kHeader + offset + length > size)
    return Of(DumpFormat::kSevenZip, Completeness::kBroken, "that is cut off: its directory is missing");
  if (length == 0 || offset == 0)
    return Of(DumpFormat::kSevenZip, Completeness::kBroken, "with nothing inside");
  const std::uint64_t begin = size - tail.size();
  if (kHeader + offset >= begin && Crc(tail.substr(kHeader + offset - begin, length)) != Little(head, 28, 4))
    return Of(DumpFormat::kSevenZip, Completeness::kBroken, "whose directory is damaged");
  return Of(DumpFormat::kSevenZip, Completeness::kPlausible,
            "with its directory at the end: its files were not read");
}

}  // namespace lastgood
