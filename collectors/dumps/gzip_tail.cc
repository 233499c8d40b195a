// The end of a big gzip. A deflate stream cannot be entered anywhere, but at the start of any of its blocks;
// those are found by trying, and what came before is left unknown.
#include "collectors/dumps/gzip_tail.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <optional>

#include "collectors/dumps/content.h"
#include "collectors/dumps/judge_ends.h"
#include "collectors/dumps/packed.h"
#include "collectors/dumps/text.h"

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

// Stands for a byte that depends on what came before and is not known.
constexpr char kUnknownByte = '\1';

EndingVerdict Broken(std::string_view what) {
  return {Completeness::kBroken, fmt::format("gzip: {}", what), {DumpFormat::kGzip}};
}
EndingVerdict Plausible(std::string_view what) {
  return {Completeness::kPlausible, fmt::format("gzip: {}", what), {DumpFormat::kGzip}};
}

bool IsZeros(std::string_view text) { return text.find_first_not_of('\0') == std::string_view::npos; }

enum class TailEnd { kNone, kEnded, kRunsOn, kDamaged };

struct TailRun {
  TailEnd end = TailEnd::kNone;
  std::string_view rest;     // behind the stream's end
  std::size_t consumed = 0;  // compressed bytes
  DumpContent inside;
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
  while (code == Z_OK && run.inside.size() < kMostTail) {
    stream.next_out = piece.data();
    stream.avail_out = kPiece;
    code = inflate(&stream, Z_NO_FLUSH);
    run.inside.Add({reinterpret_cast<const char*>(piece.data()), kPiece - stream.avail_out});
  }
  run.rest = tail.substr(tail.size() - stream.avail_in);
  run.consumed = tail.size() - byte - stream.avail_in;
  if (code == Z_STREAM_END) run.end = TailEnd::kEnded;
  if (code == Z_BUF_ERROR) run.end = TailEnd::kRunsOn;
  if (code == Z_DATA_ERROR) run.end = TailEnd::kDamaged;
  inflateEnd(&stream);
  return run;
}

// The last text, with a mark where it depends on what came before and is not known: it unpacks differently
// then.
std::string MarkUnknown(std::string text, std::string_view tail, std::size_t bit) {
  const std::string other = RunFrom(tail, bit, 1).inside.tail();
  for (std::size_t i = 0; i < text.size() && i < other.size(); ++i)
    if (text[i] != other[i]) text[i] = kUnknownByte;
  return text;
}

// How many bytes of the footer are surely there, at the best place where none contradicts it; nullopt when
// there is no such place.
std::optional<std::size_t> KnownOfFooter(std::string_view tail, std::string_view footer) {
  constexpr std::size_t kFooterWithin = 200;  // a token of pg_dump's \unrestrict line takes 63 of these
  if (tail.size() > kFooterWithin) tail.remove_prefix(tail.size() - kFooterWithin);
  std::optional<std::size_t> best;
  for (std::size_t at = 0; at + footer.size() <= tail.size(); ++at) {
    std::size_t known = 0, unknown = 0;
    for (std::size_t i = 0; i < footer.size(); ++i) {
      known += tail[at + i] == footer[i] ? 1 : 0;
      unknown += tail[at + i] == kUnknownByte ? 1 : 0;
    }
    if (known + unknown == footer.size()) best = std::max(best.value_or(0), known);
  }
  return best;
}

// What ends a dump that begins so.
std::string_view FooterOf(std::string_view first) {
  TextScan scan;
  scan.Add(first);
  if (first.find("<mysqldump") != std::string_view::npos) return "</mysqldump>";
  if (scan.what() == "a dump of mysqldump") return "-- Dump completed";
  if (scan.what() == "a dump of pg_dumpall") return "-- PostgreSQL database cluster dump complete";
  return scan.what().empty() ? "" : "-- PostgreSQL database dump complete";
}

// A text whose last bytes are not all known.
EndingVerdict JudgePartlyKnown(std::string_view first, std::string_view text) {
  const std::string_view footer = FooterOf(first);
  if (footer.empty()) return Plausible("text whose stream ends as it should");
  const std::optional<std::size_t> known = KnownOfFooter(text, footer);
  if (!known && text.find(kUnknownByte) == std::string_view::npos)
    return Broken(fmt::format("a dump that is cut off: its end lacks \"{}\"", footer));
  // Two thirds of a footer in their places do not stand there by accident.
  if (known && 3 * *known >= 2 * footer.size())
    return {
        Completeness::kEnds, fmt::format("gzip: a dump that ends with \"{}\"", footer), {DumpFormat::kGzip}};
  return Plausible("a dump whose last bytes cannot be told without the whole");
}

