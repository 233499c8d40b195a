#include "collectors/dumps/judge_ends.h"

#include <fmt/format.h>

#include <algorithm>

#include "collectors/dumps/encrypted.h"
#include "collectors/dumps/pg_archive.h"
#include "collectors/dumps/tar_walk.h"
#include "collectors/dumps/text.h"

namespace lastgood {
namespace {

EndingVerdict Broken(std::string detail) { return {Completeness::kBroken, std::move(detail), {}}; }
EndingVerdict Plausible(std::string detail) { return {Completeness::kPlausible, std::move(detail), {}}; }

std::uint64_t BigEndian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

// The header tells the size of a page and how many there are, unless an old version wrote last
// (fileformat2.html).
EndingVerdict JudgeSqlite(std::string_view head, std::uint64_t size) {
  constexpr std::size_t kHeader = 108;
  if (head.size() < kHeader) return Broken("an SQLite database that is cut off in its first page");
  std::uint64_t page = BigEndian(head.substr(16, 2));
  if (page == 1) page = 65536;
  const std::uint64_t pages = BigEndian(head.substr(28, 4));
  const bool counted = head.substr(24, 4) == head.substr(92, 4);
  if (page < 512 || size % page != 0 || (counted && size < pages * page))
    return Broken(fmt::format("an SQLite database that is cut off: it has {} bytes of {} pages of {}", size,
                              pages, page));
  if (head[100] == '\x0d' && BigEndian(head.substr(103, 2)) == 0)
    return Broken("not a dump: an SQLite database without a table");
  if (!counted || size > pages * page) return Plausible("an SQLite database");
  return {Completeness::kEnds, fmt::format("an SQLite database with all {} pages", pages), {}};
}

// Redis ends with a mark and a checksum of eight bytes.
EndingVerdict JudgeOther(std::string_view head, std::string_view tail) {
  if (!head.starts_with("REDIS"))
    return Plausible("a database's own format, which does not say where it ends");
  if (tail.size() < 18 || tail[tail.size() - 9] != '\xff')
    return Broken("a Redis dump that is cut off: it lacks its end mark");
  return {Completeness::kEnds, "a Redis dump with its end mark", {}};
}

EndingVerdict JudgeUtf16(std::string_view head, std::string_view tail, std::uint64_t size) {
  const bool big = head.starts_with("\xfe\xff");
  if ((size - tail.size()) % 2 != 0) tail.remove_prefix(1);
  const std::string begin = FromUtf16(head, big), end = FromUtf16(tail, big);
  TextScan scan;
  scan.Add(begin);
  if (size > head.size()) {
    scan.SkipGap();
    scan.Add(end);
  }
  scan.Finish();
  EndingVerdict verdict = JudgeText(begin, end, size / 2, scan);
  if (verdict.completeness == Completeness::kBroken) return verdict;
  return Broken(
      fmt::format("{}, in UTF-16: psql and mysql refuse it as it is; let the tool write the file itself "
                  "(`pg_dump -f`) instead of PowerShell's `>`, and convert this one with `iconv`",
                  verdict.detail));
}

EndingVerdict JudgeTextEnds(std::string_view head, std::string_view tail, std::uint64_t size) {
  TextScan scan;
  const bool whole = size <= head.size();
  scan.Add(head);
  if (!whole && size < head.size() + tail.size()) {
    scan.Add(tail.substr(head.size() + tail.size() - size));
  } else if (!whole) {
    scan.SkipGap();
    scan.Add(tail);
  }
  scan.Finish();
  return JudgeText(head, tail, size, scan);
}

}  // namespace

EndingVerdict JudgeEnds(DumpFormat format, std::string_view head, std::string_view tail, std::uint64_t size) {
  switch (format) {
    case DumpFormat::kText:
      return JudgeTextEnds(head, tail, size);
    case DumpFormat::kUtf16:
      return JudgeUtf16(head, tail, size);
    case DumpFormat::kPgCustom:
      return JudgePgCustomEnds(head, tail, size);
    case DumpFormat::kTar:
      return JudgeTarEnds(head, tail, size);
    case DumpFormat::kSqlite:
      return JudgeSqlite(head, size);
    case DumpFormat::kOther:
      return JudgeOther(head, tail);
    case DumpFormat::kAge:
    case DumpFormat::kAgeArmoured:
    case DumpFormat::kGpg:
    case DumpFormat::kGpgArmoured:
    case DumpFormat::kOpenssl:
    case DumpFormat::kOpensslBase64:
      return JudgeEncrypted(format, head, tail, size);
    case DumpFormat::kZeros:
      return Broken("nothing but zeros: its bytes were never written");
    case DumpFormat::kUnknown:
      return Broken("not a dump: its bytes are of no format that a dump has");
    default:
      return Plausible(fmt::format("{}, whose end is not looked at", NameOf(format)));
  }
}

}  // namespace lastgood
