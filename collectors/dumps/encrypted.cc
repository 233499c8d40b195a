#include "collectors/dumps/encrypted.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "base/coding.h"
#include "base/text.h"

namespace lastgood {
namespace {

// What a packed nothing has (xz 32 bytes, lzop 42, a tar in gzip 45), and what gpg adds.
constexpr std::uint64_t kNothing = 120;
constexpr std::uint64_t kPackedNothing = 64;

EndingVerdict Broken(std::string detail) { return {Completeness::kBroken, std::move(detail), {}}; }

EndingVerdict Cut(DumpFormat format, std::string_view how) {
  return Broken(fmt::format("{} that is cut off: {}", NameOf(format), how));
}

EndingVerdict Nothing(DumpFormat format) {
  return Broken(
      fmt::format("not a dump: {} too small to hold anything: what was encrypted was empty", NameOf(format)));
}

EndingVerdict Sealed(DumpFormat format) {
  return {Completeness::kPlausible,
          fmt::format("{}: what is inside cannot be told without its key", NameOf(format)),
          {}};
}

// A header of text up to a line "--- ", a nonce of 16 bytes, then pieces of 64 KiB with 16 bytes of checksum
// each.
EndingVerdict JudgeAge(std::string_view head, std::uint64_t size) {
  constexpr std::uint64_t kNonce = 16, kSum = 16, kPiece = 64 * 1024 + kSum;
  const std::size_t last = head.find("\n--- ");
  const std::size_t end = last == std::string_view::npos ? last : head.find('\n', last + 1);
  if (end == std::string_view::npos)
    return head.size() == size ? Cut(DumpFormat::kAge, "its header does not end") : Sealed(DumpFormat::kAge);
  const std::uint64_t before = end + 1 + kNonce;
  if (size < before + kSum) return Cut(DumpFormat::kAge, "nothing follows its header");
  const std::uint64_t payload = size - before;
  if (payload <= kSum + kPackedNothing) return Nothing(DumpFormat::kAge);
  if (const std::uint64_t rest = payload % kPiece; rest > 0 && rest <= kSum)
    return Cut(DumpFormat::kAge, "its last piece has no content");
  return Sealed(DumpFormat::kAge);
}

struct Packet {
  unsigned tag = 0;
  std::uint64_t body = 0;    // where it begins
  std::uint64_t length = 0;  // of the body, or of its first piece
  bool partial = false, endless = false;
};

// A header of a packet or, with `piece`, of a further piece of one (RFC 9580, 4.2).
std::optional<Packet> ReadPacket(std::string_view bytes, std::uint64_t at, bool piece) {
  const auto byte = [&](std::uint64_t i) -> std::uint64_t {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
  };
  if (at + 6 > bytes.size()) return std::nullopt;
  Packet packet;
  std::uint64_t next = at;
  const std::uint64_t first = piece ? 0xc0 : byte(next++);
  if ((first & 0x80) == 0) return std::nullopt;
  if ((first & 0x40) == 0) {
    packet.tag = (first >> 2) & 0x0f;
    const unsigned octets = 1u << (first & 3);
    packet.endless = (first & 3) == 3;
    for (unsigned i = 0; i < octets && !packet.endless; ++i)
      packet.length = packet.length << 8 | byte(next++);
  } else {
    packet.tag = first & 0x3f;
    const std::uint64_t length = byte(next++);
    if (length < 192)
      packet.length = length;
    else if (length < 224)
      packet.length = ((length - 192) << 8) + byte(next++) + 192;
    else if (length < 255)
      packet.length = std::uint64_t{1} << (length & 0x1f), packet.partial = true;
    else
      for (int i = 0; i < 4; ++i) packet.length = packet.length << 8 | byte(next++);
  }
  packet.body = next;
  return packet;
}

// Where a message of pieces ends, all of which have the length of the first; nullopt when it cannot be told.
std::optional<bool> PiecesEnd(const Packet& packet, std::string_view tail, std::uint64_t size) {
  const std::uint64_t step = packet.length + 1;
  std::uint64_t at = packet.body + packet.length;  // the second one's header
  const std::uint64_t begin = size - tail.size();
  if (at < begin) at += (begin - at + step - 1) / step * step;
  int seen = 0;
  while (at < size) {
    const std::uint64_t here = at - begin;
    const auto length = static_cast<unsigned char>(tail[here]);
    if (length >= 224 && length < 255) {
      const std::uint64_t piece = std::uint64_t{1} << (length & 0x1f);
      if (piece != packet.length && seen++ == 0) return std::nullopt;
      ++seen;
      at += piece + 1;  // the last ones are shorter and shorter
      continue;
    }
    std::string padded(tail.substr(here, 6));
    padded.resize(6);
    const std::optional<Packet> last = ReadPacket(padded, 0, true);
    if (!last) return std::nullopt;
    return here + last->body + last->length <= tail.size();
  }
  return false;
}

EndingVerdict JudgeGpg(std::string_view head, std::string_view tail, std::uint64_t size) {
  std::string padded(head);
  if (head.size() == size) padded.resize(size + 8);
  std::uint64_t at = 0;
  while (at < head.size()) {
    const std::optional<Packet> packet = ReadPacket(padded, at, false);
    if (!packet)
      return at == 0 ? Broken("not a dump: its bytes are of no format that a dump has")
                     : Sealed(DumpFormat::kGpg);
    const bool data = packet->tag == 8 || packet->tag == 9 || packet->tag == 18 || packet->tag == 20;
    if (!data && (packet->partial || packet->endless)) return Sealed(DumpFormat::kGpg);
    if (!data) {
      at = packet->body + packet->length;
      if (at >= size) return Cut(DumpFormat::kGpg, "it holds keys and no data");
      continue;
    }
    if (packet->endless) return Sealed(DumpFormat::kGpg);
    if (!packet->partial && size < packet->body + packet->length)
      return Cut(DumpFormat::kGpg,
                 fmt::format("{} bytes of {} are there", size, packet->body + packet->length));
    if (!packet->partial && packet->length <= kNothing) return Nothing(DumpFormat::kGpg);
    if (packet->partial && size <= packet->body + packet->length)
      return Cut(DumpFormat::kGpg, "its last packet does not end");
    if (packet->partial && PiecesEnd(*packet, tail, size) == false)
      return Cut(DumpFormat::kGpg, "its last packet does not end");
    return Sealed(DumpFormat::kGpg);
  }
  return Sealed(DumpFormat::kGpg);
}

EndingVerdict NoBlocks() {
  return {Completeness::kUnclear,
          "an openssl file whose size is no multiple of 16: cut off, or of a cipher without blocks",
          {}};
}

// A salt, then blocks of 16 bytes, unless the cipher is one that needs no whole blocks.
EndingVerdict JudgeOpenssl(std::uint64_t size) {
  constexpr std::uint64_t kSalt = 16;
  if (size <= kSalt + kPackedNothing + 8) return Nothing(DumpFormat::kOpenssl);
  return size % 16 == 0 ? Sealed(DumpFormat::kOpenssl) : NoBlocks();
}

// The same in base64, in lines of 64 letters, or in one.
EndingVerdict JudgeOpensslBase64(std::string_view head, std::string_view tail, std::uint64_t size) {
  const std::size_t first = head.find('\n');
  const std::uint64_t line = first == std::string_view::npos ? size : first;
  const std::uint64_t letters =
      size - size / (line + 1) - (size % (line + 1) != 0 && tail.ends_with('\n') ? 1 : 0);
  if (letters % 4 != 0) return Cut(DumpFormat::kOpensslBase64, "its last letters are missing");
  std::uint64_t padding = 0;
  for (const char c : tail.substr(tail.size() - std::min<std::size_t>(tail.size(), 4)))
    padding += c == '=' ? 1 : 0;
  return JudgeOpenssl(letters / 4 * 3 - padding);
}

// An armoured file ends with its own line; its size without the lines is three quarters.
EndingVerdict JudgeArmoured(DumpFormat format, std::string_view head, std::string_view tail,
                            std::uint64_t size, std::string_view end) {
  while (!tail.empty() &&
         (tail.back() == '\0' || std::string_view(" \t\r\n").find(tail.back()) != std::string_view::npos))
    tail.remove_suffix(1);
  if (!tail.ends_with(end)) return Cut(format, fmt::format("its end lacks \"{}\"", end));
  if (size > head.size()) return Sealed(format);
  const std::size_t begin =
      format == DumpFormat::kGpgArmoured ? std::min(head.find("\n\n"), head.find("\n\r\n")) : head.find('\n');
  std::string_view body = head.substr(std::min(begin, head.size()));
  body = body.substr(0, body.rfind(end));
  if (format == DumpFormat::kGpgArmoured) body = body.substr(0, body.rfind("\n="));
  const std::optional<std::string> bytes = DecodeBase64(body);
  if (!bytes) return Broken(fmt::format("{} that is damaged: it is no base64", NameOf(format)));
  EndingVerdict verdict = format == DumpFormat::kGpgArmoured ? JudgeGpg(*bytes, *bytes, bytes->size())
                                                             : JudgeAge(*bytes, bytes->size());
  return verdict;
}

}  // namespace

EndingVerdict JudgeEncrypted(DumpFormat format, std::string_view head, std::string_view tail,
                             std::uint64_t size) {
  constexpr std::size_t kFewZeros = 32;  // what is encrypted does not look like them
  if (tail.size() >= kFewZeros &&
      tail.substr(tail.size() - kFewZeros).find_first_not_of('\0') == std::string_view::npos)
    return Broken(fmt::format("{} whose last bytes are zeros: they were never written", NameOf(format)));
  switch (format) {
    case DumpFormat::kAge:
      return JudgeAge(head, size);
    case DumpFormat::kAgeArmoured:
      return JudgeArmoured(format, head, tail, size, "-----END AGE ENCRYPTED FILE-----");
    case DumpFormat::kGpg:
      return JudgeGpg(head, tail, size);
    case DumpFormat::kGpgArmoured:
      return JudgeArmoured(format, head, tail, size, "-----END PGP MESSAGE-----");
    case DumpFormat::kOpensslBase64:
      return JudgeOpensslBase64(head, tail, size);
    default:
      return JudgeOpenssl(size);
  }
}

}  // namespace lastgood
