#include "proof/barman/snappy.h"

#include <array>
#include <cstdint>

namespace lastgood::proof::barman {
namespace {

constexpr std::size_t kHeader = 4, kSum = 4;
constexpr std::size_t kMostText = 65'536;
constexpr std::size_t kMostChunk = kSum + 32 + kMostText + kMostText / 6;
constexpr unsigned char kPacked = 0x00, kStored = 0x01, kIdentifier = 0xff, kFirstSkippable = 0x80;

std::uint32_t Little(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i)
    value |= std::uint32_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return value;
}

constexpr std::array<std::uint32_t, 256> kCrcTable = [] {
  constexpr std::uint32_t kCastagnoli = 0x82f63b78;
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    table[i] = i;
    for (int bit = 0; bit < 8; ++bit) table[i] = table[i] >> 1 ^ ((table[i] & 1) != 0 ? kCastagnoli : 0);
  }
  return table;
}();

// CRC-32C, masked as the format wants it.
std::uint32_t MaskedSum(std::string_view text) {
  std::uint32_t sum = ~std::uint32_t{0};
  for (const char c : text) sum = sum >> 8 ^ kCrcTable[(sum ^ static_cast<unsigned char>(c)) & 0xff];
  sum = ~sum;
  return (sum >> 15 | sum << 17) + 0xa282ead8;
}

// Where the reading of a block stands.
struct Block {
  std::string_view bytes;
  std::size_t at = 0;

  bool Has(std::size_t count) const { return bytes.size() - at >= count; }
  std::uint32_t Take(std::size_t count) {
    const std::uint32_t value = Little(bytes, at, count);
    at += count;
    return value;
  }
};

std::optional<std::uint32_t> TakeLength(Block& block) {
  std::uint32_t length = 0;
  for (unsigned shift = 0; shift < 28; shift += 7) {
    if (!block.Has(1)) return std::nullopt;
    const std::uint32_t byte = block.Take(1);
    length |= (byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return length;
  }
  return std::nullopt;
}

bool TakeLiteral(Block& block, std::uint32_t tag, std::string& text) {
  std::size_t length = tag >> 2;
  if (length >= 60) {
    const std::size_t more = length - 59;
    if (!block.Has(more)) return false;
    length = block.Take(more);
  }
  ++length;
  if (!block.Has(length)) return false;
  text += block.bytes.substr(block.at, length);
  block.at += length;
  return true;
}

bool TakeCopy(Block& block, std::uint32_t tag, std::string& text) {
  const std::uint32_t type = tag & 3;
  const std::size_t more = type == 1 ? 1 : type == 2 ? 2 : 4;
  if (!block.Has(more)) return false;
  std::size_t offset = block.Take(more), length = (tag >> 2) + 1;
  if (type == 1) {
    offset |= std::size_t{tag >> 5} << 8;
    length = (tag >> 2 & 7) + 4;
  }
  if (offset == 0 || offset > text.size() || text.size() + length > kMostText) return false;
  for (; length > 0; --length) text += text[text.size() - offset];
  return true;
}

std::optional<std::string> UnpackBlock(std::string_view bytes) {
  Block block{bytes};
  const std::optional<std::uint32_t> length = TakeLength(block);
  if (!length || *length > kMostText) return std::nullopt;
  std::string text;
  text.reserve(*length);
  while (block.at < bytes.size()) {
    const std::uint32_t tag = block.Take(1);
    if (!((tag & 3) == 0 ? TakeLiteral(block, tag, text) : TakeCopy(block, tag, text))) return std::nullopt;
    if (text.size() > *length) return std::nullopt;
  }
  return text.size() == *length ? std::optional(std::move(text)) : std::nullopt;
}

// `chunk`: of data, with its header.
std::optional<std::string> UnpackChunk(std::string_view chunk) {
  if (chunk.size() < kHeader + kSum) return std::nullopt;
  const std::string_view data = chunk.substr(kHeader + kSum);
  std::optional<std::string> text =
      static_cast<unsigned char>(chunk[0]) == kPacked ? UnpackBlock(data) : std::string(data);
  if (!text || text->size() > kMostText || MaskedSum(*text) != Little(chunk, kHeader, kSum))
    return std::nullopt;
  return text;
}

// What the chunk holds that ends with `tail`, which then ends before it.
std::optional<std::string> TakeLastChunk(std::string_view& tail) {
  for (std::size_t at = tail.size(); at-- > 0;) {
    const std::size_t length = tail.size() - at;
    if (length < kHeader + kSum) continue;
    if (length > kHeader + kMostChunk) break;
    const auto type = static_cast<unsigned char>(tail[at]);
    if (type > kStored || Little(tail, at + 1, 3) + kHeader != length) continue;
    std::optional<std::string> text = UnpackChunk(tail.substr(at));
    if (!text) continue;
    tail.remove_suffix(length);
    return text;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> TextAtSnappyEnd(std::string_view tail) {
  std::optional<std::string> last = TakeLastChunk(tail);
  if (!last) return std::nullopt;
  return TakeLastChunk(tail).value_or("") + *last;
}

bool SnappyStream::Chunk(std::string_view chunk, const Sink& sink) {
  const auto type = static_cast<unsigned char>(chunk[0]);
  if (!begun_ && type != kIdentifier) return false;
  begun_ = true;
  if (type == kIdentifier) return chunk.substr(kHeader) == "sNaPpY";
  if (type >= kFirstSkippable) return true;
  const std::optional<std::string> text = type <= kStored ? UnpackChunk(chunk) : std::nullopt;
  if (text) sink(*text);
  return text.has_value();
}

bool SnappyStream::Add(std::string_view piece, const Sink& sink) {
  kept_ += piece;
  std::string_view rest = kept_;
  while (rest.size() >= kHeader) {
    const std::size_t length = kHeader + Little(rest, 1, 3);
    const bool skippable = static_cast<unsigned char>(rest[0]) >= kFirstSkippable;
    if (!skippable && length > kHeader + kMostChunk) return false;
    if (rest.size() < length) break;
    if (!Chunk(rest.substr(0, length), sink)) return false;
    rest.remove_prefix(length);
  }
  kept_.erase(0, kept_.size() - rest.size());
  return true;
}

}  // namespace lastgood::proof::barman
