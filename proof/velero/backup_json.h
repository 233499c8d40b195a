// velero-backup.json: the Backup as it was when Velero last wrote it into the store. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "proof/velero/judgement.h"

namespace lastgood::proof::velero {

struct BackupJson {
  std::string name, phase, failure, location;
  std::optional<Time> start, expiration;
  std::optional<std::uint64_t> items;  // that were backed up; nullopt where it is not told
  std::uint64_t errors = 0, warnings = 0;
  std::uint64_t snapshots = 0, snapshots_completed = 0;  // native ones
  std::uint64_t csi_snapshots = 0, csi_snapshots_completed = 0;
};

// kMalformed: Velero cannot import it either.
Result<BackupJson> ParseBackupJson(std::string_view json);

// What Velero's own word is worth: a phase other than Completed is no backup that restores as it was meant
// to.
Judgement JudgePhase(const BackupJson& backup, Time now);

}  // namespace lastgood::proof::velero
