// The history of one object, whatever its backups are (of a volume, of a backing image, of the system):
// attempts in, the numbers of a Track out. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/longhorn/rows.h"
#include "exporter/model/facts.h"

namespace lastgood::longhorn {

struct Attempt {
  State state = State::kPending;
  std::optional<Time> begun;   // the moment of its data; of an unfinished one, since when it runs or waits
  std::optional<Time> ended;   // of a success
  std::optional<Time> failed;  // of a failure
  std::optional<std::uint64_t> size, transferred;
  std::string what;  // "Backup backup-1 (RecurringJob daily)", of those that are no success
  std::string state_text, error;
};

class History {
 public:
  void Add(Attempt attempt);
  // Sets what the attempts tell, counts included: so call it only when they were read.
  void Fill(Track& track);

 private:
  void AddGood(const Attempt& attempt);
  void AddBad(const Attempt& attempt, std::string_view why);

  BackupCounts counts_;
  std::optional<Attempt> newest_, waiting_;
  std::vector<std::uint64_t> sizes_;  // of the good ones but the newest
  std::vector<Duration> durations_;
  std::optional<Time> failure_, point_, window_start_;
  std::string failure_message_;
};

// `snapshots` may know why the backup's snapshot failed.
Attempt AttemptOf(const BackupRow& row, const Table<SnapshotRow>& snapshots);
Attempt AttemptOf(const SystemBackupRow& row);
Attempt AttemptOf(const ImageBackupRow& row);

}  // namespace lastgood::longhorn
