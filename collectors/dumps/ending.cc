#include "collectors/dumps/ending.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <optional>

namespace lastgood {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kPgFooter = "-- PostgreSQL database dump complete";
constexpr std::string_view kPgAllFooter = "-- PostgreSQL database cluster dump complete";
constexpr std::string_view kMySqlFooter = "-- Dump completed";
// A token of pg_dump's \unrestrict line takes 63 bytes of these.
constexpr std::size_t kFooterWithin = 200;

EndingVerdict Broken(std::string detail) { return {Completeness::kBroken, std::move(detail)}; }
EndingVerdict Plausible(std::string detail) { return {Completeness::kPlausible, std::move(detail)}; }

// What may follow the footer: comments, empty lines, \unrestrict.
bool IsClosingLine(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line.empty() || line.starts_with("--") || line.starts_with("\\unrestrict ");
}

bool OnlyClosingLines(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return false;  // the last line is cut
    if (!IsClosingLine(text.substr(0, end))) return false;
    text.remove_prefix(end + 1);
  }
  return true;
}

bool HasFooter(std::string_view tail, std::string_view footer) {
  if (tail.size() > kFooterWithin) tail.remove_prefix(tail.size() - kFooterWithin);
  const std::size_t at = tail.rfind(footer);
  if (at == std::string_view::npos || (at > 0 && tail[at - 1] != '\n')) return false;
  // What follows on the footer's own line: a date after MySQL's.
  const std::size_t end = tail.find('\n', at);
  return end != std::string_view::npos && OnlyClosingLines(tail.substr(end + 1));
}

struct TextFormat {
  std::string_view what, footer;
};

std::optional<TextFormat> TextFormatOf(DumpFormat format) {
  switch (format) {
    case DumpFormat::kPgDump:
      return TextFormat{"a plain dump of pg_dump", kPgFooter};
    case DumpFormat::kPgDumpAll:
      return TextFormat{"a dump of pg_dumpall", kPgAllFooter};
    case DumpFormat::kMySql:
      return TextFormat{"a dump of mysqldump", kMySqlFooter};
    default:
      return std::nullopt;
  }
}

EndingVerdict JudgeText(const TextFormat& format, std::string_view tail) {
  if (HasFooter(tail, format.footer))
    return {Completeness::kProven, fmt::format("{}, ends with \"{}\"", format.what, format.footer)};
  return Broken(fmt::format("{} is cut off: its end lacks \"{}\"", format.what, format.footer));
}

// How many bytes of the footer are surely there, at the best place where none contradicts it; nullopt when
// there is no such place.
std::optional<std::size_t> KnownOfFooter(std::string_view tail, std::string_view footer) {
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

bool IsZeros(std::string_view text) { return text.find_first_not_of('\0') == std::string_view::npos; }

bool EndsWithZeros(std::string_view tail, std::size_t count) {
  if (tail.size() < count) return false;
  return IsZeros(tail.substr(tail.size() - count));
}

// Every block of data ends with a length of zero in five bytes, and so does a table of contents without data.
EndingVerdict JudgePgCustom(std::string_view tail, std::uint64_t size) {
  constexpr std::uint64_t kHeader = 11;
  if (size <= kHeader) return Broken("a custom-format dump of pg_dump with nothing but a part of its header");
  if (!EndsWithZeros(tail, 5)) return Broken("a custom-format dump of pg_dump, cut off inside its data");
  return Plausible("a custom-format dump of pg_dump: `pg_restore -l` tells what it holds");
}

EndingVerdict JudgeTar(std::string_view tail, std::uint64_t size) {
  if (size % 512 != 0 || !EndsWithZeros(tail, 1024))
    return Broken("a tar file without its end mark: cut off");
  return Plausible("a tar file with its end mark");
}

std::uint32_t LittleEndian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value |= std::uint32_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  return value;
}

bool IsMySql(std::string_view head) {
  return head.find("-- MySQL dump ") != std::string_view::npos ||
         head.find("-- MariaDB dump ") != std::string_view::npos;
}

}  // namespace

DumpFormat FormatOf(std::string_view head) {
  if (head.starts_with("\x1f\x8b"sv)) return DumpFormat::kGzip;
  if (head.starts_with("\x28\xb5\x2f\xfd"sv)) return DumpFormat::kZstd;
  if (head.starts_with("\xfd"
                       "7zXZ\0"sv))
    return DumpFormat::kXz;
  if (head.starts_with("PGDMP")) return DumpFormat::kPgCustom;
  if (head.size() >= 262 && head.substr(257, 5) == "ustar") return DumpFormat::kTar;
  const std::string_view top = head.substr(0, 512);
  if (top.find("-- PostgreSQL database cluster dump\n") != std::string_view::npos)
    return DumpFormat::kPgDumpAll;
  if (top.find("-- PostgreSQL database dump\n") != std::string_view::npos) return DumpFormat::kPgDump;
  return IsMySql(top) ? DumpFormat::kMySql : DumpFormat::kUnknown;
}

EndingVerdict JudgeEnding(std::string_view head, std::string_view tail, std::uint64_t size) {
  if (size == 0) return Broken("empty");
  const DumpFormat format = FormatOf(head);
  if (const std::optional<TextFormat> text = TextFormatOf(format)) return JudgeText(*text, tail);
  switch (format) {
    case DumpFormat::kPgCustom:
      return JudgePgCustom(tail, size);
    case DumpFormat::kTar:
      return JudgeTar(tail, size);
    default:
      break;
  }
  // The header of a dump that was cut within its first line.
  if (size < 64 &&
      ("--\n-- PostgreSQL database "sv.starts_with(head) || "-- MySQL dump "sv.starts_with(head)))
    return Broken("cut off within its first line");
  if (IsZeros(head) && IsZeros(tail)) return Broken("nothing but zeros: its bytes were never written");
  return Plausible("no format that says where it ends");
}

EndingVerdict JudgePartlyKnownEnding(std::string_view head, std::string_view tail) {
  const std::optional<TextFormat> text = TextFormatOf(FormatOf(head));
  if (!text) return Plausible("its stream ends as it should");
  EndingVerdict verdict = JudgeText(*text, tail);
  const std::optional<std::size_t> known = KnownOfFooter(tail, text->footer);
  if (verdict.completeness == Completeness::kProven || !known) return verdict;
  // Two thirds of a footer in their places do not stand there by accident.
  if (3 * *known >= 2 * text->footer.size())
    return {Completeness::kProven, fmt::format("{}, ends with \"{}\"", text->what, text->footer)};
  return Plausible(fmt::format("{}, whose last bytes cannot be told without the whole", text->what));
}

EndingVerdict JudgeXz(std::string_view tail, std::uint64_t size) {
  if (size < 32) return Broken("an xz file of a header only");
  const std::string_view footer = tail.substr(tail.size() - std::min<std::size_t>(tail.size(), 12));
  if (size % 4 != 0 || footer.size() < 12 || footer.substr(10) != "YZ")
    return Broken("an xz file without its end: cut off");
  const auto crc =
      static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const unsigned char*>(footer.data()) + 4, 6));
  if (crc != LittleEndian(footer)) return Broken("an xz file whose end is damaged");
  return Plausible("an xz file with its end");
}

}  // namespace lastgood
