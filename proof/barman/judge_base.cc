#include "proof/barman/judge_base.h"

#include <fmt/format.h>

#include <algorithm>

#include "proof/barman/tar_ends.h"

namespace lastgood::proof::barman {
namespace {

// Tars are uploaded in parts and appear when they are complete, the largest of 100 GB by default.
constexpr Duration kRunning = std::chrono::hours(24);
constexpr std::uint64_t kMostInfo = 1024 * 1024;
constexpr std::uint64_t kDefaultSplit = 100'000'000'000;

Finding WithoutInfo(const BaseFiles& files, Time now) {
  if (now - files.newest < kRunning)
    return Finding::Unknown("it is in progress or was given up: backup.info, which comes last, is not there");
  return Finding::Broken("backup.info is missing: the backup never ended, and barman does not restore it");
}

Finding WithoutData(const BaseFiles& files) {
  if (files.label_file) return Finding::Unknown("its data lies in snapshots of disks, not here");
  if (files.unknown.starts_with("data"))
    return Finding::Unknown(fmt::format("{} is packed in no way that is known", files.unknown));
  return Finding::Broken("data.tar is missing");
}

Finding JudgeStatus(const BackupInfo& info) {
  if (info.status == "FAILED")
    return Finding::Broken(fmt::format("it failed: {}", info.error.empty() ? "no reason given" : info.error));
  if (info.status != "DONE" && info.status != "WAITING_FOR_WALS")
    return Finding::Unknown(fmt::format("it is in progress or was given up: its status is {}",
                                        info.status.empty() ? "not set" : info.status));
  if (info.in_snapshots) return Finding::Unknown("its data lies in snapshots of disks, not here");
  if (!info.encryption.empty())
    return Finding::Unknown(
        fmt::format("it is encrypted by {}: how its tars end cannot be read", info.encryption));
  return {};
}

Finding JudgeWalNames(const BackupInfo& info) {
  if (!info.begin_wal || !info.end_wal)
    return Finding::Unknown("its backup.info does not say which WAL it needs");
  const Segment &begin = *info.begin_wal, &end = *info.end_wal;
  const bool fit = begin.timeline == end.timeline && begin <= end && info.segment_size.Has(begin) &&
                   info.segment_size.Has(end) && info.timeline.value_or(begin.timeline) == begin.timeline;
  if (fit) return {};
  return Finding::Unknown(
      fmt::format("its backup.info contradicts itself: WAL from {} to {}", NameOf(begin), NameOf(end)));
}

Finding JudgePacking(const BackupInfo& info, const TarSet& data) {
  const std::string_view extension = ExtensionOf(data.packing);
  const std::string_view said = info.compression == "gzip"    ? ".gz"
                                : info.compression == "bzip2" ? ".bz2"
                                                              : "";
  if (said.empty() || said == extension) return {};
  return Finding::Unknown(
      fmt::format("its backup.info says {}, and its data is in {}", info.compression, data.NameOf({})));
}

// Nothing marks the last tar of a tablespace; but all of them together hold more than the server did.
Finding JudgeTablespaceSizes(const BackupInfo& info, const BaseFiles& files, std::uint64_t split_at) {
  std::uint64_t bytes = files.Find("data")->Bytes();
  bool plain = files.Find("data")->packing == Packing::kPlain;
  for (const std::uint32_t oid : info.tablespaces) {
    const TarSet& set = *files.Find(std::to_string(oid));
    bytes += set.Bytes();
    plain = plain && set.packing == Packing::kPlain;
    if (set.Last().size >= split_at)
      return Finding::Unknown(fmt::format(
          "{} is as large as tars get: whether another followed cannot be told", set.NameOf(set.Last())));
  }
  if (info.tablespaces.empty() || !plain || bytes >= info.cluster_size.value_or(0)) return {};
  return Finding::Unknown(
      fmt::format("its tars hold {} bytes, and the server had {}: a tablespace's last tar may be lost", bytes,
                  *info.cluster_size));
}

// The sets that a restore needs.
std::vector<const TarSet*> NeededSets(const BackupInfo& info, const BaseFiles& files) {
  std::vector<const TarSet*> sets = {files.Find("data")};
  for (const std::uint32_t oid : info.tablespaces) sets.push_back(files.Find(std::to_string(oid)));
  return sets;
}

Finding JudgeSet(Reader& reader, const std::string& folder, const TarSet& set, TarEnding ending,
                 Depth depth) {
  Finding finding;
  const std::uint32_t last = set.Last().number;
  for (const TarPart& part : set.parts) {
    TarFile tar{folder + set.NameOf(part), set.NameOf(part), part.size, set.packing, TarEnding::kAny};
    if (part.number == last) tar.ending = ending;
    finding.And(depth == Depth::kContent ? JudgeWholeTar(reader, tar) : JudgeTarEnd(reader, tar));
    if (finding.IsBroken()) break;
  }
  return finding;
}

}  // namespace

Finding JudgeFiles(const BaseFiles& files, Time now) {
  if (!files.info_size) return WithoutInfo(files, now);
  if (*files.info_size == 0) return Finding::Broken("backup.info is empty: barman does not restore it");
  if (*files.info_size > kMostInfo)
    return Finding::Unknown("backup.info is larger than any that barman writes");
  if (files.too_many) return Finding::Unknown("it has more tars than are looked at");
  if (files.Find("data") == nullptr) return WithoutData(files);
  for (const TarSet& set : files.sets)
    if (std::string lacks = WhatTarsLack(set); !lacks.empty()) return Finding::Broken(std::move(lacks));
  if (!files.mixed.empty())
    return Finding::Unknown(fmt::format("{} is there beside tars of other packing", files.mixed));
  return {};
}

Finding JudgeInfo(const Base& base) {
  Finding finding = JudgeStatus(*base.info);
  finding.And(JudgeWalNames(*base.info));
  const TarSet* const data = base.files->Find("data");
  if (data == nullptr) return finding;
  finding.And(JudgePacking(*base.info, *data));
  for (const std::uint32_t oid : base.info->tablespaces)
    if (base.files->Find(std::to_string(oid)) == nullptr)
      finding.And(Finding::Broken(fmt::format("the tar of the tablespace {} is missing", oid)));
  return finding;
}

void ReadInfo(Reader& reader, const Listing& listing, Base& base) {
  const std::uint64_t size = base.files->info_size.value_or(0);
  if (size == 0 || size > kMostInfo) return;
  const std::string key = listing.Key(fmt::format("base/{}/backup.info", base.files->id));
  const Result<std::string> text = reader.Part(key, 0, size);
  if (!text.ok()) {
    base.finding.And(Finding::Unknown("backup.info could not be read: " + text.error().message));
    return;
  }
  Result<BackupInfo> info = ParseBackupInfo(*text);
  if (info.ok()) {
    base.info = *std::move(info);
    const Finding status = JudgeStatus(*base.info);
    // That it failed says more than what it lacks.
    if (status.IsBroken()) base.finding = status;
    base.finding.And(JudgeInfo(base));
  } else {
    base.finding.And(Finding::Unknown("backup.info is not understood: " + info.error().message));
  }
}

Finding JudgeTars(Reader& reader, const Listing& listing, const Base& base, std::uint64_t split_at,
                  Depth depth) {
  const std::string folder = listing.Key(fmt::format("base/{}/", base.files->id));
  Finding finding;
  for (const TarSet* set : NeededSets(*base.info, *base.files)) {
    const bool is_data = set->stem == "data";
    const TarEnding ending = !is_data               ? TarEnding::kAny
                             : base.info->has_label ? TarEnding::kLabel
                                                    : TarEnding::kControl;
    finding.And(JudgeSet(reader, folder, *set, ending, depth));
    if (finding.IsBroken()) return finding;
  }
  finding.And(JudgeTablespaceSizes(*base.info, *base.files, split_at));
  return finding;
}

std::uint64_t SplitAt(const BaseListing& bases) {
  std::uint64_t least = kDefaultSplit;
  for (const auto& [id, files] : bases.bases())
    for (const TarSet& set : files.sets) {
      const std::uint32_t last = set.Last().number;
      for (const TarPart& part : set.parts)
        if (part.number < last) least = std::min(least, part.size);
    }
  return least;
}

}  // namespace lastgood::proof::barman
