#include "collectors/dumps/pg_archive.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood {
namespace {

constexpr std::uint64_t kMostEntries = 2'000'000;
constexpr std::size_t kFewZeros = 64;  // more of them at the end are none of pg_dump's
constexpr std::string_view kWhat = "a custom-format dump of pg_dump";

EndingVerdict Broken(std::string_view what) {
  return {Completeness::kBroken, fmt::format("{} {}", kWhat, what), {DumpFormat::kPgCustom}};
}

// Numbers and strings as pg_dump writes them: a sign, then the low bytes first.
class Reader {
 public:
  Reader(std::string_view bytes, std::size_t at = 0) : bytes_(bytes), at_(at) {}

  void SetSizes(unsigned int_size, unsigned offset_size) {
    int_size_ = int_size;
    offset_size_ = offset_size;
  }
  bool cut() const { return cut_; }
  bool AtEnd() const { return at_ == bytes_.size(); }
  std::size_t at() const { return at_; }
  void Damage() { damaged_ = true; }
  bool damaged() const { return damaged_; }
  bool ok() const { return !cut_ && !damaged_; }

  unsigned Byte() { return static_cast<unsigned>(Low(1)); }
  std::int64_t Int() {
    const unsigned sign = Byte();
    const auto value = static_cast<std::int64_t>(Low(int_size_));
    if (sign > 1) damaged_ = true;
    return sign == 0 ? value : -value;
  }
  // nullopt for NULL.
  std::optional<std::string_view> Text() {
    const std::int64_t length = Int();
    if (length < 0 || !ok()) return std::nullopt;
    return Skip(static_cast<std::uint64_t>(length));
  }
  std::string_view Skip(std::uint64_t count) {
    if (cut_ || count > bytes_.size() - at_) {
      cut_ = true;
      return "";
    }
    at_ += count;
    return bytes_.substr(at_ - count, count);
  }
  std::uint64_t Offset() { return Low(offset_size_); }

