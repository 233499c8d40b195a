#include "collectors/dumps/set_judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

#include "collectors/dumps/base_backup.h"
#include "collectors/dumps/packed.h"
#include "collectors/dumps/pg_archive.h"

namespace lastgood {
namespace {

constexpr std::uint64_t kMostToc = 8 * 1024 * 1024;
constexpr std::uint64_t kMostList = 1024 * 1024;
constexpr std::uint64_t kReadAtMost = 16 * 1024 * 1024;  // of all files in a folder
constexpr std::uint64_t kUnpackedAtMost = std::uint64_t{1} << 30;
constexpr std::size_t kMostLooked = 100;

constexpr auto kPacked = std::to_array<std::string_view>({"", ".gz", ".lz4", ".zst"});

EndingVerdict Broken(std::string detail) { return {Completeness::kBroken, std::move(detail), {}}; }

bool HasPacked(const SetFiles& files, const std::string& name) {
  return std::ranges::any_of(kPacked,
                             [&](std::string_view end) { return files.contains(name + std::string(end)); });
}

// Judges files until enough was read; the first that is broken, in words.
class Sample {
 public:
  explicit Sample(const OpenSetFile& open) : open_(open) {}

  Result<std::string> Look(const std::string& name, std::uint64_t size) {
    if (looked_++ >= kMostLooked || read_ >= kReadAtMost) {
      left_ = true;
      return std::string();
    }
    DumpBytes bytes = open_(name, size);
    const auto get = bytes.get;
    bytes.get = [&, get](std::uint64_t offset, std::uint64_t count) {
      read_ += count;
      return get(offset, count);
    };
    LASTGOOD_ASSIGN(const EndingVerdict verdict, JudgeDump(bytes));
    if (verdict.completeness == Completeness::kBroken) return fmt::format("{}: {}", name, verdict.detail);
    left_ = left_ || verdict.completeness != Completeness::kRead;
    return std::string();
  }
  // A packed file whose content may be anything, even nothing.
  Result<std::string> LookAtPacked(const std::string& name, std::uint64_t size) {
    if (looked_++ >= kMostLooked || read_ + size > kReadAtMost || unpacked_ >= kUnpackedAtMost || size == 0) {
      left_ = left_ || size > 0;
      return size == 0 ? name + ": empty" : std::string();
    }
    LASTGOOD_ASSIGN(const std::string whole, open_(name, size).get(0, size));
    read_ += size;
    const DumpFormat format = FormatOf(std::string_view(whole).substr(0, kHeadBytes));
    const UnpackEnd end = Unpack(format, whole, [&](std::string_view piece) {
      unpacked_ += piece.size();
      return unpacked_ < kUnpackedAtMost;
    });
    const bool packed = format >= DumpFormat::kGzip && format <= DumpFormat::kLzop;
    if (end == UnpackEnd::kStopped || (end == UnpackEnd::kUnable && packed)) {
      left_ = true;
      return std::string();
    }
    if (end != UnpackEnd::kWhole) return name + ": cut off or damaged";
    return std::string();
  }
  bool all_read() const { return !left_; }

