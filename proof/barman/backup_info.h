// backup.info, which barman-cloud writes last: what a base backup is, and which segments it needs. A pure
// function; values. What is not understood of it is an Error, since a guess could call a backup good that is
// not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "proof/barman/wal_name.h"

namespace lastgood::proof::barman {

struct BackupInfo {
  std::string status;  // "DONE", "FAILED", "STARTED", ...
  std::string error;   // "" is none
  std::optional<Time> begin_time, end_time;
  std::optional<Segment> begin_wal, end_wal;
  std::optional<std::uint64_t> begin_lsn, end_lsn;
  std::optional<std::uint32_t> timeline;
  SegmentSize segment_size;
  std::optional<std::uint64_t> system_id, cluster_size;
  std::vector<std::uint32_t> tablespaces;  // their OIDs
  std::string compression, encryption;     // "" is none
  bool has_label = false;                  // then the last data tar ends with a backup_label
  bool in_snapshots = false;               // its data lies in snapshots of disks
};

// kMalformed: cut off, or a field that we need is not what barman writes.
Result<BackupInfo> ParseBackupInfo(std::string_view text);

// "[('fast', 16390, '/path'), ...]": the OIDs.
Result<std::vector<std::uint32_t>> ParseTablespaces(std::string_view text);

}  // namespace lastgood::proof::barman
