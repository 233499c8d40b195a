#include "collectors/dumps/lz_blocks.h"

#include <lz4.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>

#include "collectors/dumps/lzo1x.h"

namespace lastgood {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLegacyBlock = 8 * 1024 * 1024;
constexpr std::size_t kMostBlock = 64 * 1024 * 1024;
constexpr std::string_view kLegacyMagic = "\x02\x21\x4c\x18"sv;

std::uint32_t Little(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

std::uint32_t Big(std::string_view bytes, std::size_t at, std::size_t count = 4) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// lzop's flags (its conf.h): which checksums stand before each block.
constexpr std::uint32_t kAdlerOfText = 1, kAdlerOfPacked = 2, kExtraField = 0x40, kCrcOfText = 0x100,
                        kCrcOfPacked = 0x200, kFilter = 0x800;

struct LzopHeader {
  std::uint32_t flags = 0;
  std::size_t size = 0;
};

// Magic, versions, method, flags, mode and time, the name, a checksum. nullopt: it is cut, or not known.
std::optional<LzopHeader> ReadLzopHeader(std::string_view head) {
  constexpr std::size_t kMagic = 9;
  if (head.size() < kMagic + 8) return std::nullopt;
  const std::uint32_t version = Big(head, kMagic, 2), needed = Big(head, kMagic + 4, 2);
  if (version < 0x940 || needed > 0x1050) return std::nullopt;
  std::size_t at = kMagic + 6 + 2;  // method and level
  if (head.size() < at + 4) return std::nullopt;
  LzopHeader header{Big(head, at), 0};
  at += 4;
  if ((header.flags & kFilter) != 0) at += 4;
  at += 12;  // mode, time in two halves
  if (head.size() < at + 1) return std::nullopt;
  at += 1 + static_cast<unsigned char>(head[at]) + 4;
  if ((header.flags & kExtraField) != 0) {
    if (head.size() < at + 4) return std::nullopt;
    at += 4 + std::size_t{Big(head, at)} + 4;
  }
  if (at > head.size()) return std::nullopt;
  header.size = at;
  return header;
}

std::size_t ChecksumBytes(std::uint32_t flags, bool packed) {
  std::size_t bytes = 0;
  for (const std::uint32_t flag : {kAdlerOfText, kCrcOfText}) bytes += (flags & flag) != 0 ? 4 : 0;
  for (const std::uint32_t flag : {kAdlerOfPacked, kCrcOfPacked})
    bytes += packed && (flags & flag) != 0 ? 4 : 0;
  return bytes;
}

enum class BlockEnd { kBlock, kLast, kCut, kDamaged };

// The block at `at`, which then stands behind it.
BlockEnd NextLzopBlock(std::string_view bytes, std::size_t& at, std::uint32_t flags, std::string& text) {
  if (bytes.size() < at + 4) return BlockEnd::kCut;
  const std::uint32_t size = Big(bytes, at);
  at += 4;
  if (size == 0) return BlockEnd::kLast;
  if (size > kMostBlock) return BlockEnd::kDamaged;
  if (bytes.size() < at + 4) return BlockEnd::kCut;
  const std::uint32_t packed = Big(bytes, at);
  at += 4;
  if (packed > size) return BlockEnd::kDamaged;
  const std::size_t sums = ChecksumBytes(flags, packed < size);
  if (bytes.size() < at + sums + packed) return BlockEnd::kCut;
  const std::string_view data = bytes.substr(at + sums, packed);
  std::optional<std::string> unpacked = packed == size ? std::string(data) : UnpackLzo1x(data, size);
  if (!unpacked) return BlockEnd::kDamaged;
  text = std::move(*unpacked);
  const bool adler = (flags & kAdlerOfText) != 0;
  if (adler && adler32(adler32(0, nullptr, 0), Bytes(text), size) != Big(bytes, at))
    return BlockEnd::kDamaged;
  at += sums + packed;
  return BlockEnd::kBlock;
}

}  // namespace

UnpackEnd UnpackLz4Legacy(std::string_view whole, const UnpackSink& sink) {
  std::string text(kLegacyBlock, '\0');
  whole.remove_prefix(kLegacyMagic.size());
  while (!whole.empty()) {
    if (whole.size() < 4) return UnpackEnd::kCut;
    const std::uint32_t size = Little(whole, 0);
    const bool another = whole.starts_with(kLegacyMagic);
    whole.remove_prefix(4);
    if (another) continue;
    if (size == 0 || size > static_cast<std::uint32_t>(LZ4_compressBound(kLegacyBlock)))
      return UnpackEnd::kDamaged;
    if (whole.size() < size) return UnpackEnd::kCut;
    const int out = LZ4_decompress_safe(reinterpret_cast<const char*>(Bytes(whole)), text.data(),
                                        static_cast<int>(size), static_cast<int>(text.size()));
    if (out < 0) return UnpackEnd::kDamaged;
    if (!sink(std::string_view(text).substr(0, static_cast<std::size_t>(out)))) return UnpackEnd::kStopped;
    whole.remove_prefix(size);
  }
  return UnpackEnd::kWhole;
}

UnpackEnd UnpackLzop(std::string_view whole, const UnpackSink& sink) {
  std::string text;
  while (true) {
    const std::optional<LzopHeader> header = ReadLzopHeader(whole);
    if (!header) return whole.size() < 64 ? UnpackEnd::kCut : UnpackEnd::kUnable;
    std::size_t at = header->size;
    BlockEnd end = BlockEnd::kBlock;
    while ((end = NextLzopBlock(whole, at, header->flags, text)) == BlockEnd::kBlock)
      if (!sink(text)) return UnpackEnd::kStopped;
    if (end != BlockEnd::kLast) return end == BlockEnd::kCut ? UnpackEnd::kCut : UnpackEnd::kDamaged;
    whole.remove_prefix(at);
    if (whole.find_first_not_of('\0') == std::string_view::npos) return UnpackEnd::kWhole;
    if (FormatOf(whole.substr(0, kHeadBytes)) != DumpFormat::kLzop) return UnpackEnd::kFollowed;
  }
}

std::optional<std::string> LastLzopBlock(std::string_view head, std::string_view tail) {
  const std::optional<LzopHeader> header = ReadLzopHeader(head);
  if (!header || !tail.ends_with("\0\0\0\0"sv)) return std::nullopt;
  std::string text;
  for (std::size_t at = tail.size(); at-- > 0;) {
    if (tail.size() - at < 12) continue;
    const std::uint32_t size = Big(tail, at), packed = Big(tail, at + 4);
    if (size == 0 || packed == 0 || packed > size || size > kMostBlock) continue;
    if (at + 8 + ChecksumBytes(header->flags, packed < size) + packed + 4 != tail.size()) continue;
    std::size_t next = at;
    if (NextLzopBlock(tail, next, header->flags, text) == BlockEnd::kBlock) return text;
  }
  return std::nullopt;
}

}  // namespace lastgood
