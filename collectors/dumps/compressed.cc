#include "collectors/dumps/compressed.h"

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <array>
#include <memory>

#include "collectors/dumps/unpacked.h"

namespace lastgood {
namespace {

// A file that was made to unpack without end must not hold us up.
constexpr std::uint64_t kMostUnpacked = std::uint64_t{1} << 30;
constexpr std::size_t kPiece = 64 * 1024;

EndingVerdict Broken(std::string_view format, std::string_view what) {
  return {Completeness::kBroken, fmt::format("{}: {}", format, what)};
}

bool IsZeros(std::string_view text) { return text.find_first_not_of('\0') == std::string_view::npos; }

// One gzip file, member after member.
class Gunzip {
 public:
  explicit Gunzip(std::string_view whole) {
    inflateInit2(&stream_, 15 + 16);
    stream_.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(whole.data()));
    stream_.avail_in = static_cast<unsigned int>(whole.size());
  }
  ~Gunzip() { inflateEnd(&stream_); }
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  // Whether it unpacks; with `inside`, also whether what is in it is whole.
  EndingVerdict Judge(bool inside) {
    while (inside_.size < kMostUnpacked) {
      const int code = Step();
      if (code == Z_OK) continue;
      if (code == Z_BUF_ERROR) return Broken("gzip", "cut off");
      if (code != Z_STREAM_END)
        return Broken("gzip", "damaged: it does not unpack, or its checksum is wrong");
      const std::string_view rest = Rest();
      if (IsZeros(rest))
        return inside ? JudgeInside("gzip", inside_)
                      : EndingVerdict{Completeness::kPlausible, "gzip: it unpacks"};
      if (!rest.starts_with("\x1f\x8b")) return Broken("gzip", "followed by bytes that are no gzip");
      inflateReset(&stream_);
    }
    return {Completeness::kPlausible, "gzip that unpacks to more than 1 GiB: not read to its end"};
  }
  // At least `most` bytes of what is inside, where there are as many.
  Unpacked Head(std::uint64_t most) {
    while (inside_.size < most && Step() == Z_OK) {
    }
    return std::move(inside_);
  }

 private:
  int Step() {
    stream_.next_out = piece_.data();
    stream_.avail_out = static_cast<unsigned int>(piece_.size());
    const int code = inflate(&stream_, Z_NO_FLUSH);
    inside_.Add({reinterpret_cast<const char*>(piece_.data()), piece_.size() - stream_.avail_out});
    return code;
  }
  std::string_view Rest() const { return {reinterpret_cast<const char*>(stream_.next_in), stream_.avail_in}; }

  z_stream stream_{};
  std::array<unsigned char, kPiece> piece_{};
  Unpacked inside_;
};

}  // namespace

EndingVerdict JudgeInside(std::string_view format, const Unpacked& inside) {
  if (inside.size == 0) return Broken(format, "nothing is inside: what was compressed was empty");
  EndingVerdict verdict = JudgeEnding(inside.head, inside.tail, inside.size);
  verdict.detail = fmt::format("{}: {}", format, verdict.detail);
  return verdict;
}

Unpacked GunzipHead(std::string_view head) { return Gunzip(head).Head(kHeadBytes); }

EndingVerdict JudgeGzip(std::string_view whole) { return Gunzip(whole).Judge(true); }

EndingVerdict JudgeGzipMembers(std::string_view whole) { return Gunzip(whole).Judge(false); }

EndingVerdict JudgeZstd(std::string_view whole) {
  const std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> stream(ZSTD_createDStream(),
                                                                          &ZSTD_freeDStream);
  std::string piece(ZSTD_DStreamOutSize(), '\0');
  ZSTD_inBuffer in{whole.data(), whole.size(), 0};
  Unpacked inside;
  std::size_t wanted = 1;  // 0 at the end of a frame
  while (inside.size < kMostUnpacked) {
    ZSTD_outBuffer out{piece.data(), piece.size(), 0};
    wanted = ZSTD_decompressStream(stream.get(), &out, &in);
    if (ZSTD_isError(wanted) != 0 && ZSTD_getErrorCode(wanted) == ZSTD_error_frameParameter_windowTooLarge)
      return {Completeness::kPlausible, "zstd with a window of more than 128 MiB: not read"};
    if (ZSTD_isError(wanted) != 0)
      return Broken("zstd", "damaged: it does not unpack, or its checksum is wrong");
    inside.Add({piece.data(), out.pos});
    if (in.pos < in.size || out.pos == out.size) continue;
    return wanted == 0 ? JudgeInside("zstd", inside) : Broken("zstd", "cut off");
  }
  return {Completeness::kPlausible, "zstd that unpacks to more than 1 GiB: not read to its end"};
}

}  // namespace lastgood
