#include "collectors/dumps/packed.h"

#include <bzlib.h>
#include <fmt/format.h>
#include <lz4frame.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <array>
#include <memory>

#include "collectors/dumps/content.h"
#include "collectors/dumps/lz_blocks.h"

namespace lastgood {
namespace {

// A file that was made to unpack without end must not hold us up.
constexpr std::uint64_t kMostUnpacked = std::uint64_t{1} << 30;
constexpr std::size_t kPiece = 64 * 1024;
constexpr std::uint64_t kMostMemory = std::uint64_t{256} << 20;

bool IsZeros(std::string_view text) { return text.find_first_not_of('\0') == std::string_view::npos; }

// What follows a finished member: another one, or the end.
enum class Next { kMember, kEnd, kJunk };
Next NextOf(DumpFormat format, std::string_view rest) {
  if (IsZeros(rest)) return Next::kEnd;
  return FormatOf(rest.substr(0, kHeadBytes)) == format ? Next::kMember : Next::kJunk;
}

unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
}

UnpackEnd UnpackZlib(std::string_view whole, int window, const UnpackSink& sink) {
  z_stream stream{};
  inflateInit2(&stream, window);
  const std::unique_ptr<z_stream, decltype(&inflateEnd)> end(&stream, &inflateEnd);
  std::array<unsigned char, kPiece> piece;
  stream.next_in = Bytes(whole);
  stream.avail_in = static_cast<unsigned int>(whole.size());
  while (true) {
    stream.next_out = piece.data();
    stream.avail_out = kPiece;
    const int code = inflate(&stream, Z_NO_FLUSH);
    if (!sink({reinterpret_cast<const char*>(piece.data()), kPiece - stream.avail_out}))
      return UnpackEnd::kStopped;
    if (code == Z_OK) continue;
    if (code == Z_BUF_ERROR) return UnpackEnd::kCut;
    if (code != Z_STREAM_END) return UnpackEnd::kDamaged;
    const std::string_view rest = whole.substr(whole.size() - stream.avail_in);
    if (window < 0) return rest.empty() ? UnpackEnd::kWhole : UnpackEnd::kFollowed;
    const Next next = NextOf(DumpFormat::kGzip, rest);
    if (next != Next::kMember) return next == Next::kEnd ? UnpackEnd::kWhole : UnpackEnd::kFollowed;
    inflateReset(&stream);
  }
}

UnpackEnd UnpackZstd(std::string_view whole, const UnpackSink& sink) {
  const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(),
                                                                          &ZSTD_freeDStream);
  std::string piece(ZSTD_DStreamOutSize(), '\0');
  ZSTD_inBuffer in{whole.data(), whole.size(), 0};
  while (true) {
    ZSTD_outBuffer out{piece.data(), piece.size(), 0};
    const std::size_t wanted = ZSTD_decompressStream(stream.get(), &out, &in);  // 0 at the end of a frame
    if (ZSTD_isError(wanted) != 0)
      return ZSTD_getErrorCode(wanted) == ZSTD_error_frameParameter_windowTooLarge ? UnpackEnd::kUnable
                                                                                   : UnpackEnd::kDamaged;
    if (!sink({piece.data(), out.pos})) return UnpackEnd::kStopped;
    if (wanted == 0 && IsZeros(whole.substr(in.pos))) return UnpackEnd::kWhole;
    if (in.pos == in.size && out.pos < out.size) return UnpackEnd::kCut;
  }
}

UnpackEnd UnpackXz(std::string_view whole, const UnpackSink& sink) {
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&stream, kMostMemory, LZMA_CONCATENATED) != LZMA_OK) return UnpackEnd::kUnable;
  const std::unique_ptr<lzma_stream, decltype(&lzma_end)> end(&stream, &lzma_end);
  std::array<unsigned char, kPiece> piece;
  stream.next_in = Bytes(whole);
  stream.avail_in = whole.size();
  while (true) {
    stream.next_out = piece.data();
    stream.avail_out = kPiece;
    const lzma_ret code = lzma_code(&stream, LZMA_FINISH);
    if (!sink({reinterpret_cast<const char*>(piece.data()), kPiece - stream.avail_out}))
      return UnpackEnd::kStopped;
    if (code == LZMA_OK) continue;
    if (code == LZMA_STREAM_END) return UnpackEnd::kWhole;
    if (code == LZMA_MEMLIMIT_ERROR || code == LZMA_OPTIONS_ERROR || code == LZMA_MEM_ERROR)
      return UnpackEnd::kUnable;
    return code == LZMA_BUF_ERROR ? UnpackEnd::kCut : UnpackEnd::kDamaged;
  }
}

