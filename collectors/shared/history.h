// The history of one object, whatever its backups are (of a volume, of a namespace, of the system): attempts
// in, the numbers of a Track out. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/facts.h"
#include "model/recent_runs.h"

namespace lastgood {

// kLeaving is being deleted, and counts for nothing.
enum class AttemptState : std::uint8_t { kPending, kRunning, kCompleted, kPartial, kFailed, kLeaving };

struct BackupAttempt {
  AttemptState state = AttemptState::kPending;
  std::optional<Time> begun;   // the moment of its data; of an unfinished one, since when it runs or waits
  std::optional<Time> ended;   // of a success
  std::optional<Time> failed;  // of a failure
  std::optional<std::uint64_t> size, transferred;
  std::string what;  // "Backup backup-1 (RecurringJob daily)", of those that are no success
  std::string state_text, error;
};

class History {
 public:
  // What ended well after `now` is dated by a wrong clock: what came before counts, if anything did.
  explicit History(Time now = Time::max()) : now_(now) {}

  void Add(BackupAttempt attempt);
  // Sets what the attempts tell, counts included: so call it only when they were read.
  void Fill(Track& track);

 private:
  void AddGood(const BackupAttempt& attempt);
  void AddBad(const BackupAttempt& attempt, std::string_view why);

  Time now_;
  BackupCounts counts_;
  std::optional<BackupAttempt> newest_, ahead_, waiting_;
  std::vector<std::uint64_t> sizes_;  // of the good ones but the newest
  std::vector<Duration> durations_;
  std::optional<Time> failure_, point_, window_start_;
  std::string failure_message_;
  RecentRuns runs_;
};

}  // namespace lastgood
