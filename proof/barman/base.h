// A base backup while it is judged. A value; it points into the Listing.
#pragma once

#include <optional>
#include <string>

#include "proof/barman/backup_info.h"
#include "proof/barman/base_files.h"
#include "proof/barman/finding.h"

namespace lastgood::proof::barman {

// What is younger may still be on its way: segments are uploaded side by side.
inline constexpr Duration kGrace = std::chrono::minutes(15);

struct Base {
  const BaseFiles* files = nullptr;
  std::optional<BackupInfo> info;  // nullopt: not read, or not understood
  Finding finding;
  std::optional<Time> to;
  std::string last_wal;

  // backup.info is written when all else is done.
  Time From() const { return info && info->end_time ? *info->end_time : files->info_modified; }
  // Of one whose backup.info names its segments.
  std::uint64_t Begin() const { return info->segment_size.IndexOf(*info->begin_wal); }
  std::uint64_t End() const { return info->segment_size.IndexOf(*info->end_wal); }
};

}  // namespace lastgood::proof::barman
