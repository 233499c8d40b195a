#include "proof/longhorn/block_file.h"

#include <fmt/format.h>

#include <array>

#include "collectors/dumps/packed.h"

namespace lastgood::proof::longhorn {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t kMostRatio = 1032;  // of deflate; lz4 has 255
constexpr std::size_t kLeastPacked = 15;    // an empty lz4 frame

std::uint64_t Little(std::string_view bytes, std::size_t at, std::size_t count = 4) {
  std::uint64_t value = 0;
  for (std::size_t i = count; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

bool IsZeros(std::string_view bytes) { return bytes.find_first_not_of('\0') == std::string_view::npos; }

std::string GzipFault(std::string_view tail, const BlockForm& form) {
  const std::uint64_t told = Little(tail, tail.size() - 4);
  if (told == form.size % (std::uint64_t{1} << 32)) return "";
  return fmt::format("is cut off: its last four bytes tell {} bytes instead of {}", told, form.size);
}

// The header of an lz4 frame, as far as it says how long the frame is.
struct Lz4Header {
  bool block_checksum, content_size, content_checksum;
  std::size_t size = 0;          // with the header's own checksum
  std::uint64_t most_block = 0;  // unpacked
  std::size_t after_block() const { return block_checksum ? 4 : 0; }
  std::size_t end() const { return content_checksum ? 8 : 4; }  // the end mark, and what follows it
};

Lz4Header ReadLz4Header(std::string_view head) {
  const auto flags = static_cast<unsigned char>(head[4]), shape = static_cast<unsigned char>(head[5]);
  Lz4Header header{(flags & 0x10) != 0, (flags & 0x08) != 0, (flags & 0x04) != 0};
  header.size = 4 + 2 + (header.content_size ? 8 : 0) + ((flags & 0x01) != 0 ? 4 : 0) + 1;
  header.most_block = std::uint64_t{1} << (8 + 2 * (shape >> 4 & 7));
  return header;
}

// A block that fits into one of the frame's tells by its length how long the file is.
std::string Lz4LengthFault(std::string_view head, std::uint64_t size, const Lz4Header& header,
                           const BlockForm& form) {
  const std::uint64_t data = Little(head, header.size) & 0x7fffffff;
  const std::uint64_t least = header.size + 4 + data + header.after_block() + header.end();
  if (size < least) return fmt::format("is cut off: {} bytes instead of {}", size, least);
  if (form.size <= header.most_block && size > least)
    return fmt::format("has {} bytes instead of {}", size, least);
  return "";
}

std::string Lz4Fault(std::string_view head, std::string_view tail, std::uint64_t size,
                     const BlockForm& form) {
  const Lz4Header header = ReadLz4Header(head);
  if (head.size() < header.size + 4) return "is cut off";
  if (header.content_size && Little(head, 6, 8) != form.size)
    return fmt::format("holds {} bytes instead of {}", Little(head, 6, 8), form.size);
  if (std::string fault = Lz4LengthFault(head, size, header, form); !fault.empty()) return fault;
  if (!IsZeros(tail.substr(tail.size() - header.end(), 4))) return "is cut off: it lacks the end mark of lz4";
  return header.content_checksum && IsZeros(tail) ? "ends with zeros: its end was never written" : "";
}

DumpFormat PackerOf(std::string_view head) {
  if (head.starts_with("\x1f\x8b\x08"sv)) return DumpFormat::kGzip;
  return head.starts_with("\x04\x22\x4d\x18"sv) ? DumpFormat::kLz4 : DumpFormat::kUnknown;
}

std::string SumFault(const Checksum& found, const Checksum& checksum) {
  return found == checksum ? "" : "does not have the content that its name is the checksum of";
}

}  // namespace

std::string SizeFault(std::uint64_t size, const BlockForm& form) {
  if (size == 0) return "is empty";
  if (!form.packed)
    return size == form.size ? "" : fmt::format("has {} bytes instead of {}", size, form.size);
  if (size < kLeastPacked || size < form.size / kMostRatio)
    return fmt::format("is cut off: {} bytes are too few for a block of {}", size, form.size);
  // What does not pack grows by a few bytes.
  if (size > form.size + form.size / 1024 + 4096)
    return fmt::format("has {} bytes, too many for a block of {}", size, form.size);
  return "";
}

std::string EndsFault(std::string_view head, std::string_view tail, std::uint64_t size,
                      const BlockForm& form) {
  if (!form.packed) return "";
  if (head.size() < kLeastPacked || tail.size() < kBlockTail) return "is cut off";
  const DumpFormat packer = PackerOf(head);
  if (packer == DumpFormat::kGzip) return GzipFault(tail, form);
  if (packer == DumpFormat::kLz4) return Lz4Fault(head, tail, size, form);
  return IsZeros(head) ? "begins with zeros: it was never written"
                       : "is packed neither with lz4 nor with gzip";
}

std::string ContentFault(std::string_view whole, const Checksum& checksum, const BlockForm& form) {
  if (!form.packed) return SumFault(ChecksumOf(whole), checksum);
  const DumpFormat packer = PackerOf(whole);
  if (packer == DumpFormat::kUnknown) return "is packed neither with lz4 nor with gzip";
  Digest digest;
  std::uint64_t size = 0;
  const UnpackEnd end = Unpack(packer, whole, [&](std::string_view piece) {
    digest.Add(piece);
    return (size += piece.size()) <= form.size;
  });
  if (end == UnpackEnd::kCut) return "is cut off";
  if (end == UnpackEnd::kStopped) return fmt::format("holds more than {} bytes", form.size);
  if (end != UnpackEnd::kWhole) return "is damaged: it does not unpack";
  if (size != form.size) return fmt::format("holds {} bytes instead of {}", size, form.size);
  return SumFault(digest.Finish(), checksum);
}

}  // namespace lastgood::proof::longhorn