 private:
  std::uint64_t Low(unsigned count) {
    const std::string_view bytes = Skip(count);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return value;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  unsigned int_size_ = 4, offset_size_ = 8;
  bool cut_ = false, damaged_ = false;
};

enum Format : unsigned { kCustom = 1, kTarFormat = 3, kDirectory = 5 };

PgToc::Entry ReadEntry(Reader& in, unsigned version, unsigned format) {
  PgToc::Entry entry;
  entry.id = in.Int();
  entry.has_data = in.Int() != 0;
  for (int i = 0; i < 3; ++i) in.Text();  // table's oid, oid, tag
  entry.large_objects = in.Text() == "BLOBS";
  if (version >= 111) in.Int();               // section
  for (int i = 0; i < 5; ++i) in.Text();      // definition, drop, copy, namespace, tablespace
  if (version >= 114) in.Text();              // access method
  if (version >= 116) in.Int();               // kind of relation
  in.Text();                                  // owner
  in.Text();                                  // with oids
  while (in.ok() && in.Text().has_value()) {  // what it depends on
  }
  if (format == kCustom) {
    const unsigned state = in.Byte();
    const std::uint64_t offset = in.Offset();
    if (state == 2) entry.offset = offset;
    if (state < 1 || state > 3) in.Damage();
    entry.has_data = entry.has_data && state != 3;
  } else {
    entry.file = in.Text().value_or("");
  }
  return entry;
}

// Into standard output pg_dump of Debian 13 (17.12 with glibc 2.41) writes its table a second time at the
// end, where it means to go back and fill in the places of its blocks; pg_restore reads the first.
bool IsTableAgain(std::string_view rest, const PgToc& toc) {
  if (rest.empty() || rest.front() != 0) return false;  // a block begins with its kind, which is not 0
  Reader in(rest);
  in.SetSizes(toc.int_size, 8);
  if (in.Int() != static_cast<std::int64_t>(toc.entries.size())) return false;
  for (std::size_t i = 0; i < toc.entries.size() && in.ok(); ++i)
    if (ReadEntry(in, toc.version, kCustom).id != toc.entries[i].id) return false;
  return in.ok() && in.AtEnd();
}

// A block of data: its kind, its entry, and pieces up to an empty one; large objects have a number each.
void SkipBlock(Reader& in) {
  const unsigned kind = in.Byte();
  in.Int();
  if (kind != 1 && kind != 3) return in.Damage();
  const auto pieces = [&] {
    for (std::int64_t length = in.Int(); in.ok() && length != 0; length = in.Int()) {
      if (length < 0) return in.Damage();
      in.Skip(static_cast<std::uint64_t>(length));
    }
  };
  if (kind == 1) return pieces();
  while (in.ok() && in.Int() != 0) pieces();
}

bool EndsWithZeros(std::string_view tail, std::size_t count) {
  return tail.size() >= count &&
         tail.substr(tail.size() - count).find_first_not_of('\0') == std::string_view::npos;
}

// Whether the last bytes are the table again; one that is longer than they are cannot be told from data.
bool EndsWithTable(std::string_view head, std::string_view tail, const PgToc& toc) {
  constexpr std::size_t kBeginning = 20;  // its number of entries, and the ids of the first
  if (toc.entries.empty()) return false;
  const std::size_t at = tail.rfind(head.substr(toc.begin, kBeginning));
  return at != tail.npos ? IsTableAgain(tail.substr(at), toc) : toc.size - toc.begin > tail.size();
}

}  // namespace

TocState ReadPgToc(std::string_view bytes, PgToc& toc) {
  if (!bytes.starts_with("PGDMP")) return TocState::kDamaged;
  Reader in(bytes, 5);
  const unsigned major = in.Byte(), minor = in.Byte();
  in.Byte();
  toc.version = major * 100 + minor;
  toc.int_size = in.Byte();
  const unsigned offset_size = in.Byte(), format = in.Byte();
  if (in.cut()) return TocState::kCut;
  if (toc.version < 110 || toc.version > 116) return TocState::kUnknown;
  if (toc.int_size != 4 || offset_size != 8) return TocState::kUnknown;
  in.SetSizes(toc.int_size, offset_size);
  toc.packed = (toc.version >= 115 ? in.Byte() : in.Int()) != 0;
  for (int i = 0; i < 7; ++i) in.Int();   // when it was made
  for (int i = 0; i < 3; ++i) in.Text();  // database, versions
  toc.begin = in.at();
  const std::int64_t count = in.Int();
  if (count < 0 || static_cast<std::uint64_t>(count) > kMostEntries) in.Damage();
  for (std::int64_t i = 0; i < count && in.ok(); ++i)
    toc.entries.push_back(ReadEntry(in, toc.version, format));
  toc.size = in.at();
  if (in.damaged()) return TocState::kDamaged;
  return in.cut() ? TocState::kCut : TocState::kWhole;
}

std::string WhatTocMisses(std::string_view toc, const std::function<bool(const std::string&)>& has) {
  PgToc table;
  const TocState state = ReadPgToc(toc, table);
  if (state == TocState::kUnknown) return "";
  if (state == TocState::kCut) return "toc.dat is cut off";
  if (state == TocState::kDamaged) return "toc.dat is damaged";
  std::uint64_t missing = 0;
  std::string one;
  for (const PgToc::Entry& entry : table.entries) {
    if (entry.file.empty() || has(entry.file)) continue;
    // In a tar they have another name than the table says.
    if (entry.large_objects && (has("blobs.toc") || has(fmt::format("blobs_{}.toc", entry.id)))) continue;
    if (missing++ == 0) one = entry.file;
  }
  if (missing == 0) return "";
  return fmt::format("{} of the files that toc.dat names {} missing, {} for one", missing,
                     missing == 1 ? "is" : "are", one);
}

EndingVerdict JudgePgCustom(std::string_view whole) {
  PgToc toc;
  const TocState state = ReadPgToc(whole, toc);
  if (state == TocState::kUnknown) return JudgePgCustomEnds(whole, whole, whole.size());
  if (state == TocState::kCut) return Broken("that is cut off in its table of contents");
  if (state == TocState::kDamaged) return Broken("whose table of contents is damaged");
  if (toc.packed && EndsWithZeros(whole, kFewZeros))
    return Broken("whose last bytes are zeros: they were never written");
  Reader in(whole, toc.size);
  in.SetSizes(toc.int_size, 8);
  std::uint64_t blocks = 0;
  for (; in.ok() && !in.AtEnd() && !IsTableAgain(whole.substr(in.at()), toc); ++blocks) SkipBlock(in);
  if (in.damaged()) return Broken("whose data are damaged");
  const auto wanted = static_cast<std::uint64_t>(std::ranges::count_if(toc.entries, &PgToc::Entry::has_data));
  if (in.cut() || blocks < wanted)
    return Broken(fmt::format("that is cut off: it holds {} of the {} blocks of data that its table names",
                              in.cut() && blocks > 0 ? blocks - 1 : blocks, wanted));
  return {Completeness::kRead,
          fmt::format("{} with all {} blocks of data", kWhat, wanted),
          {DumpFormat::kPgCustom}};
}

EndingVerdict JudgePgCustomEnds(std::string_view head, std::string_view tail, std::uint64_t size) {
  PgToc toc;
  const TocState state = ReadPgToc(head, toc);
  if (head.size() == size && state == TocState::kCut)
    return Broken("that is cut off in its table of contents");
  if (state == TocState::kDamaged) return Broken("whose table of contents is damaged");
  if (toc.packed && EndsWithZeros(tail, kFewZeros))
    return Broken("whose last bytes are zeros: they were never written");
  if (state == TocState::kWhole && !EndsWithZeros(tail, 5) && !EndsWithTable(head, tail, toc))
    return Broken("that is cut off in its data");
  for (const PgToc::Entry& entry : toc.entries)
    if (entry.offset && *entry.offset + 11 > size)
      return Broken("that is cut off: its last blocks of data are missing");
  if (state == TocState::kWhole)
    return {
        Completeness::kEnds, fmt::format("{} whose last block of data ends", kWhat), {DumpFormat::kPgCustom}};
  return {Completeness::kPlausible,
          fmt::format("{} that ends as a block of data does", kWhat),
          {DumpFormat::kPgCustom}};
}

}  // namespace lastgood