 private:
  const OpenSetFile& open_;
  std::uint64_t read_ = 0, unpacked_ = 0;
  std::size_t looked_ = 0;
  bool left_ = false;  // not all was read
};

EndingVerdict Whole(const Sample& sample, std::string detail) {
  return {sample.all_read() ? Completeness::kRead : Completeness::kEnds, std::move(detail), {}};
}

bool IsPackedName(std::string_view name) {
  return std::ranges::any_of(kPacked,
                             [&](std::string_view end) { return !end.empty() && name.ends_with(end); });
}

// blobs.toc: a line for each large object, with the name of its file.
Result<std::string> MissingLargeObject(const SetFiles& files, const OpenSetFile& open) {
  for (const auto& [name, size] : files) {
    if (!name.starts_with("blobs") || !name.ends_with(".toc") || size > kMostList) continue;
    LASTGOOD_ASSIGN(const std::string text, open(name, size).get(0, size));
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::size_t space = text.find(' ', at);
      if (space < end && !HasPacked(files, text.substr(space + 1, end - space - 1)))
        return fmt::format("{} of {} is missing", text.substr(space + 1, end - space - 1), name);
      at = end + 1;
    }
  }
  return std::string();
}

Result<EndingVerdict> JudgePgDirectory(const SetFiles& files, const OpenSetFile& open) {
  constexpr std::string_view kWhat = "a directory-format dump of pg_dump";
  const auto toc = files.find("toc.dat");
  if (toc == files.end())
    return Broken(fmt::format("{} without toc.dat, which is written last: cut off", kWhat));
  if (toc->second > kMostToc)
    return EndingVerdict{
        Completeness::kPlausible, fmt::format("{} whose toc.dat is too large to be read", kWhat), {}};
  LASTGOOD_ASSIGN(const std::string table, open("toc.dat", toc->second).get(0, toc->second));
  std::string lacks = WhatTocMisses(table, [&](const std::string& file) { return HasPacked(files, file); });
  if (lacks.empty()) {
    LASTGOOD_ASSIGN(lacks, MissingLargeObject(files, open));
  }
  Sample sample(open);
  for (const auto& [name, size] : files) {
    if (!lacks.empty()) break;
    if (IsPackedName(name)) {
      LASTGOOD_ASSIGN(lacks, sample.LookAtPacked(name, size));
    }
    if (!name.ends_with(".dat") || name == "toc.dat" || !name.find_first_not_of("0123456789")) continue;
    // What COPY writes ends so; a large object may be anything.
    if (name.starts_with("blob") || size == 0) continue;
    const std::uint64_t tail = std::min<std::uint64_t>(size, 5);
    LASTGOOD_ASSIGN(const std::string end, open(name, size).get(size - tail, tail));
    if (!end.ends_with("\\.\n\n\n")) lacks = name + " is cut off";
  }
  if (!lacks.empty()) return Broken(fmt::format("{}: {}", kWhat, lacks));
  return Whole(sample, fmt::format("{} with all that its toc.dat names", kWhat));
}

// "app.t.sql.gz" and "app.t.00001.sql.gz" belong to "app.t".
std::string TableOf(std::string_view name) {
  const std::string_view stem = name.substr(0, name.find(".sql"));
  const std::size_t dot = stem.rfind('.');
  const bool numbered = dot != std::string_view::npos && dot + 1 < stem.size() &&
                        stem.find_first_not_of("0123456789", dot + 1) == std::string_view::npos;
  return std::string(numbered && stem.find('.') != dot ? stem.substr(0, dot) : stem);
}

Result<EndingVerdict> JudgeMyDumper(const SetFiles& files, const OpenSetFile& open) {
  const auto metadata = files.find("metadata");
  if (metadata == files.end())
    return Broken("a dump of mydumper that did not come to its end: only metadata.partial is there");
  LASTGOOD_ASSIGN(const std::string text,
                  open("metadata", metadata->second).get(0, std::min(metadata->second, kMostList)));
  if (metadata->second <= kMostList && text.find("Finished dump at") == std::string::npos)
    return Broken("a dump of mydumper that did not come to its end: metadata lacks \"Finished dump at\"");
  Sample sample(open);
  for (const auto& [name, size] : files) {
    if (name.find(".sql") == std::string_view::npos) continue;
    std::string fault;
    if (size == 0) fault = name + " is empty";
    const bool schema = name.find("-schema") != std::string_view::npos;
    if (!schema && fault.empty() && std::ranges::none_of(kPacked, [&](auto end) {
          return files.contains(TableOf(name) + "-schema.sql" + std::string(end));
        }))
      fault = fmt::format("{} is there without its -schema.sql", name);
    if (fault.empty() && IsPackedName(name)) {
      LASTGOOD_ASSIGN(fault, sample.LookAtPacked(name, size));
    }
    if (!fault.empty()) return Broken("a dump of mydumper: " + fault);
  }
  return Whole(sample, "a dump of mydumper that came to its end");
}

Result<EndingVerdict> JudgeTab(const SetFiles& files, const OpenSetFile& open) {
  Sample sample(open);
  std::uint64_t tables = 0;
  for (const auto& [name, size] : files) {
    if (name.find('/') != std::string::npos || !name.ends_with(".sql")) continue;
    LASTGOOD_ASSIGN(const std::string fault, sample.Look(name, size));
    if (!fault.empty()) return Broken("a dump of mysqldump --tab: " + fault);
    tables += files.contains(name.substr(0, name.size() - 4) + ".txt") ? 1 : 0;
  }
  return EndingVerdict{sample.all_read() ? Completeness::kEnds : Completeness::kPlausible,
                       fmt::format("a dump of mysqldump --tab of {} tables, each .sql of which ends", tables),
                       {}};
}

}  // namespace

Result<EndingVerdict> JudgeDumpSet(DumpSetKind kind, const SetFiles& files, const OpenSetFile& open) {
  switch (kind) {
    case DumpSetKind::kPgDirectory:
      return JudgePgDirectory(files, open);
    case DumpSetKind::kBaseBackup:
      return JudgeBaseBackup(files, open);
    case DumpSetKind::kMyDumper:
      return JudgeMyDumper(files, open);
    default:
      return JudgeTab(files, open);
  }
}

}  // namespace lastgood