EndingVerdict JudgeTextTail(std::string_view first, std::string_view text) {
  TextScan scan;
  scan.Add(first);
  scan.SkipGap();
  scan.Add(text);
  scan.Finish();
  if (text.find(kUnknownByte) != std::string_view::npos && !scan.any_after_gap())
    return JudgePartlyKnown(first, text);
  return Within(DumpFormat::kGzip, JudgeText(first, text, kMostTail, scan));
}

// The size that the trailer tells is modulo 2^32, which 512 divides, and of the last member only.
EndingVerdict JudgeTarTail(std::string_view text, std::uint32_t size, bool one_member) {
  constexpr std::size_t kEndMark = 1024;
  const std::string_view mark = text.substr(text.size() - std::min(text.size(), kEndMark));
  if (mark.find_first_not_of({"\0\1", 2}) != std::string_view::npos)
    return Broken("a tar file without its end mark: cut off");
  if (mark.find(kUnknownByte) != std::string_view::npos || !one_member || size % 512 != 0)
    return Plausible("a tar file whose stream ends as it should");
  return {Completeness::kEnds, "gzip: a tar file that ends with its end mark", {DumpFormat::kGzip}};
}

std::uint32_t SizeInTrailer(std::string_view trailer) {
  std::uint32_t size = 0;
  for (std::size_t i = 0; i < 4; ++i)
    size |= std::uint32_t{static_cast<unsigned char>(trailer[4 + i])} << (8 * i);
  return size;
}

EndingVerdict JudgeTail(std::string_view first, TailRun run, std::string_view tail, std::size_t bit) {
  std::string text = MarkUnknown(run.inside.tail(), tail, bit);
  const std::string_view after = run.rest.substr(kTrailer);
  const bool one_member = IsZeros(after);
  if (!one_member) {
    const UnpackEnd end = Unpack(DumpFormat::kGzip, after, [&](std::string_view piece) {
      run.inside.Add(piece);
      text += piece;
      if (text.size() > kPiece) text.erase(0, text.size() - kTailBytes);
      return run.inside.size() < kMostTail;
    });
    if (end == UnpackEnd::kCut) return Broken("cut off in its last member");
    if (end != UnpackEnd::kWhole) return Broken("its last member is damaged");
  }
  const DumpFormat format = FormatOf(first);
  EndingVerdict verdict;
  if (format == DumpFormat::kTar)
    verdict = JudgeTarTail(text, SizeInTrailer(run.rest), one_member);
  else if (format == DumpFormat::kText)
    verdict = JudgeTextTail(first, text);
  else if (format == DumpFormat::kUnknown || format == DumpFormat::kUtf16)
    verdict = Within(DumpFormat::kGzip, JudgeEnds(format, first, first, first.size()));
  else
    verdict = Plausible(fmt::format("{}, whose stream ends as it should", NameOf(format)));
  verdict.layers = {DumpFormat::kGzip, format};
  return verdict;
}

// Ends where a stream may end: with a trailer, and then nothing, zeros, or another member.
bool EndsWell(const TailRun& run) {
  if (run.rest.size() < kTrailer) return false;
  const std::string_view after = run.rest.substr(kTrailer);
  return IsZeros(after) || after.starts_with("\x1f\x8b");
}

}  // namespace

EndingVerdict JudgeGzipEnds(std::string_view first, std::string_view tail) {
  constexpr std::size_t kHeaderBytes = 12;  // that MayBeBlock looks at, at most
  if (IsZeros(tail)) return Broken("its last bytes are zeros: they were never written");
  int tries = 0;
  for (std::size_t bit = 0; bit / 8 + kHeaderBytes < tail.size() && tries < kMostTries; ++bit) {
    if (!MayBeBlock(tail, bit)) continue;
    ++tries;
    TailRun run = RunFrom(tail, bit, 0);
    if (run.end == TailEnd::kNone || run.consumed < kSure) continue;
    if (run.end == TailEnd::kDamaged) return Broken("damaged: its last bytes do not unpack");
    if (run.end == TailEnd::kRunsOn) return Broken("cut off: its stream runs on past the end of the file");
    if (run.rest.size() < kTrailer) return Broken("cut off in its last bytes");
    if (!EndsWell(run)) return Broken("followed by bytes that do not belong to it");
    return JudgeTail(first, std::move(run), tail, bit);
  }
  // What does not pack is stored, and has no blocks that are found. The size of a tar is still told.
  if (FormatOf(first) == DumpFormat::kTar && SizeInTrailer(tail.substr(tail.size() - kTrailer)) % 512 != 0)
    return Broken("a tar file that is cut off: the last bytes are not its size");
  constexpr std::size_t kFewZeros = 64;
  if (IsZeros(tail.substr(tail.size() - std::min(tail.size(), kFewZeros))))
    return Broken("its last bytes are zeros: they were never written");
  return Plausible("too large to be read whole, and its end says nothing");
}

}  // namespace lastgood