UnpackEnd UnpackBzip2(std::string_view whole, const UnpackSink& sink) {
  std::array<char, kPiece> piece;
  while (true) {
    bz_stream stream{};
    if (BZ2_bzDecompressInit(&stream, 0, 0) != BZ_OK) return UnpackEnd::kUnable;
    const std::unique_ptr<bz_stream, decltype(&BZ2_bzDecompressEnd)> end(&stream, &BZ2_bzDecompressEnd);
    stream.next_in = reinterpret_cast<char*>(Bytes(whole));
    stream.avail_in = static_cast<unsigned int>(whole.size());
    int code = BZ_OK;
    while (code == BZ_OK) {
      stream.next_out = piece.data();
      stream.avail_out = kPiece;
      code = BZ2_bzDecompress(&stream);
      if (!sink({piece.data(), kPiece - stream.avail_out})) return UnpackEnd::kStopped;
      if (code == BZ_OK && stream.avail_in == 0 && stream.avail_out > 0) return UnpackEnd::kCut;
    }
    if (code != BZ_STREAM_END) return UnpackEnd::kDamaged;
    whole.remove_prefix(whole.size() - stream.avail_in);
    const Next next = NextOf(DumpFormat::kBzip2, whole);
    if (next != Next::kMember) return next == Next::kEnd ? UnpackEnd::kWhole : UnpackEnd::kFollowed;
  }
}

UnpackEnd UnpackLz4(std::string_view whole, const UnpackSink& sink) {
  LZ4F_dctx* made = nullptr;
  if (LZ4F_isError(LZ4F_createDecompressionContext(&made, LZ4F_VERSION)) != 0) return UnpackEnd::kUnable;
  const std::unique_ptr<LZ4F_dctx, decltype(&LZ4F_freeDecompressionContext)> context(
      made, &LZ4F_freeDecompressionContext);
  std::array<char, kPiece> piece;
  while (true) {
    std::size_t read = whole.size(), written = kPiece;
    const std::size_t wanted = LZ4F_decompress(made, piece.data(), &written, whole.data(), &read, nullptr);
    if (LZ4F_isError(wanted) != 0) return UnpackEnd::kDamaged;
    whole.remove_prefix(read);
    if (!sink({piece.data(), written})) return UnpackEnd::kStopped;
    if (wanted == 0) {
      const Next next = NextOf(DumpFormat::kLz4, whole);
      if (next != Next::kMember) return next == Next::kEnd ? UnpackEnd::kWhole : UnpackEnd::kFollowed;
    } else if (whole.empty() && written < kPiece) {
      return UnpackEnd::kCut;
    }
  }
}

EndingVerdict Of(DumpFormat format, Completeness completeness, std::string_view what) {
  return {completeness, fmt::format("{}: {}", NameOf(format), what), {format}};
}

}  // namespace

UnpackEnd Unpack(DumpFormat format, std::string_view whole, const UnpackSink& sink) {
  switch (format) {
    case DumpFormat::kGzip:
      return UnpackZlib(whole, 15 + 16, sink);
    case DumpFormat::kZstd:
      return UnpackZstd(whole, sink);
    case DumpFormat::kXz:
      return UnpackXz(whole, sink);
    case DumpFormat::kBzip2:
      return UnpackBzip2(whole, sink);
    case DumpFormat::kLz4:
      return UnpackLz4(whole, sink);
    case DumpFormat::kLz4Legacy:
      return UnpackLz4Legacy(whole, sink);
    case DumpFormat::kLzop:
      return UnpackLzop(whole, sink);
    default:
      return UnpackEnd::kUnable;
  }
}

UnpackEnd Inflate(std::string_view stream, const UnpackSink& sink) { return UnpackZlib(stream, -15, sink); }

EndingVerdict JudgePacked(DumpFormat format, std::string_view whole) {
  DumpContent content;
  const UnpackEnd end = Unpack(format, whole, [&](std::string_view piece) {
    content.Add(piece);
    return content.size() < kMostUnpacked;
  });
  switch (end) {
    case UnpackEnd::kWhole:
      return JudgeInside(format, content);
    case UnpackEnd::kCut:
      return Of(format, Completeness::kBroken, "cut off");
    case UnpackEnd::kDamaged:
      return Of(format, Completeness::kBroken, "damaged: it does not unpack, or its checksum is wrong");
    case UnpackEnd::kFollowed:
      return Of(format, Completeness::kBroken, "followed by bytes that do not belong to it");
    case UnpackEnd::kStopped:
      return Of(format, Completeness::kPlausible, "unpacks to more than 1 GiB: not read to its end");
    case UnpackEnd::kUnable:
      break;
  }
  return Of(format, Completeness::kPlausible, "needs more memory to unpack than it is given: not read");
}

}  // namespace lastgood
