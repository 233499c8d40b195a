#include "collectors/dumps/stream_ends.h"

#include <fmt/format.h>
#include <lz4.h>
#include <lzma.h>

#include <algorithm>
#include <memory>

#include "collectors/dumps/bzip2_end.h"
#include "collectors/dumps/lz_blocks.h"
#include "collectors/dumps/packed.h"
#include "collectors/dumps/zstd_end.h"

namespace lastgood {
namespace {

constexpr std::size_t kKept = 64 * 1024;  // of the text of a last block
constexpr std::size_t kLeastTail = 1024;
constexpr std::string_view kZeros = "its last bytes are zeros: they were never written";

StreamEnd Fault(std::string what) { return {.fault = std::move(what)}; }
StreamEnd Unknown() { return {.known = false}; }

std::string LastOf(std::string text) {
  if (text.size() > kKept) text.erase(0, text.size() - kKept);
  return text;
}

std::uint32_t Little(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

const std::uint8_t* Bytes(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

struct IndexEnd {
  void operator()(lzma_index* index) const { lzma_index_end(index, nullptr); }
};

// The text of the last block, if it lies in `tail`: a stream of its own, but for its index.
std::optional<std::string> LastXzBlock(const lzma_index& index, std::string_view head, std::string_view tail,
                                       std::uint64_t size) {
  lzma_index_iter at;
  lzma_index_iter_init(&at, &index);
  std::uint64_t offset = 0, length = 0;
  while (!lzma_index_iter_next(&at, LZMA_INDEX_ITER_NONEMPTY_BLOCK)) {
    offset = at.block.compressed_file_offset;
    length = at.block.total_size;
  }
  const std::uint64_t begin = size - tail.size();
  if (length == 0 || offset < begin || offset + length > size) return std::nullopt;
  const std::string stream =
      std::string(head.substr(0, LZMA_STREAM_HEADER_SIZE)) + std::string(tail.substr(offset - begin, length));
  std::string text;
  Unpack(DumpFormat::kXz, stream, [&](std::string_view piece) {
    text = LastOf(std::move(text) + std::string(piece));
    return true;
  });
  return text;
}

// The footer says where the index is, and the index how long all blocks are.
StreamEnd EndOfXz(std::string_view head, std::string_view tail, std::uint64_t size) {
  while (tail.ends_with(std::string_view("\0\0\0\0", 4))) tail.remove_suffix(4), size -= 4;
  lzma_stream_flags flags;
  if (tail.size() < LZMA_STREAM_HEADER_SIZE ||
      lzma_stream_footer_decode(&flags, Bytes(tail) + tail.size() - LZMA_STREAM_HEADER_SIZE) != LZMA_OK)
    return Fault("its end is missing or damaged: cut off");
  const std::size_t end = tail.size() - LZMA_STREAM_HEADER_SIZE;
  if (flags.backward_size > end) return Unknown();
  lzma_index* made = nullptr;
  std::uint64_t memory = std::uint64_t{64} << 20;
  std::size_t at = end - flags.backward_size;
  if (lzma_index_buffer_decode(&made, &memory, nullptr, Bytes(tail), &at, end) != LZMA_OK)
    return Fault("its index is damaged");
  const std::unique_ptr<lzma_index, IndexEnd> index(made);
  if (lzma_index_file_size(made) > size) return Fault("it lacks what its index names: cut off");
  if (lzma_index_file_size(made) < size) return {};  // the last of several streams
  return {.tail = LastXzBlock(*made, head, tail, size), .size = lzma_index_uncompressed_size(made)};
}

struct Lz4Frame {
  bool independent = false, block_sums = false, content_sum = false;
  std::size_t most = 0;
};

std::optional<Lz4Frame> ReadLz4Frame(std::string_view head) {
  if (head.size() < 7) return std::nullopt;
  const auto flags = static_cast<unsigned char>(head[4]), sizes = static_cast<unsigned char>(head[5]);
  const unsigned most = (sizes >> 4) & 7;
  if (flags >> 6 != 1 || most < 4) return std::nullopt;
  return Lz4Frame{(flags & 0x20) != 0, (flags & 0x10) != 0, (flags & 4) != 0,
                  std::size_t{1} << (8 + 2 * most)};
}

// A block whose length reaches from its header to the end mark, and that unpacks.
std::optional<std::string> LastLz4Block(const Lz4Frame& frame, std::string_view blocks) {
  const std::size_t sum = frame.block_sums ? 4 : 0;
  std::string text;
  for (std::size_t at = blocks.size(); at-- > 0;) {
    if (blocks.size() - at < 4 + sum) continue;
    if (blocks.size() - at > 4 + sum + frame.most) break;
    const std::uint32_t word = Little(blocks, at), length = word & 0x7fffffff;
    if (length == 0 || at + 4 + length + sum != blocks.size()) continue;
    const std::string_view data = blocks.substr(at + 4, length);
    if ((word & 0x80000000) != 0) return LastOf(std::string(data));
    if (!frame.independent) return "";
    text.assign(frame.most, '\0');
    const int out = LZ4_decompress_safe(reinterpret_cast<const char*>(Bytes(data)), text.data(),
                                        static_cast<int>(length), static_cast<int>(text.size()));
    if (out <= 0) continue;
    text.resize(static_cast<std::size_t>(out));
    return LastOf(std::move(text));
  }
  return std::nullopt;
}

// `block`: the last one, whole.
StreamEnd EndOfLegacyLz4(std::string_view block) {
  std::string text;
  const UnpackEnd end =
      Unpack(DumpFormat::kLz4Legacy, "\x02\x21\x4c\x18" + std::string(block), [&](std::string_view piece) {
        text = LastOf(std::string(piece));
        return true;
      });
  if (end != UnpackEnd::kWhole) return Fault("its last block is cut off or damaged");
  return {.tail = std::move(text)};
}

// More zeros than an end mark and a checksum.
bool EndsWithZeros(std::string_view tail) {
  constexpr std::size_t kFewZeros = 64;
  return tail.size() >= kFewZeros &&
         tail.substr(tail.size() - kFewZeros).find_first_not_of('\0') == std::string_view::npos;
}

StreamEnd EndOfLz4(std::string_view head, std::string_view tail) {
  if (EndsWithZeros(tail)) return Fault(std::string(kZeros));
  const std::optional<Lz4Frame> frame = ReadLz4Frame(head);
  if (!frame) return Unknown();
  const std::size_t after = 4 + (frame->content_sum ? 4u : 0u);
  if (tail.size() < after || Little(tail, tail.size() - after) != 0)
    return Fault("it lacks its end mark: cut off");
  std::optional<std::string> text = LastLz4Block(*frame, tail.substr(0, tail.size() - after));
  if (!text) return Fault("its last block is cut off or damaged");
  if (text->empty()) return {};
  return {.tail = std::move(text)};
}

StreamEnd EndOfLzop(std::string_view head, std::string_view tail) {
  if (EndsWithZeros(tail)) return Fault(std::string(kZeros));
  if (!tail.ends_with(std::string_view("\0\0\0\0", 4))) return Fault("it lacks its end mark: cut off");
  std::optional<std::string> text = LastLzopBlock(head, tail);
  if (!text) return Fault("its last block is cut off or damaged");
  return {.tail = LastOf(*std::move(text))};
}

StreamEnd EndOf(DumpFormat format, std::string_view head, std::string_view tail, std::uint64_t size) {
  switch (format) {
    case DumpFormat::kZstd:
      return {.fault = ZstdFault(head, tail)};
    case DumpFormat::kXz:
      return EndOfXz(head, tail, size);
    case DumpFormat::kBzip2: {
      Bzip2End end = EndOfBzip2(tail);
      return {.fault = std::move(end.fault), .tail = std::move(end.tail)};
    }
    case DumpFormat::kLz4:
      return EndOfLz4(head, tail);
    case DumpFormat::kLzop:
      return EndOfLzop(head, tail);
    case DumpFormat::kLz4Legacy:
      return EndOfLegacyLz4(tail);
    default:
      return EndsWithZeros(tail) ? Fault(std::string(kZeros)) : Unknown();
  }
}

}  // namespace

std::size_t TailWanted(DumpFormat format) {
  switch (format) {
    case DumpFormat::kLz4:
      return 4 * 1024 * 1024 + 64 * 1024;
    case DumpFormat::kXz:
      return 4 * 1024 * 1024;
    case DumpFormat::kBzip2:
      return 1024 * 1024;
    default:
      return 512 * 1024;
  }
}

std::size_t HeadWanted(DumpFormat format) {
  if (format == DumpFormat::kBzip2) return 1024 * 1024;
  if (format == DumpFormat::kLzop) return 320 * 1024;
  if (format == DumpFormat::kZstd) return 192 * 1024;
  return 64 * 1024;
}

StreamEnd EndOfStream(DumpFormat format, std::string_view head, std::string_view tail, std::uint64_t size) {
  StreamEnd end = EndOf(format, head, tail, size);
  // A last block of a few bytes may lack what began in the one before.
  if (end.tail && end.tail->size() < kLeastTail) end.tail.reset();
  return end;
}

}  // namespace lastgood
