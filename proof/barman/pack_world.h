// For tests: texts packed as barman-cloud packs them, and tars as Python's tarfile makes them.
#pragma once

#include <bzlib.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <lz4frame.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "proof/barman/wal_name.h"

namespace lastgood::proof::barman {

struct TarMember {
  std::string name, content;
};

inline std::string PackGzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<unsigned int>(text.size());
  stream.next_out = reinterpret_cast<unsigned char*>(packed.data());
  stream.avail_out = static_cast<unsigned int>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

inline std::string PackBzip2(const std::string& text) {
  std::string packed(text.size() + text.size() / 50 + 1024, '\0');
  auto size = static_cast<unsigned int>(packed.size());
  EXPECT_EQ(BZ2_bzBuffToBuffCompress(packed.data(), &size, const_cast<char*>(text.data()),
                                     static_cast<unsigned int>(text.size()), 9, 0, 0),
            BZ_OK);
  packed.resize(size);
  return packed;
}

inline std::string PackXz(const std::string& text) {
  std::string packed(text.size() + 4096, '\0');
  std::size_t size = 0;
  EXPECT_EQ(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, nullptr,
                                    reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                    reinterpret_cast<std::uint8_t*>(packed.data()), &size, packed.size()),
            LZMA_OK);
  packed.resize(size);
  return packed;
}

inline std::string PackZstd(const std::string& text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

// Linked blocks of 64 KiB, which is what python-lz4 does.
inline std::string PackLz4(const std::string& text) {
  LZ4F_preferences_t preferences{};
  preferences.frameInfo.blockSizeID = LZ4F_max64KB;
  preferences.frameInfo.blockMode = LZ4F_blockLinked;
  std::string packed(LZ4F_compressFrameBound(text.size(), &preferences), '\0');
  packed.resize(LZ4F_compressFrame(packed.data(), packed.size(), text.data(), text.size(), &preferences));
  return packed;
}

// CRC-32C, bit by bit.
inline std::uint32_t SnappySum(const std::string& text) {
  std::uint32_t sum = ~std::uint32_t{0};
  for (const char c : text) {
    sum ^= static_cast<unsigned char>(c);
    for (int i = 0; i < 8; ++i) sum = sum >> 1 ^ ((sum & 1) != 0 ? 0x82f63b78 : 0);
  }
  sum = ~sum;
  return (sum >> 15 | sum << 17) + 0xa282ead8;
}

inline std::string LittleEndian(std::uint64_t value, std::size_t count) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

// A literal for each 60 bytes: no packing, but the format. The first bytes are repeated by a copy.
inline std::string SnappyBlock(const std::string& text) {
  std::string block;
  for (std::size_t left = text.size(); left > 0 || block.empty(); left >>= 7) {
    block += static_cast<char>((left & 0x7f) | (left >= 0x80 ? 0x80 : 0));
    if (left < 0x80) break;
  }
  for (std::size_t at = 0; at < text.size();) {
    if (at >= 8 && text.compare(at, 8, text, at - 8, 8) == 0) {
      block += static_cast<char>((8 - 1) << 2 | 2);
      block += LittleEndian(8, 2);
      at += 8;
      continue;
    }
    const std::size_t count = std::min<std::size_t>(8, text.size() - at);
    block += static_cast<char>((count - 1) << 2);
    block += text.substr(at, count);
    at += count;
  }
  return block;
}

inline std::string PackSnappy(const std::string& text) {
  std::string packed = "\xff\x06" + std::string(2, '\0') + "sNaPpY";
  for (std::size_t at = 0; at < text.size(); at += 65536) {
    const std::string piece = text.substr(at, 65536), block = SnappyBlock(piece);
    const bool stored = block.size() > piece.size();
    packed += stored ? '\x01' : '\0';
    packed += LittleEndian((stored ? piece : block).size() + 4, 3) + LittleEndian(SnappySum(piece), 4) +
              (stored ? piece : block);
  }
  return packed;
}

inline std::string TarHeader(const TarMember& member) {
  std::string header(512, '\0');
  const auto put = [&](std::size_t at, const std::string& text) { header.replace(at, text.size(), text); };
  put(0, member.name);
  put(100, "0000600");
  put(108, "0000032");
  put(116, "0000032");
  put(124, fmt::format("{:011o}", member.content.size()));
  put(136, "15155000000");
  put(148, "        ");
  put(156, member.name.ends_with('/') ? "5" : "0");
  put(257, std::string("ustar\00000", 8));
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  put(148, fmt::format("{:06o}", sum) + std::string("\0 ", 2));
  return header;
}

// Packs a text as barman-cloud does.
inline std::string Pack(Packing packing, const std::string& text) {
  switch (packing) {
    case Packing::kGzip:
      return PackGzip(text);
    case Packing::kBzip2:
      return PackBzip2(text);
    case Packing::kXz:
      return PackXz(text);
    case Packing::kZstd:
      return PackZstd(text);
    case Packing::kLz4:
      return PackLz4(text);
    case Packing::kSnappy:
      return PackSnappy(text);
    case Packing::kPlain:
      break;
  }
  return text;
}

// Padded to records of 10 KiB.
inline std::string MakeTar(const std::vector<TarMember>& members) {
  std::string tar;
  for (const TarMember& member : members) {
    tar += TarHeader(member) + member.content;
    tar.resize((tar.size() + 511) / 512 * 512, '\0');
  }
  tar.resize((tar.size() + 1024 + 10239) / 10240 * 10240, '\0');
  return tar;
}

// Bytes that do not pack, the same for a seed.
inline std::string Noise(std::size_t size, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

}  // namespace lastgood::proof::barman
