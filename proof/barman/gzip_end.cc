#include "proof/barman/gzip_end.h"

#include <zlib.h>

#include <array>
#include <memory>

namespace lastgood::proof::barman {
namespace {

constexpr std::size_t kWindow = 32 * 1024, kPiece = 32 * 1024, kKept = 64 * 1024;
constexpr std::size_t kTrailer = 8;
constexpr std::size_t kBlockHeader = 17 + 19 * 3;    // bits that are looked at, at most
constexpr std::size_t kSure = 4096;                  // nothing unpacks this far by accident
constexpr std::size_t kMostText = 64 * 1024 * 1024;  // of one try
constexpr int kMostTries = 1000;

// The bits of a deflate stream, lowest first.
unsigned BitsAt(std::string_view bytes, std::size_t at, unsigned count) {
  unsigned value = 0;
  for (unsigned i = 0; i < count; ++i, ++at)
    value |= ((static_cast<unsigned char>(bytes[at / 8]) >> (at % 8)) & 1u) << i;
  return value;
}

// A block with its own codes: their numbers are in range, and the first code is complete (RFC 1951, 3.2.7).
bool MayBeBlock(std::string_view bytes, std::size_t bit) {
  if (BitsAt(bytes, bit + 1, 2) != 2) return false;
  if (BitsAt(bytes, bit + 3, 5) > 29 || BitsAt(bytes, bit + 8, 5) > 29) return false;
  const unsigned lengths = BitsAt(bytes, bit + 13, 4) + 4;
  unsigned used = 0;
  for (std::size_t i = 0; i < lengths; ++i)
    if (const unsigned length = BitsAt(bytes, bit + 17 + 3 * i, 3); length > 0) used += 128u >> length;
  return used == 128;
}

// Unpacks from a bit on; the text when the stream ends there where the trailer begins.
std::optional<std::string> RunFrom(std::string_view tail, std::size_t bit) {
  z_stream stream{};
  if (inflateInit2(&stream, -15) != Z_OK) return std::nullopt;
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&stream, &inflateEnd);
  const std::array<unsigned char, kWindow> before{};
  inflateSetDictionary(&stream, before.data(), kWindow);
  std::size_t byte = bit / 8;
  const int skipped = static_cast<int>(bit % 8);
  if (skipped != 0) inflatePrime(&stream, 8 - skipped, static_cast<unsigned char>(tail[byte++]) >> skipped);
  stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(tail.data() + byte));
  stream.avail_in = static_cast<unsigned int>(tail.size() - byte);
  std::array<char, kPiece> piece;
  std::string text;
  int code = Z_OK;
  while (code == Z_OK && stream.total_out < kMostText) {
    stream.next_out = reinterpret_cast<unsigned char*>(piece.data());
    stream.avail_out = kPiece;
    code = inflate(&stream, Z_NO_FLUSH);
    text.append(piece.data(), kPiece - stream.avail_out);
    if (text.size() > kKept) text.erase(0, text.size() - kKept);
  }
  if (code != Z_STREAM_END || stream.avail_in != kTrailer) return std::nullopt;
  return text;
}

}  // namespace

std::optional<std::string> TextAtGzipEnd(std::string_view tail) {
  int tries = 0;
  for (std::size_t bit = 0; bit / 8 + kSure + kTrailer < tail.size() && tries < kMostTries; ++bit) {
    if ((bit + kBlockHeader) / 8 >= tail.size() || !MayBeBlock(tail, bit)) continue;
    ++tries;
    if (std::optional<std::string> text = RunFrom(tail, bit)) return text;
  }
  return std::nullopt;
}

std::uint32_t SizeInGzip(std::string_view tail) {
  std::uint32_t size = 0;
  for (std::size_t i = 0; i < 4 && i < tail.size(); ++i)
    size = size << 8 | static_cast<unsigned char>(tail[tail.size() - 1 - i]);
  return size;
}

}  // namespace lastgood::proof::barman
