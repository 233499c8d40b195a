#include "proof/barman/unpacker.h"

#include <bzlib.h>
#include <lz4frame.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <memory>
#include <string>

#include "proof/barman/snappy.h"

namespace lastgood::proof::barman {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::uint64_t kMostMemory = std::uint64_t{128} << 20;
using Out = std::array<char, kPiece>;

char* Bytes(std::string_view text) { return const_cast<char*>(text.data()); }
unsigned char* Unsigned(std::string_view text) { return reinterpret_cast<unsigned char*>(Bytes(text)); }
unsigned char* Unsigned(Out& out) { return reinterpret_cast<unsigned char*>(out.data()); }

struct Gzip {
  Gzip() { inflateInit2(&stream, 15 + 16); }
  ~Gzip() { inflateEnd(&stream); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  bool Add(std::string_view piece, const Unpacker::Sink& sink) {
    Out out;
    stream.next_in = Unsigned(piece);
    stream.avail_in = static_cast<unsigned int>(piece.size());
    while (stream.avail_in > 0 || stream.avail_out == 0) {
      if (whole && stream.avail_in == 0) return true;
      if (whole) inflateReset(&stream);  // another member
      stream.next_out = Unsigned(out);
      stream.avail_out = kPiece;
      const int code = inflate(&stream, Z_NO_FLUSH);
      sink({out.data(), kPiece - stream.avail_out});
      whole = code == Z_STREAM_END;
      if (code == Z_BUF_ERROR) return true;
      if (code != Z_OK && !whole) return false;
    }
    return true;
  }

  z_stream stream{};
  bool whole = false;
};

struct Bzip2 {
  Bzip2() { BZ2_bzDecompressInit(&stream, 0, 0); }
  ~Bzip2() { BZ2_bzDecompressEnd(&stream); }
  Bzip2(const Bzip2&) = delete;
  Bzip2& operator=(const Bzip2&) = delete;

  void Restart() {
    const bz_stream before = stream;
    BZ2_bzDecompressEnd(&stream);
    stream = {};
    BZ2_bzDecompressInit(&stream, 0, 0);
    stream.next_in = before.next_in;
    stream.avail_in = before.avail_in;
  }
  bool Add(std::string_view piece, const Unpacker::Sink& sink) {
    Out out;
    stream.next_in = Bytes(piece);
    stream.avail_in = static_cast<unsigned int>(piece.size());
    for (bool full = false; stream.avail_in > 0 || full;) {
      if (whole && stream.avail_in == 0) return true;
      if (whole) Restart();
      stream.next_out = out.data();
      stream.avail_out = kPiece;
      const int code = BZ2_bzDecompress(&stream);
      full = stream.avail_out == 0;
      sink({out.data(), kPiece - stream.avail_out});
      whole = code == BZ_STREAM_END;
      if (code != BZ_OK && !whole) return false;
    }
    return true;
  }

  bz_stream stream{};
  bool whole = false;
};

struct Xz {
  Xz() { ready = lzma_stream_decoder(&stream, kMostMemory, LZMA_CONCATENATED) == LZMA_OK; }
  ~Xz() { lzma_end(&stream); }
  Xz(const Xz&) = delete;
  Xz& operator=(const Xz&) = delete;

  bool Run(std::string_view piece, lzma_action action, const Unpacker::Sink& sink) {
    Out out;
    stream.next_in = Unsigned(piece);
    stream.avail_in = piece.size();
    lzma_ret code = ready ? LZMA_OK : LZMA_PROG_ERROR;
    bool more = true;
    while (code == LZMA_OK && more) {
      stream.next_out = Unsigned(out);
      stream.avail_out = kPiece;
      code = lzma_code(&stream, action);
      sink({out.data(), kPiece - stream.avail_out});
      more = stream.avail_in > 0 || stream.avail_out == 0 || action == LZMA_FINISH;
    }
    whole = code == LZMA_STREAM_END;
    return code == LZMA_OK || code == LZMA_BUF_ERROR || whole;
  }
  bool Add(std::string_view piece, const Unpacker::Sink& sink) { return Run(piece, LZMA_RUN, sink); }

  lzma_stream stream = LZMA_STREAM_INIT;
  bool ready = false, whole = false;
};

struct Zstd {
  bool Add(std::string_view piece, const Unpacker::Sink& sink) {
    Out out;
    ZSTD_inBuffer in{piece.data(), piece.size(), 0};
    for (bool full = false; in.pos < in.size || full;) {
      ZSTD_outBuffer written{out.data(), out.size(), 0};
      const std::size_t wanted = ZSTD_decompressStream(stream.get(), &written, &in);
      if (ZSTD_isError(wanted) != 0) return false;
      sink({out.data(), written.pos});
      whole = wanted == 0;
      full = written.pos == written.size && !whole;
    }
    return true;
  }

  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream{ZSTD_createDStream(), &ZSTD_freeDStream};
  bool whole = false;
};

struct Lz4 {
  Lz4() { LZ4F_createDecompressionContext(&context, LZ4F_VERSION); }
  ~Lz4() { LZ4F_freeDecompressionContext(context); }
  Lz4(const Lz4&) = delete;
  Lz4& operator=(const Lz4&) = delete;

  bool Add(std::string_view piece, const Unpacker::Sink& sink) {
    Out out;
    for (bool full = false; !piece.empty() || full;) {
      std::size_t read = piece.size(), written = kPiece;
      const std::size_t wanted = LZ4F_decompress(context, out.data(), &written, piece.data(), &read, nullptr);
      if (LZ4F_isError(wanted) != 0) return false;
      sink({out.data(), written});
      piece.remove_prefix(read);
      whole = wanted == 0;
      full = written == kPiece && !whole;
    }
    return true;
  }

  LZ4F_dctx* context = nullptr;
  bool whole = false;
};

struct Plain {
  bool Add(std::string_view piece, const Unpacker::Sink& sink) {
    sink(piece);
    return true;
  }
  bool whole = true;
};

}  // namespace

Unpacker::Unpacker(Packing packing) {
  const auto use = [this](const auto& codec) {
    add_ = [codec](std::string_view piece, const Sink& sink) { return codec->Add(piece, sink); };
    is_whole_ = [codec] { return codec->whole; };
  };
  if (packing == Packing::kPlain) use(std::make_shared<Plain>());
  if (packing == Packing::kGzip) use(std::make_shared<Gzip>());
  if (packing == Packing::kBzip2) use(std::make_shared<Bzip2>());
  if (packing == Packing::kZstd) use(std::make_shared<Zstd>());
  if (packing == Packing::kLz4) use(std::make_shared<Lz4>());
  if (packing == Packing::kXz) {
    const auto codec = std::make_shared<Xz>();
    use(codec);
    is_whole_ = [codec] { return codec->Run({}, LZMA_FINISH, [](std::string_view) {}) && codec->whole; };
  }
  if (packing == Packing::kSnappy) {
    const auto codec = std::make_shared<SnappyStream>();
    add_ = [codec](std::string_view piece, const Sink& sink) { return codec->Add(piece, sink); };
    is_whole_ = [codec] { return codec->IsWhole(); };
  }
}

}  // namespace lastgood::proof::barman
