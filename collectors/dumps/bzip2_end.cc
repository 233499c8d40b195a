#include "collectors/dumps/bzip2_end.h"

#include <cstdint>

#include "collectors/dumps/packed.h"

namespace lastgood {
namespace {

constexpr std::uint64_t kBlock = 0x314159265359, kEnd = 0x177245385090;
constexpr std::uint64_t kMagicMask = (std::uint64_t{1} << 48) - 1;
constexpr std::size_t kMagicBits = 48, kSumBits = 32;

bool BitAt(std::string_view bytes, std::size_t bit) {
  return ((static_cast<unsigned char>(bytes[bit / 8]) >> (7 - bit % 8)) & 1) != 0;
}

// `count` bits from `bit` on, the highest first.
std::uint64_t BitsAt(std::string_view bytes, std::size_t bit, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 1 | (BitAt(bytes, bit + i) ? 1 : 0);
  return value;
}

class BitWriter {
 public:
  explicit BitWriter(std::string begin) : bytes_(std::move(begin)) {}
  void Add(bool bit) {
    if (used_ == 0) bytes_.push_back('\0');
    if (bit) bytes_.back() = static_cast<char>(bytes_.back() | (0x80 >> used_));
    used_ = (used_ + 1) % 8;
  }
  void Add(std::uint64_t value, std::size_t count) {
    while (count-- > 0) Add((value >> count & 1) != 0);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
  unsigned used_ = 0;
};

// Where the mark of the end begins: 48 bits, a checksum, and less than a byte follow.
std::optional<std::size_t> EndMark(std::string_view tail) {
  const std::size_t bits = tail.size() * 8;
  for (std::size_t pad = 0; pad < 8 && bits >= kMagicBits + kSumBits + pad; ++pad) {
    const std::size_t at = bits - kMagicBits - kSumBits - pad;
    if (BitsAt(tail, at, kMagicBits) == kEnd) return at;
  }
  return std::nullopt;
}

// The last block that begins before `end`.
std::optional<std::size_t> LastBlock(std::string_view tail, std::size_t end) {
  std::optional<std::size_t> found;
  std::uint64_t window = 0;
  for (std::size_t bit = 0; bit < end; ++bit) {
    window = (window << 1 | (BitAt(tail, bit) ? 1 : 0)) & kMagicMask;
    if (window == kBlock && bit + 1 >= kMagicBits) found = bit + 1 - kMagicBits;
  }
  return found;
}

}  // namespace

Bzip2End EndOfBzip2(std::string_view tail) {
  const std::optional<std::size_t> end = EndMark(tail);
  if (!end) return {.fault = "it lacks its end mark: cut off"};
  const std::optional<std::size_t> begin = LastBlock(tail, *end);
  if (!begin || *begin + kMagicBits + kSumBits > *end) return {};
  BitWriter stream("BZh9");
  for (std::size_t bit = *begin; bit < *end; ++bit) stream.Add(BitAt(tail, bit));
  stream.Add(kEnd, kMagicBits);
  stream.Add(BitsAt(tail, *begin + kMagicBits, kSumBits),
             kSumBits);  // of one block, the sum of all is its own
  std::string text;
  const UnpackEnd unpacked = Unpack(DumpFormat::kBzip2, stream.bytes(), [&](std::string_view piece) {
    text += piece;
    return text.size() < 4 * 1024 * 1024;
  });
  if (unpacked != UnpackEnd::kWhole) return {.fault = "its last block is damaged"};
  return {.tail = std::move(text)};
}

}  // namespace lastgood
