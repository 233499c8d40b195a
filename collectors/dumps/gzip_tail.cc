// The end of a big gzip. A deflate stream cannot be entered anywhere, but at the start of any of its blocks;
// those are found by trying, and what came before is left unknown.
#include "collectors/dumps/gzip_tail.h"

#include <fmt/format.h>
#include <zlib.h>

#include <array>

#include "collectors/dumps/compressed.h"
#include "collectors/dumps/unpacked.h"

namespace lastgood {
namespace {

constexpr std::size_t kWindow = 32 * 1024;
constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kTrailer = 8;       // checksum and size
constexpr std::size_t kSure = 16 * 1024;  // nothing unpacks this far by accident
constexpr int kMostTries = 2000;
constexpr std::uint64_t kMostTail = 512 * 1024 * 1024;

// The bits of a deflate stream, lowest first.
class Bits {
 public:
  Bits(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) {}
  unsigned Take(unsigned count) {
    unsigned value = 0;
    for (unsigned i = 0; i < count; ++i, ++at_) {
      const auto byte = static_cast<unsigned char>(bytes_[at_ / 8]);
      value |= ((byte >> (at_ % 8)) & 1u) << i;
    }
    return value;
  }

 private:
  std::string_view bytes_;
  std::size_t at_;
};

// Whether a block with its own codes may begin at this bit: sizes in range, and a complete first code. One in
// some ten thousand places looks so by accident.
bool MayBeBlock(std::string_view bytes, std::size_t bit) {
  Bits bits(bytes, bit);
  bits.Take(1);
  if (bits.Take(2) != 2) return false;
  if (bits.Take(5) > 29 || bits.Take(5) > 29) return false;
  const unsigned lengths = bits.Take(4) + 4;
  unsigned used = 0;  // of 128 parts of the code space
  for (unsigned i = 0; i < lengths; ++i)
    if (const unsigned length = bits.Take(3); length > 0) used += 128u >> length;
  return used == 128;
}

EndingVerdict Broken(std::string_view what) { return {Completeness::kBroken, fmt::format("gzip: {}", what)}; }

bool IsZeros(std::string_view text) { return text.find_first_not_of('\0') == std::string_view::npos; }

enum class TailEnd { kNone, kEnded, kRunsOn };

struct TailRun {
  TailEnd end = TailEnd::kNone;
  std::string_view rest;     // behind the stream's end
  std::size_t consumed = 0;  // compressed bytes
  Unpacked inside;
};

// Unpacks from a bit on, with `filler` for what came before and is not known.
TailRun RunFrom(std::string_view tail, std::size_t bit, unsigned char filler) {
  TailRun run;
  z_stream stream{};
  inflateInit2(&stream, -15);
  const std::array<unsigned char, kWindow> before = [&] {
    std::array<unsigned char, kWindow> window{};
    window.fill(filler);
    return window;
  }();
  inflateSetDictionary(&stream, before.data(), kWindow);
  std::size_t byte = bit / 8;
  const int skipped = static_cast<int>(bit % 8);
  if (skipped != 0) inflatePrime(&stream, 8 - skipped, static_cast<unsigned char>(tail[byte++]) >> skipped);
  stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(tail.data() + byte));
  stream.avail_in = static_cast<unsigned int>(tail.size() - byte);
  std::array<unsigned char, kPiece> piece;
  int code = Z_OK;
  while (code == Z_OK && run.inside.size < kMostTail) {
    stream.next_out = piece.data();
    stream.avail_out = kPiece;
    code = inflate(&stream, Z_NO_FLUSH);
    run.inside.Add({reinterpret_cast<const char*>(piece.data()), kPiece - stream.avail_out});
  }
  run.rest = tail.substr(tail.size() - stream.avail_in);
  run.consumed = tail.size() - byte - stream.avail_in;
  if (code == Z_STREAM_END) run.end = TailEnd::kEnded;
  if (code == Z_BUF_ERROR) run.end = TailEnd::kRunsOn;
  inflateEnd(&stream);
  return run;
}

// The last text, with a mark where it depends on what came before and is not known: it unpacks differently
// then.
std::string MarkUnknown(std::string text, std::string_view tail, std::size_t bit) {
  const std::string other = RunFrom(tail, bit, 1).inside.tail;
  for (std::size_t i = 0; i < text.size() && i < other.size(); ++i)
    if (text[i] != other[i]) text[i] = kUnknownByte;
  return text;
}

EndingVerdict JudgeTail(const Unpacked& head, TailRun run, std::string_view tail, std::size_t bit) {
  if (run.rest.size() > kTrailer && run.rest.substr(kTrailer).starts_with("\x1f\x8b")) {
    const EndingVerdict last = JudgeGzipMembers(run.rest.substr(kTrailer));
    if (last.completeness == Completeness::kBroken) return last;
    return {Completeness::kPlausible, "gzip in several parts, the last of which is whole"};
  }
  const std::string text = MarkUnknown(run.inside.tail, tail, bit);
  EndingVerdict verdict = text == run.inside.tail ? JudgeEnding(head.head, text, run.inside.size)
                                                  : JudgePartlyKnownEnding(head.head, text);
  verdict.detail = "gzip: " + verdict.detail;
  return verdict;
}

// Ends where a stream may end: with a trailer, and then nothing, zeros, or another member.
bool EndsWell(const TailRun& run) {
  if (run.rest.size() < kTrailer) return false;
  const std::string_view after = run.rest.substr(kTrailer);
  return IsZeros(after) || after.starts_with("\x1f\x8b");
}

}  // namespace

EndingVerdict JudgeGzipEnds(std::string_view head, std::string_view tail) {
  const Unpacked start = GunzipHead(head);
  constexpr std::size_t kHeaderBytes = 12;  // that MayBeBlock looks at, at most
  int tries = 0;
  for (std::size_t bit = 0; bit / 8 + kHeaderBytes < tail.size() && tries < kMostTries; ++bit) {
    if (!MayBeBlock(tail, bit)) continue;
    ++tries;
    TailRun run = RunFrom(tail, bit, 0);
    if (run.end == TailEnd::kNone || run.consumed < kSure) continue;
    if (run.end == TailEnd::kRunsOn) return Broken("cut off: its stream runs on past the end of the file");
    if (run.rest.size() < kTrailer) return Broken("cut off in its last bytes");
    if (EndsWell(run)) return JudgeTail(start, std::move(run), tail, bit);
  }
  return {Completeness::kPlausible, "gzip too large to be read whole, and its end says nothing"};
}

}  // namespace lastgood
